"""What makes an RPJMD's content impossible to keep, each as a sentence with its place.

Gaps that a region may still fill (an objective without indicator) are not refused here: `checks`
speaks of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from rpjmd.content import ElementContent, HeadContent, IndicatorContent, RpjmdContent
from rpjmd.models import Element, Indicator, Target, Version

LONGEST_PERIOD: Final = 10  # years
LONGEST_WAY: Final = 6  # codes of a circle that a sentence names
PARENT_MARK: Final = ";"  # parts the codes of several parents in one cell of a workbook
KEYS: Final = {"baseline_text": "baseline", "final_text": "final"}

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
            *element_problems(element, agencies),
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
    version = Version(
        name=head["name"],
        label=head["label"],
        start_year=head["start_year"],
        end_year=head["end_year"],
        vision=head["vision"],
        regulation=head["regulation"],
        remark=head["remark"],
    )
    yield from _field_problems(version, ("plan",))
    length = head["end_year"] - head["start_year"] + 1
    if length < 1:
        yield "end_year", _("Tahun akhir mendahului tahun awal.")
    elif length > LONGEST_PERIOD:
        yield "end_year", _("Periode RPJMD paling panjang 10 tahun.")


def element_problems(content: ElementContent, agencies: Collection[str]) -> Said:
    """Problems of one element on its own, whatever else the version holds."""
    element = Element(
        level=content["level"],
        code=content["code"],
        text=content["text"],
        nomenclature_code=content["nomenclature_code"],
    )
    yield from _field_problems(element, ("version", "agency"))
    yield from _code_problems(content["code"])
    yield from _agency_problems(content["agency"], agencies)


def indicator_problems(content: IndicatorContent, agencies: Collection[str], years: range) -> Said:
    """Problems of one indicator on its own; keys of targets are "targets.2026"."""
    indicator = Indicator(
        code=content["code"],
        name=content["name"],
        unit=content["unit"],
        direction=content["direction"],
        formula=content["formula"],
        data_source=content["data_source"],
        baseline_year=content["baseline_year"],
        baseline_text=content["baseline"],
        final_text=content["final"],
        remark=content["remark"],
    )
    yield from _field_problems(indicator, ("version", "element", "agency"))
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


def _field_problems(row: models.Model, exclude: tuple[str, ...]) -> Said:
    """What the model's own fields refuse: empty, too long, hidden characters, unknown choices."""
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            yield KEYS.get(field, field), messages[0]


def _code_problems(code: str) -> Said:
    if PARENT_MARK in code:
        yield "code", _("Kode tidak boleh memuat titik koma.")
    elif code and not any(letter.isalnum() for letter in code):
        yield "code", _("Kode harus memuat huruf atau angka.")


def _agency_problems(agency: str, agencies: Collection[str]) -> Said:
    if agency and agency not in agencies:
        yield "agency", _("OPD “%(name)s” tidak dikenal di daerah ini.") % {"name": agency}


def _target_problems(year: str, text: str, years: range) -> Said:
    if not year.isdecimal() or int(year) not in years:
        yield (
            f"targets.{year}",
            _("Tahun %(year)s di luar periode %(start)d–%(end)d.")
            % {"year": year, "start": years.start, "end": years.stop - 1},
        )
        return
    for _field, said in _field_problems(Target(year=int(year), text=text), ("indicator",)):
        yield f"targets.{year}", said
