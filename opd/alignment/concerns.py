"""What the matrix shows that deserves attention. Each kind says on the page what it means.

Concerns are of all programs that the facts hold, whatever somebody filters by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from opd.alignment.facts import Facts, Key, ShortfallFact
from opd.alignment.matrix import by_weight

# From this share of the programs on, they lean on the agency that leads them.
LEANING: Final = Decimal("0.75")
# Money and weight part when one is more than so many times the other.
APART: Final = 2


@dataclass(frozen=True)
class Concern:
    """`code` and `name` are what it speaks of, `sentence` what there is to say beyond the kind.

    The keys say where it leads: to the programs of an objective or dimension, perhaps of one
    agency, to one program, or to an element or indicator of the RPJMD.
    """

    code: str
    name: str
    sentence: str = ""
    objective: Key | None = None
    element: Key | None = None
    program: Key | None = None
    dimension: str = ""
    agency: Key | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of concern with its definition in plain words."""

    title: str | Promise
    meaning: str | Promise


@dataclass(frozen=True)
class Weight:
    """Shares of an objective in all indicators, programs and money, in per cent."""

    objective: Key
    indicators: Decimal
    programs: Decimal
    money: Decimal

    @property
    def is_poor(self) -> bool:
        return self.money * APART < self.indicators

    @property
    def is_rich(self) -> bool:
        return self.money > APART * self.indicators


@dataclass(frozen=True)
class Concerns:
    """All concerns by kind in the order of `KINDS`, and the weight of every objective."""

    by_kind: Mapping[str, Sequence[Concern]]
    weights: list[Weight] = field(default_factory=list)


KINDS: Final[Mapping[str, Kind]] = {
    "objectives": Kind(
        gettext_lazy("Sasaran tanpa program"),
        gettext_lazy("Tidak ada program yang tertaut ke indikatornya atau indikator di bawahnya."),
    ),
    "indicators": Kind(
        gettext_lazy("Indikator tanpa program"),
        gettext_lazy("Indikator RPJMD yang belum ditautkan oleh satu program pun."),
    ),
    "orphans": Kind(
        gettext_lazy("Program tanpa tautan"),
        gettext_lazy("Program yang belum tertaut ke satu pun indikator RPJMD yang berlaku."),
    ),
    "leaning": Kind(
        gettext_lazy("Sasaran yang bertumpu pada satu OPD"),
        gettext_lazy("Satu OPD memimpin tiga perempat atau lebih dari program sasaran itu."),
    ),
    "owned": Kind(
        gettext_lazy("Dimensi yang dikuasai satu OPD"),
        gettext_lazy("Satu OPD memimpin tiga perempat atau lebih dari semua program dimensi itu."),
    ),
    "shortfalls": Kind(
        gettext_lazy("Target di bawah RPJMD"),
        gettext_lazy(
            "Indikator program yang menggerakkan indikator RPJMD, dengan ukuran dan satuan yang "
            "sama, bertarget lebih lemah daripada RPJMD pada tahun yang sama: lebih rendah, atau "
            "lebih tinggi bila arahnya turun."
        ),
    ),
    "weights": Kind(
        gettext_lazy("Pagu tidak sebanding dengan bobot"),
        gettext_lazy(
            "Bobot sasaran adalah bagiannya dari semua indikator sasaran. Pagu program yang "
            "mendukung beberapa sasaran dibagi rata di antaranya. Disebut di sini bila bagian pagu "
            "kurang dari separuh atau lebih dari dua kali bobotnya; sasaran tanpa program "
            "tidak ikut."
        ),
    ),
}


def find_concerns(facts: Facts) -> Concerns:
    weights = weigh(facts)
    found: Mapping[str, Sequence[Concern]] = {
        "objectives": list(bare_objectives(facts)),
        "indicators": list(bare_indicators(facts)),
        "orphans": list(orphans(facts)),
        "leaning": list(leaning(facts)),
        "owned": list(owned(facts)),
        "shortfalls": Shortfalls(facts),
        "weights": list(unbalanced(facts, weights)),
    }
    return Concerns({name: found[name] for name in KINDS}, weights)


def bare_objectives(facts: Facts) -> Iterator[Concern]:
    for element in facts.objectives:
        if not facts.supporters[element.key]:
            number = len(facts.measures[element.key])
            yield Concern(
                element.code,
                element.text,
                ngettext("%(number)s indikator", "%(number)s indikator", number)
                % {"number": number}
                if number
                else _("belum punya indikator, sehingga belum dapat ditautkan"),
                element=element.key,
            )


def bare_indicators(facts: Facts) -> Iterator[Concern]:
    linked = {link.indicator for link in facts.links}
    for indicator in facts.indicators:
        if indicator.key not in linked:
            element = facts.by_key[indicator.element]
            yield Concern(indicator.code, indicator.name, element.code, element=element.key)


def orphans(facts: Facts) -> Iterator[Concern]:
    linked = {link.program for link in facts.links}
    for program in facts.programs.values():
        if program.key not in linked:
            yield Concern(
                program.code,
                program.name,
                facts.agencies[program.agency],
                program=program.key,
            )


def leaning(facts: Facts) -> Iterator[Concern]:
    for element in facts.objectives:
        if found := main_lead(facts, facts.supporters[element.key]):
            yield Concern(
                element.code,
                element.text,
                led_sentence(facts, *found),
                objective=element.key,
                agency=found[0],
            )


def owned(facts: Facts) -> Iterator[Concern]:
    programs: dict[str, set[Key]] = {code: set() for code in facts.dimensions}
    for program in facts.programs.values():
        programs[program.dimension].add(program.key)
    for code, name in facts.dimensions.items():
        if found := main_lead(facts, programs[code]):
            yield Concern(code, name, led_sentence(facts, *found), dimension=code, agency=found[0])


def main_lead(facts: Facts, programs: set[Key]) -> tuple[Key, int, int] | None:
    """The agency on which these programs lean, how many it leads, and of how many."""
    leads = Counter(facts.programs[key].agency for key in programs)
    for agency, number in by_weight(facts, leads)[:1]:
        if number >= LEANING * len(programs):
            return agency, number, len(programs)
    return None


def led_sentence(facts: Facts, agency: Key, number: int, total: int) -> str:
    return _("%(agency)s memimpin %(number)s dari %(total)s program") % {
        "agency": facts.agencies[agency],
        "number": number,
        "total": total,
    }


class Shortfalls(Sequence[Concern]):
    """One concern for each link that falls short, put into words when somebody looks at it."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._indicators = {indicator.key: indicator for indicator in facts.indicators}

    def __len__(self) -> int:
        return len(self._facts.shortfalls)

    def __getitem__(self, place: Any) -> Any:
        found = self._facts.shortfalls[place]
        return [*map(self._say, found)] if isinstance(place, slice) else self._say(found)

    def _say(self, found: ShortfallFact) -> Concern:
        program, indicator = self._facts.programs[found.program], self._indicators[found.indicator]
        years = "; ".join(
            _("%(year)s: %(own)s, RPJMD %(rpjmd)s") % year._asdict() for year in found.years
        )
        words = {"own": found.own_name, "code": indicator.code, "name": indicator.name}
        return Concern(
            program.code,
            program.name,
            _("%(own)s terhadap %(code)s %(name)s (%(years)s)") % {**words, "years": years},
            program=program.key,
        )


def weigh(facts: Facts) -> list[Weight]:
    """The shares of each objective. A program's share is cut evenly among its objectives."""
    places = Counter(key for programs in facts.supporters.values() for key in programs)
    indicators = Decimal(sum(map(len, facts.measures.values())))
    money = sum((facts.programs[key].money for key in places), Decimal())
    found = []
    for element in facts.objectives:
        # Programs and their money by the number of objectives among which they are cut.
        numbers: Counter[int] = Counter()
        amounts: dict[int, Decimal] = {}
        for key in facts.supporters[element.key]:
            pieces = places[key]
            numbers[pieces] += 1
            amounts[pieces] = amounts.get(pieces, Decimal()) + facts.programs[key].money
        found.append(
            Weight(
                element.key,
                percent(Decimal(len(facts.measures[element.key])), indicators),
                percent(shared(numbers), Decimal(len(places))),
                percent(shared(amounts), money),
            )
        )
    return found


def shared(amounts: Mapping[int, int | Decimal]) -> Decimal:
    """The sum of amounts, each cut into its number of pieces."""
    return sum((Decimal(amount) / pieces for pieces, amount in amounts.items()), Decimal())


def percent(part: Decimal, whole: Decimal) -> Decimal:
    return round(100 * part / whole, 4) if whole else Decimal()


def unbalanced(facts: Facts, weights: Iterable[Weight]) -> Iterator[Concern]:
    if not any(weight.money for weight in weights):
        return
    for weight in weights:
        if facts.supporters[weight.objective] and (weight.is_poor or weight.is_rich):
            element = facts.by_key[weight.objective]
            yield Concern(
                element.code,
                element.text,
                _("pagu %(money)s%%, bobot %(indicators)s%%, program %(programs)s%%")
                % {
                    "money": short(weight.money),
                    "indicators": short(weight.indicators),
                    "programs": short(weight.programs),
                },
                objective=element.key,
            )


def short(share: Decimal) -> str:
    """A share with at most one decimal, in the language in use."""
    return str(format_decimal(share, format="0.#", locale=get_language() or "id"))
