"""The nomenclature's pages and the picker's answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rpjmd.actions import set_successors
from rpjmd.benchmark.picker import make_rows
from rpjmd.models import NomenclatureEdition
from tests.cast import Cast, build_program
from tests.rpjmd.nomenclatures import NEW, OLD, load, load_both

SignIn = Callable[..., Client]


def words(response: Any) -> str:
    """What a page says, without its marks and with single blanks."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(text).split())


def pick(client: Client, cast: Cast, text: str, kinds: str = "") -> list[str]:
    address = cast.plan.url("rpjmd:nomenclature_search")
    page = client.get(address, {"q": text, "jenis": kinds}).content.decode()
    return re.findall(r'data-code="([^"]+)"', page)


def test_the_picker_answers_from_the_current_edition_of_this_plan(
    cast: Cast, sign_in: SignIn
) -> None:
    load_both(cast.plan)
    load(cast.foreign_plan, "Sampang", 2027, {"2.16.05.2.07": "Kota Cerdas Sampang"})
    client = sign_in(cast.owner)
    assert pick(client, cast, "kot cer") == ["2.16.05.2.02.0038"]
    assert pick(client, cast, "2.16.03") == []
    assert pick(client, cast, "pengelolaan", "program")[0] == "2.16.02"
    assert pick(client, cast, "pengelolaan", "kegiatan,salah")[0] == "2.16.02.2.01"
    assert pick(client, cast, "2.16.01.2") == ["2.16.01.2.06"]


@pytest.mark.parametrize("text", ["", "\x00", "<script>", "%", "\\", "2.16.99", "a" * 5000])
def test_the_picker_says_in_words_that_nothing_fits(cast: Cast, sign_in: SignIn, text: str) -> None:
    address = cast.plan.url("rpjmd:nomenclature_search")
    answer = sign_in(cast.owner).get(address, {"q": text})
    assert words(answer).startswith("Nomenklatur belum dimuat.")
    load_both(cast.plan)
    answer = sign_in(cast.owner).get(address, {"q": text})
    assert words(answer).startswith("Tidak ada kode yang cocok.")


def test_the_picker_takes_as_many_queries_for_many_codes_as_for_few(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.owner)
    counts = []
    for rows in (10, 2000):
        load(cast.plan, f"N {rows}", 2027, make_rows(rows))
        with CaptureQueriesContext(connection) as queries:
            assert pick(client, cast, "p")
        counts.append(len(queries))
    assert counts == [4, 4]


def test_the_fields_of_the_editor_are_pickers_that_name_their_code(
    cast: Cast, sign_in: SignIn
) -> None:
    load_both(cast.plan)
    program = build_program(cast, identity={"nomenclature_code": "2.16.01"})
    client = sign_in(cast.owner)
    page = client.get(cast.plan.url("opd:section", pk=program.pk, section="identity"))
    field = re.search(r'<input[^>]*name="nomenclature_code"[^>]*>', page.content.decode())
    assert field
    assert 'data-picker="/pamekasan/2026-2030/rpjmd/nomenklatur/cari/"' in field[0]
    assert 'data-kinds="program"' in field[0]
    assert 'data-name="Program Penunjang Urusan Pemerintahan Daerah"' in field[0]
    page = client.get(cast.plan.url("opd:section", pk=program.pk, section="activities"))
    fields = re.findall(r'<input[^>]*name="activities-\w+-code"[^>]*>', page.content.decode())
    assert ['data-kinds="subkegiatan,kegiatan"' in one for one in fields] == [True, True]


def test_the_rpjmds_program_has_the_picker_too(cast: Cast, sign_in: SignIn) -> None:
    load_both(cast.plan)
    element = cast.rpjmd_indicator.element
    element.nomenclature_code = "2.16.05"
    element.save()
    page = sign_in(cast.steward).get(cast.plan.url("rpjmd:element", pk=element.pk))
    field = re.search(r'<input[^>]*name="nomenclature_code"[^>]*>', page.content.decode())
    assert field
    assert 'data-name="PROGRAM PENGELOLAAN APLIKASI INFORMATIKA"' in field[0]


def test_the_page_says_what_to_do_before_anything_is_loaded(cast: Cast, sign_in: SignIn) -> None:
    address = cast.plan.url("rpjmd:nomenclature")
    assert "Muat ekspor nomenklatur dari SIPD" in words(sign_in(cast.steward).get(address))
    assert "Bapperida memuatnya dari ekspor SIPD." in words(sign_in(cast.owner).get(address))


def test_the_page_lists_and_searches_an_edition(cast: Cast, sign_in: SignIn) -> None:
    old, _new = load_both(cast.plan)
    client, address = sign_in(cast.owner), cast.plan.url("rpjmd:nomenclature")

    def codes(**asked: Any) -> list[str]:
        page = client.get(address, asked).content.decode()
        return re.findall(r'<td class="code"><a[^>]*>([^<]+)</a>', page)

    assert codes() == sorted(NEW)
    assert codes(edisi=old.pk) == sorted(OLD)
    assert codes(q="cer kot") == ["2.16.05.2.02.0038"]
    assert codes(jenis="bidang") == ["2.16"]
    assert codes(edisi="999999", jenis="salah") == sorted(NEW)
    assert codes(q="tidak ada") == []


def test_an_entry_shows_where_it_stands_and_its_history(cast: Cast, sign_in: SignIn) -> None:
    old, new = load_both(cast.plan)
    client = sign_in(cast.owner)

    def said(edition: NomenclatureEdition, code: str) -> str:
        entry = edition.entries.get(code=code)
        return words(client.get(cast.plan.url("rpjmd:nomenclature_entry", pk=entry.pk)))

    assert (
        "Menggantikan 2.16.03.2.02 Pengelolaan e-Government di Lingkup Pemerintah Daerah "
        "nama yang sama" in said(new, "2.16.05.2.02")
    )
    assert "Di bawahnya 2.16.05.2.02 Pengelolaan" in said(new, "2.16.05")
    assert "Bidang 2.16 Bidang Komunikasi dan Digital" in said(new, "2.16.05")
    assert (
        "Nomenklatur 2027 : 2.16.05 PROGRAM PENGELOLAAN APLIKASI INFORMATIKA nama yang sama"
        in said(old, "2.16.03")
    )
    assert "Nomenklatur 2027 : kode yang sama Program Pengelolaan" in said(old, "2.16.02")
    assert "Nomenklatur 2027 : belum ada penggantinya" in said(old, "2.16.04")
    assert "Tetapkan" not in said(old, "2.16.04")


def test_the_edition_lists_what_became_of_the_codes(cast: Cast, sign_in: SignIn) -> None:
    _old, new = load_both(cast.plan)
    client, address = sign_in(cast.admin), cast.plan.url("rpjmd:nomenclature_edition", pk=new.pk)

    def codes(**asked: str) -> list[str]:
        page = client.get(address, asked).content.decode()
        return re.findall(r'<td class="code">([^<]+)</td>', page)

    assert codes() == [
        "2.16.04",
        "2.16.02.2.02",
        "2.16.03",
        "2.16.03.2.02",
        "2.16.03.2.02.0038",
        "X.XX.01.2.05",
    ]
    assert codes(lihat="open") == ["2.16.04"]
    assert codes(lihat="doubtful") == []


def test_an_administrator_settles_a_successor(cast: Cast, sign_in: SignIn) -> None:
    _old, new = load_both(cast.plan)
    client = sign_in(cast.admin)
    address = cast.plan.url("rpjmd:nomenclature_successors", pk=new.pk, code="2.16.04")
    assert "Program Penyelenggaraan Persandian" in words(client.get(address))
    refused = client.post(address, {"codes": "2.16.05; 2.16.77"})
    assert refused.status_code == 422
    assert "Tidak ada dalam edisi ini: 2.16.77." in words(refused)
    assert 'value="2.16.05; 2.16.77"' in refused.content.decode()
    saved = client.post(address, {"codes": "2.16.05; 2.16.02"}, follow=True)
    assert "Pengganti kode 2.16.04 tersimpan." in words(saved)
    assert "ditetapkan admin" in words(saved)
    client.post(address, {"codes": ""})
    assert "berakhir tanpa pengganti" in words(client.get(address))


@pytest.mark.parametrize("code", ["apa", "2.16.03.1.02", "2"])
def test_only_codes_have_a_successors_page(cast: Cast, sign_in: SignIn, code: str) -> None:
    _old, new = load_both(cast.plan)
    address = cast.plan.url("rpjmd:nomenclature_successors", pk=new.pk, code=code)
    status = 200 if code == "2" else 404
    assert sign_in(cast.admin).get(address).status_code == status


def test_an_edition_is_made_current_and_a_wrong_one_deleted(cast: Cast, sign_in: SignIn) -> None:
    old, new = load_both(cast.plan)
    client = sign_in(cast.steward)
    use, delete = "rpjmd:nomenclature_use", "rpjmd:nomenclature_delete"
    refused = client.post(cast.plan.url(delete, pk=new.pk), follow=True)
    assert "Edisi yang berlaku tidak dapat dihapus." in words(refused)
    used = client.post(cast.plan.url(use, pk=old.pk), follow=True)
    assert "Nomenklatur 2024 sekarang berlaku." in words(used)
    assert "Edisi ini sudah berlaku." in words(
        client.post(cast.plan.url(use, pk=old.pk), follow=True)
    )
    gone = client.post(cast.plan.url(delete, pk=new.pk), follow=True)
    assert "Nomenklatur 2027 dihapus." in words(gone)
    assert list(NomenclatureEdition.objects.all()) == [old]


def test_the_trail_leads_to_the_edition(cast: Cast, sign_in: SignIn) -> None:
    _old, new = load_both(cast.plan)
    set_successors(
        plan=cast.plan, actor=cast.admin, edition=new, former_code="2.16.04", codes=["2.16.05"]
    )
    page = sign_in(cast.admin).get(cast.plan.url("workspace:audit"))
    assert "Menetapkan pengganti kode nomenklatur" in words(page)
    assert cast.plan.url("rpjmd:nomenclature_edition", pk=new.pk) in page.content.decode()


@pytest.mark.parametrize(("rows", "queries"), [(10, 7), (2000, 7)])
def test_the_page_takes_few_queries(cast: Cast, sign_in: SignIn, rows: int, queries: int) -> None:
    load(cast.plan, "N", 2027, make_rows(rows))
    client, address = sign_in(cast.owner), cast.plan.url("rpjmd:nomenclature")
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) == queries
