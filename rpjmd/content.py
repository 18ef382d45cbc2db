"""An RPJMD as one JSON value: what the workbook holds, acts write, checks read, freezing keeps.

References are the codes and names that people use: an element's parents by their codes, an
agency by its short name. Texts are clean: no needless blanks, and "" where nothing is given.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, TypedDict

from rpjmd.models import RENSTRA_LEVELS, Element, Indicator, Version
from workspace.numbers import EMPTY, parse_target

HEAD_FIELDS: Final = ("name", "label", "vision", "regulation", "remark")
DASHES: Final = frozenset({"-", "–", "—"})
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
    """`level` is a value of `Level`; `parents` are codes; `agency` is a short name or "".

    `ceilings` maps a year to rupiah ("1250.00"); `objective` is the sasaran that an agency's
    Renstra names beside the row, which need not be one of the RPJMD.
    """

    level: str
    code: str
    text: str
    parents: list[str]
    agency: str
    nomenclature_code: str
    objective: str
    ceilings: dict[str, str]
    location: str
    remark: str


class MeasureContent(TypedDict):
    """`targets` maps a year ("2026") to the text of its target; years without one are absent.

    `adds_up`: each target is what its year adds, and the final value is their sum.
    """

    name: str
    unit: str
    direction: str
    adds_up: bool
    baseline_year: int | None
    baseline: str
    targets: dict[str, str]
    final: str


class IndicatorContent(MeasureContent):
    """A measure of the element whose code is `element`."""

    code: str
    element: str
    is_headline: bool
    formula: str
    data_source: str
    agency: str
    remark: str


class RpjmdContent(HeadContent):
    """Everything of one version, in the order in which it is read."""

    elements: list[ElementContent]
    indicators: list[IndicatorContent]


def clean_line(text: str) -> str:
    """One line without blanks at its ends, and with single ones inside."""
    # All kinds of blank, with the no-break spaces that Excel and Word leave behind.
    return " ".join(text.split())


def clean_text(text: str) -> str:
    """Paragraphs without blanks at their ends and without unusual kinds of blank."""
    if text.isprintable():  # one line whose only blanks are spaces
        return text.strip()
    lines = _INNER_BLANKS.sub(" ", _LINE_ENDS.sub("\n", text)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def clean_optional(text: str) -> str:
    """A line that may be left out; "-" is how many people leave it out."""
    line = clean_line(text)
    return "" if line in DASHES else line


def clean_value(text: str) -> str:
    """A baseline or target; "-" and "n/a" mean that nothing is given."""
    line = clean_line(text)
    return "" if line.lower() in EMPTY else line


@lru_cache(maxsize=8192)
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
        "objective": element.objective,
        "ceilings": dict(element.ceilings),
        "location": element.location,
        "remark": element.remark,
    }


def read_indicator(indicator: Indicator) -> IndicatorContent:
    return {
        **read_measure(indicator),
        "code": indicator.code,
        "element": indicator.element.code,
        "is_headline": indicator.is_headline,
        "formula": indicator.formula,
        "data_source": indicator.data_source,
        "agency": indicator.agency.short_name if indicator.agency else "",
        "remark": indicator.remark,
    }


def read_measure(indicator: Indicator) -> MeasureContent:
    """What is measured and its way, without its place in the chain: needs only the targets."""
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "adds_up": indicator.adds_up,
        "baseline_year": indicator.baseline_year,
        "baseline": indicator.baseline_text,
        "targets": {str(target.year): target.text for target in indicator.targets.all()},
        "final": indicator.final_text,
    }


def clean_head(head: HeadContent) -> HeadContent:
    return {
        "name": clean_line(head["name"]),
        "label": clean_line(head["label"]),
        "start_year": head["start_year"],
        "end_year": head["end_year"],
        "vision": clean_text(head["vision"]),
        "regulation": clean_line(head["regulation"]),
        "remark": clean_text(head["remark"]),
    }


def clean_element(element: ElementContent) -> ElementContent:
    parents = [clean_line(code) for code in element["parents"]]
    return {
        "level": element["level"],
        "code": clean_line(element["code"]),
        "text": clean_text(element["text"]),
        "parents": list(dict.fromkeys(code for code in parents if code)),
        "agency": clean_optional(element["agency"]),
        "nomenclature_code": clean_optional(element["nomenclature_code"]),
        "objective": clean_text(element["objective"]),
        "ceilings": {
            year: amount for year, amount in sorted(element["ceilings"].items()) if amount
        },
        "location": clean_optional(element["location"]),
        "remark": clean_text(element["remark"]),
    }


def clean_indicator(indicator: IndicatorContent) -> IndicatorContent:
    targets = {year: clean_value(text) for year, text in sorted(indicator["targets"].items())}
    return {
        "code": clean_line(indicator["code"]),
        "name": clean_line(indicator["name"]),
        "element": clean_line(indicator["element"]),
        "is_headline": indicator["is_headline"],
        "unit": clean_optional(indicator["unit"]),
        "direction": indicator["direction"],
        "adds_up": indicator["adds_up"],
        "formula": clean_text(indicator["formula"]),
        "data_source": clean_optional(indicator["data_source"]),
        "agency": clean_optional(indicator["agency"]),
        "baseline_year": indicator["baseline_year"],
        "baseline": clean_value(indicator["baseline"]),
        "targets": {year: text for year, text in targets.items() if text},
        "final": clean_value(indicator["final"]),
        "remark": clean_text(indicator["remark"]),
    }


def chain_of(content: RpjmdContent) -> RpjmdContent:
    """The RPJMD without what only the agencies' Renstra hold."""
    dropped = {row["code"] for row in content["elements"] if row["level"] in RENSTRA_LEVELS}
    if not dropped:
        return content
    kept = [row for row in content["elements"] if row["code"] not in dropped]
    return {
        **content,
        "elements": [
            {**row, "parents": [code for code in row["parents"] if code not in dropped]}
            for row in kept
        ],
        "indicators": [row for row in content["indicators"] if row["element"] not in dropped],
    }


def clean_content(content: RpjmdContent) -> RpjmdContent:
    return {
        **clean_head(content),
        "elements": [clean_element(element) for element in content["elements"]],
        "indicators": [clean_indicator(indicator) for indicator in content["indicators"]],
    }
