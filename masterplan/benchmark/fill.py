"""A plan of N programs from real nomenclature rows, written in bulk into a throw-away database."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db import connection

from dimensions.models import SubDimension
from opd.checks import store_findings
from opd.content import with_content
from opd.models import (
    Activity,
    Alignment,
    Budget,
    Indicator,
    Program,
    ProgramState,
    Submission,
    Target,
)
from rpjmd.models import Element, Level, Version
from rpjmd.models import Indicator as RpjmdIndicator
from rpjmd.models import Target as RpjmdTarget
from workspace.models import Agency, District, Membership, Plan, Region, Role, User

AGENCIES: Final = 30
RPJMD_INDICATORS: Final = 60
INDICATORS_EACH: Final = 3
# In this order over and over: most are approved, as in a plan near its deadline.
STATES: Final = (
    ProgramState.APPROVED,
    ProgramState.APPROVED,
    ProgramState.APPROVED,
    ProgramState.SUBMITTED,
    ProgramState.DRAFT,
    ProgramState.RETURNED,
)
PARAGRAPH: Final = (
    "Layanan ini menjawab kebutuhan warga di tiga belas kecamatan. Data disajikan dalam satu "
    "kanal, diperbarui setiap triwulan, dan dibahas bersama perangkat daerah pendukung."
)


@contextmanager
def throw_away_database() -> Iterator[None]:
    """A fresh database beside the configured one, gone at the end whatever happens."""
    original = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(original, verbosity=0)


@dataclass
class Filled:
    """The plan and one member for each role; `staff` is of an agency with a draft."""

    plan: Plan
    staff: Membership
    admin: Membership
    steward: Membership
    reviewer: Membership


def read_nomenclature(path: Path) -> list[dict[str, str]]:
    """Rows with program_kode, subkegiatan, indikator and satuan (a region's own SIPD export)."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fill_plan(programs: int, nomenclature: list[dict[str, str]]) -> Filled:
    """A plan with this many programs, three indicators each, over all agencies."""
    plan = make_plan()
    agencies = Agency.objects.bulk_create(
        Agency(region=plan.region, name=f"Perangkat Daerah {n:02d}", short_name=f"PD-{n:02d}")
        for n in range(AGENCIES)
    )
    rpjmd = make_rpjmd(plan)
    filled = make_members(plan, agencies[STATES.index(ProgramState.DRAFT)])
    made = make_programs(plan, agencies, programs, nomenclature, filled.staff.user)
    make_details(plan, made, nomenclature, rpjmd)
    for program in with_content(Program.objects.filter(plan=plan)).iterator(chunk_size=200):
        store_findings(program)
    return filled


def make_plan() -> Plan:
    region = Region.objects.create(
        code="99.01",
        slug="uji",
        name="Kabupaten Uji",
        province="Provinsi Uji",
        head_title="Bupati Uji",
    )
    District.objects.bulk_create(
        District(region=region, code=f"99.01.{n:02d}", name=f"Kecamatan {n}") for n in range(1, 14)
    )
    return Plan.objects.create(
        region=region,
        slug="2026-2030",
        title="Masterplan Smart City Kabupaten Uji",
        start_year=2026,
        end_year=2030,
        edition="2023",
        is_sample=True,
    )


def make_members(plan: Plan, agency: Agency) -> Filled:
    def member(role: Role, agency: Agency | None = None) -> Membership:
        user = User.objects.create_user(f"{role}@smartplan.example", name=role.label)
        return Membership.objects.create(user=user, plan=plan, role=role, agency=agency)

    return Filled(
        plan,
        member(Role.STAFF, agency),
        member(Role.ADMIN),
        member(Role.STEWARD),
        member(Role.REVIEWER),
    )


def make_rpjmd(plan: Plan) -> list[RpjmdIndicator]:
    version = Version.objects.create(
        plan=plan, name="RPJMD uji", start_year=2025, end_year=2030, vision="Uji"
    )
    objectives = Element.objects.bulk_create(
        Element(version=version, level=Level.OBJECTIVE, code=f"S{n}", text=PARAGRAPH, position=n)
        for n in range(RPJMD_INDICATORS // 4)
    )
    indicators = RpjmdIndicator.objects.bulk_create(
        RpjmdIndicator(
            version=version,
            element=objectives[n % len(objectives)],
            code=f"IKU-{n:02d}",
            name=f"Indikator kinerja utama {n}",
            unit="persen",
            baseline_year=2024,
            baseline_text="50",
            position=n,
        )
        for n in range(RPJMD_INDICATORS)
    )
    RpjmdTarget.objects.bulk_create(
        RpjmdTarget(indicator=indicator, year=year, text="60")
        for indicator in indicators
        for year in version.years
    )
    return indicators


def make_programs(
    plan: Plan,
    agencies: list[Agency],
    number: int,
    nomenclature: list[dict[str, str]],
    author: User,
) -> list[Program]:
    sub_dimensions = list(SubDimension.objects.of_plan(plan))
    counters: dict[int, int] = {}
    rows = itertools.islice(itertools.cycle(nomenclature), number)
    programs = []
    for place, row in enumerate(rows):
        sub_dimension = sub_dimensions[place % len(sub_dimensions)]
        counters[sub_dimension.dimension_id] = counters.get(sub_dimension.dimension_id, 0) + 1
        programs.append(
            Program(
                plan=plan,
                lead_agency=agencies[place % len(agencies)],
                sub_dimension=sub_dimension,
                number=counters[sub_dimension.dimension_id],
                name=f"{row['subkegiatan']} ({place + 1})"[:200],
                nomenclature_code=row["program_kode"],
                novelty="new",
                horizon="medium",
                start_year=plan.start_year,
                end_year=plan.end_year,
                problem=PARAGRAPH,
                objective=PARAGRAPH,
                description=f"{PARAGRAPH}\n\n{PARAGRAPH}",
                beneficiaries="Warga Kabupaten Uji",
                covers_region=True,
                state=STATES[(place + place // AGENCIES) % len(STATES)],
                created_by=author,
            )
        )
    return Program.objects.bulk_create(programs, batch_size=500)


def make_details(
    plan: Plan,
    programs: list[Program],
    nomenclature: list[dict[str, str]],
    rpjmd: list[RpjmdIndicator],
) -> None:
    rows = itertools.cycle(nomenclature)
    indicators = Indicator.objects.bulk_create(
        (
            Indicator(**indicator_fields(program, place, next(rows)))
            for program in programs
            for place in range(INDICATORS_EACH)
        ),
        batch_size=500,
    )
    Target.objects.bulk_create(
        (
            Target(indicator=indicator, year=year, text=str(10 * step), value=Decimal(10 * step))
            for indicator in indicators
            for step, year in enumerate(plan.years, 2)
        ),
        batch_size=1000,
    )
    Budget.objects.bulk_create(
        (
            Budget(program=program, source=source, year=year, amount=Decimal(amount))
            for program in programs
            for source, amount in (("apbd_kabupaten", 750_000_000), ("apbn_dak", 250_000_000))
            for year in plan.years
        ),
        batch_size=1000,
    )
    Activity.objects.bulk_create(
        (
            Activity(
                program=program,
                name=f"Kegiatan {place}",
                output="Satu laporan",
                family=("application", "people")[place],
                start_year=plan.start_year,
                end_year=plan.end_year,
                position=place,
            )
            for program in programs
            for place in range(2)
        ),
        batch_size=1000,
    )
    Alignment.objects.bulk_create(
        (
            Alignment(program=program, rpjmd_indicator=rpjmd[place % len(rpjmd)], reason=PARAGRAPH)
            for place, program in enumerate(programs)
        ),
        batch_size=1000,
    )
    Submission.objects.bulk_create(
        (
            Submission(program=program, content={})
            for program in programs
            if program.state != ProgramState.DRAFT
        ),
        batch_size=500,
    )


def indicator_fields(program: Program, place: int, row: dict[str, str]) -> dict[str, Any]:
    return {
        "program": program,
        "name": row["indikator"][:300],
        "level": ("output", "outcome", "impact")[place],
        "unit": row["satuan"][:60],
        "direction": "increase",
        "definition": "Dihitung dari laporan triwulanan.",
        "data_source": "Laporan perangkat daerah",
        "baseline_year": 2025,
        "baseline_text": "10",
        "baseline_value": Decimal(10),
        "position": place,
    }
