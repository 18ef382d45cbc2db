"""What is stored, written back in a layout in use: reading it again gives the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from rpjmd.content import ElementContent, IndicatorContent, RpjmdContent
from rpjmd.importing.layouts import (
    AGENCIES,
    CHAIN,
    NOMENCLATURE,
    PROGRAMS,
    RENSTRA,
    TABLES,
    Layout,
)
from rpjmd.importing.layouts.lists import STEPS
from rpjmd.importing.own import LEVELS
from rpjmd.importing.writing import Rows, write_workbook, written_money
from rpjmd.models import RENSTRA_LEVELS, Kind, Level, NomenclatureEdition, NomenclatureEntry, Origin
from rpjmd.nomenclature.rows import parent_code
from workspace.models import Agency

CODED: Final = frozenset({*RENSTRA_LEVELS, Level.PROGRAM})
CHAIN_LEVELS: Final = frozenset({Level.GOAL, Level.OBJECTIVE})
PROGRAM_LEVELS: Final = frozenset({Level.AFFAIR, Level.FIELD, Level.PROGRAM})
NOTHING: Final = "-"
# The columns of a kind of code; an urusan has none in SIPD's export.
STEP_OF: Final = dict(
    zip((Kind.FIELD, Kind.PROGRAM, Kind.ACTIVITY, Kind.SUB_ACTIVITY), STEPS, strict=True)
)
Lines = Iterator[dict[str, str]]


def layout_workbook(name: str, content: RpjmdContent | None, agencies: Iterable[Agency]) -> bytes:
    """The workbook of the layout; without an RPJMD only the agencies have rows."""
    return write_workbook(layout_sheets(name, content, agencies))


def nomenclature_workbook(edition: NomenclatureEdition) -> bytes:
    """The edition in the layout of SIPD's export, its year in the sheet's name."""
    rows = list(nomenclature_lines(edition))
    sheet = f"{NOMENCLATURE.sheet} {edition.year}"
    return write_workbook({sheet: table(NOMENCLATURE, rows, range(0), NOMENCLATURE.heads)})


def layout_sheets(
    name: str, content: RpjmdContent | None, agencies: Iterable[Agency]
) -> dict[str, Rows]:
    layout, lines = EXPORTS[name]
    if layout is AGENCIES:
        rows = list(agency_lines(agencies))
        return {layout.sheet: table(layout, rows, range(0), layout.heads)}
    if content is None:
        return {layout.sheet: table(layout, [], range(0), layout.heads)}
    rows = list(lines(content))
    years = range(content["start_year"], content["end_year"] + 1)
    return {layout.sheet: table(layout, rows, years, heads(layout, content))}


def heads(layout: Layout, content: RpjmdContent) -> dict[str, tuple[str, ...]]:
    """The layout's heads; the baseline's year stands in its head when all have the same."""
    found = dict(layout.heads)
    years = {row["baseline_year"] for row in content["indicators"] if row["baseline"]}
    if "baseline" in found and len(years) == 1 and None not in years:
        found["baseline"] = (f"{found['baseline'][0]} {years.pop()}",)
    return found


def table(
    layout: Layout, lines: list[dict[str, str]], years: range, names: dict[str, tuple[str, ...]]
) -> Rows:
    """Heads and rows; the years stand behind the baseline, targets before money."""
    keys: list[tuple[str, str]] = []
    for key, synonyms in names.items():
        if key in layout.unkept or (key in OPTIONAL and not any(line.get(key) for line in lines)):
            continue
        keys.append((key, synonyms[0]))
        if key == "baseline":
            keys.extend(year_keys(layout, years))
    return [
        [head for _key, head in keys],
        *([line.get(key, "") for key, _head in keys] for line in lines),
    ]


OPTIONAL: Final = frozenset({"final", "former", "headline", "verified"})


def year_keys(layout: Layout, years: range) -> Iterator[tuple[str, str]]:
    for kind in layout.yearly:
        for place, year in enumerate(years, 1):
            named = {"targets": "TARGET", "ceilings": "DANA" if layout is RENSTRA else "PAGU"}[kind]
            when = f"TAHUN {place}" if layout is RENSTRA else str(year)
            yield f"{kind}.{year}", f"{named} {when}"


def agency_lines(agencies: Iterable[Agency]) -> Lines:
    for agency in agencies:
        yield {
            "code": agency.code,
            "name": agency.name,
            "short_name": agency.short_name,
            "verified": "" if agency.is_verified else "Belum",
            "remark": agency.remark,
        }


def nomenclature_lines(edition: NomenclatureEdition) -> Lines:
    """A row for what has nothing below it, and for what has an indicator or former codes."""
    entries = {row.code: row for row in edition.entries.order_by("code")}
    uppers = {parent_code(code) for code in entries}
    former: dict[str, list[str]] = {}
    told = edition.successions.filter(
        origin__in=(Origin.STATED, Origin.PERSON), entry__isnull=False
    )
    for code, old in told.values_list("entry__code", "former_code").order_by("former_code"):
        former.setdefault(code, []).append(old)
    for code, row in entries.items():
        if row.kind in STEP_OF and (code not in uppers or row.indicator or code in former):
            yield {
                **dict(named_steps(entries, code)),
                "indicator": row.indicator,
                "unit": row.unit,
                "former": "; ".join(former.get(code, [])),
            }


def named_steps(entries: Mapping[str, NomenclatureEntry], code: str) -> Iterator[tuple[str, str]]:
    """The codes and names from the bidang down to this code."""
    while row := entries.get(code):
        step = STEP_OF.get(Kind(row.kind))
        if step is None:
            return
        yield f"{step}_code", row.code
        yield step, row.name
        code = parent_code(code)


def chain_lines(content: RpjmdContent) -> Lines:
    for element, indicators in chain_elements(content):
        yield {
            "level": LEVELS[Level(element["level"])],
            "text": element["text"],
            "indicator": ";\n".join(row["name"] for row in indicators),
            "remark": element["remark"],
        }


def table_lines(content: RpjmdContent) -> Lines:
    for element, indicators in chain_elements(content):
        first = {
            "code": element["code"],
            "level": LEVELS[Level(element["level"])],
            "text": element["text"],
        }
        yield from with_figures(first, indicators, agency=True)


def renstra_lines(content: RpjmdContent) -> Lines:
    return program_lines(content, CODED)


def rpjmd_program_lines(content: RpjmdContent) -> Lines:
    return program_lines(content, PROGRAM_LEVELS)


def program_lines(content: RpjmdContent, levels: frozenset[Level]) -> Lines:
    objective = ""
    for element, indicators in measured_elements(content, levels):
        # Nothing written goes on with the sasaran above: that there is none has to be said.
        written = element["objective"] or (NOTHING if objective else "")
        objective = element["objective"]
        first = {
            "objective": written,
            "code": element["nomenclature_code"] or element["code"],
            "text": element["text"],
            "location": element["location"],
            "agency": element["agency"],
            "remark": element["remark"],
        }
        for year, amount in element["ceilings"].items():
            first[f"ceilings.{year}"] = written_money(amount)
        yield from with_figures(first, indicators, agency=False)


def with_figures(
    first: dict[str, str], indicators: list[IndicatorContent], *, agency: bool
) -> Lines:
    """The element in the first row, further indicators in rows of their own below it."""
    if not indicators:
        yield first
    for place, row in enumerate(indicators):
        line = {} if place else dict(first)
        line |= {
            "indicator": row["name"],
            "unit": row["unit"],
            "formula": row["formula"],
            "data_source": row["data_source"],
            "baseline": row["baseline"],
            "final": row["final"],
            "headline": "Ya" if row["is_headline"] else "",
        }
        if agency:
            line |= {"agency": row["agency"], "remark": row["remark"]}
        yield line | {f"targets.{year}": text for year, text in row["targets"].items()}


def chain_elements(
    content: RpjmdContent,
) -> Iterator[tuple[ElementContent, list[IndicatorContent]]]:
    """Tujuan and sasaran; a tujuan stands again above a sasaran that follows another one's.

    These layouts say whose a sasaran is by what stands above it.
    """
    goals = {row["code"]: row for row in content["elements"] if row["level"] == Level.GOAL}
    above = ""
    for element, indicators in measured_elements(content, CHAIN_LEVELS):
        if element["level"] == Level.GOAL:
            above = element["code"]
        elif (goal := first_of(element["parents"], goals)) and goal != above:
            yield goals[goal], []
            above = goal
        yield element, indicators


def first_of(codes: Iterable[str], known: Mapping[str, ElementContent]) -> str:
    return next((code for code in codes if code in known), "")


def measured_elements(
    content: RpjmdContent, levels: frozenset[Level]
) -> Iterator[tuple[ElementContent, list[IndicatorContent]]]:
    below: dict[str, list[IndicatorContent]] = {}
    for row in content["indicators"]:
        below.setdefault(row["element"], []).append(row)
    for element in content["elements"]:
        if element["level"] in levels and (element["level"] in CHAIN_LEVELS or has_code(element)):
            yield element, below.get(element["code"], [])


def has_code(element: ElementContent) -> bool:
    """Whether the nomenclature's layouts can name it; an urusan's code is one digit."""
    return bool(element["nomenclature_code"]) or element["level"] == Level.AFFAIR


EXPORTS: Final[dict[str, tuple[Layout, Callable[[RpjmdContent], Lines]]]] = {
    "agencies": (AGENCIES, lambda content: iter(())),
    "chain": (CHAIN, chain_lines),
    "tables": (TABLES, table_lines),
    "programs": (PROGRAMS, rpjmd_program_lines),
    "renstra": (RENSTRA, renstra_lines),
}
