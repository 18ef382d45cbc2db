"""What every act has in common: one transaction, one permission, one lock, one entry."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from tests.cast import Cast, build_cast
from tests.workspace.side_by_side import at_once
from workspace.access import Actor
from workspace.acts import Refused, UnrecordedAct, act, last_entry, record
from workspace.models import AuditEntry, Plan


@act("workspace.change_plan", locks="plan")
def rename(*, plan: Plan, actor: Actor, title: str) -> Plan:
    plan.title = title
    plan.save(update_fields=["title"])
    record("workspace.change_plan", plan=plan, actor=actor, target=plan)
    return plan


@act("workspace.change_plan", locks="plan")
def rename_quietly(*, plan: Plan, actor: Actor) -> None:
    plan.title = "Tanpa jejak"
    plan.save(update_fields=["title"])


@act("workspace.change_plan", locks="plan")
def rename_and_refuse(*, plan: Plan, actor: Actor) -> None:
    rename(plan=plan, actor=actor, title="Setengah jalan")
    raise Refused("Tidak jadi.", field="title")


@act("workspace.change_plan", locks="plan")
def add_letter(*, plan: Plan, actor: Actor) -> None:
    plan.title += "x"
    plan.save(update_fields=["title"])
    record("workspace.change_plan", plan=plan, actor=actor, target=plan)


def title_of(plan: Plan) -> str:
    return Plan.objects.values_list("title", flat=True).get(pk=plan.pk)


def test_an_act_changes_and_records(cast: Cast) -> None:
    rename(plan=cast.plan, actor=cast.admin, title="Baru")
    entry = last_entry(cast.plan)
    assert title_of(cast.plan) == "Baru"
    assert entry is not None
    assert (entry.actor, entry.verb, entry.target_type, entry.target_id, entry.target_name) == (
        cast.admin.user,
        "workspace.change_plan",
        "workspace.plan",
        cast.plan.pk,
        "Baru",
    )


def test_an_act_that_records_nothing_is_a_mistake_and_changes_nothing(cast: Cast) -> None:
    before = title_of(cast.plan)
    with pytest.raises(UnrecordedAct):
        rename_quietly(plan=cast.plan, actor=cast.admin)
    assert title_of(cast.plan) == before


def test_a_refused_act_leaves_neither_change_nor_entry(cast: Cast) -> None:
    before = title_of(cast.plan)
    with pytest.raises(Refused) as refusal:
        rename_and_refuse(plan=cast.plan, actor=cast.admin)
    assert (refusal.value.message, refusal.value.field) == ("Tidak jadi.", "title")
    assert title_of(cast.plan) == before
    assert not AuditEntry.objects.exists()


def test_an_act_asks_the_rule_before_anything_else(cast: Cast) -> None:
    before = title_of(cast.plan)
    for actor in (cast.owner, cast.reviewer, cast.foreign_admin):
        with pytest.raises(PermissionDenied):
            rename(plan=cast.plan, actor=actor, title="Baru")
    assert title_of(cast.plan) == before


def test_an_act_reads_the_row_as_it_now_stands(cast: Cast) -> None:
    stale = Plan.objects.get(pk=cast.plan.pk)
    rename(plan=cast.plan, actor=cast.admin, title="Baru")
    add_letter(plan=stale, actor=cast.admin)
    assert title_of(cast.plan) == "Barux"


def test_a_row_that_is_gone_cannot_be_acted_on(cast: Cast) -> None:
    gone = Plan(pk=999_999, region=cast.plan.region)
    with pytest.raises(Plan.DoesNotExist):
        rename(plan=gone, actor=cast.admin, title="Baru")


def test_acts_at_once_queue_up_and_lose_nothing(shared_database: None) -> None:
    cast = build_cast()
    rename(plan=cast.plan, actor=cast.admin, title="Judul ")

    def write() -> None:
        add_letter(plan=cast.plan, actor=cast.admin)

    assert at_once(write, write, write) == ["done"] * 3
    assert title_of(cast.plan) == "Judul xxx"


def test_an_act_names_its_rule() -> None:
    assert rename.rule == "workspace.change_plan"  # type: ignore[attr-defined]


def test_a_long_target_name_is_cut_to_its_column(cast: Cast) -> None:
    cast.plan.title = "J" * 400
    entry = record("workspace.change_plan", plan=cast.plan, actor=cast.admin, target=cast.plan)
    assert entry.target_name == "J" * 255
