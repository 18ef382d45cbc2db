"""Creating, deleting and restoring programs."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from opd.actions import (
    change_program,
    create_program,
    delete_program,
    restore_program,
)
from opd.content import read_content, with_content
from opd.models import Program, ProgramState
from tests.cast import Cast, build_program, submitted_program
from workspace.access import OPERATOR
from workspace.acts import Conflict, Refused
from workspace.fingerprints import fingerprint
from workspace.models import AuditEntry


def identity(program: Program) -> dict[str, object]:
    fresh = with_content(Program.objects.filter(pk=program.pk)).get()
    return read_content(fresh)["identity"]


def move(program: Program, sub_dimension: str, cast: Cast) -> Program:
    return change_program(
        program=program,
        actor=cast.owner,
        section="identity",
        content={**identity(program), "sub_dimension": sub_dimension},
    )


def test_a_new_program_is_a_draft_of_the_agency_with_the_next_number(cast: Cast) -> None:
    first, second = build_program(cast, complete=False), build_program(cast, complete=False)
    assert (first.state, first.lead_agency, first.created_by) == (
        ProgramState.DRAFT,
        cast.dinkes,
        cast.owner.user,
    )
    assert [first.code, second.code] == ["LIV-01", "LIV-02"]


def test_creating_leaves_an_audit_entry_of_the_agency(cast: Cast) -> None:
    program = build_program(cast, complete=False)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.target_id, entry.agency, entry.actor) == (
        "opd.create_program",
        program.pk,
        cast.dinkes,
        cast.owner.user,
    )


@pytest.mark.parametrize("who", ["admin", "steward", "reviewer", "foreigner"])
def test_only_staff_of_the_plan_create(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        build_program(cast, complete=False, actor=getattr(cast, who))
    assert Program.objects.count() == 0


def test_staff_create_for_their_own_agency_only(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        build_program(cast, complete=False, agency=cast.diskominfo)
    assert refusal.value.field == "agency"


def test_an_agency_of_another_region_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        build_program(cast, complete=False, actor=OPERATOR, agency=cast.foreign_agency)
    assert refusal.value.field == "agency"


def test_a_sub_dimension_of_another_edition_is_refused(cast: Cast) -> None:
    sub_dimension = cast.sub_dimension("GOV-1")
    cast.plan.edition = "2017"
    cast.plan.save()
    with pytest.raises(Refused) as refusal:
        create_program(
            plan=cast.plan,
            actor=cast.owner,
            agency=cast.dinkes,
            sub_dimension=sub_dimension,
            name="Edisi lama",
        )
    assert refusal.value.field == "sub_dimension"


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "Tersembunyi\x00"])
def test_a_name_that_does_not_fit_is_refused_beside_its_field(cast: Cast, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        build_program(cast, name, complete=False)
    assert refusal.value.field == "name"
    assert Program.objects.count() == 0


def test_a_program_that_moves_to_another_dimension_takes_its_next_number(cast: Cast) -> None:
    build_program(cast, complete=False, sub_dimension="GOV-1")
    program = move(build_program(cast, complete=False), "GOV-2", cast)
    program.refresh_from_db()
    assert program.code == "GOV-02"


def test_a_program_keeps_its_number_within_its_dimension(cast: Cast) -> None:
    program = move(build_program(cast, complete=False), "LIV-3", cast)
    program.refresh_from_db()
    assert program.code == "LIV-01"


def test_a_number_is_never_given_twice_after_a_move_or_a_deletion(cast: Cast) -> None:
    moved = build_program(cast, complete=False)
    move(moved, "GOV-1", cast)
    deleted = build_program(cast, complete=False)
    delete_program(program=deleted, actor=cast.owner)
    assert build_program(cast, complete=False).code == "LIV-03"
    back = move(moved, "LIV-1", cast)
    back.refresh_from_db()
    assert back.code == "LIV-04"


def test_each_plan_counts_for_itself(cast: Cast) -> None:
    build_program(cast, complete=False)
    foreign = create_program(
        plan=cast.foreign_plan,
        actor=cast.foreigner,
        agency=cast.foreign_agency,
        sub_dimension=cast.sub_dimension("LIV-2"),
        name="Program lain",
    )
    assert foreign.code == "LIV-01"


def test_a_section_that_changed_since_it_was_read_is_a_conflict_that_names_who(cast: Cast) -> None:
    program = build_program(cast)
    base = fingerprint(identity(program))
    changed = {**identity(program), "name": "Nama kedua"}
    change_program(
        program=program, actor=cast.colleague, section="identity", content=changed, base=base
    )
    with pytest.raises(Conflict) as conflict:
        change_program(
            program=program, actor=cast.owner, section="identity", content=changed, base=base
        )
    assert conflict.value.message.startswith(
        "Belum tersimpan. Program ini sudah berubah: mengubah program oleh Colleague pada "
    )


def test_saving_the_same_again_changes_nothing(cast: Cast) -> None:
    program = build_program(cast)
    before, entries = program.changed_at, AuditEntry.objects.count()
    change_program(program=program, actor=cast.owner, section="identity", content=identity(program))
    program.refresh_from_db()
    assert program.changed_at == before
    assert AuditEntry.objects.count() == entries


def test_the_trail_says_what_changed(cast: Cast) -> None:
    program = build_program(cast)
    change_program(
        program=program,
        actor=cast.owner,
        section="identity",
        content={**identity(program), "name": "Nama kedua"},
    )
    assert AuditEntry.objects.first().changes == {  # type: ignore[union-attr]
        "identity.name": ["Telemedisin Puskesmas", "Nama kedua"]
    }


def test_a_submitted_program_is_closed_for_its_agency(cast: Cast) -> None:
    program = submitted_program(cast)
    with pytest.raises(Conflict):
        change_program(
            program=program, actor=cast.owner, section="identity", content=identity(program)
        )
    with pytest.raises(Conflict):
        delete_program(program=program, actor=cast.owner)


@pytest.mark.parametrize("who", ["supporter", "stranger", "admin", "steward", "foreigner"])
def test_only_the_lead_agency_changes_deletes_and_restores(cast: Cast, who: str) -> None:
    program, actor = build_program(cast), getattr(cast, who)
    with pytest.raises(PermissionDenied):
        change_program(program=program, actor=actor, section="identity", content=identity(program))
    with pytest.raises(PermissionDenied):
        delete_program(program=program, actor=actor)
    with pytest.raises(PermissionDenied):
        restore_program(program=program, actor=actor)


def test_a_section_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        change_program(program=build_program(cast), actor=cast.owner, section="state", content={})


def test_a_deleted_program_is_gone_for_everyone_until_it_is_restored(cast: Cast) -> None:
    program = build_program(cast)
    delete_program(program=program, actor=cast.owner)
    for member in (cast.owner, cast.supporter, cast.admin, cast.steward):
        assert list(Program.objects.visible_to(member)) == []
    assert list(Program.objects.deleted_of(cast.colleague)) == [program]
    assert list(Program.objects.deleted_of(cast.supporter)) == []
    restore_program(program=program, actor=cast.colleague)
    assert list(Program.objects.visible_to(cast.owner)) == [program]


def test_a_program_is_deleted_once_and_restored_once(cast: Cast) -> None:
    program = build_program(cast)
    delete_program(program=program, actor=cast.owner)
    with pytest.raises(Conflict) as conflict:
        delete_program(program=program, actor=cast.colleague)
    assert "menghapus program oleh Owner" in conflict.value.message
    restore_program(program=program, actor=cast.owner)
    with pytest.raises(Conflict):
        restore_program(program=program, actor=cast.colleague)
