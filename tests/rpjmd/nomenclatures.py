"""Nomenclatures for tests: a small one that is read at a glance, and large ones by number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rpjmd.actions import load_nomenclature
from rpjmd.models import NomenclatureEdition
from rpjmd.nomenclature.rows import NomenclatureRow
from workspace.access import OPERATOR
from workspace.models import Plan

# An edition, and the one after it: 2.16.03 became 2.16.05 with all below it, 2.16.02.2.02 was
# parted in two, 2.16.04 ended, and X.XX.01.2.05 was renumbered.
OLD = {
    "2.16": "Bidang Komunikasi dan Informatika",
    "2.16.02": "Program Pengelolaan Informasi Publik",
    "2.16.02.2.01": "Pengelolaan Media Komunikasi Publik",
    "2.16.02.2.02": "Layanan Informasi dan Kehumasan",
    "2.16.03": "Program Pengelolaan Aplikasi Informatika",
    "2.16.03.2.02": "Pengelolaan e-Government di Lingkup Pemerintah Daerah",
    "2.16.03.2.02.0038": "Koordinasi Penyelenggaraan Kabupaten atau Kota Cerdas",
    "2.16.04": "Program Penyelenggaraan Persandian",
    "X.XX.01": "Program Penunjang Urusan Pemerintahan Daerah",
    "X.XX.01.2.05": "Administrasi Kepegawaian Perangkat Daerah",
}
NEW = {
    "2.16": "Bidang Komunikasi dan Digital",
    "2.16.02": "Program Pengelolaan Informasi Publik",
    "2.16.02.2.01": "Pengelolaan Media Komunikasi Publik",
    "2.16.02.2.03": "Layanan Informasi",
    "2.16.02.2.04": "Layanan Kehumasan",
    "2.16.05": "PROGRAM PENGELOLAAN APLIKASI INFORMATIKA",
    "2.16.05.2.02": "Pengelolaan E-Government di Lingkup Pemerintah Daerah",
    "2.16.05.2.02.0038": "Koordinasi Penyelenggaraan Kabupaten atau Kota Cerdas",
    "X.XX.01": "Program Penunjang Urusan Pemerintahan Daerah",
    "X.XX.01.2.06": "Administrasi Kepegawaian Perangkat Daerah",
}
# What the column KODE LAMA of the new edition says.
FORMER = {"2.16.02.2.03": ("2.16.02.2.02",), "2.16.02.2.04": ("2.16.02.2.02",)}


def rows(names: dict[str, str], former: dict[str, tuple[str, ...]] | None = None) -> Any:
    return [
        NomenclatureRow(code, name, former=(former or {}).get(code, ()))
        for code, name in names.items()
    ]


def load(
    plan: Plan,
    name: str,
    year: int,
    content: dict[str, str] | Iterable[NomenclatureRow],
    **options: Any,
) -> NomenclatureEdition:
    """An edition, loaded by `actor` (the operator unless another is named)."""
    given = rows(content) if isinstance(content, dict) else content
    actor = options.pop("actor", OPERATOR)
    return load_nomenclature(plan=plan, actor=actor, name=name, year=year, rows=given, **options)


def load_both(plan: Plan, **options: Any) -> tuple[NomenclatureEdition, NomenclatureEdition]:
    """The two editions above, the newer one current."""
    old = load(plan, "Nomenklatur 2024", 2024, OLD, **options)
    new = load(plan, "Nomenklatur 2027", 2027, rows(NEW, FORMER), **options)
    return old, new
