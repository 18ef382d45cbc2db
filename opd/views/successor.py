"""One click: the code that is valid now in the place of one that the nomenclature dropped."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from opd.actions import take_successor
from opd.content import SECTIONS
from opd.queries.programs import visible_program
from workspace.access import PlanRequest, require, rule
from workspace.acts import Refused


@rule("opd.change_program")
@require_POST
def program_successor(request: PlanRequest, pk: int) -> HttpResponse:
    """Back to the section where the button stood, or to the sheet."""
    program = visible_program(request.membership, pk)
    require("opd.change_program", request.membership, program)
    code, successor = request.POST.get("code", ""), request.POST.get("successor", "")
    try:
        take_successor(program=program, actor=request.membership, code=code, successor=successor)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        said = _("Kode %(code)s diganti dengan %(successor)s.")
        messages.success(request, said % {"code": code, "successor": successor})
    section = request.POST.get("section", "")
    if section not in SECTIONS:
        return redirect(program)
    return redirect(request.plan.url("opd:section", pk=pk, section=section))
