"""Loading a workbook in two steps, and downloading what is stored as one.

Between the preview and the confirmation the draft travels in the page itself, signed for this
person and this plan: nothing is kept on the server, and going back and forth loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rpjmd.actions import load_workbook
from rpjmd.actions.refusals import linked_programs, linked_sentence
from rpjmd.content import RpjmdContent
from rpjmd.forms import WorkbookForm
from rpjmd.importing import (
    OWN,
    Draft,
    Outcome,
    Unreadable,
    read_workbook,
    rpjmd_workbook,
    settle,
    template_workbook,
)
from rpjmd.importing.draft import is_answer
from rpjmd.importing.layouts import AGENCIES, BY_NAME, LAYOUTS, NOMENCLATURE, Layout
from rpjmd.importing.layouts.writing import EXPORTS, layout_workbook, nomenclature_workbook
from rpjmd.importing.outcome import counted
from rpjmd.importing.workbook import FAULTS, LARGEST_FILE
from rpjmd.models import Indicator, Version
from rpjmd.queries import current_version, read_rpjmd
from rpjmd.views.saving import region_agencies, require_version
from rpjmd.views.versions import free_label
from workspace.access import PlanRequest, rule
from workspace.acts import Conflict, Refused
from workspace.fingerprints import fingerprint

KEPT: Final = 12 * 3600  # seconds in which a preview can be confirmed
MOST_PROBLEMS: Final = 200  # shown at once
MOST_BUTTONS: Final = 6  # choices of a doubt; more stand in a list
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@rule("rpjmd.import_rpjmd")
@require_http_methods(["GET", "POST"])
def workbook(request: PlanRequest) -> HttpResponse:
    """Upload a workbook; the answer is its problems, or a preview to decide on and confirm."""
    if request.method != "POST":
        return show_upload(request, WorkbookForm())
    form = WorkbookForm(request.POST, request.FILES)
    draft = read_upload(request, form)
    if draft is None:
        return show_upload(request, form, status=422)
    if draft.content is not None and draft.refused:
        context = {"problems": draft.refused[:MOST_PROBLEMS], "total": len(draft.refused)}
        return show_upload(request, form, status=422, **context)
    return show_preview(request, Preview(draft))


@rule("rpjmd.import_rpjmd")
@require_POST
def workbook_confirm(request: PlanRequest) -> HttpResponse:
    """Load what the preview showed with the answers to its doubts, all or none."""
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=salt(request), max_age=KEPT)
    except signing.BadSignature:
        form = WorkbookForm()
        return show_upload(
            request, form, status=422, refusal=_("Pratinjau ini sudah tidak berlaku. Unggah lagi.")
        )
    draft = Draft.from_json(kept["draft"])
    answers = read_answers(request, draft)
    if draft.undecided(answers):
        sentence = _("Belum dimuat: masih ada yang perlu Anda putuskan.")
        return show_preview(
            request, Preview(draft, answers, asks=True), refusal=sentence, status=422
        )
    before = stored_rpjmd(request)
    outcome = settle(draft, answers, request.plan, before)
    is_new = request.POST.get("into") == "new"
    try:
        version = load_workbook(
            plan=request.plan,
            actor=request.membership,
            content=outcome.content,
            base=kept["base"],
            agencies=outcome.agencies,
            nomenclature=outcome.nomenclature,
            edition=outcome.edition,
            as_version=request.POST.get("label", "") if is_new else None,
        )
    except Refused as refused:
        status = 409 if isinstance(refused, Conflict) else 422
        return show_preview(
            request, Preview(draft, answers), refusal=refused.message, status=status
        )
    messages.success(request, loaded_sentence(outcome))
    return redirect(version.get_absolute_url() if version else request.plan.url("rpjmd:rpjmd"))


@rule("rpjmd.import_rpjmd")
@require_GET
def workbook_template(request: PlanRequest) -> HttpResponse:
    """An empty workbook to fill in, for the years of the current RPJMD or of the plan."""
    version = current_version(request.plan)
    years = version.years if version else request.plan.years
    data = template_workbook(years, region_agencies(request))
    return download(data, f"templat-rpjmd-{request.plan.region.slug}")


@rule("rpjmd.export_rpjmd")
@require_GET
def workbook_download(request: PlanRequest) -> HttpResponse:
    """The current RPJMD in the layout that can be loaded again."""
    version = require_version(request)
    data = rpjmd_workbook(read_rpjmd(version))
    return download(data, slugify(f"rpjmd-{request.plan.region.slug}-{version.label}"))


@rule("rpjmd.export_rpjmd")
@require_GET
def workbook_layout(request: PlanRequest, layout: str) -> HttpResponse:
    """The stored rows that one of the layouts in use holds, to be loaded again from it."""
    if layout == NOMENCLATURE.name:
        return nomenclature_download(request)
    if layout not in EXPORTS:
        raise Http404
    version = current_version(request.plan)
    content = read_rpjmd(version) if version else None
    data = layout_workbook(layout, content, region_agencies(request))
    return download(data, slugify(f"{layout}-{request.plan.region.slug}"))


def nomenclature_download(request: PlanRequest) -> HttpResponse:
    edition = request.plan.nomenclature_editions.filter(is_current=True).first()
    if edition is None:
        raise Http404
    return download(
        nomenclature_workbook(edition), slugify(f"{edition}-{request.plan.region.slug}")
    )


def read_upload(request: PlanRequest, form: WorkbookForm) -> Draft | None:
    """The draft of the posted file, or None with the sentence on the form."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        if file.size > LARGEST_FILE:
            raise Unreadable(FAULTS["too_heavy"])
        return read_workbook(file.read(), request.plan)
    except Unreadable as unreadable:
        form.add_error("file", str(unreadable))
        return None


def read_answers(request: PlanRequest, draft: Draft) -> dict[str, str]:
    """The answers by the doubts' ids; the page numbers them, for an id may hold anything."""
    return {
        doubt.id: request.POST[name]
        for place, doubt in enumerate(draft.doubts)
        if (name := f"doubt-{place}") in request.POST
    }


def stored_rpjmd(request: PlanRequest) -> RpjmdContent | None:
    version = current_version(request.plan)
    return read_rpjmd(version) if version else None


def loaded_sentence(outcome: Outcome) -> str:
    if outcome.content is None:
        return _("Isi buku kerja dimuat.")
    return _("RPJMD dimuat dari buku kerja.")


def show_upload(
    request: PlanRequest, form: WorkbookForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    version = current_version(request.plan)
    context |= {
        "form": form,
        "version": version,
        "layouts": [(row, is_kept(request, row, version)) for row in LAYOUTS],
    }
    return render(request, "rpjmd/workbook.html", context, status=status)


def is_kept(request: PlanRequest, layout: Layout, version: Version | None) -> bool:
    """Whether anything is stored that the layout could hold."""
    if layout is NOMENCLATURE:
        return bool(request.plan.nomenclature_editions.filter(is_current=True).exists())
    return layout is AGENCIES or version is not None


@dataclass
class Preview:
    """A draft with the answers so far; `asks` marks the doubts that have none."""

    draft: Draft
    answers: dict[str, str] = field(default_factory=dict)
    asks: bool = False

    def questions(self) -> list[dict[str, Any]]:
        return [
            {
                "name": f"doubt-{place}",
                "doubt": doubt,
                "answer": self.answers.get(doubt.id),
                "is_missing": self.asks and not is_answer(doubt, self.answers.get(doubt.id)),
                "in_list": len(doubt.choices) > MOST_BUTTONS,
            }
            for place, doubt in enumerate(self.draft.doubts)
        ]

    def notes(self) -> list[dict[str, Any]]:
        return [
            {"note": note, "title": BY_NAME[note.layout].title if note.layout in BY_NAME else ""}
            for note in self.draft.sheets
            if note.layout != OWN
        ]


def show_preview(
    request: PlanRequest, preview: Preview, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    """What loading would change, what is in doubt, and the signed draft to confirm it."""
    before = stored_rpjmd(request)
    outcome = settle(preview.draft, preview.answers, request.plan, before)
    kept = {"draft": preview.draft.to_json(), "base": fingerprint(before or {})}
    held = held_programs(request, outcome)
    context = {
        "preview": preview,
        "outcome": outcome,
        "counts": counted(outcome),
        "content": outcome.content or before,
        "differences": outcome.differences,
        "removed": sum(len(row.removed) for row in outcome.differences),
        "refused": outcome.refused[:MOST_PROBLEMS],
        "is_merge": preview.draft.content is None,
        "kept": signing.dumps(kept, salt=salt(request), compress=True),
        "refusal": refusal or (linked_sentence(held) if held else ""),
        "is_blocked": bool(held),
        "version": current_version(request.plan) if outcome.content else None,
        "label": request.POST.get("label") or free_label(request.plan),
        "into": request.POST.get("into", ""),
    }
    return render(request, "rpjmd/workbook_preview.html", context, status=status)


def held_programs(request: PlanRequest, outcome: Outcome) -> dict[str, int]:
    """Indicators that would go although programs are linked to them."""
    version = current_version(request.plan)
    if version is None or outcome.content is None:
        return {}
    codes = {row["code"] for row in outcome.content["indicators"]}
    stored = Indicator.objects.filter(version=version).values_list("code", flat=True)
    gone = [code for code in stored if code not in codes]
    return linked_programs(Indicator.objects.filter(version=version, code__in=gone)) if gone else {}


def salt(request: PlanRequest) -> str:
    return f"rpjmd.import.{request.plan.pk}.{request.user.pk}"


def download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
