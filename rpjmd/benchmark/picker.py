"""The picker's answer among thousands of codes, beside the trivial page of the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Final

from django.db import transaction
from django.test import Client, override_settings

from rpjmd.actions import load_nomenclature
from rpjmd.nomenclature.rows import NomenclatureRow
from workspace.access import OPERATOR
from workspace.models import Membership, Plan, Region, Role, User

# What people type: a code, one word, several words' beginnings, both, and what fits nothing.
TYPED: Final = ("2.16.03", "p", "pengelolaan", "kot cer", "2.16 layanan", "tidak ada yang cocok")
TRIVIAL: Final = "workspace:notifications"
ROUNDS: Final = 60
WORDS: Final = (
    *("pengelolaan", "layanan", "penyediaan", "pembinaan", "koordinasi", "fasilitasi", "kota"),
    *("penyusunan", "pengawasan", "jaringan", "aplikasi", "data", "informasi", "air", "jalan"),
    *("sekolah", "puskesmas", "pasar", "pangan", "hutan", "pelabuhan", "cerdas", "daerah"),
)


def measure_picker(rows: int = 7500) -> float:
    """Median server time of the picker divided by that of a page that shows almost nothing.

    Loads an edition of so many codes into a plan of its own, of which nothing remains.
    """
    with transaction.atomic(), override_settings(ALLOWED_HOSTS=["*"]):
        member = make_member()
        load_nomenclature(
            plan=member.plan, actor=OPERATOR, name="Uji", year=2027, rows=make_rows(rows)
        )
        ratio = compare(member)
        transaction.set_rollback(True)
    return ratio


def compare(member: Membership) -> float:
    """The two are asked in turn, so that both meet the same moments of the machine."""
    client = Client(headers={"x-forwarded-proto": "https"})
    client.force_login(member.user, "allauth.account.auth_backends.AuthenticationBackend")
    picker, trivial = (member.plan.url(name) for name in ("rpjmd:nomenclature_search", TRIVIAL))
    picked: list[float] = []
    nothing: list[float] = []
    for text in islice(cycle(TYPED), ROUNDS):
        nothing.append(fetch(client, trivial))
        picked.append(fetch(client, picker, text))
    warm = len(TYPED)  # templates are compiled at first use
    return statistics.median(picked[warm:]) / statistics.median(nothing[warm:])


def fetch(client: Client, address: str, text: str = "") -> float:
    begin = time.perf_counter()
    response = client.get(address, {"q": text} if text else None, secure=True)
    seconds = time.perf_counter() - begin
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return seconds


def make_member() -> Membership:
    region = Region.objects.create(
        code="99.97", slug="uji-kode", name="Kabupaten Uji Kode", province="Uji", head_title="Uji"
    )
    plan = Plan.objects.create(
        region=region, slug="uji", title="Uji", start_year=2026, end_year=2030, edition="2023"
    )
    user = User.objects.create_user("uji.kode@smartplan.example", name="Uji Kode")
    return Membership.objects.create(user=user, plan=plan, role=Role.ADMIN)


def make_rows(count: int) -> Iterator[NomenclatureRow]:
    """So many rows in the proportions of a real export: mostly subkegiatan, with long names."""
    return islice(all_rows(), count)


def all_rows() -> Iterator[NomenclatureRow]:
    for number in range(9 * 99 * 99):
        code = f"{number // 9801 + 1}.{number // 99 % 99 + 1:02}.{number % 99 + 1:02}"
        yield NomenclatureRow(code, f"Program {make_name(number, 3)}")
        for activity in range(1, 5):
            yield NomenclatureRow(f"{code}.2.{activity:02}", make_name(number + activity, 7))
            for part in range(1, 6):
                place = 31 * number + 7 * activity + part
                name, goal = make_name(place, 12), f"Jumlah {make_name(place + 1, 10)}"
                yield NomenclatureRow(f"{code}.2.{activity:02}.{part:04}", name, goal, "Dokumen")


def make_name(seed: int, length: int) -> str:
    step = seed % 5 + 3
    words = (WORDS[(seed * 7 + place * step) % len(WORDS)] for place in range(length))
    return f"{' '.join(words).capitalize()} {seed}"
