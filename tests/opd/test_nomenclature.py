"""A program whose codes the current edition dropped: said, stored, and mended with one click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opd.actions import change_program, submit_program, take_successor
from opd.checks import program_findings
from opd.codes import standings_of
from opd.content import read_content, with_content
from opd.models import Program
from opd.recheck import recheck_codes
from rpjmd.actions import use_nomenclature
from tests.cast import Cast, build_program
from tests.rpjmd.nomenclatures import NEW, OLD, load, load_both
from workspace.access import OPERATOR
from workspace.acts import Conflict
from workspace.models import AuditEntry

SignIn = Callable[..., Client]
Commits = Callable[..., Any]


def coded(cast: Cast, code: str, *activities: str, name: str = "Kota Cerdas") -> Program:
    """A complete program with this code and activities with those."""
    rows = [
        {
            "code": one,
            "name": f"Kegiatan {place}",
            "output": "1 paket",
            "family": "application",
            "start_year": 2026,
            "end_year": 2027,
        }
        for place, one in enumerate(activities, 1)
    ]
    return build_program(
        cast, name, identity={"nomenclature_code": code}, activities={"activities": rows}
    )


def read(program: Program) -> Program:
    return with_content(Program.objects.filter(pk=program.pk)).get()


def said(program: Program) -> list[tuple[str, str]]:
    return [
        (one.code, one.message)
        for one in program_findings(read(program))
        if one.code in ("P102", "P304")
    ]


def stored(program: Program) -> set[str]:
    codes = program.findings.filter(code__in=["P102", "P304"])
    return set(codes.values_list("code", flat=True))


def test_a_dropped_code_is_said_with_its_successor(cast: Cast) -> None:
    load_both(cast.plan)
    program = coded(cast, "2.16.03", "2.16.02.2.01", "2.16.02.2.02")
    assert said(program) == [
        (
            "P102",
            "Kode 2.16.03 tidak ada lagi dalam Nomenklatur 2027. "
            "Penggantinya: 2.16.05 PROGRAM PENGELOLAAN APLIKASI INFORMATIKA.",
        ),
        (
            "P304",
            "Kegiatan “Kegiatan 2”: Kode 2.16.02.2.02 tidak ada lagi dalam Nomenklatur 2027. "
            "Penggantinya: 2.16.02.2.03 Layanan Informasi; 2.16.02.2.04 Layanan Kehumasan.",
        ),
    ]
    assert stored(program) == {"P102", "P304"}


def test_valid_codes_and_a_plan_without_nomenclature_are_silent(cast: Cast) -> None:
    assert said(coded(cast, "2.16.03", "2.16.02.2.02")) == []
    load_both(cast.foreign_plan)
    assert said(coded(cast, "2.16.03", "2.16.02.2.02", name="Lain")) == []
    load_both(cast.plan)
    assert said(coded(cast, "2.16.05", "2.16.01.2.06", name="Baru")) == []


def test_it_only_warns(cast: Cast) -> None:
    load_both(cast.plan)
    program = coded(cast, "2.16.03", "2.16.02.2.02")
    assert submit_program(program=program, actor=cast.owner).state == "diajukan"


def test_stored_findings_follow_the_edition(
    cast: Cast, django_capture_on_commit_callbacks: Commits
) -> None:
    program = coded(cast, "2.16.03", "2.16.02.2.02")
    kept = coded(cast, "2.16.02", "2.16.02.2.01", name="Tetap")
    with django_capture_on_commit_callbacks(execute=True):
        old = load(cast.plan, "Nomenklatur 2024", 2024, OLD)
    assert (stored(program), stored(kept)) == (set(), set())
    with django_capture_on_commit_callbacks(execute=True):
        load(cast.plan, "Nomenklatur 2027", 2027, NEW)
    assert (stored(program), stored(kept)) == ({"P102", "P304"}, set())
    severities = program.findings.filter(code__in=["P102", "P304"]).values_list("severity")
    assert set(severities) == {("warning",)}
    with django_capture_on_commit_callbacks(execute=True):
        use_nomenclature(plan=cast.plan, actor=cast.steward, edition=old)
    assert (stored(program), stored(kept)) == (set(), set())


def test_what_is_stored_equals_what_is_said(cast: Cast) -> None:
    programs = [
        coded(cast, "2.16.03", name="A"),
        coded(cast, "", "2.16.02.2.02", name="B"),
        coded(cast, "2.16.99", "2.16.04", name="C"),
        coded(cast, "7.01.01", "7.01.01.2.05", name="D"),
    ]
    load_both(cast.plan)
    recheck_codes(cast.plan)
    assert [stored(one) for one in programs] == [
        {code for code, _message in said(one)} for one in programs
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_many_programs_are_rechecked_in_as_many_queries_as_one(cast: Cast, count: int) -> None:
    for number in range(count):
        coded(cast, "2.16.03", "2.16.02.2.02", name=f"Program {number}")
    load_both(cast.plan)
    with CaptureQueriesContext(connection) as queries:
        recheck_codes(cast.plan)
    assert len(queries) == 7
    with CaptureQueriesContext(connection) as queries:
        assert standings_of(with_content(Program.objects.all())).is_dropped("2.16.03")
    assert len(queries) == 11


def test_one_click_writes_the_successor_wherever_the_code_stands(
    cast: Cast, sign_in: SignIn
) -> None:
    load_both(cast.plan)
    program = coded(cast, "2.16.03.2.02", "2.16.03.2.02", "2.16.02.2.01", "2.16.03.2.02")
    address = cast.plan.url("opd:section", pk=program.pk, section="activities")
    page = sign_in(cast.owner).get(address).content.decode()
    assert "Ganti 2.16.03.2.02 dengan 2.16.05.2.02" in page
    ids = [row["id"] for row in read_content(read(program))["activities"]["activities"]]
    answer = sign_in(cast.owner).post(
        cast.plan.url("opd:program_successor", pk=program.pk),
        {"code": "2.16.03.2.02", "successor": "2.16.05.2.02", "section": "activities"},
        follow=True,
    )
    assert answer.redirect_chain == [(address, 302)]
    assert "Kode 2.16.03.2.02 diganti dengan 2.16.05.2.02." in answer.content.decode()
    content = read_content(read(program))
    assert content["identity"]["nomenclature_code"] == "2.16.05.2.02"
    assert [(row["id"], row["code"]) for row in content["activities"]["activities"]] == [
        (ids[0], "2.16.05.2.02"),
        (ids[1], "2.16.02.2.01"),
        (ids[2], "2.16.05.2.02"),
    ]
    assert said(program) == []
    assert stored(program) == set()
    verbs = AuditEntry.objects.filter(target_id=program.pk).values_list("verb", flat=True)[:2]
    assert list(verbs) == ["opd.change_program"] * 2


def test_what_is_not_on_offer_is_refused_in_words(cast: Cast, sign_in: SignIn) -> None:
    load_both(cast.plan)
    program = coded(cast, "2.16.02.2.02")
    address = cast.plan.url("opd:program_successor", pk=program.pk)
    for code, successor in (
        ("2.16.02.2.02", "2.16.02.2.03"),  # one of two
        ("2.16.03", "2.16.05"),  # not in this program
        ("2.16.02.2.02", "9.99.99"),
    ):
        answer = sign_in(cast.owner).post(
            address, {"code": code, "successor": successor}, follow=True
        )
        assert f"Kode {code} sudah tidak menunggu penggantian itu." in answer.content.decode()
        with pytest.raises(Conflict):
            take_successor(program=program, actor=OPERATOR, code=code, successor=successor)
    assert read_content(read(program))["identity"]["nomenclature_code"] == "2.16.02.2.02"


def test_only_the_lead_agency_replaces_and_only_while_it_may_change(cast: Cast) -> None:
    load_both(cast.plan)
    program = coded(cast, "2.16.03", "2.16.02.2.01")
    swap = {"code": "2.16.03", "successor": "2.16.05"}
    for person in (cast.supporter, cast.stranger, cast.admin, cast.foreigner):
        with pytest.raises(PermissionDenied):
            take_successor(program=program, actor=person, **swap)
    submit_program(program=program, actor=cast.owner)
    with pytest.raises(Conflict):
        take_successor(program=program, actor=cast.owner, **swap)


def test_the_other_regions_nomenclature_says_nothing_here(cast: Cast, sign_in: SignIn) -> None:
    load_both(cast.plan)
    load(cast.foreign_plan, "Nomenklatur Sampang", 2027, {"2.16.03": "Program Rahasia Sampang"})
    program = coded(cast, "2.16.03")
    page = sign_in(cast.owner).get(program.get_absolute_url()).content.decode()
    assert "Ganti 2.16.03 dengan 2.16.05" in page
    assert "Sampang" not in page


def test_a_change_of_another_section_brings_the_findings_up_to_date_too(cast: Cast) -> None:
    program = coded(cast, "2.16.03")
    load_both(cast.plan)
    assert stored(program) == set()
    content = {**read_content(read(program))["objective"], "problem": "Masalah lain."}
    change_program(program=program, actor=cast.owner, section="objective", content=content)
    assert stored(program) == {"P102"}
