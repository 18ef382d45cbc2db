"""Loading what a workbook brought: agencies, RPJMD and nomenclature, all or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from rpjmd.actions.importing import add_version, import_rpjmd
from rpjmd.actions.nomenclature import load_nomenclature
from rpjmd.content import RpjmdContent
from rpjmd.models import Version
from rpjmd.nomenclature.rows import NomenclatureRow
from workspace.access import Actor
from workspace.actions import AgencyRow, complete_agencies
from workspace.models import Plan

# What parts the former codes of one row.
_BETWEEN = re.compile(r"[\s;,]+")


@transaction.atomic
def load_workbook(
    *,
    plan: Plan,
    actor: Actor,
    content: RpjmdContent | None = None,
    base: str | None = None,
    agencies: Sequence[AgencyRow] = (),
    nomenclature: Sequence[Sequence[str]] = (),
    edition: str = "",
    as_version: str | None = None,
) -> Version | None:
    """Several acts in one transaction, each with its own permission and audit entry.

    Agencies come first, because the RPJMD may name one that is new. Raises what the acts raise, and
    then nothing of the workbook is stored. `base` as in `import_rpjmd`; `as_version` is the label
    of a version that the RPJMD becomes beside the one in force. Returns the version written.
    """
    version: Version | None = None
    if agencies:
        complete_agencies(plan=plan, actor=actor, rows=agencies)
    if content is not None and as_version is not None:
        labelled: Any = {**content, "label": as_version}
        version = add_version(plan=plan, actor=actor, content=labelled)
    elif content is not None:
        version = import_rpjmd(plan=plan, actor=actor, content=content, base=base)
    if nomenclature:
        rows = [
            NomenclatureRow(code, name, indicator, unit, tuple(_BETWEEN.split(former)))
            for code, name, indicator, unit, former in nomenclature
        ]
        load_nomenclature(
            plan=plan, actor=actor, name=f"Nomenklatur {edition}", year=int(edition), rows=rows
        )
    return version
