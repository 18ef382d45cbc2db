"""`manage.py load_agencies pamekasan agencies.csv --districts districts.csv`."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from workspace.actions import RowsRefused, import_agencies, import_districts
from workspace.models import Region


class Command(BaseCommand):
    help = "Load a region's agencies, and its districts before them; all rows or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("region", help="the region's address, such as pamekasan")
        parser.add_argument(
            "agencies",
            type=Path,
            help="CSV with the columns short_name,name,kind,code,verified,district_code",
        )
        parser.add_argument("--districts", type=Path, help="CSV with the columns code,name")

    def handle(self, *args: Any, **options: Any) -> None:
        region = Region.objects.filter(slug=options["region"]).first()
        if region is None:
            raise CommandError(f"There is no region {options['region']}.")
        try:
            with transaction.atomic():
                if options["districts"]:
                    districts = import_districts(
                        region=region, rows=read_rows(options["districts"])
                    )
                    self.stdout.write(f"{len(districts)} districts")
                agencies = import_agencies(region=region, rows=read_rows(options["agencies"]))
        except RowsRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{len(agencies)} agencies")


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV in UTF-8, with or without Excel's byte order mark."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
