"""Plans of any shape: elements over many parents, indicators at every level, links everywhere."""

from __future__ import annotations

import random
from decimal import Decimal

from django.utils import timezone

from dimensions.models import SubDimension
from opd.checks import store_findings
from opd.content import with_content
from opd.models import Alignment, Budget, Indicator, Program, ProgramState, Target
from rpjmd.models import RENSTRA_LEVELS, Direction, Element, Level, Link, Version
from rpjmd.models import Indicator as RpjmdIndicator
from rpjmd.models import Target as RpjmdTarget
from tests.cast import Cast

LEVELS = list(Level)
# Renstra levels are few: nothing may be linked to their indicators.
DRAWN = [*(set(LEVELS) - RENSTRA_LEVELS), *[Level.OBJECTIVE] * 3, Level.FIELD, Level.ACTIVITY]
UNITS = ("persen", "%", "Orang", "orang", "", "indeks")


def build_any_plan(cast: Cast, seed: int) -> Version:
    """Replaces the cast's RPJMD by one of the seed's own shape, with programs linked to it."""
    dice = random.Random(seed)  # noqa: S311 -- no secret hangs on it
    cast.rpjmd.delete()
    version = Version.objects.create(plan=cast.plan, name="Acak", start_year=2025, end_year=2030)
    elements = build_elements(version, dice)
    indicators = build_indicators(version, elements, dice)
    for number in range(dice.randrange(seed % 2 * 12, 25)):
        build_any_program(cast, number, indicators, dice)
    store_findings(*with_content(Program.objects.filter(plan=cast.plan)))
    return version


def build_elements(version: Version, dice: random.Random) -> list[Element]:
    """A parent always stands before its child, so that there is no circle."""
    drawn = dice.choices(sorted(DRAWN, key=LEVELS.index), k=dice.randrange(4, 16))
    levels = sorted(drawn, key=LEVELS.index)
    elements = [
        Element.objects.create(
            version=version, level=level, code=f"E{place}", text=f"Unsur {place}", position=place
        )
        for place, level in enumerate(levels)
    ]
    for place, child in enumerate(elements):
        for parent in dice.sample(elements[:place], k=min(place, dice.randrange(4))):
            Link.objects.create(parent=parent, child=child)
    return elements


def build_indicators(
    version: Version, elements: list[Element], dice: random.Random
) -> list[RpjmdIndicator]:
    """The indicators that a program may be linked to; there are others."""
    indicators = []
    for number in range(dice.randrange(1, 20)):
        indicator = RpjmdIndicator.objects.create(
            version=version,
            element=dice.choice(elements),
            code=f"I{number}",
            name=f"Indikator {number}",
            unit=dice.choice(UNITS),
            direction=dice.choice(list(Direction)),
        )
        for year in dice.sample(list(version.years), k=3):
            value = any_value(dice)
            RpjmdTarget.objects.create(
                indicator=indicator, year=year, text=text_of(value), value=value
            )
        indicators.append(indicator)
    return [row for row in indicators if row.element.level not in RENSTRA_LEVELS]


def build_any_program(
    cast: Cast, number: int, indicators: list[RpjmdIndicator], dice: random.Random
) -> Program:
    program = Program.objects.create(
        plan=cast.plan,
        lead_agency=dice.choice([cast.dinkes, cast.dinkes, cast.diskominfo, cast.dishub]),
        sub_dimension=dice.choice(list(SubDimension.objects.of_plan(cast.plan))),
        number=number + 1,
        name=f"Program {number}",
        state=dice.choice(list(ProgramState)),
        deleted_at=timezone.now() if dice.random() < 0.1 else None,
    )
    for year in dice.sample(list(cast.plan.years), k=dice.randrange(4)):
        Budget.objects.create(
            program=program,
            source="apbd_kabupaten",
            year=year,
            amount=Decimal(dice.randrange(10**9)) / 4,
        )
    linked = dice.sample(indicators, k=min(len(indicators), 3))
    own = Indicator.objects.create(
        program=program,
        name=linked[0].name if linked else "Tanpa RPJMD",
        unit=dice.choice([*[row.unit for row in linked[:1]] * len(UNITS), *UNITS]),
        adds_up=dice.random() < 0.1,
    )
    for year in cast.plan.years:
        value = any_value(dice)
        Target.objects.create(indicator=own, year=year, text=text_of(value), value=value)
    for place, indicator in enumerate(linked):
        if dice.random() < 0.6:
            Alignment.objects.create(
                program=program,
                rpjmd_indicator=indicator,
                contribution=dice.choice(["direct", "supporting"]),
                program_indicator=own if place == 0 or dice.random() < 0.5 else None,
                position=place,
                state="disputed" if place == 2 and dice.random() < 0.5 else "proposed",
            )
    return program


def any_value(dice: random.Random) -> Decimal | None:
    return None if dice.random() < 0.2 else Decimal(dice.randrange(0, 8)) / 2


def text_of(value: Decimal | None) -> str:
    return "BB" if value is None else str(value).replace(".", ",")
