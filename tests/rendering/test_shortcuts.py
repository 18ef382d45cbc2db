"""The shorter ways through WeasyPrint lead to the same bytes, whatever was rendered before."""

import re
from contextlib import nullcontext
from pathlib import Path

import pytest
import weasyprint.css
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.html import UA_STYLESHEET
from weasyprint.text import line_break

from masterplan.rendering import Engine, PartTooSlow, RenderedPart, markup, shortcuts
from workspace.markdown import ALLOWED_TAGS

from .conftest import CSS, make_part

STYLE = (
    CSS
    + """
.low { height: 18mm; vertical-align: bottom } .wide { width: 30% } .spaced { letter-spacing: 1pt }
.even { text-align: justify } .named { page: lying } .under { text-decoration: underline }
.afloat { float: right; width: 40% } .moved { position: relative; left: 2mm }
.round { border: 1pt solid; border-radius: 2mm 10%; background: #eef } .up { margin-top: -3mm }
.lone { position: absolute; top: 0 } .rtl { direction: rtl }
.coloured { color: #733; border: 1pt solid }
.grid td { border: 1pt solid #999 } .heavy { border: 3pt double #c00 }
.dotted { border: 2pt dotted } .right { text-align: right }
.hidden { border-style: hidden } .inset { border: 2pt inset blue } .unseen { visibility: hidden }
.centred { text-align: center; text-indent: 4mm }
.asis { white-space: pre-wrap; word-spacing: 1pt } .shadow { box-shadow: 1mm 1mm #888 }
.faint { background: rgb(0 0 0 / 20%); color: rgb(0 0 0 / 50%) } .high { line-height: 3 }
.two { columns: 2; column-rule: 1pt solid #36c } .raised { vertical-align: super; padding: 1mm }
td > *:last-child { margin-bottom: 0 } li + li { color: #345 } b { font-size: 1.3em }
tr:nth-child(2) td { color: #159 } [id] b { color: #951 } .grid p::before { content: "· " }
p:not(.rtl) > span { letter-spacing: 1pt } h2 ~ table td { font-weight: 600 }
"""
)
WORDS = (
    "layanan warga",
    "Kode",
    "2026",
    "µ μ",
    "a\u00a0b",
    "1.250,5",
    "AVATAR To",
    "panjang " * 30,
)
PIECES = (
    '<p class="{style}">{text}</p>',
    '<h2 id="{name}">{text}</h2><p><a href="#{name}">{text}</a> <b>{text}</b></p>',
    '<table><thead><tr><th scope="col" class="wide">{text}</th><th>{text}</th></tr></thead>'
    '<tbody><tr id="r{name}"><th class="{style}">{text}</th><td>2026</td></tr></tbody></table>',
    "<ul><li>{text}</li><li><i>{text}</i><ol><li>{text}</li></ol></li></ul>",
    '<section class="{style}" style="--dim: #123456"><p>{text}<br/>{text}</p></section>',
    '<p style="break-before: page">{text}</p>',
    '<table class="grid {style}"><colgroup class="heavy"><col class="{other}"/></colgroup>'
    '<tbody class="{other}"><tr><td rowspan="2" class="{style}">{text}</td><td>{text}</td></tr>'
    '<tr class="{style}"><td class="hidden"></td></tr><tr><td colspan="2" class="{other}">'
    "<p>{text}</p></td></tr></tbody></table>",
    '<div class="{style}"> {text} <span class="{other}">{text}</span></div>',
    '<table class="grid"><tbody><tr><td><b class="{style}">{text}</b></td><td class="{other}">'
    '<a id="{name}" href="#{name}">{text}</a></td><td><em><b>{text}</b></em>'
    "</td></tr></tbody></table>",
    '<p class="{style} {other}">  {text}\n {text}  </p>',
)
STYLES = (
    *("", "low", "spaced", "even", "named", "under", "wide even", "afloat", "moved", "round"),
    *("up", "lone", "lone round", "rtl", "coloured", "heavy", "dotted", "hidden", "inset"),
    *(
        "unseen",
        "centred",
        "right",
        "asis",
        "shadow",
        "faint",
        "high",
        "two",
        "raised",
        "rtl right",
    ),
)


class NoShortcuts:
    """WeasyPrint as it comes."""

    def taken(self) -> nullcontext[None]:
        return nullcontext()


def plain(engine: Engine) -> Engine:
    engine._shortcuts = NoShortcuts()
    return engine


def same(one: RenderedPart, other: RenderedPart) -> bool:
    return one.timed(0).to_bytes() == other.timed(0).to_bytes()


@st.composite
def bodies(draw) -> str:
    pieces = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5))
    return "".join(
        piece.format(
            name=f"n{number}",
            style=draw(st.sampled_from(STYLES)),
            other=draw(st.sampled_from(STYLES)),
            text=draw(st.sampled_from(WORDS)),
        )
        for number, piece in enumerate(pieces)
    )


@pytest.fixture(scope="module")
def used(make_engine) -> Engine:
    """An engine that remembers everything that these tests rendered."""
    engine: Engine = make_engine(css=STYLE)
    return engine


@settings(max_examples=100)
@given(body=bodies())
def test_a_part_is_the_same_bytes_as_from_weasyprint_alone(make_engine, used, body):
    part = make_part("a", body)
    assert same(used.render(part), plain(make_engine(css=STYLE)).render(part))


def test_a_line_says_what_its_own_letters_stand_for(make_engine):
    """Two signs that share a glyph: what stood in an earlier part is not repeated in a later."""
    engine = make_engine(css="/* letters */")
    engine.render(make_part("a", "<p>satu\u00a0dua</p><p>satu dua</p>"))
    later = make_part("b", "<p>satu dua</p>")
    assert (
        engine.render(later).glyphs == plain(make_engine(css="/* letters */")).render(later).glyphs
    )


def test_what_was_interrupted_is_forgotten(make_engine):
    engine = make_engine(css=STYLE, limit=0.05)
    with pytest.raises(PartTooSlow):
        engine.render(make_part("a", f"<table>{'<tr><td>isi</td></tr>' * 2000}</table>"))
    engine.limit = 60
    part = make_part("b", "<p>sesudahnya</p>")
    assert same(engine.render(part), plain(make_engine(css=STYLE)).render(part))


def test_memory_is_bounded(make_engine, monkeypatch):
    engine = make_engine(css="/* bounded */")
    monkeypatch.setattr(shortcuts, "_LINES", 5)
    for number in range(4):
        engine.render(make_part("a", "".join(f"<p>{number}-{line}</p>" for line in range(4))))
        assert len(engine._shortcuts._lines) <= 5 + 4


def test_outside_a_rendering_weasyprint_is_untouched(engine):
    engine.render(make_part("a", "<p>isi</p>"))
    assert weasyprint.css.StyleFor.__module__ == "weasyprint.css"
    assert line_break.strut.__module__ == "weasyprint.text.line_break"


def used_tags() -> set[str]:
    folder = Path(django_settings.BASE_DIR) / "templates" / "document"
    html = "".join(
        path.read_text(encoding="utf-8")
        for path in folder.rglob("*.html")
        if "charts" not in path.parts
    )
    return set(re.findall(r"<([a-z][a-z0-9]*)", html)) | ALLOWED_TAGS


BODIES = {
    "table": "<table><colgroup><col/></colgroup><thead><tr><th>a</th></tr></thead><tbody><tr>"
    "<td>b</td></tr></tbody></table>",
    "list": "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li></ul><ol><li>d</li></ol>",
    "words": "<p>a <em>b</em> <strong>c</strong><br/><span>d</span> <a id='x' href='#x'>e</a></p>",
    "blocks": "<article><header><h1>a</h1></header><section><h2>b</h2><h3>c</h3><h4>d</h4>"
    "<blockquote><p>e</p></blockquote><div>f</div></section></article>",
}


@pytest.mark.parametrize("name", BODIES)
def test_elements_look_as_in_the_style_sheet_of_a_browser(make_engine, monkeypatch, name):
    css = "@page { margin: 9mm } body { font: 10pt Inter } a { color: red; text-decoration: none }"
    part = make_part("a", BODIES[name])
    ours = plain(make_engine(css=css)).render(part)
    monkeypatch.setattr(markup, "ELEMENTS", UA_STYLESHEET)
    assert same(ours, plain(make_engine(css=css)).render(part))


def test_every_element_that_the_document_uses_is_looked_at_above():
    tried = set(re.findall(r"<([a-z][a-z0-9]*)", "".join(BODIES.values())))
    assert used_tags() - {"html", "head", "body", "meta", "title", "style"} <= tried
