"""Load a demonstration plan, once."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from masterplan.demonstration import Demonstration


class Command(BaseCommand):
    help = "Load a folder such as demo/pamekasan, unless its plan is there already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        demonstration = Demonstration(folder)
        if demonstration.exists():
            self.stdout.write("The demonstration plan is there already; nothing was changed.")
            return
        with transaction.atomic():
            for line in demonstration.load():
                self.stdout.write(f"  {line}")
            write_accounts(demonstration.accounts)


def write_accounts(accounts: list[tuple[str, str, str]]) -> None:
    """Keep the sign-ins where only this machine's owner can read them."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    path = settings.DATA_DIR / "accounts.txt"
    lines = ["\t".join(account) + "\n" for account in accounts]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(lines)
