"""Loading editions of the nomenclature, and what follows from them."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rpjmd.actions import (
    delete_nomenclature,
    set_successors,
    use_nomenclature,
)
from rpjmd.benchmark.picker import make_rows
from rpjmd.models import NomenclatureEdition, NomenclatureEntry, Origin
from rpjmd.nomenclature.rows import NomenclatureRow
from tests.cast import Cast
from tests.rpjmd.nomenclatures import NEW, OLD, load, load_both, rows
from workspace.acts import Refused
from workspace.models import AuditEntry
from workspace.nomenclature import validate_nomenclature_code


def followers(edition: NomenclatureEdition) -> dict[str, list[tuple[str, str, bool]]]:
    """{former code: [(successor or "", origin, whether it is doubtful)]}."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for former, code, origin, is_doubtful in edition.successions.values_list(
        "former_code", "entry__code", "origin", "is_doubtful"
    ):
        found.setdefault(former, []).append((code or "", origin, is_doubtful))
    return found


def test_an_edition_holds_every_row_with_its_kind(cast: Cast) -> None:
    edition = load(cast.plan, "  Nomenklatur  2024 ", 2024, OLD, actor=cast.steward)
    assert (edition.name, edition.is_current) == ("Nomenklatur 2024", True)
    stored = edition.entries.values_list("code", "kind", "name")
    assert {code: name for code, _kind, name in stored} == OLD
    assert {code: kind for code, kind, _name in stored if code.startswith("2.16.03")} == {
        "2.16.03": "program",
        "2.16.03.2.02": "kegiatan",
        "2.16.03.2.02.0038": "subkegiatan",
    }
    entry = AuditEntry.objects.get(verb="rpjmd.load_nomenclature")
    assert (entry.actor, entry.target_name) == (cast.steward.user, "Nomenklatur 2024")
    assert entry.changes == {"added": [0, 10], "dropped": [0, 0], "rows": [0, 10]}


@pytest.mark.parametrize("person", ["owner", "reviewer", "foreigner", "foreign_admin"])
def test_only_steward_and_administrator_of_the_plan_load(cast: Cast, person: str) -> None:
    with pytest.raises(PermissionDenied):
        load(cast.plan, "Nomenklatur 2024", 2024, OLD, actor=getattr(cast, person))
    assert not NomenclatureEdition.objects.exists()


def test_rows_repeat_in_any_order_and_fill_each_other(cast: Cast) -> None:
    given = [
        NomenclatureRow("2.16.03.2.02.0038 ", "Kota\u00a0Cerdas", "", "Laporan"),
        NomenclatureRow("2.16.03", "Program Aplikasi"),
        NomenclatureRow("2.16.03.2.02.0038", "KOTA CERDAS", "Jumlah laporan", "Dokumen"),
        NomenclatureRow("x.xx.01.", "Program Penunjang"),
        NomenclatureRow("2.16.03", "PROGRAM  APLIKASI"),
    ]
    edition = load(cast.plan, "N", 2027, given)
    assert list(edition.entries.values_list("code", "name", "indicator", "unit")) == [
        ("2.16.03", "Program Aplikasi", "", ""),
        ("2.16.03.2.02.0038", "Kota Cerdas", "Jumlah laporan", "Laporan"),
        ("X.XX.01", "Program Penunjang", "", ""),
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (NomenclatureRow("2.16.03.1.02", "Kegiatan provinsi"), "2.16.03.1.02 adalah kode provinsi"),
        (NomenclatureRow("2.16.03.2", "Setengah"), "“2.16.03.2” bukan kode nomenklatur"),
        (NomenclatureRow("TOTAL", "Jumlah"), "“TOTAL” bukan kode nomenklatur"),
        (NomenclatureRow("2.16.03", " "), "Nama untuk kode 2.16.03 kosong"),
        (NomenclatureRow("2.16", "Bidang lain"), "Kode 2.16 tercantum dengan dua nama"),
        (NomenclatureRow("2.16.09", "n" * 601), "Paling panjang 600 huruf; teks ini 601 huruf."),
        (NomenclatureRow("2.16.09", "a\x07b"), "karakter tersembunyi"),
        (NomenclatureRow("2.16.09", "Baru", former=("lama",)), "“LAMA” bukan kode nomenklatur"),
    ],
)
def test_a_row_that_does_not_fit_stops_everything(
    cast: Cast, row: NomenclatureRow, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        load(cast.plan, "N", 2027, [*rows(OLD), row, row])
    assert sentence in refused.value.message
    assert not NomenclatureEdition.objects.exists()


def test_nothing_at_all_is_no_edition(cast: Cast) -> None:
    with pytest.raises(Refused, match="Tidak ada satu kode pun"):
        load(cast.plan, "N", 2027, [])


def test_name_and_year_are_checked(cast: Cast) -> None:
    for name, year, field in (("", 2027, "name"), ("N", 1027, "year")):
        with pytest.raises(Refused) as refused:
            load(cast.plan, name, year, OLD)
        assert refused.value.field == field


def test_the_next_edition_follows_by_code_name_and_column(cast: Cast) -> None:
    old, new = load_both(cast.plan)
    assert not followers(old)
    assert followers(new) == {
        "2.16.03": [("2.16.05", Origin.NAME, False)],
        "2.16.03.2.02": [("2.16.05.2.02", Origin.NAME, False)],
        "2.16.03.2.02.0038": [("2.16.05.2.02.0038", Origin.NAME, False)],
        "2.16.02.2.02": [
            ("2.16.02.2.03", Origin.STATED, False),
            ("2.16.02.2.04", Origin.STATED, False),
        ],
        "X.XX.01.2.05": [("X.XX.01.2.06", Origin.NAME, False)],
    }
    old.refresh_from_db()
    assert (old.is_current, new.is_current) == (False, True)


def test_a_name_in_two_places_is_doubtful_unless_the_place_tells(cast: Cast) -> None:
    load(
        cast.plan,
        "A",
        2025,
        {
            "1.01.02": "Program Satu",
            "1.01.02.2.01": "Pembinaan",
            "1.01.03": "Program Dua",
            "1.01.03.2.01": "Pembinaan",
            "1.01.04.2.01": "Pengawasan",
        },
    )
    new = load(
        cast.plan,
        "B",
        2026,
        {
            "1.01.05": "Program Satu",
            "1.01.05.2.07": "Pembinaan",
            "1.01.06": "Program Dua",
            "1.01.06.2.07": "Pembinaan",
            "1.01.07.2.01": "Pengawasan",
            "1.01.08.2.01": "Pengawasan",
        },
    )
    assert followers(new) == {
        "1.01.02": [("1.01.05", Origin.NAME, False)],
        "1.01.02.2.01": [("1.01.05.2.07", Origin.NAME, False)],
        "1.01.03": [("1.01.06", Origin.NAME, False)],
        "1.01.03.2.01": [("1.01.06.2.07", Origin.NAME, False)],
        "1.01.04.2.01": [
            ("1.01.07.2.01", Origin.NAME, True),
            ("1.01.08.2.01", Origin.NAME, True),
        ],
    }


def test_the_newest_edition_answers_for_codes_of_every_earlier_one(cast: Cast) -> None:
    """Also when the one between them is loaded last, and when it goes again."""
    load(cast.plan, "A", 2024, {"1.01.02": "Program Satu", "1.01.03": "Program Dua"})
    last = load(
        cast.plan, "C", 2026, [NomenclatureRow("1.01.07", "Program Lain", former=("1.01.05",))]
    )
    assert followers(last) == {"1.01.05": [("1.01.07", Origin.STATED, False)]}
    between = load(cast.plan, "B", 2025, {"1.01.05": "Program satu", "1.01.06": "Program DUA"})
    last.refresh_from_db()
    assert (between.is_current, last.is_current) == (False, True)
    assert followers(last) == {
        "1.01.02": [("1.01.07", Origin.CHAIN, False)],
        "1.01.05": [("1.01.07", Origin.STATED, False)],
    }
    delete_nomenclature(plan=cast.plan, actor=cast.steward, edition=between)
    assert followers(last) == {"1.01.05": [("1.01.07", Origin.STATED, False)]}


def test_a_code_that_comes_back_needs_no_successor(cast: Cast) -> None:
    load(cast.plan, "A", 2024, {"1.01.02": "Program Satu"})
    load(cast.plan, "B", 2025, {"1.01.05": "Program Satu"})
    last = load(cast.plan, "C", 2026, {"1.01.02": "Program Satu"})
    assert followers(last) == {"1.01.05": [("1.01.02", Origin.NAME, False)]}


def test_the_same_name_again_replaces_the_rows_and_keeps_what_a_person_said(cast: Cast) -> None:
    _old, new = load_both(cast.plan)
    kept = new.entries.get(code="2.16.02").pk
    set_successors(
        plan=cast.plan, actor=cast.admin, edition=new, former_code="2.16.04", codes=["2.16.02"]
    )
    names = {**NEW, "2.16.06": "Program Baru"}
    del names["2.16.02.2.04"]
    again = load(cast.plan, "Nomenklatur 2027", 2027, rows(names, {"2.16.06": ("2.16.04",)}))
    assert again.pk == new.pk
    assert again.entries.get(code="2.16.02").pk == kept
    assert dict(again.entries.values_list("code", "name")) == names
    assert followers(again)["2.16.04"] == [("2.16.02", Origin.PERSON, False)]
    assert "2.16.02.2.02" not in followers(again)
    counts = AuditEntry.objects.filter(verb="rpjmd.load_nomenclature").first()
    assert counts
    assert counts.changes == {"added": [0, 1], "dropped": [0, 1], "rows": [10, 10]}


def test_a_person_says_what_replaced_a_code_or_that_it_ended(cast: Cast) -> None:
    _old, new = load_both(cast.plan)
    for former, codes in (("2.16.03", ["2.16.02", "2.16.05", "2.16.02"]), ("2.16.04", [])):
        set_successors(
            plan=cast.plan, actor=cast.admin, edition=new, former_code=former, codes=codes
        )
    found = followers(new)
    assert sorted(found["2.16.03"]) == [
        ("2.16.02", Origin.PERSON, False),
        ("2.16.05", Origin.PERSON, False),
    ]
    assert found["2.16.04"] == [("", Origin.PERSON, False)]
    changes = AuditEntry.objects.filter(verb="rpjmd.set_successors").values_list(
        "changes", flat=True
    )
    assert list(changes) == [
        {"2.16.04": [[], []]},
        {"2.16.03": [["2.16.05"], ["2.16.02", "2.16.05"]]},
    ]


@pytest.mark.parametrize(
    ("former", "codes", "field"),
    [
        ("apa saja", [], "former_code"),
        ("2.16.02", ["2.16.05"], "former_code"),
        ("2.16.04", ["2.16.05", "2.16.77"], "codes"),
    ],
)
def test_successors_must_make_sense(cast: Cast, former: str, codes: list[str], field: str) -> None:
    _old, new = load_both(cast.plan)
    before = followers(new)
    with pytest.raises(Refused) as refused:
        set_successors(
            plan=cast.plan, actor=cast.admin, edition=new, former_code=former, codes=codes
        )
    assert refused.value.field == field
    assert followers(new) == before


def test_an_earlier_edition_can_be_made_current_again(cast: Cast) -> None:
    old, new = load_both(cast.plan)
    use_nomenclature(plan=cast.plan, actor=cast.steward, edition=old)
    current = NomenclatureEdition.objects.filter(is_current=True)
    assert list(current.values_list("plan", "name")) == [(cast.plan.pk, "Nomenklatur 2024")]
    with pytest.raises(Refused, match="sudah berlaku"):
        use_nomenclature(plan=cast.plan, actor=cast.steward, edition=old)
    with pytest.raises(Refused, match="tidak dapat dihapus"):
        delete_nomenclature(plan=cast.plan, actor=cast.steward, edition=old)
    delete_nomenclature(plan=cast.plan, actor=cast.steward, edition=new)
    assert list(NomenclatureEdition.objects.all()) == [old]


def test_nobody_reaches_another_plans_edition(cast: Cast) -> None:
    _old, new = load_both(cast.plan)
    load_both(cast.foreign_plan)
    before = followers(new), NomenclatureEntry.objects.count()
    for act in (use_nomenclature, delete_nomenclature):
        with pytest.raises(Refused, match="tidak ada lagi"):
            act(plan=cast.foreign_plan, actor=cast.foreign_admin, edition=new)
    with pytest.raises(Refused, match="tidak ada lagi"):
        set_successors(
            plan=cast.foreign_plan,
            actor=cast.foreign_admin,
            edition=new,
            former_code="2.16.04",
            codes=["2.16.05"],
        )
    assert (followers(new), NomenclatureEntry.objects.count()) == before


def test_thousands_of_rows_take_few_queries(cast: Cast) -> None:
    load(cast.plan, "A", 2026, make_rows(5000))
    with CaptureQueriesContext(connection) as queries:
        load(cast.plan, "B", 2027, make_rows(5000))
    assert NomenclatureEntry.objects.count() == 10_000
    # SQLite takes fewer values in one statement.
    assert len(queries) == {"postgresql": 31, "sqlite": 57}[connection.vendor]


@pytest.mark.parametrize("code", ["1.01.02.3.05", "1.01.02.7.01.0003", "2.16", "X.XX.01.2.05"])
def test_every_code_of_a_kabupaten_that_can_be_loaded_can_be_written(cast: Cast, code: str) -> None:
    """The nomenclature for 2027 has 3, 4, 5 and 7 beside 2 in the fourth place."""
    load(cast.plan, "N", 2027, {code: "Nama"})
    validate_nomenclature_code(code)
