"""What replaced what between two editions, as far as names and places tell. Pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from rpjmd.models import Origin
from rpjmd.nomenclature.rows import parent_code


@dataclass(frozen=True)
class Move:
    """`former` is followed by `code` ("" where it ended)."""

    former: str
    code: str
    origin: Origin
    is_doubtful: bool = False


def by_name(
    before: Mapping[str, str], now: Mapping[str, str], known: Iterable[Move]
) -> Iterator[Move]:
    """The dropped codes that go on under another code with the same name and kind.

    `before` and `now` map the codes of two editions to the words of their names; what `known`
    speaks of is settled. Many names stand under several programs: the place decides, and where it
    does not, every candidate is given as doubtful.
    """
    homes = defaultdict(list)
    for code, words in now.items():
        homes[code.count("."), words].append(code)
    moved: dict[str, set[str]] = defaultdict(set)
    for move in known:
        moved[move.former].add(move.code)
    settled = set(moved)
    # From the top down: a kegiatan is looked for below what became of its program.
    for former in sorted(before.keys() - now.keys() - settled, key=lambda code: code.count(".")):
        found = homes.get((former.count("."), before[former]), [])
        upper = parent_code(former)
        parents = {upper} | moved[upper]
        ranks = {code: _rank(former, code, parents, before) for code in found}
        best = [code for code, rank in ranks.items() if rank == max(ranks.values())]
        for code in best:
            is_below, is_new, _shared = ranks[code]
            moved[former].add(code)
            yield Move(former, code, Origin.NAME, len(best) > 1 or not (is_below or is_new))


def chained(
    earlier: Iterable[Move], codes: Mapping[str, str], moves: Iterable[Move]
) -> Iterator[Move]:
    """The moves of the edition before, carried on through this one's own moves.

    So each edition answers for every code that ever was, and nobody has to walk.
    """
    onward: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        onward[move.former].append(move)
    found: dict[tuple[str, str], bool] = {}
    for move in earlier:
        if move.former in codes or move.former in onward:
            continue
        if not move.code or move.code in codes:
            steps = [(move.code, False)]
        else:
            steps = [(one.code, one.is_doubtful) for one in onward[move.code]]
        for code, is_doubtful in steps:
            key = (move.former, code)
            found[key] = found.get(key, True) and (move.is_doubtful or is_doubtful)
    for (former, code), is_doubtful in found.items():
        yield Move(former, code, Origin.CHAIN, is_doubtful)


def _rank(
    former: str, code: str, parents: set[str], before: Mapping[str, str]
) -> tuple[bool, bool, int]:
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(former, code, strict=False))
    return parent_code(code) in parents, code not in before, sum(1 for _pair in shared)
