"""RPJMD workbooks: read one into content, write content as one.

`content` is the shape of `rpjmd.content.RpjmdContent`, which `rpjmd.actions.import_rpjmd` takes.
"""

from __future__ import annotations

from rpjmd.content import RpjmdContent
from rpjmd.importing.reading import Reading, read_content
from rpjmd.importing.table import CellProblem
from rpjmd.importing.workbook import Unreadable, read_sheets
from rpjmd.importing.writing import rpjmd_workbook, template_workbook, write_workbook
from workspace.models import Agency, Plan

__all__ = [
    "CellProblem",
    "ProblemsFound",
    "Reading",
    "Unreadable",
    "check_workbook",
    "read_workbook",
    "rpjmd_workbook",
    "template_workbook",
    "write_workbook",
]


class ProblemsFound(Exception):
    """A workbook whose content cannot be loaded; its text has one line for each problem."""

    def __init__(self, problems: list[CellProblem]) -> None:
        super().__init__("\n".join(f"{row.place}: {row.message}" for row in problems))
        self.problems = problems


def check_workbook(data: bytes, plan: Plan) -> Reading:
    """Read a whole workbook and everything that is wrong with it. Raises Unreadable."""
    return read_content(read_sheets(data), Agency.objects.filter(region=plan.region_id))


def read_workbook(data: bytes, plan: Plan) -> RpjmdContent:
    """The content of a workbook without problems. Raises Unreadable or ProblemsFound."""
    reading = check_workbook(data, plan)
    if reading.problems:
        raise ProblemsFound(reading.problems)
    return reading.content
