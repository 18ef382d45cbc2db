"""Who may do what with a program. With no target a rule speaks of the page as a whole."""

from __future__ import annotations

import rules

from opd.models import Program, Thread
from workspace.models import Membership, Role
from workspace.rules import in_same_plan, is_admin, is_member, is_staff, is_steward


@rules.predicate
def leads(membership: Membership, program: Program | None) -> bool:
    """Staff of the program's lead agency; supporting agencies read and comment only."""
    if membership.role != Role.STAFF:
        return False
    return program is None or (
        in_same_plan(membership, program) and program.lead_agency_id == membership.agency_id
    )


@rules.predicate
def sees(membership: Membership, program: Program | None) -> bool:
    """The same answer as the scoped queryset gives: there is one definition of seeing."""
    return program is None or Program.objects.visible_to(membership).filter(pk=program.pk).exists()


@rules.predicate
def asked(membership: Membership, thread: Thread | None) -> bool:
    return thread is None or thread.asked_by_id == membership.user_id


OPD_RULES = {
    "opd.list_programs": is_member,
    "opd.view_program": is_member & sees,
    "opd.create_program": is_staff,
    "opd.change_program": leads,
    "opd.delete_program": leads,
    "opd.submit_program": leads,
    "opd.review_program": is_admin,
    "opd.comment_program": is_member & sees,
    "opd.resolve_thread": asked,
    "opd.view_mapping": is_admin | is_steward,
    "opd.decide_alignment": is_steward & sees,
}

for name, predicate in OPD_RULES.items():
    rules.add_rule(name, predicate)
