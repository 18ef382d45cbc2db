"""The alignment matrix counts what plain SQL counts, whatever the shape of the RPJMD."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from opd.actions import dispute_alignment
from opd.alignment import Chosen, Facts, build_matrix, find_concerns, read_facts
from opd.filters import ProgramFilter
from opd.models import Alignment, Program
from opd.queries.coverage import read_coverage
from rpjmd.models import Element, Version
from rpjmd.models import Indicator as RpjmdIndicator
from tests.cast import Cast, build_program
from tests.opd.rpjmd_plans import build_any_plan

SEEDS = range(8)

# Every element below each objective, the objective itself included, over all paths.
SERVED = """
WITH RECURSIVE chain AS (
    SELECT * FROM rpjmd_element WHERE version_id = %(version)s
        AND level NOT IN ('affair', 'field', 'activity', 'subactivity')
), family(objective, element) AS (
    SELECT id, id FROM rpjmd_element WHERE version_id = %(version)s AND level = 'objective'
    UNION
    SELECT family.objective, rpjmd_link.child_id
    FROM family JOIN rpjmd_link ON rpjmd_link.parent_id = family.element
    JOIN chain ON chain.id = rpjmd_link.child_id
)
, served AS (
    SELECT DISTINCT family.objective, opd_program.id AS program
    FROM family
    JOIN rpjmd_indicator ON rpjmd_indicator.element_id = family.element
    JOIN opd_alignment ON opd_alignment.rpjmd_indicator_id = rpjmd_indicator.id
    JOIN opd_program ON opd_program.id = opd_alignment.program_id
    WHERE opd_program.deleted_at IS NULL AND opd_alignment.state <> 'disputed'
)
"""
CELLS = """
SELECT objective_row.code, dimensions_dimension.code, COUNT(*),
    SUM(COALESCE((SELECT SUM(amount) FROM opd_budget WHERE program_id = opd_program.id), 0))
FROM served
JOIN rpjmd_element objective_row ON objective_row.id = served.objective
JOIN opd_program ON opd_program.id = served.program
JOIN dimensions_subdimension ON dimensions_subdimension.id = opd_program.sub_dimension_id
JOIN dimensions_dimension ON dimensions_dimension.id = dimensions_subdimension.dimension_id
GROUP BY objective_row.code, dimensions_dimension.code
"""
LEADS = """
SELECT objective_row.code, workspace_agency.short_name, COUNT(*)
FROM served
JOIN rpjmd_element objective_row ON objective_row.id = served.objective
JOIN opd_program ON opd_program.id = served.program
JOIN workspace_agency ON workspace_agency.id = opd_program.lead_agency_id
GROUP BY objective_row.code, workspace_agency.short_name
"""
BARE_OBJECTIVES = """
SELECT code FROM rpjmd_element
WHERE version_id = %(version)s AND level = 'objective'
    AND id NOT IN (SELECT objective FROM served)
"""
BARE_INDICATORS = """
SELECT rpjmd_indicator.code FROM rpjmd_indicator
JOIN rpjmd_element ON rpjmd_element.id = rpjmd_indicator.element_id
WHERE rpjmd_indicator.version_id = %(version)s
    AND level NOT IN ('affair', 'field', 'activity', 'subactivity') AND NOT EXISTS (
    SELECT 1 FROM opd_alignment JOIN opd_program ON opd_program.id = opd_alignment.program_id
    WHERE opd_alignment.rpjmd_indicator_id = rpjmd_indicator.id
        AND opd_program.deleted_at IS NULL AND opd_alignment.state <> 'disputed')
"""
ORPHANS = """
SELECT id FROM opd_program WHERE plan_id = %(plan)s AND deleted_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM opd_alignment
    JOIN rpjmd_indicator ON rpjmd_indicator.id = opd_alignment.rpjmd_indicator_id
    JOIN rpjmd_element ON rpjmd_element.id = rpjmd_indicator.element_id
    WHERE level NOT IN ('affair', 'field', 'activity', 'subactivity')
        AND opd_alignment.program_id = opd_program.id AND opd_alignment.state <> 'disputed'
        AND rpjmd_indicator.version_id = %(version)s)
"""
SHORTFALLS = """
SELECT opd_program.id FROM opd_program
JOIN opd_programfinding ON opd_programfinding.program_id = opd_program.id
WHERE plan_id = %(plan)s AND deleted_at IS NULL AND opd_programfinding.code = 'P602'
"""


def sql(text: str, version: Version) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        named = {"version": version.pk, "plan": version.plan_id}
        cursor.execute(text, named)
        return [tuple(row) for row in cursor.fetchall()]


def sql_of_served(select: str, version: Version) -> list[tuple[Any, ...]]:
    """What a SELECT finds in `served`, the programs of each objective."""
    return sql(SERVED + select, version)


def facts_of(cast: Cast) -> Facts:
    facts = read_facts(cast.steward)
    assert facts is not None
    return facts


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_equals_plain_sql(cast: Cast, seed: int) -> None:
    version = build_any_plan(cast, seed)
    matrix = build_matrix(facts_of(cast))
    cells = {
        (row.element.code, code): (cell.programs, cell.money)
        for row in matrix.rows
        if row.element
        for code, cell in row.cells.items()
        if cell.programs
    }
    assert cells == {
        (objective, dimension): (number, Decimal(str(money)))
        for objective, dimension, number, money in sql_of_served(CELLS, version)
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_the_leading_agencies_of_an_objective_equal_plain_sql(cast: Cast, seed: int) -> None:
    version = build_any_plan(cast, seed)
    facts = facts_of(cast)
    leads = {
        (row.element.code, facts.agencies[agency], number)
        for row in build_matrix(facts).rows
        if row.element
        for agency, number in row.agencies
    }
    assert leads == set(sql_of_served(LEADS, version))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_uncovered_or_falls_short_equals_plain_sql(cast: Cast, seed: int) -> None:
    version = build_any_plan(cast, seed)
    facts = facts_of(cast)
    by_kind = find_concerns(facts).by_kind
    assert {
        "objectives": sorted(one.code for one in by_kind["objectives"]),
        "indicators": sorted(one.code for one in by_kind["indicators"]),
        "orphans": {one.program for one in by_kind["orphans"]},
        "shortfalls": {one.program for one in by_kind["shortfalls"]},
    } == {
        "objectives": sorted(code for (code,) in sql_of_served(BARE_OBJECTIVES, version)),
        "indicators": sorted(code for (code,) in sql(BARE_INDICATORS, version)),
        "orphans": {pk for (pk,) in sql(ORPHANS, version)},
        "shortfalls": {pk for (pk,) in sql(SHORTFALLS, version)},
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_who_leads_too_much_equals_plain_sql(cast: Cast, seed: int) -> None:
    version = build_any_plan(cast, seed)
    by_objective: dict[str, Counter[str]] = {}
    for objective, agency, number in sql_of_served(LEADS, version):
        by_objective.setdefault(objective, Counter())[agency] = number
    expected = {
        objective
        for objective, leads in by_objective.items()
        if max(leads.values()) >= 0.75 * leads.total()
    }
    found = find_concerns(facts_of(cast)).by_kind["leaning"]
    assert {one.code for one in found} == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_the_shares_of_all_objectives_make_a_whole(cast: Cast, seed: int) -> None:
    build_any_plan(cast, seed)
    weights = find_concerns(facts_of(cast)).weights
    for shares in zip(*((row.indicators, row.programs, row.money) for row in weights), strict=True):
        assert abs(sum(shares) - 100) < Decimal("0.01") or sum(shares) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_it_agrees_with_the_coverage_page(cast: Cast, seed: int) -> None:
    build_any_plan(cast, seed)
    coverage = read_coverage(cast.steward)
    assert coverage is not None
    rows = {
        row.element.code: (row.indicators, row.linked)
        for row in build_matrix(facts_of(cast)).rows
        if row.element
    }
    assert rows == {
        row.element.code: (len(row.indicators), row.linked) for row in coverage.objectives
    }


def listed(cast: Cast, **query: Any) -> QuerySet[Program]:
    """The programs of the list that a cell opens."""
    filters = ProgramFilter(
        {name: str(value) for name, value in query.items()}, membership=cast.admin
    )
    return filters.apply(Program.objects.visible_to(cast.admin))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("narrow", [{}, {"contribution": "direct"}, {"state": "disetujui"}])
def test_every_cell_opens_a_list_of_as_many_programs(
    cast: Cast, seed: int, narrow: dict[str, str]
) -> None:
    build_any_plan(cast, seed)
    matrix = build_matrix(facts_of(cast), Chosen(**narrow))
    rows = [(row.element.key, row) for row in matrix.rows if row.element]
    if matrix.outside:
        rows.append(("outside", matrix.outside))
    rows.append(("any", matrix.sums))
    for serves, row in rows:
        assert listed(cast, serves=serves, **narrow).count() == row.whole.programs
        for code, cell in row.cells.items():
            if cell.programs:
                found = listed(cast, serves=serves, dimension=code, **narrow)
                assert found.count() == cell.programs
        for agency, number in row.agencies:
            assert listed(cast, serves=serves, agency=agency, **narrow).count() == number


def test_the_plans_of_these_tests_have_something_to_count(cast: Cast) -> None:
    found: Counter[str] = Counter()
    for seed in SEEDS:
        cast.rpjmd = build_any_plan(cast, seed)
        facts = facts_of(cast)
        found.update({kind: len(ones) for kind, ones in find_concerns(facts).by_kind.items()})
        found["cells"] += sum(bool(row.whole.programs) for row in build_matrix(facts).rows)
        Program.objects.all().delete()
    assert min(found.values()) > 1, found


def test_the_filter_counts_what_it_says(cast: Cast) -> None:
    build_any_plan(cast, 3)
    facts = facts_of(cast)
    for chosen in (
        Chosen(agency=cast.dinkes.pk),
        Chosen(dimension="LIV"),
        Chosen(state="draf"),
        Chosen(contribution="supporting"),
    ):
        programs = Program.objects.of_plan(cast.plan)
        links = Alignment.objects.filter(
            rpjmd_indicator__version__is_current=True, state="proposed"
        )
        if chosen.agency:
            programs = programs.filter(lead_agency=chosen.agency)
        if chosen.dimension:
            programs = programs.filter(sub_dimension__dimension__code=chosen.dimension)
        if chosen.state:
            programs = programs.filter(state=chosen.state)
        if chosen.contribution:
            links = links.filter(contribution=chosen.contribution)
        expected = programs.filter(pk__in=links.values("program")).count()
        assert build_matrix(facts, chosen).sums.whole.programs == expected


def test_only_gaps_leaves_the_objectives_without_a_counted_program(cast: Cast) -> None:
    build_program(cast)
    assert build_matrix(facts_of(cast), Chosen(only_gaps=True)).rows == []
    rows = build_matrix(facts_of(cast), Chosen(only_gaps=True, state="disetujui")).rows
    assert [row.element.code for row in rows if row.element] == ["S1"]


def test_a_link_to_an_older_version_counts_for_nothing(cast: Cast) -> None:
    program = build_program(cast)
    cast.rpjmd.is_current = False
    cast.rpjmd.save()
    Version.objects.create(
        plan=cast.plan, name="Baru", label="Perubahan I", start_year=2025, end_year=2030
    )
    facts = facts_of(cast)
    assert build_matrix(facts).sums.whole.programs == 0
    assert [one.program for one in find_concerns(facts).by_kind["orphans"]] == [program.pk]
    assert list(listed(cast, unlinked=1)) == [program]


def test_a_disputed_link_counts_for_nothing(cast: Cast) -> None:
    program = build_program(cast)
    link = program.alignments.get()
    dispute_alignment(program=program, actor=cast.steward, alignment=link, reason="Bukan ini.")
    coverage = read_coverage(cast.steward)
    assert coverage is not None
    assert coverage.objective_share.covered == 0
    assert build_matrix(facts_of(cast)).sums.whole.programs == 0
    assert list(listed(cast, unlinked=1)) == [program]
    assert list(listed(cast, indicator=cast.rpjmd_indicator.pk)) == []


def test_what_only_a_renstra_holds_is_no_part_of_the_matrix(cast: Cast) -> None:
    activity = Element.objects.create(
        version=cast.rpjmd, level="activity", code="K1", text="Kegiatan"
    )
    activity.parents.add(cast.rpjmd_indicator.element)
    RpjmdIndicator.objects.create(
        version=cast.rpjmd, element=activity, code="K1-1", name="Keluaran"
    )
    facts = facts_of(cast)
    assert [indicator.code for indicator in facts.indicators] == ["IKU-01"]
    assert [element.code for element in facts.elements] == ["M1", "S1"]


def test_an_objective_with_two_parents_stands_below_the_first_and_names_the_other(
    cast: Cast,
) -> None:
    objective = cast.rpjmd_indicator.element
    other = Element.objects.create(version=cast.rpjmd, level="goal", code="T9", text="Tujuan")
    objective.parents.add(other)
    (group,) = build_matrix(facts_of(cast)).groups
    assert [step.code for step in group.path] == ["M1"]
    assert [step.code for step in group.rows[0].also_below] == ["T9"]


def test_another_regions_programs_do_not_count(cast: Cast) -> None:
    build_program(cast)
    facts = read_facts(cast.foreign_admin)
    assert facts is not None
    assert (facts.programs, facts.links) == ({}, [])
