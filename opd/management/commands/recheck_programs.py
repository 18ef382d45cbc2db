"""Run every check on every program again, after a release that brought new or changed checks."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from opd.checks import store_findings
from opd.content import with_content
from opd.models import Program

CHUNK = 200


class Command(BaseCommand):
    help = "Rebuild the stored findings of all programs."

    def handle(self, *args: Any, **options: Any) -> None:
        programs = with_content(Program.objects.order_by("pk"))
        count = 0
        for program in programs.iterator(chunk_size=CHUNK):
            with transaction.atomic():
                store_findings(program)
            count += 1
        self.stdout.write(f"{count} programs checked")
