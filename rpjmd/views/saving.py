"""What the editing pages share: the version being edited, and saving a form through an act."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import Http404

from rpjmd.forms import ContentForm
from rpjmd.models import Version
from rpjmd.queries import current_version
from workspace.access import PlanRequest
from workspace.acts import Conflict, Refused
from workspace.models import Agency


def require_version(request: PlanRequest) -> Version:
    """The version in force; elements and indicators can only be edited once there is one."""
    version = current_version(request.plan)
    if version is None:
        raise Http404
    return version


def region_agencies(request: PlanRequest) -> QuerySet[Agency]:
    return Agency.objects.filter(region=request.plan.region_id)


def save_form(form: ContentForm, act: Callable[[], object]) -> int:
    """Run the act when the form is valid; the status of the answer, 200 when it is saved."""
    if not form.is_valid():
        return 422
    try:
        act()
    except Refused as refused:
        form.refuse(refused)
        return 409 if isinstance(refused, Conflict) else 422
    return 200
