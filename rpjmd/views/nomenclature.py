"""The nomenclature's pages: finding entries, an entry with its history, what became of codes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rpjmd.actions import delete_nomenclature, set_successors, use_nomenclature
from rpjmd.forms_nomenclature import EntryFilter, SuccessorForm
from rpjmd.models import Kind, NomenclatureEdition, NomenclatureEntry
from rpjmd.nomenclature.changes import (
    entries_below,
    entry_above,
    find_changes,
    name_before,
    predecessors,
    standing_later,
)
from rpjmd.nomenclature.rows import clean_code, kind_of
from rpjmd.nomenclature.search import find_entries, matching, parse, rank
from workspace.access import PlanRequest, is_allowed, rule
from workspace.acts import Refused

PAGE_LENGTH = 40


@rule("rpjmd.view_nomenclature")
@require_safe
def nomenclature_search(request: PlanRequest) -> HttpResponse:
    """The options of the picker for what was typed so far."""
    current = NomenclatureEntry.objects.visible_to(request.membership).filter(
        edition__is_current=True
    )
    kinds = [kind for kind in request.GET.get("jenis", "").split(",") if kind in Kind]
    found = find_entries(current, request.GET.get("q", ""), first=[Kind(kind) for kind in kinds])
    context = {"found": found, "has_nomenclature": bool(found) or current.exists()}
    return render(request, "rpjmd/picker_options.html", context)


@rule("rpjmd.view_nomenclature")
@require_safe
def nomenclature(request: PlanRequest) -> HttpResponse:
    """The editions, and the entries of one of them to look through."""
    editions = list(NomenclatureEdition.objects.visible_to(request.membership))
    filters = EntryFilter(request.GET, editions=editions)
    edition = filters.edition
    context: dict[str, Any] = {
        "editions": editions,
        "edition": edition,
        "filters": filters,
        "may_change": is_allowed("rpjmd.change_nomenclature", request.membership),
        "may_import": is_allowed("rpjmd.import_rpjmd", request.membership),
    }
    if edition is not None:
        entries = NomenclatureEntry.objects.filter(edition=edition)
        if kind := filters.chosen.get("jenis"):
            entries = entries.filter(kind=kind)
        if query := parse(filters.chosen.get("q", "")):
            entries = rank(matching(entries, query), query, ())
        context["page"] = Paginator(entries, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "rpjmd/nomenclature.html", context)


@rule("rpjmd.view_nomenclature")
@require_safe
def nomenclature_entry(request: PlanRequest, pk: int) -> HttpResponse:
    """A code in one edition: where it stands, what it was and what became of it."""
    entries = NomenclatureEntry.objects.visible_to(request.membership).select_related("edition")
    entry = get_object_or_404(entries, pk=pk)
    context = {
        "entry": entry,
        "above": entry_above(entry),
        "below": entries_below(entry),
        "predecessors": predecessors(entry),
        "later": standing_later(entry),
        "may_change": is_allowed("rpjmd.change_nomenclature", request.membership),
    }
    return render(request, "rpjmd/nomenclature_entry.html", context)


@rule("rpjmd.view_nomenclature")
@require_safe
def nomenclature_edition(request: PlanRequest, pk: int) -> HttpResponse:
    """What became of the codes that this edition no longer has."""
    edition = find_edition(request, pk)
    changes = find_changes(edition)
    wanted = request.GET.get("lihat", "")
    shown = [change for change in changes if wanted in ("", change.state)]
    context = {
        "edition": edition,
        "counts": {
            state: sum(change.state == state for change in changes)
            for state in ("settled", "doubtful", "open", "ended")
        },
        "wanted": wanted,
        "page": Paginator(shown, PAGE_LENGTH).get_page(request.GET.get("page")),
        "total": edition.entries.count(),
        "may_change": is_allowed("rpjmd.change_nomenclature", request.membership),
    }
    return render(request, "rpjmd/nomenclature_edition.html", context)


@rule("rpjmd.change_nomenclature")
@require_http_methods(["GET", "HEAD", "POST"])
def nomenclature_successors(request: PlanRequest, pk: int, code: str) -> HttpResponse:
    """Say what replaced a former code in this edition."""
    edition = find_edition(request, pk)
    former = clean_code(code)
    if kind_of(former) is None:
        raise Http404
    stored = edition.successions.filter(former_code=former).select_related("entry")
    form = SuccessorForm(request.POST or None, plan=request.plan, edition=edition, stored=stored)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and save(request, edition, former, form):
            return redirect(request.plan.url("rpjmd:nomenclature_edition", pk=pk))
    context = {
        "edition": edition,
        "former": former,
        "name": name_before(edition, former),
        "form": form,
        "stored": stored,
    }
    return render(request, "rpjmd/nomenclature_successors.html", context, status=status)


def save(
    request: PlanRequest, edition: NomenclatureEdition, former: str, form: SuccessorForm
) -> bool:
    try:
        set_successors(
            plan=request.plan,
            actor=request.membership,
            edition=edition,
            former_code=former,
            codes=form.cleaned_data["codes"],
        )
    except Refused as refused:
        form.add_error("codes" if refused.field == "codes" else None, refused.message)
        return False
    messages.success(request, _("Pengganti kode %(code)s tersimpan.") % {"code": former})
    return True


@rule("rpjmd.change_nomenclature")
@require_POST
def nomenclature_use(request: PlanRequest, pk: int) -> HttpResponse:
    edition = find_edition(request, pk)
    try:
        use_nomenclature(plan=request.plan, actor=request.membership, edition=edition)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("%(edition)s sekarang berlaku.") % {"edition": edition})
    return redirect(request.plan.url("rpjmd:nomenclature_edition", pk=pk))


@rule("rpjmd.change_nomenclature")
@require_POST
def nomenclature_delete(request: PlanRequest, pk: int) -> HttpResponse:
    edition = find_edition(request, pk)
    try:
        delete_nomenclature(plan=request.plan, actor=request.membership, edition=edition)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(request.plan.url("rpjmd:nomenclature_edition", pk=pk))
    messages.success(request, _("%(edition)s dihapus.") % {"edition": edition})
    return redirect(request.plan.url("rpjmd:nomenclature"))


def find_edition(request: PlanRequest, pk: int) -> NomenclatureEdition:
    editions = NomenclatureEdition.objects.visible_to(request.membership)
    found: NomenclatureEdition = get_object_or_404(editions, pk=pk)
    return found
