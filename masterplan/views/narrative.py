"""Writing the narrative: one section of the outline at a time."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from masterplan.actions import change_narrative
from masterplan.forms import NarrativeForm
from masterplan.queries import NarrativeSection, narrative_sections
from workspace.access import PlanRequest, rule
from workspace.acts import Conflict, Refused
from workspace.fingerprints import fingerprint


@rule("masterplan.change_narrative")
@require_GET
def narrative_list(request: PlanRequest) -> HttpResponse:
    sections = narrative_sections(request.plan)
    return render(
        request,
        "masterplan/narrative_list.html",
        {"sections": sections, "written": sum(bool(section.body.strip()) for section in sections)},
    )


@rule("masterplan.change_narrative")
@require_http_methods(["GET", "POST"])
def narrative(request: PlanRequest, key: str) -> HttpResponse:
    section = next((row for row in narrative_sections(request.plan) if row.key == key), None)
    if section is None:
        raise Http404
    initial = {"body": section.body, "base": fingerprint(section.body)}
    form = NarrativeForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = save(request, section, form)
        if status == 200:
            messages.success(request, _("Naskah tersimpan."))
            return redirect(request.plan.url("masterplan:narrative", key=key))
    context = {"section": section, "form": form}
    return render(request, "masterplan/narrative.html", context, status=status)


def save(request: PlanRequest, section: NarrativeSection, form: NarrativeForm) -> int:
    """Save the posted text; the status of the answer, with the sentence beside the field."""
    if not form.is_valid():
        return 422
    try:
        change_narrative(
            plan=request.plan,
            actor=request.membership,
            key=section.key,
            body=form.cleaned_data["body"],
            base=form.cleaned_data["base"],
        )
    except Refused as refused:
        form.add_error("body", refused.message)
        return 409 if isinstance(refused, Conflict) else 422
    return 200
