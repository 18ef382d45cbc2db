"""The steward's page: the RPJMD seen from the smart city programs."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from opd.queries.coverage import count_unlinked, doubtful_links, read_coverage
from opd.views.pages import PAGE_LENGTH, show_page
from workspace.access import PlanRequest, rule

DOUBTFUL_SHOWN = 15


@rule("opd.view_mapping")
@require_safe
def coverage(request: PlanRequest) -> HttpResponse:
    covered = read_coverage(request.membership)
    objectives = covered.objectives if covered else []
    doubtful = doubtful_links(request.membership)
    context = {
        "coverage": covered,
        "page": Paginator(objectives, PAGE_LENGTH).get_page(request.GET.get("page")),
        "unlinked": count_unlinked(request.membership),
        "doubtful": doubtful[:DOUBTFUL_SHOWN],
        "doubtful_total": doubtful.count(),
    }
    return show_page(request, "opd/coverage.html", context)
