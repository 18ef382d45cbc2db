"""What loading a draft would do, given the answers so far: for the page and the command."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from rpjmd.comparison import Difference, compare_content
from rpjmd.content import RpjmdContent
from rpjmd.importing.agencies import agency_rows
from rpjmd.importing.composing import compose
from rpjmd.importing.draft import Decisions, Doubt, Draft, Entry, rows_of
from rpjmd.importing.table import CellProblem
from workspace.actions import AgencyRow
from workspace.models import Agency, Plan

_YEAR: Final = re.compile(r"\b(20\d\d)\b")


@dataclass
class Outcome:
    """`content` is the whole RPJMD as it will be, None when the workbook says nothing of it."""

    before: RpjmdContent | None
    content: RpjmdContent | None = None
    agencies: list[AgencyRow] = field(default_factory=list)
    nomenclature: list[list[str]] = field(default_factory=list)
    edition: str = ""
    taken: int = 0
    doubtful: int = 0
    undecided: list[Doubt] = field(default_factory=list)
    refused: list[CellProblem] = field(default_factory=list)
    skipped: int = 0

    @property
    def differences(self) -> list[Difference]:
        return compare_content(self.before, self.content) if self.content else []

    @property
    def changes_nothing(self) -> bool:
        return not (self.agencies or self.nomenclature) and self.content in (None, self.before)

    @property
    def is_empty(self) -> bool:
        return not self.taken

    def reasons(self) -> dict[str, Counter[str]]:
        """How often which reason was given, for rows in doubt and for refused ones."""
        return {
            "doubtful": Counter(doubt.message for doubt in self.undecided),
            "refused": Counter(problem.message for problem in self.refused),
        }


def settle(draft: Draft, decisions: Decisions, plan: Plan, before: RpjmdContent | None) -> Outcome:
    """The outcome of the draft with these answers; nothing is written."""
    outcome = Outcome(before, skipped=len(draft.skipped), refused=list(draft.refused))
    if draft.content is not None:
        outcome.content = draft.content
        rows = len(draft.content["elements"]) + len(draft.content["indicators"])
        bad = {(problem.sheet, problem.row) for problem in draft.refused}
        outcome.taken = 0 if bad else rows
        return outcome
    entries = draft.decided(decisions)
    stored = list(Agency.objects.filter(region=plan.region_id))
    listed = [entry for entry in entries if entry["kind"] == "agency"]
    outcome.agencies = agency_rows(listed, stored)
    outcome.nomenclature = nomenclature_of(entries)
    outcome.edition = edition_of(draft)
    chain = [entry for entry in entries if entry["kind"] in ("chain", "program")]
    lost: set[int] = set()
    if chain:
        names = {row.short_name for row in stored} | {row["short_name"] for row in outcome.agencies}
        composed = compose(before or new_content(plan), chain, names)
        lost = {fault.entry for fault in composed.faults}
        outcome.content = composed.content if len(lost) < len(chain) else None
        outcome.refused.extend(
            problem_of(draft, chain[fault.entry], fault.key, fault.message)
            for fault in composed.faults
        )
    gone = {id(chain[number]) for number in lost}
    outcome.undecided = draft.undecided(decisions)
    doubtful = draft.doubtful_rows(decisions)
    taken = set(rows_of([entry for entry in entries if id(entry) not in gone])) - doubtful
    outcome.taken, outcome.doubtful = len(taken), len(doubtful)
    outcome.refused.sort(key=lambda problem: (problem.sheet, problem.row))
    return outcome


def problem_of(draft: Draft, entry: Entry, key: str, message: str) -> CellProblem:
    columns = next(note.columns for note in draft.sheets if note.sheet == entry["sheet"])
    return CellProblem(entry["sheet"], entry["rows"][0], columns.get(key, ""), message)


def nomenclature_of(entries: Iterable[Entry]) -> list[list[str]]:
    """Rows of code, name, indicator, unit and former codes; what stands above comes once."""
    rows: dict[str, list[str]] = {}
    for entry in entries:
        if entry["kind"] != "nomenclature":
            continue
        for place, (code, name) in enumerate(entry["names"], 1):
            if place == len(entry["names"]):
                rows[code] = [code, name, entry["indicator"], entry["unit"], entry["former"]]
            else:
                rows.setdefault(code, [code, name, "", "", ""])
    return list(rows.values())


def edition_of(draft: Draft) -> str:
    """The year of the nomenclature as its sheet's title says, or else the present one."""
    for note in draft.sheets:
        if note.layout == "nomenclature" and (match := _YEAR.search(f"{note.title} {note.sheet}")):
            return match[1]
    return str(date.today().year)


def new_content(plan: Plan) -> RpjmdContent:
    """The head of an RPJMD that nobody has entered yet, for the first sheet that is loaded."""
    period = f"{plan.start_year}–{plan.end_year}"
    return {
        "name": _("RPJMD %(region)s %(period)s") % {"region": plan.region.name, "period": period},
        "label": "Murni",
        "start_year": plan.start_year,
        "end_year": plan.end_year,
        "vision": "",
        "regulation": "",
        "remark": "",
        "elements": [],
        "indicators": [],
    }


def counted(outcome: Outcome) -> dict[str, Any]:
    return {
        "taken": outcome.taken,
        "doubtful": outcome.doubtful,
        "refused": len({(row.sheet, row.row) for row in outcome.refused}),
        "skipped": outcome.skipped,
    }
