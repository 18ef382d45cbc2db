"""Notes that a member may read: those of the programs that they see."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from opd.models import Note, Program, Thread
from workspace.models import Membership


def visible_threads(membership: Membership) -> QuerySet[Thread]:
    return Thread.objects.filter(program__in=Program.objects.visible_to(membership)).select_related(
        "asked_by",
        "program__plan__region",
        "program__lead_agency",
        "program__sub_dimension__dimension",
    )


def thread_of(membership: Membership, pk: int) -> Thread:
    """One thread with its notes; 404 when the member may not see its program."""
    notes = Prefetch("notes", Note.objects.select_related("author"))
    return get_object_or_404(visible_threads(membership).prefetch_related(notes), pk=pk)
