"""Lines of values: several values of a year side by side, and indicators that replace others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rpjmd.actions import (
    add_succession,
    add_value,
    add_version,
    change_indicator,
    delete_succession,
    delete_value,
    use_value,
)
from rpjmd.content import read_indicator
from rpjmd.lines import Line, read_line
from rpjmd.models import Indicator, ObservedValue, Succession
from rpjmd.queries import read_rpjmd
from tests.cast import Cast
from workspace.acts import Conflict, Refused
from workspace.models import AuditEntry


def value(cast: Cast, year: int, text: str, source: str = "BPS", **more: Any) -> ObservedValue:
    content: Any = {
        "code": "IKU-01",
        "year": year,
        "text": text,
        "source": source,
        "series": "",
        "published_on": None,
        **more,
    }
    return add_value(plan=cast.plan, actor=cast.steward, content=content)


def indicator(cast: Cast, code: str, **fields: Any) -> Indicator:
    return Indicator.objects.create(
        version=cast.rpjmd,
        element=cast.rpjmd_indicator.element,
        code=code,
        name=f"Indikator {code}",
        **fields,
    )


def succession(cast: Cast, old: str, new: str, year: int) -> Succession:
    content: Any = {"old_code": old, "new_code": new, "from_year": year, "reason": "Permen baru"}
    return add_succession(plan=cast.plan, actor=cast.steward, content=content)


def line(cast: Cast, code: str = "IKU-01") -> Line:
    return read_line(Indicator.objects.get(version=cast.rpjmd, code=code), cast.plan)


def used(cast: Cast, code: str = "IKU-01") -> dict[int, str]:
    return {row.year: row.used.text for row in line(cast, code).years if row.used}


def test_the_first_value_of_a_year_is_used_and_the_second_stands_beside_it(cast: Cast) -> None:
    value(cast, 2024, " 13,41 ", "BPS", series="SP2020", published_on=date(2024, 7, 1))
    value(cast, 2024, "13,44", "resolusi.co")
    row = next(row for row in line(cast).years if row.year == 2024)
    assert row.used is not None
    assert (row.used.text, row.used.value) == ("13,41", Decimal("13.41"))
    assert [(other.text, other.source) for other in row.others] == [("13,44", "resolusi.co")]
    assert row.lacks_reason is True


def test_another_one_is_used_for_a_reason(cast: Cast) -> None:
    first, second = value(cast, 2024, "13,41"), value(cast, 2024, "13,44", "resolusi.co")
    use_value(plan=cast.plan, actor=cast.steward, value=second, reason=" Angka revisi ")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_used, second.is_used, second.use_reason) == (False, True, "Angka revisi")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.reason, entry.changes) == (
        "rpjmd.use_value",
        "Angka revisi",
        {"2024": ["13,41 (BPS)", "13,44 (resolusi.co)"]},
    )
    assert [row.lacks_reason for row in line(cast).years if row.values] == [False]


def test_a_choice_needs_a_reason(cast: Cast) -> None:
    first = value(cast, 2024, "13,41")
    with pytest.raises(Refused) as refused:
        use_value(plan=cast.plan, actor=cast.steward, value=first, reason=" ")
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 61}, "text"),
        ({"text": "a\x00"}, "text"),
        ({"source": ""}, "source"),
        ({"year": 1999}, "year"),
        ({"code": "IKU-99"}, "code"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        value(cast, **{"year": 2024, "text": "13", "source": "BPS", **changes})
    assert (refused.value.field, ObservedValue.objects.count()) == (field, 0)


def test_the_same_value_twice_is_refused(cast: Cast) -> None:
    value(cast, 2024, "13,41")
    with pytest.raises(Refused):
        value(cast, 2024, "13,41")
    value(cast, 2024, "13,41", series="SP2020")


def test_the_used_value_goes_last(cast: Cast) -> None:
    first, second = value(cast, 2024, "13,41"), value(cast, 2024, "13,44")
    with pytest.raises(Refused):
        delete_value(plan=cast.plan, actor=cast.steward, value=first)
    delete_value(plan=cast.plan, actor=cast.steward, value=second)
    delete_value(plan=cast.plan, actor=cast.steward, value=ObservedValue.objects.get(pk=first.pk))
    with pytest.raises(Conflict):
        delete_value(plan=cast.plan, actor=cast.steward, value=first)


def test_only_the_steward_enters_values_and_successions(cast: Cast) -> None:
    kept = value(cast, 2024, "13,41")
    for who in ("owner", "admin", "reviewer", "foreign_admin"):
        with pytest.raises(PermissionDenied):
            use_value(plan=cast.plan, actor=getattr(cast, who), value=kept, reason="x")


def test_another_regions_value_is_not_there(cast: Cast) -> None:
    theirs = ObservedValue.objects.create(
        plan=cast.foreign_plan, code="IKU-01", year=2024, text="1", source="BPS"
    )
    with pytest.raises(Conflict):
        delete_value(plan=cast.plan, actor=cast.steward, value=theirs)
    assert [row.values for row in line(cast).years if row.year == 2024] == [[]]


def test_a_replaced_indicator_and_its_successor_are_one_line(cast: Cast) -> None:
    indicator(cast, "IPD-01", baseline_year=2024, baseline_text="0").targets.create(
        year=2027, text="3"
    )
    for year, text in ((2024, "3,9"), (2025, "4,0")):
        value(cast, year, text)
    for year, text in ((2025, "50"), (2026, "60")):
        value(cast, year, text, code="IPD-01")
    succession(cast, "IKU-01", "IPD-01", 2026)
    for code in ("IKU-01", "IPD-01"):
        assert used(cast, code) == {2024: "3,9", 2025: "4,0", 2026: "60"}
    found = line(cast)
    assert [(one.code, one.first, one.last) for one in found.segments] == [
        ("IKU-01", None, 2025),
        ("IPD-01", 2026, None),
    ]
    assert [(one.year, one.text) for one in found.outside] == [(2025, "50")]
    # The old indicator's target of 2026 and the new one's baseline of 2024 are not of their years.
    assert [(row.year, row.baseline, row.target) for row in found.years] == [
        (2024, "73,66", ""),
        (2025, "", ""),
        (2026, "", ""),
        (2027, "", "3"),
    ]


def test_a_line_of_three(cast: Cast) -> None:
    indicator(cast, "B")
    indicator(cast, "C")
    succession(cast, "B", "C", 2028)
    succession(cast, "IKU-01", "B", 2026)
    assert [(one.code, one.first, one.last) for one in line(cast, "B").segments] == [
        ("IKU-01", None, 2025),
        ("B", 2026, 2027),
        ("C", 2028, None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "year", "field"),
    [
        ("IKU-01", "IKU-01", 2026, "new_code"),
        ("B", "IKU-01", 2028, "new_code"),  # a circle
        ("IKU-01", "C", 2027, "new_code"),  # replaced already
        ("C", "B", 2027, "new_code"),  # replaces another one already
        ("B", "C", 2026, "from_year"),  # not later than the one before
        ("B", "C", 1999, "from_year"),
        ("B", "X", 2027, "new_code"),
        ("X", "C", 2027, "old_code"),
    ],
)
def test_what_makes_no_line_is_refused(
    cast: Cast, old: str, new: str, year: int, field: str
) -> None:
    indicator(cast, "B")
    indicator(cast, "C")
    succession(cast, "IKU-01", "B", 2026)
    with pytest.raises(Refused) as refused:
        succession(cast, old, new, year)
    assert (refused.value.field, Succession.objects.count()) == (field, 1)


def test_a_succession_is_taken_back(cast: Cast) -> None:
    indicator(cast, "B")
    row = succession(cast, "IKU-01", "B", 2026)
    delete_succession(plan=cast.plan, actor=cast.steward, succession=row)
    assert line(cast).is_joined is False
    with pytest.raises(Conflict):
        delete_succession(plan=cast.plan, actor=cast.steward, succession=row)


def test_values_belong_to_the_code_whatever_version_is_in_force(cast: Cast) -> None:
    value(cast, 2024, "13,41")
    content: Any = {**read_rpjmd(cast.rpjmd), "label": "Perubahan I"}
    version = add_version(plan=cast.plan, actor=cast.steward, content=content)
    copied = Indicator.objects.get(version=version)
    assert [row.used.text for row in read_line(copied, cast.plan).years if row.used] == ["13,41"]


def rename(cast: Cast, row: Indicator, code: str) -> None:
    change_indicator(
        version=row.version,
        actor=cast.steward,
        indicator=row,
        content={**read_indicator(row), "code": code},
    )


def test_a_corrected_code_takes_its_line_along(cast: Cast) -> None:
    indicator(cast, "B")
    value(cast, 2024, "13,41")
    succession(cast, "IKU-01", "B", 2026)
    rename(cast, cast.rpjmd_indicator, "IKU-1")
    assert used(cast, "IKU-1") == {2024: "13,41"}
    assert line(cast, "B").is_joined is True


def test_a_new_code_in_one_version_leaves_the_line_to_the_other(cast: Cast) -> None:
    value(cast, 2024, "13,41")
    content: Any = {**read_rpjmd(cast.rpjmd), "label": "Perubahan I"}
    version = add_version(plan=cast.plan, actor=cast.steward, content=content)
    rename(cast, Indicator.objects.get(version=version), "IKU-77")
    assert used(cast) == {2024: "13,41"}


def test_it_takes_four_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    indicator(cast, "B").targets.create(year=2027, text="1")
    succession(cast, "IKU-01", "B", 2026)
    for year in (2023, 2024, 2025):
        value(cast, year, "1")
    row = Indicator.objects.get(pk=cast.rpjmd_indicator.pk)
    with django_assert_num_queries(4):
        read_line(row, cast.plan)
