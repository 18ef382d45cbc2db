"""Rows of a nomenclature as a workbook gives them, made clean and brought together by code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from rpjmd.content import clean_line
from rpjmd.models import KINDS, LONGEST, Kind
from rpjmd.validation import Problem
from workspace.markdown import has_control_characters

PART: Final = "nomenclature"  # of every `Problem` in here
_CODE: Final = re.compile(
    r"(?:[1-9]|X)(?:\.(?:\d{2}|XX)(?:\.\d{2}(?:\.[1-9](?:\.\d{2}(?:\.\d{4})?)?)?)?)?", re.ASCII
)
_PROVINCE: Final = "1"  # the part L; all others are of kabupaten and kota
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class NomenclatureRow:
    """A code with its name; `former` are the codes that it replaces, where the export says so."""

    code: str
    name: str
    indicator: str = ""
    unit: str = ""
    former: tuple[str, ...] = ()


def kind_of(code: str) -> Kind | None:
    """What a well-formed code names; None for text that is no code of a kabupaten or kota."""
    parts = code.split(".")
    if not _CODE.fullmatch(code) or (len(parts) > 3 and parts[3] == _PROVINCE):
        return None
    return KINDS.get(len(parts))


def clean_code(text: str) -> str:
    """Letters as capitals, no blanks, no dot at the end (2.16.03. is written too)."""
    return re.sub(r"\s+", "", text).rstrip(".").upper()


def parent_code(code: str) -> str:
    """The code one kind above: 2.16.03.2.02 stands below 2.16.03, not below 2.16.03.2."""
    upper = code.rpartition(".")[0]
    return upper.rpartition(".")[0] if upper.count(".") == 3 else upper


def search_words(text: str) -> str:
    """The words of a text, small and without accents, with one blank around each."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return f" {_NO_WORD.sub(' ', letters).strip()} "


def gather(rows: Iterable[NomenclatureRow]) -> tuple[dict[str, NomenclatureRow], list[Problem]]:
    """The rows by code, and everything that keeps them from being loaded.

    An export that names program and kegiatan in columns gives the same row again and again: rows
    are equal when their names have the same words; what an earlier one left empty is filled in.
    """
    found: dict[str, NomenclatureRow] = {}
    problems: list[Problem] = []
    for place, raw in enumerate(rows):
        row = _clean(raw)
        said = [Problem(PART, place, key, message) for key, message in row_problems(row)]
        known = found.get(row.code)
        if known and search_words(known.name) != search_words(row.name):
            sentence = _("Kode %(code)s tercantum dengan dua nama: “%(one)s” dan “%(other)s”.")
            names = {"code": row.code, "one": known.name, "other": row.name}
            said.append(Problem(PART, place, "name", sentence % names))
        if not said:
            found[row.code] = _merge(known, row) if known else row
        problems += said
    if not found and not problems:
        problems.append(Problem(PART, 0, "code", _("Tidak ada satu kode pun di sini.")))
    return found, problems


def row_problems(row: NomenclatureRow) -> Iterator[tuple[str, str]]:
    """What keeps one clean row from being loaded, with the key of its place."""
    if kind_of(row.code) is None:
        yield "code", code_sentence(row.code)
    if not row.name:
        yield "name", _("Nama untuk kode %(code)s kosong.") % {"code": row.code}
    for key, longest in LONGEST.items():
        text = getattr(row, key)
        if len(text) > longest:
            sentence = _("Paling panjang %(longest)d huruf; teks ini %(length)d huruf.")
            yield key, sentence % {"longest": longest, "length": len(text)}
        if has_control_characters(text):
            yield key, _("Teks ini memuat karakter tersembunyi.")
    for code in row.former:
        if kind_of(code) is None:
            yield "former", code_sentence(code)


def code_sentence(code: str) -> str:
    """Why this is no code that a kabupaten or kota can use."""
    if _CODE.fullmatch(code) and kind_of(code) is None and code.count(".") > 2:
        parts = code.split(".")
        if parts[3] == _PROVINCE:
            return _("%(code)s adalah kode provinsi (bagian keempatnya 1).") % {"code": code}
    return _(
        "“%(code)s” bukan kode nomenklatur. Kode berbentuk 2.16 (bidang), 2.16.03 (program), "
        "2.16.03.2.02 (kegiatan), atau 2.16.03.2.02.0038 (subkegiatan)."
    ) % {"code": code[:40]}


def _clean(row: NomenclatureRow) -> NomenclatureRow:
    former = dict.fromkeys(clean_code(code) for code in row.former)
    code = clean_code(row.code)
    return NomenclatureRow(
        code,
        clean_line(row.name),
        clean_line(row.indicator),
        clean_line(row.unit),
        tuple(one for one in former if one and one != code),
    )


def _merge(known: NomenclatureRow, row: NomenclatureRow) -> NomenclatureRow:
    return replace(
        known,
        indicator=known.indicator or row.indicator,
        unit=known.unit or row.unit,
        former=tuple(dict.fromkeys((*known.former, *row.former))),
    )
