from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from masterplan.rendering import Typeface
from masterplan.rendering.typeface import make_face

NEEDED = "≥≤→←↑↓•–—“”‘’…✓✗■□●○▲▼◆ʼ±×÷°²³½§©€"


def test_every_face_has_what_tables_and_states_need(typeface: Typeface):
    assert [character for character in NEEDED if character not in typeface.characters] == []


def test_the_faces_are_static_and_differ(typeface: Typeface):
    assert sorted(typeface.faces) == ["400", "400i", "600", "700"]
    assert all("fvar" not in face.font for face in typeface.faces.values())
    assert len({face.digest for face in typeface.faces.values()}) == 4


def test_making_a_face_again_gives_the_same_bytes(typeface: Typeface):
    assert make_face("Inter[opsz,wght].ttf", 400) == typeface.faces["400"].data


def test_faces_that_are_there_already_are_used(typeface: Typeface):
    assert Typeface.load(typeface.folder.parent) == typeface


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Kampung 😀 cerdas", "Kampung □ cerdas"),
        ("中文", "□□"),
        ("e\u0301 中", "é □"),
        ("👩\u200d💻 ❤\ufe0f", "□□ ❤"),
        ("Sumber\u00addaya", "Sumberdaya"),
        ("a\x00b\x07c", "abc"),
        ("Tab\tdan\nbaris", "Tab\tdan\nbaris"),
        ("ꦥꦩꦼꦏꦱꦤ꧀", "□" * 7),
        ("\u202egnp.exe", "gnp.exe"),
    ],
)
def test_a_character_that_the_family_lacks_is_shown_as_a_box(typeface: Typeface, typed, shown):
    assert typeface.legible(typed) == shown


@given(text=st.text())
def test_legible_text_stays_as_it_is(typeface: Typeface, text):
    once = typeface.legible(text)
    assert typeface.legible(once) == once
    assert set(once) <= typeface.characters


@given(text=st.text("abcdefghijklmnopqrstuvwxyz ÁÉé≥→0123456789", min_size=1))
def test_a_subset_draws_its_glyphs_as_the_whole_face_does(typeface: Typeface, text):
    face = typeface.faces["600"]
    glyphs = sorted({face.letters[character].glyph for character in text})
    small, whole = TTFont(BytesIO(face.subset(glyphs))), face.font
    for glyph in glyphs:
        name, old_name = small.getGlyphName(glyph), whole.getGlyphName(glyph)
        assert small["hmtx"][name] == whole["hmtx"][old_name]
        assert _outline(small, name) == _outline(whole, old_name)


def _outline(font: TTFont, name: str) -> list[tuple[float, float]]:
    coordinates, _ends, _flags = font["glyf"][name].getCoordinates(font["glyf"])
    return list(coordinates)
