"""What people of other agencies and regions can find out: exactly what they may see, everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from opd.actions import create_program, delete_program, open_thread
from opd.models import Program
from opd.verbs import visible_programs
from tests.cast import Cast, build_program
from workspace.models import Membership, Plan

SignIn = Callable[[Membership], Client]


@dataclass
class World:
    """One program for each reason to see or not to see it, all with telling names."""

    cast: Cast
    programs: dict[str, Program]

    def home_of(self, member: Membership) -> Plan:
        foreign = self.cast.foreign_plan
        return foreign if member.plan_id == foreign.pk else self.cast.plan


# Who may read which of the names below.
MAY_READ = {
    "owner": {"Rahasia Dinkes", "Rahasia Didukung"},
    "supporter": {"Rahasia Didukung", "Rahasia Diskominfo"},
    "stranger": {"Rahasia Dishub"},
    "foreigner": {"Rahasia Sampang"},
    "steward": {"Rahasia Dinkes", "Rahasia Didukung", "Rahasia Diskominfo", "Rahasia Dishub"},
    "reviewer": set(),
}


@pytest.fixture
def world(cast: Cast) -> World:
    made = {
        "Rahasia Dinkes": build_program(cast, "Rahasia Dinkes", identity={"supporting": []}),
        "Rahasia Didukung": build_program(cast, "Rahasia Didukung"),
        "Rahasia Diskominfo": build_program(
            cast,
            "Rahasia Diskominfo",
            complete=False,
            actor=cast.supporter,
            agency=cast.diskominfo,
        ),
        "Rahasia Dishub": build_program(
            cast, "Rahasia Dishub", complete=False, actor=cast.stranger, agency=cast.dishub
        ),
        "Rahasia Sampang": create_program(
            plan=cast.foreign_plan,
            actor=cast.foreigner,
            agency=cast.foreign_agency,
            sub_dimension=cast.sub_dimension("LIV-2"),
            name="Rahasia Sampang",
        ),
    }
    deleted = build_program(cast, "Rahasia Terhapus", complete=False)
    delete_program(program=deleted, actor=cast.owner)
    open_thread(
        program=made["Rahasia Dinkes"], actor=cast.owner, section="identity", text="Rahasia Catatan"
    )
    return World(cast, {**made, "Rahasia Terhapus": deleted})


def names_in(html: str, world: World) -> set[str]:
    return {name for name in world.programs if name in html}


@pytest.mark.parametrize("who", MAY_READ)
def test_every_list_search_and_filter_names_what_the_person_may_see(
    world: World, sign_in: SignIn, who: str
) -> None:
    member = getattr(world.cast, who)
    client, plan = sign_in(member), world.home_of(member)
    html = "".join(
        client.get(plan.url("opd:program_list") + query).content.decode()
        for query in (
            "",
            "?tampil=dukungan",
            "?q=Rahasia",
            "?q=Rahasia&tampil=dukungan",
            f"?agency={world.cast.dinkes.pk}",
            "?state=draf",
            "?dimension=LIV",
        )
    )
    own_deleted = {"Rahasia Terhapus"} if who == "owner" else set()
    assert names_in(html, world) == MAY_READ[who] | own_deleted


@pytest.mark.parametrize("who", MAY_READ)
def test_every_page_of_a_program_is_there_for_those_who_see_it_only(
    world: World, sign_in: SignIn, who: str
) -> None:
    member = getattr(world.cast, who)
    client, plan = sign_in(member), world.home_of(member)
    found = {
        name
        for name, program in world.programs.items()
        if client.get(plan.url("opd:program", pk=program.pk)).status_code == 200
    }
    assert found == MAY_READ[who]


@pytest.mark.parametrize("who", MAY_READ)
def test_another_plans_address_opens_nothing(world: World, sign_in: SignIn, who: str) -> None:
    member = getattr(world.cast, who)
    other = (
        world.cast.plan
        if world.home_of(member) == world.cast.foreign_plan
        else world.cast.foreign_plan
    )
    statuses = {
        sign_in(member).get(other.url("opd:program", pk=program.pk)).status_code
        for program in world.programs.values()
    }
    assert statuses == {404}


@pytest.mark.parametrize("who", MAY_READ)
def test_the_error_page_tells_nothing(world: World, sign_in: SignIn, who: str) -> None:
    member = getattr(world.cast, who)
    client, plan = sign_in(member), world.home_of(member)
    for name, program in world.programs.items():
        if name not in MAY_READ[who]:
            html = client.get(plan.url("opd:program", pk=program.pk)).content.decode()
            assert names_in(html, world) == set()


@pytest.mark.parametrize("who", MAY_READ)
def test_the_trail_leads_to_what_the_person_may_see(world: World, who: str) -> None:
    ids = {program.pk: name for name, program in world.programs.items()}
    addresses = visible_programs(getattr(world.cast, who), ids)
    assert {ids[pk] for pk in addresses} == MAY_READ[who]


def test_counts_count_what_the_person_may_see(world: World, sign_in: SignIn) -> None:
    cast = world.cast
    html = sign_in(cast.supporter).get(cast.plan.url("opd:program_list")).content.decode()
    assert html.count('<span class="tab-number">1</span>') == 2
    assert '0</span>\n      <span class="figure-label">catatan' in html
