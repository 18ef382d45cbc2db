"""The sample plan holds mistakes on purpose: the checks find exactly these, and nothing once they
are mended the way a person would mend them."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from masterplan.demonstration import Demonstration
from opd.actions import change_program
from opd.checks import program_findings
from opd.content import read_content, with_content
from opd.models import Program
from rpjmd.actions import change_indicator
from rpjmd.checks import rpjmd_findings
from rpjmd.content import read_indicator
from rpjmd.queries import current_version, read_rpjmd, version_indicators
from workspace.models import Role

FOLDER = Path(__file__).parents[2] / "demo" / "pamekasan"
Toml = dict[str, Any]
Found = dict[str, set[str]]  # codes by program or RPJMD indicator


class Sample:
    """The sample plan as it was loaded, with its files beside it."""

    def __init__(self) -> None:
        self.demonstration = Demonstration(FOLDER)
        list(self.demonstration.load())
        self.mistakes = tomllib.loads((FOLDER / "mistakes.toml").read_text(encoding="utf-8"))
        self.entries: dict[str, Toml] = {
            entry["name"]: entry
            for path in (FOLDER / "programs").glob("*.toml")
            for entry in tomllib.loads(path.read_text(encoding="utf-8"))["program"]
        }

    def program(self, key: str) -> Program:
        name = next(name for name, entry in self.entries.items() if entry["key"] == key)
        return with_content(Program.objects.filter(name=name)).get()

    def said_of_programs(self) -> Found:
        found: Found = defaultdict(set)
        for program in with_content(Program.objects.all()):
            for finding in program_findings(program):
                found[self.entries[program.name]["key"]].add(finding.code)
            stored = set(program.findings.values_list("code", flat=True))
            assert stored == found.get(self.entries[program.name]["key"], set())
        return dict(found)

    def said_of_the_rpjmd(self) -> Found:
        version = current_version(self.demonstration.plan)
        assert version is not None
        found: Found = defaultdict(set)
        for finding in rpjmd_findings(read_rpjmd(version)):
            found[finding.field.removeprefix("indicators.")].add(finding.code)
        return dict(found)

    def mend_indicator(self, mistake: Toml) -> None:
        version = current_version(self.demonstration.plan)
        assert version is not None
        indicator = version_indicators(version).get(code=mistake["indicator"])
        content: Any = merged(dict(read_indicator(indicator)), mistake["meant"])
        steward = self.demonstration.member_with(Role.STEWARD)
        change_indicator(version=version, actor=steward, indicator=indicator, content=content)

    def mend_program(self, mistake: Toml) -> None:
        program = self.program(mistake["program"])
        content: Any = read_content(program)
        meant = mistake["meant"]
        if "budgets" in meant:
            section, wanted = "budget", merged(content["budget"], meant)
        elif "activities" in meant:
            section, wanted = "activities", content["activities"]
            wanted["activities"][0] |= meant["activities"]
        else:
            section, wanted = "indicators", content["indicators"]
            keys = [row["key"] for row in self.entries[program.name]["indicators"]]
            place = keys.index(mistake["indicator"])
            wanted["indicators"][place] = merged(wanted["indicators"][place], meant)
        staff = self.demonstration.staff_of(program.lead_agency)
        change_program(program=program, actor=staff, section=section, content=wanted)


def merged(content: Toml, meant: Toml) -> Toml:
    """The content with what was meant in it; "" takes a figure away."""
    after = dict(content)
    for key, value in meant.items():
        after[key] = merged(after[key], value) if isinstance(value, dict) else value
        if value == "":
            del after[key]
    return after


@pytest.mark.once
def test_the_checks_find_the_planted_mistakes_and_nothing_else(db: None) -> None:
    sample = Sample()
    planted: Found = defaultdict(set)
    for mistake in sample.mistakes["program"]:
        planted[mistake["program"]].add(mistake["code"])
    gaps = {key: set(codes) for key, codes in sample.mistakes["gaps"].items()}
    rpjmd = {mistake["indicator"]: {mistake["code"]} for mistake in sample.mistakes["rpjmd"]}

    assert sample.said_of_the_rpjmd() == rpjmd
    assert sample.said_of_programs() == {
        key: planted.get(key, set()) | gaps.get(key, set()) for key in planted | gaps
    }

    for mistake in sample.mistakes["rpjmd"]:
        sample.mend_indicator(mistake)
    for mistake in sample.mistakes["program"]:
        sample.mend_program(mistake)
    assert sample.said_of_the_rpjmd() == {}
    # A year without money needs no target, but asks for its money back.
    assert sample.said_of_programs() == {
        key: codes | ({"P501"} if {"P503"} & planted.get(key, set()) else set())
        for key, codes in gaps.items()
    }
