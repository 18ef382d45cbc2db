"""Writing sections: what fits the plan is stored, what does not is refused beside its field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from opd.actions import change_program
from opd.content import SECTIONS, read_content, with_content
from opd.models import Alignment, Indicator, Program
from rpjmd.models import Indicator as RpjmdIndicator
from tests.cast import Cast, build_program, complete_content
from workspace.acts import Refused


def content_of(program: Program, section: str) -> dict[str, Any]:
    fresh = with_content(Program.objects.filter(pk=program.pk)).get()
    section_content: dict[str, Any] = read_content(fresh)[section]  # type: ignore[literal-required]
    return section_content


def write(cast: Cast, program: Program, section: str, **changes: Any) -> dict[str, Any]:
    content = {**content_of(program, section), **changes}
    change_program(program=program, actor=cast.owner, section=section, content=content)
    return content_of(program, section)


def refused_field(cast: Cast, program: Program, section: str, **changes: Any) -> str | None:
    before = content_of(program, section)
    with pytest.raises(Refused) as refusal:
        write(cast, program, section, **changes)
    assert content_of(program, section) == before
    return refusal.value.field


@pytest.mark.parametrize("section", SECTIONS)
def test_what_is_written_is_what_is_read(cast: Cast, section: str) -> None:
    program = build_program(cast, complete=False)
    wanted = complete_content(program)[section]
    change_program(program=program, actor=cast.owner, section=section, content=wanted)
    assert without_ids(content_of(program, section)) == wanted


def without_ids(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: without_ids(value) for key, value in content.items() if key != "id"}
    if isinstance(content, list):
        return [without_ids(row) for row in content]
    return content


def test_reading_and_writing_again_keeps_every_row(cast: Cast) -> None:
    program = build_program(cast)
    for section in SECTIONS:
        before = content_of(program, section)
        assert write(cast, program, section) == before


@pytest.mark.parametrize(
    ("section", "changes", "field"),
    [
        ("identity", {"sub_dimension": "XXX-9"}, "sub_dimension"),
        ("identity", {"start_year": 2025}, "start_year"),
        ("identity", {"start_year": 2029, "end_year": 2027}, "end_year"),
        ("identity", {"nomenclature_code": "dua"}, "nomenclature_code"),
        ("identity", {"horizon": "forever"}, "horizon"),
        ("identity", {"name": "x" * 201}, "name"),
        ("identity", {"supporting": ["Dinkes"]}, "supporting"),
        ("identity", {"supporting": ["Dinas Lain"]}, "supporting"),
        ("objective", {"problem": "x" * 100_000}, "problem"),
        ("objective", {"problem": "tersembunyi\x07"}, "problem"),
        ("activities", {"districts": ["35.27.10"]}, "districts"),
        ("budget", {"budgets": {"apbd_kabupaten": {"2031": "1"}}}, "budgets"),
        ("budget", {"budgets": {"lotre": {"2026": "1"}}}, "budgets"),
        ("budget", {"budgets": {"csr": {"2026": "-1"}}}, "budgets"),
        ("budget", {"budgets": {"csr": {"2026": "NaN"}}}, "budgets"),
        ("budget", {"budgets": {"csr": {"2026": "banyak"}}}, "budgets"),
        ("budget", {"budgets": {"csr": {"2026": "10000000000000"}}}, "budgets"),
        ("quick_win", {"risk": "x" * 100_000}, "risk"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_stored(
    cast: Cast, section: str, changes: dict[str, Any], field: str
) -> None:
    assert refused_field(cast, build_program(cast), section, **changes) == field


def test_an_activity_outside_the_period_is_refused(cast: Cast) -> None:
    program = build_program(cast)
    rows = content_of(program, "activities")["activities"]
    rows[0]["end_year"] = 2031
    assert refused_field(cast, program, "activities", activities=rows) == "start_year"


def test_a_target_outside_the_period_is_refused(cast: Cast) -> None:
    program = build_program(cast)
    rows = content_of(program, "indicators")["indicators"]
    rows[0]["targets"]["2031"] = "9"
    assert refused_field(cast, program, "indicators", indicators=rows) == "targets"


def test_a_target_keeps_its_text_and_its_number(cast: Cast) -> None:
    program = build_program(cast)
    rows = content_of(program, "indicators")["indicators"]
    rows[0]["targets"] = {"2026": "≥ 1.250 orang", "2027": "BB"}
    write(cast, program, "indicators", indicators=rows)
    targets = program.indicators.all()[0].targets.values_list("year", "text", "value")
    assert list(targets) == [(2026, "≥ 1.250 orang", Decimal(1250)), (2027, "BB", None)]


def test_a_row_id_of_another_program_becomes_a_new_row_and_leaves_the_other_alone(
    cast: Cast,
) -> None:
    mine, other = build_program(cast), build_program(cast, "Lain")
    theirs = content_of(other, "indicators")
    stolen = theirs["indicators"][0]
    stored = write(cast, mine, "indicators", indicators=[{**stolen, "name": "Punya saya"}])
    assert stored["indicators"][0]["name"] == "Punya saya"
    assert stored["indicators"][0]["id"] != stolen["id"]
    assert content_of(other, "indicators") == theirs


def test_an_id_that_is_sent_twice_loses_no_row(cast: Cast) -> None:
    program = build_program(cast)
    row = content_of(program, "activities")["activities"][0]
    stored = write(
        cast, program, "activities", activities=[row, {**row, "name": "Kegiatan kembar"}]
    )
    assert [activity["name"] for activity in stored["activities"]] == [
        row["name"],
        "Kegiatan kembar",
    ]


def test_rows_keep_the_order_in_which_they_are_sent(cast: Cast) -> None:
    program = build_program(cast)
    rows = content_of(program, "indicators")["indicators"]
    stored = write(cast, program, "indicators", indicators=rows[::-1])
    assert [row["id"] for row in stored["indicators"]] == [row["id"] for row in rows[::-1]]


def test_a_link_to_an_unknown_rpjmd_indicator_is_refused(cast: Cast) -> None:
    link = {
        "rpjmd_indicator": "IKU-99",
        "contribution": "direct",
        "reason": "",
        "program_indicator": None,
    }
    assert refused_field(cast, build_program(cast), "alignment", alignments=[link]) == "alignments"


def test_a_link_to_an_indicator_of_another_region_or_an_old_version_is_refused(cast: Cast) -> None:
    program = build_program(cast)
    RpjmdIndicator.objects.filter(version=cast.rpjmd).update(code="IKU-02")
    (link,) = content_of(program, "alignment")["alignments"]
    alignments = [{**link, "rpjmd_indicator": "IKU-01"}]
    assert refused_field(cast, program, "alignment", alignments=alignments) == "alignments"


def test_one_rpjmd_indicator_is_linked_once(cast: Cast) -> None:
    program = build_program(cast)
    (link,) = content_of(program, "alignment")["alignments"]
    alignments = [link, {**link, "id": None}]
    assert refused_field(cast, program, "alignment", alignments=alignments) == "alignments"


def test_the_indicator_that_moves_a_link_must_be_the_programs_own(cast: Cast) -> None:
    program, other = build_program(cast), build_program(cast, "Lain")
    (link,) = content_of(program, "alignment")["alignments"]
    foreign = Indicator.objects.filter(program=other).first()
    assert foreign is not None
    alignments = [{**link, "program_indicator": foreign.pk}]
    assert refused_field(cast, program, "alignment", alignments=alignments) == "program_indicator"


def test_a_link_that_is_removed_and_added_again_is_the_same_link(cast: Cast) -> None:
    program = build_program(cast)
    (link,) = content_of(program, "alignment")["alignments"]
    stored = write(cast, program, "alignment", alignments=[{**link, "id": None}])
    assert stored["alignments"] == [link]


def test_two_links_may_change_places(cast: Cast) -> None:
    second = RpjmdIndicator.objects.create(
        version=cast.rpjmd, element=cast.rpjmd_indicator.element, code="IKU-02", name="Kedua"
    )
    program = build_program(cast)
    (first,) = content_of(program, "alignment")["alignments"]
    write(cast, program, "alignment", alignments=[first, {**first, "rpjmd_indicator": second.code}])
    rows = content_of(program, "alignment")["alignments"]
    swapped = [
        {**rows[0], "rpjmd_indicator": "IKU-02"},
        {**rows[1], "rpjmd_indicator": "IKU-01"},
    ]
    stored = write(cast, program, "alignment", alignments=swapped)
    assert [row["rpjmd_indicator"] for row in stored["alignments"]] == ["IKU-02", "IKU-01"]
    assert Alignment.objects.filter(program=program).count() == 2


def test_amounts_are_exact(cast: Cast) -> None:
    stored = write(
        cast, build_program(cast), "budget", budgets={"csr": {"2026": "9999999999999.99"}}
    )
    assert stored == {"budgets": {"csr": {"2026": "9999999999999.99"}}}


def test_a_target_with_too_many_digits_keeps_its_text(cast: Cast) -> None:
    program = build_program(cast)
    rows = content_of(program, "indicators")["indicators"]
    rows[0]["targets"] = {"2026": "9999999999999999", "2027": "0,123456789"}
    stored = write(cast, program, "indicators", indicators=rows)
    assert stored["indicators"][0]["targets"] == rows[0]["targets"]
    values = program.indicators.all()[0].targets.values_list("value", flat=True)
    assert list(values) == [None, Decimal("0.1235")]
