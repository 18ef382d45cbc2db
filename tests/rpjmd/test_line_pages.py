"""The page of a line of values: read by all, kept by the steward, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rpjmd.models import Indicator, ObservedValue, Succession
from tests.cast import Cast
from tests.opd.reading import queries_of, text_of
from workspace.models import Membership

SignIn = Callable[[Membership], Client]
VALUE = {"year": "2024", "text": "13,41", "source": "BPS", "series": "", "published_on": ""}


def address(cast: Cast, name: str = "line", pk: int | None = None) -> str:
    return cast.plan.url(f"rpjmd:{name}", pk=pk or cast.rpjmd_indicator.pk)


def post(client: Client, url: str, **values: Any) -> Any:
    return client.post(url, values, follow=True)


def with_conflict(cast: Cast, client: Client) -> None:
    for text, source in (("13,41", "https://bps.go.id/pamekasan"), ("13,44", "resolusi.co")):
        post(client, address(cast, "value_add"), **{**VALUE, "text": text, "source": source})


def test_values_stand_side_by_side_and_the_choice_says_why(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    with_conflict(cast, client)
    page = client.get(address(cast))
    assert "Sumber berbeda: belum ada alasan memilih." in text_of(page)
    other = ObservedValue.objects.get(text="13,44")
    page = post(client, address(cast, "value_use", other.pk), reason="Angka revisi BPS")
    words = text_of(page)
    assert ("Sumber berbeda" in words, "Alasan: Angka revisi BPS" in words) == (False, True)
    assert 'href="https://bps.go.id/pamekasan"' in page.content.decode()


def test_every_member_reads_it_and_sees_no_form(cast: Cast, sign_in: SignIn) -> None:
    with_conflict(cast, sign_in(cast.steward))
    words = text_of(sign_in(cast.owner).get(address(cast)))
    assert ("13,44 resolusi.co" in words, "Tambah nilai" in words) == (True, False)


def test_a_refused_value_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    answer = client.post(address(cast, "value_add"), {**VALUE, "year": "1999", "text": "13,41"})
    form = answer.context["value_form"]
    assert (answer.status_code, sorted(form.errors), form["text"].value()) == (
        422,
        ["year"],
        "13,41",
    )
    client.post(address(cast, "value_add"), VALUE)
    again = client.post(address(cast, "value_add"), VALUE)
    assert (again.status_code, list(again.context["value_form"].errors)) == (422, ["text"])


def test_a_refused_choice_stays_open_with_its_sentence(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    with_conflict(cast, client)
    other = ObservedValue.objects.get(text="13,44")
    answer = client.post(address(cast, "value_use", other.pk), {"reason": "x" * 1001})
    assert answer.status_code == 422
    assert "x" * 1001 in answer.content.decode()
    assert "Alasan paling panjang 1.000 huruf." in text_of(answer)


def test_an_unused_value_is_deleted(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    with_conflict(cast, client)
    used, other = ObservedValue.objects.order_by("pk")
    refused = client.post(address(cast, "value_delete", used.pk))
    assert (refused.status_code, "Pilih dulu nilai lain" in text_of(refused)) == (422, True)
    client.post(address(cast, "value_delete", other.pk))
    assert list(ObservedValue.objects.values_list("text", flat=True)) == ["13,41"]


def test_a_succession_joins_both_pages_and_is_taken_back(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    new = Indicator.objects.create(
        version=cast.rpjmd,
        element=cast.rpjmd_indicator.element,
        code="IPD-01",
        name="Indeks Pemerintah Digital",
    )
    values = {"new_code": "IPD-01", "from_year": "2026", "reason": "Permen PANRB"}
    post(client, address(cast, "succession_add"), **values)
    for pk in (cast.rpjmd_indicator.pk, new.pk):
        words = text_of(client.get(address(cast, pk=pk)))
        assert "sampai 2025 IKU-01 Umur Harapan Hidup" in words
        assert "mulai 2026 IPD-01 Indeks Pemerintah Digital Alasan: Permen PANRB" in words
    row = Succession.objects.get()
    answer = post(client, address(cast, "succession_delete", row.pk), page=str(new.pk))
    assert answer.redirect_chain[-1][0] == address(cast, pk=new.pk)
    assert Succession.objects.count() == 0


def test_a_refused_succession_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.steward).post(
        address(cast, "succession_add"), {"new_code": "X", "from_year": "2026", "reason": "Sebab"}
    )
    form = answer.context["succession_form"]
    assert (answer.status_code, list(form.errors), form["reason"].value()) == (
        422,
        ["new_code"],
        "Sebab",
    )


@pytest.mark.parametrize("sent", ["x", "999999999999999999999", "0"])
def test_an_odd_page_number_does_no_harm(cast: Cast, sign_in: SignIn, sent: str) -> None:
    client = sign_in(cast.steward)
    client.post(address(cast, "value_add"), VALUE)
    url = address(cast, "value_delete", ObservedValue.objects.get().pk)
    assert client.post(url, {"page": sent}).status_code in (302, 404)


@pytest.mark.parametrize(("who", "queries"), [("steward", 11), ("reviewer", 10)])
def test_it_asks_the_same_number_of_queries_however_long(
    cast: Cast, sign_in: SignIn, who: str, queries: int
) -> None:
    client, counts = sign_in(getattr(cast, who)), []
    for years in ((2024,), (2021, 2022, 2023)):
        for year in years:
            for place in range(2):
                ObservedValue.objects.create(
                    plan=cast.plan, code="IKU-01", year=year, text=str(place), source="BPS"
                )
        counts.append(queries_of(client, address(cast)))
    assert counts == [queries, queries]
