"""Who may do what: every rule asked of everyone, and what each role sees."""

from __future__ import annotations

import pytest

from opd.actions import approve_program, delete_program, open_thread
from opd.models import Program
from opd.rules import OPD_RULES
from tests.cast import Cast, build_program, submitted_program
from workspace.access import OPERATOR, is_allowed

EVERYONE = (
    "owner",
    "colleague",
    "supporter",
    "stranger",
    "admin",
    "other_admin",
    "steward",
    "reviewer",
    "foreigner",
    "foreign_admin",
)
LEAD = {"owner", "colleague"}
ADMINS = {"admin", "other_admin"}
SEE_DRAFT = LEAD | ADMINS | {"supporter", "steward"}

# Of Dinkes' draft, which Diskominfo supports.
OF_A_DRAFT: dict[str, set[str]] = {
    "opd.view_program": SEE_DRAFT,
    "opd.comment_program": SEE_DRAFT,
    "opd.change_program": LEAD,
    "opd.delete_program": LEAD,
    "opd.submit_program": LEAD,
    "opd.review_program": ADMINS,
    "opd.decide_alignment": {"steward"},
}
# Of a page as a whole: what opens its door.
OF_A_PAGE: dict[str, set[str]] = {
    "opd.list_programs": set(EVERYONE),
    "opd.view_program": set(EVERYONE),
    "opd.comment_program": set(EVERYONE),
    "opd.create_program": {"owner", "colleague", "supporter", "stranger", "foreigner"},
    "opd.change_program": {"owner", "colleague", "supporter", "stranger", "foreigner"},
    "opd.delete_program": {"owner", "colleague", "supporter", "stranger", "foreigner"},
    "opd.submit_program": {"owner", "colleague", "supporter", "stranger", "foreigner"},
    "opd.review_program": ADMINS | {"foreign_admin"},
    "opd.view_mapping": ADMINS | {"foreign_admin", "steward"},
    "opd.decide_alignment": {"steward"},
    "opd.resolve_thread": set(EVERYONE),
}


def allowed(cast: Cast, rule: str, target: object = None) -> set[str]:
    return {who for who in EVERYONE if is_allowed(rule, getattr(cast, who), target)}


def test_every_rule_is_in_a_table() -> None:
    assert {*OF_A_PAGE} == {*OPD_RULES}


@pytest.mark.parametrize("rule", OF_A_DRAFT)
def test_who_may_do_it_to_a_draft(cast: Cast, rule: str) -> None:
    assert allowed(cast, rule, build_program(cast)) == OF_A_DRAFT[rule]


@pytest.mark.parametrize("rule", OF_A_PAGE)
def test_whose_door_is_open(cast: Cast, rule: str) -> None:
    assert allowed(cast, rule) == OF_A_PAGE[rule]


@pytest.mark.parametrize("rule", ["opd.create_program", "opd.view_mapping"])
def test_a_plan_belongs_to_its_own_people(cast: Cast, rule: str) -> None:
    foreign = {"foreigner", "foreign_admin"}
    assert allowed(cast, rule, cast.plan) == OF_A_PAGE[rule] - foreign
    assert allowed(cast, rule, cast.foreign_plan) == OF_A_PAGE[rule] & foreign


def test_only_who_asked_settles_a_note(cast: Cast) -> None:
    thread = open_thread(
        program=build_program(cast), actor=cast.supporter, section="identity", text="Kapan?"
    )
    assert allowed(cast, "opd.resolve_thread", thread) == {"supporter"}


def test_a_deactivated_member_may_nothing(cast: Cast) -> None:
    program = build_program(cast)
    cast.owner.is_active = False
    cast.owner.save()
    assert not any(is_allowed(rule, cast.owner) for rule in OPD_RULES)
    assert not is_allowed("opd.view_program", cast.owner, program)


def test_the_operator_is_past_the_doors_of_the_web(cast: Cast) -> None:
    assert all(is_allowed(rule, OPERATOR) for rule in OPD_RULES)


def test_an_unknown_rule_is_an_error_and_not_a_no(cast: Cast) -> None:
    with pytest.raises(KeyError):
        is_allowed("opd.fly", cast.admin)


def seen(cast: Cast) -> dict[str, list[str]]:
    return {
        who: [program.name for program in Program.objects.visible_to(getattr(cast, who))]
        for who in EVERYONE
    }


def test_what_each_role_sees(cast: Cast) -> None:
    build_program(cast, "Draf Dinkes")
    approved = submitted_program(cast, "Disetujui Dinkes")
    approve_program(program=approved, actor=cast.admin)
    build_program(cast, "Draf Dishub", complete=False, actor=cast.stranger, agency=cast.dishub)
    deleted = build_program(cast, "Dihapus")
    delete_program(program=deleted, actor=cast.owner)
    dinkes = ["Draf Dinkes", "Disetujui Dinkes"]
    everything = [*dinkes, "Draf Dishub"]
    assert seen(cast) == {
        "owner": dinkes,
        "colleague": dinkes,
        "supporter": dinkes,
        "stranger": ["Draf Dishub"],
        "admin": everything,
        "other_admin": everything,
        "steward": everything,
        "reviewer": ["Disetujui Dinkes"],
        "foreigner": [],
        "foreign_admin": [],
    }


def test_an_approved_program_is_still_hidden_from_strangers(cast: Cast) -> None:
    program = approve_program(program=submitted_program(cast), actor=cast.admin)
    assert allowed(cast, "opd.view_program", program) == SEE_DRAFT | {"reviewer"}
