"""The document as a file: what a reader finds in it, and what never gets into it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from masterplan.document import compose
from masterplan.document.press import bind
from masterplan.rendering import Engine
from tests.masterplan.plans import HOSTILE_NAME
from tests.masterplan.reading import Reading

# The document is made once for all, from a database; pytest-django makes one for marked tests.
pytestmark = pytest.mark.django_db


def test_the_chapters_stand_in_the_order_of_the_outline(final: Reading) -> None:
    assert [title for depth, title, _page in final.bookmarks() if depth == 0] == [
        "Daftar Isi",
        "Daftar Tabel dan Gambar",
        "BAB I Pendahuluan",
        "BAB II Visi, Misi, dan Sasaran",
        "BAB III Smart Governance",
        "BAB IV Smart Branding",
        "BAB V Smart Economy",
        "BAB VI Smart Living",
        "BAB VII Smart Society",
        "BAB VIII Smart Environment",
        "BAB IX Rencana Aksi",
        "BAB X Quick Win",
        "BAB XI Peta Jalan",
        "BAB XII Kelembagaan dan Pendanaan",
        "BAB XIII Penutup",
        "Lampiran A Keselarasan Program dengan RPJMD",
        "Lampiran B Dukungan Program terhadap RPJMD",
        "Lampiran C Matriks Keselarasan",
        "Lampiran D Perangkat Daerah dan Programnya",
    ]


def test_page_numbers_in_contents_and_lists_are_where_they_lead(final: Reading) -> None:
    numbered = [link for link in final.links() if link.words.isdigit()]
    assert len(numbered) > 30
    assert [int(link.words) for link in numbered] == [link.to for link in numbered]


def test_every_chapter_section_and_program_is_in_the_contents(final: Reading) -> None:
    listed = {link.to for link in final.links() if link.page < 6 and link.words.isdigit()}
    headings = {
        page for depth, title, page in final.bookmarks() if depth <= 1 and title != "Daftar Isi"
    }
    assert headings - listed == set()


def test_every_page_but_cover_and_openings_says_where_it_stands(final: Reading) -> None:
    total = final.page_count
    openings = {
        page
        for depth, title, page in final.bookmarks()
        if depth == 0 and title.split(" ", 2)[-1].startswith("Smart ")
    }
    for page in range(1, total + 1):
        is_numbered = f"Halaman {page} dari {total}" in final.text(page)
        assert is_numbered == (page != 1 and page not in openings)


def test_every_internal_link_leads_somewhere(final: Reading) -> None:
    assert all(1 <= link.to <= final.page_count for link in final.links())


def test_only_the_chosen_typeface_is_embedded(final: Reading, engine: Engine) -> None:
    faces = [name.split("+")[1] for name in final.faces()]
    assert {name.split("-")[0] for name in faces} == {engine.typeface.FAMILY}
    assert len(faces) == len(set(faces))


def test_qpdf_finds_nothing_wrong(final_pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "document.pdf"
    file.write_bytes(final_pdf)
    result = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
    assert (result.returncode, "WARNING" in result.stdout + result.stderr) == (0, False)


def test_the_same_content_gives_the_same_bytes(
    contents: tuple[str, str], final_pdf: bytes, engine: Engine
) -> None:
    assert bind(compose(contents[0]), engine).pdf == final_pdf


def test_every_approved_program_has_one_sheet_and_the_others_none(final: Reading) -> None:
    assert [title for title, _page in final.programs()] == [
        f"GOV-01 {HOSTILE_NAME}",
        "LIV-01 Telemedisin Puskesmas",
    ]
    text = final.all_text()
    assert [name in text for name in ("Parkir Nontunai", "Kampung Iklim")] == [False, False]


def test_a_draft_marks_every_program_with_its_state(draft: Reading) -> None:
    words = ("Disetujui", "Diajukan", "Dikembalikan", "Draf")
    states = {
        title.split()[0]: [word for word in words if f" {word} " in draft.text(page)]
        for title, page in draft.programs()
    }
    assert states == {
        "GOV-01": ["Disetujui"],
        "ECO-01": ["Diajukan"],
        "LIV-01": ["Disetujui"],
        "ENV-01": ["Draf"],
    }


def test_a_draft_is_watermarked_on_every_page_and_the_final_document_on_none(
    draft: Reading, final: Reading
) -> None:
    def marked(reading: Reading) -> list[bool]:
        return [
            any(b"/Watermark" in part.read_bytes() for part in page.Contents)
            for page in reading.pdf.pages
        ]

    assert set(marked(draft)) == {True}
    assert set(marked(final)) == {False}


def test_a_draft_says_which_texts_are_not_written(draft: Reading, final: Reading) -> None:
    sentence = "Naskah bagian ini belum ditulis."
    assert (sentence in draft.all_text(), sentence in final.all_text()) == (True, False)


def test_what_people_type_stays_text(final: Reading) -> None:
    text = final.all_text()
    assert HOSTILE_NAME in text
    for typed in ("<b>tebal</b>", "{{ 6*7 }}", "<style>p{color:red}</style>"):
        assert typed in text


def test_no_link_picture_or_action_of_a_person_gets_into_the_file(final: Reading) -> None:
    names = [
        key
        for item in final.pdf.objects
        if hasattr(item, "keys")
        for key in item.keys()  # noqa: SIM118 - a pikepdf object is no mapping
    ]
    assert {"/URI", "/JS", "/JavaScript", "/Launch", "/EmbeddedFiles"} & {*names} == set()


def test_money_targets_and_periods_are_printed_as_indonesians_write_them(final: Reading) -> None:
    page = final.page_of("LIV-01")
    sheet = final.text(page) + " " + final.text(page + 1)
    for printed in ("2026–2030", "1.250", "6.250", "Rp6.250 juta", "72,5", "Bank Jatim"):
        assert printed in sheet


def test_the_rpjmd_annex_shows_both_directions(final: Reading) -> None:
    by_program = final.text(final.page_of("Lampiran A"))
    by_objective = final.text(final.page_of("Lampiran B"))
    assert "LIV-01 Telemedisin Puskesmas IKU-01 Umur Harapan Hidup Langsung" in by_program
    assert "IKU-01 Umur Harapan Hidup IKU tahun 73,66 (2024) 73,9 GOV-01, LIV-01" in by_objective


def test_tables_and_headings_are_tagged_for_screen_readers(final: Reading) -> None:
    kinds = {
        str(item.S)
        for item in final.pdf.objects
        if hasattr(item, "keys") and "/S" in item and "/P" in item
    }
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Link", "/Figure"} <= kinds
    assert (str(final.pdf.Root.Lang), bool(final.pdf.Root.MarkInfo.Marked)) == ("id-ID", True)
