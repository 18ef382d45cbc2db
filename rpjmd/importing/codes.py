"""Codes of the nomenclature as cells hold them: numbers, lost zeros, mixed case, blanks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _

from rpjmd.importing.workbook import Cell
from rpjmd.models import Level

LEVELS_BY_DEPTH: Final = {
    1: Level.AFFAIR,
    2: Level.FIELD,
    3: Level.PROGRAM,
    5: Level.ACTIVITY,
    6: Level.SUBACTIVITY,
}
WIDTHS: Final = (1, 2, 2, 1, 2, 4)
_PART: Final = re.compile(r"^(?:\d{1,4}|X{1,2})$")
_NUMBER: Final = re.compile(r"^\d\.\d$")


@dataclass(frozen=True)
class Code:
    """A code in its full spelling. `others`: what it may be as well, when a zero was lost."""

    text: str
    others: tuple[str, ...] = ()
    written: str = ""

    @property
    def level(self) -> Level:
        return LEVELS_BY_DEPTH[depth(self.text)]


def read_code(cell: Cell) -> Code:
    """The code in a cell; ValueError with a sentence when it is none.

    As a number 1.03 stays 1.03, but 1.3 was 1.30 or a hurried 1.03: that is for the sheet's other
    rows, or for a person, to tell. As text 1.3 is short for 1.03, for text loses no zeros.
    """
    text = cell.code
    if cell.is_number and _NUMBER.match(text):
        whole, _dot, rest = text.partition(".")
        return Code(f"{whole}.0{rest}", (f"{whole}.{rest}0",), text)
    return Code(spell_code(text))


@lru_cache(maxsize=8192)
def spell_code(text: str) -> str:
    """`1.3.2` as 1.03.02, `x.xx.01 ` as X.XX.01; ValueError with a sentence otherwise."""
    bare = re.sub(r"\s", "", text).upper().replace(",", ".").strip(".")
    parts = bare.split(".")
    if len(parts) not in LEVELS_BY_DEPTH or not all(map(_PART.match, parts)):
        raise ValueError(
            _("“%(code)s” bukan kode urusan, bidang, program, kegiatan, atau subkegiatan.")
            % {"code": text[:40]}
        )
    spelled = [fill(part, width) for part, width in zip(parts, WIDTHS, strict=False)]
    if any(len(part) > width for part, width in zip(spelled, WIDTHS, strict=False)):
        raise ValueError(
            _("Bagian kode “%(code)s” terlalu panjang. Kode berbentuk 2.16.03.2.02.0038.")
            % {"code": text[:40]}
        )
    return ".".join(spelled)


def fill(part: str, width: int) -> str:
    """A part with its leading zeros; older editions write two digits for a subkegiatan."""
    if not part.isdecimal():
        return part
    if width == 1:
        return part.lstrip("0") or part
    return part if width == 4 and len(part) == 2 else part.zfill(width)


def depth(code: str) -> int:
    return code.count(".") + 1


def uppers(code: str) -> list[str]:
    """The codes above a code, the nearest first: 2.16.03.2.02 stands below 2.16.03."""
    parts = code.split(".")
    return [".".join(parts[:size]) for size in range(len(parts) - 1, 0, -1) if size != 4]
