"""The document in parts is the document that WeasyPrint makes of the same HTML in one piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.db import transaction
from PIL import Image, ImageChops

from masterplan.benchmark.export import fill, render_plain, write_plain
from masterplan.document import Document, compose
from masterplan.document.press import bind
from masterplan.freeze import freeze
from masterplan.rendering import Engine
from tests.rendering import reading

# The document comes from a database; pytest-django makes one for marked tests.
pytestmark = pytest.mark.django_db

# The suite makes no document of 300 programs twice: whichever database they come from, they are
# the same (`test_same_everywhere`).
SIZES = [6, 60, pytest.param(300, marks=pytest.mark.once)]
DOTS_PER_INCH = 60
# Of the page's height: where the body begins and ends between header and footer.
TOP, BOTTOM = 21 / 297, 277 / 297
# Rows as a region's export of its nomenclature has them, with names short and long.
NOMENCLATURE = [
    {
        "program_kode": f"2.16.{number % 9 + 1:02d}",
        "subkegiatan": f"Penyelenggaraan layanan nomor {number} {'dan seterusnya ' * (number % 5)}",
        "indikator": f"Jumlah layanan yang diselenggarakan {'tepat waktu ' * (number % 7)}",
        "satuan": ("Dokumen", "Orang", "Laporan/Tahun")[number % 3],
    }
    for number in range(40)
]


class Both:
    """The same document made in two ways."""

    def __init__(self, ours: bytes, plain: bytes, document: Document) -> None:
        self.ours, self.plain, self.document = ours, plain, document

    def pairs(self, read: Any) -> Iterator[tuple[Any, Any]]:
        return zip(read(self.ours), read(self.plain), strict=True)


@pytest.fixture(scope="module", params=SIZES)
def both(
    request: pytest.FixtureRequest,
    engine: Engine,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Both:
    with django_db_blocker.unblock(), transaction.atomic():
        plan = fill(request.param, NOMENCLATURE)
        document = compose(freeze(plan, include_unapproved=False).content)
        transaction.set_rollback(True)
    folder = tmp_path_factory.mktemp("plain") / "document"
    write_plain(document, folder)
    render_plain(folder)
    return Both(bind(document, engine).pdf, (folder / "plain.pdf").read_bytes(), document)


def test_every_page_says_the_same(both: Both) -> None:
    """Letter for letter; where a reader sees blanks between spaced capitals depends on rounding."""
    for number, (ours, plain) in enumerate(both.pairs(words), 1):
        assert ours == plain, number


def words(pdf: bytes) -> list[list[str]]:
    """The words of each page in no order: running lines are drawn last here and first there."""
    return [sorted(text.replace(" ", "")) for text in reading.texts(pdf)]


def test_every_page_body_looks_the_same(both: Both) -> None:
    for number, (ours, plain) in enumerate(both.pairs(pictures), 1):
        assert ImageChops.difference(ours, plain).getbbox() is None, number


def pictures(pdf: bytes) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            picture = page.render(scale=DOTS_PER_INCH / 72).to_pil()
            box = (0, int(picture.height * TOP), picture.width, int(picture.height * BOTTOM))
            yield picture.crop(box)
    finally:
        document.close()


def test_the_bookmarks_are_the_same(both: Both) -> None:
    ours, plain = map(reading.opened, (both.ours, both.plain))
    assert reading.bookmarks(ours) == reading.bookmarks(plain)


def test_links_lead_to_the_same_pages(both: Both) -> None:
    ours, plain = map(reading.opened, (both.ours, both.plain))
    # A page number is a link of its own there, beside the empty one that it stands in.
    assert set(reading.links(ours)) == set(reading.links(plain))
    wanted = {name: page for name, (page, _height) in reading.destinations(ours).items()}
    assert wanted == named_pages(plain)
    assert {name for _page, name in reading.links(ours)} <= set(wanted)


def named_pages(pdf: pikepdf.Pdf) -> dict[bytes, int]:
    """WeasyPrint writes its names in one list."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    names = list(pdf.Root.Names.Dests.Names)
    return {
        bytes(name): numbers[place[0].objgen]
        for name, place in zip(names[::2], names[1::2], strict=True)
    }


def test_the_contents_say_where_everything_is(both: Both) -> None:
    texts = reading.texts(both.ours)
    places = reading.destinations(reading.opened(both.ours))
    lists = [part for part in both.document.parts if part.template == "document/contents.html"]
    listed = " ".join(texts[: 4 + len(lists)])
    for part in lists:
        for entry in part.context["entries"]:
            page, _height = places[entry["to"].encode()]
            line = f"{entry['label']} {entry['text']} {page} ".strip()
            assert " ".join(line.split()) in listed, line


def test_the_file_is_sound_complete_and_small(both: Both, engine: Engine, tmp_path: Path) -> None:
    reading.assert_sound(both.ours, tmp_path)
    pdf = reading.opened(both.ours)
    faces = [name.split("+")[1] for name in reading.font_files(both.ours)]
    assert len(faces) == len(set(faces))
    assert {name.split("-")[0] for name in faces} == {engine.typeface.FAMILY}
    tables = [item for item in reading.elements(pdf) if item.S == "/Table"]
    sheets = [part for part in both.document.parts if part.slug.startswith("program-")]
    assert len(tables) > 4 * len(sheets)
    assert len(both.ours) <= 1.3 * len(both.plain)
