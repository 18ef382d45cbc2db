"""Comparing content: the same content has one fingerprint, a difference has one path."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workspace.fingerprints import compare, fingerprint

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)
CONTENTS = st.dictionaries(st.text(min_size=1, max_size=4), VALUES, max_size=4)


@given(CONTENTS)
def test_content_equals_itself(content: dict[str, Any]) -> None:
    assert compare(content, content) == {}


@given(CONTENTS, st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(content: dict[str, Any], dice: random.Random) -> None:
    items = list(content.items())
    dice.shuffle(items)
    assert fingerprint(dict(items)) == fingerprint(content)


@given(CONTENTS, CONTENTS)
def test_contents_differ_when_their_fingerprints_do(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    if fingerprint(before) == fingerprint(after):
        assert compare(before, after) == {}
    for old, new in compare(before, after).values():
        assert old != new


def test_a_change_is_named_by_its_path() -> None:
    before = {"identity": {"name": "A", "tags": [1]}, "same": 1}
    after = {"identity": {"name": "B", "tags": [1, 2]}, "same": 1}
    assert compare(before, after) == {
        "identity.name": ["A", "B"],
        "identity.tags": [[1], [1, 2]],
    }


def test_rows_are_paired_by_their_id_whatever_their_order() -> None:
    before = {"rows": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]}
    after = {"rows": [{"id": 2, "name": "c"}, {"id": 1, "name": "a"}, {"id": 3, "name": "d"}]}
    assert compare(before, after) == {
        "rows.2.name": ["b", "c"],
        "rows.3": [None, {"id": 3, "name": "d"}],
    }
