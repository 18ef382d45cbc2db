"""How long a workbook takes from the file to the tree, beside openpyxl merely reading the file."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

from openpyxl import load_workbook

from rpjmd.actions import import_rpjmd
from rpjmd.content import ElementContent, IndicatorContent, RpjmdContent
from rpjmd.importing import read_workbook, rpjmd_workbook
from workspace.access import OPERATOR
from workspace.models import Plan, Region


def measure_import(rows: int, rounds: int = 3) -> float:
    """Best wall time of our loading as a multiple of openpyxl's, over so many rounds of both."""
    data = rpjmd_workbook(make_content(rows))
    ours, theirs = [], []
    for number in range(rounds):
        plan = make_plan(number)
        theirs.append(seconds(lambda: read_with_openpyxl(data)))
        ours.append(seconds(lambda plan=plan: load(data, plan)))  # type: ignore[misc]
    return min(ours) / min(theirs)


def seconds(step: Callable[[], object]) -> float:
    begin = time.perf_counter()
    step()
    return time.perf_counter() - begin


def read_with_openpyxl(data: bytes) -> int:
    workbook = load_workbook(io.BytesIO(data), data_only=True)
    return sum(len(list(sheet.iter_rows(values_only=True))) for sheet in workbook)


def load(data: bytes, plan: Plan) -> None:
    import_rpjmd(plan=plan, actor=OPERATOR, content=read_workbook(data, plan))


def make_plan(number: int) -> Plan:
    region = Region.objects.create(
        code=f"98.{number:02d}",
        slug=f"muat-{number}",
        name=f"Kabupaten Muat {number}",
        province="Provinsi Uji",
        head_title="Bupati",
    )
    return Plan.objects.create(
        region=region,
        slug="2026-2030",
        title="Masterplan",
        start_year=2026,
        end_year=2030,
        edition="2023",
    )


def make_content(rows: int) -> RpjmdContent:
    """Half of the rows are elements below one mission, the others measure them."""
    elements = [element(number) for number in range(rows // 2)]
    return {
        "name": "RPJMD uji",
        "label": "Murni",
        "start_year": 2025,
        "end_year": 2030,
        "vision": "Sejahtera",
        "regulation": "",
        "remark": "",
        "elements": elements,
        "indicators": [
            indicator(number, elements[number % len(elements)]["code"])
            for number in range(rows - len(elements))
        ],
    }


def element(number: int) -> ElementContent:
    return {
        "level": "objective" if number else "mission",
        "code": f"U{number}",
        "text": f"Meningkatnya layanan nomor {number} bagi warga kabupaten",
        "parents": ["U0"] if number else [],
        "agency": "",
        "nomenclature_code": "",
    }


def indicator(number: int, code: str) -> IndicatorContent:
    return {
        "code": f"I{number}",
        "name": f"Persentase layanan nomor {number} yang memenuhi standar",
        "element": code,
        "is_headline": False,
        "unit": "persen",
        "direction": "increase",
        "adds_up": False,
        "formula": "",
        "data_source": "Laporan tahunan",
        "agency": "",
        "baseline_year": 2024,
        "baseline": "50",
        "targets": {str(year): str(year - 1970) for year in range(2025, 2031)},
        "final": "60",
        "remark": "",
    }
