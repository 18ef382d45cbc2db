"""Where what belonged to an indicator may go in a version that does not have the indicator."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from rpjmd.lines import chain_of
from rpjmd.models import Indicator, Succession
from rpjmd.similarity import Weights, stems

SHOWN: Final = 3
WEAKEST: Final = 0.5  # of the indicator's own words


@dataclass(frozen=True)
class Home:
    """`is_sure` when it is the same thing by another name, not merely words in common."""

    indicator: Indicator
    reason: str
    is_sure: bool = False


def suggest_homes(
    lost: Indicator, indicators: Collection[Indicator], successions: Iterable[Succession]
) -> list[Home]:
    """The best few of the new version's indicators; no query."""
    by_code = {one.code: one for one in indicators}
    homes: dict[int, Home] = {}

    def add(one: Indicator, reason: str, *, is_sure: bool) -> None:
        homes.setdefault(one.pk, Home(one, reason, is_sure))

    chain = chain_of(lost.code, successions)
    place = [code for code, _succession in chain].index(lost.code)
    for code, succession in chain[place + 1 :]:
        if code in by_code and succession is not None:
            year = {"year": succession.from_year}
            add(by_code[code], _("menggantikannya mulai %(year)s") % year, is_sure=True)
    for code, _succession in reversed(chain[:place]):
        if code in by_code:
            add(by_code[code], _("digantikannya"), is_sure=True)
    for one in indicators:
        if one.name.casefold() == lost.name.casefold():
            add(one, _("nama sama, kode lain"), is_sure=True)
    said = stems(lost.name)
    names = {one.pk: stems(one.name) for one in indicators}
    weights = Weights(names.values())
    ranked = sorted(indicators, key=lambda one: -weights.share(names[one.pk], said))
    for one in ranked[:SHOWN]:
        if weights.share(names[one.pk], said) >= WEAKEST:
            words = ", ".join(said[word] for word in said if word in names[one.pk])
            add(one, _("kata yang sama: %(words)s") % {"words": words}, is_sure=False)
    return list(homes.values())[:SHOWN]
