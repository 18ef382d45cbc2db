"""Numbers as Indonesian officials type them, and as the document prints them.

"1.250.000.000", "1,25 M" and "1250000000" are the same number. What cannot be read is refused with
a sentence, never guessed: a wrong figure in a signed document is worse than a question.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

# Scale words after a number: "1,25 M", "500 juta", "2 T".
SCALES: Final = {
    "": 1,
    "rb": 1_000,
    "ribu": 1_000,
    "jt": 1_000_000,
    "juta": 1_000_000,
    "m": 1_000_000_000,
    "miliar": 1_000_000_000,
    "milyar": 1_000_000_000,
    "t": 1_000_000_000_000,
    "triliun": 1_000_000_000_000,
    "trilyun": 1_000_000_000_000,
}
_AMOUNT = re.compile(r"^(?:rp\.?\s*)?([+-]?[\d.,]+)\s*([a-z]*)\.?$")
_GROUPED = re.compile(r"^\d{1,3}(\.\d{3})+(,\d+)?$")
_GROUPED_ENGLISH = re.compile(r"^\d{1,3}(,\d{3}){2,}(\.\d+)?$")
_PLAIN = re.compile(r"^\d+(,\d+)?$")
_POINT = re.compile(r"^\d+\.\d+$")
# Values that stand where a number might, and mean "nothing given".
EMPTY: Final = frozenset({"", "-", "–", "—", "n/a", "na", "#n/a"})
# SQLite keeps fifteen digits exactly: thirteen before the decimal mark and two behind for money,
# eleven and four for the numbers in targets.
LARGEST: Final = Decimal(10) ** 13
LARGEST_TARGET: Final = Decimal(10) ** 11


def parse_decimal(text: str) -> Decimal:
    """The exact number in an Indonesian text without unit; ValueError with a sentence otherwise.

    Dots group and a comma parts the decimals. A single dot followed by other than three digits can
    only be a decimal point ("85.5"); "1.250" is one thousand two hundred and fifty.
    """
    bare = re.sub(r"[\s\u00a0\u202f]", "", text)
    sign = -1 if bare.startswith("-") else 1
    bare = bare.lstrip("+-")
    if _GROUPED.match(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif _GROUPED_ENGLISH.match(bare):
        bare = bare.replace(",", "")
    elif _PLAIN.match(bare):
        bare = bare.replace(",", ".")
    elif not _POINT.match(bare):
        raise ValueError(_("“%(text)s” bukan angka yang dapat dibaca.") % {"text": text[:40]})
    if len(bare) > 40 or abs(number := Decimal(bare)) >= LARGEST:
        raise ValueError(_("Angka ini terlalu besar."))
    return sign * number


def parse_rupiah(text: str) -> Decimal | None:
    """Rupiah as an exact decimal with at most two places; None for an empty cell."""
    bare = re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip().lower()
    if bare in EMPTY:
        return None
    match = _AMOUNT.match(bare.replace(" ", "")) if len(bare) < 60 else None
    if match is None or match[2] not in SCALES:
        raise ValueError(
            _("“%(text)s” tidak terbaca. Tulis misalnya 1.250.000.000 atau 1,25 M.")
            % {"text": text[:40]}
        )
    amount = parse_decimal(match[1]) * SCALES[match[2]]
    if amount < 0:
        raise ValueError(_("Anggaran tidak boleh negatif."))
    if amount >= LARGEST:
        raise ValueError(_("Angka ini terlalu besar."))
    if amount != amount.quantize(Decimal("0.01")):
        raise ValueError(_("Rupiah paling banyak dua angka di belakang koma."))
    return amount.quantize(Decimal("0.01"))


def parse_target(text: str) -> Decimal | None:
    """The number inside a target such as "85%", "≥ 90" or "1.250 orang"; None for "BB" or "WTP".

    A number with more digits than the database keeps is rounded, or none when it is too large:
    the text is what counts.
    """
    match = re.search(r"[+-]?\d[\d.,]*", text.replace("\u00a0", " "))
    if match is None:
        return None
    try:
        number = parse_decimal(match[0].rstrip(".,"))
    except ValueError:
        return None
    return round(number, 4) if abs(number) < LARGEST_TARGET else None


@lru_cache(maxsize=8192)
def format_number(value: Decimal | int, locale: str = "id") -> str:
    """1250000.5 as 1.250.000,5."""
    return format_decimal(value, format="#,##0.####", locale=locale)


@lru_cache(maxsize=8192)
def format_rupiah(value: Decimal | int, locale: str = "id") -> str:
    """1250000000 as 1.250.000.000; sen only when there are any. The sign Rp stands in the head."""
    pattern = "#,##0.00" if value != int(value) else "#,##0"
    return format_decimal(value, format=pattern, locale=locale)


@lru_cache(maxsize=8192)
def format_short_rupiah(value: Decimal | int, locale: str = "id") -> str:
    """1250000000 as "Rp1,25 M", for places too small for all digits."""
    scales: tuple[tuple[int, str], ...] = ((10**12, "T"), (10**9, "M"), (10**6, "jt"))
    for scale, word in scales:
        if abs(Decimal(value)) >= scale:
            number = format_decimal(Decimal(value) / scale, format="#,##0.##", locale=locale)
            return f"Rp{number} {word}"
    return f"Rp{format_decimal(value, format='#,##0', locale=locale)}"
