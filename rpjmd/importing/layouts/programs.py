"""Program sheets of Renstra and RPJMD: urusan to subkegiatan, told apart by their codes."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from rpjmd.importing import cells
from rpjmd.importing.codes import Code, depth, read_code
from rpjmd.importing.draft import Entry
from rpjmd.importing.layouts.figures import add_further, note_unsure, read_ceilings, read_indicators
from rpjmd.importing.layouts.sheet import RowReader, SheetReader, skip_choice
from workspace.numbers import EMPTY

OWN: Final = ("location", "remark")


def read_programs(reader: SheetReader) -> None:
    """Each code is one entry; rows below it without a code bring further indicators."""
    ProgramSheet(reader).read()


class ProgramSheet:
    def __init__(self, reader: SheetReader) -> None:
        self.reader = reader
        self.objective = ""
        self.current: int | None = None  # the entry that rows without a code belong to
        self.short_codes: dict[int, Code] = {}  # entries whose code lost a zero
        self.found: dict[str, list[int]] = {}
        self.owner = self.find_owner()

    def find_owner(self) -> str:
        """The agency whose sheet this is, when the sheet's title says so."""
        table = self.reader.table
        return "" if "agency" in table.columns else self.reader.context.agency_in(table.title)

    def read(self) -> None:
        for row in self.reader.rows():
            self.carry_objective(row)
            code, text = row.cell("code").code.strip(), cells.paragraphs(row.cell("text"))
            if not code or code in EMPTY or (cells.is_zero(code) and not text):
                self.read_continuation(row, text)
            else:
                self.current = self.read_element(row, text)
        self.settle_codes()
        self.settle_repeats()
        self.reader.finish()

    def carry_objective(self, row: RowReader) -> None:
        """The sasaran is written once for all rows below it; "-" ends it."""
        cell = row.cell("objective")
        written = cells.paragraphs(cell)
        if written:
            self.objective = written
        elif cell.value is not None and cell.text.strip() and not cells.is_zero(cell.text.strip()):
            self.objective = ""

    def read_continuation(self, row: RowReader, text: str) -> None:
        if text:
            row.refuse_at("code", _("Kode baris ini kosong."))
            return
        ceilings = read_ceilings(row)
        indicators = None if ceilings is None else read_indicators(row, {})
        if ceilings is None or indicators is None:
            return
        loose = [cells.optional_line(row.cell(key)) for key in ("unit", "location", "remark")]
        if any(ceilings.values()) or (not indicators and any(loose)):
            row.refuse_at("code", _("Kode baris ini kosong."))
            return
        if not indicators:
            return
        if self.current is None:
            row.refuse_at("code", _("Kode baris ini kosong, dan di atasnya tidak ada program."))
            return
        self.note_figures(row, self.current, add_further(row, self.current, indicators))

    def read_element(self, row: RowReader, text: str) -> int | None:
        try:
            code = read_code(row.cell("code"))
        except ValueError as error:
            row.refuse_at("code", str(error))
            return None
        if not text:
            row.refuse_at("text", _("Nama program atau kegiatan kosong."))
            return None
        ceilings = read_ceilings(row)
        indicators = None if ceilings is None else read_indicators(row, ceilings)
        if ceilings is None or indicators is None:
            return None
        entry: Entry = {
            "kind": "program",
            "code": code.text,
            "text": text,
            "indicators": indicators,
        }
        self.fill(entry, row, ceilings)
        number = self.reader.add(entry, row)
        row.fill_agency(entry, number)
        if code.others:
            self.short_codes[number] = code
        self.found.setdefault(code.text, []).append(number)
        self.note_figures(row, number, len(indicators))
        return number

    def fill(self, entry: Entry, row: RowReader, ceilings: dict[str, str]) -> None:
        """What the sheet has columns for; what it has none for stays as it is stored."""
        columns = self.reader.table.columns
        if ceilings or any(kind == "ceilings" for kind, _number in self.reader.table.years):
            entry["ceilings"] = ceilings
        if "objective" in columns:
            entry["objective"] = self.objective
        if "location" in columns:
            entry["location"] = cells.optional_line(row.cell("location"))
        if "remark" in columns:
            entry["remark"] = cells.paragraphs(row.cell("remark"))
        if self.owner and depth(entry["code"]) > 2:  # urusan and bidang are several agencies'
            entry["agency"], entry["is_owned"] = self.owner, True

    def note_figures(self, row: RowReader, number: int, added: int) -> None:
        held = len(self.reader.draft.entries[number]["indicators"])
        for place in range(held - added, held):
            note_unsure(row, number, place)

    def settle_codes(self) -> None:
        """1.3 as a number was 1.03 or 1.30: the codes below it tell, or the person."""
        written = {
            code[:4]
            for code, numbers in self.found.items()
            if code.count(".") >= 1 and not all(number in self.short_codes for number in numbers)
        }
        for number, code in self.short_codes.items():
            options = (code.text, *code.others)
            told = [option for option in options if option in written]
            entry = self.reader.draft.entries[number]
            if len(told) == 1:
                self.recode(number, told[0])
                continue
            message = _("Kode %(short)s tersimpan sebagai angka; nolnya hilang.") % {
                "short": code.written
            }
            choices = [*([option, option] for option in options), skip_choice()]
            column = self.reader.table.name_of(self.reader.table.columns["code"])
            row = entry["rows"][0]
            self.reader.doubt("set", "code", row, column, message, choices, [[number, "code"]])

    def recode(self, number: int, code: str) -> None:
        entry = self.reader.draft.entries[number]
        self.found[entry["code"]].remove(number)
        entry["code"] = code
        self.found.setdefault(code, []).append(number)

    def settle_repeats(self) -> None:
        """The same code again: the same thing with more to say, or a choice for the person."""
        shares = [
            (code, share) for code, numbers in self.found.items() for share in self.share(numbers)
        ]
        for code, numbers in shares:
            entries = [self.reader.draft.entries[number] for number in numbers]
            if len(numbers) < 2 or are_one(entries):
                continue
            message = _("Kode %(code)s dipakai %(count)d kali dengan isi yang berbeda.") % {
                "code": code,
                "count": len(numbers),
            }
            choices = [
                [
                    str(number),
                    _("Pakai baris %(row)d: %(text)s")
                    % {"row": entry["rows"][0], "text": entry["text"][:120]},
                ]
                for number, entry in zip(numbers, entries, strict=True)
            ]
            choices.append(["-", _("Lewati semuanya")])
            column = self.reader.table.name_of(self.reader.table.columns["code"])
            row = entries[1]["rows"][0]
            places: list[list[Any]] = [[number] for number in numbers]
            self.reader.doubt("keep", "rows", row, column, message, choices, places)

    def share(self, numbers: list[int]) -> list[list[int]]:
        """Rows of one code by their agencies: where each names one, each has its own program."""
        by_agency: dict[str, list[int]] = {}
        for number in numbers:
            agency = self.reader.draft.entries[number].get("agency", "")
            by_agency.setdefault(agency, []).append(number)
        return [numbers] if "" in by_agency else list(by_agency.values())


def are_one(entries: list[Entry]) -> bool:
    """Whether rows with the same code say the same thing, each perhaps with its own indicators."""
    first = entries[0]
    for other in entries[1:]:
        if first["text"].casefold() != other["text"].casefold():
            return False
        for key in ("ceilings", *OWN, "agency", "objective"):
            if first.get(key) and other.get(key) and strip(first[key]) != strip(other[key]):
                return False
        known = {row["name"].casefold(): row for row in first["indicators"]}
        for row in other["indicators"]:
            if known.setdefault(row["name"].casefold(), row) != row:
                return False
    return True


def strip(value: Any) -> Any:
    """Money by year without the years that have none, so that an empty row agrees with any."""
    return {key: one for key, one in value.items() if one} if isinstance(value, dict) else value
