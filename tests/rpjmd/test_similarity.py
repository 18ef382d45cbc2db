"""Words compared by their stems, the rare ones weighing most."""

from __future__ import annotations

import pytest

from rpjmd.similarity import Weights, stem, stems


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("pelayanan", "layanan"),
        ("menurunkan", "penurunan"),
        ("kemiskinan", "miskin"),
        ("pengelolaan", "mengelola"),
        ("pendapatan", "dapat"),
    ],
)
def test_forms_of_one_word_meet(word: str, other: str) -> None:
    assert stem(word) == stem(other)


def test_short_words_stay_as_they_are() -> None:
    assert [stem(word) for word in ("desa", "anak", "ikan", "seni")] == [
        "desa",
        "anak",
        "ikan",
        "seni",
    ]


def test_common_words_say_nothing() -> None:
    assert stems("Persentase peningkatan yang dan 2026") == {}


def test_a_rare_word_weighs_more_than_a_frequent_one() -> None:
    texts = [stems(text) for text in ("stunting balita", "gizi balita", "imunisasi balita")]
    weights = Weights(texts)
    rare = weights.share(texts[0], stems("stunting"))
    frequent = weights.share(texts[0], stems("balita"))
    assert 0 < frequent < rare < 1
    assert weights.share(texts[0], stems("balita stunting")) == pytest.approx(1)


def test_nothing_is_no_part_of_anything() -> None:
    weights = Weights([])
    assert (weights.share({}, {"x"}), weights.share({"x"}, {})) == (0, 0)
