"""The matrix as people see it: filters, links and workbook, at a fixed number of queries."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from openpyxl import load_workbook

from opd.models import Program
from rpjmd.models import Element, Indicator, Level
from tests.cast import Cast, build_program, submitted_program
from tests.opd.reading import programs_in, queries_of, text_of
from tests.opd.rpjmd_plans import build_any_plan
from workspace.models import Membership

SignIn = Callable[[Membership], Client]


def add_objective(cast: Cast, code: str) -> Indicator:
    element = Element.objects.create(
        version=cast.rpjmd, level=Level.OBJECTIVE, code=code, text=f"Sasaran {code}"
    )
    return Indicator.objects.create(
        version=cast.rpjmd, element=element, code=f"IKU-{code}", name=f"Indikator {code}"
    )


def test_the_page_shows_objectives_with_their_programs_and_what_lacks(
    cast: Cast, sign_in: SignIn
) -> None:
    build_program(cast)
    build_program(cast, "Belum tertaut", complete=False)
    add_objective(cast, "S2")
    words = text_of(sign_in(cast.steward).get(cast.plan.url("opd:matrix")))
    assert "1 / 2 sasaran punya program" in words
    assert "1 / 2 program belum tertaut ke RPJMD" in words
    assert "S1 Derajat kesehatan meningkat 1 dari 1 indikator · Dinkes 1" in words
    assert "1 Rp6,25 M" in words
    assert "1 Sasaran tanpa program" in words
    assert "LIV-02 Belum tertaut Dinkes" in words
    assert "Dinkes memimpin 1 dari 1 program" in words


def test_every_link_of_the_page_opens(cast: Cast, sign_in: SignIn) -> None:
    build_any_plan(cast, 4)
    client = sign_in(cast.admin)
    html = client.get(cast.plan.url("opd:matrix")).content.decode()
    links = set(map(unescape, re.findall(r'href="(/pamekasan/[^"#]*/[^"#]+)', html)))
    assert len([link for link in links if "serves=" in link]) > 3
    assert {client.get(link).status_code for link in links - {cast.plan.get_absolute_url()}} == {
        200
    }


def test_a_cell_opens_its_list(cast: Cast, sign_in: SignIn) -> None:
    build_program(cast)
    build_program(cast, "Lain", complete=False)
    client = sign_in(cast.steward)
    html = client.get(cast.plan.url("opd:matrix") + "?state=draf").content.decode()
    (link,) = re.findall(r'href="([^"]*)" aria-label="S1, Smart Living: 1 program"', html)
    response = client.get(unescape(link))
    assert programs_in(response) == ["LIV-01"]
    assert "hanya yang mendukung S1 Derajat kesehatan meningkat" in text_of(response)
    assert 'value="draf" selected' in response.content.decode()


def test_an_element_of_another_region_leads_nowhere(cast: Cast, sign_in: SignIn) -> None:
    build_program(cast)
    theirs = Element.objects.get(version__plan=cast.foreign_plan, code="S1")
    theirs.text = "Rahasia Sampang"
    theirs.save()
    url = f"{cast.plan.url('opd:program_list')}?serves={theirs.pk}"
    response = sign_in(cast.steward).get(url)
    assert programs_in(response) == []
    assert "Rahasia Sampang" not in response.content.decode()


def test_the_filters_narrow_the_table_and_not_the_concerns(cast: Cast, sign_in: SignIn) -> None:
    build_program(cast)
    client, url = sign_in(cast.steward), cast.plan.url("opd:matrix")
    words = text_of(client.get(f"{url}?agency={cast.dishub.pk}"))
    assert "0 dari 1 indikator belum ada program" in words
    assert "0 Sasaran tanpa program" in words
    words = text_of(client.get(f"{url}?only_gaps=on"))
    assert "Tidak ada sasaran yang kosong" in words


@pytest.mark.parametrize("query", ["?agency=x", "?dimension=XXX", "?state=1", "?page=99"])
def test_a_choice_that_the_plan_does_not_know_filters_nothing(
    cast: Cast, sign_in: SignIn, query: str
) -> None:
    build_program(cast)
    response = sign_in(cast.steward).get(cast.plan.url("opd:matrix") + query)
    assert "S1 Derajat kesehatan meningkat 1 dari 1 indikator" in text_of(response)


def test_without_an_rpjmd_the_page_says_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    cast.rpjmd.delete()
    client = sign_in(cast.steward)
    assert "RPJMD belum dimuat" in text_of(client.get(cast.plan.url("opd:matrix")))
    assert client.get(cast.plan.url("opd:matrix_workbook")).status_code == 302


def test_what_people_type_stays_text(cast: Cast, sign_in: SignIn) -> None:
    cast.dinkes.short_name = "<b>Dinkes</b>"
    cast.dinkes.save()
    Element.objects.update(text="<script>alert(1)</script>")
    build_program(cast, "=SUM(1)", complete=False)
    html = sign_in(cast.steward).get(cast.plan.url("opd:matrix")).content.decode()
    assert "<script>alert" not in html
    assert "<b>Dinkes" not in html


def test_it_asks_the_same_number_of_queries_however_long(cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast.steward), cast.plan.url("opd:matrix")
    counts = []
    for codes in (["S2"], ["S3", "S4"]):
        for code in codes:
            add_objective(cast, code)
            submitted_program(cast, f"Program {code}")
        counts.append(queries_of(client, url))
    assert counts == [14, 14]


def test_a_long_rpjmd_is_shown_in_pages(cast: Cast, sign_in: SignIn) -> None:
    for number in range(70):
        add_objective(cast, f"X{number}")
    client, url = sign_in(cast.steward), cast.plan.url("opd:matrix")
    pages = [client.get(url + query).content.decode() for query in ("", "?page=2")]
    assert [page.count('class="bare"') for page in pages] == [60, 11]


def test_the_workbook_holds_counts_as_numbers_and_texts_as_texts(
    cast: Cast, sign_in: SignIn
) -> None:
    build_program(cast)
    orphan = build_program(cast, "=HYPERLINK(1)", complete=False)
    response = sign_in(cast.steward).get(cast.plan.url("opd:matrix_workbook"))
    assert response["Content-Disposition"] == (
        'attachment; filename="keselarasan-pamekasan-2026-2030.xlsx"'
    )
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["MATRIKS", "OPD", "TAUTAN", "BOBOT", "PERHATIAN", "ARTI"]
    matrix = [[cell.value for cell in row] for row in book["MATRIKS"].iter_rows()]
    assert matrix[0][4:11] == ["GOV", "BRA", "ECO", "LIV", "SOC", "ENV", "PROGRAM SEMUA"]
    assert matrix[1][:11] == ["S1", "Derajat kesehatan meningkat", 1, 1, 0, 0, 0, 1, 0, 0, 1]
    assert matrix[1][-1] == 6_250_000_000
    assert [cell.value for cell in book["OPD"][2]] == [
        "S1",
        "Derajat kesehatan meningkat",
        "Smart Living",
        "Dinkes",
        1,
        6_250_000_000,
    ]
    concerns = {
        (row[1].value, row[2].value): row[2].data_type for row in book["PERHATIAN"].iter_rows()
    }
    assert concerns[orphan.code, "=HYPERLINK(1)"] == "s"
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in types


def test_the_workbook_tells_everything_in_the_same_number_of_queries(
    cast: Cast, sign_in: SignIn
) -> None:
    client, url = sign_in(cast.steward), cast.plan.url("opd:matrix_workbook")
    counts = []
    for number in (1, 3):
        for place in range(number):
            build_program(cast, f"Program {number} {place}")
        counts.append(queries_of(client, url))
    assert counts == [13, 13]
    assert Program.objects.count() == 4
