"""How long loading an RPJMD, the alignment matrix and the picker of codes take, as ratios."""

from __future__ import annotations

import json
import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

from masterplan.benchmark.alignment import fill_aligned
from masterplan.benchmark.fill import Filled, read_nomenclature, throw_away_database
from masterplan.management.commands.bench_pages import compare
from rpjmd.benchmark.loading import measure_import
from rpjmd.benchmark.picker import measure_picker

RPJMD_INDICATORS: Final = 300


class Command(BaseCommand):
    help = "Benchmark the RPJMD's part in throw-away databases (development only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=5000, help="of the workbook")
        parser.add_argument("--programs", type=int, default=2000)
        parser.add_argument("--codes", type=int, default=7500, help="of the nomenclature")
        parser.add_argument("--rounds", type=int, default=9)
        parser.add_argument("--nomenclature", type=Path, help="rows for the programs' names")
        parser.add_argument("--json", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("bench_rpjmd is for development: set DEBUG=on.")
        logging.disable(logging.INFO)  # a line for each request would be measured too
        file = options["nomenclature"]
        nomenclature = read_nomenclature(file) if file else None
        with throw_away_database(), override_settings(DEBUG=False, ALLOWED_HOSTS=["*"]):
            figures = {"import_ratio": round(measure_import(options["rows"]), 2)}
            picker = round(measure_picker(options["codes"]), 2)
        with throw_away_database(), override_settings(DEBUG=False, ALLOWED_HOSTS=["*"]):
            filled = fill_aligned(options["programs"], RPJMD_INDICATORS, nomenclature)
            figures |= measure_matrix(filled, options["rounds"])
        figures["picker_ratio"] = picker
        self.stdout.write(
            f"{options['rows']} rows, {options['programs']} programs, "
            f"{RPJMD_INDICATORS} RPJMD indicators, {options['codes']} codes"
        )
        for name, value in figures.items():
            self.stdout.write(f"  {name:16} {value:8}")
        if options["json"]:
            options["json"].write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def measure_matrix(filled: Filled, rounds: int) -> dict[str, float]:
    """The matrix with all its rows and concerns, as Bapperida opens it."""
    page = compare(filled.plan, filled.steward, filled.plan.url("opd:matrix"), rounds)
    return {"matrix_queries": page["queries"], "matrix_ratio": page["ratio"]}
