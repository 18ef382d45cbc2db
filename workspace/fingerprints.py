"""Canonical JSON and its sha-256: how content is compared, keyed and protected.

A form carries the fingerprint of what it showed. When the stored content has another one by the
time of saving, somebody else was there in between: one wins, the other reads who.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_json(content: Any) -> str:
    """The one spelling of a JSON value: sorted keys, no spaces, no ASCII escapes."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(content: Any) -> str:
    """The sha-256 of a JSON value, as 64 hex digits."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def compare(before: Any, after: Any, path: str = "") -> dict[str, list[Any]]:
    """What differs, as {path: [before, after]}; rows of lists are paired by their `id`."""
    if isinstance(before, dict) and isinstance(after, dict):
        changes: dict[str, list[Any]] = {}
        for key in sorted({*before, *after}):
            place = f"{path}.{key}" if path else key
            changes |= compare(before.get(key), after.get(key), place)
        return changes
    if _is_rows(before) and _is_rows(after):
        return compare(_by_id(before), _by_id(after), path)
    return {} if before == after else {path: [before, after]}


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) and "id" in row for row in value)


def _by_id(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {str(row["id"]): row for row in rows}
