"""The alignment matrix as a page and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opd.alignment import Concern, Concerns, Facts, Matrix, build_matrix, find_concerns, read_facts
from opd.alignment.concerns import KINDS, Kind
from opd.alignment.matrix import Cell, Group, Row
from opd.alignment.workbook import write_matrix
from opd.filters import MatrixFilter
from opd.models import ProgramState
from opd.queries.coverage import ANY, OUTSIDE, Share
from opd.views.pages import show_page
from workspace.access import PlanRequest, rule
from workspace.models import Plan
from workspace.numbers import format_number, format_short_rupiah

# A usual RPJMD has ten to forty sasaran: they stand on one page.
ROWS_SHOWN: Final = 60
AGENCIES_SHOWN: Final = 4
CONCERNS_SHOWN: Final = 10
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Link:
    """Numbers ready to print, the list of programs behind them, and how they are read aloud."""

    url: str
    label: str
    number: str
    money: str


@dataclass(frozen=True)
class Line:
    """A row of the table: `cells` has None where there is no program."""

    row: Row
    name: str
    cells: list[tuple[str, Link | None]]
    whole: Link | None
    agencies: list[tuple[str, str, str]]  # address, short name, programs
    more_agencies: int


@dataclass(frozen=True)
class Section:
    """A kind of concern as the page shows it: the first few with addresses, and how many more."""

    slug: str
    kind: Kind
    total: int
    shown: list[tuple[Concern, str]]


class Lines:
    """Makes the lines of one page: it knows the address of the list and what is filtered by."""

    def __init__(self, plan: Plan, facts: Facts, query: Mapping[str, Any]) -> None:
        self._list = plan.url("opd:program_list")
        self._facts = facts
        self._query = query
        # Looked up once: hundreds of cells are read aloud by the same sentence.
        self._sentence = _("%(name)s, %(dimension)s: %(number)s program")

    def line(self, row: Row) -> Line:
        serves = row.element.key if row.element else OUTSIDE
        code = row.element.code if row.element else _("Di luar sasaran")
        return self._line(row, str(serves), str(code))

    def sums(self, row: Row) -> Line:
        return self._line(row, ANY, _("Semua"))

    def _line(self, row: Row, serves: str, name: str) -> Line:
        address = f"{self._list}?{urlencode({**self._query, 'serves': serves})}"
        names = self._facts.dimensions
        return Line(
            row,
            name,
            [
                (code, self._link(f"{address}&dimension={code}", name, names[code], cell))
                for code, cell in row.cells.items()
            ],
            self._link(address, name, _("semua dimensi"), row.whole),
            [
                (f"{address}&agency={key}", self._facts.agencies[key], format_number(number))
                for key, number in row.agencies[:AGENCIES_SHOWN]
            ],
            max(0, len(row.agencies) - AGENCIES_SHOWN),
        )

    def _link(self, url: str, name: str, dimension: str, cell: Cell) -> Link | None:
        if not cell.programs:
            return None
        number = format_number(cell.programs)
        words = {"name": name, "dimension": dimension, "number": number}
        return Link(url, self._sentence % words, number, format_short_rupiah(cell.money))


@rule("opd.view_mapping")
@require_safe
def matrix(request: PlanRequest) -> HttpResponse:
    facts = read_facts(request.membership)
    if facts is None:
        return show_page(request, "opd/matrix.html", {"facts": None})
    filters = MatrixFilter(request.GET, facts=facts)
    made = build_matrix(facts, filters.chosen)
    lines = Lines(request.plan, facts, filters.query)
    page = Paginator(made.rows, ROWS_SHOWN).get_page(request.GET.get("page"))
    concerns = find_concerns(facts)
    context = {
        "facts": facts,
        "filters": filters,
        "matrix": made,
        "page": page,
        "groups": list(groups_of(made, set(map(id, page)), lines)),
        "outside": lines.line(made.outside) if made.outside else None,
        "sums": lines.sums(made.sums),
        "figures": figures_of(facts, concerns),
        "sections": sections_of(request.plan, concerns),
    }
    return show_page(request, "opd/matrix.html", context)


@rule("opd.view_mapping")
@require_safe
def matrix_workbook(request: PlanRequest) -> HttpResponse:
    """Everything, whatever the page filters by: a workbook has filters of its own."""
    facts = read_facts(request.membership)
    if facts is None:
        return redirect(request.plan.url("opd:matrix"))
    response = HttpResponse(write_matrix(facts), content_type=XLSX)
    name = slugify(f"keselarasan {request.plan.region.slug} {request.plan.slug}")
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def groups_of(made: Matrix, shown: set[int], lines: Lines) -> Iterator[tuple[Group, list[Line]]]:
    """The groups of which this page shows rows, each with its lines."""
    for group in made.groups:
        rows = [lines.line(row) for row in group.rows if id(row) in shown]
        if rows:
            yield group, rows


def figures_of(facts: Facts, concerns: Concerns) -> dict[str, Share | int]:
    bare = {name: len(found) for name, found in concerns.by_kind.items()}
    approved = {
        link.indicator
        for link in facts.links
        if facts.programs[link.program].state == ProgramState.APPROVED
    }
    return {
        "objectives": Share(
            len(facts.objectives),
            len(facts.objectives) - bare["objectives"],
            sum(
                any(indicator.key in approved for indicator in indicators)
                for indicators in facts.measures.values()
            ),
        ),
        "indicators": Share(
            len(facts.indicators), len(facts.indicators) - bare["indicators"], len(approved)
        ),
        "orphans": bare["orphans"],
        "programs": len(facts.programs),
    }


def sections_of(plan: Plan, concerns: Concerns) -> list[Section]:
    programs, tree = plan.url("opd:program_list"), plan.url("rpjmd:rpjmd")
    return [
        Section(
            slug,
            KINDS[slug],
            len(found),
            [(one, address_of(one, programs, tree)) for one in found[:CONCERNS_SHOWN]],
        )
        for slug, found in concerns.by_kind.items()
    ]


def address_of(concern: Concern, programs: str, tree: str) -> str:
    """Where one sees what the concern speaks of."""
    if concern.program is not None:
        return f"{programs}{concern.program}/#alignment"
    if concern.element is not None:
        return f"{tree}#unsur-{concern.element}"
    query = {
        "serves": concern.objective,
        "dimension": concern.dimension,
        "agency": concern.agency,
    }
    return f"{programs}?{urlencode({name: value for name, value in query.items() if value})}"
