"""Who may do what in a plan. Predicates read a membership; the tables below name them."""

from __future__ import annotations

import rules

from workspace.models import Membership, Plan, Role


def has_role(*roles: Role) -> rules.Predicate:
    """A predicate that holds for members with one of the roles, in the target's own plan."""

    @rules.predicate(name=f"has_role:{','.join(roles)}")
    def predicate(membership: Membership, target: object) -> bool:
        return membership.role in roles and in_same_plan(membership, target)

    return predicate


def in_same_plan(membership: Membership, target: object) -> bool:
    """Whether the target is of the member's plan; a page as a whole has no target."""
    if target is None:
        return True
    plan_id = target.pk if isinstance(target, Plan) else target.plan_id  # type: ignore[attr-defined]
    return bool(plan_id == membership.plan_id)


is_member = has_role(*Role)
is_staff = has_role(Role.STAFF)
is_admin = has_role(Role.ADMIN)
is_steward = has_role(Role.STEWARD)
is_reviewer = has_role(Role.REVIEWER)

WORKSPACE_RULES = {
    "workspace.view_plan": is_member,
    "workspace.change_plan": is_admin,
    "workspace.view_members": is_admin,
    "workspace.complete_agencies": is_admin | is_steward,
    "workspace.invite_member": is_admin,
    "workspace.change_member": is_admin,
    "workspace.view_audit": is_admin | is_staff,
    "workspace.view_notifications": is_member,
}

for name, predicate in WORKSPACE_RULES.items():
    rules.add_rule(name, predicate)
