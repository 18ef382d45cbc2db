"""The layouts in which regions keep their RPJMD, as data: heads by what they hold.

A sheet is recognised by its heads and by nothing else: not by its file, its name or its place in
the workbook. The first of the synonyms is the one that an export writes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Kind = Literal["agencies", "chain", "tables", "programs", "nomenclature"]
Heads = dict[str, tuple[str, ...]]

CODE: Final = ("KODE", "KODE REKENING", "NO KODE")
UNIT: Final = ("SATUAN", "SATUAN INDIKATOR")
INDICATOR: Final = (
    "INDIKATOR",
    "INDIKATOR KINERJA",
    "INDIKATOR KINERJA UTAMA",
    "INDIKATOR KINERJA UTAMA IKU",
    "INDIKATOR PROGRAM",
    "INDIKATOR KINERJA PROGRAM",
    "INDIKATOR TUJUAN/SASARAN",
    "INDIKATOR TUJUAN",
    "INDIKATOR SASARAN",
    "INDIKATOR KINERJA PROGRAM OUTCOME DAN KEGIATAN OUTPUT",
)
BASELINE: Final = (
    "KONDISI AWAL",
    "DATA CAPAIAN AWAL",
    "CAPAIAN AWAL",
    "KONDISI KINERJA AWAL",
    "KONDISI KINERJA PADA AWAL RPJMD",
    "KONDISI KINERJA PADA AWAL PERIODE RPJMD",
    "DATA CAPAIAN PADA TAHUN AWAL PERENCANAAN",
    "DATA CAPAIAN AWAL PERENCANAAN",
    "BASELINE",
    "DATA AWAL",
)
FINAL: Final = (
    "KONDISI AKHIR",
    "KONDISI AKHIR TARGET",
    "KONDISI KINERJA AKHIR",
    "KONDISI KINERJA AKHIR TARGET",
    "KONDISI KINERJA PADA AKHIR RPJMD",
    "KONDISI KINERJA PADA AKHIR RPJMD TARGET",
    "KONDISI KINERJA PADA AKHIR PERIODE RPJMD",
    "KONDISI KINERJA PADA AKHIR PERIODE RPJMD TARGET",
    "TARGET AKHIR",
    "KONDISI AKHIR RPJMD",
)
AGENCY: Final = (
    "OPD",
    "PERANGKAT DAERAH",
    "PERANGKAT DAERAH PENANGGUNG JAWAB",
    "OPD PENANGGUNG JAWAB",
    "OPD PENGAMPU",
    "PENANGGUNG JAWAB",
    "SKPD",
    "UNIT KERJA PERANGKAT DAERAH PENANGGUNG JAWAB",
)
REMARK: Final = ("KETERANGAN", "KET", "CATATAN")
# The sum of the years: known, so that its column is not taken for another, and not kept.
TOTAL: Final = (
    "KONDISI AKHIR RP",
    "KONDISI KINERJA AKHIR RP",
    "KONDISI KINERJA PADA AKHIR RPJMD RP",
    "KONDISI KINERJA PADA AKHIR PERIODE RPJMD RP",
    "JUMLAH",
    "TOTAL",
    "TOTAL RP",
    "TOTAL DANA",
    "TOTAL PAGU",
)


@dataclass(frozen=True)
class Layout:
    """A table in use. `required` heads must be there; `yearly` names what its years hold."""

    name: str
    kind: Kind
    title: Promise
    sheet: str  # the name that an export gives
    heads: Heads
    required: tuple[str, ...]
    yearly: tuple[str, ...] = ()
    unkept: frozenset[str] = field(default=frozenset({"total"}))

    @property
    def shown_heads(self) -> str:
        """The heads as a person looks for them."""
        names = [names[0] for key, names in self.heads.items() if key not in self.unkept]
        years = {"targets": "TARGET TAHUN 1 …", "ceilings": "DANA TAHUN 1 …"}
        return ", ".join([*names, *(years[kind] for kind in self.yearly)])


AGENCIES: Final = Layout(
    "agencies",
    "agencies",
    _("Daftar OPD"),
    "DAFTAR OPD",
    {
        "code": ("KODE", "KODE OPD", "KODE ORGANISASI", "KODE SKPD", "KODE PERANGKAT DAERAH"),
        "name": (
            "ORGANISASI",
            "NAMA ORGANISASI",
            "PERANGKAT DAERAH",
            "NAMA PERANGKAT DAERAH",
            "OPD",
            "NAMA OPD",
            "SKPD",
            "NAMA SKPD",
            "UNIT ORGANISASI",
        ),
        "short_name": ("SINGKATAN", "NAMA SINGKAT"),
        "verified": ("TERVERIFIKASI", "NAMA SUDAH DIPASTIKAN"),
        "remark": REMARK,
    },
    ("code", "name"),
)
CHAIN: Final = Layout(
    "chain",
    "chain",
    _("Tujuan dan sasaran"),
    "TUJUAN SASARAN",
    {
        "level": ("KELOMPOK", "JENIS"),
        "text": (
            "TUJUAN/SASARAN",
            "TUJUAN DAN SASARAN",
            "TUJUAN ATAU SASARAN",
            "URAIAN TUJUAN/SASARAN",
            "URAIAN",
        ),
        "indicator": INDICATOR,
        "remark": REMARK,
    },
    ("level", "text", "indicator"),
)
RENSTRA: Final = Layout(
    "renstra",
    "programs",
    _("Program Renstra"),
    "RENSTRA",
    {
        "objective": (
            "SASARAN",
            "SASARAN STRATEGIS",
            "SASARAN RENSTRA",
            "SASARAN PERANGKAT DAERAH",
            "SASARAN OPD",
            "TUJUAN/SASARAN",
        ),
        "code": CODE,
        "text": (
            "PROGRAM DAN KEGIATAN",
            "PROGRAM/KEGIATAN",
            "PROGRAM KEGIATAN",
            "PROGRAM/KEGIATAN/SUBKEGIATAN",
            "PROGRAM/KEGIATAN/SUB KEGIATAN",
            "PROGRAM, KEGIATAN, DAN SUBKEGIATAN",
            "PROGRAM, KEGIATAN DAN SUBKEGIATAN",
            "PROGRAM, KEGIATAN, DAN SUB KEGIATAN",
            "PROGRAM, KEGIATAN DAN SUB KEGIATAN",
            "PROGRAM, KEGIATAN, SUB KEGIATAN",
            "URUSAN/BIDANG URUSAN/PROGRAM/KEGIATAN/SUB KEGIATAN",
        ),
        "unit": UNIT,
        "indicator": INDICATOR,
        "baseline": (
            "DATA CAPAIAN AWAL",
            *(name for name in BASELINE if name != "DATA CAPAIAN AWAL"),
        ),
        "final": FINAL,
        "total": TOTAL,
        "location": ("LOKASI", "LOKUS"),
        "agency": AGENCY,
        "remark": REMARK,
    },
    ("code", "text", "indicator", "targets"),
    ("targets", "ceilings"),
)
PROGRAMS: Final = Layout(
    "programs",
    "programs",
    _("Program RPJMD dengan pagu"),
    "PROGRAM",
    {
        "code": CODE,
        "text": (
            "BIDANG/PROGRAM",
            "BIDANG URUSAN/PROGRAM",
            "BIDANG URUSAN DAN PROGRAM",
            "URUSAN/BIDANG/PROGRAM",
            "URUSAN/BIDANG URUSAN/PROGRAM",
            "BIDANG URUSAN PEMERINTAHAN DAN PROGRAM PRIORITAS PEMBANGUNAN",
            "BIDANG URUSAN/PROGRAM/OUTCOME",
            "PROGRAM PRIORITAS",
            "PROGRAM",
            "NAMA PROGRAM",
        ),
        "indicator": INDICATOR,
        "unit": UNIT,
        "baseline": BASELINE,
        "final": FINAL,
        "total": TOTAL,
        "agency": AGENCY,
        "location": ("LOKASI", "LOKUS"),
        "remark": REMARK,
    },
    ("code", "text", "indicator", "targets"),
    ("targets", "ceilings"),
)
TABLES: Final = Layout(
    "tables",
    "tables",
    _("Tujuan, sasaran, dan IKU RPJMD"),
    "TUJUAN SASARAN IKU",
    {
        "code": ("KODE", "NO", "NOMOR"),
        "level": ("KELOMPOK", "JENIS"),
        "text": (
            "TUJUAN/SASARAN",
            "TUJUAN",
            "SASARAN",
            "TUJUAN DAN SASARAN",
            "SASARAN STRATEGIS",
            "TUJUAN RPJMD",
            "SASARAN RPJMD",
            "SASARAN DAERAH",
        ),
        "indicator": INDICATOR,
        "headline": ("IKU", "INDIKATOR UTAMA"),
        "unit": UNIT,
        "formula": (
            "FORMULA",
            "FORMULASI",
            "RUMUS",
            "FORMULA PERHITUNGAN",
            "CARA PERHITUNGAN",
            "FORMULASI PERHITUNGAN",
            "DEFINISI OPERASIONAL/FORMULA",
        ),
        "data_source": ("SUMBER", "SUMBER DATA"),
        "agency": AGENCY,
        "baseline": BASELINE,
        "final": FINAL,
        "remark": REMARK,
    },
    ("text", "indicator", "targets"),
    ("targets",),
)
NOMENCLATURE: Final = Layout(
    "nomenclature",
    "nomenclature",
    _("Nomenklatur SIPD"),
    "NOMENKLATUR",
    {
        "field_code": ("BIDANG KODE", "KODE BIDANG", "KODE BIDANG URUSAN"),
        "field": ("BIDANG", "BIDANG URUSAN", "NAMA BIDANG URUSAN"),
        "program_code": ("PROGRAM KODE", "KODE PROGRAM"),
        "program": ("PROGRAM", "NAMA PROGRAM"),
        "activity_code": ("KEGIATAN KODE", "KODE KEGIATAN"),
        "activity": ("KEGIATAN", "NAMA KEGIATAN"),
        "subactivity_code": ("SUBKEGIATAN KODE", "KODE SUBKEGIATAN", "KODE SUB KEGIATAN"),
        "subactivity": ("SUBKEGIATAN", "SUB KEGIATAN", "NAMA SUBKEGIATAN", "NAMA SUB KEGIATAN"),
        "indicator": INDICATOR,
        "unit": UNIT,
        "former": ("KODE LAMA", "KODE SEBELUMNYA"),
    },
    ("program_code", "program", "activity_code", "activity", "subactivity_code", "subactivity"),
)
LAYOUTS: Final = (AGENCIES, CHAIN, TABLES, RENSTRA, PROGRAMS, NOMENCLATURE)
BY_NAME: Final = {layout.name: layout for layout in LAYOUTS}
