"""One part of the document as it stands now: what a preview shows.

The builders are those of the export, over content read the same way; only the other chapters, and
the programs that the part does not speak of, are left out. So the part is, byte for byte, the one
that an export of this moment would print.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from django.utils import translation

from masterplan.document import chapter_parts, chapter_place, imprint_of
from masterplan.document.frozen import Frozen, Json
from masterplan.document.frozen import Program as FrozenProgram
from masterplan.document.sections import Place
from masterplan.freeze import read_program, read_surroundings
from masterplan.outline import Chapter, chapters_of
from masterplan.rendering import Imprint, Part
from opd.content import read_with_rows, rows_of
from opd.models import Program, ProgramState
from workspace.fingerprints import canonical_json
from workspace.models import Plan

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Extract:
    """A part, and what the assembly prints over its pages."""

    part: Part
    imprint: Imprint


@dataclass(frozen=True)
class Standing(Frozen):
    """A plan as it stands, whose programs are read when a section asks for them."""

    read: Callable[[], list[Json]]

    @cached_property
    def programs(self) -> list[FrozenProgram]:
        return [FrozenProgram(row) for row in as_frozen(self.read())]


def as_frozen(value: T) -> T:
    """The value as it comes back out of a release's text."""
    frozen: T = json.loads(canonical_json(value))
    return frozen


@translation.override("id")
def program_extract(program: Program) -> Extract:
    """A program's sheet, in the document that would print it now: the official one when it is
    approved, and the draft until then. `program` was read `with_content`."""
    plan = program.plan
    is_draft = program.state != ProgramState.APPROVED
    standing = read_standing(plan, is_draft, lambda: [read_program(program, rows_of(program))])
    dimension = program.sub_dimension.dimension.code
    for chapter in chapters_of(plan.edition, standing.dimension_names):
        if chapter.dimension == dimension:
            return find_part(chapter_place(standing, chapter), f"program-{program.code}".lower())
    raise LookupError(dimension)


@translation.override("id")
def narrative_extract(plan: Plan, key: str, body: str) -> Extract:
    """The part with the text `key`, as the draft would print it if `body` were stored."""
    standing = read_standing(plan, True, list)
    texts = {name: text for name, text in standing.narratives.items() if name != key}
    if body:
        texts[key] = body
    for chapter in chapters_of(plan.edition, standing.dimension_names):
        if key in (narrative.key for narrative in chapter.narratives):
            row = {**standing.row, "narratives": texts}
            read = programs_of_chapter(plan, chapter)
            place = chapter_place(replace(standing, row=row, read=read), chapter)
            return find_part(place, narrative_block(place, key))
    raise LookupError(key)


def read_standing(plan: Plan, is_draft: bool, read: Callable[[], list[Json]]) -> Standing:
    return Standing(as_frozen(read_surroundings(plan, is_draft=is_draft)), read)


def programs_of_chapter(plan: Plan, chapter: Chapter) -> Callable[[], list[Json]]:
    """Reads what the draft's chapter may speak of: a dimension's own programs, or all."""
    programs = Program.objects.of_plan(plan)
    if chapter.dimension:
        programs = programs.filter(sub_dimension__dimension__code=chapter.dimension)
    return lambda: [read_program(program, rows) for program, rows in read_with_rows(programs)]


def narrative_block(place: Place, key: str) -> str:
    """The slug of the block that prints a text: the section's own, or its sub-dimension's."""
    for here in place.sections():
        keys = [narrative.key for narrative in here.section.narratives]
        if key in keys[:1]:
            return here.slug
        if key in keys:
            sub = here.dimension["sub_dimensions"][keys.index(key) - 1]
            return f"{here.slug}-{sub['code']}".lower()
    raise LookupError(key)


def find_part(place: Place, slug: str) -> Extract:
    """The part in which the block `slug` stands."""
    for blocks, part in chapter_parts(place):
        if slug in (block.slug for block in blocks):
            return Extract(part, imprint_of(place.frozen))
    raise LookupError(slug)
