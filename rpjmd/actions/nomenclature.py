"""Editions of the nomenclature: load, make current, delete, and say what replaced a code.

Each act locks the plan: what replaced what follows from all its editions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import pairwise
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rpjmd.models import NomenclatureEdition, NomenclatureEntry, Origin, Succession
from rpjmd.nomenclature.rows import (
    NomenclatureRow,
    clean_code,
    code_sentence,
    gather,
    kind_of,
    search_words,
)
from rpjmd.nomenclature.succession import Move, by_name, chained
from rpjmd.signals import nomenclature_changed
from workspace.access import Actor
from workspace.acts import Refused, act, record
from workspace.models import Plan

BATCH: Final = 500
ENTRY_FIELDS: Final = ("kind", "name", "indicator", "unit", "search_text")


@act("rpjmd.change_nomenclature", locks="plan")
def load_nomenclature(
    *,
    plan: Plan,
    actor: Actor,
    name: str,
    year: int,
    rows: Iterable[NomenclatureRow],
    regulation: str = "",
) -> NomenclatureEdition:
    """Make the edition of this name what the rows say, all or none.

    Rows may come in any order and repeat themselves (`rows.gather`). The edition is new, or keeps
    the rows whose codes it still has. It becomes current unless a later one is. Refused with the
    first problem and the number of all.
    """
    found, problems = gather(rows)
    if problems:
        raise Refused(
            _("Nomenklatur ini belum dapat dimuat. %(problem)s (Seluruhnya %(count)d kesalahan.)")
            % {"problem": problems[0].message, "count": len(problems)}
        )
    edition = _write_edition(plan, name, year, regulation)
    before = set(edition.entries.values_list("code", flat=True))
    entries = _write_entries(edition, found)
    _write_stated(edition, found, entries)
    derive_successions(plan)
    current = plan.nomenclature_editions.filter(is_current=True).first()
    if current is None or current.year <= edition.year:
        _make_current(edition)
    counts = {
        "added": [0, len(found.keys() - before)],
        "dropped": [0, len(before - found.keys())],
        "rows": [len(before), len(found)],
    }
    _tell("rpjmd.load_nomenclature", edition, actor, counts)
    return edition


@act("rpjmd.change_nomenclature", locks="plan")
def use_nomenclature(
    *, plan: Plan, actor: Actor, edition: NomenclatureEdition
) -> NomenclatureEdition:
    """Make this edition the one whose codes are valid."""
    edition = _find(plan, edition)
    current = edition.plan.nomenclature_editions.filter(is_current=True).first()
    if current == edition:
        raise Refused(_("Edisi ini sudah berlaku."))
    _make_current(edition)
    changes = {"is_current": [str(current or ""), str(edition)]}
    _tell("rpjmd.use_nomenclature", edition, actor, changes)
    return edition


@act("rpjmd.change_nomenclature", locks="plan")
def delete_nomenclature(*, plan: Plan, actor: Actor, edition: NomenclatureEdition) -> None:
    """Delete an edition that was loaded by mistake. Refused while it is the current one."""
    edition = _find(plan, edition)
    if edition.is_current:
        raise Refused(_("Edisi yang berlaku tidak dapat dihapus. Berlakukan edisi lain dulu."))
    _tell("rpjmd.delete_nomenclature", edition, actor, {"rows": [edition.entries.count(), 0]})
    edition.delete()
    derive_successions(plan)


@act("rpjmd.change_nomenclature", locks="plan")
def set_successors(
    *,
    plan: Plan,
    actor: Actor,
    edition: NomenclatureEdition,
    former_code: str,
    codes: Iterable[str],
) -> None:
    """Say what replaced a former code in this edition; no codes at all: it ended.

    Refused for a code that the edition still has, and for successors that it does not have.
    """
    edition = _find(plan, edition)
    former = clean_code(former_code)
    if kind_of(former) is None:
        raise Refused(code_sentence(former), field="former_code")
    if edition.entries.filter(code=former).exists():
        raise Refused(
            _("Kode %(code)s masih berlaku dalam edisi ini, jadi tidak diganti.")
            % {"code": former},
            field="former_code",
        )
    wanted = list(dict.fromkeys(clean_code(code) for code in codes))
    entries = dict(edition.entries.filter(code__in=wanted).values_list("code", "pk"))
    if missing := [code for code in wanted if code not in entries]:
        raise Refused(
            _("Tidak ada dalam edisi ini: %(codes)s.") % {"codes": ", ".join(missing)},
            field="codes",
        )
    stored = edition.successions.filter(former_code=former)
    before = sorted(code or "" for code in stored.values_list("entry__code", flat=True))
    stored.delete()
    moves = [Move(former, code, Origin.PERSON) for code in wanted or [""]]
    _write_moves(edition, moves, entries)
    derive_successions(plan)
    _tell("rpjmd.set_successors", edition, actor, {former: [before, sorted(wanted)]})


def derive_successions(plan: Plan) -> None:
    """Bring up to date what follows from names and from other editions; what was said stays."""
    editions = list(plan.nomenclature_editions.in_order())
    Succession.objects.filter(edition__in=editions, origin__in=(Origin.NAME, Origin.CHAIN)).delete()
    moves: dict[int, list[Move]] = {edition.pk: [] for edition in editions}
    said = Succession.objects.filter(edition__in=editions).values_list(
        "edition", "former_code", "entry__code", "origin"
    )
    for pk, former, code, origin in said:
        moves[pk].append(Move(former, code or "", Origin(origin)))
    names = [_names(edition) for edition in editions]
    for (earlier, before), (edition, now) in pairwise(zip(editions, names, strict=True)):
        found = [*by_name(before, now, moves[edition.pk])]
        found += chained(moves[earlier.pk], now, [*moves[edition.pk], *found])
        _write_moves(edition, found, dict(edition.entries.values_list("code", "pk")))
        moves[edition.pk] += found


def _find(plan: Plan, edition: NomenclatureEdition) -> NomenclatureEdition:
    """The edition as it stands now, if it is one of this plan's and nobody deleted it."""
    found: NomenclatureEdition | None = plan.nomenclature_editions.filter(pk=edition.pk).first()
    if found is None:
        raise Refused(_("Edisi ini tidak ada lagi. Muat ulang halaman."))
    return found


def _names(edition: NomenclatureEdition) -> dict[str, str]:
    return dict(edition.entries.values_list("code", "search_text"))


def _write_edition(plan: Plan, name: str, year: int, regulation: str) -> NomenclatureEdition:
    name = " ".join(name.split())
    found = plan.nomenclature_editions.filter(name=name).first()
    edition: NomenclatureEdition = found or NomenclatureEdition(plan=plan, name=name)
    edition.year = year
    edition.regulation = " ".join(regulation.split())
    try:
        edition.clean_fields()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(messages[0], field=field) from error
    edition.save()
    return edition


def _write_entries(
    edition: NomenclatureEdition, rows: Mapping[str, NomenclatureRow]
) -> dict[str, int]:
    """Store the rows and drop all others; the primary keys by code."""
    gone = set(edition.entries.values_list("code", flat=True)) - rows.keys()
    for some in _batches(gone):
        edition.entries.filter(code__in=some).delete()
    NomenclatureEntry.objects.bulk_create(
        (
            NomenclatureEntry(
                edition=edition,
                code=row.code,
                kind=kind_of(row.code) or "",
                name=row.name,
                indicator=row.indicator,
                unit=row.unit,
                search_text=search_words(row.name),
            )
            for row in rows.values()
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["edition", "code"],
        update_fields=ENTRY_FIELDS,
    )
    return dict(edition.entries.values_list("code", "pk"))


def _write_stated(
    edition: NomenclatureEdition, rows: Mapping[str, NomenclatureRow], entries: Mapping[str, int]
) -> None:
    """The column KODE LAMA; what a person said of a code weighs more."""
    edition.successions.filter(origin=Origin.STATED).delete()
    said = set(
        edition.successions.filter(origin=Origin.PERSON).values_list("former_code", flat=True)
    )
    moves = [
        Move(former, row.code, Origin.STATED)
        for row in rows.values()
        for former in row.former
        if former not in said
    ]
    former_codes = {move.former for move in moves}
    for some in _batches(former_codes):
        edition.successions.exclude(origin=Origin.PERSON).filter(former_code__in=some).delete()
    _write_moves(edition, moves, entries)


def _write_moves(
    edition: NomenclatureEdition, moves: Iterable[Move], entries: Mapping[str, int]
) -> None:
    Succession.objects.bulk_create(
        (
            Succession(
                edition=edition,
                former_code=move.former,
                entry_id=entries[move.code] if move.code else None,
                origin=move.origin,
                is_doubtful=move.is_doubtful,
            )
            for move in moves
        ),
        batch_size=BATCH,
    )


def _make_current(edition: NomenclatureEdition) -> None:
    edition.plan.nomenclature_editions.exclude(pk=edition.pk).update(is_current=False)
    edition.is_current = True
    edition.save(update_fields=["is_current"])


def _batches(codes: Iterable[str]) -> Iterable[list[str]]:
    """SQLite takes a limited number of values in one query."""
    ordered = sorted(codes)
    return (ordered[place : place + BATCH] for place in range(0, len(ordered), BATCH))


def _tell(verb: str, edition: NomenclatureEdition, actor: Actor, changes: dict[str, Any]) -> None:
    record(verb, plan=edition.plan, actor=actor, target=edition, changes=changes)
    send = partial(nomenclature_changed.send, NomenclatureEdition, plan=edition.plan)
    transaction.on_commit(send)
