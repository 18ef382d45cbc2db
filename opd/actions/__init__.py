"""Acts on programs. Views, importers, commands and the admin all call these and nothing else."""

from opd.actions.alignments import confirm_alignment, dispute_alignment
from opd.actions.nomenclature import take_successor
from opd.actions.programs import (
    change_program,
    create_program,
    delete_program,
    restore_program,
)
from opd.actions.review import (
    approve_program,
    return_program,
    submit_program,
    unlock_program,
)
from opd.actions.threads import open_thread, reply_to_thread, resolve_thread
from opd.actions.versions import make_current

__all__ = [
    "approve_program",
    "change_program",
    "confirm_alignment",
    "create_program",
    "delete_program",
    "dispute_alignment",
    "make_current",
    "open_thread",
    "reply_to_thread",
    "resolve_thread",
    "restore_program",
    "return_program",
    "submit_program",
    "take_successor",
    "unlock_program",
]
