"""Tujuan and sasaran: the sheet that groups them, and the RPJMD's tables with their figures."""

from __future__ import annotations

import re
from typing import Any, Final

from django.utils.translation import gettext as _

from rpjmd.content import clean_line
from rpjmd.importing import cells
from rpjmd.importing.draft import Entry
from rpjmd.importing.layouts.figures import add_further, note_unsure, read_indicators
from rpjmd.importing.layouts.sheet import RowReader, SheetReader
from rpjmd.models import Level

GROUPS: Final = {
    "misi": Level.MISSION,
    "tujuan": Level.GOAL,
    "sasaran": Level.OBJECTIVE,
    "sasaran strategis": Level.OBJECTIVE,
    "strategi": Level.STRATEGY,
    "arah kebijakan": Level.POLICY_DIRECTION,
    "program": Level.PROGRAM,
}
LETTERS: Final = {"M": Level.MISSION, "T": Level.GOAL, "S": Level.OBJECTIVE}
_LETTER: Final = re.compile(r"^(?:([MTS])S?|(?:TUJUAN|SASARAN|MISI))[ .-]*\d", re.IGNORECASE)
_ITEM: Final = re.compile(r"^\d+(?:\.\d+)*$")
TICKS: Final = frozenset({"ya", "iku", "v", "x", "√", "✓", "✔", "1", "true"})


def read_chain(reader: SheetReader) -> None:
    """KELOMPOK, TUJUAN/SASARAN, INDIKATOR: a sasaran stands below the tujuan above it."""
    last: Level | None = None
    current: int | None = None
    for row in reader.rows():
        group = clean_line(row.cell("level").text).rstrip(":").casefold()
        text = cells.paragraphs(row.cell("text"))
        names = cells.split_lines(row.cell("indicator").text)
        indicators: list[dict[str, Any]] = [{"name": name, "targets": {}} for name in names]
        if not text:
            add_indicators(reader, row, current, indicators)
            continue
        level = GROUPS.get(group) if group else last
        if level is None:
            row.refuse_at(
                "level",
                _("Kelompok “%(group)s” tidak dikenal. Tulis Tujuan atau Sasaran.")
                % {"group": group[:40]},
            )
            current = None
            continue
        last = level
        entry: Entry = {
            "kind": "chain",
            "code": "",
            "level": level.value,
            "text": text,
            "indicators": indicators,
        }
        if "remark" in reader.table.columns:
            entry["remark"] = cells.paragraphs(row.cell("remark"))
        current = reader.add(entry, row)
    reader.finish()


def add_indicators(
    reader: SheetReader, row: RowReader, current: int | None, indicators: list[dict[str, Any]]
) -> None:
    """A row without tujuan or sasaran goes on with the one above it."""
    if not indicators:
        if cells.line(row.cell("level")):
            row.refuse_at("text", _("Tujuan atau sasaran di baris ini kosong."))
        return
    if current is None:
        row.refuse_at("text", _("Tujuan atau sasaran di baris ini kosong."))
        return
    add_further(row, current, indicators)


def read_tables(reader: SheetReader) -> None:
    """KODE, TUJUAN/SASARAN, INDIKATOR, with targets by year; a merged cell counts for all below."""
    TableSheet(reader).read()


class TableSheet:
    def __init__(self, reader: SheetReader) -> None:
        self.reader = reader
        self.current: int | None = None
        self.unknown: list[int] = []  # entries whose level nothing tells
        columns = reader.table.columns
        self.has_level = "level" in columns
        self.all_headline = (
            "UTAMA" in columns["indicator"].head or "IKU" in columns["indicator"].head
        )
        head = columns["text"].head
        self.told = {
            (True, False): Level.GOAL, (False, True): Level.OBJECTIVE
        }.get(("TUJUAN" in head, "SASARAN" in head))  # fmt: skip

    def read(self) -> None:
        for row in self.reader.rows():
            text = cells.paragraphs(row.cell("text"))
            if text and not self.goes_on(row, text):
                self.current = self.read_element(row, text)
            else:
                self.read_further(row)
        self.ask_levels()
        self.reader.finish()

    def goes_on(self, row: RowReader, text: str) -> bool:
        """Whether the tujuan or sasaran of the row above is written again."""
        if self.current is None:
            return False
        entry = self.reader.draft.entries[self.current]
        code = item_code(row)
        return bool(entry["text"].casefold() == text.casefold() and code in ("", entry["code"]))

    def read_element(self, row: RowReader, text: str) -> int | None:
        indicators = read_indicators(row, {})
        if indicators is None:
            return None
        code = item_code(row)
        entry: Entry = {
            "kind": "chain",
            "code": code,
            "level": self.level(row, code) or "",
            "text": text,
            "indicators": indicators,
        }
        number = self.reader.add(entry, row)
        if not entry["level"]:
            self.unknown.append(number)
        self.finish_indicators(row, number, len(indicators))
        return number

    def read_further(self, row: RowReader) -> None:
        indicators = read_indicators(row, {})
        if not indicators:
            return
        if self.current is None:
            row.refuse_at("text", _("Tujuan atau sasaran di baris ini kosong."))
            return
        self.finish_indicators(row, self.current, add_further(row, self.current, indicators))

    def finish_indicators(self, row: RowReader, number: int, added: int) -> None:
        """The agency, the mark of an IKU and the remark of a row belong to its indicators."""
        entry = self.reader.draft.entries[number]
        held = len(entry["indicators"])
        for place in range(held - added, held):
            indicator = entry["indicators"][place]
            row.fill_agency(entry, number, ("indicators", place))
            if self.all_headline:
                indicator["is_headline"] = True
            elif "headline" in self.reader.table.columns:
                indicator["is_headline"] = row.line("headline").casefold() in TICKS
            if "remark" in self.reader.table.columns:
                indicator["remark"] = cells.paragraphs(row.cell("remark"))
            note_unsure(row, number, place)

    def level(self, row: RowReader, code: str) -> str | None:
        """Told by the column of groups, the stored code, the head, or the code's letter."""
        if self.has_level and (group := GROUPS.get(row.line("level").casefold())):
            return group.value
        if stored := self.reader.context.levels.get(code):
            return stored
        if self.told:
            return self.told.value
        if match := _LETTER.match(code):
            return LETTERS[(match[1] or code[0]).upper()].value
        return None

    def ask_levels(self) -> None:
        """Of numbers with points the shortest are tujuan, the longer ones sasaran."""
        if not self.unknown:
            return
        entries = self.reader.draft.entries
        depths = {entries[number]["code"].count(".") for number in self.unknown}
        if len(depths) > 1 and all(_ITEM.match(entries[number]["code"]) for number in self.unknown):
            for number in self.unknown:
                is_top = entries[number]["code"].count(".") == min(depths)
                entries[number]["level"] = (Level.GOAL if is_top else Level.OBJECTIVE).value
            return
        column = self.reader.table.name_of(self.reader.table.columns["text"])
        choices = [[Level.GOAL.value, _("Tujuan")], [Level.OBJECTIVE.value, _("Sasaran")]]
        self.reader.doubt(
            "set",
            "level",
            entries[self.unknown[0]]["rows"][0],
            column,
            _("Lembar ini tidak menyebut barisnya tujuan atau sasaran."),
            choices,
            [[number, "level"] for number in self.unknown],
        )


def item_code(row: RowReader) -> str:
    code = clean_line(row.cell("code").code).rstrip(".")
    return "" if cells.is_zero(code) or code in ("-", "–") else code
