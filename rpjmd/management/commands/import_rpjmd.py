"""Load an RPJMD workbook from the command line, through the same reading and the same act."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rpjmd.actions import import_rpjmd
from rpjmd.comparison import compare_content
from rpjmd.content import RpjmdContent
from rpjmd.importing import ProblemsFound, Unreadable, read_workbook
from rpjmd.queries import current_version, read_rpjmd
from workspace.access import OPERATOR
from workspace.acts import Refused
from workspace.models import Plan


class Command(BaseCommand):
    help = "Load an RPJMD workbook into a plan: all rows or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=".xlsx, .xls or .ods in the project's layout")
        parser.add_argument("--plan", required=True, metavar="REGION/PLAN")
        parser.add_argument("--dry-run", action="store_true", help="read and count, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = find_plan(options["plan"])
        content = read_file(options["file"], plan)
        self.count_rows(plan, content)
        if options["dry_run"]:
            return
        try:
            version = import_rpjmd(plan=plan, actor=OPERATOR, content=content)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(self.style.SUCCESS(f"{version}: dimuat."))

    def count_rows(self, plan: Plan, content: RpjmdContent) -> None:
        version = current_version(plan)
        for row in compare_content(read_rpjmd(version) if version else None, content):
            self.stdout.write(
                f"{row.label}: {len(row.added)} baru, {len(row.changed)} berubah, "
                f"{row.unchanged} tetap, {len(row.removed)} dihapus"
            )


def find_plan(address: str) -> Plan:
    region, _slash, slug = address.partition("/")
    plan = Plan.objects.select_related("region").filter(region__slug=region, slug=slug).first()
    if plan is None:
        raise CommandError(f"Rencana {address} tidak ada.")
    return plan


def read_file(path: Path, plan: Plan) -> RpjmdContent:
    try:
        return read_workbook(path.read_bytes(), plan)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except (Unreadable, ProblemsFound) as error:
        raise CommandError(str(error)) from error
