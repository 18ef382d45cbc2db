"""The rows of the five-year plan (RPJMD): its chain, the indicators on it, what they measured."""

from rpjmd.models.chain import (
    YEAR_BOUNDS,
    Direction,
    Element,
    Indicator,
    Level,
    Link,
    Target,
    Version,
    closes_circle,
)
from rpjmd.models.lines import ObservedValue, Succession

__all__ = [
    "YEAR_BOUNDS",
    "Direction",
    "Element",
    "Indicator",
    "Level",
    "Link",
    "ObservedValue",
    "Succession",
    "Target",
    "Version",
    "closes_circle",
]
