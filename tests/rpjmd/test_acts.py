"""The acts on the RPJMD: what they write, what they refuse, what they leave in the trail."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rpjmd.actions import (
    add_element,
    add_indicator,
    change_element,
    change_indicator,
    change_version,
    create_version,
    delete_element,
    delete_indicator,
    import_rpjmd,
)
from rpjmd.content import read_head, read_indicator
from rpjmd.models import Element, Indicator, Level, Version
from rpjmd.queries import read_rpjmd
from tests.cast import Cast, build_program
from tests.rpjmd.contents import content, element, indicator
from workspace.acts import Conflict, Refused
from workspace.fingerprints import fingerprint
from workspace.models import AuditEntry

HEAD: Any = {
    "name": "RPJMD 2025–2029",
    "label": "Murni",
    "start_year": 2025,
    "end_year": 2030,
    "vision": " Maju\u00a0bersama ",
    "regulation": "Perda 1/2025",
    "remark": "",
}


def last_changes() -> tuple[str, dict[str, Any]]:
    entry = AuditEntry.objects.first()
    assert entry is not None
    return entry.verb, entry.changes


def codes(version: Version) -> list[str]:
    return list(version.elements.values_list("code", flat=True))


def find(cast: Cast, code: str) -> Element:
    return Element.objects.get(version=cast.rpjmd, code=code)


def test_the_first_version_is_made_once(cast: Cast) -> None:
    cast.rpjmd.delete()
    version = create_version(plan=cast.plan, actor=cast.steward, content=HEAD)
    assert (read_head(version)["vision"], version.is_current) == ("Maju bersama", True)
    other: Any = {**HEAD, "label": "Lain"}
    with pytest.raises(Conflict):
        create_version(plan=cast.plan, actor=cast.steward, content=other)


def test_changing_the_head_is_recorded_value_by_value(cast: Cast) -> None:
    head: Any = {**read_head(cast.rpjmd), "vision": "Makmur"}
    change_version(version=cast.rpjmd, actor=cast.steward, content=head)
    assert last_changes() == ("rpjmd.change_version", {"vision": ["Sejahtera", "Makmur"]})


def test_a_period_that_leaves_targets_outside_is_refused(cast: Cast) -> None:
    head: Any = {**read_head(cast.rpjmd), "start_year": 2027}
    with pytest.raises(Refused) as refused:
        change_version(version=cast.rpjmd, actor=cast.steward, content=head)
    assert (refused.value.field, refused.value.message) == (
        "end_year",
        "Masih ada target di tahun 2026, di luar periode yang baru.",
    )


def test_who_saves_second_reads_who_was_first(cast: Cast) -> None:
    base = fingerprint(read_head(cast.rpjmd))
    head: Any = {**read_head(cast.rpjmd), "vision": "Makmur"}
    change_version(version=cast.rpjmd, actor=cast.steward, content=head, base=base)
    with pytest.raises(Conflict, match="data ini diubah oleh Steward pada"):
        change_version(version=cast.rpjmd, actor=cast.steward, content=head, base=base)


def test_an_element_stands_below_its_parents(cast: Cast) -> None:
    new = element("S2", Level.OBJECTIVE, "M1", "S1", agency="Dinkes")
    add_element(version=cast.rpjmd, actor=cast.steward, content=new)
    assert read_rpjmd(cast.rpjmd)["elements"][-1] == new
    changed: Any = {**new, "parents": ["S1"], "agency": ""}
    change_element(
        version=cast.rpjmd, actor=cast.steward, element=find(cast, "S2"), content=changed
    )
    assert last_changes() == (
        "rpjmd.change_element",
        {"agency": ["Dinkes", ""], "parents": [["M1", "S1"], ["S1"]]},
    )


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"code": "M1"}, "code", "Kode M1 dipakai lebih dari sekali."),
        ({"code": ""}, "code", "Field ini tidak boleh kosong."),
        ({"code": "A;B"}, "code", "Kode tidak boleh memuat titik koma."),
        ({"code": "-"}, "code", "Kode harus memuat huruf atau angka."),
        ({"parents": ["M7"]}, "parents", "Tidak ada unsur dengan kode M7 untuk dijadikan induk."),
        (
            {"parents": ["S2"]},
            "parents",
            "S2 berada di bawah unsur ini, jadi tidak dapat menjadi induknya.",
        ),
        (
            {"parents": ["S1"]},
            "parents",
            "S1 berada di bawah unsur ini, jadi tidak dapat menjadi induknya.",
        ),
        ({"agency": "Dinas Ajaib"}, "agency", "OPD “Dinas Ajaib” tidak dikenal di daerah ini."),
        (
            {"text": "x\x00y"},
            "text",
            "Teks ini memuat karakter tersembunyi. Ketik ulang, atau tempel sebagai teks biasa.",
        ),
        (
            {"text": "x" * 100_000},
            "text",
            "Paling panjang 20000 huruf; teks ini 100000 huruf.",
        ),
    ],
)
def test_an_element_that_does_not_fit_is_refused_beside_its_field(
    cast: Cast, values: dict[str, Any], field: str, sentence: str
) -> None:
    add_element(version=cast.rpjmd, actor=cast.steward, content=element("S2", Level.STRATEGY, "S1"))
    before = read_rpjmd(cast.rpjmd)
    row: Any = {**element("S1", Level.OBJECTIVE, "M1"), **values}
    with pytest.raises(Refused) as refused:
        change_element(
            version=cast.rpjmd, actor=cast.steward, element=find(cast, "S1"), content=row
        )
    assert (refused.value.field, refused.value.message) == (field, sentence)
    assert read_rpjmd(cast.rpjmd) == before


def test_an_indicator_keeps_texts_and_the_numbers_in_them(cast: Cast) -> None:
    new = indicator("IKU-02", "S1", targets={"2025": "BB", "2026": "1.250,5", "2027": " - "})
    row = add_indicator(version=cast.rpjmd, actor=cast.steward, content=new)
    targets = list(row.targets.values_list("year", "text", "value"))
    assert (str(row.baseline_value), targets[0], str(targets[1][2])) == (
        "73.6600",
        (2025, "BB", None),
        "1250.5000",
    )
    assert len(targets) == 2


def test_changing_an_indicator_is_recorded_target_by_target(cast: Cast) -> None:
    targets = {"2026": "74", "2027": "75"}
    row: Any = {**read_indicator(cast.rpjmd_indicator), "targets": targets}
    change_indicator(
        version=cast.rpjmd,
        actor=cast.steward,
        indicator=cast.rpjmd_indicator,
        content=row,
    )
    assert last_changes() == (
        "rpjmd.change_indicator",
        {"targets.2026": ["73,9", "74"], "targets.2027": [None, "75"]},
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "IKU-01"}, "code"),
        ({"element": "S7"}, "element"),
        ({"targets": {"2031": "1"}}, "targets.2031"),
        ({"targets": {"2026": "x" * 61}}, "targets.2026"),
        ({"baseline": "x" * 61}, "baseline"),
        ({"baseline_year": 1900}, "baseline_year"),
        ({"direction": "sideways"}, "direction"),
        ({"agency": "Dinas Ajaib"}, "agency"),
    ],
)
def test_an_indicator_that_does_not_fit_is_refused_beside_its_field(
    cast: Cast, values: dict[str, Any], field: str
) -> None:
    new: Any = {**indicator("IKU-09", "S1"), **values}
    with pytest.raises(Refused) as refused:
        add_indicator(version=cast.rpjmd, actor=cast.steward, content=new)
    assert refused.value.field == field


def test_what_programs_are_linked_to_cannot_be_deleted(cast: Cast) -> None:
    build_program(cast)
    sentence = (
        "Tidak dapat dihapus: IKU-01 masih ditautkan oleh 1 program. "
        "Minta OPD memindahkan tautannya lebih dulu."
    )
    with pytest.raises(Refused) as refused:
        delete_indicator(version=cast.rpjmd, actor=cast.steward, indicator=cast.rpjmd_indicator)
    assert refused.value.message == sentence
    with pytest.raises(Refused) as refused:
        delete_element(version=cast.rpjmd, actor=cast.steward, element=find(cast, "S1"))
    assert refused.value.message == sentence
    without = content(indicators=[])
    with pytest.raises(Refused) as refused:
        import_rpjmd(plan=cast.plan, actor=cast.steward, content=without)
    assert refused.value.message == sentence
    assert Indicator.objects.filter(pk=cast.rpjmd_indicator.pk).exists()


def test_what_nobody_is_linked_to_can_be_deleted(cast: Cast) -> None:
    delete_element(version=cast.rpjmd, actor=cast.steward, element=find(cast, "S1"))
    assert (codes(cast.rpjmd), cast.rpjmd.indicators.count()) == (["M1"], 0)
    with pytest.raises(Conflict):
        delete_indicator(version=cast.rpjmd, actor=cast.steward, indicator=cast.rpjmd_indicator)


def test_loading_keeps_the_rows_that_programs_are_linked_to(cast: Cast) -> None:
    program = build_program(cast)
    elements = [element("T1", Level.GOAL), element("S1", Level.OBJECTIVE, "T1")]
    rows = [indicator("IKU-07", "T1"), indicator("IKU-01", "T1", name="Harapan hidup")]
    whole = content(label="Perubahan I", elements=elements, indicators=rows)
    import_rpjmd(plan=cast.plan, actor=cast.steward, content=whole)
    assert read_rpjmd(cast.rpjmd.__class__.objects.get(pk=cast.rpjmd.pk)) == whole
    linked = program.alignments.get().rpjmd_indicator
    assert (linked.pk, linked.name) == (cast.rpjmd_indicator.pk, "Harapan hidup")


def test_loading_the_same_again_changes_nothing(cast: Cast) -> None:
    import_rpjmd(plan=cast.plan, actor=cast.steward, content=content())
    import_rpjmd(plan=cast.plan, actor=cast.steward, content=content())
    assert last_changes() == ("rpjmd.import_rpjmd", {})


def test_loading_records_what_came_changed_and_went(cast: Cast) -> None:
    import_rpjmd(plan=cast.plan, actor=cast.steward, content=content())
    whole = content(
        vision="Makmur",
        elements=[
            element("M1", Level.MISSION, text="Baru"),
            element("S1", Level.OBJECTIVE, "M1"),
            element("S2"),
        ],
        indicators=[],
    )
    import_rpjmd(plan=cast.plan, actor=cast.steward, content=whole)
    assert last_changes() == (
        "rpjmd.import_rpjmd",
        {
            "elements.M1.text": ["Uraian M1", "Baru"],
            "elements.S2": [None, "Uraian S2"],
            "indicators.IKU-01": ["Indikator IKU-01", None],
            "vision": ["Sejahtera", "Makmur"],
        },
    )


def test_loading_is_all_or_none(cast: Cast) -> None:
    before = read_rpjmd(cast.rpjmd)
    rows = [element("M1", Level.MISSION, "S1"), element("S1", Level.OBJECTIVE, "M1")]
    with pytest.raises(Refused, match="Induk ini membuat lingkaran: M1 → S1 → M1"):
        import_rpjmd(plan=cast.plan, actor=cast.steward, content=content(elements=rows))
    assert read_rpjmd(cast.rpjmd) == before


def test_loading_what_was_previewed_before_another_change_is_a_conflict(cast: Cast) -> None:
    base = fingerprint(read_rpjmd(cast.rpjmd))
    add_element(version=cast.rpjmd, actor=cast.steward, content=element("S2"))
    with pytest.raises(Conflict):
        import_rpjmd(plan=cast.plan, actor=cast.steward, content=content(), base=base)


def test_loading_makes_the_first_version(cast: Cast) -> None:
    cast.rpjmd.delete()
    version = import_rpjmd(
        plan=cast.plan, actor=cast.steward, content=content(), base=fingerprint({})
    )
    assert read_rpjmd(version) == content()


@pytest.mark.parametrize(
    "who", ["owner", "supporter", "stranger", "admin", "reviewer", "foreign_admin"]
)
def test_only_the_steward_changes_the_rpjmd(cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        add_element(version=cast.rpjmd, actor=actor, content=element("S2"))
    with pytest.raises(PermissionDenied):
        import_rpjmd(plan=cast.plan, actor=actor, content=content())


def test_an_element_of_another_version_is_not_found(cast: Cast) -> None:
    foreign = Element.objects.get(version__plan=cast.foreign_plan, code="S1")
    with pytest.raises(Conflict):
        change_element(
            version=cast.rpjmd, actor=cast.steward, element=foreign, content=element("S1")
        )
