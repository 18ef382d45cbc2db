"""How much of one text another one speaks of: words, the rare ones weighing most.

Words are compared by their stems, found by cutting off the commonest Indonesian affixes. That is
coarse on purpose: what is ranked by it is read by a person, with the words that are shared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log
from typing import Final

SHORTEST: Final = 4  # letters that a stem keeps
_WORDS = re.compile(r"[^\W\d_]{3,}")
_PREFIXES: Final = (
    *("memper", "diper", "meng", "meny", "peng", "peny", "mem", "men", "pem", "pen", "per"),
    *("ber", "ter", "me", "pe", "ke", "di", "se"),
)
_SUFFIXES: Final = ("nya", "kan", "an", "i")
# Words of every plan: they tell nothing about what one of them is about.
_COMMON: Final = frozenset(
    _WORDS.findall(
        "yang dan dari dalam dengan untuk pada oleh atau serta para tidak lebih akan agar karena "
        "setiap semua adalah sudah belum masih dapat bagi antara secara melalui tahun jumlah "
        "persentase persen nilai angka indeks indikator tingkat rata rasio program kegiatan "
        "daerah kabupaten kota meningkatnya meningkat peningkatan menurunnya terwujudnya yaitu "
        "sebagai tersebut hasil capaian contoh"
    )
)


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    for affix in _PREFIXES:
        if word.startswith(affix) and len(word) - len(affix) >= SHORTEST:
            word = word[len(affix) :]
            break
    for affix in _SUFFIXES:
        if word.endswith(affix) and len(word) - len(affix) >= SHORTEST:
            return word[: -len(affix)]
    return word


def stems(text: str) -> dict[str, str]:
    """Each stem of the text with the word as it stands there."""
    words = (word for word in _WORDS.findall(text.lower()) if word not in _COMMON)
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(stem(word), word)
    return found


class Weights:
    """What a stem is worth among so many texts: the fewer have it, the more it says."""

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        counted = [set(text) for text in texts]
        self.number = len(counted)
        self.holders = Counter(word for text in counted for word in text)

    def of(self, word: str) -> float:
        return log(1 + self.number / (1 + self.holders[word])) + 0.1

    def share(self, text: Iterable[str], said: Iterable[str]) -> float:
        """How much of the text `said` speaks of, from 0 to 1."""
        spoken = set(said)
        whole = sum(self.of(word) for word in text)
        return sum(self.of(word) for word in text if word in spoken) / whole if whole else 0.0
