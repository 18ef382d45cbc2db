"""What a demonstration tells of the RPJMD beyond its tables: values with their sources, a version
in preparation, and the steward's decisions about links. Entered by the acts that people use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opd.actions import confirm_alignment, dispute_alignment
from opd.models import Alignment, Program
from rpjmd.actions import add_succession, add_value, add_version, use_value
from rpjmd.content import RpjmdContent
from rpjmd.models import ObservedValue, Version
from rpjmd.queries import current_version, read_rpjmd
from workspace.models import Membership, Plan

Toml = dict[str, Any]


def load_values(plan: Plan, actor: Membership, toml: Toml) -> int:
    """Series of values, then which of several is used; how many values there are."""
    for row in toml.get("series", []):
        for year, text in row["values"].items():
            add_value(
                plan=plan,
                actor=actor,
                content={
                    "code": row["indicator"],
                    "year": int(year),
                    "text": text,
                    "source": row["source"],
                    "series": row.get("series", ""),
                    "published_on": None,
                },
            )
    for row in toml.get("used", []):
        value = ObservedValue.objects.get(
            plan=plan, code=row["indicator"], year=row["year"], text=row["text"]
        )
        use_value(plan=plan, actor=actor, value=value, reason=row["reason"])
    return ObservedValue.objects.filter(plan=plan).count()


def load_amendment(plan: Plan, actor: Membership, toml: Toml) -> Version:
    """A version beside the one in force, made of it and of what the file changes."""
    current = current_version(plan)
    assert current is not None  # noqa: S101 -- the demonstration has just loaded it
    content = amended(read_rpjmd(current), toml)
    version = add_version(plan=plan, actor=actor, content=content)
    for row in toml.get("successions", []):
        add_succession(
            plan=plan,
            actor=actor,
            content={
                "old_code": row["old"],
                "new_code": row["new"],
                "from_year": row["from_year"],
                "reason": row["reason"],
            },
        )
    return version


def amended(content: RpjmdContent, toml: Toml) -> RpjmdContent:
    changed: Any = {**content, "label": toml["label"], "regulation": toml.get("regulation", "")}
    for part in ("elements", "indicators"):
        rows = {row["code"]: row for row in changed[part]}
        for change in toml.get(part, []):
            change = dict(change)
            former = rows.get(change["code"]) or rows[change.pop("like")]
            rows[change["code"]] = {**former, **change}
        changed[part] = [row for code, row in rows.items() if code not in toml.get("remove", [])]
    result: RpjmdContent = changed
    return result


def decide_links(actor: Membership, programs: Mapping[str, Program], toml: Toml) -> int:
    """Confirm and dispute links of the programs, by the files' names of these; how many."""

    def link(key: str, code: str) -> Alignment:
        found: Alignment = programs[key].alignments.get(rpjmd_indicator__code=code)
        return found

    for key, code in toml.get("confirmed", []):
        confirm_alignment(program=programs[key], actor=actor, alignment=link(key, code))
    for row in toml.get("disputed", []):
        dispute_alignment(
            program=programs[row["program"]],
            actor=actor,
            alignment=link(row["program"], row["indicator"]),
            reason=row["reason"],
        )
    return len(toml.get("confirmed", [])) + len(toml.get("disputed", []))
