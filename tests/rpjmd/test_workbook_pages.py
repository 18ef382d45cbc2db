"""Workbooks in the layouts in use, on the page: preview, decisions, confirmation, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rpjmd.models import Element, Indicator, NomenclatureEdition, NomenclatureEntry
from rpjmd.queries import read_rpjmd
from tests.cast import Cast, build_program
from tests.rpjmd.workbooks import RENSTRA_HEADS, renstra_row, workbook
from workspace.models import Agency, AuditEntry

SignIn = Callable[..., Client]
PROGRAM = renstra_row("2.16.03", "Program Aplikasi", targets=["85%"], money=[1_250_000])


def page(cast: Cast, name: str, **kwargs: Any) -> str:
    return cast.plan.url(f"rpjmd:{name}", **kwargs)


def upload(client: Client, cast: Cast, sheets: dict[str, Any]) -> Any:
    file = SimpleUploadedFile("x.xlsx", workbook(sheets))
    return client.post(page(cast, "workbook"), {"file": file})


def renstra(*rows: list[Any]) -> dict[str, Any]:
    return {"Lembar": [RENSTRA_HEADS, *rows]}


def confirm(client: Client, cast: Cast, preview: Any, **answers: str) -> Any:
    fields = {"kept": preview.context["kept"], **answers}
    return client.post(page(cast, "workbook_confirm"), fields)


def test_a_renstra_is_merged_and_leaves_everything_else(cast: Cast, sign_in: SignIn) -> None:
    build_program(cast)  # linked to an indicator that the sheet does not name
    client, before = sign_in(cast.steward), read_rpjmd(cast.rpjmd)
    kegiatan = renstra_row("2.16.03.2.02", "Kegiatan", targets=["1"])
    preview = upload(client, cast, renstra(PROGRAM, kegiatan))
    html = preview.content.decode()
    assert (preview.status_code, preview.context["counts"]) == (
        200,
        {"taken": 2, "doubtful": 0, "refused": 0, "skipped": 0},
    )
    assert "Program Renstra" in html
    assert read_rpjmd(cast.rpjmd) == before
    assert confirm(client, cast, preview).status_code == 302
    after = read_rpjmd(cast.rpjmd)
    assert (after["elements"][:2], after["indicators"][:1]) == (
        before["elements"],
        before["indicators"],
    )
    assert [(row["code"], row["level"], row["parents"]) for row in after["elements"][2:]] == [
        ("2.16.03", "program", []),
        ("2.16.03.2.02", "activity", ["2.16.03"]),
    ]
    assert (
        AuditEntry.objects.filter(verb="rpjmd.import_rpjmd", actor=cast.steward.user).count() == 1
    )


def test_loading_the_same_sheet_again_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    confirm(client, cast, upload(client, cast, renstra(PROGRAM)))
    again = upload(client, cast, renstra(PROGRAM))
    assert "Tidak ada yang perlu dimuat" in again.content.decode()


def test_nothing_is_loaded_before_every_doubt_is_decided(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    rows = [renstra_row("2.16.03", "Aplikasi", targets=["1.250"]), renstra_row(1.3, "Bidang")]
    preview = upload(client, cast, renstra(*rows))
    assert preview.context["counts"]["doubtful"] == 2
    answer = confirm(client, cast, preview, **{"doubt-0": "1.03"})
    html = answer.content.decode()
    assert (answer.status_code, Element.objects.filter(version=cast.rpjmd).count()) == (422, 2)
    assert 'value="1.03" checked' in html
    assert html.count("Pilih salah satu.") == 1
    both = {"doubt-0": "1.03", "doubt-1": "thousands"}
    assert confirm(client, cast, answer, **both).status_code == 302
    assert Element.objects.filter(version=cast.rpjmd, code="1.03").exists()
    assert Indicator.objects.get(element__code="2.16.03").targets.get().text == "1250"


def test_an_answer_that_the_page_does_not_offer_is_none(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    preview = upload(client, cast, renstra(renstra_row(1.3, "Bidang")))
    assert confirm(client, cast, preview, **{"doubt-0": "9.99"}).status_code == 422
    assert Element.objects.filter(version=cast.rpjmd).count() == 2


def test_refused_rows_are_listed_and_the_others_are_loaded(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    long = renstra_row("2.16.04", "Program", targets=["x" * 61])
    preview = upload(client, cast, renstra(PROGRAM, long, renstra_row("dua", "Rusak")))
    assert [(row.row, row.column) for row in preview.context["refused"]] == [
        (3, "G (TARGET TAHUN 1)"),
        (4, "B (KODE)"),
    ]
    assert confirm(client, cast, preview).status_code == 302
    codes = Element.objects.filter(version=cast.rpjmd).values_list("code", flat=True)
    assert list(codes) == ["M1", "S1", "2.16.03"]


def test_a_list_of_agencies_completes_those_of_the_region(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    rows = [["1.02", "Dinas Kesehatan", "baru"], ["7.01", "Kecamatan Waru", "-"]]
    preview = upload(client, cast, {"OPD": [["KODE", "ORGANISASI", "KETERANGAN"], *rows]})
    assert confirm(client, cast, preview).status_code == 302
    dinkes = Agency.objects.get(pk=cast.dinkes.pk)
    waru = Agency.objects.get(region=cast.plan.region, code="7.01")
    assert (dinkes.code, dinkes.remark, dinkes.short_name) == ("1.02", "baru", "Dinkes")
    assert (waru.short_name, waru.kind) == ("Kec. Waru", "kecamatan")
    assert AuditEntry.objects.get().verb == "workspace.complete_agencies"


def test_sipds_nomenclature_becomes_an_edition(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    heads = ["bidang_kode", "bidang", "program_kode", "program", "kegiatan_kode", "kegiatan"]
    heads += ["subkegiatan_kode", "subkegiatan", "indikator", "satuan"]
    row = ["2.16", "Kominfo", "2.16.03", "Aplikasi", "2.16.03.2.02", "Pengelolaan"]
    row += ["2.16.03.2.02.0038", "Kota Cerdas", "Jumlah dokumen", "Dokumen"]
    preview = upload(client, cast, {"Nomenklatur 2027": [heads, row]})
    assert confirm(client, cast, preview).status_code == 302
    entries = NomenclatureEntry.objects.filter(edition__plan=cast.plan).order_by("code")
    assert [entry.code for entry in entries] == [row[0], row[2], row[4], row[6]]
    assert entries[3].edition.year == 2027


def test_a_nomenclature_comes_back_as_it_was_loaded(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    assert client.get(page(cast, "workbook_layout", layout="nomenclature")).status_code == 404
    heads = ["bidang_kode", "bidang", "program_kode", "program", "kegiatan_kode", "kegiatan"]
    heads += ["subkegiatan_kode", "subkegiatan", "indikator", "satuan", "kode lama"]
    upper = ["2.16", "Kominfo", "2.16.03", "Aplikasi"]
    rows = [
        [
            *upper,
            "2.16.03.2.02",
            "Pengelolaan",
            "2.16.03.2.02.0038",
            "Kota Cerdas",
            "Jumlah",
            "Dokumen",
        ],
        [*upper, "2.16.03.2.02", "Pengelolaan", "2.16.03.2.02.0039", "Lain", "", ""],
        [*upper, "2.16.03.2.03", "Tanpa rincian", "", "", "", ""],
        ["2.17", "Koperasi", "2.17.02", "Usaha", "", "", "", "", "Persentase", "%"],
    ]
    former = ["2.16.02.2.02.0038; 2.16.02.2.02.0040", "", "2.16.02.2.03", ""]
    sheet = [heads, *([*row, old] for row, old in zip(rows, former, strict=True))]
    assert (
        confirm(client, cast, upload(client, cast, {"Nomenklatur 2027": sheet})).status_code == 302
    )
    before = stored_nomenclature(cast)
    assert (len(before[0]), len(before[1])) == (8, 3)
    data = client.get(page(cast, "workbook_layout", layout="nomenclature")).content
    use = NomenclatureEdition.objects.get()
    NomenclatureEdition.objects.all().delete()
    file = SimpleUploadedFile("x.xlsx", data)
    preview = client.post(page(cast, "workbook"), {"file": file})
    assert preview.context["outcome"].refused == []
    assert confirm(client, cast, preview).status_code == 302
    assert stored_nomenclature(cast) == before
    assert NomenclatureEdition.objects.get().year == use.year


def stored_nomenclature(cast: Cast) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    editions = NomenclatureEdition.objects.filter(plan=cast.plan)
    return (
        list(
            editions.values_list(
                "entries__code", "entries__name", "entries__indicator", "entries__unit"
            ).order_by("entries__code")
        ),
        list(
            editions.values_list("successions__former_code", "successions__entry__code").order_by(
                "successions__former_code"
            )
        ),
    )


@pytest.mark.parametrize("layout", ["agencies", "chain", "tables", "programs", "renstra"])
def test_what_is_stored_can_be_downloaded_in_each_layout_and_loaded_again(
    cast: Cast, sign_in: SignIn, layout: str
) -> None:
    client = sign_in(cast.steward)
    confirm(client, cast, upload(client, cast, renstra(PROGRAM)))
    before = read_rpjmd(cast.rpjmd)
    data = client.get(page(cast, "workbook_layout", layout=layout)).content
    file = SimpleUploadedFile("x.xlsx", data)
    preview = client.post(page(cast, "workbook"), {"file": file})
    assert (preview.status_code, preview.context["outcome"].refused) == (200, [])
    assert preview.context["outcome"].content in (None, before)


def test_an_unknown_layout_is_no_address(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.steward).get(page(cast, "workbook_layout", layout="x")).status_code == 404


def test_the_rpjmds_page_leads_to_the_renstra_of_a_program(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    rows = [PROGRAM, renstra_row("2.16.03.2.02", "Kegiatan Layanan", money=[5])]
    confirm(client, cast, upload(client, cast, renstra(*rows)))
    program = Element.objects.get(version=cast.rpjmd, code="2.16.03")
    html = client.get(page(cast, "rpjmd")).content.decode()
    assert "1 kegiatan Renstra" in html
    assert "Kegiatan Layanan" not in html
    below = sign_in(cast.owner).get(page(cast, "renstra", pk=program.pk)).content.decode()
    assert "Kegiatan Layanan" in below
    assert "1.250.000" in below


def test_what_the_renstra_adds_is_no_choice_for_a_link(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    kegiatan = renstra_row("2.16.03.2.02", "Kegiatan", targets=["1"])
    confirm(client, cast, upload(client, cast, renstra(PROGRAM, kegiatan)))
    offered = Indicator.objects.of_chain().filter(version=cast.rpjmd)
    assert [row.code for row in offered] == ["IKU-01", "2.16.03-1"]
