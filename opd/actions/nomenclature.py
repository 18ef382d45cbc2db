"""Putting the code that is valid now in the place of one that was dropped."""

from __future__ import annotations

from django.utils.translation import gettext as _

from opd.actions.programs import change_program, fresh
from opd.codes import find_offers, replaced, standings_of
from opd.content import read_content
from opd.models import Program
from workspace.access import Actor
from workspace.acts import Conflict, act


@act("opd.change_program", locks="program")
def take_successor(*, program: Program, actor: Actor, code: str, successor: str) -> Program:
    """Write the successor wherever the program has the code. Conflict when it is not on offer
    (any more): the code was changed meanwhile, or another edition is current."""
    program = fresh(program)
    content = read_content(program)
    offered = {
        (offer.code, offer.successor.code)
        for offer in find_offers(content, standings_of([program]))
    }
    if (code, successor) not in offered:
        raise Conflict(
            _("Kode %(code)s sudah tidak menunggu penggantian itu.") % {"code": code[:30]}
        )
    for section, changed in replaced(content, code, successor):
        change_program(program=program, actor=actor, section=section, content=changed)
    return program
