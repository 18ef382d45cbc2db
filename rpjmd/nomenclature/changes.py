"""The history of codes: what became of the old ones, and where a new one comes from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet

from rpjmd.models import CodeSuccession, Kind, NomenclatureEdition, NomenclatureEntry
from rpjmd.nomenclature.rows import parent_code


@dataclass
class Change:
    """A former code in an edition that does not have it. `name` is "" where nobody loaded it."""

    code: str
    name: str = ""
    rows: list[CodeSuccession] = field(default_factory=list)

    @property
    def state(self) -> str:
        if not self.rows:
            return "open"
        if any(row.entry_id is None for row in self.rows):
            return "ended"
        return "doubtful" if any(row.is_doubtful for row in self.rows) else "settled"


def edition_before(edition: NomenclatureEdition) -> NomenclatureEdition | None:
    found: NomenclatureEdition | None = None
    for one in NomenclatureEdition.objects.filter(plan=edition.plan_id).in_order():
        if one == edition:
            return found
        found = one
    return None


def editions_after(edition: NomenclatureEdition) -> list[NomenclatureEdition]:
    ordered = list(NomenclatureEdition.objects.filter(plan=edition.plan_id).in_order())
    return ordered[ordered.index(edition) + 1 :]


def find_changes(edition: NomenclatureEdition) -> list[Change]:
    """Every code that ended with this edition or before it, by code: what is open comes first."""
    own = edition.entries.values("code")
    changes: dict[str, Change] = {}
    if before := edition_before(edition):
        gone = before.entries.exclude(code__in=own)
        changes = {code: Change(code, name) for code, name in gone.values_list("code", "name")}
    rows = edition.successions.exclude(former_code__in=own).select_related("entry")
    for row in rows:
        changes.setdefault(row.former_code, Change(row.former_code)).rows.append(row)
    order = ("doubtful", "open", "settled", "ended")
    return sorted(changes.values(), key=lambda one: (order.index(one.state), one.code))


def name_before(edition: NomenclatureEdition, code: str) -> str:
    """What the code was called last before this edition."""
    editions = NomenclatureEdition.objects.filter(plan=edition.plan_id, year__lte=edition.year)
    found = NomenclatureEntry.objects.filter(edition__in=editions, code=code)
    last = found.exclude(edition=edition).order_by("-edition__year", "-edition__pk").first()
    return last.name if last else ""


def entry_above(entry: NomenclatureEntry) -> list[NomenclatureEntry]:
    """The entries that this one stands below, from the top."""
    codes, code = [], entry.code
    while code := parent_code(code):
        codes.append(code)
    return list(NomenclatureEntry.objects.filter(edition=entry.edition, code__in=codes))


def entries_below(entry: NomenclatureEntry) -> QuerySet[NomenclatureEntry]:
    """The entries right below this one."""
    kinds = list(Kind)
    next_kind = kinds[kinds.index(Kind(entry.kind)) + 1 :][:1]
    return NomenclatureEntry.objects.filter(
        edition=entry.edition, code__startswith=f"{entry.code}.", kind__in=next_kind
    )


def predecessors(entry: NomenclatureEntry) -> list[Change]:
    """The former codes whose place this entry takes, with their names as far as they are loaded."""
    rows: dict[str, list[CodeSuccession]] = defaultdict(list)
    for row in entry.successions.all():
        rows[row.former_code].append(row)
    names = dict(
        NomenclatureEntry.objects.filter(edition__plan=entry.edition.plan_id, code__in=rows)
        .exclude(edition=entry.edition)
        .order_by("edition__year", "edition__pk")
        .values_list("code", "name")
    )
    return [Change(code, names.get(code, ""), found) for code, found in rows.items()]


@dataclass(frozen=True)
class Later:
    """A later edition: it has the code still (`kept`), or what became of it there."""

    edition: NomenclatureEdition
    kept: NomenclatureEntry | None
    change: Change


def standing_later(entry: NomenclatureEntry) -> list[Later]:
    """What became of the entry's code in each later edition, the nearest first."""
    editions = editions_after(entry.edition)
    kept = {
        one.edition_id: one
        for one in NomenclatureEntry.objects.filter(edition__in=editions, code=entry.code)
    }
    rows: dict[int, list[CodeSuccession]] = defaultdict(list)
    found = CodeSuccession.objects.filter(edition__in=editions, former_code=entry.code)
    for row in found.select_related("entry"):
        rows[row.edition_id].append(row)
    return [
        Later(one, kept.get(one.pk), Change(entry.code, entry.name, rows[one.pk]))
        for one in editions
    ]
