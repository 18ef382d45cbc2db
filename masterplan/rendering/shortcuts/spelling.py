"""Numbers and names of a PDF as bytes: the same columns and colours are spelled again and again."""

from __future__ import annotations

from typing import Any, Final

import pydyf

_to_bytes = pydyf._to_bytes

_NUMBERS: Final[dict[float, bytes]] = {}
_MOST_NUMBERS: Final = 20_000


def to_bytes(item: Any) -> bytes:
    """The item as pydyf spells it."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]
    if kind is float:
        try:
            return _NUMBERS[item]
        except KeyError:
            if len(_NUMBERS) >= _MOST_NUMBERS:
                _NUMBERS.clear()
            return _NUMBERS.setdefault(item, _to_bytes(item))
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]
    if kind is int:
        return b"%d" % item
    return _to_bytes(item)  # type: ignore[no-any-return]


ATTRIBUTES: Final = {pydyf: {"_to_bytes": to_bytes}}
