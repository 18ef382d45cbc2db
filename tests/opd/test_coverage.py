"""The RPJMD seen from the programs: covered objectives, and links that deserve a second look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from opd.actions import approve_program, change_program, delete_program
from opd.content import read_content, with_content
from opd.models import Program
from opd.queries.coverage import Share, descendants, doubtful_links, read_coverage
from rpjmd.models import Element, Indicator, Level
from tests.cast import Cast, build_program, submitted_program
from tests.opd.reading import queries_of, text_of
from workspace.models import Membership

SignIn = Callable[[Membership], Client]


def add_objective(cast: Cast, code: str) -> Element:
    return Element.objects.create(
        version=cast.rpjmd, level=Level.OBJECTIVE, code=code, text=f"Sasaran {code}"
    )


def add_indicator(cast: Cast, element: Element, code: str) -> Indicator:
    return Indicator.objects.create(
        version=cast.rpjmd, element=element, code=code, name=f"Indikator {code}"
    )


def share(cast: Cast) -> Share:
    covered = read_coverage(cast.steward)
    assert covered is not None
    return covered.objective_share


def test_an_objective_is_covered_by_a_link_and_counts_apart_when_approved(cast: Cast) -> None:
    assert share(cast) == Share(total=1, covered=0, approved=0)
    program = submitted_program(cast)
    assert share(cast) == Share(total=1, covered=1, approved=0)
    approve_program(program=program, actor=cast.admin)
    assert share(cast) == Share(total=1, covered=1, approved=1)


def test_a_deleted_program_covers_nothing(cast: Cast) -> None:
    delete_program(program=build_program(cast), actor=cast.owner)
    assert share(cast) == Share(total=1, covered=0, approved=0)


def test_a_link_below_an_objective_covers_it(cast: Cast) -> None:
    objective = add_objective(cast, "S2")
    below = Element.objects.create(
        version=cast.rpjmd, level=Level.PROGRAM, code="P1", text="Program daerah"
    )
    below.parents.add(objective)
    indicator = add_indicator(cast, below, "PR-01")
    program = build_program(cast)
    (link,) = read_content(with_content(Program.objects.all()).get())["alignment"]["alignments"]
    change_program(
        program=program,
        actor=cast.owner,
        section="alignment",
        content={"alignments": [{**link, "rpjmd_indicator": indicator.code}]},
    )
    covered = read_coverage(cast.steward)
    assert covered is not None
    assert [(row.element.code, row.linked) for row in covered.objectives] == [("S1", 0), ("S2", 1)]


def test_uncovered_objectives_come_first(cast: Cast, sign_in: SignIn) -> None:
    build_program(cast)
    add_indicator(cast, add_objective(cast, "S2"), "IKU-02")
    response = sign_in(cast.steward).get(cast.plan.url("opd:coverage"))
    words = text_of(response)
    assert words.index("Sasaran S2") < words.index("Derajat kesehatan meningkat")
    assert "1 / 2 sasaran punya program" in words
    assert f"?indicator={cast.rpjmd_indicator.pk}" in response.content.decode()


def test_indicators_above_the_objectives_are_shown_apart(cast: Cast) -> None:
    goal = Element.objects.create(version=cast.rpjmd, level=Level.GOAL, code="T1", text="Tujuan")
    add_indicator(cast, goal, "IKU-09")
    covered = read_coverage(cast.steward)
    assert covered is not None
    assert [row.indicator.code for row in covered.others] == ["IKU-09"]


def test_another_regions_rpjmd_and_programs_do_not_count(cast: Cast) -> None:
    build_program(cast)
    foreign = read_coverage(cast.foreign_admin)
    assert foreign is not None
    assert foreign.objective_share == Share(total=1, covered=0, approved=0)


def test_a_link_without_reason_or_without_a_moving_indicator_is_doubtful(cast: Cast) -> None:
    program = build_program(cast)
    (link,) = read_content(with_content(Program.objects.all()).get())["alignment"]["alignments"]
    own = program.indicators.all()[0]
    cases: dict[str, dict[str, Any]] = {
        "direct, nothing moves it": {"program_indicator": None},
        "direct, moved": {"program_indicator": own.pk},
        "supporting": {"contribution": "supporting", "program_indicator": None},
        "no reason": {"reason": "", "program_indicator": own.pk},
    }
    doubtful = {}
    for name, changes in cases.items():
        content = {"alignments": [{**link, **changes}]}
        change_program(program=program, actor=cast.owner, section="alignment", content=content)
        doubtful[name] = doubtful_links(cast.steward).exists()
    assert doubtful == {
        "direct, nothing moves it": True,
        "direct, moved": False,
        "supporting": False,
        "no reason": True,
    }


def test_programs_without_a_link_are_counted(cast: Cast, sign_in: SignIn) -> None:
    build_program(cast, complete=False)
    words = text_of(sign_in(cast.steward).get(cast.plan.url("opd:coverage")))
    assert "1 program belum tertaut ke RPJMD" in words


def test_without_an_rpjmd_the_page_says_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    cast.rpjmd.delete()
    words = text_of(sign_in(cast.steward).get(cast.plan.url("opd:coverage")))
    assert "RPJMD belum dimuat" in words


@pytest.mark.parametrize(
    ("who", "status"),
    [("steward", 200), ("admin", 200), ("owner", 404), ("reviewer", 404), ("foreign_admin", 404)],
)
def test_who_may_read_the_mapping(cast: Cast, sign_in: SignIn, who: str, status: int) -> None:
    response = sign_in(getattr(cast, who)).get(cast.plan.url("opd:coverage"))
    assert response.status_code == status


def test_it_asks_the_same_number_of_queries_however_long(cast: Cast, sign_in: SignIn) -> None:
    client, url = sign_in(cast.steward), cast.plan.url("opd:coverage")
    counts = []
    for codes in (["S2"], ["S3", "S4"]):
        for code in codes:
            add_indicator(cast, add_objective(cast, code), f"IKU-{code}")
            build_program(cast, f"Program {code}")
        counts.append(queries_of(client, url))
    assert counts == [12, 12]


def test_descendants_over_paths_that_meet_again() -> None:
    assert descendants([(1, 2), (1, 3), (2, 4), (3, 4), (4, 5)]) == {
        1: {2, 3, 4, 5},
        2: {4, 5},
        3: {4, 5},
        4: {5},
    }
