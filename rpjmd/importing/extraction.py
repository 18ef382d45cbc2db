"""Open one workbook and print its cells as JSON. Run as a program of its own, with hard limits.

A workbook comes from anybody's disk. A few kilobytes can claim a billion cells, and a library that
fails to get memory for them ends its whole process: so this is another process than the one that
serves people. It reads the file from standard input and knows nothing of Django.

Answer: {"sheets": [{"name", "rows": [[cell, ...], ...], "percents": ["H5"], "hollow": ["C3"]}],
"tells_percents"} or {"fault": one of `FAULTS`}. A cell is text, a number, true or false, or
{"date": "2025-01-31"}. `percents` are numbers that the sheet shows as a percentage, which an .xls
does not tell; `hollow` are formulas without a stored result, known for .xlsx only.
"""

from __future__ import annotations

import io
import json
import posixpath
import resource
import sys
import zipfile
from typing import Any, BinaryIO, Final
from xml.etree import ElementTree
from xml.parsers import expat

import python_calamine

# not a workbook; damaged; with a password; more than the limits
FAULTS: Final = ("foreign", "damaged", "locked", "too_large")
MEMORY: Final = 300 * 2**20  # bytes of address space, of which Python and its libraries take 100
SECONDS: Final = 8  # of computing
LARGEST_CONTENT: Final = 60 * 2**20  # bytes, once decompressed
LARGEST_RATIO: Final = 200  # decompressed to compressed, for parts worth a look
MOST_FILES: Final = 500
MOST_SHEETS: Final = 20
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 200
ZIP_MARK: Final = b"PK\x03\x04"
OLE_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PERCENT_FORMATS: Final = {9, 10}  # built in: 0% and 0.00%


class Fault(Exception):
    """The file cannot be read; the only argument is one of `FAULTS`."""


def extract(data: bytes) -> dict[str, Any]:
    archive = open_archive(data)
    marks = read_marks(archive) if archive else {}
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise Fault("locked") from error
    except python_calamine.CalamineError as error:
        raise Fault("damaged") from error
    if len(workbook.sheet_names) > MOST_SHEETS:
        raise Fault("too_large")
    return {
        "sheets": [
            {"name": name, "rows": read_rows(workbook, name), **marks.get(name, no_marks())}
            for name in workbook.sheet_names
        ],
        "tells_percents": archive is not None,
    }


def open_archive(data: bytes) -> zipfile.ZipFile | None:
    """The zip archive of .xlsx and .ods, once it is known not to be a bomb; None for .xls."""
    if data.startswith(OLE_MARK):
        return None
    if not data.startswith(ZIP_MARK):
        raise Fault("foreign")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise Fault("damaged") from error
    files = archive.infolist()
    if len(files) > MOST_FILES or sum(file.file_size for file in files) > LARGEST_CONTENT:
        raise Fault("too_large")
    for file in files:
        if file.file_size > 2**20 and file.file_size > LARGEST_RATIO * file.compress_size:
            raise Fault("too_large")
    names = set(archive.namelist())
    if not names & {"xl/workbook.xml", "content.xml", "xl/workbook.bin"}:
        raise Fault("foreign")
    return archive


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of the archive; what it says of its size is not believed."""
    try:
        with archive.open(name) as part:
            content = part.read(LARGEST_CONTENT + 1)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise Fault("damaged") from error
    if len(content) > LARGEST_CONTENT:
        raise Fault("too_large")
    return content


def read_marks(archive: zipfile.ZipFile) -> dict[str, dict[str, list[str]]]:
    """By sheet, the cells that need more than their value."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        return {}
    try:
        if "content.xml" in names:
            return OpenDocumentScan().scan(read_part(archive, "content.xml"))
        percents = percent_styles(archive) if "xl/styles.xml" in names else set()
        return {
            sheet: scan_sheet(read_part(archive, part), percents)
            for sheet, part in sheet_parts(archive)
            if part in names
        }
    except (ElementTree.ParseError, expat.ExpatError, ValueError) as error:
        raise Fault("damaged") from error


def no_marks() -> dict[str, list[str]]:
    return {"percents": [], "hollow": []}


def sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Sheets by name with the part of the archive that holds each."""
    relations = read_tree(archive, "xl/_rels/workbook.xml.rels")
    targets = {row.get("Id"): row.get("Target") or "" for row in relations}
    return [
        (sheet.get("name") or "", posixpath.join("/xl", targets.get(relation_id(sheet), ""))[1:])
        for sheet in read_tree(archive, "xl/workbook.xml").findall(".//{*}sheet")
    ]


def relation_id(sheet: ElementTree.Element) -> str:
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")


def percent_styles(archive: zipfile.ZipFile) -> set[str]:
    """The numbers of the cell styles that show a number as a percentage."""
    styles = read_tree(archive, "xl/styles.xml")
    formats = PERCENT_FORMATS | {
        int(row.get("numFmtId") or 0)
        for row in styles.findall(".//{*}numFmt")
        if "%" in (row.get("formatCode") or "")
    }
    return {
        str(place)
        for place, row in enumerate(styles.findall("./{*}cellXfs/{*}xf"))
        if int(row.get("numFmtId") or 0) in formats
    }


def read_tree(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A small part as a tree. Expat stops exploding entities, and this process has limits."""
    return ElementTree.fromstring(read_part(archive, name))  # noqa: S314


def scan_sheet(xml: bytes, percents: set[str]) -> dict[str, list[str]]:
    """The marks of a sheet; most have neither formulas nor percentages, and are not walked."""
    if not percents and b"<f" not in xml and b"<!" not in xml:
        return no_marks()
    return CellScan(percents).scan(xml)


class CellScan:
    """One pass over a sheet's XML for percentages and for formulas without a stored result."""

    def __init__(self, percents: set[str]) -> None:
        self.percent_styles = percents
        self.found = no_marks()
        self.place = self.style = ""
        self.has_formula = self.has_value = self.in_value = False

    def scan(self, xml: bytes) -> dict[str, list[str]]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.Parse(xml, True)
        return self.found

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "c":
            self.place = attributes.get("r", "")
            self.style = attributes.get("s", "0") if attributes.get("t", "n") == "n" else ""
            self.has_formula = self.has_value = False
        elif name == "f":
            self.has_formula = True
        elif name in ("v", "is"):
            self.in_value = True

    def text(self, data: str) -> None:
        self.has_value = self.has_value or (self.in_value and bool(data))

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name in ("v", "is"):
            self.in_value = False
        elif name == "c" and self.has_formula and not self.has_value:
            self.found["hollow"].append(self.place)
        elif name == "c" and self.has_value and self.style in self.percent_styles:
            self.found["percents"].append(self.place)


class OpenDocumentScan:
    """One pass over an .ods for percentages; its rows and cells may stand for many alike."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, list[str]]] = {}
        self.name = ""
        self.row = self.column = 0
        self.rows = 1

    def scan(self, xml: bytes) -> dict[str, dict[str, list[str]]]:
        if b'value-type="percentage"' in xml or b"<!" in xml:
            parser = expat.ParserCreate(namespace_separator=" ")
            parser.StartElementHandler = self.start
            parser.EndElementHandler = self.end
            parser.Parse(xml, True)
        return self.found

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(" ")[2]
        values = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        if local == "table":
            self.name, self.row = values.get("name", ""), 0
            self.found[self.name] = no_marks()
        elif local == "table-row":
            self.column, self.rows = 0, int(values.get("number-rows-repeated", 1))
        elif local in ("table-cell", "covered-table-cell"):
            alike = int(values.get("number-columns-repeated", 1))
            if values.get("value-type") == "percentage":
                self.mark(alike)
            self.column += alike

    def mark(self, alike: int) -> None:
        if self.row + self.rows > MOST_ROWS or self.column + alike > MOST_COLUMNS:
            raise Fault("too_large")
        self.found[self.name]["percents"].extend(
            f"{column_name(self.column + right)}{self.row + down + 1}"
            for down in range(self.rows)
            for right in range(alike)
        )

    def end(self, tag: str) -> None:
        if tag.rpartition(" ")[2] == "table-row":
            self.row += self.rows


def column_name(column: int) -> str:
    """The letters of a column that is counted from zero."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_rows(workbook: python_calamine.CalamineWorkbook, name: str) -> list[list[Any]]:
    """The sheet's cells from A1 on, without the empty ends of rows."""
    sheet = workbook.get_sheet_by_name(name)
    end = sheet.end
    if end and (end[0] >= MOST_ROWS or end[1] >= MOST_COLUMNS):
        raise Fault("too_large")
    return [[read_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def read_cell(cell: Any) -> Any:
    if isinstance(cell, (str, bool, int, float)):
        return cell
    if hasattr(cell, "isoformat"):
        return {"date": cell.isoformat()}
    return str(cell)


def set_limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(source: BinaryIO) -> None:
    set_limits()
    try:
        answer = extract(source.read())
    except Fault as fault:
        answer = {"fault": fault.args[0]}
    except MemoryError:
        answer = {"fault": "too_large"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(sys.stdin.buffer)
