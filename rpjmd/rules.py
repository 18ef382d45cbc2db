"""Who may do what with the RPJMD: every member reads it, the steward keeps it."""

import rules

from workspace.rules import is_admin, is_member, is_steward

RPJMD_RULES = {
    "rpjmd.view_rpjmd": is_member,
    "rpjmd.change_rpjmd": is_steward,
    "rpjmd.import_rpjmd": is_steward,
    "rpjmd.export_rpjmd": is_steward | is_admin,
    "rpjmd.view_nomenclature": is_member,
    "rpjmd.change_nomenclature": is_steward | is_admin,
}

for name, predicate in RPJMD_RULES.items():
    rules.add_rule(name, predicate)
