"""How long the document takes: in parts through the workers, plainly, and in Chromium."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import F, Max

from masterplan.actions import request_export
from masterplan.benchmark.fill import (
    PARAGRAPH,
    fill_plan,
    make_details,
)
from masterplan.benchmark.plain import join_html, page_rules
from masterplan.benchmark.processes import Family
from masterplan.document import Document, compose
from masterplan.document.press import press, write_html
from masterplan.models import Export, ExportState, Narrative
from masterplan.narratives import narrative_keys
from opd.models import Budget, Program, ProgramState
from rpjmd.models import Indicator as RpjmdIndicator
from workspace.access import OPERATOR
from workspace.models import Plan

POLL_SECONDS: Final = 0.05
CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Run:
    """One document made. `seconds` are those from the request to the file, `work_seconds` those
    from the first worker's first step on; `peak_mb` is the memory of the largest process."""

    seconds: float
    cpu_seconds: float = 0.0
    work_seconds: float = 0.0
    pages: int = 0
    bytes: int = 0
    peak_mb: float = 0.0


class ExportFailed(Exception):
    """The workers gave up; the message is what a person would read."""


def fill(programs: int, nomenclature: list[dict[str, str]]) -> Plan:
    """A plan with this many approved programs and something to read in every section."""
    plan = fill_plan(programs, nomenclature).plan
    Program.objects.update(state=ProgramState.APPROVED)
    Narrative.objects.bulk_create(
        Narrative(plan=plan, key=key, body=f"{PARAGRAPH}\n\n{PARAGRAPH}")
        for key in sorted(narrative_keys(plan))
    )
    return plan


def edit_description(plan: Plan) -> None:
    first = Program.objects.filter(plan=plan).earliest("pk")
    first.description = f"{first.description} Kalimat ini ditambahkan."
    first.save(update_fields=["description"])


def edit_budget(plan: Plan) -> None:
    budget = Budget.objects.filter(program__plan=plan).latest("pk")
    budget.amount += Decimal(1_000_000)
    budget.save(update_fields=["amount"])


def add_program(plan: Plan, nomenclature: list[dict[str, str]]) -> None:
    """One more program in the first dimension: every later page moves."""
    first = Program.objects.filter(plan=plan).earliest("pk")
    dimension = first.sub_dimension.dimension_id
    numbers = Program.objects.filter(plan=plan, sub_dimension__dimension=dimension)
    first.pk = None
    first._state.adding = True
    first.number = numbers.aggregate(highest=Max(F("number")))["highest"] + 1
    first.name = "Program yang ditambahkan"
    first.save()
    rpjmd = list(RpjmdIndicator.objects.filter(version__plan=plan).order_by("pk"))
    make_details(plan, [first], nomenclature, rpjmd)


def export(plan: Plan, worker: Family) -> tuple[Run, Export]:
    """One export through the whole workflow. Raises ExportFailed."""
    worker.forget_peak()
    cpu = worker.cpu_seconds()
    made = request_export(plan=plan, actor=OPERATOR, is_draft=False)
    while made.is_unfinished:
        time.sleep(POLL_SECONDS)
        made.refresh_from_db()
    if made.state == ExportState.FAILED or made.finished_at is None or made.started_at is None:
        raise ExportFailed(made.failure)
    run = Run(
        seconds=(made.finished_at - made.requested_at).total_seconds(),
        cpu_seconds=worker.cpu_seconds() - cpu,
        work_seconds=(made.finished_at - made.started_at).total_seconds(),
        pages=made.pages,
        bytes=made.size,
        peak_mb=worker.peak_mb(),
    )
    return run, made


def write_plain(document: Document, folder: Path) -> None:
    """The HTML of a document in one file with its style sheet and assets, in a new folder."""
    folder.mkdir()
    title = document.imprint.title
    static = Path(settings.BASE_DIR) / "static" / "document"
    html = join_html(((part, write_html(part)) for part in document.parts), title)
    (folder / "document.html").write_text(html, encoding="utf-8")
    css = (static / "document.css").read_text(encoding="utf-8")
    (folder / "document.css").write_text(css + page_rules(title), encoding="utf-8")
    shutil.copytree(static / "assets", folder / "assets")
    (folder / "typeface").symlink_to(settings.DATA_DIR / "typeface")


def render_plain(folder: Path) -> Run:
    """One WeasyPrint document, in a process of its own."""
    command = [sys.executable, "-m", "masterplan.benchmark.plain", str(folder)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return Run(**json.loads(found.stdout))


def print_in_chromium(folder: Path) -> Run | None:
    """The same HTML printed by Chromium, which knows no page numbers; None when it is not here."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        return None
    page = folder / "chromium.html"
    page.write_text(_self_contained(folder), encoding="utf-8")
    target = folder / "chromium.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    begin = time.perf_counter()
    subprocess.run(
        [program, *options, f"--print-to-pdf={target}", page.as_uri()],
        capture_output=True,
        check=True,
    )
    return Run(seconds=time.perf_counter() - begin, bytes=target.stat().st_size)


def _self_contained(folder: Path) -> str:
    """The document with its style sheet inside and its assets as files that Chromium can open."""
    typeface = press().typeface
    for name, data in typeface.assets.items():
        path = folder / "assets" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    css = f"{typeface.css}\n{(folder / 'document.css').read_text(encoding='utf-8')}"
    html = (folder / "document.html").read_text(encoding="utf-8")
    styled = html.replace("</head>", f"<style>{css}</style></head>", 1)
    return re.sub(r"\basset:", "assets/", styled)


def measure(
    programs: int,
    nomenclature: list[dict[str, str]],
    worker: Family,
    folder: Path,
    *,
    compared: bool = True,
) -> tuple[dict[str, Run], dict[str, object]]:
    """Every run by name, and the figures that `--json` writes; ours alone unless `compared`."""
    plan = fill(programs, nomenclature)
    runs: dict[str, Run] = {}
    runs["cold"], made = export(plan, worker)
    plain = folder / "plain"
    if made.release is None:
        raise ExportFailed("the export has no content")
    if compared:
        write_plain(compose(made.release.content), plain)
        runs["plain"] = render_plain(plain)
        if chromium := print_in_chromium(plain):
            runs["chromium"] = chromium
    for name, change in (("edit_description", edit_description), ("edit_budget", edit_budget)):
        change(plan)
        runs[name], _made = export(plan, worker)
    add_program(plan, nomenclature)
    runs["add_program"], _made = export(plan, worker)
    return runs, figures(programs, runs)


def figures(programs: int, runs: dict[str, Run]) -> dict[str, object]:
    names = ("plain", "cold", "edit_description", "edit_budget", "add_program", "chromium")
    seconds = {f"{name}_s": round(runs[name].seconds, 3) for name in names if name in runs}
    ours = [run for name, run in runs.items() if name not in ("plain", "chromium")]
    theirs: dict[str, object] = {}
    if plain := runs.get("plain"):
        theirs = {"plain_pages": plain.pages, "plain_bytes": plain.bytes}
        theirs["plain_peak_mb"] = round(plain.peak_mb)
    return {
        "n": programs,
        **seconds,
        **theirs,
        "pages": runs["cold"].pages,
        "bytes": runs["cold"].bytes,
        "peak_mb": round(max(run.peak_mb for run in ours)),
        "runs": {name: asdict(run) for name, run in runs.items()},
    }
