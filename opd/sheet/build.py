"""Putting a sheet together from a program's content."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from opd.content import OBJECTIVE_FIELDS, QUICK_WIN_FIELDS, SECTIONS, ProgramContent, Section
from opd.models import Horizon, Novelty, Program, QuickWin, Thread
from opd.sheet.names import Names
from opd.sheet.parts import Entry, Part, Row
from opd.sheet.tables import (
    activities_table,
    alignment_table,
    budget_table,
    choice_label,
    indicators_table,
    span,
)
from workspace.checks import Finding

Show = Callable[[Section], str]


@dataclass
class Sheet:
    parts: list[Part]

    @property
    def is_changed(self) -> bool:
        return any(part.is_changed for part in self.parts)

    @property
    def changed(self) -> list[Part]:
        return [part for part in self.parts if part.is_changed]


def build_sheet(
    program: Program,
    now: ProgramContent,
    names: Names,
    *,
    before: ProgramContent | None = None,
    threads: Iterable[Thread] = (),
    findings: Iterable[Finding] = (),
) -> Sheet:
    """The sections in the document's order. With `before`, what differs from it is marked."""
    years = list(program.plan.years)
    parts = [
        identity_part(now["identity"], names, old(before, "identity")),
        text_part("objective", Program, OBJECTIVE_FIELDS, now, before),
        activities_part(now["activities"], names, old(before, "activities")),
        Part(
            "indicators",
            str(SECTIONS["indicators"]),
            table=indicators_table(now["indicators"], old(before, "indicators"), years),
        ),
        Part(
            "budget",
            str(SECTIONS["budget"]),
            table=budget_table(now["budget"], old(before, "budget"), years),
        ),
        Part("alignment", str(SECTIONS["alignment"]), table=alignment_table(now, before, names)),
    ]
    if now["identity"]["is_quick_win"]:
        parts.append(text_part("quick_win", QuickWin, QUICK_WIN_FIELDS, now, before))
    pin(parts, threads, findings)
    return Sheet(parts)


def identity_part(now: Section, names: Names, before: Section | None) -> Part:
    shows: list[tuple[str, str, Show]] = [
        ("name", _("Nama program"), lambda row: row["name"]),
        (
            "sub_dimension",
            _("Subdimensi"),
            lambda row: names.of("sub_dimensions", [row["sub_dimension"]])[0],
        ),
        ("nomenclature_code", _("Kode nomenklatur"), lambda row: row["nomenclature_code"]),
        ("novelty", _("Status program"), lambda row: choice_label(Novelty, row["novelty"])),
        ("horizon", _("Jangka waktu"), lambda row: choice_label(Horizon, row["horizon"])),
        (
            "start_year",
            _("Masa pelaksanaan"),
            lambda row: span(row["start_year"], row["end_year"]),
        ),
        (
            "is_quick_win",
            _("Quick win"),
            lambda row: _("Ya") if row["is_quick_win"] else _("Tidak"),
        ),
        (
            "supporting",
            _("OPD pendukung"),
            lambda row: "; ".join(names.of("agencies", row["supporting"])),
        ),
        ("partners", _("Mitra di luar pemerintah"), partners_text),
    ]
    return Part("identity", str(SECTIONS["identity"]), entries=entries(shows, now, before))


def activities_part(now: Section, names: Names, before: Section | None) -> Part:
    def location(row: Section) -> str:
        everywhere = [_("Seluruh wilayah")] if row["covers_region"] else []
        return ", ".join([*everywhere, *names.of("districts", row["districts"])])

    return Part(
        "activities",
        str(SECTIONS["activities"]),
        entries=entries([("districts", _("Lokasi"), location)], now, before),
        table=activities_table(now, before),
    )


def text_part(
    key: str,
    model: Any,
    fields: tuple[str, ...],
    now: ProgramContent,
    before: ProgramContent | None,
) -> Part:
    """A section of paragraphs, labelled as the model labels its fields."""
    shows: list[tuple[str, str, Show]] = [
        (field, capfirst(str(model._meta.get_field(field).verbose_name)), field_value(field))
        for field in fields
    ]
    section: Section = now[key]  # type: ignore[literal-required]
    return Part(key, str(SECTIONS[key]), entries(shows, section, old(before, key), is_text=True))


def field_value(field: str) -> Show:
    return lambda row: str(row[field])


def entries(
    shows: list[tuple[str, str, Show]],
    now: Section,
    before: Section | None,
    *,
    is_text: bool = False,
) -> list[Entry]:
    """Compared as shown: a difference that nobody can see is not a change."""
    made = []
    for key, label, show in shows:
        former = show(before) if before is not None else None
        value = show(now)
        made.append(Entry(key, label, value, is_text, former if former != value else None))
    return made


def partners_text(row: Section) -> str:
    return "; ".join(
        f"{partner['name']} ({partner['contribution']})"
        if partner["contribution"]
        else partner["name"]
        for partner in row["partners"]
    )


def pin(parts: list[Part], threads: Iterable[Thread], findings: Iterable[Finding]) -> None:
    """Put notes and findings where they belong; a note about a row that is gone stays with its
    section, and one about a section that is not shown stands with the first."""
    sections = {part.key: part for part in parts}
    for thread in threads:
        part = sections.get(thread.section, parts[0])
        place: Part | Entry | Row = part.places().get(thread.field, part)
        place.threads.append(thread)
    for finding in findings:
        sections.get(finding.section, parts[0]).findings.append(finding)


def old(before: ProgramContent | None, key: str) -> Section | None:
    return None if before is None else before[key]  # type: ignore[literal-required]
