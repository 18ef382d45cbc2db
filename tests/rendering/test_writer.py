"""The file format: what is written is read back by others, object by object."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.rendering import Engine, Imprint, Placed, assemble
from masterplan.rendering.fragment import make_fragment
from masterplan.rendering.writer import Writer, array, decimal, reference, text_string

from . import reading
from .conftest import make_part

PAGE = b"<</Type/Page/Parent %s/MediaBox[0 0 9 9]/Contents %s/Resources<<>>>>"


def write(texts: list[str], streams: list[bytes]) -> bytes:
    writer = Writer()
    tree = writer.reserve()
    page = writer.add(PAGE % (reference(tree), writer.add_stream(b"q Q", packed=False)))
    writer.put(tree, b"<</Type/Pages/Count 1/Kids[%s]>>" % page)
    notes = array(writer.add(text_string(text)) for text in texts)
    data = array(writer.add_stream(data) for data in streams)
    root = writer.add(b"<</Type/Catalog/Pages %s/Notes%s/Data%s>>" % (reference(tree), notes, data))
    return writer.finish(root, writer.add(b"<</Producer(x)>>"))


@settings(max_examples=40)
@given(
    st.lists(st.text(st.characters(codec="utf-8")), max_size=6), st.lists(st.binary(), max_size=4)
)
def test_every_object_is_read_back_as_it_was_written(texts, streams):
    pdf = write(texts, streams)
    document = reading.opened(pdf)
    assert [str(note) for note in document.Root.Notes] == texts
    assert [stream.read_bytes() for stream in document.Root.Data] == streams
    assert pdf == write(texts, streams)
    with tempfile.TemporaryDirectory() as folder:
        reading.assert_sound(pdf, Path(folder))


@pytest.mark.parametrize("count", [1, 199, 200, 201, 450])
def test_as_many_objects_as_there_are_fit(count, tmp_path: Path):
    texts = [str(number) for number in range(count)]
    pdf = write(texts, [b"q", b"Q"])
    document = reading.opened(pdf)
    assert [str(note) for note in document.Root.Notes] == texts
    reading.assert_sound(pdf, tmp_path)


@given(st.floats(-1e6, 1e6))
def test_a_number_is_written_without_an_exponent(value):
    assert abs(float(decimal(value)) - value) <= 5e-7
    assert b"e" not in decimal(value)


@pytest.mark.parametrize(
    "text",
    ["lihat 3 0 R", r"a (b) \c", "/Nums [0 1 0 R]", "<</K [5 0 R]>>", "endobj", "é 1 0 R", "/400"],
)
def test_a_text_that_looks_like_pdf_stays_a_text(engine: Engine, text, tmp_path: Path):
    escaped = text.replace("<", "&lt;")
    figure = f'<svg width="9" height="9"><title>{escaped}</title><rect width="9" height="9"/></svg>'
    part = make_part("a", f'<h1 id="x">{escaped}</h1>{figure}<a href="#x">{escaped}</a>')
    pdf = assemble([Placed(part, engine.render(part))], engine.typeface, Imprint(title=text))
    reading.assert_sound(pdf, tmp_path)
    document = reading.opened(pdf)
    figures = [element for element in reading.elements(document) if element.S == "/Figure"]
    assert [str(element.Alt) for element in figures] == [text]
    assert reading.bookmarks(document) == [(0, text, 1)]
    assert str(document.pages[0].Annots[0].Contents) == text
    assert str(document.docinfo["/Title"]) == text


def test_every_reference_of_a_part_gets_its_new_number(engine: Engine):
    fragment = engine.render(make_part("a", '<p>isi <a href="#b">b</a></p>')).fragment
    here, there = (fragment.placed(start, b"7 0 R", b"8 0 R") for start in (20, 1020))
    assert b"\0" not in b"".join(there.bodies)
    assert here.leaves == there.leaves
    for one, other in zip(here.bodies, there.bodies, strict=True):
        assert other == re.sub(
            rb"\b(\d\d+) 0 R", lambda found: b"%d 0 R" % (int(found[1]) + 1000), one
        )


@pytest.mark.parametrize("body", [b"<</A (3 0 R)>>", b"<</A 1\n>>", b"<</A \0>>"])
def test_an_object_that_could_be_misread_is_refused(body):
    with pytest.raises(ValueError, match="object 3 is not written as a part's"):
        make_fragment([(3, body)], {}, [], {}, (b"", b""))


def test_a_reference_to_nothing_is_refused():
    with pytest.raises(ValueError, match="there is no object 9"):
        make_fragment([(3, b"<</A 9 0 R>>")], {}, [], {}, (b"", b""))
