"""The pages of the RPJMD: who reads and edits, what they say, how many queries they need."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, TestCase

from rpjmd.content import read_indicator
from rpjmd.importing import read_workbook, rpjmd_workbook
from rpjmd.models import Element, Indicator, Level, Link, Version
from rpjmd.queries import read_rpjmd
from tests.cast import Cast, build_program
from tests.rpjmd.contents import content, element, indicator
from workspace.models import Membership, User

SignIn = Callable[[User | Membership], Client]
READERS = ["owner", "supporter", "stranger", "admin", "steward", "reviewer"]
STRANGERS = ["foreigner", "foreign_admin", "outsider"]


def page(cast: Cast, name: str, **kwargs: Any) -> str:
    return cast.plan.url(f"rpjmd:{name}", **kwargs)


def addresses(cast: Cast) -> dict[str, str]:
    objective = Element.objects.get(version=cast.rpjmd, code="S1").pk
    measure = cast.rpjmd_indicator.pk
    return {
        "rpjmd": page(cast, "rpjmd"),
        "version": page(cast, "version"),
        "element_add": page(cast, "element_add"),
        "element": page(cast, "element", pk=objective),
        "element_delete": page(cast, "element_delete", pk=objective),
        "indicator_add": page(cast, "indicator_add"),
        "indicator": page(cast, "indicator", pk=measure),
        "indicator_delete": page(cast, "indicator_delete", pk=measure),
        "workbook": page(cast, "workbook"),
        "workbook_template": page(cast, "workbook_template"),
        "workbook_download": page(cast, "workbook_download"),
    }


def opened(client: Client, cast: Cast) -> set[str]:
    return {
        name for name, address in addresses(cast).items() if client.get(address).status_code == 200
    }


def test_every_member_reads_and_only_the_steward_edits(cast: Cast, sign_in: SignIn) -> None:
    everything = set(addresses(cast))
    expected = {who: {"rpjmd"} for who in READERS} | {who: set() for who in STRANGERS}
    expected |= {"steward": everything, "admin": {"rpjmd", "workbook_download"}}
    found = {who: opened(sign_in(getattr(cast, who)), cast) for who in (*READERS, *STRANGERS)}
    assert found == expected


def test_a_visitor_is_asked_to_sign_in(cast: Cast, client: Client) -> None:
    statuses = {client.get(address).status_code for address in addresses(cast).values()}
    assert statuses == {302}


def test_another_regions_element_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    foreign = Element.objects.get(version__plan=cast.foreign_plan, code="S1")
    measure = Indicator.objects.get(version__plan=cast.foreign_plan)
    for address in (
        page(cast, "element", pk=foreign.pk),
        page(cast, "element_delete", pk=foreign.pk),
        page(cast, "indicator", pk=measure.pk),
        page(cast, "indicator_delete", pk=measure.pk),
    ):
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


def grow(cast: Cast, number: int) -> None:
    """More of everything that the page shows."""
    mission = Element.objects.get(version=cast.rpjmd, code="M1")
    for place in range(number):
        row = Element.objects.create(
            version=cast.rpjmd,
            level=Level.OBJECTIVE,
            code=f"X{number}{place}",
            text="Contoh",
            agency=cast.dinkes,
        )
        Link.objects.create(parent=mission, child=row)
        Link.objects.create(parent=Element.objects.get(version=cast.rpjmd, code="S1"), child=row)
        measure = Indicator.objects.create(
            version=cast.rpjmd, element=row, code=f"I{number}{place}", name="x", agency=cast.dishub
        )
        measure.targets.create(year=2026, text="1")


@pytest.mark.parametrize(("who", "queries"), [("reviewer", 10), ("steward", 10)])
def test_the_page_needs_the_same_queries_whatever_it_shows(
    cast: Cast, sign_in: SignIn, who: str, queries: int
) -> None:
    client = sign_in(getattr(cast, who))
    address = page(cast, "rpjmd")
    for number in (1, 3):
        grow(cast, number)
        with TestCase().assertNumQueries(queries):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(("name", "queries"), [("element", 9), ("indicator", 8)])
def test_the_forms_need_the_same_queries_whatever_there_is(
    cast: Cast, sign_in: SignIn, name: str, queries: int
) -> None:
    client = sign_in(cast.steward)
    address = addresses(cast)[name]
    for number in (1, 3):
        grow(cast, number)
        with TestCase().assertNumQueries(queries):
            assert client.get(address).status_code == 200


def test_an_element_with_two_parents_is_shown_once_and_named_once(
    cast: Cast, sign_in: SignIn
) -> None:
    second = Element.objects.create(
        version=cast.rpjmd, level=Level.MISSION, code="M2", text="Kedua", position=1
    )
    objective = Element.objects.get(version=cast.rpjmd, code="S1")
    Link.objects.create(parent=second, child=objective)
    html = sign_in(cast.reviewer).get(page(cast, "rpjmd")).content.decode()
    assert html.count(f'id="unsur-{objective.pk}"') == 1
    assert html.count(f'<a href="#unsur-{objective.pk}">S1</a>') == 1
    assert html.count(f'<a href="#unsur-{second.pk}">M2</a>') == 1


def test_a_very_deep_chain_is_shown(cast: Cast, sign_in: SignIn) -> None:
    upper = Element.objects.get(version=cast.rpjmd, code="S1")
    rows = Element.objects.bulk_create(
        Element(version=cast.rpjmd, level=Level.GOAL, code=f"D{place}", text="x")
        for place in range(300)
    )
    Link.objects.bulk_create(
        Link(parent=parent, child=child)
        for parent, child in zip([upper, *rows], rows, strict=False)
    )
    html = sign_in(cast.reviewer).get(page(cast, "rpjmd")).content.decode()
    assert html.count('id="unsur-') == 302


def test_without_an_rpjmd_the_page_says_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    cast.rpjmd.delete()
    steward = sign_in(cast.steward).get(page(cast, "rpjmd")).content.decode()
    owner = sign_in(cast.owner).get(page(cast, "rpjmd")).content.decode()
    assert ("Ketik pokok RPJMD" in steward, "Bapperida memuatnya." in owner) == (True, True)
    assert sign_in(cast.steward).get(page(cast, "element_add")).status_code == 404


def test_findings_are_for_the_steward(cast: Cast, sign_in: SignIn) -> None:
    sentence = "IKU-01 belum punya kondisi akhir."
    found = {
        who: sentence in sign_in(getattr(cast, who)).get(page(cast, "rpjmd")).content.decode()
        for who in ("steward", "admin", "owner")
    }
    assert found == {"steward": True, "admin": False, "owner": False}


def post(client: Client, address: str, **values: Any) -> HttpResponse:
    """Post a form as the browser would: with all that it showed, changed by `values`."""
    form = client.get(address).context["form"]
    data = {
        field.html_name: value
        for field in form
        if (value := field.value()) not in (None, False, [])
    }
    return client.post(address, {**data, **values})  # type: ignore[return-value]


def test_the_steward_writes_the_first_version(cast: Cast, sign_in: SignIn) -> None:
    cast.rpjmd.delete()
    response = post(sign_in(cast.steward), page(cast, "version"), name="RPJMD 2025–2029")
    version = Version.objects.get(plan=cast.plan)
    assert (response.status_code, version.name, version.label) == (
        302,
        "RPJMD 2025–2029",
        "Murni",
    )


def test_the_steward_adds_an_element_below_another(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    address = page(cast, "element_add") + "?induk=S1"
    assert post(client, address, code="ST1", text="Perkuat layanan").status_code == 302
    assert read_rpjmd(cast.rpjmd)["elements"][-1] == element(
        "ST1", Level.STRATEGY, "S1", text="Perkuat layanan"
    )


def test_an_address_with_a_null_character_names_no_parent(cast: Cast, sign_in: SignIn) -> None:
    address = page(cast, "element_add") + "?induk=S1%00"
    assert sign_in(cast.steward).get(address).status_code == 200


def test_a_refused_element_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    address = addresses(cast)["element"]
    response = post(
        sign_in(cast.steward), address, code="M1", text="Teks panjang", nomenclature_code="salah"
    )
    form = response.context["form"]  # type: ignore[attr-defined]
    assert (response.status_code, form["text"].value(), sorted(form.errors)) == (
        422,
        "Teks panjang",
        ["nomenclature_code"],
    )
    response = post(sign_in(cast.steward), address, code="M1", text="Teks panjang")
    form = response.context["form"]  # type: ignore[attr-defined]
    assert (response.status_code, form["text"].value(), form.errors) == (
        422,
        "Teks panjang",
        {"code": ["Kode M1 dipakai lebih dari sekali."]},
    )


def test_a_circle_is_told_beside_the_parents(cast: Cast, sign_in: SignIn) -> None:
    address = page(cast, "element", pk=Element.objects.get(version=cast.rpjmd, code="M1").pk)
    response = post(sign_in(cast.steward), address, parents=["S1"])
    assert (response.status_code, response.context["form"].errors) == (  # type: ignore[attr-defined]
        422,
        {"parents": ["S1 berada di bawah unsur ini, jadi tidak dapat menjadi induknya."]},
    )


def test_another_regions_values_cannot_be_chosen(cast: Cast, sign_in: SignIn) -> None:
    address = addresses(cast)["indicator"]
    before = read_rpjmd(cast.rpjmd)
    response = post(sign_in(cast.steward), address, agency=cast.foreign_agency.pk, element="T99")
    assert sorted(response.context["form"].errors) == ["agency", "element"]  # type: ignore[attr-defined]
    assert read_rpjmd(cast.rpjmd) == before


def test_the_steward_changes_targets_in_the_grid(cast: Cast, sign_in: SignIn) -> None:
    values = {"target_2026": "74", "target_2030": "BB", "final_text": "75"}
    response = post(sign_in(cast.steward), addresses(cast)["indicator"], **values)
    row = read_indicator(Indicator.objects.get(pk=cast.rpjmd_indicator.pk))
    assert (response.status_code, row["targets"], row["final"]) == (
        302,
        {"2026": "74", "2030": "BB"},
        "75",
    )


def test_targets_that_add_up_are_marked_and_unmarked(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in(cast.steward), addresses(cast)["indicator"]
    for values, expected in (({"adds_up": "on"}, True), ({"adds_up": ""}, False)):
        assert post(client, address, **values).status_code == 302
        marked = "target dijumlahkan" in client.get(page(cast, "rpjmd")).content.decode()
        assert (Indicator.objects.get(pk=cast.rpjmd_indicator.pk).adds_up, marked) == (
            expected,
            expected,
        )


def test_a_bad_target_is_told_in_its_cell(cast: Cast, sign_in: SignIn) -> None:
    values = {"target_2027": "x" * 61, "baseline_year": "dua ribu"}
    response = post(sign_in(cast.steward), addresses(cast)["indicator"], **values)
    form = response.context["form"]  # type: ignore[attr-defined]
    assert (response.status_code, sorted(form.errors), form["target_2027"].value()) == (
        422,
        ["baseline_year", "target_2027"],
        "x" * 61,
    )


def test_two_stewards_at_once_one_wins(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in(cast.steward), addresses(cast)["indicator"]
    base = client.get(address).context["form"]["base"].value()
    assert post(client, address, name="Pertama").status_code == 302
    response = post(client, address, name="Kedua", base=base)
    assert response.status_code == 409
    assert 'value="Kedua"' in response.content.decode()
    assert Indicator.objects.get(pk=cast.rpjmd_indicator.pk).name == "Pertama"


def test_deleting_asks_first_and_says_why_it_cannot(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in(cast.steward), addresses(cast)["element_delete"]
    assert "1 indikator ikut dihapus beserta targetnya." in client.get(address).content.decode()
    program = build_program(cast)
    response = client.post(address)
    assert response.status_code == 422
    assert "IKU-01 masih ditautkan oleh 1 program" in response.content.decode()
    program.alignments.all().delete()
    assert client.post(address).status_code == 302
    assert [row["code"] for row in read_rpjmd(cast.rpjmd)["elements"]] == ["M1"]


def upload(client: Client, cast: Cast, data: bytes) -> Any:
    file = SimpleUploadedFile("rpjmd.xlsx", data)
    return client.post(page(cast, "workbook"), {"file": file})


def test_a_workbook_is_previewed_and_then_loaded(cast: Cast, sign_in: SignIn) -> None:
    client, before = sign_in(cast.steward), read_rpjmd(cast.rpjmd)
    whole = content(indicators=[indicator("IKU-01", "S1"), indicator("IKU-02", "S1")])
    preview = upload(client, cast, rpjmd_workbook(whole))
    counts = {
        row.label: (len(row.added), len(row.changed), row.unchanged, len(row.removed))
        for row in preview.context["differences"]
    }
    assert (preview.status_code, read_rpjmd(cast.rpjmd), counts) == (
        200,
        before,
        {"Misi": (0, 1, 0, 0), "Sasaran": (0, 1, 0, 0), "Indikator": (1, 1, 0, 0)},
    )
    kept = {"kept": preview.context["kept"]}
    response = client.post(page(cast, "workbook_confirm"), kept)
    assert (response.status_code, read_rpjmd(cast.rpjmd)) == (302, whole)


def test_what_a_workbook_would_delete_is_said_in_a_sentence(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    whole = content(indicators=[indicator("IKU-01", "S1"), indicator("IKU-02", "S1")])
    adding = upload(client, cast, rpjmd_workbook(whole))
    assert "akan dihapus" not in adding.content.decode()
    client.post(page(cast, "workbook_confirm"), {"kept": adding.context["kept"]})
    deleting = upload(client, cast, rpjmd_workbook(content())).content.decode()
    assert "1 baris yang tersimpan tidak ada di buku kerja ini dan akan dihapus." in deleting


def test_a_change_after_the_preview_is_shown_again(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    kept = {"kept": upload(client, cast, rpjmd_workbook(content())).context["kept"]}
    post(client, addresses(cast)["indicator"], name="Diubah")
    again = client.post(page(cast, "workbook_confirm"), kept)
    assert (again.status_code, read_rpjmd(cast.rpjmd)["indicators"][0]["name"]) == (409, "Diubah")
    response = client.post(page(cast, "workbook_confirm"), {"kept": again.context["kept"]})
    assert (response.status_code, read_rpjmd(cast.rpjmd)) == (302, content())


def test_a_preview_of_somebody_else_or_another_plan_does_not_count(
    cast: Cast, sign_in: SignIn
) -> None:
    client, before = sign_in(cast.steward), read_rpjmd(cast.rpjmd)
    kept = upload(client, cast, rpjmd_workbook(content())).context["kept"]
    cast.other_admin.role = "steward"
    cast.other_admin.save()
    other = sign_in(cast.other_admin)
    for who, text in ((other, kept), (client, kept[:-1]), (client, ""), (client, "x:y:z")):
        assert who.post(page(cast, "workbook_confirm"), {"kept": text}).status_code == 422
    assert read_rpjmd(cast.rpjmd) == before


def test_a_workbook_without_a_linked_indicator_goes_into_a_new_version_only(
    cast: Cast, sign_in: SignIn
) -> None:
    build_program(cast)
    client = sign_in(cast.steward)
    preview = upload(client, cast, rpjmd_workbook(content(indicators=[])))
    html = preview.content.decode()
    assert "IKU-01 masih ditautkan oleh 1 program" in html
    assert ('value="current"' in html, 'value="new" checked' in html) == (False, True)
    kept = {"kept": preview.context["kept"]}
    assert client.post(page(cast, "workbook_confirm"), kept).status_code == 422
    sent = {**kept, "into": "new", "label": "Perubahan I"}
    answer = client.post(page(cast, "workbook_confirm"), sent)
    version = Version.objects.get(plan=cast.plan, is_current=False)
    assert answer["Location"] == version.get_absolute_url()
    assert (version.label, version.indicators.count()) == ("Perubahan I", 0)
    assert cast.rpjmd.indicators.count() == 1


def test_a_label_that_is_taken_is_refused_and_stays(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    kept = {"kept": upload(client, cast, rpjmd_workbook(content())).context["kept"]}
    sent = {**kept, "into": "new", "label": "Murni"}
    answer = client.post(page(cast, "workbook_confirm"), sent)
    html = answer.content.decode()
    assert (answer.status_code, "Sudah ada RPJMD dengan versi Murni." in html) == (422, True)
    assert ('value="new" checked' in html, 'value="Murni"' in html) == (True, True)


def test_a_workbook_with_mistakes_is_listed_and_changes_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    before = read_rpjmd(cast.rpjmd)
    rows = [element("M1", Level.MISSION), element("M1", Level.MISSION, "M5")]
    response = upload(
        sign_in(cast.steward), cast, rpjmd_workbook(content(elements=rows, indicators=[]))
    )
    assert [row.place for row in response.context["problems"]] == [
        "STRUKTUR, baris 2, kolom B (KODE)",
        "STRUKTUR, baris 3, kolom B (KODE)",
        "STRUKTUR, baris 3, kolom D (INDUK)",
    ]
    assert (response.status_code, read_rpjmd(cast.rpjmd)) == (422, before)


@pytest.mark.parametrize("data", [b"", b"halo", b"PK\x03\x04rusak", bytes(6 * 2**20)])
def test_a_file_that_is_no_workbook_gets_a_sentence(
    cast: Cast, sign_in: SignIn, data: bytes
) -> None:
    response = upload(sign_in(cast.steward), cast, data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])


def test_the_download_can_be_loaded_again(cast: Cast, sign_in: SignIn) -> None:
    data = sign_in(cast.steward).get(page(cast, "workbook_download")).content
    assert read_workbook(data, cast.plan).content == read_rpjmd(cast.rpjmd)


def test_the_template_has_a_guide_and_the_heads_of_the_period(cast: Cast, sign_in: SignIn) -> None:
    data = sign_in(cast.steward).get(page(cast, "workbook_template")).content
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    heads = [cell.value for cell in workbook["INDIKATOR"][1]]
    assert (workbook.sheetnames, heads[11:17]) == (
        ["PETUNJUK", "VERSI", "STRUKTUR", "INDIKATOR", "DAFTAR OPD"],
        ["2025", "2026", "2027", "2028", "2029", "2030"],
    )


def test_an_unfilled_template_is_told_what_is_missing(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    data = client.get(page(cast, "workbook_template")).content
    problems = upload(client, cast, data).context["problems"]
    assert [(row.place, row.message) for row in problems] == [
        ("VERSI, baris 2, kolom B (ISI)", "Field ini tidak boleh kosong."),
        ("STRUKTUR, baris 1", "Lembar ini belum berisi satu unsur pun."),
    ]
