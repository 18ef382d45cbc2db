"""The administrator's pages of the document: what they say, and what they cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from masterplan.models import Export, ExportState, Narrative
from opd.actions import approve_program
from tests.cast import Cast, build_program, submitted_program

SignIn = Callable[..., Client]
# What each page asks of the database, however many rows there are.
QUERIES = {
    "masterplan:control_room": 17,
    "masterplan:checks": 17,
    "masterplan:narrative_list": 7,
    "masterplan:document": 19,
}


def approved_and_waiting_programs(cast: Cast, number: int) -> None:
    for place in range(number):
        submitted_program(cast, f"Menunggu {place}")
        program = submitted_program(cast, f"Program {place}")
        approve_program(program=program, actor=cast.admin)


def exports(cast: Cast, number: int) -> None:
    for _place in range(number):
        Export.objects.create(
            plan=cast.plan,
            state=ExportState.DONE,
            requested_by=cast.admin.user,
            file=ContentFile(b"%PDF-1.7", name="dokumen.pdf"),
        )


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_page_costs_the_same_with_more_rows(
    cast: Cast,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
    name: str,
) -> None:
    approved_and_waiting_programs(cast, rows)
    exports(cast, rows)
    client = sign_in(cast.admin)
    with django_assert_num_queries(QUERIES[name]):
        assert client.get(cast.plan.url(name)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_programs_of_one_check_cost_the_same_with_more_rows(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for place in range(rows):
        build_program(cast, f"Program {place}", complete=False)
    client = sign_in(cast.admin)
    with django_assert_num_queries(13):
        response = client.get(cast.plan.url("masterplan:check", code="P601"))
    assert response.content.decode().count("finding-error") == rows


def test_the_control_room_names_who_has_entered_nothing(cast: Cast, sign_in: SignIn) -> None:
    build_program(cast)
    text = sign_in(cast.admin).get(cast.plan.url("masterplan:control_room")).content.decode()
    assert text.count("belum mengisi</span>") == 2  # Diskominfo and Dishub


def test_a_cell_of_the_matrix_leads_to_its_programs(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    client = sign_in(cast.admin)
    text = client.get(cast.plan.url("masterplan:control_room")).content.decode()
    start = text.index(f"?agency={cast.dinkes.pk}&amp;dimension=LIV")
    query = text[start : text.index('"', start)].replace("&amp;", "&")
    listed = client.get(cast.plan.url("opd:program_list") + query).content.decode()
    assert program.name in listed
    other = query.replace("LIV", "GOV")
    assert (
        program.name not in client.get(cast.plan.url("opd:program_list") + other).content.decode()
    )


def test_an_unwritten_section_is_said_and_a_written_one_counted(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.admin)
    url = cast.plan.url("masterplan:narrative", key="pendahuluan")
    page = client.get(url)
    form = {"body": "Tiga kata saja.", "base": page.context["form"].initial["base"]}
    assert client.post(url, form).status_code == 302
    assert Narrative.objects.get(plan=cast.plan, key="pendahuluan").body == "Tiga kata saja."
    listed = client.get(cast.plan.url("masterplan:narrative_list")).content.decode()
    assert "3 kata" in listed


def test_of_two_writers_the_second_reads_who_was_first_and_loses_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    url = cast.plan.url("masterplan:narrative", key="pendahuluan")
    first, second = sign_in(cast.admin), sign_in(cast.other_admin)
    base = second.get(url).context["form"].initial["base"]
    first.post(url, {"body": "Naskah pertama", "base": base})
    answer = second.post(url, {"body": "Naskah kedua", "base": base})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Naskah kedua" in text
    assert cast.admin.user.name in text


@pytest.mark.parametrize(
    ("body", "sentence"),
    [("x" * 100_000, "Paling panjang 20000 huruf"), ("a\x07b", "karakter tersembunyi")],
)
def test_a_text_that_cannot_be_printed_is_refused_beside_its_field(
    cast: Cast, sign_in: SignIn, body: str, sentence: str
) -> None:
    url = cast.plan.url("masterplan:narrative", key="pendahuluan")
    answer = sign_in(cast.admin).post(url, {"body": body})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Narrative.objects.filter(plan=cast.plan).exclude(body="").exists()


def test_a_failed_export_says_why_and_can_be_asked_for_again(cast: Cast, sign_in: SignIn) -> None:
    export = Export.objects.create(
        plan=cast.plan, state=ExportState.FAILED, failure="Program GOV-01 terlalu panjang."
    )
    client = sign_in(cast.admin)
    page = client.get(cast.plan.url("masterplan:document")).content.decode()
    assert "Program GOV-01 terlalu panjang." in page
    client.post(cast.plan.url("masterplan:export_retry", pk=export.pk))
    export.refresh_from_db()
    assert export.is_unfinished


def test_a_second_retry_is_told_so_and_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    export = Export.objects.create(plan=cast.plan, state=ExportState.DONE)
    answer = sign_in(cast.admin).post(
        cast.plan.url("masterplan:export_retry", pk=export.pk), follow=True
    )
    export.refresh_from_db()
    assert export.state == ExportState.DONE
    assert "sudah diminta ulang" in answer.content.decode()


def test_a_document_whose_file_is_gone_leads_back_with_a_sentence(
    cast: Cast, sign_in: SignIn
) -> None:
    export = Export.objects.create(plan=cast.plan, state=ExportState.DONE, file="exports/gone.pdf")
    answer = sign_in(cast.admin).get(
        cast.plan.url("masterplan:export_download", pk=export.pk), follow=True
    )
    assert answer.redirect_chain[-1][0] == cast.plan.url("masterplan:document")
    assert "Berkas ini tidak ada lagi." in answer.content.decode()


def test_pages_of_a_plan_are_not_kept_by_a_shared_browser(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.admin).get(cast.plan.url("masterplan:document"))
    assert answer["Cache-Control"] == "private, no-cache"


def test_the_reviewer_sees_finished_official_documents_only(cast: Cast, sign_in: SignIn) -> None:
    states = [(ExportState.DONE, False), (ExportState.DONE, True), (ExportState.FAILED, False)]
    made = [
        Export.objects.create(
            plan=cast.plan,
            state=state,
            is_draft=is_draft,
            file=ContentFile(b"%PDF-1.7", name="dokumen.pdf"),
        )
        for state, is_draft in states
    ]
    client = sign_in(cast.reviewer)
    answers = [
        client.get(cast.plan.url("masterplan:export_download", pk=export.pk)).status_code
        for export in made
    ]
    assert answers == [200, 404, 404]
