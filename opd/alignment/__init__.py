"""How the programs stand to the RPJMD: sasaran by dimension by agency, and what that shows.

    facts = read_facts(membership)          # a few queries; None without an RPJMD in force
    build_matrix(facts, Chosen())           # counts and money
    find_concerns(facts)                    # what deserves attention

The same builders make the annex of the document from frozen content
(`masterplan.document.keselarasan`): they see `Facts` and neither the database nor a page.
"""

from __future__ import annotations

from opd.alignment.concerns import Concern, Concerns, find_concerns
from opd.alignment.facts import Facts
from opd.alignment.matrix import Chosen, Matrix, build_matrix
from opd.alignment.reading import read_facts

__all__ = [
    "Chosen",
    "Concern",
    "Concerns",
    "Facts",
    "Matrix",
    "build_matrix",
    "find_concerns",
    "read_facts",
]
