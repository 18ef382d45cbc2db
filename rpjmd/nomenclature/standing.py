"""How codes stand in the current edition: valid, replaced, ended or unknown. One query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import BooleanField, CharField, Value
from django.utils.translation import gettext as _

from rpjmd.models import CodeSuccession, NomenclatureEdition, NomenclatureEntry
from rpjmd.nomenclature.search import COMMON, own_code

MOST_CODES: Final = 400  # asked for one by one; for more, the whole edition is read


@dataclass(frozen=True)
class Successor:
    code: str
    name: str
    is_doubtful: bool

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@dataclass(frozen=True)
class Standings:
    """The current edition as far as the codes go that were asked for. Falsy without an edition."""

    edition: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    followers: Mapping[str, tuple[Successor, ...]] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.edition)

    def name_of(self, code: str) -> str:
        """The code's name in the current edition, "" when it has none."""
        return self.names.get(code) or self.names.get(common_code(code), "")

    def is_dropped(self, code: str) -> bool:
        """Whether the current edition does not have this code. No edition drops nothing."""
        return bool(self) and bool(code) and not self.name_of(code)

    def successors(self, code: str) -> list[Successor]:
        """What to write instead; in the code's own bidang where X.XX went on as X.XX."""
        found = self.followers.get(code) or self.followers.get(common_code(code), ())
        return [Successor(own_code(one.code, code[:4]), one.name, one.is_doubtful) for one in found]

    def successor(self, code: str) -> Successor | None:
        """The one code that certainly takes this one's place."""
        found = self.successors(code) if self.is_dropped(code) else []
        return found[0] if len(found) == 1 and not found[0].is_doubtful else None

    def sentence(self, code: str) -> str:
        """What there is to say about a dropped code."""
        found = self.successors(code)
        words = {
            "code": code,
            "edition": self.edition,
            "successors": "; ".join(str(one) for one in found),
        }
        if not found and {code, common_code(code)} & self.ended:
            return _("Kode %(code)s berakhir dalam %(edition)s, tanpa pengganti.") % words
        if not found:
            return _("Kode %(code)s tidak ada dalam %(edition)s. Cari kode yang berlaku.") % words
        if any(one.is_doubtful for one in found):
            return (
                _(
                    "Kode %(code)s tidak ada lagi dalam %(edition)s. "
                    "Mungkin penggantinya: %(successors)s."
                )
                % words
            )
        return (
            _("Kode %(code)s tidak ada lagi dalam %(edition)s. Penggantinya: %(successors)s.")
            % words
        )


NO_NOMENCLATURE: Final = Standings()


def common_code(code: str) -> str:
    """2.16.01.2.05 as X.XX.01.2.05: the nomenclature has the programs of all bidang once."""
    return COMMON + code[4:] if len(code) > 4 else code


def read_standings(plan_id: int, codes: Iterable[str]) -> Standings:
    """How these codes stand in the plan's current edition."""
    asked = {one for code in codes if code for one in (code, common_code(code))}
    if not asked:
        return NO_NOMENCLATURE
    current = NomenclatureEdition.objects.filter(plan=plan_id, is_current=True)
    entries = NomenclatureEntry.objects.filter(edition__in=current)
    successions = CodeSuccession.objects.filter(edition__in=current)
    if len(asked) <= MOST_CODES:
        entries = entries.filter(code__in=asked)
        successions = successions.filter(former_code__in=asked)
    no_text = Value("", output_field=CharField())
    head = current.values_list(no_text, no_text, "name", Value(False, BooleanField()))
    rows = (
        head.order_by()
        .union(
            entries.order_by().values_list("code", no_text, "name", Value(False, BooleanField())),
            successions.order_by().values_list(
                "former_code", "entry__code", "entry__name", "is_doubtful"
            ),
            all=True,
        )
        .iterator()
    )
    return _standings(rows)


def _standings(rows: Iterable[tuple[str, str | None, str | None, bool]]) -> Standings:
    """From rows of (code, "", its name), (former code, successor or None, name) and the head."""
    edition, names, ended = "", {}, set()
    followers: dict[str, list[Successor]] = {}
    for code, successor, name, is_doubtful in rows:
        if not code:
            edition = name or ""
        elif successor is None:
            ended.add(code)
        elif successor:
            one = Successor(successor, name or "", bool(is_doubtful))
            followers.setdefault(code, []).append(one)
        else:
            names[code] = name or ""
    ordered = {
        code: tuple(sorted(found, key=lambda one: one.code)) for code, found in followers.items()
    }
    return Standings(edition, names, ordered, frozenset(ended))
