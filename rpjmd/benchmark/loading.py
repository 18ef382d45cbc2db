"""A Renstra workbook from file to confirmed tree, beside openpyxl merely reading the same file."""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import openpyxl
from django.db import transaction

from rpjmd.actions import load_workbook
from rpjmd.importing import Outcome, read_workbook, settle
from rpjmd.models import Element
from workspace.access import OPERATOR
from workspace.models import Plan, Region

YEARS: Final = range(1, 6)
NAMES: Final = {
    2: "URUSAN PEMERINTAHAN BIDANG CONTOH NOMOR {}",
    3: "PROGRAM PENGELOLAAN DAN PENGEMBANGAN PELAYANAN CONTOH {}",
    5: "Penyelenggaraan Pelayanan Contoh Tingkat Kabupaten/Kota Nomor {}",
    6: "Koordinasi, Fasilitasi, dan Pelaksanaan Pelayanan Contoh di Kecamatan Nomor {}",
}


def measure_import(rows: int, rounds: int = 3) -> float:
    """Seconds of loading as a multiple of openpyxl's for reading, the best of the rounds of each.

    Wall time of both, in turns. The database is that of the process; nothing stays in it.
    """
    data = renstra_workbook(rows)
    ours, theirs = [], []
    for _round in range(rounds):
        theirs.append(timed(lambda: read_plainly(data)))
        ours.append(timed_import(data, rows))
    return min(ours) / min(theirs)


def timed(work: Callable[[], Any]) -> float:
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def read_plainly(data: bytes) -> int:
    """Every cell's value, as whoever uses openpyxl has to fetch it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) for _cell in row)


def timed_import(data: bytes, rows: int) -> float:
    with transaction.atomic():
        region = Region.objects.create(
            code="99.99", slug="tolok-ukur", name="Tolok ukur", province="-", head_title="-"
        )
        plan = Plan.objects.create(
            region=region,
            slug="tolok-ukur",
            title="Tolok ukur",
            start_year=2026,
            end_year=2030,
            edition="2023",
        )
        seconds = timed(lambda: load(data, plan))
        found = Element.objects.filter(version__plan=plan).count()
        if found != rows:
            raise AssertionError(f"{found} of {rows} rows were loaded")
        transaction.set_rollback(True)
    return seconds


def load(data: bytes, plan: Plan) -> Outcome:
    """All that the page does between upload and confirmation, without its two answers' HTML."""
    outcome = settle(read_workbook(data, plan), {}, plan, None)
    load_workbook(plan=plan, actor=OPERATOR, content=outcome.content)
    return outcome


def renstra_workbook(rows: int) -> bytes:
    """A sheet of urusan to subkegiatan; programs and below have indicator, targets and money."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("RENSTRA")
    sheet.append(
        [
            *("SASARAN", "KODE", "PROGRAM DAN KEGIATAN", "SATUAN", "INDIKATOR"),
            "DATA CAPAIAN AWAL",
            *(f"TARGET TAHUN {year}" for year in YEARS),
            *(f"DANA TAHUN {year}" for year in YEARS),
            *("LOKASI", "KETERANGAN"),
        ]
    )
    for number, code in zip(range(rows), codes(), strict=False):
        sheet.append(row(number, code))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def codes() -> Iterator[str]:
    """Codes as the nomenclature orders them: about 6 subkegiatan in a kegiatan, 4 in a program."""
    for field in (f"{urusan}.{bidang:02}" for urusan in range(1, 9) for bidang in range(1, 30)):
        if field.endswith(".01"):
            yield field[0]
        yield field
        for program in range(2, 8):
            yield f"{field}.{program:02}"
            for activity in range(1, 5):
                yield f"{field}.{program:02}.2.{activity:02}"
                for subactivity in range(1, 7):
                    yield f"{field}.{program:02}.2.{activity:02}.{subactivity:04}"


def row(number: int, code: str) -> list[Any]:
    depth = code.count(".") + 1
    name = NAMES.get(depth, "URUSAN {}").format(number)
    if depth < 3:
        return [None, code, name, *[0] * 13, "-", None]
    return [
        f"Meningkatnya mutu pelayanan contoh {number // 200}",
        *(code, name, "dokumen" if number % 2 else "persen", f"Jumlah hasil dari {name.lower()}"),
        number % 40,
        *(f"{number % 40 + year}%" if number % 3 else number % 40 + year for year in YEARS),
        *(1_250_000 * (number % 90 + 1) + year * 1000 for year in YEARS),
        *("Kabupaten", None),
    ]
