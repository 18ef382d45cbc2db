import pytest

from masterplan.rendering import (
    AssemblyError,
    Engine,
    Imprint,
    LatePart,
    Pages,
    Part,
    Placed,
    assemble,
    paginate,
    settle,
)

from . import reading
from .conftest import make_part


def chapter(number: int, pages: int = 1) -> Part:
    rest = '<p style="break-before: page">lanjutan</p>' * (pages - 1)
    return make_part(f"bab-{number}", f'<h1 id="bab-{number}">Bab {number}</h1>{rest}')


def contents(pages: Pages) -> Part:
    rows = "".join(
        f'<p style="margin: 0 0 24pt"><a href="#{heading.name}">{heading.text}</a> {page}</p>'
        for part, heading, page in pages.headings
        if part.slug != "isi"
    )
    return make_part("isi", f"<h1>Daftar isi</h1>{rows}")


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


@pytest.mark.parametrize("chapters", [1, 9, 25])
def test_contents_before_the_chapters_say_the_pages_that_the_chapters_have(
    engine: Engine, placed, chapters
):
    body = placed(*(chapter(number, pages=1 + number % 3) for number in range(chapters)))
    late = LatePart("isi", "Daftar isi", contents)
    document = settle([*placed(make_part("sampul", "x")), late, *body], engine)
    assert document[1].rendered.page_count == (3 if chapters == 25 else 1)
    texts = reading.texts(assemble(document, engine.typeface, Imprint(title="J")))
    listed = [entry for _part, heading, entry in paginate(document).headings if heading.name]
    for number, page in enumerate(listed):
        assert texts[page - 1].startswith(f"Bab {number} ")
        assert f"Bab {number} {page} " in " ".join(texts[1:4])


def test_late_parts_may_list_one_another(engine: Engine, placed):
    def listing(pages: Pages) -> Part:
        return make_part("tabel", f'<h1 id="tabel">Daftar tabel {pages.first["isi"]}</h1>')

    body = placed(chapter(1))
    document = settle(
        [LatePart("isi", "Isi", contents), LatePart("tabel", "Tabel", listing), *body], engine
    )
    texts = reading.texts(assemble(document, engine.typeface, Imprint(title="J")))
    assert texts[0].startswith("Daftar isi Daftar tabel 1 2 Bab 1 3")


def test_a_wrong_guess_costs_a_round_and_nothing_else(engine: Engine, placed):
    body = placed(*(chapter(number) for number in range(9)))

    def document(guess: int) -> bytes:
        late = LatePart("isi", "Daftar isi", contents, expected_pages=guess)
        return assemble(settle([late, *body], engine), engine.typeface, Imprint(title="J"))

    assert document(1) == document(2) == document(40)


def test_a_length_that_swings_is_given_up(engine: Engine, placed):
    def swinging(pages: Pages) -> Part:
        return make_part("isi", "x" if pages.total > 2 else chapter(0, pages=2).context["body"])

    with pytest.raises(AssemblyError, match="does not come to rest"):
        settle([LatePart("isi", "Isi", swinging), *placed(chapter(1))], engine)


def test_without_late_parts_nothing_changes(engine: Engine, placed):
    body = placed(chapter(1), chapter(2))
    assert settle(body, engine) == body
