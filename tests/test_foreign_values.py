"""What a person may not set: other people's rows, other regions' names, states, authors.

Every form is sent with values that its page never offers. Either the answer is a sentence beside
the field, or the value has no effect; the other region's rows stay as they were.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from masterplan.models import Export, ExportState
from opd.actions import open_thread
from opd.content import read_content, with_content
from opd.models import Indicator, Program, ProgramState, Thread
from tests.cast import Cast, build_program, complete_content, submitted_program
from tests.opd.editor_posts import EditorClient
from workspace.models import Agency, District, Invitation, Membership, Plan, Role

SignIn = Callable[..., Client]


@pytest.fixture
def foreign_program(cast: Cast) -> Program:
    """A complete program of the other region."""
    return Program.objects.create(
        plan=cast.foreign_plan,
        lead_agency=cast.foreign_agency,
        sub_dimension=cast.sub_dimension("LIV-2"),
        number=1,
        name="Program Sampang",
    )


def content_of(program: Program) -> Any:
    return read_content(with_content(Program.objects.filter(pk=program.pk)).get())


def hidden_fields(client: Client, url: str) -> dict[str, str]:
    """What the page's form carries unseen, such as the fingerprint of what it shows."""
    page = client.get(url).content.decode()
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: value for name, value in fields if name not in ("csrfmiddlewaretoken", "next")}


@pytest.mark.parametrize(
    ("section", "changes"),
    [
        ("identity", {"supporting": ["Dinas Rahasia"]}),
        ("identity", {"sub_dimension": "XYZ-9"}),
        ("identity", {"start_year": "2025"}),
        ("identity", {"end_year": "2031"}),
        ("identity", {"nomenclature_code": "9.99.99.1.01"}),
        ("identity", {"novelty": "ancient"}),
        ("identity", {"horizon": "eternal"}),
        ("activities", {"districts": ["35.27.10"]}),
        ("activities", {"activities-0-family": "conquest"}),
        ("indicators", {"indicators-0-level": "miracle"}),
        ("indicators", {"indicators-0-direction": "sideways"}),
        ("budget", {"apbd_kabupaten-2026": "-5"}),
        ("budget", {"apbd_kabupaten-2026": "banyak"}),
        ("alignment", {"alignments-0-rpjmd_indicator": "IKU-99"}),
        ("alignment", {"alignments-0-contribution": "total"}),
    ],
)
def test_a_value_that_the_page_does_not_offer_is_refused(
    cast: Cast, sign_in: SignIn, section: str, changes: dict[str, Any]
) -> None:
    program = build_program(cast)
    before = content_of(program)
    answer = EditorClient(sign_in(cast.owner), program, section).post(changes)
    assert answer.status_code == 422
    assert content_of(program) == before


@pytest.mark.parametrize(
    "extra",
    [
        {"state": "disetujui"},
        {"lead_agency": "2"},
        {"plan": "2"},
        {"number": "99"},
        {"created_by": "1"},
        {"deleted_at": "2026-01-01"},
    ],
)
def test_what_is_no_field_of_the_form_has_no_effect(
    cast: Cast, sign_in: SignIn, extra: dict[str, str]
) -> None:
    program = build_program(cast)
    fields = ("state", "lead_agency_id", "plan_id", "number", "created_by_id", "deleted_at")
    before = Program.objects.filter(pk=program.pk).values(*fields).get()
    EditorClient(sign_in(cast.owner), program, "objective").post(
        {"problem": "Masalah baru", **extra}
    )
    program.refresh_from_db()
    assert program.problem == "Masalah baru"
    assert Program.objects.filter(pk=program.pk).values(*fields).get() == before


def test_a_row_of_another_region_is_neither_changed_nor_taken(
    cast: Cast, sign_in: SignIn, foreign_program: Program
) -> None:
    theirs = Indicator.objects.create(program=foreign_program, name="Rahasia Sampang")
    program = build_program(cast)
    EditorClient(sign_in(cast.owner), program, "indicators").post(
        {"indicators-0-id": str(theirs.pk), "indicators-0-name": "Direbut"}
    )
    theirs.refresh_from_db()
    assert (theirs.name, theirs.program_id) == ("Rahasia Sampang", foreign_program.pk)
    assert "Rahasia Sampang" not in str(content_of(program))


def test_a_link_cannot_name_another_programs_indicator(cast: Cast, sign_in: SignIn) -> None:
    program, other = build_program(cast), build_program(cast, "Lain")
    theirs = other.indicators.all()[0]
    answer = EditorClient(sign_in(cast.owner), program, "alignment").post(
        {"alignments-0-program_indicator": str(theirs.pk)}
    )
    assert answer.status_code == 422
    assert program.alignments.filter(program_indicator=theirs).count() == 0


def test_a_new_program_belongs_to_the_own_agency_whatever_is_sent(
    cast: Cast, sign_in: SignIn
) -> None:
    sign_in(cast.owner).post(
        cast.plan.url("opd:program_create"),
        {
            "name": "Titipan",
            "sub_dimension": "GOV-1",
            "agency": str(cast.dishub.pk),
            "lead_agency": str(cast.dishub.pk),
            "state": "disetujui",
        },
    )
    program = Program.objects.get(name="Titipan")
    assert (program.lead_agency, program.state) == (cast.dinkes, ProgramState.DRAFT)


@pytest.mark.parametrize("name", ["opd:program_approve", "opd:program_return"])
def test_a_draft_cannot_be_decided_by_posting(cast: Cast, sign_in: SignIn, name: str) -> None:
    program = build_program(cast)
    sign_in(cast.admin).post(cast.plan.url(name, pk=program.pk), {"note": "Paksa"})
    program.refresh_from_db()
    assert program.state == ProgramState.DRAFT


def test_an_incomplete_program_cannot_be_submitted_by_posting(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast, complete=False)
    answer = sign_in(cast.owner).post(cast.plan.url("opd:program_submit", pk=program.pk))
    program.refresh_from_db()
    assert (answer.status_code, program.state) == (422, ProgramState.DRAFT)


def test_a_thread_of_another_region_cannot_be_answered(
    cast: Cast, sign_in: SignIn, foreign_program: Program
) -> None:
    thread = open_thread(
        program=foreign_program, actor=cast.foreign_admin, section="identity", text="Rahasia"
    )
    for name in ("opd:thread_reply", "opd:thread_resolve"):
        answer = sign_in(cast.admin).post(cast.plan.url(name, pk=thread.pk), {"text": "Masuk"})
        assert answer.status_code == 404
    assert Thread.objects.get(pk=thread.pk).notes.count() == 1


@pytest.mark.parametrize("section", ["", "rahasia", "identity; drop"])
def test_a_note_cannot_be_pinned_where_there_is_nothing(
    cast: Cast, sign_in: SignIn, section: str
) -> None:
    program = submitted_program(cast)
    sign_in(cast.admin).post(
        cast.plan.url("opd:thread_open", pk=program.pk), {"section": section, "text": "Catatan"}
    )
    assert program.threads.count() == 0


def foreign_agency_of(cast: Cast) -> Agency:
    return Agency.objects.create(
        region=cast.foreign_plan.region, name="Dinas Lain", short_name="Lain"
    )


def test_nobody_is_invited_into_another_regions_agency(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.admin).post(
        cast.plan.url("workspace:invite_member"),
        {
            "name": "Tamu",
            "email": "tamu@smartplan.example",
            "role": Role.STAFF,
            "agency": str(foreign_agency_of(cast).pk),
        },
    )
    assert answer.status_code == 422
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("role", ["superuser", "operator", ""])
def test_nobody_is_given_a_role_that_does_not_exist(cast: Cast, sign_in: SignIn, role: str) -> None:
    sign_in(cast.admin).post(
        cast.plan.url("workspace:change_member", pk=cast.stranger.pk),
        {"role": role, "agency": str(cast.dishub.pk)},
    )
    cast.stranger.refresh_from_db()
    assert cast.stranger.role == Role.STAFF


def test_nobody_is_moved_into_another_regions_agency(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.admin).post(
        cast.plan.url("workspace:change_member", pk=cast.stranger.pk),
        {"role": Role.STAFF, "agency": str(foreign_agency_of(cast).pk)},
    )
    cast.stranger.refresh_from_db()
    assert (answer.status_code, cast.stranger.agency) == (422, cast.dishub)


def test_an_administrator_gains_nothing_in_another_plan(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.admin).post(
        cast.plan.url("workspace:change_member", pk=cast.foreigner.pk), {"role": Role.ADMIN}
    )
    cast.foreigner.refresh_from_db()
    assert cast.foreigner.role == Role.STAFF


def test_the_period_and_edition_of_a_plan_are_no_fields(cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast.admin), cast.plan.url("workspace:plan_settings")
    client.post(
        url,
        {
            **hidden_fields(client, url),
            "title": "Judul baru",
            "start_year": "2000",
            "edition": "x",
            "region": "2",
        },
    )
    plan = Plan.objects.get(pk=cast.plan.pk)
    assert (plan.title, plan.start_year, plan.edition) == ("Judul baru", 2026, "2023")


def test_an_rpjmd_element_takes_no_foreign_agency_parent_or_code(
    cast: Cast, sign_in: SignIn
) -> None:
    element = cast.rpjmd_indicator.element
    client, url = sign_in(cast.steward), cast.plan.url("rpjmd:element", pk=element.pk)
    hidden = hidden_fields(client, url)
    for changes in (
        {"agency": "Dinas Rahasia"},
        {"parents": ["T99"]},
        {"parents": [element.code]},
        {"level": "dream"},
        {"code": "M1"},
    ):
        form = {"level": "objective", "code": "S1", "text": "Diubah", "parents": ["M1"]}
        answer = client.post(url, {**hidden, **form, **changes})
        assert answer.status_code == 422, changes
    element.refresh_from_db()
    assert element.text == "Derajat kesehatan meningkat"


def test_an_unsigned_workbook_content_is_not_loaded(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.steward).post(
        cast.plan.url("rpjmd:workbook_confirm"), {"content": '{"name": "Palsu"}'}
    )
    cast.rpjmd.refresh_from_db()
    assert answer.status_code != 500
    assert cast.rpjmd.name == "RPJMD contoh"


def test_an_export_of_another_region_cannot_be_fetched_or_begun_again(
    cast: Cast, sign_in: SignIn
) -> None:
    export = Export.objects.create(
        plan=cast.foreign_plan,
        state=ExportState.FAILED,
        file=ContentFile(b"%PDF-1.7", name="dokumen.pdf"),
    )
    client = sign_in(cast.admin)
    answers = [
        client.get(cast.plan.url("masterplan:export_progress", pk=export.pk)).status_code,
        client.get(cast.plan.url("masterplan:export_download", pk=export.pk)).status_code,
        client.post(cast.plan.url("masterplan:export_retry", pk=export.pk)).status_code,
    ]
    export.refresh_from_db()
    assert (answers, export.state) == ([404, 404, 404], ExportState.FAILED)


def test_a_text_of_the_outline_cannot_be_invented(cast: Cast, sign_in: SignIn) -> None:
    url = cast.plan.url("masterplan:narrative", key="bab-rahasia")
    assert sign_in(cast.admin).post(url, {"body": "Isi"}).status_code == 404


def test_the_cast_offers_something_to_take(cast: Cast, foreign_program: Program) -> None:
    """These tests prove something only while the other region has rows of every kind."""
    region = cast.foreign_plan.region
    assert District.objects.filter(region=region).count() == 1
    assert Membership.objects.filter(plan=cast.foreign_plan).count() == 2
    assert complete_content(foreign_program)["identity"]["sub_dimension"] == "LIV-2"
