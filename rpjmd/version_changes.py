"""What one version of an RPJMD changed in another: renamed, moved, recoded, added and lost.

Rows are paired by their codes. A row that is gone while one of its kind with the very same words
came under another code was given a new code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from rpjmd.content import RpjmdContent
from rpjmd.models import Level

INDICATOR: Final = "indicator"
# What a comparison of two rows leaves aside, because it is listed under a name of its own.
_NAMED: Final = {"text", "name", "parents", "element"}


@dataclass(frozen=True)
class Row:
    """An element or indicator of a version, with where it stands."""

    kind: str
    code: str
    name: str
    above: tuple[str, ...]
    rest: dict[str, Any] = field(compare=False)

    @property
    def label(self) -> str:
        return _("Indikator") if self.kind == INDICATOR else str(Level(self.kind).label)


@dataclass(frozen=True)
class Pair:
    before: Row
    after: Row


@dataclass
class VersionChanges:
    renamed: list[Pair] = field(default_factory=list)
    moved: list[Pair] = field(default_factory=list)
    recoded: list[Pair] = field(default_factory=list)
    altered: list[Pair] = field(default_factory=list)  # targets, unit, agency and the like
    added: list[Row] = field(default_factory=list)
    lost: list[Row] = field(default_factory=list)
    same: int = 0

    @property
    def is_empty(self) -> bool:
        return not any(
            (self.renamed, self.moved, self.recoded, self.altered, self.added, self.lost)
        )


def compare_versions(before: RpjmdContent, after: RpjmdContent) -> VersionChanges:
    """A row may be both renamed and moved: it stands in either list."""
    changes = VersionChanges()
    old, new = dict(_rows(before)), dict(_rows(after))
    added = {key: row for key, row in new.items() if key not in old}
    by_name = {(row.kind, row.name.casefold()): row for row in added.values()}
    for key, row in old.items():
        if key in new:
            continue
        twin = by_name.pop((row.kind, row.name.casefold()), None)
        if twin is None:
            changes.lost.append(row)
        else:
            changes.recoded.append(Pair(row, twin))
    recoded = {pair.after.code for pair in changes.recoded}
    changes.added = [row for row in added.values() if row.code not in recoded]
    codes = {pair.before.code: pair.after.code for pair in changes.recoded}
    for key, row in old.items():
        if key in new:
            _compare(Pair(row, new[key]), codes, changes)
    return changes


def _rows(content: RpjmdContent) -> Iterator[tuple[tuple[bool, str], Row]]:
    """Rows by what makes them the same: codes are unique among elements and among indicators."""
    for element in content["elements"]:
        row = Row(
            element["level"],
            element["code"],
            element["text"],
            tuple(element["parents"]),
            {**element},
        )
        yield (False, row.code), row
    for indicator in content["indicators"]:
        above = (indicator["element"],)
        row = Row(INDICATOR, indicator["code"], indicator["name"], above, {**indicator})
        yield (True, row.code), row


def _compare(pair: Pair, codes: dict[str, str], changes: VersionChanges) -> None:
    """What stands below an element that was given another code has not moved."""
    before, after = pair.before, pair.after
    named = False
    if before.name != after.name:
        changes.renamed.append(pair)
        named = True
    if tuple(codes.get(code, code) for code in before.above) != after.above:
        changes.moved.append(pair)
        named = True
    if _rest(before) != _rest(after):
        changes.altered.append(pair)
    elif not named:
        changes.same += 1


def _rest(row: Row) -> dict[str, Any]:
    return {key: value for key, value in row.rest.items() if key not in _NAMED}
