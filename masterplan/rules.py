"""Who may do what with the document."""

import rules

from workspace.rules import is_admin, is_reviewer, is_steward

MASTERPLAN_RULES = {
    "masterplan.view_control_room": is_admin,
    "masterplan.view_checks": is_admin,
    "masterplan.change_narrative": is_admin,
    "masterplan.request_export": is_admin,
    "masterplan.view_exports": is_admin | is_steward | is_reviewer,
}

for name, predicate in MASTERPLAN_RULES.items():
    rules.add_rule(name, predicate)
