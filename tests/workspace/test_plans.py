"""The plan's settings, and how operators begin a region."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from tests.cast import PASSWORD, Cast
from workspace.actions import RowsRefused, change_plan, import_agencies, import_districts
from workspace.actions.plans import plan_fingerprint
from workspace.acts import Conflict, Refused
from workspace.models import Agency, AuditEntry, District, Membership, Plan, Region, Role, User

SignIn = Callable[[User | Membership], Client]
DEMO = Path(__file__).parents[2] / "demo" / "pamekasan"


def test_an_administrator_changes_title_and_deadline(cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast.admin), cast.plan.url("workspace:plan_settings")
    shown = client.get(url).context["form"].initial["shown"]
    typed = {"title": "Judul baru", "submission_deadline": "2026-12-31", "shown": shown}
    assert client.post(url, typed).status_code == 302
    cast.plan.refresh_from_db()
    assert (cast.plan.title, cast.plan.submission_deadline) == ("Judul baru", date(2026, 12, 31))
    entry = AuditEntry.objects.get()
    assert entry.changes == {
        "title": ["Masterplan Smart City Kabupaten Pamekasan", "Judul baru"],
        "submission_deadline": ["", "2026-12-31"],
    }
    assert client.post(url, {**typed, "title": "Terlambat"}).status_code == 409


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "J" * 100_000}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"submission_deadline": "31 Desember"}, "submission_deadline"),
        ({"submission_deadline": "2026-02-30"}, "submission_deadline"),
    ],
)
def test_it_refuses_what_cannot_be_read_beside_its_field(
    cast: Cast, sign_in: SignIn, typed: dict[str, str], field: str
) -> None:
    url = cast.plan.url("workspace:plan_settings")
    response = sign_in(cast.admin).post(url, {"title": "Judul", **typed})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_only_administrators_change_the_plan(cast: Cast) -> None:
    for actor in (cast.owner, cast.steward, cast.reviewer, cast.foreign_admin):
        with pytest.raises(PermissionDenied):
            change_plan(plan=cast.plan, actor=actor, title="X", submission_deadline=None)


def test_a_stale_form_does_not_overwrite(cast: Cast) -> None:
    shown = plan_fingerprint(cast.plan)
    change_plan(plan=cast.plan, actor=cast.admin, title="Satu", submission_deadline=None)
    with pytest.raises(Conflict):
        change_plan(
            plan=cast.plan,
            actor=cast.other_admin,
            title="Dua",
            submission_deadline=None,
            shown=shown,
        )
    with pytest.raises(Refused):
        change_plan(plan=cast.plan, actor=cast.admin, title=" ", submission_deadline=None)


def begin(**options: Any) -> str:
    out = StringIO()
    given = {
        "province": "Jawa Timur",
        "plan_start": 2026,
        "plan_end": 2030,
        "admin_email": "admin@sampang.example",
        "address": "https://smartplan.example/",
        "stdout": out,
        **options,
    }
    call_command("create_region", "35.27", "Kabupaten Sampang", **given)
    return out.getvalue()


def test_a_region_begins_with_a_plan_and_a_link_for_its_first_administrator(db: None) -> None:
    printed = begin()
    link = re.search(r"https://smartplan\.example(/undangan/[\w-]+/)\n", printed)
    assert link is not None
    plan = Plan.objects.get()
    assert (plan.region.slug, plan.slug, plan.edition) == ("sampang", "2026-2030", "2023")
    assert plan.region.head_title == "Bupati Sampang"
    client = Client()
    typed = {"name": "Admin", "nip": "", "password": PASSWORD, "password_again": PASSWORD}
    client.post(link[1], typed)
    assert Membership.objects.get(plan=plan).role == Role.ADMIN
    assert client.get(plan.url("workspace:member_list")).status_code == 200


def test_a_region_begins_wholly_or_not_at_all(db: None) -> None:
    begin()
    with pytest.raises(CommandError):
        begin()
    for options in ({"plan_end": 2025}, {"slug": "lain", "plan_start": 1900}):
        Region.objects.filter(slug="sampang").update(code="35.99", slug="sampang-lama")
        with pytest.raises(CommandError):
            begin(**options)
        assert Region.objects.count() == 1


def test_reference_data_loads_from_files_and_can_be_loaded_again(db: None, tmp_path: Path) -> None:
    begin()
    agencies = tmp_path / "agencies.csv"
    agencies.write_text(
        "short_name,name,kind,code,verified,district_code\n"
        "Setda,Sekretariat Daerah,OPD,,ya,\n"
        "DPUPR,Dinas Pekerjaan Umum,OPD,1.03,belum,\n"
        "Kec. Waru,Kecamatan Waru,Kecamatan,,ya,35.28.10\n"
    )
    region = Region.objects.get()
    Region.objects.filter(pk=region.pk).update(code="35.28")
    for _ in range(2):
        call_command(
            "load_agencies",
            "sampang",
            agencies,
            districts=DEMO / "districts.csv",
            stdout=StringIO(),
        )
    assert District.objects.count() == 13
    kinds = [Agency.objects.filter(kind=kind).count() for kind in ("opd", "kecamatan")]
    assert kinds == [2, 1]


def row(**cells: str) -> dict[str, str]:
    return {
        "short_name": "Dinsos",
        "name": "Dinas Sosial",
        "kind": "OPD",
        "verified": "ya",
        **cells,
    }


def test_of_a_file_with_an_error_nothing_is_loaded_and_every_row_is_named(cast: Cast) -> None:
    before = Agency.objects.count()
    rows = [
        row(),
        row(short_name="DPMD", name=""),
        row(short_name="BKD", name="BKD", kind="dewan"),
        row(short_name="Bakesbang", name="Bakesbang", verified="mungkin"),
        row(short_name="Kec. X", name="X", kind="kecamatan", district_code="99.99.99"),
        row(name="Dinas Lain"),
        {"name": "Tanpa singkatan"},
    ]
    with pytest.raises(RowsRefused) as refusal:
        import_agencies(region=cast.plan.region, rows=rows)
    assert [(error.row, error.column) for error in refusal.value.errors] == [
        (2, "name"),
        (3, "kind"),
        (4, "verified"),
        (5, "district_code"),
        (6, "short_name"),
        (7, "short_name"),
    ]
    assert Agency.objects.count() == before


def test_a_known_agency_gets_its_new_name(cast: Cast) -> None:
    import_agencies(
        region=cast.plan.region, rows=[row(short_name="Dinkes", name="Dinas Kesehatan PPKB")]
    )
    cast.dinkes.refresh_from_db()
    cast.foreign_agency.refresh_from_db()
    assert (cast.dinkes.name, cast.foreign_agency.name) == (
        "Dinas Kesehatan PPKB",
        "Dinas Kesehatan",
    )


def test_a_district_of_another_region_is_refused(cast: Cast) -> None:
    with pytest.raises(RowsRefused) as refusal:
        import_districts(region=cast.plan.region, rows=[{"code": "35.27.10", "name": "Ketapang"}])
    assert [str(error) for error in refusal.value.errors] == [
        "Baris 1, kolom code: Kode ini bukan dari daerah ini."
    ]


def test_members_load_no_reference_data(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        import_agencies(region=cast.plan.region, rows=[row()], actor=cast.admin)
    with pytest.raises(PermissionDenied):
        import_districts(region=cast.plan.region, rows=[], actor=cast.admin)


def test_a_file_that_is_none_is_refused_with_a_sentence(cast: Cast, tmp_path: Path) -> None:
    binary = tmp_path / "gambar.csv"
    binary.write_bytes(b"\xff\xfe\x00\x80")
    for path in (binary, tmp_path / "tidak-ada.csv"):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("load_agencies", "pamekasan", path)
