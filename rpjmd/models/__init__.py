"""The rows of the five-year plan (RPJMD): chain, indicators, their values, the nomenclature."""

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
from rpjmd.models.lines import ObservedValue, Succession
from rpjmd.models.nomenclature import (
    KINDS,
    LONGEST,
    CodeSuccession,
    Kind,
    NomenclatureEdition,
    NomenclatureEntry,
    Origin,
)

__all__ = [
    "KINDS",
    "LONGEST",
    "RENSTRA_LEVELS",
    "YEAR_BOUNDS",
    "CodeSuccession",
    "Direction",
    "Element",
    "Indicator",
    "Kind",
    "Level",
    "Link",
    "NomenclatureEdition",
    "NomenclatureEntry",
    "ObservedValue",
    "Origin",
    "Succession",
    "Target",
    "Version",
    "closes_circle",
]
