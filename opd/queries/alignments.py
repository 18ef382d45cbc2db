"""Links to the RPJMD that a member may read, and what was decided about them."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from opd.models import Alignment, AlignmentState, Program
from workspace.models import Membership


def visible_alignments(membership: Membership) -> QuerySet[Alignment]:
    """The links of the programs that the member sees, in the order of programs."""
    return (
        Alignment.objects.filter(program__in=Program.objects.visible_to(membership))
        .select_related(
            "rpjmd_indicator__element",
            "program_indicator",
            "decided_by",
            "program__plan__region",
            "program__lead_agency",
            "program__sub_dimension__dimension",
        )
        .order_by(
            "program__sub_dimension__dimension__position", "program__number", "position", "pk"
        )
    )


def visible_alignment(membership: Membership, pk: int) -> Alignment:
    return get_object_or_404(visible_alignments(membership), pk=pk)


def count_decisions(membership: Membership) -> dict[str, int]:
    """Links by what was decided about them; every state is there, if only with 0."""
    rows = visible_alignments(membership).order_by().values("state").annotate(number=Count("pk"))
    found = {row["state"]: row["number"] for row in rows}
    return {state: found.get(state, 0) for state in AlignmentState.values}
