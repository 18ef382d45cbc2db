"""When a program's target is weaker than the RPJMD's: for the database, and for one release.

A test holds the two together (tests/masterplan/test_alignment.py).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace

from rpjmd.models import Direction

OWN: Final = "alignments__program_indicator__"
THEIRS: Final = "alignments__rpjmd_indicator__"
LOWER: Final = Q(**{f"{OWN}targets__value__lt": F(f"{THEIRS}targets__value")})
HIGHER: Final = Q(**{f"{OWN}targets__value__gt": F(f"{THEIRS}targets__value")})
# For each direction of the RPJMD indicator, when a target is weaker than the RPJMD's.
WEAKER: Final = (
    (Q(**{f"{THEIRS}direction": Direction.INCREASE}) & LOWER)
    | (Q(**{f"{THEIRS}direction": Direction.DECREASE}) & HIGHER)
    | (Q(**{f"{THEIRS}direction": Direction.MAINTAIN}) & (LOWER | HIGHER))
)


def one_unit(name: str) -> Replace:
    """A unit in the spelling in which units are compared: "%" is "persen", capitals are small."""
    return Replace(Lower(name), Value("%"), Value("persen"))


def is_weaker(direction: str, own: Decimal, theirs: Decimal) -> bool:
    if direction == Direction.INCREASE:
        return own < theirs
    return own > theirs if direction == Direction.DECREASE else own != theirs


def is_same_unit(own: str, theirs: str) -> bool:
    """What is measured in no unit is compared with nothing."""
    return own != "" and _one_unit(own) == _one_unit(theirs)


def _one_unit(unit: str) -> str:
    return unit.lower().replace("%", "persen")
