"""RPJMD indicators that a program could be linked to, each with the reasons why.

What a program says counts most; then what others in its dimension link to, and whose indicator it
is. Only programs that were submitted or approved count as others: drafts are their agency's own
affair. Nothing but the fact is told of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from opd.models import Alignment, Program, ProgramState
from rpjmd.models import Indicator as RpjmdIndicator
from rpjmd.similarity import Weights, stems

SHOWN: Final = 5
WEAKEST: Final = 0.25  # what is below is no better than a guess
NAME_WEIGHT: Final = 0.7  # of the words; the rest is what the indicator measures
DIMENSION_WEIGHT: Final = 0.25
AGENCY_WEIGHT: Final = 0.25
WORDS_SHOWN: Final = 4
OTHERS: Final = (ProgramState.SUBMITTED, ProgramState.APPROVED)


@dataclass(frozen=True)
class Suggestion:
    indicator: RpjmdIndicator
    score: float
    reasons: list[str]


@dataclass(frozen=True)
class Links:
    """How often an indicator is linked to by others in the dimension, and by the agency."""

    dimension: int = 0
    agency: int = 0


def suggest_indicators(
    program: Program, indicators: Collection[RpjmdIndicator]
) -> list[Suggestion]:
    """The best few of the indicators, which carry their element; one query.

    The program was read with its content; what it is linked to already is left out.
    """
    linked = {link.rpjmd_indicator_id for link in program.alignments.all()}
    said = stems(words_of(program))
    names = {one.pk: stems(one.name) for one in indicators}
    contexts = {one.pk: stems(one.element.text) for one in indicators}
    weights = Weights([*names.values(), *contexts.values()])
    others = links_of_others(program)
    most = max((one.dimension for one in others.values()), default=0)
    found = []
    for one in indicators:
        name, context = names[one.pk], contexts[one.pk]
        links = others.get(one.pk, Links())
        is_own = program.lead_agency_id in (one.agency_id, one.element.agency_id) or links.agency
        score = (
            NAME_WEIGHT * weights.share(name, said)
            + (1 - NAME_WEIGHT) * weights.share(context, said)
            + (DIMENSION_WEIGHT * links.dimension / most if most else 0)
            + (AGENCY_WEIGHT if is_own else 0)
        )
        if one.pk not in linked and score >= WEAKEST:
            shared = sorted(said.keys() & {*name, *context}, key=weights.of, reverse=True)
            words = [said[word] for word in shared[:WORDS_SHOWN]]
            found.append(Suggestion(one, score, reasons_of(program, one, links, words)))
    return sorted(found, key=lambda one: (-one.score, one.indicator.code))[:SHOWN]


def words_of(program: Program) -> str:
    names = [indicator.name for indicator in program.indicators.all()]
    return "\n".join([program.name, program.objective, program.problem, *names])


def links_of_others(program: Program) -> dict[int, Links]:
    dimension = Q(
        program__sub_dimension__dimension=program.sub_dimension.dimension_id,
        program__state__in=OTHERS,
    )
    rows = (
        Alignment.objects.filter(program__plan=program.plan_id, program__deleted_at=None)
        .exclude(program=program)
        .order_by()
        .values("rpjmd_indicator")
        .annotate(
            dimension=Count("pk", filter=dimension),
            agency=Count("pk", filter=Q(program__lead_agency=program.lead_agency_id)),
        )
    )
    return {row["rpjmd_indicator"]: Links(row["dimension"], row["agency"]) for row in rows}


def reasons_of(
    program: Program, indicator: RpjmdIndicator, links: Links, words: list[str]
) -> list[str]:
    """Sentences for the reader, the strongest reason first."""
    reasons = []
    if words:
        reasons.append(_("kata yang sama: %(words)s") % {"words": ", ".join(words)})
    if program.lead_agency_id == indicator.agency_id:
        reasons.append(_("indikator OPD Anda"))
    elif program.lead_agency_id == indicator.element.agency_id:
        reasons.append(_("unsur RPJMD yang diampu OPD Anda"))
    if links.agency:
        reasons.append(_("ditautkan program lain OPD Anda"))
    if links.dimension:
        name = program.sub_dimension.dimension.name
        reasons.append(_("ditautkan program lain di %(dimension)s") % {"dimension": name})
    return reasons
