"""What is asked of a style again and again, found out once for each style."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

_Fact = TypeVar("_Fact")


def found_once(find: Callable[[Any], _Fact]) -> Callable[[Any], _Fact]:
    """The function of a style, which keeps what it found with the style itself."""
    name = f"{find.__module__}.{find.__name__}"

    def ask(style: Any) -> _Fact:
        facts = style.__dict__
        try:
            return facts[name]  # type: ignore[no-any-return]
        except KeyError:
            return facts.setdefault(name, find(style))  # type: ignore[no-any-return]

    return ask
