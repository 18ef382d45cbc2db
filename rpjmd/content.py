"""An RPJMD as one JSON value: what the workbook holds, acts write, checks read, freezing keeps.

References are the codes and names that people use: an element's parents by their codes, an
agency by its short name. Texts are clean: no needless blanks, and "" where nothing is given.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, TypedDict

from rpjmd.models import Element, Indicator, Version
from workspace.numbers import EMPTY, parse_target

HEAD_FIELDS: Final = ("name", "label", "vision", "regulation", "remark")
_BLANKS = re.compile(r"\s+")  # \s takes in the no-break spaces that Excel and Word leave behind
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_INNER_BLANKS = re.compile(r"[^\S\n\t]")


class HeadContent(TypedDict):
    name: str
    label: str
    start_year: int
    end_year: int
    vision: str
    regulation: str
    remark: str


class ElementContent(TypedDict):
    """`level` is a value of `Level`; `parents` are codes; `agency` is a short name or ""."""

    level: str
    code: str
    text: str
    parents: list[str]
    agency: str
    nomenclature_code: str


class IndicatorContent(TypedDict):
    """`targets` maps a year ("2026") to the text of its target; years without one are absent."""

    code: str
    name: str
    element: str
    is_headline: bool
    unit: str
    direction: str
    formula: str
    data_source: str
    agency: str
    baseline_year: int | None
    baseline: str
    targets: dict[str, str]
    final: str
    remark: str


class RpjmdContent(HeadContent):
    """Everything of one version, in the order in which it is read."""

    elements: list[ElementContent]
    indicators: list[IndicatorContent]


def clean_line(text: str) -> str:
    """One line without blanks at its ends, and with single ones inside."""
    return _BLANKS.sub(" ", text).strip()


def clean_text(text: str) -> str:
    """Paragraphs without blanks at their ends and without unusual kinds of blank."""
    lines = _INNER_BLANKS.sub(" ", _LINE_ENDS.sub("\n", text)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def clean_value(text: str) -> str:
    """A baseline or target; "-" and "n/a" mean that nothing is given."""
    line = clean_line(text)
    return "" if line.lower() in EMPTY else line


def measured(text: str) -> Decimal | None:
    """The number in a baseline or target, with the four decimals that its column keeps."""
    value = parse_target(text)
    return None if value is None else value.quantize(Decimal("0.0001"))


def read_head(version: Version) -> HeadContent:
    return {
        "name": version.name,
        "label": version.label,
        "start_year": version.start_year,
        "end_year": version.end_year,
        "vision": version.vision,
        "regulation": version.regulation,
        "remark": version.remark,
    }


def read_element(element: Element, parents: list[str]) -> ElementContent:
    return {
        "level": element.level,
        "code": element.code,
        "text": element.text,
        "parents": parents,
        "agency": element.agency.short_name if element.agency else "",
        "nomenclature_code": element.nomenclature_code,
    }


def read_indicator(indicator: Indicator) -> IndicatorContent:
    return {
        "code": indicator.code,
        "name": indicator.name,
        "element": indicator.element.code,
        "is_headline": indicator.is_headline,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "formula": indicator.formula,
        "data_source": indicator.data_source,
        "agency": indicator.agency.short_name if indicator.agency else "",
        "baseline_year": indicator.baseline_year,
        "baseline": indicator.baseline_text,
        "targets": {str(target.year): target.text for target in indicator.targets.all()},
        "final": indicator.final_text,
        "remark": indicator.remark,
    }
