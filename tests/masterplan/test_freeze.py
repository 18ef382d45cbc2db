"""Frozen content is the whole plan at one moment, and the same bytes for the same plan."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from masterplan.actions import change_narrative
from masterplan.freeze import freeze, one_moment, read_plan
from masterplan.models import Release
from opd.actions import delete_program, unlock_program
from tests.cast import Cast, build_program
from tests.masterplan.plans import approved_program, fill
from workspace.fingerprints import canonical_json

pytestmark = pytest.mark.django_db


def test_the_same_plan_freezes_to_the_same_release(cast: Cast) -> None:
    fill(cast)
    first = freeze(cast.plan, include_unapproved=False)
    second = freeze(cast.plan, include_unapproved=False)
    assert first.pk == second.pk
    assert first.digest == sha256(first.content.encode()).hexdigest()
    assert first.content == canonical_json(json.loads(first.content))


def test_a_change_makes_another_release(cast: Cast) -> None:
    fill(cast)
    first = freeze(cast.plan, include_unapproved=False)
    change_narrative(plan=cast.plan, actor=cast.admin, key="penutup", body="Selesai.")
    second = freeze(cast.plan, include_unapproved=False)
    assert (first.digest == second.digest, Release.objects.count()) == (False, 2)


def test_the_final_content_holds_approved_programs_and_a_draft_all_that_are_not_deleted(
    cast: Cast,
) -> None:
    fill(cast)
    delete_program(program=build_program(cast, "Dihapus"), actor=cast.owner)

    def states(include_unapproved: bool) -> list[tuple[str, str]]:
        content = read_plan(cast.plan, include_unapproved=include_unapproved)
        return [(program["code"], program["state"]) for program in content["programs"]]

    assert states(False) == [("GOV-01", "disetujui"), ("LIV-01", "disetujui")]
    assert states(True) == [
        ("GOV-01", "disetujui"),
        ("ECO-01", "diajukan"),
        ("LIV-01", "disetujui"),
        ("ENV-01", "draf"),
    ]


def test_an_unlocked_program_leaves_the_final_content(cast: Cast) -> None:
    program = approved_program(cast, "Telemedisin Puskesmas")
    unlock_program(program=program, actor=cast.admin, reason="Angka berubah.")
    assert read_plan(cast.plan, include_unapproved=False)["programs"] == []


def test_content_of_another_region_stays_out(cast: Cast) -> None:
    content = read_plan(cast.foreign_plan, include_unapproved=True)
    assert content["region"]["name"] == "Kabupaten Sampang"
    assert content["programs"] == []
    assert [agency["short_name"] for agency in content["agencies"]] == ["Dinkes"]


@pytest.mark.django_db(transaction=True)
def test_all_reads_of_a_freeze_see_one_moment() -> None:
    with one_moment(), connection.cursor() as cursor:
        begun = connection.in_atomic_block
        if connection.vendor == "postgresql":
            cursor.execute("SHOW transaction_isolation")
            begun = cursor.fetchone() == ("repeatable read",)
    assert begun


@pytest.mark.parametrize("programs", [1, 3])
def test_freezing_takes_the_same_queries_for_one_program_and_three(
    cast: Cast, programs: int
) -> None:
    for number in range(programs):
        approved_program(cast, f"Program {number}")
    with CaptureQueriesContext(connection) as queries:
        read_plan(cast.plan, include_unapproved=False)
    assert len(queries) == 19
