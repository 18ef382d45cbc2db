"""A program's sheet: what it shows, and what it marks as changed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from opd.actions import open_thread
from opd.content import read_content, with_content
from opd.models import Program
from opd.sheet import Sheet, build_sheet, read_names
from tests.cast import Cast, build_program


@pytest.fixture
def program(cast: Cast) -> Program:
    made = build_program(cast)
    found: Program = with_content(Program.objects.filter(pk=made.pk)).get()
    return found


def sheet_of(program: Program, before: Any = None) -> Sheet:
    now = read_content(program)
    names = read_names(program.plan, [now])
    return build_sheet(program, now, names, before=before, threads=program.threads.all())


def changes(sheet: Sheet) -> dict[str, list[str]]:
    """The former values that the sheet shows, by section; new rows as "+", removed ones as "-"."""
    found: dict[str, list[str]] = {}
    for part in sheet.parts:
        marks = [entry.before for entry in part.entries if entry.before is not None]
        if part.table:
            for row in part.table.rows:
                marks += ["+" + row.name] if row.is_new else []
                marks += [cell.before for cell in row.cells if cell.before is not None]
            marks += ["-" + name for name in part.table.removed]
        if marks:
            found[part.key] = marks
    return found


def test_a_first_sheet_and_an_unchanged_one_mark_nothing(program: Program) -> None:
    assert changes(sheet_of(program)) == {}
    assert changes(sheet_of(program, deepcopy(read_content(program)))) == {}


def test_every_change_shows_its_former_value(program: Program) -> None:
    before: Any = deepcopy(read_content(program))
    before["identity"]["horizon"] = "long"
    before["identity"]["supporting"] = []
    before["objective"]["problem"] = "Masalah lama"
    before["indicators"]["indicators"][0]["targets"]["2026"] = "99"
    before["budget"]["budgets"]["apbd_kabupaten"]["2026"] = "1000"
    assert changes(sheet_of(program, before)) == {
        "identity": ["Jangka panjang (10 tahun)", ""],
        "objective": ["Masalah lama"],
        "indicators": ["99"],
        "budget": ["1.000", "5.000.001.000"],
    }


def test_rows_are_new_or_gone_by_their_id(program: Program) -> None:
    before: Any = deepcopy(read_content(program))
    rows = before["indicators"]["indicators"]
    rows[0] = {**rows[0], "id": -1, "name": "Indikator lama"}
    assert changes(sheet_of(program, before)) == {
        "indicators": ["+Puskesmas dengan telemedisin", "-Indikator lama"]
    }


def test_budgets_are_summed_by_year_and_source(program: Program) -> None:
    (budget,) = [part for part in sheet_of(program).parts if part.key == "budget"]
    assert budget.table is not None
    assert [cell.text for cell in budget.table.totals] == [
        "Jumlah",
        *["1.250.000.000"] * 5,
        "6.250.000.000",
    ]


def test_a_quick_win_has_its_own_section(program: Program) -> None:
    keys = [part.key for part in sheet_of(program).parts]
    assert keys == ["identity", "objective", "activities", "indicators", "budget", "alignment"]
    program.is_quick_win = True
    assert [part.key for part in sheet_of(program).parts] == [*keys, "quick_win"]


def test_notes_stand_at_their_place_and_survive_it(cast: Cast, program: Program) -> None:
    row = program.indicators.all()[0]
    for section, field in (
        ("objective", "problem"),
        ("indicators", f"indicators.{row.pk}"),
        ("budget", ""),
        ("quick_win", "risk"),
    ):
        open_thread(program=program, actor=cast.admin, section=section, field=field, text="Apa?")
    parts = {part.key: part for part in sheet_of(program).parts}
    table = parts["indicators"].table
    assert table is not None
    assert [len(entry.threads) for entry in parts["objective"].entries] == [1, 0, 0, 0]
    assert [len(line.threads) for line in table.rows] == [1, 0]
    assert len(parts["budget"].threads) == 1
    assert len(parts["identity"].threads) == 1  # its section is not shown: it stands with the first
