"""The alignment matrix of a large plan beside a trivial page: an RPJMD as regions draw them."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Final

from masterplan.benchmark.fill import (
    AGENCIES,
    Filled,
    make_details,
    make_members,
    make_plan,
    make_programs,
)
from opd.checks import store_findings
from opd.content import with_content
from opd.models import Alignment, Indicator, Program
from rpjmd.models import Element, Level, Link, Target, Version
from rpjmd.models import Indicator as RpjmdIndicator
from workspace.models import Agency, Plan

# How many of each stand in the chain, in the order from the top.
CHAIN: Final = (
    (Level.MISSION, 5),
    (Level.GOAL, 10),
    (Level.OBJECTIVE, 40),
    (Level.STRATEGY, 60),
    (Level.PROGRAM, 120),
)
UNITS: Final = ("persen", "orang", "indeks", "dokumen", "unit")
# One program of so many is linked to nothing, one indicator of so many has no program, and one link
# of so many has a moving indicator that measures the same and aims lower.
ORPHANS: Final = 10
BARE: Final = 8
SHORT: Final = 20
ROWS: Final = 400  # of a nomenclature that nobody gave


def fill_aligned(
    programs: int, indicators: int, nomenclature: list[dict[str, str]] | None = None
) -> Filled:
    """A plan of so many programs, most with two links, to an RPJMD of so many indicators."""
    plan = make_plan()
    agencies = Agency.objects.bulk_create(
        Agency(region=plan.region, name=f"Perangkat Daerah {n:02d}", short_name=f"PD-{n:02d}")
        for n in range(AGENCIES)
    )
    rows = nomenclature or make_nomenclature()
    filled = make_members(plan, agencies[0])
    made = make_programs(plan, agencies, programs, rows, filled.staff.user)
    rpjmd = make_chain(plan, indicators)
    make_details(plan, made, rows, rpjmd)
    link_again(rpjmd)
    fall_short()
    return filled


def make_nomenclature() -> list[dict[str, str]]:
    return [
        {
            "program_kode": f"2.16.{number % 3 + 1:02d}",
            "subkegiatan": f"Penyelenggaraan layanan nomor {number}",
            "indikator": f"Jumlah layanan nomor {number} yang diselenggarakan",
            "satuan": UNITS[number % len(UNITS)],
        }
        for number in range(ROWS)
    ]


def make_chain(plan: Plan, indicators: int) -> list[RpjmdIndicator]:
    """Missions down to programs; every fifth element hangs below two parents."""
    version = Version.objects.create(
        plan=plan, name="RPJMD uji", start_year=2025, end_year=2030, vision="Uji"
    )
    above: list[Element] = []
    measured: list[Element] = []
    for level, number in CHAIN:
        here = Element.objects.bulk_create(
            Element(
                version=version,
                level=level,
                code=f"{level[:2].upper()}{place + 1}",
                text=f"{level.label} {place + 1}: meningkatnya layanan bagi warga kabupaten",
                position=place,
            )
            for place in range(number)
        )
        Link.objects.bulk_create(
            Link(parent=above[(place + step) % len(above)], child=child)
            for place, child in enumerate(here if above else [])
            for step in ((0, 1) if place % 5 == 0 and len(above) > 1 else (0,))
        )
        above = here
        measured += here if level in (Level.GOAL, Level.OBJECTIVE, Level.PROGRAM) else []
    return make_indicators(version, measured, indicators)


def make_indicators(version: Version, measured: list[Element], number: int) -> list[RpjmdIndicator]:
    indicators = RpjmdIndicator.objects.bulk_create(
        RpjmdIndicator(
            version=version,
            element=element,
            code=f"IK-{place:03d}",
            name=f"Indikator kinerja nomor {place} dari perangkat daerah",
            unit=UNITS[place % len(UNITS)],
            position=place,
        )
        for place, element in enumerate(itertools.islice(itertools.cycle(measured), number))
    )
    Target.objects.bulk_create(
        Target(indicator=indicator, year=year, text=str(value), value=Decimal(value))
        for place, indicator in enumerate(indicators)
        for year in version.years
        for value in (20 + place % 40,)
    )
    return indicators


def link_again(rpjmd: list[RpjmdIndicator]) -> None:
    """Two links for most programs, each with the indicator that moves it; none to every eighth
    indicator, and none from every tenth program."""
    Alignment.objects.all().delete()
    moving = dict(Indicator.objects.order_by("-pk").values_list("program", "pk"))
    linked = [row for place, row in enumerate(rpjmd) if place % BARE]
    Alignment.objects.bulk_create(
        (
            Alignment(
                program_id=program,
                rpjmd_indicator=linked[(place * 7 + step * 31) % len(linked)],
                contribution=("direct", "supporting")[step],
                program_indicator_id=own,
                position=step,
            )
            for place, (program, own) in enumerate(sorted(moving.items()))
            if place % ORPHANS
            for step in range(min(2, len(linked)))
        ),
        batch_size=1000,
    )


def fall_short() -> None:
    """Some programs measure what the RPJMD measures, and promise less; the checks say so."""
    moved = Alignment.objects.select_related("rpjmd_indicator", "program_indicator")
    some = [link for link in moved.order_by("pk") if link.position == 0][::SHORT]
    for link in some:
        own, theirs = link.program_indicator, link.rpjmd_indicator
        if own is not None:
            own.name, own.unit, own.direction = theirs.name, theirs.unit, theirs.direction
            own.save(update_fields=["name", "unit", "direction"])
            own.targets.update(text="1", value=Decimal(1))
    programs = Program.objects.filter(pk__in=[link.program_id for link in some])
    store_findings(*with_content(programs))
