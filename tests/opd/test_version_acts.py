"""Another version of the RPJMD comes into force: every link follows, and going back loses none."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from opd.actions import (
    change_program,
    confirm_alignment,
    delete_program,
    make_current,
    restore_program,
)
from opd.carrying import Choice, read_carrying
from opd.content import read_content, with_content
from opd.models import Alignment, AlignmentState, FormerAlignment, Program
from rpjmd.actions import add_version, delete_version
from rpjmd.models import Indicator, Version
from rpjmd.queries import current_version, read_rpjmd
from tests.cast import Cast, build_program, submitted_program
from workspace.acts import Conflict, Refused
from workspace.models import AuditEntry


def new_version(cast: Cast, label: str = "Perubahan I", **renamed: str) -> Version:
    """A copy of the version in force; `IKU_01="X"` gives an indicator another code."""
    current = current_version(cast.plan)
    assert current is not None
    content: Any = read_rpjmd(current)
    content["label"] = label
    for row in content["indicators"]:
        row["code"] = renamed.get(row["code"].replace("-", "_"), row["code"])
    return add_version(plan=cast.plan, actor=cast.steward, content=content)


def put(cast: Cast, version: Version, **choices: Any) -> Version:
    """Put it in force with one choice for every link that has no home."""
    current = current_version(cast.plan)
    assert current is not None
    links = read_carrying(current, version).homeless_links
    each = Choice(**choices) if choices else None
    return make_current(
        plan=cast.plan,
        actor=cast.steward,
        version=version,
        choices={link.pk: each for link in links} if each else {},
    )


def links(program: Program) -> list[tuple[str, str]]:
    """(version, code) of the program's links."""
    rows = program.alignments.values_list(
        "rpjmd_indicator__version__label", "rpjmd_indicator__code"
    )
    return list(rows)


def test_a_link_follows_its_code_and_stays_the_same_row(cast: Cast) -> None:
    program = build_program(cast)
    confirm_alignment(program=program, actor=cast.steward, alignment=program.alignments.get())
    before = read_content(with_content(Program.objects.all()).get())
    put(cast, new_version(cast))
    assert links(program) == [("Perubahan I", "IKU-01")]
    assert read_content(with_content(Program.objects.all()).get()) == before
    assert program.alignments.get().state == AlignmentState.CONFIRMED
    assert [(one.label, one.is_current) for one in Version.objects.filter(plan=cast.plan)] == [
        ("Perubahan I", True),
        ("Murni", False),
    ]


def test_links_of_locked_and_deleted_programs_follow_too(cast: Cast) -> None:
    submitted, deleted = submitted_program(cast), build_program(cast, "Dihapus")
    delete_program(program=deleted, actor=cast.owner)
    put(cast, new_version(cast))
    restore_program(program=deleted, actor=cast.owner)
    assert links(submitted) == links(deleted) == [("Perubahan I", "IKU-01")]


def test_a_homeless_link_is_asked_for(cast: Cast) -> None:
    build_program(cast)
    with pytest.raises(Refused, match="IKU-01"):
        put(cast, new_version(cast, IKU_01="IKU-77"))
    assert links(Program.objects.get()) == [("Murni", "IKU-01")]
    current = current_version(cast.plan)
    assert current is not None
    assert current.label == "Murni"


def test_a_chosen_home_is_proposed_anew_and_told(cast: Cast) -> None:
    program = submitted_program(cast)
    confirm_alignment(program=program, actor=cast.steward, alignment=program.alignments.get())
    put(cast, new_version(cast, IKU_01="IKU-77"), code="IKU-77", reason="Ganti kode")
    link = program.alignments.get()
    assert (links(program), link.state) == ([("Perubahan I", "IKU-77")], AlignmentState.PROPOSED)
    entry = AuditEntry.objects.get(verb="opd.carry_alignments")
    assert (entry.target_id, entry.changes) == (
        program.pk,
        {"alignment.IKU-01": ["IKU-01", "IKU-77"]},
    )
    told = cast.owner.user.notifications.latest("pk").text
    assert told == f"Versi RPJMD baru mengubah kaitan {program}: IKU-01."
    assert cast.stranger.user.notifications.count() == 0


def test_letting_go_needs_a_reason_and_is_found_by_the_checks(cast: Cast) -> None:
    program = build_program(cast)
    version = new_version(cast, IKU_01="IKU-77")
    with pytest.raises(Refused) as refused:
        put(cast, version, code="", reason=" ")
    assert refused.value.field == "reason"
    put(cast, version, code="", reason="Indikatornya dihapus")
    assert links(program) == []
    assert program.findings.filter(code="P601").exists()
    former = FormerAlignment.objects.get()
    assert (former.alignment, former.cause) == (None, "Indikatornya dihapus")


@pytest.mark.parametrize("choice", [{"code": "IKU-77"}, {"code": "", "reason": "Dihapus"}])
def test_going_back_puts_everything_where_it_was(cast: Cast, choice: dict[str, str]) -> None:
    program = build_program(cast)
    confirm_alignment(program=program, actor=cast.steward, alignment=program.alignments.get())
    words = ("rpjmd_indicator", "contribution", "reason", "position", "state", "decided_by")
    before = list(program.alignments.values(*words))
    put(cast, new_version(cast, IKU_01="IKU-77"), **choice)
    put(cast, cast.rpjmd)
    assert list(program.alignments.values(*words)) == before
    assert not program.findings.filter(code="P601").exists()


def test_what_was_changed_meanwhile_is_not_lost_by_going_back(cast: Cast) -> None:
    program = build_program(cast)
    put(cast, new_version(cast, IKU_01="IKU-77"), code="IKU-77")
    (row,) = read_content(with_content(Program.objects.all()).get())["alignment"]["alignments"]
    content = {"alignments": [{**row, "reason": "Alasan baru"}]}
    change_program(program=program, actor=cast.owner, section="alignment", content=content)
    put(cast, cast.rpjmd)
    link = program.alignments.get()
    assert (links(program), link.reason) == ([("Murni", "IKU-01")], "Alasan baru")


def test_a_link_that_its_agency_deleted_does_not_come_back(cast: Cast) -> None:
    program = build_program(cast)
    put(cast, new_version(cast, IKU_01="IKU-77"), code="IKU-77")
    change_program(
        program=program, actor=cast.owner, section="alignment", content={"alignments": []}
    )
    put(cast, cast.rpjmd)
    assert links(program) == []


def test_back_and_forth_over_three_versions(cast: Cast) -> None:
    program = build_program(cast)
    second = put(cast, new_version(cast, IKU_01="IKU-77"), code="IKU-77")
    third = put(cast, new_version(cast, "Perubahan II", IKU_77="IKU-88"), code="", reason="Hilang")
    found = {third.label: links(program)}
    for version in (cast.rpjmd, second, cast.rpjmd):
        put(cast, version, code="IKU-77" if version == second else "IKU-01")
        found[version.label] = links(program)
    assert found == {
        "Perubahan II": [],
        "Murni": [("Murni", "IKU-01")],
        "Perubahan I": [("Perubahan I", "IKU-77")],
    }


def test_two_links_that_meet_become_one_and_part_again(cast: Cast) -> None:
    second = Indicator.objects.create(
        version=cast.rpjmd, element=cast.rpjmd_indicator.element, code="IKU-02", name="Kesakitan"
    )
    program = build_program(cast)
    (row,) = read_content(with_content(Program.objects.all()).get())["alignment"]["alignments"]
    rows = [row, {**row, "id": None, "rpjmd_indicator": second.code, "reason": "Kedua"}]
    change_program(
        program=program, actor=cast.owner, section="alignment", content={"alignments": rows}
    )
    put(cast, new_version(cast, IKU_01="IKU-77"), code="IKU-02")
    assert links(program) == [("Perubahan I", "IKU-02")]
    put(cast, cast.rpjmd)
    found = program.alignments.values_list("rpjmd_indicator__code", "reason")
    assert sorted(found) == [("IKU-01", row["reason"]), ("IKU-02", "Kedua")]


def test_an_unknown_home_is_refused_and_nothing_has_moved(cast: Cast) -> None:
    program = build_program(cast)
    with pytest.raises(Refused, match="IKU-99"):
        put(cast, new_version(cast, IKU_01="IKU-77"), code="IKU-99")
    assert (links(program), FormerAlignment.objects.count()) == ([("Murni", "IKU-01")], 0)


def test_another_regions_links_stay(cast: Cast) -> None:
    foreign = Program.objects.create(
        plan=cast.foreign_plan,
        lead_agency=cast.foreign_agency,
        sub_dimension=cast.sub_dimension("LIV-2"),
        number=1,
        name="Program Sampang",
    )
    theirs = Indicator.objects.get(version__plan=cast.foreign_plan)
    Alignment.objects.create(program=foreign, rpjmd_indicator=theirs)
    put(cast, new_version(cast))
    assert foreign.alignments.get().rpjmd_indicator == theirs


def test_only_the_steward_puts_a_version_in_force(cast: Cast) -> None:
    version = new_version(cast)
    for who in ("owner", "admin", "reviewer", "foreign_admin"):
        with pytest.raises(PermissionDenied):
            make_current(plan=cast.plan, actor=getattr(cast, who), version=version)


def test_what_is_in_force_or_gone_is_not_put_in_force(cast: Cast) -> None:
    with pytest.raises(Refused):
        make_current(plan=cast.plan, actor=cast.steward, version=cast.rpjmd)
    version = new_version(cast)
    delete_version(version=Version.objects.get(pk=version.pk), actor=cast.steward)
    with pytest.raises(Conflict):
        make_current(plan=cast.plan, actor=cast.steward, version=version)
    foreign = Version.objects.get(plan=cast.foreign_plan)
    with pytest.raises(Conflict):
        make_current(plan=cast.plan, actor=cast.steward, version=foreign)


def test_a_version_that_keeps_links_is_not_deleted(cast: Cast) -> None:
    build_program(cast)
    current = put(cast, new_version(cast, IKU_01="IKU-77"), code="IKU-77")
    with pytest.raises(Refused, match="pernah berlaku"):
        delete_version(version=cast.rpjmd, actor=cast.steward)
    with pytest.raises(Refused, match="sedang berlaku"):
        delete_version(version=current, actor=cast.steward)


def test_the_new_version_is_checked_when_links_are_written(cast: Cast) -> None:
    """Links of the old version's indicators can no longer be made."""
    program = build_program(cast)
    put(cast, new_version(cast, IKU_01="IKU-77"), code="IKU-77")
    (row,) = read_content(with_content(Program.objects.all()).get())["alignment"]["alignments"]
    content = {"alignments": [{**row, "rpjmd_indicator": "IKU-01"}]}
    with pytest.raises(Refused):
        change_program(program=program, actor=cast.owner, section="alignment", content=content)
