"""RPJMD content for tests: small pieces by hand, whole ones drawn by hypothesis."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import strategies as st

from rpjmd.content import (
    ElementContent,
    IndicatorContent,
    RpjmdContent,
    clean_content,
    clean_line,
)
from rpjmd.importing.table import ERROR_VALUES
from rpjmd.models import Direction, Level
from workspace.markdown import has_control_characters

AGENCIES = ("Dinkes", "Diskominfo", "Dishub")


def element(code: str, level: Level = Level.OBJECTIVE, *parents: str, **values: Any) -> Any:
    row: ElementContent = {
        "level": level.value,
        "code": code,
        "text": f"Uraian {code}",
        "parents": list(parents),
        "agency": "",
        "nomenclature_code": "",
        "objective": "",
        "ceilings": {},
        "location": "",
        "remark": "",
    }
    return {**row, **values}


def indicator(code: str, of: str, **values: Any) -> Any:
    row: IndicatorContent = {
        "code": code,
        "name": f"Indikator {code}",
        "element": of,
        "is_headline": False,
        "unit": "persen",
        "direction": Direction.INCREASE.value,
        "adds_up": False,
        "formula": "",
        "data_source": "BPS",
        "agency": "",
        "baseline_year": 2024,
        "baseline": "73,66",
        "targets": {str(year): "85%" for year in range(2025, 2031)},
        "final": "85%",
        "remark": "",
    }
    return {**row, **values}


def content(**values: Any) -> RpjmdContent:
    whole: Any = {
        "name": "RPJMD contoh",
        "label": "Murni",
        "start_year": 2025,
        "end_year": 2030,
        "vision": "Sejahtera",
        "regulation": "",
        "remark": "",
        "elements": [element("M1", Level.MISSION), element("S1", Level.OBJECTIVE, "M1")],
        "indicators": [indicator("IKU-01", "S1")],
    }
    whole.update(values)
    return whole  # type: ignore[no-any-return]


def _is_printable(text: str) -> bool:
    """Text that can be stored and that no spreadsheet shows for a failed formula."""
    return (
        not has_control_characters(text)
        and all(unicodedata.category(letter) != "Cs" for letter in text)
        and clean_line(text) not in ERROR_VALUES
    )


# Built and filtered letter by letter: of whole texts too many would have to be thrown away.
letters = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t").filter(
    lambda letter: not has_control_characters(letter)
)
texts = st.text(letters, max_size=60).filter(_is_printable)


def _with_one(of: st.SearchStrategy[str], others: st.SearchStrategy[str]) -> Any:
    """Text with at least one letter of these somewhere between others."""
    around = st.text(others, max_size=14)
    return st.builds("{}{}{}".format, around, of, around).filter(_is_printable)


words = _with_one(st.characters(categories=["L", "N", "P", "S"]), letters)
codes = _with_one(
    st.characters(categories=["L", "Nd"]), letters.filter(lambda letter: letter != ";")
).map(clean_line)
values = st.one_of(st.sampled_from(["85%", "BB", "WTP", "13,41", "=1+1", "1.10", "-", ""]), texts)
agencies = st.sampled_from(["", *AGENCIES])
amounts = st.decimals(1, 10**12, places=2).map(lambda amount: f"{amount:.2f}")


@st.composite
def elements(draw: st.DrawFn, code: str, above: list[str], years: range) -> ElementContent:
    return {
        "level": draw(st.sampled_from([level.value for level in Level])),
        "code": code,
        "text": draw(words),
        "parents": draw(st.lists(st.sampled_from(above), unique=True, max_size=3)) if above else [],
        "agency": draw(agencies),
        "nomenclature_code": draw(st.sampled_from(["", "2.16.03", "2.16.03.2.02.0038"])),
        "objective": draw(texts),
        "ceilings": draw(st.dictionaries(st.sampled_from([str(year) for year in years]), amounts)),
        "location": draw(texts),
        "remark": draw(texts),
    }


@st.composite
def indicators(draw: st.DrawFn, code: str, of: list[str], years: range) -> IndicatorContent:
    return {
        "code": code,
        "name": draw(words),
        "element": draw(st.sampled_from(of)),
        "is_headline": draw(st.booleans()),
        "unit": draw(texts),
        "direction": draw(st.sampled_from([direction.value for direction in Direction])),
        "adds_up": draw(st.booleans()),
        "formula": draw(texts),
        "data_source": draw(texts),
        "agency": draw(agencies),
        "baseline_year": draw(st.none() | st.integers(2000, 2100)),
        "baseline": draw(values),
        "targets": draw(st.dictionaries(st.sampled_from([str(year) for year in years]), values)),
        "final": draw(values),
        "remark": draw(texts),
    }


@st.composite
def contents(draw: st.DrawFn) -> RpjmdContent:
    """Clean content of any shape that can be stored: links only go up, so there is no circle."""
    start = draw(st.integers(2000, 2095))
    years = range(start, start + draw(st.integers(1, 6)))
    element_codes = draw(st.lists(codes, min_size=1, max_size=6, unique=True))
    indicator_codes = draw(st.lists(codes, max_size=5, unique=True))
    return clean_content(
        {
            "name": draw(words),
            "label": draw(words),
            "start_year": years.start,
            "end_year": years.stop - 1,
            "vision": draw(texts),
            "regulation": draw(texts),
            "remark": draw(texts),
            "elements": [
                draw(elements(code, element_codes[:place], years))
                for place, code in enumerate(element_codes)
            ],
            "indicators": [
                draw(indicators(code, element_codes, years)) for code in indicator_codes
            ],
        }
    )
