"""The people of the tests, and programs made the way people make them.

Every question about who may see or do what is asked of the same cast:

- owner and colleague: staff of Dinkes, which leads the program
- supporter: staff of Diskominfo, which supports it
- stranger: staff of Dishub, of the same region, with nothing to do with it
- admin, other_admin, steward, reviewer of the plan
- foreigner: staff of an agency in another region; foreign_admin: that region's administrator
- outsider: a person without any membership
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dimensions.models import SubDimension
from opd.actions import change_program, create_program, submit_program
from opd.models import Program
from rpjmd.models import Element, Indicator, Level, Version
from workspace.models import Agency, District, Membership, Plan, Region, Role, User

PASSWORD = "sapi-karapan-35.28"


@dataclass
class Cast:
    plan: Plan
    dinkes: Agency
    diskominfo: Agency
    dishub: Agency
    owner: Membership
    colleague: Membership
    supporter: Membership
    stranger: Membership
    admin: Membership
    other_admin: Membership
    steward: Membership
    reviewer: Membership
    rpjmd: Version
    rpjmd_indicator: Indicator
    foreign_plan: Plan
    foreign_agency: Agency
    foreigner: Membership
    foreign_admin: Membership
    outsider: User

    def sub_dimension(self, code: str) -> SubDimension:
        return SubDimension.objects.of_plan(self.plan).get(code=code)


def build_cast() -> Cast:
    region = build_region("35.28", "pamekasan", "Kabupaten Pamekasan", "Waru")
    foreign_region = build_region("35.27", "sampang", "Kabupaten Sampang", "Ketapang")
    plan, foreign_plan = build_plan(region), build_plan(foreign_region)
    dinkes = build_agency(region, "Dinas Kesehatan", "Dinkes")
    diskominfo = build_agency(region, "Dinas Komunikasi dan Informatika", "Diskominfo")
    dishub = build_agency(region, "Dinas Perhubungan", "Dishub")
    foreign_agency = build_agency(foreign_region, "Dinas Kesehatan", "Dinkes")
    rpjmd = build_rpjmd(plan)
    build_rpjmd(foreign_plan)
    return Cast(
        plan=plan,
        dinkes=dinkes,
        diskominfo=diskominfo,
        dishub=dishub,
        owner=build_member(plan, "owner", Role.STAFF, dinkes),
        colleague=build_member(plan, "colleague", Role.STAFF, dinkes),
        supporter=build_member(plan, "supporter", Role.STAFF, diskominfo),
        stranger=build_member(plan, "stranger", Role.STAFF, dishub),
        admin=build_member(plan, "admin", Role.ADMIN),
        other_admin=build_member(plan, "other_admin", Role.ADMIN),
        steward=build_member(plan, "steward", Role.STEWARD),
        reviewer=build_member(plan, "reviewer", Role.REVIEWER),
        rpjmd=rpjmd,
        rpjmd_indicator=rpjmd.indicators.get(code="IKU-01"),
        foreign_plan=foreign_plan,
        foreign_agency=foreign_agency,
        foreigner=build_member(foreign_plan, "foreigner", Role.STAFF, foreign_agency),
        foreign_admin=build_member(foreign_plan, "foreign_admin", Role.ADMIN),
        outsider=build_user("outsider"),
    )


def build_region(code: str, slug: str, name: str, district: str) -> Region:
    region = Region.objects.create(
        code=code,
        slug=slug,
        name=name,
        province="Jawa Timur",
        head_title=f"Bupati {slug.title()}",
    )
    District.objects.create(region=region, code=f"{code}.10", name=district)
    return region


def build_plan(region: Region) -> Plan:
    return Plan.objects.create(
        region=region,
        slug="2026-2030",
        title=f"Masterplan Smart City {region.name}",
        start_year=2026,
        end_year=2030,
        edition="2023",
    )


def build_agency(region: Region, name: str, short_name: str) -> Agency:
    return Agency.objects.create(region=region, name=name, short_name=short_name)


def build_user(handle: str, **fields: Any) -> User:
    return User.objects.create_user(
        f"{handle}@smartplan.example", PASSWORD, name=handle.replace("_", " ").title(), **fields
    )


def build_member(plan: Plan, handle: str, role: Role, agency: Agency | None = None) -> Membership:
    return Membership.objects.create(user=build_user(handle), plan=plan, role=role, agency=agency)


def build_rpjmd(plan: Plan) -> Version:
    version = Version.objects.create(
        plan=plan, name="RPJMD contoh", start_year=2025, end_year=2030, vision="Sejahtera"
    )
    mission = Element.objects.create(
        version=version, level=Level.MISSION, code="M1", text="Layanan dasar"
    )
    objective = Element.objects.create(
        version=version, level=Level.OBJECTIVE, code="S1", text="Derajat kesehatan meningkat"
    )
    objective.parents.add(mission)
    indicator = Indicator.objects.create(
        version=version,
        element=objective,
        code="IKU-01",
        name="Umur Harapan Hidup",
        is_headline=True,
        unit="tahun",
        baseline_year=2024,
        baseline_text="73,66",
    )
    indicator.targets.create(year=2026, text="73,9")
    return version


def build_program(
    cast: Cast, name: str = "Telemedisin Puskesmas", *, complete: bool = True, **options: Any
) -> Program:
    """A program of Dinkes entered through the acts; `complete` fills what a submission needs."""
    program = create_program(
        plan=cast.plan,
        actor=options.get("actor", cast.owner),
        agency=options.get("agency", cast.dinkes),
        sub_dimension=cast.sub_dimension(options.get("sub_dimension", "LIV-2")),
        name=name,
    )
    if complete:
        for section, content in complete_content(program).items():
            change_program(
                program=program,
                actor=options.get("actor", cast.owner),
                section=section,
                content={**content, **options.get(section, {})},
            )
    program.refresh_from_db()
    return program


def submitted_program(cast: Cast, name: str = "Telemedisin Puskesmas", **options: Any) -> Program:
    program = build_program(cast, name, **options)
    return submit_program(program=program, actor=options.get("actor", cast.owner))


def complete_content(program: Program) -> dict[str, dict[str, Any]]:
    """Content with which no check of severity error speaks."""
    years = [str(year) for year in program.plan.years]
    return {
        "identity": {
            "name": program.name,
            "sub_dimension": program.sub_dimension.code,
            "nomenclature_code": "1.02.02",
            "novelty": "new",
            "horizon": "medium",
            "start_year": program.plan.start_year,
            "end_year": program.plan.end_year,
            "is_quick_win": False,
            "supporting": ["Diskominfo"] if program.lead_agency.short_name == "Dinkes" else [],
            "partners": [{"name": "Bank Jatim", "contribution": "CSR perangkat"}],
        },
        "objective": {
            "problem": "Pasien di **Waru** menempuh 40 km ke rumah sakit.",
            "objective": "Rujukan yang tidak perlu berkurang.",
            "description": "Konsultasi jarak jauh di 21 puskesmas.",
            "beneficiaries": "Warga 13 kecamatan",
        },
        "activities": {
            "covers_region": False,
            "districts": ["35.28.10"],
            "activities": [
                {
                    "code": "1.02.02.2.01",
                    "name": "Pengadaan perangkat telemedisin",
                    "output": "21 paket",
                    "family": "infrastructure",
                    "start_year": 2026,
                    "end_year": 2027,
                }
            ],
        },
        "indicators": {
            "indicators": [
                {
                    "name": "Puskesmas dengan telemedisin",
                    "level": "output",
                    "unit": "puskesmas",
                    "direction": "increase",
                    "adds_up": False,
                    "definition": "Puskesmas yang melayani konsultasi jarak jauh",
                    "data_source": "Dinkes",
                    "baseline_year": 2025,
                    "baseline": "0",
                    "targets": {year: str(4 * place) for place, year in enumerate(years, 1)},
                },
                {
                    "name": "Kepuasan pasien",
                    "level": "outcome",
                    "unit": "persen",
                    "direction": "increase",
                    "adds_up": False,
                    "definition": "Survei kepuasan masyarakat",
                    "data_source": "Survei Dinkes",
                    "baseline_year": 2025,
                    "baseline": "70,5",
                    "targets": {year: f"{72 + 3 * place},5" for place, year in enumerate(years)},
                },
            ]
        },
        "budget": {"budgets": {"apbd_kabupaten": dict.fromkeys(years, "1250000000")}},
        "alignment": {
            "alignments": [
                {
                    "rpjmd_indicator": "IKU-01",
                    "contribution": "direct",
                    "reason": "Layanan lebih dekat memperpanjang harapan hidup.",
                    "program_indicator": None,
                }
            ]
        },
        "quick_win": {
            field: f"Isi {field}."
            for field in (
                "strategic_issue",
                "attraction",
                "benefit",
                "uniqueness",
                "partnership",
                "potential",
                "sustainability",
                "resources",
                "risk",
                "mitigation",
                "schedule",
            )
        },
    }
