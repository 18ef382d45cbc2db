"""The rows of the five-year plan (RPJMD): its chain, the indicators on it, the nomenclature."""

from rpjmd.models.chain import (
    RENSTRA_LEVELS,
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
from rpjmd.models.nomenclature import (
    KINDS,
    LONGEST,
    Kind,
    NomenclatureEdition,
    NomenclatureEntry,
    Origin,
    Succession,
)

__all__ = [
    "KINDS",
    "LONGEST",
    "RENSTRA_LEVELS",
    "YEAR_BOUNDS",
    "Direction",
    "Element",
    "Indicator",
    "Kind",
    "Level",
    "Link",
    "NomenclatureEdition",
    "NomenclatureEntry",
    "Origin",
    "Succession",
    "Target",
    "Version",
    "closes_circle",
]
