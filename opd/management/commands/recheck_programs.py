"""Run every check on every program again, after a release that brought new or changed checks."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from opd.checks.stored import recheck
from opd.models import Program


class Command(BaseCommand):
    help = "Rebuild the stored findings of all programs."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{recheck(Program.objects.all())} programs checked")
