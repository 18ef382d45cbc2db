from concurrent.futures import ThreadPoolExecutor

import pytest

from masterplan.rendering import Engine, PartError

from .conftest import make_part


def test_headings_and_names_know_their_pages(engine: Engine):
    rendered = engine.render(
        make_part(
            "a",
            '<section id="bab"><h1 id="judul">Tata   kelola\n cerdas</h1><p>isi</p></section>'
            '<section style="break-before: page"><h2>Tanpa nama</h2></section>'
            '<p id="akhir"><a href="#judul">ke judul</a> <a href="#jauh">ke bagian lain</a></p>',
        )
    )
    assert rendered.page_count == 2
    assert [(h.level, h.text, h.page, h.name) for h in rendered.headings] == [
        (1, "Tata kelola cerdas", 0, "judul"),
        (2, "Tanpa nama", 1, ""),
    ]
    assert [(place.name, place.page) for place in rendered.destinations] == [
        ("bab", 0),
        ("judul", 0),
        ("akhir", 1),
    ]
    assert rendered.links == ("jauh", "judul")


def test_the_same_part_gives_the_same_bytes(make_engine):
    part = make_part("a", "<h1>Judul</h1><p>Teks <b>tebal</b> <i>miring</i> ≥</p>" * 3)
    first, second = make_engine().render(part), make_engine().render(part)
    assert first.to_bytes() == second.timed(first.seconds).to_bytes()


def test_what_was_rendered_before_leaves_no_trace(make_engine):
    part = make_part("a", "<p>12,5 % “Teks” <b>tebal</b> dan ≥ 3</p>")
    used: Engine = make_engine()
    for size in (7, 8.5, 23):
        used.render(make_part("b", f'<p style="font-size: {size}pt">Lain <b>≥ 12,5</b> “a”</p>'))
    assert used.render(part) == make_engine().render(part)


def test_no_date_and_no_font_file_stands_in_a_part(engine: Engine):
    fragment = engine.render(make_part("a", "<p>isi <b>tebal</b></p>")).fragment
    assert [word for word in (b"Date", b"FontFile", b"ToUnicode") if word in fragment.bodies] == []


def test_glyphs_are_reported_for_each_face(engine: Engine):
    glyphs = engine.render(make_part("a", "<p>ab<b>c</b><i>d</i></p>")).glyphs
    assert {face: "".join(used.values()) for face, used in glyphs.items()} == {
        "400": "ab",
        "700": "c",
        "400i": "d",
    }


@pytest.mark.parametrize(
    ("css", "face"),
    [
        ("font-weight: 600", "600"),
        ("font-weight: 300", "400"),
        ("font-weight: 900", "700"),
        ("font-style: italic", "400i"),
        ("font-family: 'DejaVu Sans', serif", "400"),
        ("font-family: monospace", "400"),
        ("font-stretch: condensed", "400"),
    ],
)
def test_no_font_but_the_familys_is_ever_used(engine: Engine, css, face):
    assert list(engine.render(make_part("a", f'<p style="{css}">teks</p>')).glyphs) == [face]


def test_a_bold_italic_is_one_of_the_faces(engine: Engine):
    glyphs = engine.render(make_part("a", "<p><b><i>teks</i></b></p>")).glyphs
    assert len(glyphs) == 1
    assert set(glyphs) < {"400i", "700"}


def test_svg_text_is_drawn_in_the_family(engine: Engine):
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60"><title>Bagan</title>'
        '<text x="10" y="30" font-family="Inter" font-weight="600">Anggaran ≥ 😀</text></svg>'
    )
    rendered = engine.render(make_part("a", svg))
    assert list(rendered.glyphs) == ["600"]
    assert set(rendered.glyphs["600"].values()) == set("Angaran≥□")


def test_arrows_that_were_typed_stay_as_they_were_typed(engine: Engine):
    rendered = engine.render(make_part("a", "<p>-&gt; (c) 1/2 fi</p>"))
    assert set(rendered.glyphs["400"].values()) == set("-> (c)1/2fi")


def test_a_character_reference_to_an_emoji_is_replaced_too(engine: Engine):
    rendered = engine.render(make_part("a", "<p>x&#x1F600;</p>"))
    assert set(rendered.glyphs["400"].values()) == {"x", "□"}


def test_a_style_sheet_with_a_character_that_the_family_lacks_is_named(make_engine):
    engine = make_engine(css="p::before { content: '中' }")
    with pytest.raises(PartError, match=r"Bagian a \(a\): ValueError: the typeface lacks '中'"):
        engine.render(make_part("a", "<p>isi</p>"))


def test_a_template_that_fails_is_named(make_engine):
    engine = make_engine(write_html=lambda part: part.context["nothing"])
    with pytest.raises(PartError) as caught:
        engine.fetch_or_render(make_part("a", ""))
    assert (caught.value.slug, caught.value.title) == ("a", "Bagian a")


def test_empty_html_is_an_empty_page(engine: Engine):
    assert engine.render(make_part("a", "")).page_count == 1


def test_threads_may_share_an_engine(make_engine):
    engine: Engine = make_engine(css="/* threads */")
    parts = [make_part(f"s{n}", f"<p>Teks {n} <b>tebal ≥ {n}</b></p>") for n in range(12)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(engine.render, parts))
    assert together == [engine.render(part) for part in parts]
