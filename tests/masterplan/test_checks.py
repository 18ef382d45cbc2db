"""What the plan as a whole lacks: each check once where it speaks and once where it is silent."""

from __future__ import annotations

import pytest

from dimensions.models import Dimension, SubDimension
from masterplan.models import Narrative
from masterplan.queries import narrative_sections
from opd.actions import approve_program
from opd.models import Program
from tests.cast import Cast, submitted_program
from workspace.checks import run_checks


def said(cast: Cast, code: str) -> list[str]:
    return [finding.message for finding in run_checks("plan", cast.plan) if finding.code == code]


def approved(cast: Cast, name: str, sub_dimension: str) -> Program:
    program = submitted_program(cast, name, sub_dimension=sub_dimension)
    return approve_program(program=program, actor=cast.admin)


def test_d101_names_every_sub_dimension_without_an_approved_program(cast: Cast) -> None:
    approved(cast, "Telemedisin", "LIV-2")
    missing = SubDimension.objects.of_plan(cast.plan).exclude(code="LIV-2")
    assert said(cast, "D101") == [
        f"{row.code} {row.name} belum punya program yang disetujui." for row in missing
    ]


def test_d102_speaks_of_a_dimension_of_one_agency(cast: Cast) -> None:
    approved(cast, "Telemedisin", "LIV-2")
    assert said(cast, "D102") == ["Smart Living hanya diisi oleh satu OPD."]
    submitted_program(
        cast,
        "Lampu lalu lintas",
        sub_dimension="LIV-3",
        agency=cast.dishub,
        actor=cast.stranger,
    )
    assert said(cast, "D102") == []


def test_d103_misses_quick_wins_by_dimension(cast: Cast) -> None:
    names = Dimension.objects.of_plan(cast.plan).values_list("name", flat=True)
    assert said(cast, "D103") == [f"{name} belum punya quick win." for name in names]
    program = approved(cast, "Telemedisin", "LIV-2")
    Program.objects.filter(pk=program.pk).update(is_quick_win=True)
    assert "Smart Living belum punya quick win." not in said(cast, "D103")


def test_d201_counts_objectives_without_a_program(cast: Cast) -> None:
    assert said(cast, "D201") == ["1 sasaran RPJMD belum didukung program smart city."]
    approved(cast, "Telemedisin", "LIV-2")
    assert said(cast, "D201") == []


def test_d202_counts_unwritten_sections(cast: Cast) -> None:
    sections = narrative_sections(cast.plan)
    assert said(cast, "D202") == [f"{len(sections)} bagian naskah belum ditulis."]
    Narrative.objects.bulk_create(
        Narrative(plan=cast.plan, key=section.key, body="Isi") for section in sections
    )
    assert said(cast, "D202") == []


@pytest.mark.parametrize("waiting", [0, 1])
def test_d301_counts_what_is_not_in_the_official_document(cast: Cast, waiting: int) -> None:
    approved(cast, "Telemedisin", "LIV-2")
    for _place in range(waiting):
        submitted_program(cast, "Menunggu")
    sentence = "1 program belum disetujui dan tidak masuk dokumen resmi."
    assert said(cast, "D301") == [sentence] * waiting
