"""The acts of the workspace: people, invitations, the plan itself, reference data."""

from workspace.actions.invitations import (
    InvitationClosed,
    accept_as_new_person,
    accept_invitation,
    cancel_invitation,
    invite_member,
    resend_invitation,
)
from workspace.actions.members import (
    add_member,
    change_member,
    deactivate_member,
    end_sessions,
    reactivate_member,
)
from workspace.actions.plans import change_plan, create_plan, create_region
from workspace.actions.reference import (
    AgencyRow,
    RowError,
    RowsRefused,
    complete_agencies,
    import_agencies,
    import_districts,
)

__all__ = [
    "AgencyRow",
    "InvitationClosed",
    "RowError",
    "RowsRefused",
    "accept_as_new_person",
    "accept_invitation",
    "add_member",
    "cancel_invitation",
    "change_member",
    "change_plan",
    "complete_agencies",
    "create_plan",
    "create_region",
    "deactivate_member",
    "end_sessions",
    "import_agencies",
    "import_districts",
    "invite_member",
    "reactivate_member",
    "resend_invitation",
]
