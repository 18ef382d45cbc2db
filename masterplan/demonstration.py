"""A plan from a folder of readable files, entered through the importers and acts that people use.

The folder holds `plan.toml`, `districts.csv`, workbooks of agencies, RPJMD and Renstra
(`*.xlsx`), `programs/*.toml`, `story.toml` (what became of each program), `values.toml`,
`links.toml` and `amendment.toml` (where there are any) and `narrative/*.md`. Every program is
entered by a person of its lead agency and decided by an administrator, so a demonstration proves
the same path that a workshop takes.
"""

from __future__ import annotations

import csv
import secrets
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from dimensions.models import SubDimension
from masterplan.actions import change_narrative
from masterplan.demonstration_chain import decide_links, load_amendment, load_values
from masterplan.narratives import narrative_keys
from opd.actions import (
    approve_program,
    change_program,
    create_program,
    open_thread,
    reply_to_thread,
    resolve_thread,
    return_program,
    submit_program,
)
from opd.content import read_content, with_content
from opd.models import Program, ProgramState
from rpjmd.actions import load_workbook
from rpjmd.importing import read_workbook, settle
from rpjmd.queries import current_version, read_rpjmd
from workspace.access import OPERATOR, Actor
from workspace.actions import add_member, import_districts
from workspace.models import Agency, Membership, Plan, Region, Role

Toml = dict[str, Any]


class Demonstration:
    """One folder being loaded. `accounts` fills with (role, e-mail, password) of its people."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = self.read_toml("plan.toml")
        self.accounts: list[tuple[str, str, str]] = []
        self.people: dict[str, Membership] = {}
        self.programs: dict[str, Program] = {}
        self.plan: Plan

    def read_toml(self, name: str) -> Toml:
        return tomllib.loads((self.folder / name).read_text(encoding="utf-8"))

    def read_rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def exists(self) -> bool:
        return Plan.objects.filter(
            region__slug=self.settings["region"]["slug"], slug=self.settings["plan"]["slug"]
        ).exists()

    def load(self) -> Iterator[str]:
        """Load everything, yielding a line about each step when it is done."""
        self.load_plan()
        yield f"{self.plan}: {self.plan.region.agencies.count()} agencies"
        self.load_people()
        yield f"{len(self.accounts)} people"
        self.load_rpjmd()
        yield "RPJMD"
        yield f"{self.load_programs()} programs"
        yield from self.load_chain()
        self.load_narrative()
        yield "narrative"

    def load_plan(self) -> None:
        region = Region.objects.create(**self.settings["region"])
        import_districts(region=region, actor=OPERATOR, rows=self.read_rows("districts.csv"))
        fields = dict(self.settings["plan"])
        deadline = fields.pop("submission_deadline", None)
        self.plan = Plan(
            region=region,
            submission_deadline=date.fromisoformat(deadline) if deadline else None,
            **fields,
        )
        self.plan.full_clean()
        self.plan.save()
        self.load_workbook("opd.xlsx", OPERATOR)

    def load_people(self) -> None:
        agencies = {agency.short_name: agency for agency in self.plan.region.agencies.all()}
        for person in self.settings["people"]:
            # Few get a password: hashing one takes a third of a second, on purpose.
            password = secrets.token_urlsafe(9) if person.get("sign_in") else None
            self.people[person["handle"]] = add_member(
                plan=self.plan,
                actor=OPERATOR,
                email=person["email"],
                name=person["name"],
                role=Role(person["role"]),
                agency=agencies.get(person.get("agency", "")),
                password=password,
            )
            if password:
                self.accounts.append((person["role"], person["email"], password))

    def load_rpjmd(self) -> None:
        steward = self.member_with(Role.STEWARD)
        self.load_workbook("rpjmd.xlsx", steward)
        for path in sorted(self.folder.glob("renstra-*.xlsx")):
            self.load_workbook(path.name, steward)

    def load_workbook(self, name: str, actor: Actor) -> None:
        """Load a workbook as somebody would whose preview leaves nothing to decide."""
        version = current_version(self.plan)
        before = read_rpjmd(version) if version else None
        draft = read_workbook((self.folder / name).read_bytes(), self.plan)
        outcome = settle(draft, {}, self.plan, before)
        if outcome.refused or outcome.undecided:
            raise ValueError(f"{name}: {outcome.reasons()}")
        load_workbook(
            plan=self.plan, actor=actor, content=outcome.content, agencies=outcome.agencies
        )

    def load_chain(self) -> Iterator[str]:
        """Values, an amendment and decisions about links, from the files that are there."""
        steward = self.member_with(Role.STEWARD)
        if values := self.read_optional("values.toml"):
            yield f"{load_values(self.plan, steward, values)} values"
        if links := self.read_optional("links.toml"):
            yield f"{decide_links(steward, self.programs, links)} decisions about links"
        if amendment := self.read_optional("amendment.toml"):
            yield f"{load_amendment(self.plan, steward, amendment)} in preparation"

    def read_optional(self, name: str) -> Toml:
        return self.read_toml(name) if (self.folder / name).exists() else {}

    def load_programs(self) -> int:
        stories = {row["program"]: row for row in self.read_toml("story.toml")["story"]}
        entries = [
            entry
            for path in sorted((self.folder / "programs").glob("*.toml"))
            for entry in tomllib.loads(path.read_text(encoding="utf-8"))["program"]
        ]
        for entry in entries:
            program = self.enter_program(entry)
            self.programs[entry["key"]] = program
            self.tell_story(program, stories.get(entry["key"], {"state": ProgramState.DRAFT}))
        return len(entries)

    def enter_program(self, entry: Toml) -> Program:
        agency = Agency.objects.get(region=self.plan.region, short_name=entry["lead"])
        actor = self.staff_of(agency)
        program = create_program(
            plan=self.plan,
            actor=actor,
            agency=agency,
            sub_dimension=SubDimension.objects.of_plan(self.plan).get(code=entry["sub_dimension"]),
            name=entry["name"],
        )
        districts = {row.name: row.code for row in self.plan.region.districts.all()}
        for section, content in program_content(entry, districts).items():
            if section == "alignment":
                link_indicators(content, entry, program)
            change_program(program=program, actor=actor, section=section, content=content)
        return program

    def tell_story(self, program: Program, story: Toml) -> None:
        """Bring the program into its state through submission and review, with its notes."""
        staff, admin = self.staff_of(program.lead_agency), self.member_with(Role.ADMIN)
        state = STORY_STATES[story["state"]]
        if state != ProgramState.DRAFT:
            submit_program(program=program, actor=staff)
        for note in story.get("notes", []):
            thread = open_thread(
                program=program,
                actor=admin,
                section=note["section"],
                field=note.get("field", ""),
                text=note["text"],
            )
            if note.get("reply"):
                reply_to_thread(program=program, actor=staff, thread=thread, text=note["reply"])
            if note.get("resolved"):
                resolve_thread(program=program, actor=admin, thread=thread)
        if state == ProgramState.APPROVED:
            approve_program(program=program, actor=admin)
        elif state == ProgramState.RETURNED:
            return_program(program=program, actor=admin)

    def load_narrative(self) -> None:
        admin, keys = self.member_with(Role.ADMIN), set(narrative_keys(self.plan))
        for path in sorted((self.folder / "narrative").glob("*.md")):
            if path.stem in keys:
                change_narrative(
                    plan=self.plan,
                    actor=admin,
                    key=path.stem,
                    body=path.read_text(encoding="utf-8").strip(),
                    base=None,
                )

    def member_with(self, role: Role) -> Membership:
        return next(member for member in self.people.values() if member.role == role)

    def staff_of(self, agency: Agency) -> Membership:
        return next(member for member in self.people.values() if member.agency_id == agency.pk)


STORY_STATES = {
    "draft": ProgramState.DRAFT,
    "submitted": ProgramState.SUBMITTED,
    "returned": ProgramState.RETURNED,
    "approved": ProgramState.APPROVED,
}


EMPTY_INDICATOR: Toml = {
    "level": "",
    "unit": "",
    "direction": "",
    "adds_up": False,
    "definition": "",
    "data_source": "",
    "baseline_year": None,
    "baseline": "",
    "targets": {},
}


def program_content(entry: Toml, districts: dict[str, str]) -> dict[str, Toml]:
    """A program of the files in the shape of `opd.content`, in the order of its sections."""
    content: dict[str, Toml] = {
        "identity": {
            key: entry.get(key, "")
            for key in ("name", "sub_dimension", "nomenclature_code", "novelty", "horizon")
        }
        | {
            "start_year": entry.get("start_year"),
            "end_year": entry.get("end_year"),
            "is_quick_win": entry.get("is_quick_win", False),
            "supporting": entry.get("supporting", []),
            "partners": entry.get("partners", []),
        },
        "objective": {
            key: entry.get(key, "").strip()
            for key in ("problem", "objective", "description", "beneficiaries")
        },
        "activities": {
            "covers_region": not entry.get("districts"),
            "districts": [districts[name] for name in entry.get("districts", [])],
            "activities": entry.get("activities", []),
        },
        # A file may leave out what is not known yet, as a person leaves a field empty.
        "indicators": {
            "indicators": [{**EMPTY_INDICATOR, **row} for row in entry.get("indicators", [])]
        },
        "budget": {"budgets": {row["source"]: row["amounts"] for row in entry.get("budgets", [])}},
        "alignment": {"alignments": [dict(row) for row in entry.get("alignments", [])]},
    }
    if entry.get("is_quick_win"):
        content["quick_win"] = entry["quick_win"]
    return content


def link_indicators(content: Toml, entry: Toml, program: Program) -> None:
    """Replace the files' handles of program indicators by the rows that were entered just now."""
    rows = read_content(with_content(Program.objects.filter(pk=program.pk)).get())
    ids = [row["id"] for row in rows["indicators"]["indicators"]]
    handles = {row["key"]: pk for row, pk in zip(entry["indicators"], ids, strict=True)}
    for row in content["alignments"]:
        row["rpjmd_indicator"] = row.pop("indicator")
        row["program_indicator"] = handles.get(row.get("program_indicator", ""))
