"""The lists of programs and the page of one, for each role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from opd.actions import (
    approve_program,
    change_program,
    delete_program,
    open_thread,
    return_program,
    submit_program,
)
from opd.content import read_content, with_content
from opd.models import Program, ProgramState
from tests.cast import Cast, build_program, submitted_program
from tests.opd.reading import programs_in, queries_of, text_of
from workspace.models import Membership

SignIn = Callable[[Membership], Client]


def page(cast: Cast, client: Client, name: str = "program_list", query: str = "", **kwargs: Any):
    return client.get(cast.plan.url(f"opd:{name}", **kwargs) + query)


def act(cast: Cast, client: Client, name: str, program: Program, **data: str):
    return client.post(cast.plan.url(f"opd:{name}", pk=program.pk), data)


def programs_in_every_state(cast: Cast) -> dict[str, Program]:
    returned = submitted_program(cast, "Kembali")
    return_program(program=returned, actor=cast.admin, note="Lengkapi sumber data.")
    approved = submitted_program(cast, "Setuju")
    approve_program(program=approved, actor=cast.admin)
    return {
        "draft": build_program(cast, "Draf", complete=False),
        "submitted": submitted_program(cast, "Ajuan"),
        "returned": returned,
        "approved": approved,
    }


def test_staff_read_first_what_they_have_to_mend(cast: Cast, sign_in: SignIn) -> None:
    made = programs_in_every_state(cast)
    response = page(cast, sign_in(cast.owner))
    order = ("returned", "draft", "submitted", "approved")
    assert programs_in(response) == [made[key].code for key in order]
    words = text_of(response)
    assert "2 program perlu Anda lengkapi dan ajukan" in words
    assert "Lengkapi sumber data." in words
    assert "7 syarat belum terpenuhi" not in words  # six of the seven are errors
    assert "6 syarat belum terpenuhi" in words


def test_staff_read_until_when(cast: Cast, sign_in: SignIn) -> None:
    client, today = sign_in(cast.owner), timezone.localdate()
    for days, words in ((12, "12 hari sampai batas pengajuan"), (-1, "lewat batas pengajuan")):
        cast.plan.submission_deadline = today + timedelta(days=days)
        cast.plan.save()
        assert words in text_of(page(cast, client))


def test_supported_programs_stand_on_a_list_of_their_own(cast: Cast, sign_in: SignIn) -> None:
    led = build_program(
        cast, "Milik sendiri", complete=False, actor=cast.supporter, agency=cast.diskominfo
    )
    supported = build_program(cast, "Didukung", sub_dimension="ECO-1")
    client = sign_in(cast.supporter)
    assert programs_in(page(cast, client)) == [led.code]
    assert programs_in(page(cast, client, query="?tampil=dukungan")) == [supported.code]


def test_an_agency_without_programs_is_told_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    assert "OPD Anda belum punya program." in text_of(page(cast, sign_in(cast.stranger)))


def test_every_deleted_program_stays_within_reach(cast: Cast, sign_in: SignIn) -> None:
    for number in range(11):
        program = build_program(cast, f"Dihapus {number:02d}", complete=False)
        delete_program(program=program, actor=cast.owner)
    client, url = sign_in(cast.owner), cast.plan.url("opd:program_list")
    first, second = client.get(url), client.get(url, {"terhapus": "2"})
    assert "Dihapus 00" not in first.content.decode()
    assert "terhapus=2" in first.content.decode()
    assert "Dihapus 00" in second.content.decode()


def test_a_deleted_program_can_be_restored_from_the_list(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast, "Terhapus")
    delete_program(program=program, actor=cast.owner)
    client = sign_in(cast.colleague)
    assert "Pulihkan" in text_of(page(cast, client))
    assert act(cast, client, "program_restore", program).status_code == 302
    assert programs_in(page(cast, client)) == [program.code]


@pytest.mark.parametrize("who", ["admin", "steward"])
def test_others_see_all_programs_by_number_with_their_sum(
    cast: Cast, sign_in: SignIn, who: str
) -> None:
    made = programs_in_every_state(cast)
    response = page(cast, sign_in(getattr(cast, who)))
    assert programs_in(response) == sorted(program.code for program in made.values())
    assert "4 program · Rp18,75 M selama 2026–2030" in text_of(response)


def test_a_reviewer_sees_what_is_approved(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.reviewer)
    assert "Belum ada program yang disetujui." in text_of(page(cast, client))
    made = programs_in_every_state(cast)
    assert programs_in(page(cast, client)) == [made["approved"].code]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=telemed", ["LIV-01"]),
        ("?q=LIV-1", ["LIV-01"]),
        ("?q=liv", ["LIV-01"]),
        ("?q=1.02.02", ["LIV-01"]),
        ("?q=tidak+ada", []),
        ("?dimension=GOV", ["GOV-01"]),
        ("?sub_dimension=LIV-2", ["LIV-01"]),
        ("?state=draf", ["GOV-01"]),
        ("?quick_win=on", []),
        ("?unlinked=1", ["GOV-01"]),
        ("?check=P501", ["GOV-01"]),
        ("?dimension=GOV&state=diajukan", []),
        ("?dimension=XXX", ["GOV-01", "LIV-01"]),
        ("?q=%00", ["GOV-01", "LIV-01"]),
        ("?indicator=99999999999999999999", ["GOV-01", "LIV-01"]),
        ("?page=99", ["GOV-01", "LIV-01"]),
    ],
)
def test_filters(cast: Cast, sign_in: SignIn, query: str, found: list[str]) -> None:
    submitted_program(cast)
    build_program(
        cast,
        "Jalan pintar",
        complete=False,
        actor=cast.stranger,
        agency=cast.dishub,
        sub_dimension="GOV-1",
    )
    assert programs_in(page(cast, sign_in(cast.admin), query=query)) == found


def test_filters_by_agency_and_by_rpjmd_indicator(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    build_program(cast, "Tanpa kaitan", complete=False)
    client = sign_in(cast.admin)
    for query in (f"?indicator={cast.rpjmd_indicator.pk}", f"?agency={cast.dishub.pk}"):
        expected = [program.code] if "indicator" in query else []
        assert programs_in(page(cast, client, query=query)) == expected


def test_an_agency_of_another_region_is_no_choice(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    response = page(cast, sign_in(cast.admin), query=f"?agency={cast.foreign_agency.pk}")
    assert programs_in(response) == [program.code]
    assert "Sebagian saringan tidak dikenal" in text_of(response)


def test_a_list_is_paged_and_keeps_its_filter(cast: Cast, sign_in: SignIn) -> None:
    for number in range(26):
        build_program(cast, f"Program {number}", complete=False)
    client = sign_in(cast.admin)
    first = page(cast, client, query="?dimension=LIV")
    assert len(programs_in(first)) == 25
    assert 'href="?dimension=LIV&amp;page=2"' in first.content.decode()
    assert programs_in(page(cast, client, query="?dimension=LIV&page=2")) == ["LIV-26"]


@pytest.mark.parametrize(
    ("who", "name", "literal"),
    [
        ("owner", "program_list", 12),
        ("admin", "program_list", 11),
        ("steward", "program_list", 11),
    ],
)
def test_a_list_asks_the_same_number_of_queries_however_long(
    cast: Cast, sign_in: SignIn, who: str, name: str, literal: int
) -> None:
    client, url = sign_in(getattr(cast, who)), cast.plan.url(f"opd:{name}")
    counts = []
    for more in (1, 2):
        for number in range(more):
            program = build_program(cast, f"Program {more} {number}")
            open_thread(program=program, actor=cast.admin, section="identity", text="Kapan?")
        counts.append(queries_of(client, url))
    assert counts == [literal, literal]


def grow(cast: Cast, program: Program, times: int) -> None:
    """So many indicators, activities and notes more."""
    for _one in range(times):
        fresh = with_content(Program.objects.filter(pk=program.pk)).get()
        for section in ("indicators", "activities"):
            stored = read_content(fresh)[section]  # type: ignore[literal-required]
            rows = stored[section]
            more = {**stored, section: [*rows, {**rows[0], "id": None}]}
            change_program(program=program, actor=cast.owner, section=section, content=more)
        open_thread(program=program, actor=cast.admin, section="objective", text="Mengapa?")


def test_a_sheet_asks_the_same_number_of_queries_however_long(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    client, url = sign_in(cast.owner), cast.plan.url("opd:program", pk=program.pk)
    counts = []
    for times in (1, 2):
        grow(cast, program, times)
        counts.append(queries_of(client, url))
    assert counts == [23, 23]


def test_the_sheet_shows_what_the_document_prints(cast: Cast, sign_in: SignIn) -> None:
    words = text_of(page(cast, sign_in(cast.owner), "program", pk=build_program(cast).pk))
    for expected in (
        "LIV-01 Telemedisin Puskesmas",
        "Dinas Komunikasi dan Informatika",
        "Bank Jatim (CSR perangkat)",
        "Pasien di Waru menempuh 40 km",
        "Pengadaan perangkat telemedisin",
        "6.250.000.000",
        "Umur Harapan Hidup",
    ):
        assert expected in words


def test_text_of_people_never_becomes_markup(cast: Cast, sign_in: SignIn) -> None:
    sting = "<script>alert(1)</script>"
    program = build_program(cast, sting, objective={"problem": sting})
    open_thread(program=program, actor=cast.admin, section="objective", text=sting)
    html = page(cast, sign_in(cast.owner), "program", pk=program.pk).content.decode()
    assert "<script>alert" not in html


def test_errors_are_listed_and_lead_to_their_section(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast, complete=False)
    response = page(cast, sign_in(cast.owner), "program", pk=program.pk)
    assert f'href="{cast.plan.url("opd:section", pk=program.pk, section="budget")}"' in (
        response.content.decode()
    )
    words = text_of(response)
    assert "Anggaran belum diisi." in words
    assert "Ajukan" not in words.replace("sebelum diajukan", "")


def test_a_complete_program_is_submitted_from_its_page(cast: Cast, sign_in: SignIn) -> None:
    program, client = build_program(cast), sign_in(cast.owner)
    assert "Ajukan" in text_of(page(cast, client, "program", pk=program.pk))
    response = act(cast, client, "program_submit", program)
    assert (response.status_code, response.headers["Location"]) == (
        302,
        program.get_absolute_url(),
    )
    program.refresh_from_db()
    assert program.state == ProgramState.SUBMITTED


def test_a_refused_submission_says_why_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast, complete=False)
    response = act(cast, sign_in(cast.owner), "program_submit", program)
    assert response.status_code == 422
    assert "[P501] Anggaran belum diisi." in text_of(response)


def test_who_submits_second_reads_who_was_first(cast: Cast, sign_in: SignIn) -> None:
    program = submitted_program(cast)
    response = act(cast, sign_in(cast.colleague), "program_submit", program)
    assert response.status_code == 409
    assert "mengajukan program oleh Owner pada " in text_of(response)


def test_what_changed_since_the_review_is_marked_for_the_agency_too(
    cast: Cast, sign_in: SignIn
) -> None:
    program = submitted_program(cast)
    return_program(program=program, actor=cast.admin, note="Perjelas.")
    client = sign_in(cast.owner)
    assert "Berubah sejak" not in text_of(page(cast, client, "program", pk=program.pk))
    change_program(
        program=program,
        actor=cast.owner,
        section="budget",
        content={"budgets": {"csr": {str(year): "1" for year in cast.plan.years}}},
    )
    words = text_of(page(cast, client, "program", pk=program.pk))
    assert "Berubah sejak tinjauan terakhir: Anggaran ." in words
    submit_program(program=program, actor=cast.owner)


@pytest.mark.parametrize("who", ["supporter", "admin", "steward"])
def test_readers_get_no_buttons_that_they_may_not_use(
    cast: Cast, sign_in: SignIn, who: str
) -> None:
    program = build_program(cast)
    html = page(cast, sign_in(getattr(cast, who)), "program", pk=program.pk).content.decode()
    for name in ("program_submit", "program_delete"):
        assert cast.plan.url(f"opd:{name}", pk=program.pk) not in html
    assert cast.plan.url("opd:section", pk=program.pk, section="budget") not in html


def test_a_deletion_asks_first(cast: Cast, sign_in: SignIn) -> None:
    program, client = build_program(cast), sign_in(cast.owner)
    assert "Hapus program ini?" in text_of(page(cast, client, "program_delete", pk=program.pk))
    assert Program.objects.visible_to(cast.owner).count() == 1
    assert act(cast, client, "program_delete", program).status_code == 302
    assert page(cast, client, "program", pk=program.pk).status_code == 404


def test_a_supporter_sees_the_program_and_is_refused_its_acts(cast: Cast, sign_in: SignIn) -> None:
    program, client = build_program(cast), sign_in(cast.supporter)
    assert page(cast, client, "program", pk=program.pk).status_code == 200
    assert page(cast, client, "program_delete", pk=program.pk).status_code == 403
    for name in ("program_submit", "program_delete"):
        assert act(cast, client, name, program).status_code == 403
    delete_program(program=program, actor=cast.owner)
    assert act(cast, client, "program_restore", program).status_code == 404


def test_the_history_is_told_in_words(cast: Cast, sign_in: SignIn) -> None:
    program = submitted_program(cast)
    words = text_of(page(cast, sign_in(cast.owner), "program", pk=program.pk))
    assert "Owner · Mengajukan program" in words
    assert "Riwayat" not in text_of(page(cast, sign_in(cast.supporter), "program", pk=program.pk))
