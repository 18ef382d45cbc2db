"""Previews: the pages of one program's sheet, and of the part with one text.

Each has three addresses: a piece of page with its pictures (for the script), one picture, and the
PDF (a plain link). A picture's address carries the key of its preview under a seal that is good for
one person and one place: pictures of a text that is not stored yet need no store of their own, and
nobody can ask for another's by its key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from masterplan.extracts import Extract, narrative_extract, program_extract
from masterplan.forms import NarrativeForm
from masterplan.models import Narrative
from masterplan.narratives import narrative_keys
from masterplan.page_images import page_image
from masterplan.previews import Busy, NoPreview, Preview, make_preview, stored_preview
from opd.models import Program
from opd.queries.programs import visible_program
from workspace.access import PlanRequest, rule

# Pixels: a phone, a phone with fine pixels or a column of a page, and the same finer.
WIDTHS: Final = (480, 720, 1080, 1440)
# More than anybody reads here; the PDF has them all.
PAGES_SHOWN: Final = 12

PageUrl = Callable[[str, int, int], str]  # seal, page (from 1), width


@rule("opd.view_program")
@require_GET
def program_preview(request: PlanRequest, pk: int) -> HttpResponse:
    return show(request, f"program-{pk}", program_part(request, pk), program_page_url(request, pk))


@rule("opd.view_program")
@require_GET
def program_page(request: PlanRequest, pk: int, seal: str, page: int, width: int) -> HttpResponse:
    if not Program.objects.visible_to(request.membership).filter(pk=pk).exists():
        raise Http404
    return picture(request, f"program-{pk}", seal, page, width)


@rule("opd.view_program")
@require_GET
def program_pdf(request: PlanRequest, pk: int) -> HttpResponse:
    back = request.plan.url("opd:program", pk=pk)
    return as_pdf(request, program_part(request, pk), f"program-{pk}", back)


@rule("masterplan.change_narrative")
@require_http_methods(["GET", "POST"])
def narrative_preview(request: PlanRequest, key: str) -> HttpResponse:
    """Of the stored text, or of the one that is posted, which is not stored."""
    stored = written(request, key)
    body = stored
    if request.method == "POST":
        form = NarrativeForm(request.POST)
        if not form.is_valid():
            return said(request, _("Naskah belum dapat disimpan, jadi belum ada pratinjaunya."))
        body = form.cleaned_data["body"]
    extract = narrative_extract(request.plan, key, body)
    return show(request, f"narrative-{key}", extract, narrative_page_url(request, key))


@rule("masterplan.change_narrative")
@require_GET
def narrative_page(
    request: PlanRequest, key: str, seal: str, page: int, width: int
) -> HttpResponse:
    return picture(request, f"narrative-{key}", seal, page, width)


@rule("masterplan.change_narrative")
@require_GET
def narrative_pdf(request: PlanRequest, key: str) -> HttpResponse:
    extract = narrative_extract(request.plan, key, written(request, key))
    return as_pdf(request, extract, key, request.plan.url("masterplan:narrative", key=key))


def program_part(request: PlanRequest, pk: int) -> Extract:
    return program_extract(visible_program(request.membership, pk))


def written(request: PlanRequest, key: str) -> str:
    """The stored text; 404 for a key that the plan's outline does not have."""
    if key not in narrative_keys(request.plan):
        raise Http404
    texts = Narrative.objects.filter(plan=request.plan, key=key)
    return texts.values_list("body", flat=True).first() or ""


def program_page_url(request: PlanRequest, pk: int) -> PageUrl:
    def url(seal: str, page: int, width: int) -> str:
        where = {"pk": pk, "seal": seal, "page": page, "width": width}
        return request.plan.url("masterplan:program_page", **where)

    return url


def narrative_page_url(request: PlanRequest, key: str) -> PageUrl:
    def url(seal: str, page: int, width: int) -> str:
        where = {"key": key, "seal": seal, "page": page, "width": width}
        return request.plan.url("masterplan:narrative_page", **where)

    return url


def show(request: PlanRequest, place: str, extract: Extract, url: PageUrl) -> HttpResponse:
    try:
        preview = make_preview(extract)
    except Busy as busy:
        return HttpResponse(str(busy), status=503, headers={"Retry-After": "2"})
    except NoPreview as reason:
        return said(request, str(reason))
    pages = list(page_contexts(preview, sealer(request, place).sign(preview.key), url))
    context = {"preview": preview, "pages": pages[:PAGES_SHOWN], "total": len(pages)}
    return render(request, "masterplan/preview_pages.html", context)


def page_contexts(preview: Preview, seal: str, url: PageUrl) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "width": width,
            "height": height,
            "src": url(seal, number, WIDTHS[1]),
            "srcset": ", ".join(f"{url(seal, number, pixels)} {pixels}w" for pixels in WIDTHS),
        }
        for number, (width, height) in enumerate(preview.sizes, 1)
    ]


def said(request: PlanRequest, sentence: str) -> HttpResponse:
    """The sentence in the place of the pages."""
    return render(request, "masterplan/preview_said.html", {"sentence": sentence}, status=422)


def picture(request: PlanRequest, place: str, sealed: str, page: int, width: int) -> HttpResponse:
    try:
        key = sealer(request, place).unsign(sealed)
    except BadSignature:
        raise Http404 from None
    etag = f'"{key[:32]}-{page}-{width}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    pdf = stored_preview(key)
    if pdf is None or width not in WIDTHS:
        raise Http404
    try:
        content = page_image(pdf, page - 1, width)
    except IndexError:
        raise Http404 from None
    return HttpResponse(content, content_type="image/webp", headers={"ETag": etag})


def as_pdf(request: PlanRequest, extract: Extract, name: str, back: str) -> HttpResponse:
    try:
        preview = make_preview(extract)
    except NoPreview as reason:
        status = 503 if isinstance(reason, Busy) else 422
        context = {"sentence": str(reason), "back": back}
        return render(request, "masterplan/preview_failed.html", context, status=status)
    disposition = f'inline; filename="{name}.pdf"'
    headers = {"Content-Disposition": disposition, "ETag": f'"{preview.key[:32]}"'}
    return HttpResponse(preview.pdf, content_type="application/pdf", headers=headers)


def sealer(request: PlanRequest, place: str) -> Signer:
    """Seals keys for this person and this place of this plan."""
    return Signer(salt=f"preview of {place} in {request.plan.pk} for {request.user.pk}")
