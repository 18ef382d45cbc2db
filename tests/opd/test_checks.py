"""Every check of a program: where it speaks, and where it is silent."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from opd.actions import change_program
from opd.checks import ProgramSubject, store_findings
from opd.content import ProgramContent, read_content, with_content
from opd.models import Program
from tests.cast import Cast, build_program
from workspace.checks import Severity, registered, run_checks

YEARS = (2026, 2027, 2028)
MONEY = "250000000"


def sound_content() -> ProgramContent:
    """Content with which no check speaks at all."""
    indicator = {
        "level": "output",
        "name": "Puskesmas daring",
        "unit": "unit",
        "direction": "increase",
        "definition": "",
        "data_source": "Dinkes",
        "baseline_year": 2025,
        "baseline": "3",
        "targets": {"2026": "5", "2027": "8", "2028": "12"},
    }
    return {
        "identity": {
            "nomenclature_code": "1.02.02",
            "novelty": "new",
            "horizon": "medium",
            "start_year": 2026,
            "end_year": 2028,
            "is_quick_win": False,
        },
        "objective": dict.fromkeys(("problem", "objective", "description", "beneficiaries"), "Isi"),
        "activities": {
            "covers_region": True,
            "districts": [],
            "activities": [{"id": 1, "name": "Pelatihan", "family": "people", "start_year": 2026}],
        },
        "indicators": {
            "indicators": [
                {"id": 1, **indicator},
                {"id": 2, **deepcopy(indicator), "level": "outcome", "name": "Kepuasan"},
            ]
        },
        "budget": {"budgets": {"csr": dict.fromkeys(map(str, YEARS), MONEY)}},
        "alignment": {"alignments": [{"id": 1, "rpjmd_indicator": "IKU-01", "reason": "Sebab"}]},
        "quick_win": {},
    }


def said(content: ProgramContent) -> list[tuple[str, str]]:
    findings = run_checks("program", ProgramSubject(content, YEARS))
    return [(finding.code, finding.field) for finding in findings]


def change(content: ProgramContent, path: str, value: Any) -> None:
    *parents, last = path.split(".")
    place: Any = content
    for key in parents:
        place = place[int(key) if isinstance(place, list) else key]
    place[last] = value


def test_nothing_speaks_of_a_sound_program() -> None:
    assert said(sound_content()) == []


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("identity.nomenclature_code", "", [("P101", "nomenclature_code")]),
        ("identity.novelty", "", [("P101", "novelty")]),
        ("identity.horizon", "", [("P101", "horizon")]),
        ("identity.start_year", None, [("P101", "start_year")]),
        ("identity.end_year", None, [("P101", "end_year")]),
        ("objective.problem", " \n", [("P201", "problem")]),
        ("objective.objective", "", [("P201", "objective")]),
        ("objective.description", "", [("P201", "description")]),
        ("objective.beneficiaries", "", [("P201", "beneficiaries")]),
        ("activities.activities", [], [("P301", "activities")]),
        ("activities.activities.0.family", "", [("P301", "activities")]),
        ("activities.activities.0.start_year", None, [("P301", "activities")]),
        ("activities.covers_region", False, [("P302", "districts")]),
        ("indicators.indicators.0.level", "input", [("P401", "indicators")]),
        ("indicators.indicators.1.level", "output", [("P401", "indicators")]),
        ("indicators.indicators.1.level", "impact", []),
        ("indicators.indicators.0.unit", "", [("P402", "indicators.1")]),
        ("indicators.indicators.1.data_source", "", [("P402", "indicators.2")]),
        ("indicators.indicators.0.baseline_year", None, [("P402", "indicators.1")]),
        ("indicators.indicators.0.baseline", "", [("P402", "indicators.1")]),
        (
            "indicators.indicators.0.targets",
            {"2026": "5", "2028": "8"},
            [("P403", "indicators.1")],
        ),
        (
            "indicators.indicators.0.targets",
            {"2026": "3", "2027": "3", "2028": "3"},
            [("P404", "indicators.1")],
        ),
        (
            "indicators.indicators.0.targets",
            {"2026": "9", "2027": "8", "2028": "12"},
            [("P405", "indicators.1")],
        ),
        ("indicators.indicators.0.direction", "decrease", [("P405", "indicators.1")]),
        ("indicators.indicators.0.targets", {"2026": "B", "2027": "BB", "2028": "A"}, []),
        ("budget.budgets", {}, [("P501", "budgets")]),
        ("budget.budgets", {"csr": {"2026": MONEY, "2028": MONEY}}, [("P501", "budgets")]),
        (
            "budget.budgets",
            {"csr": {"2026": MONEY, "2027": MONEY}, "apbn_dak": {"2028": MONEY}},
            [],
        ),
        (
            "budget.budgets",
            {"csr": dict.fromkeys(("2026", "2027", "2028", "2029"), MONEY)},
            [("P502", "budgets"), ("P503", "budgets")],
        ),
        ("alignment.alignments", [], [("P601", "alignments")]),
        ("alignment.alignments.0.reason", "  ", [("P601", "alignments")]),
    ],
)
def test_a_check_speaks_where_something_is_missing(
    path: str, value: Any, expected: list[tuple[str, str]]
) -> None:
    content = sound_content()
    change(content, path, value)
    assert said(content) == expected


def test_a_maintained_value_may_stay_as_it_is() -> None:
    content = sound_content()
    change(content, "indicators.indicators.0.direction", "maintain")
    change(content, "indicators.indicators.0.targets", dict.fromkeys(map(str, YEARS), "3"))
    assert said(content) == []


def test_every_point_of_a_quick_win_is_asked_for_only_when_it_is_one(cast: Cast) -> None:
    program = build_program(cast, complete=False)
    content = sound_content()
    content["quick_win"] = read_content(program)["quick_win"]
    assert said(content) == []
    content["identity"]["is_quick_win"] = True
    assert said(content) == [("P701", field) for field in content["quick_win"]]
    content["quick_win"] = dict.fromkeys(content["quick_win"], "Isi")
    assert said(content) == []


def test_years_that_are_unknown_ask_for_no_targets_and_no_budget() -> None:
    content = sound_content()
    change(content, "indicators.indicators.0.targets", {})
    findings = run_checks("program", ProgramSubject(content, ()))
    assert [finding.code for finding in findings] == []


def test_errors_come_before_warnings() -> None:
    content = sound_content()
    change(content, "activities.covers_region", False)
    change(content, "alignment.alignments", [])
    findings = run_checks("program", ProgramSubject(content, YEARS))
    assert [finding.severity for finding in findings] == [Severity.ERROR, Severity.WARNING]


def test_a_disputed_link_speaks_and_an_undisputed_one_is_silent() -> None:
    for disputed, expected in (((), []), ((("IKU-01", "Terlalu jauh."),), ["P605"])):
        subject = ProgramSubject(sound_content(), YEARS, disputed=disputed)
        assert [finding.code for finding in run_checks("program", subject)] == expected


def test_every_check_says_why_the_ministry_cares() -> None:
    checks = registered("program")
    assert [check.code for check in checks] == [
        "P101", "P102", "P201", "P301", "P302", "P303", "P304",
        "P401", "P402", "P403", "P404", "P405", "P406", "P407", "P408", "P409", "P410", "P411",
        "P501", "P502", "P503", "P504", "P505", "P506", "P507",
        "P601", "P602", "P603", "P604", "P605", "P606", "P701",
    ]  # fmt: skip
    assert all(str(check.why).endswith(".") for check in checks)


def test_stored_findings_follow_every_change(cast: Cast) -> None:
    program = build_program(cast, complete=False)
    before = set(program.findings.values_list("code", flat=True))
    assert before == {"P101", "P201", "P301", "P302", "P401", "P501", "P601"}
    complete = build_program(cast)
    assert list(complete.findings.all()) == []
    change_program(program=complete, actor=cast.owner, section="budget", content={"budgets": {}})
    assert list(complete.findings.values_list("code", "severity")) == [("P501", "error")]


def test_findings_are_stored_once_however_often_they_are_found(cast: Cast) -> None:
    program = build_program(cast, complete=False)
    fresh = with_content(Program.objects.filter(pk=program.pk)).get()
    store_findings(fresh)
    store_findings(fresh)
    assert program.findings.count() == 7
