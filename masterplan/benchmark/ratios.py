"""Ratios to the plain document, kept beside the code so that a slower design shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

BASELINE: Final = Path(__file__).parent / "export_baseline.json"
# Two runs on a busy machine differ by less than this.
TOLERANCE: Final = 1.3
RATIOS: Final = ("cold", "edit_description", "edit_budget", "add_program")


def ratios(figures: Mapping[str, Any]) -> dict[str, float]:
    """Seconds of each kind of export as a share of plain's; bytes likewise."""
    plain = figures["plain_s"]
    shares = {name: round(figures[f"{name}_s"] / plain, 5) for name in RATIOS}
    return {**shares, "bytes": round(figures["bytes"] / figures["plain_bytes"], 3)}


def save(figures: Mapping[str, Any]) -> None:
    kept = _read()
    kept[str(figures["n"])] = ratios(figures)
    text = json.dumps(kept, indent=1, sort_keys=True)
    BASELINE.write_text(text + "\n", encoding="utf-8")


def worse(figures: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Ratios that are worse than the kept ones: what they were and what they are. Raises
    LookupError when none are kept for this many programs."""
    kept = _read().get(str(figures["n"]))
    if kept is None:
        raise LookupError(figures["n"])
    now = ratios(figures)
    return {
        name: (before, now[name]) for name, before in kept.items() if now[name] > TOLERANCE * before
    }


def _read() -> dict[str, dict[str, float]]:
    if not BASELINE.exists():
        return {}
    kept: dict[str, dict[str, float]] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return kept
