"""Workbooks: read one in any known layout into a draft, settle its doubts, write content as one.

`Draft.content` has the shape of `rpjmd.content.RpjmdContent` for a workbook in this project's own
layout, which replaces the RPJMD. All other layouts give entries that are merged into it.
"""

from __future__ import annotations

from rpjmd.importing.agencies import agency_names
from rpjmd.importing.draft import Draft, SheetNote
from rpjmd.importing.layouts.reading import read_layouts
from rpjmd.importing.layouts.sheet import Context
from rpjmd.importing.outcome import Outcome, settle
from rpjmd.importing.own import ELEMENTS, HEAD, INDICATORS, head_key
from rpjmd.importing.reading import read_content
from rpjmd.importing.table import CellProblem
from rpjmd.importing.workbook import Sheet, Unreadable, read_sheets
from rpjmd.importing.writing import rpjmd_workbook, template_workbook, write_workbook
from rpjmd.models import Version
from rpjmd.queries import current_version
from workspace.models import Agency, Plan

__all__ = [
    "OWN",
    "CellProblem",
    "Draft",
    "Outcome",
    "Unreadable",
    "read_workbook",
    "rpjmd_workbook",
    "settle",
    "template_workbook",
    "write_workbook",
]
OWN = "own"


def read_workbook(data: bytes, plan: Plan) -> Draft:
    """Everything that a workbook says, with its doubts and refusals. Raises Unreadable."""
    sheets = read_sheets(data)
    agencies = list(Agency.objects.filter(region=plan.region_id))
    if is_own(sheets):
        reading = read_content(sheets, agencies)
        return Draft(
            sheets=[
                SheetNote(sheet.name, OWN, ignored=[] if place else reading.ignored)
                for place, sheet in enumerate(own_sheets(sheets))
            ],
            content=reading.content,
            refused=reading.problems,
        )
    version = current_version(plan)
    return read_layouts(sheets, context_of(plan, version, agencies))


def context_of(plan: Plan, version: Version | None, agencies: list[Agency]) -> Context:
    levels = dict(version.elements.values_list("code", "level")) if version else {}
    return Context(
        years=version.years if version else plan.years,
        agencies=agency_names(agencies),
        levels=levels,
        offices={agency.code: agency.name for agency in agencies if agency.code},
    )


def own_sheets(sheets: list[Sheet]) -> list[Sheet]:
    names = {HEAD.sheet, ELEMENTS.sheet, INDICATORS.sheet}
    return [sheet for sheet in sheets if head_key(sheet.name) in names]


def is_own(sheets: list[Sheet]) -> bool:
    """Whether a workbook is in this project's own layout, which its sheets' names tell.

    One that lacks a sheet still means to be, and is told which one.
    """
    return len(own_sheets(sheets)) >= 2
