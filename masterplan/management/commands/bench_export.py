"""How long the document takes, side by side with one plain WeasyPrint document."""

from __future__ import annotations

import json
from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masterplan.benchmark import ratios
from masterplan.benchmark.export import Run, measure
from masterplan.benchmark.fill import read_nomenclature
from masterplan.benchmark.processes import Family
from masterplan.benchmark.stage import run_on_stage


class Command(BaseCommand):
    help = "Benchmark the export with a queue, workers and a database of its own (Linux)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programs", type=int, default=60)
        parser.add_argument("--nomenclature", type=Path, required=True)
        parser.add_argument("--json", type=Path)
        parser.add_argument(
            "--ours-only",
            action="store_true",
            help="leave out plain WeasyPrint and Chromium, which take very long for large plans",
        )
        parser.add_argument("--save-baseline", action="store_true")
        parser.add_argument("--compare", action="store_true", help="fail when a ratio got worse")
        # Given by the stage to the process that measures.
        parser.add_argument("--worker", type=int, help=SUPPRESS)
        parser.add_argument("--folder", type=Path, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["ours_only"] and (options["compare"] or options["save_baseline"]):
            raise CommandError("A baseline holds ratios to plain WeasyPrint: no --ours-only.")
        if options["worker"] is None:
            status = run_on_stage(self.arguments(options))
            if status:
                raise CommandError("The benchmark failed; it says why above.")
            return
        runs, figures = measure(
            options["programs"],
            read_nomenclature(options["nomenclature"]),
            Family(options["worker"]),
            options["folder"],
            compared=not options["ours_only"],
        )
        self.report(runs)
        if options["json"]:
            options["json"].write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        if options["compare"]:
            self.compare(figures)
        if options["save_baseline"]:
            ratios.save(figures)

    def arguments(self, options: dict[str, Any]) -> list[str]:
        """The same command line for the process on the stage, which works in another folder."""
        line = ["bench_export", f"--programs={options['programs']}"]
        line.append(f"--nomenclature={options['nomenclature'].resolve()}")
        if options["json"]:
            line.append(f"--json={options['json'].resolve()}")
        switches = ("save_baseline", "compare", "ours_only")
        return line + [f"--{name.replace('_', '-')}" for name in switches if options[name]]

    def report(self, runs: dict[str, Run]) -> None:
        plain = runs.get("plain")
        self.stdout.write(
            f"{'':18}{'wall s':>9}{'work s':>9}{'CPU s':>9}{'peak MB':>9}{'pages':>7}{'kB':>8}"
            f"{'plain takes':>14}"
        )
        for name, run in runs.items():
            self.stdout.write(
                f"{name:18}{run.seconds:9.2f}{run.work_seconds:9.2f}{run.cpu_seconds:9.2f}"
                f"{run.peak_mb:9.0f}{run.pages:7}{run.bytes / 1000:8.0f}"
                + (f"{plain.seconds / run.seconds:12.1f} x" if plain else "")
            )

    def compare(self, figures: dict[str, object]) -> None:
        try:
            worse = ratios.worse(figures)
        except LookupError:
            raise CommandError(f"No baseline is kept for {figures['n']} programs.") from None
        if worse:
            lines = [f"{name}: {before} before, {now} now" for name, (before, now) in worse.items()]
            raise CommandError("Slower than before: " + "; ".join(lines))
        self.stdout.write("No ratio is worse than the baseline.")
