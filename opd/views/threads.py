"""Notes: in place where htmx asks, as pages of their own where it does not."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from opd.actions import open_thread, reply_to_thread, resolve_thread
from opd.content import SECTIONS
from opd.models import Program, Thread
from opd.places import label_of
from opd.queries.threads import thread_of, visible_threads
from opd.views.pages import show_page
from workspace.access import PlanRequest, is_allowed, rule
from workspace.acts import Refused


@rule("opd.comment_program")
@require_http_methods(["GET", "HEAD", "POST"])
def thread_open(request: PlanRequest, pk: int) -> HttpResponse:
    """Pin a note to the section and field that the address or the form names."""
    program = find_program(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    section, field = given.get("section", "identity"), given.get("field", "")
    text = given.get("text", "")
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            thread = open_thread(
                program=program, actor=request.membership, section=section, field=field, text=text
            )
        except Refused as refused:
            refusal = refused
        else:
            return after(request, program, thread, is_new=True)
    context = {
        "program": program,
        "section": section,
        "field": field,
        "text": text,
        "label": label_of(program, section, field),
        "url": program.plan.url("opd:thread_open", pk=program.pk),
        "page_url": page_url(request, program, section),
    }
    template = "opd/thread_form.html" if request.htmx else "opd/thread_open.html"
    return show_page(request, template, context, refusal)


@rule("opd.comment_program")
@require_POST
def thread_reply(request: PlanRequest, pk: int) -> HttpResponse:
    thread = find_thread(request, pk)
    text = request.POST.get("text", "")
    try:
        reply_to_thread(program=thread.program, actor=request.membership, thread=thread, text=text)
    except Refused as refusal:
        return show_thread(request, thread.pk, refusal, text)
    return after(request, thread.program, thread)


@rule("opd.comment_program")
@require_POST
def thread_resolve(request: PlanRequest, pk: int) -> HttpResponse:
    thread = find_thread(request, pk)
    try:
        resolve_thread(program=thread.program, actor=request.membership, thread=thread)
    except Refused as refusal:
        return show_thread(request, thread.pk, refusal)
    return after(request, thread.program, thread)


def find_program(request: PlanRequest, pk: int) -> Program:
    programs = Program.objects.visible_to(request.membership)
    found: Program = get_object_or_404(
        programs.select_related("plan__region", "lead_agency", "sub_dimension__dimension"), pk=pk
    )
    return found


def find_thread(request: PlanRequest, pk: int) -> Thread:
    return get_object_or_404(visible_threads(request.membership), pk=pk)


def after(
    request: PlanRequest, program: Program, thread: Thread, *, is_new: bool = False
) -> HttpResponse:
    """The thread as it stands now: alone for htmx, on the program's page otherwise."""
    if request.htmx:
        return show_thread(request, thread.pk, is_new=is_new)
    return redirect(page_url(request, program, thread.section))


def show_thread(
    request: PlanRequest,
    pk: int,
    refusal: Refused | None = None,
    text: str = "",
    *,
    is_new: bool = False,
) -> HttpResponse:
    thread = thread_of(request.membership, pk)
    context: dict[str, Any] = {
        "program": thread.program,
        "thread": thread,
        "text": text,
        "is_new": is_new,  # the place for the next note follows
        "label": label_of(thread.program, thread.section, thread.field),
        "page_url": page_url(request, thread.program, thread.section),
    }
    template = "opd/thread.html" if request.htmx else "opd/thread_page.html"
    return show_page(request, template, context, refusal)


def page_url(request: PlanRequest, program: Program, section: str) -> str:
    reviews = is_allowed("opd.review_program", request.membership, program)
    name = "opd:review" if reviews else "opd:program"
    anchor = f"#{section}" if section in SECTIONS else ""
    return program.plan.url(name, pk=program.pk) + anchor
