"""What a program needs before it may be submitted, and what deserves a second look.

Every check reads a `ProgramSubject` (no queries) and yields a sentence, or a sentence with the
field beside which it belongs. Its `why` is the documentation of the code. One module per section
of the editor; importing this package registers them all.
"""

from opd.checks import (
    activities,
    alignment,
    budget,
    identity,
    indicators,
    nomenclature,
    objective,
    quick_win,
)
from opd.checks.stored import program_findings, store_findings
from opd.checks.subject import ProgramSubject, subject_of

__all__ = [
    "ProgramSubject",
    "activities",
    "alignment",
    "budget",
    "identity",
    "indicators",
    "nomenclature",
    "objective",
    "program_findings",
    "quick_win",
    "store_findings",
    "subject_of",
]
