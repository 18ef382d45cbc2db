"""Finding an entry by the beginning of its code and by the beginnings of its words."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Case, IntegerField, Q, When
from django.db.models.functions import Length

from rpjmd.models import Kind
from rpjmd.models.nomenclature import EntryQuerySet
from rpjmd.nomenclature.rows import search_words

COMMON: Final = "X.XX"  # the programs that every bidang has
MOST_WORDS: Final = 8  # of a query; the rest is not looked at
LONGEST_QUERY: Final = 200
_CODE: Final = re.compile(r"(?:[1-9X]\.[0-9X.]*|[1-9])", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Query:
    """What a person typed: beginnings of codes and of words, all of which must be found."""

    codes: tuple[str, ...]
    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.codes or self.words)

    @property
    def own_field(self) -> str:
        """The bidang that the query names, "2.16", to stand in for X.XX."""
        named = (code[:4] for code in self.codes if re.match(r"\d\.\d\d(?:\.|$)", code))
        return next(named, "")


@dataclass(frozen=True)
class Found:
    """An entry on offer; its code is the one to write, with the bidang in place of X.XX."""

    pk: int
    code: str
    name: str
    kind: str

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)


def parse(text: str) -> Query:
    """A part with a dot after its first sign begins a code; all else are words."""
    parts = text[:LONGEST_QUERY].split()
    codes = [part for part in parts if _CODE.fullmatch(part) and ("." in part or len(parts) == 1)]
    rest = " ".join(part for part in parts if part not in codes)
    words = dict.fromkeys(search_words(rest).split())
    return Query(tuple(code.upper() for code in codes), tuple(words)[:MOST_WORDS])


def find_entries(
    entries: EntryQuerySet, text: str, *, first: Collection[Kind] = (), limit: int = 12
) -> list[Found]:
    """The entries that fit, best first. Those of the kinds `first` come before all others."""
    query = parse(text)
    if not query:
        return []
    found = rank(matching(entries, query), query, first)[:limit]
    rows = [Found(*row) for row in found.values_list("pk", "code", "name", "kind")]
    return [replace(row, code=own_code(row.code, query.own_field)) for row in rows]


def matching(entries: EntryQuerySet, query: Query) -> EntryQuerySet:
    found = entries
    for code in query.codes:
        common = Q(code__startswith=COMMON + code[4:]) if query.own_field else Q()
        found = found.filter(Q(code__startswith=code) | common)
    for word in query.words:
        found = found.filter(search_text__contains=f" {word}")
    return found


def rank(entries: EntryQuerySet, query: Query, first: Collection[Kind]) -> EntryQuerySet:
    """The asked kinds, then the code as it was typed, whole words, words side by side in their
    order, the shorter name, the code."""
    order: list[Any] = []
    if first:
        order.append(_one_if(Q(kind__in=[*first])).desc())
    if query.codes:
        order.append(_one_if(Q(code__in=query.codes)).desc())
    if query.words:
        in_order = " " + "[a-z0-9]* ".join(query.words)
        whole = [_one_if(Q(search_text__contains=f" {word} ")) for word in query.words]
        order += [
            sum(whole[1:], whole[0]).desc(),
            _one_if(Q(search_text__regex=in_order)).desc(),
            Length("search_text").asc(),
        ]
    return entries.order_by(*order, "code")


def own_code(code: str, field: str) -> str:
    """X.XX.01.2.05 as 2.16.01.2.05, where a bidang is given."""
    return field + code[4:] if field and code.startswith(f"{COMMON}.") else code


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())
