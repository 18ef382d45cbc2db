"""What a preview shows is what an export of the same moment prints: part for part the same."""

from __future__ import annotations

import pytest
from django.utils import translation

from masterplan.document import compose
from masterplan.extracts import narrative_extract, program_extract
from masterplan.freeze import freeze
from masterplan.narratives import narrative_keys
from masterplan.rendering import Part
from opd.content import with_content
from opd.models import Program, ProgramState
from tests.cast import Cast
from tests.masterplan.plans import fill

pytestmark = pytest.mark.django_db


def printed(cast: Cast, *, is_draft: bool) -> dict[str, Part]:
    """All parts of the document by their slug."""
    content = freeze(cast.plan, include_unapproved=is_draft).content
    return {part.slug: part for part in compose(content).parts}


def test_a_program_is_the_part_of_the_document_that_prints_it(cast: Cast) -> None:
    fill(cast)
    parts = {is_draft: printed(cast, is_draft=is_draft) for is_draft in (True, False)}
    seen = {}
    for program in with_content(Program.objects.of_plan(cast.plan)):
        extract = program_extract(program)
        is_draft = program.state != ProgramState.APPROVED
        assert extract.part == parts[is_draft][f"program-{program.code}".lower()]
        assert (extract.imprint.watermark == "DRAF") is is_draft
        seen[program.state] = True
    assert set(seen) == {ProgramState.DRAFT, ProgramState.SUBMITTED, ProgramState.APPROVED}


def test_every_text_is_in_the_part_of_the_document_that_prints_it(cast: Cast) -> None:
    fill(cast)
    release = freeze(cast.plan, include_unapproved=True)
    document = compose(release.content)
    for key in narrative_keys(cast.plan):
        extract = narrative_extract(cast.plan, key, document.frozen.narratives.get(key, ""))
        assert extract.part in document.parts
        assert extract.imprint == document.imprint
        typed = narrative_extract(cast.plan, key, f"Naskah yang baru diketik untuk {key}.")
        assert f"yang baru diketik untuk {key}." in str(typed.part.context)


def test_a_preview_in_an_english_page_is_in_indonesian(cast: Cast) -> None:
    fill(cast)
    program = with_content(Program.objects.of_plan(cast.plan)).first()
    assert program is not None
    with translation.override("en"):
        english = program_extract(program)
    assert english == program_extract(program)
