"""What a page of the editor shows around its form: sections with ticks, findings, guidance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.http import QueryDict

from opd.actions import change_program
from opd.actions.programs import require_editable
from opd.checks import program_findings
from opd.codes import Offer, find_offers, standings_of
from opd.content import SECTIONS, ProgramContent, Section, read_content, with_content
from opd.forms import SectionForm, section_form
from opd.guidance import GUIDANCE
from opd.models import Note, Program, Thread
from rpjmd.nomenclature.standing import Standings
from workspace.access import Actor
from workspace.acts import Conflict
from workspace.checks import Finding, Severity
from workspace.fingerprints import fingerprint


@dataclass(frozen=True)
class SectionLink:
    """An entry of the list of sections, with what the checks still say in it."""

    key: str
    label: str
    url: str
    is_current: bool
    errors: int
    warnings: int


@dataclass(frozen=True)
class PlacedFinding:
    """A finding and the id of the element that mends it."""

    finding: Finding
    place: str


class EditorPage:
    """One section of one program, as it is stored or as it was sent (`data`).

    `program` must have been read `with_content`; nothing here asks for its parts again.
    """

    def __init__(self, program: Program, section: str, data: QueryDict | None = None) -> None:
        self.program, self.section, self.data = program, section, data
        self.content: ProgramContent = read_content(program)
        self.newest = fingerprint(self.stored)
        self.form: SectionForm = section_form(
            section, program, self.stored, data=data, refuse_unknown_rows=self.refuses_unknown_rows
        )

    @property
    def stored(self) -> Section:
        content: dict[str, Section] = dict(self.content)  # type: ignore[arg-type]
        return content[self.section]

    @property
    def base(self) -> str:
        """The fingerprint of what the person saw; whoever overwrites names what they overwrite."""
        return self._sent("overwrite") or self._sent("base") or self.newest

    def _sent(self, name: str) -> str:
        return "" if self.data is None else str(self.data.get(name, ""))

    @property
    def refuses_unknown_rows(self) -> bool:
        """An unknown row id is an error only as long as nobody else changed the rows."""
        return self.base == self.newest and not self._sent("overwrite")

    def save(self, actor: Actor) -> Program:
        """Store a valid form and read the program anew, in one transaction.

        Raises Conflict and Refused as `change_program` does. A form sent again because its first
        answer got lost on the way is no conflict with itself.
        """
        content = self.form.content()
        with transaction.atomic():
            try:
                change_program(
                    program=self.program,
                    actor=actor,
                    section=self.section,
                    content=content,
                    base=self.base,
                )
            except Conflict:
                if not self._is_stored(content):
                    raise
            return read_program(self.program.pk)

    def _is_stored(self, content: Section) -> bool:
        program = read_program(self.program.pk)
        require_editable(program)
        stored = read_content(program)[self.section]  # type: ignore[literal-required]
        return bool(without_ids(stored) == without_ids(content))

    @cached_property
    def standings(self) -> Standings:
        return standings_of([self.program])

    @cached_property
    def findings(self) -> list[Finding]:
        return program_findings(self.program, self.standings)

    @property
    def offers(self) -> list[Offer]:
        """Codes of this section that can be replaced with one click."""
        found = find_offers(self.content, self.standings)
        return [offer for offer in found if offer.section == self.section]

    @property
    def section_findings(self) -> list[PlacedFinding]:
        return [
            PlacedFinding(finding, self.form.place_of(finding.field))
            for finding in self.findings
            if finding.section == self.section
        ]

    @property
    def sections(self) -> list[SectionLink]:
        return [
            SectionLink(
                key,
                str(SECTIONS[key]),
                self.program.plan.url("opd:section", pk=self.program.pk, section=key),
                key == self.section,
                self._count(key, Severity.ERROR),
                self._count(key, Severity.WARNING),
            )
            for key in shown_sections(self.program)
        ]

    def _count(self, section: str, severity: Severity) -> int:
        return sum(one.section == section and one.severity is severity for one in self.findings)

    @property
    def following(self) -> SectionLink | None:
        for here, after in pairwise(self.sections):
            if here.is_current:
                return after
        return None

    def context(self) -> dict[str, Any]:
        self.form.name_codes(self.standings)
        return {
            "page": self,
            "program": self.program,
            "dimension": self.program.sub_dimension.dimension,
            "form": self.form,
            "label": SECTIONS[self.section],
            "guidance": GUIDANCE[self.section],
            "threads": self.open_threads(),
            "years": self.program.plan.years,
            "section_template": f"opd/editor/sections/{self.section}.html",
        }

    def open_threads(self) -> list[Thread]:
        """Notes of this section that wait for an answer."""
        notes = Prefetch("notes", Note.objects.select_related("author"))
        threads = self.program.threads.filter(section=self.section, resolved_at=None)
        return list(threads.select_related("asked_by").prefetch_related(notes))


def shown_sections(program: Program) -> Iterator[str]:
    return (key for key in SECTIONS if key != "quick_win" or program.is_quick_win)


def read_program(pk: int) -> Program:
    return with_content(Program.objects.filter(pk=pk)).get()


def without_ids(content: Any) -> Any:
    """The content with every row's id left out, for comparing what people typed."""
    if isinstance(content, dict):
        return {key: without_ids(value) for key, value in content.items() if key != "id"}
    if isinstance(content, list):
        return [without_ids(value) for value in content]
    return content
