"""Autosave: ids of new rows, sentences, conflicts, rows of others, ended sessions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, build_program
from tests.opd.editor_posts import EditorClient, read_form, stored

SignIn = Callable[..., Client]
PROSE = "Pasien menunggu 95 menit."


def test_autosave_answers_with_the_next_fingerprint_and_the_ids_of_new_rows(
    cast: Cast, sign_in: SignIn
) -> None:
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "identity")
    new = {"partners-TOTAL_FORMS": "3", "partners-1-name": "", "partners-2-name": "UNIRA"}
    first = editor.autosave(new).json()
    old_id, new_id = program.partners.values_list("pk", flat=True)
    assert first["saved"] is True
    assert first["ids"] == {"partners-0": old_id, "partners-2": new_id}
    again = {**new, "partners-2-id": new_id, "partners-2-name": "Universitas Madura"}
    second = editor.autosave({**again, "base": first["base"]}).json()
    assert second["ids"] == first["ids"]
    assert [row["name"] for row in stored(program, "identity")["partners"]] == [
        "Bank Jatim",
        "Universitas Madura",
    ]


def test_an_autosave_whose_answer_got_lost_can_be_sent_again(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "identity")
    new = {"partners-TOTAL_FORMS": "2", "partners-1-name": "UNIRA"}
    first = editor.autosave(new).json()
    second = editor.autosave(new).json()
    assert (second["ids"], second["base"]) == (first["ids"], first["base"])
    assert program.partners.count() == 2


def test_autosave_says_what_is_wrong_and_where(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "identity")
    response = editor.autosave({"nomenclature_code": "2-16", "partners-0-name": ""})
    assert response.status_code == 422
    assert response.json() == {
        "saved": False,
        "message": "Ada isian yang perlu diperbaiki.",
        "errors": [
            {
                "place": "id_nomenclature_code",
                "message": "Kode nomenklatur berbentuk 2.16.03 (program), 2.16.03.2.02 "
                "(kegiatan) atau 2.16.03.2.02.0038 (subkegiatan).",
            },
            {
                "place": "id_partners-0-name",
                "message": "Tulis nama mitra, atau hapus barisnya.",
            },
        ],
        "overwrite": "",
    }


def test_autosave_shows_the_findings_and_ticks_as_they_now_are(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "objective")
    answer = editor.autosave({"problem": ""}).json()
    assert "Masalah yang dijawab program belum ditulis." in answer["findings_html"]
    assert answer["sections_html"].count("section-done") == 5


def test_of_two_people_the_second_reads_who_was_first_and_keeps_their_text(
    cast: Cast, sign_in: SignIn
) -> None:
    program = build_program(cast)
    first = EditorClient(sign_in(cast.owner), program, "objective")
    second = EditorClient(sign_in(cast.colleague), program, "objective")
    first.post({"problem": PROSE})
    response = second.post({"problem": "Yang kedua"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "oleh Owner pada" in page
    assert read_form(page)["problem"] == ["Yang kedua"]
    answer = second.autosave({"problem": "Yang kedua"})
    assert answer.status_code == 409
    assert "oleh Owner pada" in answer.json()["message"]
    assert stored(program, "objective")["problem"] == PROSE


def test_whoever_read_of_a_conflict_may_overwrite_what_they_saw(
    cast: Cast, sign_in: SignIn
) -> None:
    program = build_program(cast)
    first = EditorClient(sign_in(cast.owner), program, "identity")
    second = EditorClient(sign_in(cast.colleague), program, "identity")
    first.post({"partners-0-DELETE": "on"})
    mine = {"partners-0-contribution": "Hibah"}
    newest = second.autosave(mine).json()["overwrite"]
    assert second.autosave({**mine, "overwrite": newest}).json()["saved"] is True
    assert [row["contribution"] for row in stored(program, "identity")["partners"]] == ["Hibah"]
    # The permission to overwrite was for that one version.
    assert second.autosave({**mine, "name": "Lagi", "overwrite": newest}).status_code == 409


def test_other_sections_may_be_edited_at_the_same_time(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    first = EditorClient(sign_in(cast.owner), program, "objective")
    second = EditorClient(sign_in(cast.colleague), program, "budget")
    first.post({"problem": PROSE})
    assert second.autosave({"csr-2026": "1 jt"}).status_code == 200


@pytest.mark.parametrize(
    ("section", "field", "place"),
    [
        ("identity", "partners-0-id", "f-partners."),
        ("activities", "activities-0-id", "f-activities."),
        ("indicators", "indicators-0-id", "f-indicators."),
        ("alignment", "alignments-0-id", "f-alignments."),
    ],
)
def test_rows_of_another_program_are_neither_changed_nor_taken(
    cast: Cast, sign_in: SignIn, section: str, field: str, place: str
) -> None:
    program, other = build_program(cast), build_program(cast, "Lain")
    before = stored(program, section), stored(other, section)
    foreign = before[1][field.split("-")[0]][0]["id"]
    answer = EditorClient(sign_in(cast.owner), program, section).autosave({field: foreign})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "place": f"{place}{foreign}",
            "message": "Baris ini tidak ada pada program ini. Hapus, lalu tambahkan baris baru.",
        }
    ]
    assert (stored(program, section), stored(other, section)) == before


def test_without_a_session_the_autosave_is_sent_to_the_sign_in(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    editor = EditorClient(sign_in(cast.owner), program, "objective")
    editor.client.logout()
    response = editor.autosave({"problem": PROSE})
    assert response.status_code == 302
    assert response["Location"].startswith("/akun/")
