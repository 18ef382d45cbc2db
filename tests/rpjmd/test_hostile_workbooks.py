"""Files that mean harm, or were harmed: a clear sentence, within 10 seconds and 300 MB."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
import zipfile
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rpjmd.importing.workbook import FAULTS, PROGRAM, Unreadable, read_sheets
from tests.rpjmd.test_reading import cells, ods, with_sheet, zipped
from tests.rpjmd.workbooks import RENSTRA_HEADS, renstra_row, workbook

SECONDS: Final = 10
MEGABYTES: Final = 300
SOUND: Final = workbook({"RENSTRA": [RENSTRA_HEADS, renstra_row("2.16.03", "Program")]})
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def outcome(data: bytes) -> str:
    """The sentence about the file, or "" when it is read; never anything else."""
    said = ""
    try:
        read_sheets(data)
    except Unreadable as unreadable:
        said = str(unreadable)
    assert said in {"", *map(str, FAULTS.values())}
    return said


def cost(data: bytes) -> tuple[float, float]:
    """Seconds and megabytes that the program which opens the file takes."""
    begun = time.monotonic()
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-I', sys.argv[1]], input=sys.stdin.buffer.read(),"
        " stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(PROGRAM)], input=data, capture_output=True, check=True
    )
    return time.monotonic() - begun, int(done.stdout) / 1024


def rows(number: int, inner: str) -> bytes:
    made = "".join(inner.format(row) for row in range(1, number + 1))
    return with_sheet(cells(made.encode()))


def ods_of(inner: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(ods(("x",)))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    start = parts["content.xml"].index(b"<table:table-row>")
    end = parts["content.xml"].index(b"</table:table>")
    parts["content.xml"] = (
        parts["content.xml"][:start] + inner.encode() + parts["content.xml"][end:]
    )
    return zipped(parts)


def with_part(name: str, part: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(SOUND)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return zipped({**parts, name: part})


LINK: Final = (
    b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    b' r:id="rId1"/></externalLink>'
)
CELL: Final = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
FILES: Final = {
    "a million empty rows": (rows(10**6, '<row r="{}"/>'), ""),
    "a million empty cells": (rows(10**6, '<row r="{0}"><c r="A{0}"/></row>'), ""),
    "a million rows": (
        rows(3 * 10**5, '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'),
        FAULTS["too_large"],
    ),
    "a million rows of .ods": (
        ods_of(f'<table:table-row table:number-rows-repeated="1000000">{CELL}</table:table-row>'),
        FAULTS["too_large"],
    ),
    "a million empty rows of .ods": (
        ods_of(
            f"<table:table-row>{CELL}</table:table-row>"
            '<table:table-row table:number-rows-repeated="1048575"><table:table-cell'
            ' table:number-columns-repeated="16384"/></table:table-row>'
        ),
        "",
    ),
    "a bomb of shared texts": (
        with_part("xl/sharedStrings.xml", b"<sst>" + b" " * (100 * 2**20)),
        FAULTS["too_large"],
    ),
    "a link to another file": (with_part("xl/externalLinks/externalLink1.xml", LINK), ""),
    "a picture renamed": (b"\x89PNG\r\n\x1a\n" + bytes(500), FAULTS["foreign"]),
    "a document renamed": (zipped({"word/document.xml": b"<w/>"}), FAULTS["foreign"]),
    "an .xls of nothing": (OLE + bytes(4000), FAULTS["damaged"]),
    "an .xls that claims much": (OLE + b"\xff" * 50_000, FAULTS["damaged"]),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_answered_soon_and_small(name: str) -> None:
    data, sentence = FILES[name]
    assert outcome(data) == str(sentence)
    seconds, megabytes = cost(data)
    assert (seconds < SECONDS, megabytes < MEGABYTES) == (True, True), (seconds, megabytes)


@given(st.integers(0, len(SOUND)))
@settings(max_examples=25, deadline=None)
def test_a_truncated_file_gets_a_sentence(size: int) -> None:
    assert outcome(SOUND[:size]) or size == len(SOUND)


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", OLE]))
@settings(max_examples=25, deadline=None)
def test_bytes_of_any_kind_get_a_sentence(data: bytes, head: bytes) -> None:
    assert outcome(head + data)


@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_file_with_changed_bytes_is_read_or_gets_a_sentence(
    changes: list[tuple[int, int]],
) -> None:
    data = bytearray(SOUND)
    for place, value in changes:
        data[place] = value
    outcome(bytes(data))


def test_the_limits_of_this_process_are_not_touched() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    outcome(SOUND)
    assert resource.getrlimit(resource.RLIMIT_AS) == before
