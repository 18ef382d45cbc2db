import datetime
from pathlib import Path

import pikepdf
import pytest

from masterplan.rendering import (
    AssemblyError,
    Engine,
    Imprint,
    Part,
    Placed,
    Typeface,
    assemble,
)

from . import reading
from .conftest import make_part

IMPRINT = Imprint(title="Masterplan Smart City Kabupaten Contoh", author="Bapperida")


@pytest.fixture
def place(engine: Engine):
    def place(*parts: Part) -> list[Placed]:
        return [Placed(part, engine.fetch_or_render(part)) for part in parts]

    return place


@pytest.fixture
def sections() -> list[Part]:
    return [
        make_part("cover", "<h1>Sampul</h1>", chapter="", running=False),
        make_part(
            "satu",
            '<h1 id="bab-1">Bab satu</h1><h2 id="program-1">Program 1</h2>'
            '<p>Lihat <a href="#program-2">Program 2</a>, <a href="#bab-1">bab ini</a> dan '
            '<a href="https://contoh.go.id/">situs</a>.</p>'
            '<h2 style="break-before: page" id="program-x">Program <i>dua</i> ≥ 2</h2>',
        ),
        make_part(
            "dua",
            '<section><h2 id="program-2">Program 2</h2><p><b>Tebal</b></p></section>'
            '<p class="lying">Mendatar <a href="#bab-1">ke bab satu</a></p>',
            chapter="Bab 2 – Smart Economy",
        ),
    ]


def test_pages_stand_in_order_with_their_text_running_lines_and_numbers(place, sections, typeface):
    pdf = assemble(place(*sections), typeface, IMPRINT)
    title = IMPRINT.title
    assert reading.texts(pdf) == [
        "Sampul",
        f"Bab satu Program 1 Lihat Program 2, bab ini dan situs. {title} Bab 1 Halaman 2 dari 5",
        f"Program dua ≥ 2 {title} Bab 1 Halaman 3 dari 5",
        f"Program 2 Tebal {title} Bab 2 – Smart Economy Halaman 4 dari 5",
        f"Mendatar ke bab satu {title} Bab 2 – Smart Economy Halaman 5 dari 5",
    ]


def test_it_is_sound_and_every_face_is_embedded_once(place, sections, typeface, tmp_path: Path):
    pdf = assemble(place(*sections), typeface, IMPRINT)
    reading.assert_sound(pdf, tmp_path)
    assert sorted(name.split("+")[1] for name in reading.font_files(pdf)) == [
        "Inter-Bold",
        "Inter-Italic",
        "Inter-Regular",
    ]


def test_every_link_leads_to_its_name_across_parts(place, sections, typeface):
    document = reading.opened(assemble(place(*sections), typeface, IMPRINT))
    assert reading.links(document) == [(2, b"program-2"), (2, b"bab-1"), (5, b"bab-1")]
    assert {name: page for name, (page, _y) in reading.destinations(document).items()} == {
        b"bab-1": 2,
        b"program-1": 2,
        b"program-x": 3,
        b"program-2": 4,
    }


def test_names_that_are_not_ascii_are_found(place, typeface):
    parts = place(
        make_part("a", '<p><a href="#pondok-é">ke sana</a> <a href="#日">dan</a></p>'),
        make_part("b", '<p id="pondok-é">sini</p><p id="日">situ</p>'),
    )
    document = reading.opened(assemble(parts, typeface, IMPRINT))
    names = reading.destinations(document)
    assert [names[name][0] for _page, name in reading.links(document)] == [2, 2]


def test_many_names_stand_in_order(place, typeface):
    names = [f"n{number}" for number in range(150)]
    body = "".join(f'<p id="{name}">{name}</p>' for name in reversed(names))
    document = reading.opened(assemble(place(make_part("a", body)), typeface, IMPRINT))
    assert list(reading.destinations(document)) == sorted(name.encode() for name in names)
    limits = [leaf.Limits for leaf in document.Root.Names.Dests.Kids]
    assert len(limits) == 3
    assert all(bytes(first) <= bytes(last) for first, last in limits)


def test_bookmarks_follow_the_headings(place, sections, typeface):
    document = reading.opened(assemble(place(*sections), typeface, IMPRINT))
    assert reading.bookmarks(document) == [
        (0, "Sampul", 1),
        (0, "Bab satu", 2),
        (1, "Program 1", 2),
        (1, "Program dua ≥ 2", 3),
        (1, "Program 2", 4),
    ]


def test_headings_that_skip_a_level_hang_below_the_nearest(place, typeface):
    body = "<h3>a</h3><h2>b</h2><h4>c</h4><h3>d</h3><h1>e</h1><h6>f</h6>"
    document = reading.opened(assemble(place(make_part("a", body)), typeface, IMPRINT))
    assert [entry[:2] for entry in reading.bookmarks(document)] == [
        (0, "a"),
        (0, "b"),
        (1, "c"),
        (1, "d"),
        (0, "e"),
        (1, "f"),
    ]


def test_a_link_that_leads_nowhere_names_its_part(place, typeface):
    parts = place(make_part("satu", "<p>a</p>"), make_part("dua", '<a href="#hilang">b</a>'))
    with pytest.raises(AssemblyError, match=r"^Bagian dua \(dua\): the link #hilang leads nowhere"):
        assemble(parts, typeface, IMPRINT)


def test_an_extract_may_link_to_what_is_not_in_it(place, typeface, tmp_path: Path):
    parts = place(make_part("a", '<h1 id="x">X</h1><a href="#hilang">b</a> <a href="#x">c</a>'))
    pdf = assemble(parts, typeface, IMPRINT, extract=True)
    reading.assert_sound(pdf, tmp_path)
    assert reading.links(reading.opened(pdf)) == [(1, b"x")]


def test_a_link_is_described_by_the_heading_that_it_leads_to(place, sections, typeface):
    document = reading.opened(assemble(place(*sections), typeface, IMPRINT))
    assert [
        str(link.Contents) for page in document.pages for link in page.obj.get("/Annots", [])
    ] == ["Program 2", "Bab satu", "https://contoh.go.id/", "Bab satu"]


def test_a_name_in_two_parts_is_refused(place, typeface):
    parts = place(make_part("satu", '<p id="x">a</p>'), make_part("dua", '<p id="x">b</p>'))
    with pytest.raises(AssemblyError, match="the name x stands in satu and in dua"):
        assemble(parts, typeface, IMPRINT)


def test_two_parts_with_one_slug_are_refused(place, typeface):
    with pytest.raises(AssemblyError, match="two parts are called a"):
        assemble(place(make_part("a", "1"), make_part("a", "2")), typeface, IMPRINT)


def test_nothing_makes_no_document(typeface):
    with pytest.raises(AssemblyError):
        assemble([], typeface, IMPRINT)


def test_equal_parts_may_stand_twice(place, typeface, tmp_path: Path):
    pdf = assemble(place(make_part("a", "<p>x</p>"), make_part("b", "<p>x</p>")), typeface, IMPRINT)
    assert len(reading.texts(pdf)) == 2
    reading.assert_sound(pdf, tmp_path)


def test_the_watermark_crosses_every_page_as_an_artifact(place, sections, typeface):
    imprint = Imprint(title="Judul", watermark="RANCANGAN")
    pdf = assemble(place(*sections), typeface, imprint)
    assert [text.count("RANCANGAN") for text in reading.texts(pdf)] == [1] * 5
    document = reading.opened(pdf)
    for page in document.pages:
        stamp = b"\n".join(layer.read_bytes() for layer in page.Contents)
        width, height = map(float, page.MediaBox[2:])
        name = f"/Watermark-{width:g}x{height:g}"
        artifact = f"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC\n{name} Do\nEMC"
        assert stamp.decode().count(artifact) == 1
        assert list(map(float, page.Resources.XObject[name].BBox)) == [0, 0, width, height]


def test_without_a_watermark_there_is_none(place, sections, typeface):
    document = reading.opened(assemble(place(*sections), typeface, IMPRINT))
    assert all(list(page.Resources.XObject) == [] for page in document.pages)


def test_long_running_lines_are_cut_and_never_meet(place, typeface):
    imprint = Imprint(title="x", running_title="Masterplan " * 30)
    pdf = assemble(
        place(make_part("a", "<p>isi</p>", chapter="Bab yang panjang " * 9)), typeface, imprint
    )
    (text,) = reading.texts(pdf)
    assert text.count("…") == 2
    assert text.startswith("isi Masterplan Masterplan")


def test_running_lines_show_a_box_for_what_the_family_lacks(place, typeface):
    pdf = assemble(place(make_part("a", "<p>x</p>", chapter="Bab 😀 é")), typeface, IMPRINT)
    assert "Bab □ é" in reading.texts(pdf)[0]


def test_the_metadata_say_what_they_were_given_and_no_date(place, sections, typeface):
    imprint = Imprint(
        title="Rencana <A & B> “2025–2029”", author="Kabupaten", subject="S", keywords=("a", "b")
    )
    pdf = assemble(place(*sections), typeface, imprint)
    document = reading.opened(pdf)
    assert {key: str(value) for key, value in document.docinfo.items()} == {
        "/Title": "Rencana <A & B> “2025–2029”",
        "/Author": "Kabupaten",
        "/Subject": "S",
        "/Keywords": "a, b",
        "/Producer": "smartplan",
    }
    with document.open_metadata() as metadata:
        assert metadata["dc:title"] == "Rencana <A & B> “2025–2029”"
        assert metadata["dc:creator"] == ["Kabupaten"]
        assert metadata["pdf:Keywords"] == "a, b"
        assert "xmp:CreateDate" not in metadata
    assert str(document.Root.Lang) == "id-ID"
    assert document.Root.ViewerPreferences.DisplayDocTitle is True


def test_a_date_is_written_when_it_is_given(place, typeface):
    zone = datetime.timezone(datetime.timedelta(hours=7))
    moment = datetime.datetime(2025, 3, 1, 8, 30, tzinfo=zone)
    pdf = assemble(place(make_part("a", "x")), typeface, Imprint(title="x", created=moment))
    document = reading.opened(pdf)
    assert str(document.docinfo["/CreationDate"]) == "D:20250301083000+07'00'"


def test_objects_are_compressed_and_few_numbers_stay_unused(place, sections, typeface):
    document = reading.opened(assemble(place(*sections), typeface, IMPRINT))
    assert document.trailer.Size <= len(document.objects) + 1 + 64 * len(sections)
    assert document.trailer.ID is not None
    assert any(
        isinstance(thing, pikepdf.Stream) and thing.get("/Type") == "/ObjStm"
        for thing in document.objects
    )


def test_a_part_that_grows_a_little_leaves_the_next_one_where_it_was(place, typeface):
    def numbers_of_the_last_page(first: str) -> tuple[object, ...]:
        pdf = assemble(
            place(make_part("a", first), make_part("b", "<p>dua</p>")), typeface, IMPRINT
        )
        document = reading.opened(pdf)
        page = document.pages[-1].obj
        return page.objgen, int(page.StructParents)

    short, longer = "<p>satu</p>", '<p>satu</p><p style="break-before: page">lagi</p>'
    assert numbers_of_the_last_page(short) == numbers_of_the_last_page(longer)
    assert numbers_of_the_last_page(short) != numbers_of_the_last_page(50 * longer)


def test_widths_and_text_of_the_embedded_faces_are_the_faces_own(
    place, sections, typeface: Typeface
):
    document = reading.opened(assemble(place(*sections), typeface, IMPRINT))
    regular = document.pages[1].Resources.Font["/Stamp"]
    descendant = regular.DescendantFonts[0]
    widths = {}
    runs = list(descendant.W)
    for first, run in zip(runs[::2], runs[1::2], strict=True):
        widths |= {int(first) + offset: int(width) for offset, width in enumerate(run)}
    face = typeface.faces["400"]
    for letter in (face.letters[character] for character in "Haldri 0123"):
        assert widths[letter.glyph] == letter.advance
    mapping = regular.ToUnicode.read_bytes().decode()
    assert f"<{face.letters['H'].glyph:04x}> <0048>" in mapping
