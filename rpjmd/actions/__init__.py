"""Acts on the RPJMD. Views, the importer and commands all call these and nothing else."""

from rpjmd.actions.elements import add_element, change_element, delete_element
from rpjmd.actions.importing import add_version, import_rpjmd
from rpjmd.actions.indicators import add_indicator, change_indicator, delete_indicator
from rpjmd.actions.lines import (
    add_succession,
    add_value,
    delete_succession,
    delete_value,
    use_value,
)
from rpjmd.actions.loading import load_workbook
from rpjmd.actions.nomenclature import (
    delete_nomenclature,
    load_nomenclature,
    set_successors,
    use_nomenclature,
)
from rpjmd.actions.versions import change_version, create_version, delete_version

__all__ = [
    "add_element",
    "add_indicator",
    "add_succession",
    "add_value",
    "add_version",
    "change_element",
    "change_indicator",
    "change_version",
    "create_version",
    "delete_element",
    "delete_indicator",
    "delete_nomenclature",
    "delete_succession",
    "delete_value",
    "delete_version",
    "import_rpjmd",
    "load_nomenclature",
    "load_workbook",
    "set_successors",
    "use_nomenclature",
    "use_value",
]
