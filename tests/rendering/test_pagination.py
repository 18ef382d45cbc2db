import pytest

from masterplan.rendering import (
    AssemblyError,
    Engine,
    Imprint,
    Part,
    Placed,
    assemble,
    paginate,
)
from masterplan.rendering.typeface import FIGURE_MARK

from . import reading
from .conftest import make_part


def chapter(number: int, pages: int = 1) -> Part:
    rest = '<p style="break-before: page">lanjutan</p>' * (pages - 1)
    return make_part(f"bab-{number}", f'<h1 id="bab-{number}">Bab {number}</h1>{rest}')


def contents(*names: str) -> Part:
    rows = "".join(
        f'<p style="margin: 0 0 24pt; {STYLES[place % len(STYLES)]}">ke {name} '
        f'<a href="#{name}" data-figure=""></a></p>'
        for place, name in enumerate(names)
    )
    return make_part("isi", f"<h1>Daftar isi</h1>{rows}")


STYLES = ("", "font-weight: bold", "font-style: italic", "font-size: 7pt; text-align: right")


@pytest.fixture
def placed(engine: Engine):
    def place(*parts: Part) -> list[Placed]:
        return [Placed(part, engine.fetch_or_render(part)) for part in parts]

    return place


def test_pages_are_counted_from_one_through_all_parts(placed):
    pages = paginate(placed(make_part("sampul", "x"), chapter(1, pages=3), chapter(2)))
    assert pages.total == 5
    assert pages.first == {"sampul": 1, "bab-1": 2, "bab-2": 5}
    assert pages.names == {"bab-1": 2, "bab-2": 5}
    assert [(part.slug, heading.text, page) for part, heading, page in pages.headings] == [
        ("bab-1", "Bab 1", 2),
        ("bab-2", "Bab 2", 5),
    ]


@pytest.mark.parametrize("chapters", [1, 9, 25, 120])
def test_contents_before_the_chapters_say_the_pages_that_the_chapters_have(
    engine: Engine, placed, tmp_path, chapters
):
    body = [chapter(number, pages=1 + number % 3) for number in range(chapters)]
    names = [part.slug for part in body]
    document = placed(make_part("sampul", "x"), contents(*names), *body)
    pdf = assemble(document, engine.typeface, Imprint(title="J"))
    reading.assert_sound(pdf, tmp_path)
    pages = paginate(document)
    listed = " ".join(reading.texts(pdf)[1 : 1 + document[1].rendered.page_count])
    for name in names:
        assert f"ke {name} {pages.names[name]} " in listed


def test_a_page_number_ends_where_its_line_ends(engine: Engine, placed):
    right = (
        '<p style="text-align: right; font-variant-numeric: tabular-nums">'
        '<a href="#bab-{}" data-figure=""></a></p>'
    )
    body = [chapter(number, pages=30) for number in range(5)]
    listing = make_part("isi", "".join(right.format(number) for number in range(5)))
    pdf = assemble(placed(listing, *body), engine.typeface, Imprint(title="J"))
    ends = [round(right, 1) for text, right in reading.line_ends(pdf, 0) if text.isdigit()]
    assert len(ends) == 5
    assert max(ends) - min(ends) < 0.6


def test_moved_pages_leave_the_contents_stored(engine: Engine, placed):
    """What the contents show depends on the names alone: numbers are written when all is known."""
    listing = contents("bab-1")
    short = assemble(placed(listing, chapter(1)), engine.typeface, Imprint(title="J"))
    longer = placed(listing, make_part("x", "<p>y</p>"), chapter(1))
    assert "ke bab-1 2 " in reading.texts(short)[0]
    assert "ke bab-1 3 " in reading.texts(assemble(longer, engine.typeface, Imprint(title="J")))[0]
    assert engine.missing([listing]) == []


def test_a_page_number_of_nothing_is_a_dangling_link(engine: Engine, placed):
    with pytest.raises(AssemblyError, match="the link #bab-9 leads nowhere"):
        assemble(placed(contents("bab-9")), engine.typeface, Imprint(title="J"))


def test_the_sign_that_holds_a_place_is_nobody_elses(engine: Engine, placed):
    body = make_part(
        "a", f"<p>{FIGURE_MARK}</p><p>teks {FIGURE_MARK}</p>{contents('b').context['body']}"
    )
    document = placed(body, make_part("b", '<h1 id="b">B</h1>'))
    text = reading.texts(assemble(document, engine.typeface, Imprint(title="J")))[0]
    assert text.startswith("□ teks □ Daftar isi ke b 2 ")
