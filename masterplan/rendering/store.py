"""Where rendered parts are kept between exports: any Django cache, safe to lose at any moment."""

import logging
from collections import OrderedDict
from collections.abc import Iterable

from django.core.cache.backends.base import BaseCache

from masterplan.rendering.faults import DamagedPart
from masterplan.rendering.parts import RenderedPart

logger = logging.getLogger(__name__)

_PREFIX = "part:"


class PartStore:
    """Rendered parts by key, over a Django cache.

    The cache bounds the size and may forget whenever it likes. What it returns is checked: damaged
    bytes count as missing and are removed. A cache that fails (a full disk, a server that is down)
    costs time and never the document, so that its errors are logged and not raised.

    The parts that were read or saved last, so many as are `remembered`, are not read again as long
    as the cache has something under their key. One that the cache lost is missing here too, so that
    it is put back for everyone.
    """

    def __init__(self, cache: BaseCache, *, remembered: int = 0) -> None:
        self._cache = cache
        self._most = remembered
        self._remembered: OrderedDict[str, RenderedPart] = OrderedDict()

    def fetch(self, key: str) -> RenderedPart | None:
        """The part stored under `key`, or None when it is missing or damaged."""
        try:
            return self._fetch(key) if self._has(key) else None
        except DamagedPart:
            logger.warning("A stored part was damaged and is rendered again: %s", key)
            self._forget(key)
        except Exception:
            logger.exception("The store of rendered parts cannot be read")
        return None

    def save(self, key: str, rendered: RenderedPart) -> None:
        """Keep a part; that it is kept is likely, not certain."""
        try:
            self._cache.set(_PREFIX + key, (key, rendered.to_bytes()))
            self._remember(key, rendered)
        except Exception:
            logger.exception("The store of rendered parts cannot be written")

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Those of the keys under which nothing is stored, in their order, each once.

        It looks without reading: a damaged part is found out when it is fetched.
        """
        return [key for key in dict.fromkeys(keys) if not self._has(key)]

    def _has(self, key: str) -> bool:
        try:
            return self._cache.has_key(_PREFIX + key)
        except Exception:
            logger.exception("The store of rendered parts cannot be read")
            return False

    def _forget(self, key: str) -> None:
        try:
            self._cache.delete(_PREFIX + key)
        except Exception:
            logger.exception("A damaged part cannot be removed from the store")

    def _fetch(self, key: str) -> RenderedPart:
        part = self._remembered.get(key) or self._open(key)
        self._remember(key, part)
        return part

    def _remember(self, key: str, part: RenderedPart) -> None:
        if not self._most:
            return
        self._remembered[key] = part
        self._remembered.move_to_end(key)
        while len(self._remembered) > self._most:
            self._remembered.popitem(last=False)

    def _open(self, key: str) -> RenderedPart:
        """The part, if it is the one that was stored under this key: files can be mixed up."""
        match self._cache.get(_PREFIX + key):
            case (str() as own, bytes() as part) if own == key:
                return RenderedPart.parse(part)
        raise DamagedPart("another part is stored here")
