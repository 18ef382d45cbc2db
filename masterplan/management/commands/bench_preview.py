"""How long a preview takes in the server, side by side with WeasyPrint alone on the same part."""

from __future__ import annotations

import json
import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from masterplan.benchmark.fill import fill_plan, read_nomenclature, throw_away_database
from masterplan.benchmark.preview import empty_caches, measure
from masterplan.management.commands.bench_pages import client_of


class Command(BaseCommand):
    help = "Benchmark the preview in a throw-away database (development only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programs", type=int, default=300)
        parser.add_argument("--nomenclature", type=Path, required=True)
        parser.add_argument("--rounds", type=int, default=15)
        parser.add_argument("--json", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("bench_preview is for development: set DEBUG=on.")
        # A line for each request, or for each link out of the part, would be measured too.
        logging.disable(logging.ERROR)
        nomenclature = read_nomenclature(options["nomenclature"])
        with throw_away_database(), empty_caches():
            filled = fill_plan(options["programs"], nomenclature)
            found = measure(filled, client_of(filled.admin), options["rounds"])
        self.stdout.write(f"{'ms':10}{'WeasyPrint':>11}{'preview':>9}{'pictures':>10}{'again':>7}")
        for name, figures in found.items():
            self.stdout.write(
                f"{name:10}{figures['weasyprint'] * 1000:11.0f}{figures['answer'] * 1000:9.0f}"
                f"{figures['pictures'] * 1000:10.0f}{figures['again'] * 1000:7.0f}"
                f"   {figures['ratio']:.2f} times WeasyPrint, "
                f"{figures['whole_ratio']:.2f} with pictures"
            )
        if options["json"]:
            options["json"].write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
