"""What a reviewer compares with, reads beside the sheet, and finds in the trail."""

from __future__ import annotations

from typing import cast

from django.db.models import F, Prefetch, QuerySet

from opd.content import ProgramContent
from opd.models import Note, Program, ProgramState, Thread
from workspace.models import AuditEntry, Membership
from workspace.verbs import verb_label

HISTORY_LENGTH = 20


def reviewed_content(program: Program) -> ProgramContent | None:
    """The content of the last submission that somebody decided about; None before the first.

    An approved program is compared with nothing: what stands there is what was approved.
    """
    if program.state == ProgramState.APPROVED:
        return None
    decided = program.submissions.exclude(decision="").first()
    return cast("ProgramContent", decided.content) if decided else None


def program_threads(program: Program) -> QuerySet[Thread]:
    """All notes with their answers, open ones first, in two queries."""
    notes = Note.objects.select_related("author")
    threads: QuerySet[Thread] = (
        program.threads.select_related("asked_by")
        .prefetch_related(Prefetch("notes", notes))
        .order_by(F("resolved_at").asc(nulls_first=True), "asked_at", "pk")
    )
    return threads


def program_history(program: Program, membership: Membership) -> list[tuple[str, AuditEntry]]:
    """The last acts on the program with their labels, as far as the member may read the trail.

    A section that was saved without a change is an act, but no news.
    """
    entries = (
        AuditEntry.objects.visible_to(membership)
        .filter(target_type=program._meta.label_lower, target_id=program.pk)
        .exclude(verb="opd.change_program", changes={})
        .select_related("actor")
    )
    return [(verb_label(entry.verb), entry) for entry in entries[:HISTORY_LENGTH]]
