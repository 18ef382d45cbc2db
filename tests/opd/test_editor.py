"""The editor's pages: who may open them, what they keep, what they store, and how often."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opd.actions import change_program, open_thread, submit_program
from opd.content import SECTIONS
from opd.models import Program
from tests.cast import Cast, build_program, complete_content, submitted_program
from tests.opd.editor_posts import EditorClient, read_form, stored
from tests.opd.reading import text_of

SignIn = Callable[..., Client]
PROSE = "Pasien menunggu 95 menit."
PEOPLE = (
    "owner",
    "colleague",
    "supporter",
    "stranger",
    "admin",
    "steward",
    "reviewer",
    "foreigner",
    "foreign_admin",
    "outsider",
)


def section_url(program: Program, section: str) -> str:
    return program.plan.url("opd:section", pk=program.pk, section=section)


@pytest.mark.parametrize("section", SECTIONS)
def test_saving_a_page_as_it_was_shown_changes_nothing(
    cast: Cast, sign_in: SignIn, section: str
) -> None:
    program = build_program(cast, identity={"is_quick_win": True})
    before = stored(program, section)
    response = EditorClient(sign_in(cast.owner), program, section).post()
    assert (response.status_code, response["Location"]) == (302, section_url(program, section))
    assert stored(program, section) == before


def test_save_and_go_on_leads_to_the_next_section_and_at_last_to_the_sheet(
    cast: Cast, sign_in: SignIn
) -> None:
    program = build_program(cast)
    client = sign_in(cast.owner)
    places = [
        EditorClient(client, program, section).post({"next": "1"})["Location"]
        for section in ("identity", "budget", "alignment")
    ]
    assert places == [
        section_url(program, "objective"),
        section_url(program, "alignment"),
        program.get_absolute_url(),
    ]


def test_what_was_typed_is_stored(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    EditorClient(sign_in(cast.owner), program, "objective").post({"problem": PROSE})
    EditorClient(sign_in(cast.colleague), program, "budget").post({"csr-2028": "150 juta"})
    assert stored(program, "objective")["problem"] == PROSE
    assert stored(program, "budget")["budgets"]["csr"] == {"2028": "150000000"}


def test_the_form_is_open_to_the_leading_agency_alone(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    url = section_url(program, "identity")
    sent = {"base": "", "name": "Diubah orang lain", "sub_dimension": "LIV-2"}
    answers = {
        person: (
            sign_in(getattr(cast, person)).get(url).status_code,
            sign_in(getattr(cast, person)).post(url, sent).status_code,
        )
        for person in PEOPLE
    }
    assert answers == {
        "owner": (200, 422),
        "colleague": (200, 422),
        "supporter": (302, 403),
        "stranger": (404, 404),
        "admin": (302, 403),
        "steward": (302, 403),
        "reviewer": (404, 404),
        "foreigner": (404, 404),
        "foreign_admin": (404, 404),
        "outsider": (404, 404),
    }
    assert stored(program, "identity")["name"] == program.name


def test_a_supporting_agency_reads_the_sheet_instead(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    response = sign_in(cast.supporter).get(section_url(program, "budget"))
    assert response["Location"] == program.get_absolute_url()


def test_whoever_may_not_change_a_program_is_told_who_may(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    url = section_url(program, "budget")
    answer = sign_in(cast.supporter).post(url, {}, headers={"X-Autosave": "1"})
    assert (answer.status_code, answer.json()) == (
        403,
        {"saved": False, "message": "Hanya Dinas Kesehatan yang mengubah program ini."},
    )


def test_a_submitted_program_leads_to_its_sheet_and_takes_no_changes(
    cast: Cast, sign_in: SignIn
) -> None:
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "objective")
    submit_program(program=program, actor=cast.colleague)
    assert editor.client.get(editor.url)["Location"] == program.get_absolute_url()
    response = editor.post({"problem": PROSE})
    assert response.status_code == 409
    assert read_form(response.content.decode())["problem"] == [PROSE]
    answer = editor.autosave({"problem": PROSE})
    assert (answer.status_code, answer.json()["overwrite"]) == (409, "")
    assert "oleh Colleague pada" in answer.json()["message"]


def test_a_section_that_does_not_exist_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    program = submitted_program(cast)
    response = sign_in(cast.owner).get(f"{program.get_absolute_url()}rahasia/")
    assert response.status_code == 404


def test_the_quick_win_section_opens_with_its_mark(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    client = sign_in(cast.owner)
    answer = client.get(section_url(program, "quick_win"))
    assert answer["Location"] == section_url(program, "identity")
    EditorClient(client, program, "identity").post({"is_quick_win": "on"})
    assert client.get(section_url(program, "quick_win")).status_code == 200


def test_a_refused_page_keeps_everything_typed_and_links_to_each_field(
    cast: Cast, sign_in: SignIn
) -> None:
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "budget")
    response = editor.post({"csr-2026": "seratus <juta>", "hibah-2030": "2 M"})
    page = response.content.decode()
    assert response.status_code == 422
    kept = read_form(page)
    assert (kept["csr-2026"], kept["hibah-2030"]) == (["seratus <juta>"], ["2 M"])
    assert page.count('href="#id_csr-2026"') == 1
    assert page.count('aria-describedby="id_csr-2026_error"') == 1
    assert page.count('id="id_csr-2026_error"') == 1
    assert page.count("cell is-invalid") == 1
    assert "csr" not in stored(program, "budget")["budgets"]


def test_a_value_outside_the_choices_is_refused_and_still_shown(
    cast: Cast, sign_in: SignIn
) -> None:
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "identity")
    response = editor.post({"start_year": "2050", "name": "x" * 201})
    kept = read_form(response.content.decode())
    assert response.status_code == 422
    assert (kept["start_year"], kept["name"]) == (["2050"], ["x" * 201])


def test_text_cannot_become_markup(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "objective")
    editor.post({"problem": "</textarea><script>alert(1)</script>"})
    assert editor.load()["problem"] == ["</textarea><script>alert(1)</script>"]


def test_a_row_is_added_without_script_and_nothing_is_lost_or_stored(
    cast: Cast, sign_in: SignIn
) -> None:
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "activities")
    before = stored(program, "activities")
    typed = {"activities-0-name": "", "activities-0-output": "22 paket", "districts": []}
    response = editor.post({**typed, "add": "activities"})
    page = response.content.decode()
    kept = read_form(page)
    assert response.status_code == 200
    assert kept["activities-TOTAL_FORMS"] == ["2"]
    assert kept["activities-0-output"] == ["22 paket"]
    assert kept["activities-1-name"] == [""]
    assert "is-invalid" not in page
    assert stored(program, "activities") == before
    editor.shown = kept
    editor.post({"activities-0-name": "Satu", "activities-1-name": "Dua"})
    assert [row["name"] for row in stored(program, "activities")["activities"]] == ["Satu", "Dua"]


def test_a_ticked_row_is_removed(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "indicators")
    editor.post({"indicators-0-DELETE": "on"})
    assert [row["name"] for row in stored(program, "indicators")["indicators"]] == [
        "Kepuasan pasien"
    ]


def test_findings_lead_to_the_field_that_mends_them(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast, complete=False)
    client = sign_in(cast.owner)
    pages = {
        section: client.get(section_url(program, section)).content.decode()
        for section in ("identity", "activities", "indicators", "budget")
    }
    assert 'href="#id_nomenclature_code"' in pages["identity"]
    assert 'href="#id_novelty_0"' in pages["identity"]
    assert 'href="#f-activities"' in pages["activities"]
    assert 'id="f-activities"' in pages["activities"]
    assert 'href="#id_districts_0"' in pages["activities"]
    assert 'href="#f-indicators"' in pages["indicators"]
    assert 'id="f-budgets"' in pages["budget"]


def test_open_notes_stand_beside_their_section(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    open_thread(
        program=program, actor=cast.admin, section="budget", text="Dari mana angka **2028**?"
    )
    client = sign_in(cast.owner)
    sentence = "Dari mana angka <strong>2028</strong>?"
    assert sentence in client.get(section_url(program, "budget")).content.decode()
    assert sentence not in client.get(section_url(program, "identity")).content.decode()


def test_a_new_program_begins_with_name_and_sub_dimension(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.owner)
    url = cast.plan.url("opd:program_create")
    assert client.get(url).status_code == 200
    response = client.post(url, {"name": "Rujukan Cepat", "sub_dimension": "LIV-2"})
    program = Program.objects.get()
    assert response["Location"] == section_url(program, "identity")
    assert (program.name, program.code, program.lead_agency) == (
        "Rujukan Cepat",
        "LIV-01",
        cast.dinkes,
    )


def test_a_new_program_without_name_or_place_is_refused_with_what_was_typed(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.owner)
    url = cast.plan.url("opd:program_create")
    first = client.post(url, {"name": "Rujukan <Cepat>", "sub_dimension": "XXX-1"})
    second = client.post(url, {"name": " ", "sub_dimension": "GOV-1"})
    assert (first.status_code, second.status_code) == (422, 422)
    assert 'value="Rujukan &lt;Cepat&gt;"' in first.content.decode()
    assert "Subdimensi ini tidak ada dalam edisi pedoman. Pilih dari daftar." in (
        first.content.decode()
    )
    assert read_form(second.content.decode(), "create-form")["sub_dimension"] == ["GOV-1"]
    assert Program.objects.count() == 0


def test_only_staff_add_programs(cast: Cast, sign_in: SignIn) -> None:
    url = cast.plan.url("opd:program_create")
    people = ("owner", "supporter", "admin", "steward", "reviewer", "foreigner", "outsider")
    answers = {who: sign_in(getattr(cast, who)).get(url).status_code for who in people}
    assert answers == {
        "owner": 200,
        "supporter": 200,
        "admin": 404,
        "steward": 404,
        "reviewer": 404,
        "foreigner": 404,
        "outsider": 404,
    }


@pytest.mark.parametrize(
    ("section", "rows", "queries"),
    [
        ("identity", "partners", 18),
        ("activities", "activities", 17),
        ("indicators", "indicators", 16),
        ("alignment", "alignments", 18),
    ],
)
def test_a_page_asks_the_database_as_often_for_three_rows_as_for_one(
    cast: Cast, sign_in: SignIn, section: str, rows: str, queries: int
) -> None:
    program = build_program(cast)
    content = complete_content(program)[section]
    for code in ("IKU-02", "IKU-03"):
        cast.rpjmd.indicators.create(element=cast.rpjmd_indicator.element, code=code, name=code)
    client = sign_in(cast.owner)
    client.get(section_url(program, section))  # what is kept from the first page on

    def count(number: int) -> int:
        first = content[rows][0]
        made = [{**first, "name": f"Baris {place}"} for place in range(1, number + 1)]
        if rows == "alignments":
            made = [{**first, "rpjmd_indicator": f"IKU-0{place}"} for place in range(1, number + 1)]
        change_program(
            program=program, actor=cast.owner, section=section, content={**content, rows: made}
        )
        with CaptureQueriesContext(connection) as captured:
            assert client.get(section_url(program, section)).status_code == 200
        return len(captured)

    assert [count(1), count(3)] == [queries, queries]


def test_targets_that_add_up_are_marked_and_shown_on_the_sheet(cast: Cast, sign_in: SignIn) -> None:
    program, client = build_program(cast), sign_in(cast.owner)
    editor = EditorClient(client, program, "indicators")
    assert editor.autosave({"indicators-0-adds_up": "on"}).status_code == 200
    rows = stored(program, "indicators")["indicators"]
    assert [row["adds_up"] for row in rows] == [True, False]
    assert text_of(client.get(program.get_absolute_url())).count("dijumlahkan") == 1


def test_what_is_said_of_an_indicator_leads_to_its_row(cast: Cast, sign_in: SignIn) -> None:
    program, client = build_program(cast), sign_in(cast.owner)
    editor = EditorClient(client, program, "indicators")
    answer = editor.post({"indicators-1-target_2030": "845"}).content.decode()
    pk = stored(program, "indicators")["indicators"][1]["id"]
    shown = client.get(editor.url).content.decode()
    assert answer == ""
    assert f'<a href="#f-indicators.{pk}">“Kepuasan pasien”, target 2030: 845' in shown
    assert f'id="f-indicators.{pk}"' in shown
