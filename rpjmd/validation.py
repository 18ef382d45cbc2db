"""What makes an RPJMD's content impossible to keep, each as a sentence with its place.

Gaps that a region may still fill (an objective without indicator) are not refused here: `checks`
speaks of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from rpjmd.content import ElementContent, HeadContent, IndicatorContent, RpjmdContent
from rpjmd.models import Element, Indicator, Target, Version
from workspace.fields import LONGEST_TEXT
from workspace.markdown import has_control_characters

LONGEST_PERIOD: Final = 10  # years
LONGEST_WAY: Final = 6  # codes of a circle that a sentence names
PARENT_MARK: Final = ";"  # parts the codes of several parents in one cell of a workbook
# Fields that content calls otherwise, and the keys whose values the fields check.
ASKED: Final = frozenset({"nomenclature_code"})  # has a shape of its own
FIELDS: Final = {"baseline": "baseline_text", "final": "final_text"}
VALIDATED: Final[dict[type[models.Model], tuple[str, ...]]] = {
    Version: ("name", "label", "start_year", "end_year", "vision", "regulation", "remark"),
    Element: ("level", "code", "text", "nomenclature_code", "objective", "location", "remark"),
    Indicator: (
        "code",
        "name",
        "unit",
        "direction",
        "formula",
        "data_source",
        "baseline_year",
        "baseline",
        "final",
        "remark",
    ),
    Target: ("text",),
}

_AMOUNT: Final = re.compile(r"^\d{1,13}\.\d\d$")  # as content keeps money

Said = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Problem:
    """A sentence about `part` ("head", "elements" or "indicators"), its row, and the key in it."""

    part: str
    row: int
    key: str
    message: str


def find_problems(content: RpjmdContent, agencies: Collection[str]) -> list[Problem]:
    """Everything that keeps clean content from being stored, in the order of its rows."""
    codes = Counter(element["code"] for element in content["elements"])
    indicator_codes = Counter(indicator["code"] for indicator in content["indicators"])
    circles = find_circles({row["code"]: row["parents"] for row in content["elements"]})
    years = range(content["start_year"], content["end_year"] + 1)
    problems = [Problem("head", 0, key, said) for key, said in head_problems(content)]
    for place, element in enumerate(content["elements"]):
        for key, said in (
            *element_problems(element, agencies, years),
            *_place_problems(element, codes, circles),
        ):
            problems.append(Problem("elements", place, key, said))
    for place, indicator in enumerate(content["indicators"]):
        for key, said in (
            *indicator_problems(indicator, agencies, years),
            *_reference_problems(indicator, codes, indicator_codes),
        ):
            problems.append(Problem("indicators", place, key, said))
    return problems


def head_problems(head: HeadContent) -> Said:
    yield from _field_problems(Version, head)
    length = head["end_year"] - head["start_year"] + 1
    if length < 1:
        yield "end_year", _("Tahun akhir mendahului tahun awal.")
    elif length > LONGEST_PERIOD:
        yield "end_year", _("Periode RPJMD paling panjang 10 tahun.")


def element_problems(content: ElementContent, agencies: Collection[str], years: range) -> Said:
    """Problems of one element on its own, whatever else the version holds."""
    yield from _field_problems(Element, content)
    yield from _code_problems(content["code"])
    yield from _agency_problems(content["agency"], agencies)
    for year, amount in content["ceilings"].items():
        yield from _ceiling_problems(year, amount, years)


def indicator_problems(content: IndicatorContent, agencies: Collection[str], years: range) -> Said:
    """Problems of one indicator on its own; keys of targets are "targets.2026"."""
    yield from _field_problems(Indicator, content)
    yield from _code_problems(content["code"])
    yield from _agency_problems(content["agency"], agencies)
    for year, text in content["targets"].items():
        yield from _target_problems(year, text, years)


@dataclass(frozen=True)
class Circle:
    """Codes that stand above each other in a ring, and where in it one of them is."""

    way: list[str]
    place: int

    def __str__(self) -> str:
        """The way round from its own place: "S1 → T1 → S1", shortened when it is long."""
        codes = [*self.way[self.place :], *self.way[: self.place]]
        if len(codes) > LONGEST_WAY:
            codes[LONGEST_WAY - 1 :] = ["…"]
        return " → ".join([*codes, self.way[self.place]])


def find_circles(parents: Mapping[str, list[str]]) -> dict[str, Circle]:
    """The circle of each code that stands above itself."""
    circles: dict[str, Circle] = {}
    safe: set[str] = set()
    for start in parents:
        if start not in safe and start not in circles:
            _walk_up(start, parents, safe, circles)
    return circles


def _walk_up(
    start: str,
    parents: Mapping[str, list[str]],
    safe: set[str],
    circles: dict[str, Circle],
) -> None:
    """Depth first without recursion, so that a chain of thousands is read as well."""
    path, on_path = [start], {start}
    waiting = [iter(parents[start])]
    while path:
        upper = next(waiting[-1], None)
        if upper is None:
            safe.add(path[-1])
            on_path.discard(path.pop())
            waiting.pop()
        elif upper in on_path:
            way = path[path.index(upper) :]
            for place, code in enumerate(way):
                circles.setdefault(code, Circle(way, place))
        elif upper in parents and upper not in safe:
            path.append(upper)
            on_path.add(upper)
            waiting.append(iter(parents[upper]))


def _place_problems(
    element: ElementContent, codes: Counter[str], circles: dict[str, Circle]
) -> Said:
    if element["code"] and codes[element["code"]] > 1:
        yield "code", duplicate_code(element["code"])
    for parent in element["parents"]:
        if parent not in codes:
            yield "parents", unknown_parent(parent)
    if element["code"] in circles:
        yield "parents", closed_circle(circles[element["code"]])


def _reference_problems(
    indicator: IndicatorContent, codes: Counter[str], indicator_codes: Counter[str]
) -> Said:
    if indicator["code"] and indicator_codes[indicator["code"]] > 1:
        yield "code", duplicate_code(indicator["code"])
    if not indicator["element"]:
        yield "element", _("Tulis kode unsur yang diukur indikator ini.")
    elif indicator["element"] not in codes:
        yield "element", _("Tidak ada unsur dengan kode %(code)s.") % {"code": indicator["element"]}


def duplicate_code(code: str) -> str:
    return _("Kode %(code)s dipakai lebih dari sekali.") % {"code": code}


def unknown_parent(code: str) -> str:
    return _("Tidak ada unsur dengan kode %(code)s untuk dijadikan induk.") % {"code": code}


def closed_circle(circle: Circle) -> str:
    return _(
        "Induk ini membuat lingkaran: %(way)s. Sebuah unsur tidak dapat berada di atas dirinya."
    ) % {"way": circle}


def _field_problems(model: type[models.Model], content: Mapping[str, Any]) -> Said:
    """What the model's own fields refuse: empty, too long, hidden characters, unknown choices.

    A sheet may bring thousands of rows, so no row of the model is made, and a field is asked only
    about a value that does not look sound at once.
    """
    for key, field, limit, choices in _fields(model):
        value = content[key]
        if isinstance(value, str):
            if not value and field.blank:
                continue
            is_offered = value in choices or (not choices and key not in ASKED)
            if is_offered and 0 < len(value) <= limit and not has_control_characters(value):
                continue
        elif value is None and field.blank:
            continue
        try:
            field.clean(value, None)
        except ValidationError as error:
            yield key, error.messages[0]


@cache
def _fields(
    model: type[models.Model],
) -> list[tuple[str, models.Field[Any, Any], int, frozenset[str]]]:
    """The model's fields by the keys under which content holds them, with what bounds a text."""
    found = []
    for key in VALIDATED[model]:
        field: Any = model._meta.get_field(FIELDS.get(key, key))
        choices = frozenset(str(value) for value, _label in field.choices or ())
        found.append((key, field, field.max_length or LONGEST_TEXT, choices))
    return found


def _code_problems(code: str) -> Said:
    if PARENT_MARK in code:
        yield "code", _("Kode tidak boleh memuat titik koma.")
    elif code and not any(letter.isalnum() for letter in code):
        yield "code", _("Kode harus memuat huruf atau angka.")


def _agency_problems(agency: str, agencies: Collection[str]) -> Said:
    if agency and agency not in agencies:
        yield "agency", _("OPD “%(name)s” tidak dikenal di daerah ini.") % {"name": agency}


def _target_problems(year: str, text: str, years: range) -> Said:
    if not _is_year(year, years):
        yield f"targets.{year}", outside_period(year, years)
    elif said := _target_fault(text):
        yield f"targets.{year}", said


@lru_cache(maxsize=8192)
def _target_fault(text: str) -> str:
    """The few texts of targets come again and again: "85%", "100", "1 dokumen"."""
    return next((said for _key, said in _field_problems(Target, {"text": text})), "")


def _ceiling_problems(year: str, amount: str, years: range) -> Said:
    if not _is_year(year, years):
        yield f"ceilings.{year}", outside_period(year, years)
    elif not _AMOUNT.match(amount):
        said = _("“%(text)s” tidak terbaca. Tulis misalnya 1.250.000.000 atau 1,25 M.")
        yield f"ceilings.{year}", said % {"text": amount[:40]}


def _is_year(year: str, years: range) -> bool:
    return year in _year_names(years)


@cache
def _year_names(years: range) -> frozenset[str]:
    return frozenset(map(str, years))


def outside_period(year: str, years: range) -> str:
    return _("Tahun %(year)s di luar periode %(start)d–%(end)d.") % {
        "year": year,
        "start": years.start,
        "end": years.stop - 1,
    }
