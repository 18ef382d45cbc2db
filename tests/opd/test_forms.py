"""Forms of the editor: what they show is what they yield, and what they refuse they explain."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict

from opd.content import SECTIONS, read_content, with_content
from opd.forms import SectionForm, section_form
from opd.forms.alignment import find_indicator
from opd.forms.indicators import read_aloud
from opd.models import FundingSource, Program
from rpjmd.models import Indicator as RpjmdIndicator
from tests.cast import Cast, build_program
from workspace.models import Agency, District


def fresh(program: Program) -> Program:
    return with_content(Program.objects.filter(pk=program.pk)).get()


def form_of(program: Program, section: str, data: dict[str, Any] | None = None) -> SectionForm:
    program = fresh(program)
    stored = read_content(program)[section]  # type: ignore[literal-required]
    return section_form(section, program, stored, data=None if data is None else query(data))


def query(data: dict[str, Any]) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def rows(name: str, *contents: dict[str, Any]) -> dict[str, Any]:
    """What a list of rows sends."""
    sent: dict[str, Any] = {f"{name}-TOTAL_FORMS": len(contents), f"{name}-INITIAL_FORMS": 0}
    for place, content in enumerate(contents):
        sent |= {f"{name}-{place}-{key}": value for key, value in content.items()}
    return sent


def messages(form: SectionForm) -> list[str]:
    assert not form.is_valid()
    return [problem.message for problem in form.problems()]


def budget(**cells: str) -> dict[str, str]:
    return {name.replace("__", "-"): text for name, text in cells.items()}


@pytest.mark.parametrize(
    "text",
    ["1.250.000.000", "1250000000", "1,25 M", "1,25 miliar", "Rp 1.250.000.000,00", "1250 juta"],
)
def test_all_spellings_of_an_amount_are_one_number(cast: Cast, text: str) -> None:
    form = form_of(build_program(cast), "budget", budget(apbd_kabupaten__2026=text))
    assert form.is_valid()
    assert form.content() == {"budgets": {"apbd_kabupaten": {"2026": "1250000000"}}}
    assert form.spellings() == {"apbd_kabupaten-2026": "1.250.000.000"}


def test_an_amount_keeps_its_sen_exactly(cast: Cast) -> None:
    form = form_of(build_program(cast), "budget", budget(csr__2030="9.999.999.999.999,99"))
    assert form.is_valid()
    assert form.content() == {"budgets": {"csr": {"2030": "9999999999999.99"}}}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("satu miliar", "“satu miliar” tidak terbaca. Tulis misalnya 1.250.000.000 atau 1,25 M."),
        ("-5", "Anggaran tidak boleh negatif."),
        ("1,255", "Rupiah paling banyak dua angka di belakang koma."),
        ("1,2555555555 rb", "Rupiah paling banyak dua angka di belakang koma."),
        ("99999999999999999", "Angka ini terlalu besar."),
    ],
)
def test_an_amount_that_cannot_be_read_is_refused_beside_its_cell(
    cast: Cast, text: str, sentence: str
) -> None:
    form = form_of(build_program(cast), "budget", budget(kpbu__2027=text))
    assert not form.is_valid()
    assert [(one.place, one.message) for one in form.problems()] == [("id_kpbu-2027", sentence)]


def test_an_unreadable_cell_counts_for_nothing_in_the_totals(cast: Cast) -> None:
    cells = budget(csr__2026="10", hibah__2026="5", csr__2027="rusak", csr__2028="7")
    fields: Any = form_of(build_program(cast), "budget", cells).fields
    assert fields.year_totals() == [Decimal(15), 0, Decimal(7), 0, 0]
    assert [line.total for line in fields.grid()] == [
        Decimal(17) if source == "csr" else Decimal(5) if source == "hibah" else Decimal()
        for source in FundingSource
    ]
    assert fields.total() == Decimal(22)


def test_a_row_left_blank_is_no_row(cast: Cast) -> None:
    program = build_program(cast)
    sent = {
        "name": program.name,
        "sub_dimension": "LIV-2",
        **rows("partners", {"name": "UNIRA"}, {"name": "  "}, {"contribution": ""}),
    }
    form = form_of(program, "identity", sent)
    assert form.is_valid()
    assert form.content()["partners"] == [{"id": None, "name": "UNIRA", "contribution": ""}]


def test_a_removed_row_is_not_judged(cast: Cast) -> None:
    sent = rows("activities", {"name": "Pelatihan"}, {"output": "tanpa nama", "DELETE": "on"})
    form = form_of(build_program(cast), "activities", sent)
    assert form.is_valid()
    assert [row["name"] for row in form.content()["activities"]] == ["Pelatihan"]


def test_a_row_without_a_name_says_so_beside_it(cast: Cast) -> None:
    form = form_of(build_program(cast), "activities", rows("activities", {"output": "21 paket"}))
    assert not form.is_valid()
    assert [(one.place, one.label, one.message) for one in form.problems()] == [
        (
            "id_activities-0-name",
            "Kegiatan 1: Kegiatan",
            "Tulis nama kegiatan, atau hapus barisnya.",
        )
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"start_year": "2031"}, "Tahun 2031 di luar periode rencana 2026–2030."),
        ({"start_year": "dua"}, "Tahun dua di luar periode rencana 2026–2030."),
        (
            {"start_year": "2028", "end_year": "2027"},
            "Tahun selesai mendahului tahun mulai.",
        ),
        (
            {"code": "2-16"},
            "Kode nomenklatur berbentuk 2.16.03 (program), 2.16.03.2.02 (kegiatan) "
            "atau 2.16.03.2.02.0038 (subkegiatan).",
        ),
        ({"family": "lain"}, "“lain” bukan pilihan yang ada. Pilih dari daftar."),
        ({"output": "x" * 301}, "Paling panjang 300 huruf; teks ini 301 huruf."),
        (
            {"output": "a\x00b"},
            "Teks ini memuat karakter tersembunyi. Ketik ulang, atau tempel sebagai teks biasa.",
        ),
    ],
)
def test_bad_input_in_a_row_gets_a_sentence(cast: Cast, row: dict[str, str], sentence: str) -> None:
    sent = rows("activities", {"name": "Pelatihan", **row})
    assert messages(form_of(build_program(cast), "activities", sent)) == [sentence]


def test_a_text_of_a_hundred_thousand_letters_is_refused_with_its_length(cast: Cast) -> None:
    form = form_of(build_program(cast), "objective", {"problem": "a" * 100_000})
    assert messages(form) == ["Paling panjang 20000 huruf; teks ini 100000 huruf."]


def test_line_ends_are_stored_in_one_way(cast: Cast) -> None:
    form = form_of(build_program(cast), "objective", {"problem": "satu\r\ndua\rtiga\n"})
    assert form.is_valid()
    assert form.content()["problem"] == "satu\ndua\ntiga"


def test_a_row_of_another_program_is_refused(cast: Cast) -> None:
    program, other = build_program(cast), build_program(cast, "Lain")
    foreign = other.partners.get().pk
    sent = {
        "name": program.name,
        "sub_dimension": "LIV-2",
        **rows("partners", {"id": foreign, "name": "Diambil"}),
    }
    assert messages(form_of(program, "identity", sent)) == [
        "Baris ini tidak ada pada program ini. Hapus, lalu tambahkan baris baru."
    ]


def test_a_row_sent_twice_is_refused(cast: Cast) -> None:
    program = build_program(cast)
    own = program.partners.get().pk
    sent = {
        "name": program.name,
        "sub_dimension": "LIV-2",
        **rows("partners", {"id": own, "name": "Satu"}, {"id": own, "name": "Dua"}),
    }
    assert messages(form_of(program, "identity", sent)) == ["Baris ini terkirim dua kali."]


def test_identity_takes_only_what_belongs_to_the_region_and_the_guide(cast: Cast) -> None:
    program = build_program(cast)
    Agency.objects.create(region=cast.foreign_plan.region, name="Dinas Sosial", short_name="Sosial")
    sent = {
        "name": "",
        "sub_dimension": "XXX-9",
        "supporting": ["Dishub", "Sosial"],
        "start_year": "2029",
        "end_year": "2027",
        **rows("partners"),
    }
    form = form_of(program, "identity", sent)
    assert not form.is_valid()
    assert {one.place: one.message for one in form.problems()} == {
        "id_name": "Beri program ini nama.",
        "id_sub_dimension": "“XXX-9” bukan pilihan yang ada. Pilih dari daftar.",
        "id_supporting_0": "“Sosial” tidak dapat menjadi pendukung program ini.",
        "id_end_year": "Tahun selesai mendahului tahun mulai.",
    }


def test_the_leading_agency_cannot_support_itself(cast: Cast) -> None:
    program = build_program(cast)
    sent = {"name": "A", "sub_dimension": "LIV-2", "supporting": "Dinkes", **rows("partners")}
    assert messages(form_of(program, "identity", sent)) == [
        "“Dinkes” tidak dapat menjadi pendukung program ini."
    ]


def test_a_kecamatan_of_another_region_is_refused(cast: Cast) -> None:
    foreign = District.objects.get(region=cast.foreign_plan.region)
    sent = {"districts": ["35.28.10", foreign.code], **rows("activities")}
    assert messages(form_of(build_program(cast), "activities", sent)) == [
        f"“{foreign.code}” bukan kecamatan di daerah ini."
    ]


def test_targets_are_kept_as_text_with_the_number_read_back(cast: Cast) -> None:
    row = {
        "name": "Nilai SAKIP",
        "baseline": "B",
        "baseline_year": "2025",
        "target_2026": "≥ 85,5%",
        "target_2027": "1250",
        "target_2028": "",
    }
    form = form_of(build_program(cast), "indicators", rows("indicators", row))
    assert form.is_valid()
    content = form.content()["indicators"][0]
    assert content["targets"] == {"2026": "≥ 85,5%", "2027": "1250"}
    assert content["baseline_year"] == 2025
    assert form.readings() == {
        "indicators-0-baseline": "teks",
        "indicators-0-target_2026": "= 85,5",
        "indicators-0-target_2027": "= 1.250",
    }


def test_a_text_without_number_is_called_a_text() -> None:
    assert [read_aloud(text) for text in ("WTP", "1.250 orang")] == ["teks", "= 1.250"]


@pytest.mark.parametrize("text", ["25", "tahun lalu", "1999", "20255"])
def test_a_baseline_year_must_be_a_year(cast: Cast, text: str) -> None:
    sent = rows("indicators", {"name": "A", "baseline_year": text})
    assert messages(form_of(build_program(cast), "indicators", sent)) == [
        f"“{text}” bukan tahun. Tulis misalnya 2025."
    ]


def test_an_rpjmd_indicator_is_linked_once(cast: Cast) -> None:
    link = {"rpjmd_indicator": "IKU-01 Umur Harapan Hidup", "reason": "Ya"}
    sent = rows("alignments", link, {**link, "rpjmd_indicator": "iku-01"})
    assert messages(form_of(build_program(cast), "alignment", sent)) == [
        "Satu indikator RPJMD cukup ditautkan sekali."
    ]


def test_an_indicator_of_another_program_cannot_move_the_link(cast: Cast) -> None:
    program, other = build_program(cast), build_program(cast, "Lain")
    link = {
        "rpjmd_indicator": "IKU-01",
        "program_indicator": str(other.indicators.all()[0].pk),
    }
    assert messages(form_of(program, "alignment", rows("alignments", link))) == [
        "Indikator ini bukan milik program ini."
    ]


@pytest.mark.parametrize("text", ["IKU-99", "Umur", "IKU-01 Lain"])
def test_only_indicators_of_the_current_rpjmd_can_be_linked(cast: Cast, text: str) -> None:
    sent = rows("alignments", {"rpjmd_indicator": text})
    assert messages(form_of(build_program(cast), "alignment", sent)) == [
        "Indikator ini tidak ada dalam RPJMD yang berlaku. Pilih dari daftar."
    ]


def test_an_indicator_is_found_by_code_or_by_code_and_name() -> None:
    indicator = RpjmdIndicator(code="IKU 01", name="Umur Harapan Hidup")
    offered = {"IKU 01": indicator}
    for text in ("IKU 01", " iku  01 ", "IKU 01 Umur Harapan Hidup", "iku 01 umur harapan hidup"):
        assert find_indicator(text, offered) is indicator
    assert find_indicator("", offered) is None


def test_a_form_cut_off_on_the_way_is_refused(cast: Cast) -> None:
    form = form_of(build_program(cast), "activities", {"activities-0-name": "Pelatihan"})
    assert messages(form) == [
        "Isian ini tidak sampai dengan utuh. Kirim sekali lagi, atau muat ulang halaman."
    ]


def test_more_rows_than_a_program_can_have_are_refused(cast: Cast) -> None:
    sent = rows("activities", *({"name": f"Kegiatan {place}"} for place in range(61)))
    form = form_of(build_program(cast), "activities", sent)
    assert not form.is_valid()
    assert [(one.place, one.message) for one in form.problems()] == [
        ("f-activities", "Paling banyak 60 baris.")
    ]


def test_every_section_has_a_form() -> None:
    from opd.forms import SECTION_FORMS
    from opd.guidance import GUIDANCE

    assert list(SECTION_FORMS) == list(SECTIONS)
    assert list(GUIDANCE) == list(SECTIONS)
