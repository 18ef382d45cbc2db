"""Single cells of a sheet: what they hold, what they leave open, and why some cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.translation import gettext as _

from rpjmd.content import clean_line, clean_text
from rpjmd.importing.table import ERROR_VALUES
from rpjmd.importing.workbook import Cell, shortest
from workspace.numbers import EMPTY, LARGEST, parse_rupiah

ZEROS: Final = frozenset({"0", "0,0", "0,00", "0%", "0.0", "0.00", "rp0", "rp 0"})
TOTALS: Final = re.compile(r"^(?:sub ?-?|grand )?(?:jumlah|total)\b", re.IGNORECASE)
_NUMBERING: Final = re.compile(r"^\s*(?:\(?(?:\d{1,2}|[a-z])[.)]|[-•●▪*–])\s+", re.IGNORECASE)
_SURE_THOUSANDS: Final = re.compile(r"\d\.\d{3}(?:\.\d{3}|,\d)|(?<![\d.,])[1-9]\d{3,}(?![\d.,])")
_SURE_DECIMALS: Final = re.compile(r"(?<![\d.,])\d+\.(?:\d{1,2}|\d{4,})(?![\d.,])")


def fault(cell: Cell) -> str:
    """Why nobody can read the cell; "" when it can be read."""
    if cell.is_hollow:
        return _("Rumus di sel ini belum punya hasil. Buka dan simpan di Excel.")
    if cell.is_date:
        return _("Sel ini berisi tanggal. Ubah formatnya menjadi Teks.")
    if isinstance(cell.value, str) and cell.value.strip() in ERROR_VALUES:
        return _("Rumus di sel ini menghasilkan kesalahan. Ketik nilainya.")
    return ""


def line(cell: Cell) -> str:
    """One line; "" for what people write where there is nothing."""
    text = clean_line(cell.text)
    return "" if text.lower() in EMPTY else text


def optional_line(cell: Cell) -> str:
    """A line where 0 means nothing: a location, a unit, a remark."""
    text = line(cell)
    return "" if text in ZEROS else text


def paragraphs(cell: Cell) -> str:
    text = clean_text(cell.text)
    return "" if text.lower() in EMPTY or text in ZEROS else text


def is_zero(text: str) -> bool:
    return text.lower() in ZEROS


def read_money(cell: Cell, scale: int) -> str:
    """Rupiah as content keeps it, "" for none; ValueError with a sentence."""
    if cell.is_number and not cell.shows_percent:
        amount = shortest(cell.value) * scale  # type: ignore[arg-type]
        if amount < 0:
            raise ValueError(_("Anggaran tidak boleh negatif."))
        if amount >= LARGEST:
            raise ValueError(_("Angka ini terlalu besar."))
    else:
        text = line(cell)
        if not text or is_zero(text):
            return ""
        amount = (parse_rupiah(text) or Decimal(0)) * scale
    # A formula leaves more digits than there are coins.
    amount = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{amount:.2f}" if amount else ""


def split_lines(text: str, *, at_semicolons: bool = True) -> list[str]:
    """Several in one cell: parted by semicolons or line ends, with or without numbers before them.

    A line that goes on in small letters belongs to the one above it.
    """
    if "\n" not in text and (not at_semicolons or ";" not in text):
        only = clean_line(_NUMBERING.sub("", text))
        return [] if only.lower() in EMPTY else [only]
    parts: list[str] = []
    for piece in clean_text(text).split(";") if at_semicolons else [clean_text(text)]:
        for place, row in enumerate(piece.split("\n")):
            bare = _NUMBERING.sub("", row)
            if place and parts and bare == row and row.strip()[:1].islower():
                parts[-1] = f"{parts[-1]} {row}"
            else:
                parts.append(bare)
    cleaned = (clean_line(part) for part in parts)
    found: dict[str, str] = {}
    for part in cleaned:
        if part and part.lower() not in EMPTY:
            found.setdefault(part.casefold(), part)
    return list(found.values())


def sure_spelling(texts: Iterable[str]) -> str:
    """How figures of one row are spelled, by those that leave no doubt: "" when none tells."""
    joined = "\n".join(texts)
    thousands, decimals = _SURE_THOUSANDS.search(joined), _SURE_DECIMALS.search(joined)
    if thousands and not decimals:
        return "thousands"
    if decimals and not thousands:
        return "decimals"
    return ""
