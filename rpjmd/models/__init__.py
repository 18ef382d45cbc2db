"""The rows of the five-year plan (RPJMD): its chain and the indicators on it."""

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

__all__ = [
    "YEAR_BOUNDS",
    "Direction",
    "Element",
    "Indicator",
    "Level",
    "Link",
    "Target",
    "Version",
    "closes_circle",
]
