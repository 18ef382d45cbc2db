"""What loading new content would do to an RPJMD: rows that come, change and go, by their codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rpjmd.content import RpjmdContent
from rpjmd.models import Level
from workspace.fingerprints import compare

Row = dict[str, Any]


@dataclass
class Difference:
    """The rows of one kind. `label` is the kind's name on the page; rows are content rows."""

    label: str
    added: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    unchanged: int = 0

    @property
    def total(self) -> int:
        """Rows of this kind once the content is loaded."""
        return len(self.added) + len(self.changed) + self.unchanged


def compare_content(before: RpjmdContent | None, after: RpjmdContent) -> list[Difference]:
    """Differences for each level of element that occurs, then for the indicators."""
    elements = {level.value: Difference(str(level.label)) for level in Level}
    indicators = Difference(_("Indikator"))
    _fill(elements, _rows(before, "elements"), _rows(after, "elements"), "level")
    _fill({None: indicators}, _rows(before, "indicators"), _rows(after, "indicators"), None)
    return [row for row in (*elements.values(), indicators) if row.total or row.removed]


def _rows(content: RpjmdContent | None, part: str) -> dict[str, Row]:
    rows: Iterable[Row] = content[part] if content else ()  # type: ignore[literal-required]
    return {row["code"]: row for row in rows}


def _fill(
    differences: dict[Any, Difference],
    before: dict[str, Row],
    after: dict[str, Row],
    kind: str | None,
) -> None:
    """Sort the rows into the difference of their kind; a row that changes its kind has changed."""
    for code, row in after.items():
        difference = differences[row[kind] if kind else None]
        if code not in before:
            difference.added.append(row)
        elif row != before[code]:
            difference.changed.append(row)
        else:
            difference.unchanged += 1
    for code, row in before.items():
        if code not in after:
            differences[row[kind] if kind else None].removed.append(row)


def changed_indicators(before: RpjmdContent | None, after: RpjmdContent) -> list[str]:
    """The codes of indicators that were there and now say something else, or measure another."""
    was, now = _rows(before, "indicators"), _rows(after, "indicators")
    old, new = _rows(before, "elements"), _rows(after, "elements")
    return [
        code
        for code, row in now.items()
        if code in was and (row, new[row["element"]]) != (was[code], old.get(was[code]["element"]))
    ]


def audit_changes(before: RpjmdContent | None, after: RpjmdContent) -> dict[str, list[Any]]:
    """The changes for the audit trail: values of rows that stay, names of rows that come or go."""
    return compare(_for_audit(before, after), _for_audit(after, before))


def _for_audit(content: RpjmdContent | None, other: RpjmdContent | None) -> Row:
    if content is None:
        return {}
    values: Row = dict(content)
    for part, title in (("elements", "text"), ("indicators", "name")):
        shared = _rows(other, part).keys()
        values[part] = {
            code: row if code in shared else row[title][:200]
            for code, row in _rows(content, part).items()
        }
    return values
