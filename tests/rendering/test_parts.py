import datetime
import zlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterplan.rendering import DamagedPart, Destination, Engine, Heading, Part, RenderedPart
from masterplan.rendering.fragment import Fragment
from masterplan.rendering.parts import canonical_json

from .conftest import make_part

RENDERED = RenderedPart(
    fragment=Fragment(b"<</A \0002\0>>\nq\n\n", {2: bytes(range(256)), 5: b""}, (1,)),
    page_count=2,
    headings=(Heading(1, "Tata kelola – “cerdas”", 0, 42.5, 700.25, "bab-1"),),
    destinations=(Destination("bab-1", 0, 42.5, 700.25), Destination("é", 1, 0.0, 1.0)),
    links=("bab-2",),
    glyphs={"400": {3: " ", 17: "≥"}, "700": {}},
    numbers=("bab-2",),
    seconds=0.25,
)


def test_a_rendered_part_survives_storage():
    again = RenderedPart.parse(RENDERED.to_bytes())
    assert again == RENDERED
    assert again.seconds == 0.25


@given(st.integers(min_value=0, max_value=len(RENDERED.to_bytes()) - 1))
def test_a_truncated_part_is_refused(length):
    with pytest.raises(DamagedPart):
        RenderedPart.parse(RENDERED.to_bytes()[:length])


@given(
    st.integers(min_value=0, max_value=len(RENDERED.to_bytes()) - 1),
    st.integers(min_value=1, max_value=255),
)
def test_a_part_with_any_byte_changed_is_refused(position, change):
    data = bytearray(RENDERED.to_bytes())
    data[position] ^= change
    with pytest.raises(DamagedPart):
        RenderedPart.parse(bytes(data))


@pytest.mark.parametrize(
    "foreign",
    [
        b"",
        b"\0",
        b"smartplan part\n",
        zlib.compress(b"x"),
        RENDERED.to_bytes() + b"\n",
        None,
        "",
        7,
    ],
)
def test_anything_else_is_refused(foreign):
    with pytest.raises(DamagedPart):
        RenderedPart.parse(foreign)


@pytest.mark.parametrize("value", [Decimal("1.5"), float("nan"), datetime.date(2025, 1, 1), {1, 2}])
def test_a_context_that_json_cannot_hold_has_no_key(value):
    part = Part("a", "b", "c", "d", {"value": value})
    with pytest.raises((TypeError, ValueError)):
        _ = part.content_digest


def test_one_value_has_one_spelling():
    assert canonical_json({"b": [1, "≥"], "a": None}) == '{"a":null,"b":[1,"≥"]}'.encode()


def test_a_part_can_be_handed_to_another_worker():
    part = make_part("program-7", "<p>isi</p>", running=False)
    assert Part.from_json(part.as_json()) == part


def test_the_key_changes_with_all_that_a_part_shows(engine: Engine, make_engine):
    part = make_part("a", "<p>isi</p>")
    others = [
        engine.key(make_part("a", "<p>isi!</p>")),
        engine.key(Part("a", "Bab 1", "Bagian a", "other", {"body": "<p>isi</p>"})),
        engine.key(Part("a", "Bab 1", "Bagian a", "body", {"body": "<p>isi</p>"}, source="2")),
        make_engine(css="p { color: red }").key(part),
        make_engine(assets={"logo.svg": b"<svg/>"}).key(part),
        make_engine(assets={"logo.svg": b"<svg />"}).key(part),
    ]
    assert len({engine.key(part), *others}) == 7


def test_the_key_does_not_change_with_where_a_part_stands(engine: Engine):
    here = make_part("a", "<p>isi</p>", chapter="Bab 1")
    there = make_part("b", "<p>isi</p>", chapter="Bab 2", running=False)
    assert engine.key(here) == engine.key(there)
