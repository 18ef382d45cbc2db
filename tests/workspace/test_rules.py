"""The table of rules, cell by cell: who may do what in their own plan, and nothing elsewhere."""

from __future__ import annotations

import pytest
import rules
from django.core.exceptions import PermissionDenied

from tests.cast import Cast
from workspace.access import OPERATOR, is_allowed, require
from workspace.rules import WORKSPACE_RULES

MEMBERS = ("owner", "admin", "steward", "reviewer")
TABLE = {
    "workspace.view_plan": "owner admin steward reviewer",
    "workspace.change_plan": "admin",
    "workspace.complete_agencies": "admin steward",
    "workspace.view_members": "admin",
    "workspace.invite_member": "admin",
    "workspace.change_member": "admin",
    "workspace.view_audit": "owner admin",
    "workspace.view_notifications": "owner admin steward reviewer",
}


def test_the_table_names_every_rule() -> None:
    assert set(TABLE) == set(WORKSPACE_RULES)
    assert all(rules.rule_exists(name) for name in TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_each_role_may_what_the_table_says(cast: Cast, name: str) -> None:
    allowed = [who for who in MEMBERS if is_allowed(name, getattr(cast, who), cast.plan)]
    assert allowed == TABLE[name].split()


@pytest.mark.parametrize("name", TABLE)
def test_nobody_may_anything_in_another_plan(cast: Cast, name: str) -> None:
    for target in (cast.foreign_plan, cast.foreigner):
        assert not any(is_allowed(name, getattr(cast, who), target) for who in MEMBERS)


@pytest.mark.parametrize("name", TABLE)
def test_an_inactive_member_may_nothing(cast: Cast, name: str) -> None:
    for who in MEMBERS:
        getattr(cast, who).is_active = False
    assert not any(is_allowed(name, getattr(cast, who)) for who in MEMBERS)


def test_an_operator_may_everything_that_has_a_name() -> None:
    assert all(is_allowed(name, OPERATOR) for name in TABLE)
    with pytest.raises(KeyError):
        is_allowed("workspace.karangan", OPERATOR)


def test_an_unknown_rule_is_a_mistake_and_not_a_silent_no(cast: Cast) -> None:
    with pytest.raises(KeyError):
        is_allowed("workspace.karangan", cast.admin)


def test_a_refused_requirement_names_the_rule(cast: Cast) -> None:
    with pytest.raises(PermissionDenied, match=r"workspace\.change_plan"):
        require("workspace.change_plan", cast.owner, cast.plan)
