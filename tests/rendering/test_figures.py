"""Figures that the assembly writes: drawn as if they had been laid out."""

from dataclasses import replace
from itertools import count

import pypdfium2
import pytest
from PIL import Image, ImageChops

from masterplan.rendering import AssemblyError, Engine, Imprint, Part, Placed, assemble

from . import reading
from .conftest import make_part

MARK = '<span data-figure=""></span>'
STYLES = ("", "font-weight: 600", "font-size: 6.7pt", "font-style: italic; font-size: 23pt")
FIGURES = ("1.250,5", "–", "12.345.678", "7", "0,00000001", "98", "6.543,21", "100")


def column(*texts: str) -> Part:
    styles = (STYLES[number % len(STYLES)] for number in count())
    rows = "".join(
        f'<tr><th>Baris</th><td style="{style}">{text}</td></tr>'
        for text, style in zip(texts, styles, strict=False)
    )
    looks = "<style>td { text-align: right; font-variant-numeric: tabular-nums }</style>"
    return make_part("a", f"{looks}<table>{rows}</table>")


def printed(engine: Engine, part: Part) -> bytes:
    placed = [Placed(part, engine.fetch_or_render(part))]
    return assemble(placed, engine.typeface, Imprint(title="Judul"))


def picture(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        shown: Image.Image = document[0].render(scale=3).to_pil()
        return shown
    finally:
        document.close()


def test_a_figure_looks_and_reads_as_if_it_had_been_laid_out(engine: Engine, tmp_path):
    written = printed(engine, replace(column(*[MARK] * 8), figures=FIGURES))
    laid_out = printed(engine, column(*FIGURES))
    reading.assert_sound(written, tmp_path)
    assert reading.texts(written) == reading.texts(laid_out)
    assert ImageChops.difference(picture(written), picture(laid_out)).getbbox() is None


def test_figures_go_on_from_page_to_page(engine: Engine):
    rows = '<tr style="break-before: page"><td>{}</td></tr>'
    body = "".join(rows.format(text) for text in (f"satu {MARK}", "dua", f"tiga {MARK}{MARK}"))
    part = replace(make_part("a", f"<table>{body}</table>"), figures=("1", "2", "3"))
    texts = [text.split(" Judul")[0] for text in reading.texts(printed(engine, part))]
    assert [text.split() for text in texts] == [["satu", "1"], ["dua"], ["tiga", "2", "3"]]


def test_another_figure_needs_no_layout(engine: Engine):
    part = replace(column(MARK), figures=("1.000",))
    assert "1.000" in reading.texts(printed(engine, part))[0]
    other = replace(part, figures=("2.500",))
    assert engine.missing([other]) == []
    assert "2.500" in reading.texts(printed(engine, other))[0]


@pytest.mark.parametrize("figures", [("1",), ("1", "2", "3")])
def test_each_mark_has_its_figure(engine: Engine, figures):
    with pytest.raises(AssemblyError, match=f"2 places for {len(figures)} figures"):
        printed(engine, replace(column(MARK, MARK), figures=figures))
