"""The master plan as a PDF, made here or by the workers."""

from __future__ import annotations

import shutil
import time
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from masterplan import exports, failures
from masterplan.actions import request_export
from masterplan.management.progress import ProgressBar
from masterplan.models import Export, ExportState
from masterplan.queries import export_progress
from masterplan.rendering import RenderingError
from masterplan.tasks import hand_over
from workspace.access import OPERATOR
from workspace.models import Plan

POLL_SECONDS: Final = 0.4
# A batch takes about a second. After so long without any sign the worker was killed: the export is
# handed over anew, which does no harm to one that is only slow.
SILENCE: Final = timedelta(seconds=20)


class Command(BaseCommand):
    help = "Export a plan's document: REGION/PLAN --out FILE. The last line is the file's path."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", metavar="REGION/PLAN")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")
        parser.add_argument("--draft", action="store_true", help="take in unapproved programs")
        parser.add_argument("--queue", action="store_true", help="let the Celery workers make it")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = find_plan(options["plan"])
        out: Path = options["out"]
        if not out.parent.is_dir():
            raise CommandError(f"There is no folder {out.parent}.")
        self.bar = ProgressBar(self.stdout)
        make = self.export_by_workers if options["queue"] else self.export_here
        pages = make(plan, options["draft"], out)
        self.stdout.write(f"{pages} pages")
        self.stdout.write(str(out))

    def export_here(self, plan: Plan, is_draft: bool, out: Path) -> int:
        try:
            bound = exports.make_document(plan, is_draft=is_draft, progress=self.bar.show)
        except RenderingError as error:
            raise CommandError(f"{failures.sentence_about(error)} ({error})") from error
        finally:
            self.bar.close()
        out.write_bytes(bound.pdf)
        return bound.pages

    def export_by_workers(self, plan: Plan, is_draft: bool, out: Path) -> int:
        export = request_export(plan=plan, actor=OPERATOR, is_draft=is_draft)
        try:
            export = self.follow(export)
        finally:
            self.bar.close()
        if export.state == ExportState.FAILED:
            raise CommandError(export.failure)
        with export.file.open("rb") as source, out.open("wb") as target:
            shutil.copyfileobj(source, target)
        return export.pages

    def follow(self, export: Export) -> Export:
        """Show the progress until the export has ended, handing it over whenever nobody has it."""
        handed_over_at = timezone.now()
        while export.is_unfinished:
            time.sleep(POLL_SECONDS)
            export = exports.with_last_sign(Export.objects.filter(pk=export.pk)).get()
            progress = export_progress(export)
            running = next(
                (row["title"] for row in progress["chapters"] if row["done"] < row["parts"]), ""
            )
            self.bar.show(progress["percent"], running or export.get_state_display())
            last_sign = max(handed_over_at, export.last_sign)  # type: ignore[attr-defined]
            if timezone.now() - last_sign > SILENCE:
                handed_over_at = timezone.now()
                hand_over(export)
        return export


def find_plan(address: str) -> Plan:
    region, _slash, slug = address.partition("/")
    plan = Plan.objects.select_related("region").filter(region__slug=region, slug=slug).first()
    if plan is None:
        raise CommandError(f"There is no plan {address}. Write it as its address: REGION/PLAN.")
    return plan
