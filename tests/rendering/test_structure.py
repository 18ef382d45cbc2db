"""One tree for a screen reader, without holes."""

import re
from collections import Counter

import pikepdf
import pytest

from masterplan.rendering import Engine, Imprint, Placed, assemble

from . import reading
from .conftest import make_part

TABLE = (
    "<table><caption>Indikator</caption><thead><tr><th scope=col>Tahun</th><th scope=col>Target"
    "</th></tr></thead><tbody>{}</tbody></table>"
)
ROWS = "".join(
    f"<tr><th scope=row>20{n}</th><td>{n} <b>persen</b></td></tr>" for n in range(10, 60)
)
BODY = (
    '<section><h1>Bab {0}</h1><p>Teks <b>tebal <i>miring</i></b> <a href="#p1">tautan <b>dua</b>'
    "</a></p><ul><li>satu<ul><li>dalam</li></ul></li><li>dua</li></ul><p></p><div><span></span></div>"
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>Bagan anggaran</title>'
    '<rect width="9" height="9"/></svg></section>'
    + TABLE.format(ROWS + "<tr><td></td><td></td></tr>")
)


@pytest.fixture(scope="module")
def document(engine: Engine) -> pikepdf.Pdf:
    parts = [
        make_part("a", BODY.format(1)),
        make_part("b", f'<p id="p1">{BODY.format(2)}</p>'),
        make_part("c", "Teks tanpa paragraf"),
    ]
    placed = [Placed(part, engine.fetch_or_render(part)) for part in parts]
    return reading.opened(assemble(placed, engine.typeface, Imprint(title="Judul")))


def test_there_is_one_document_element(document):
    tree = document.Root.StructTreeRoot
    assert [str(element.S) for element in tree.K] == ["/Document"]
    assert document.Root.MarkInfo.Marked is True


def test_every_piece_of_content_belongs_to_exactly_one_element(document):
    owners = Counter()
    for element in reading.elements(document):
        for kid in element.K:
            if isinstance(kid, int):
                owners[element.Pg.objgen, kid] += 1
    drawn = Counter(
        (page.obj.objgen, int(number))
        for page in document.pages
        for stream in page.Contents
        for number in re.findall(rb"/MCID (\d+)", stream.read_bytes())
    )
    assert owners == drawn
    assert set(owners.values()) == {1}


def test_the_parent_tree_leads_back_to_the_owners(document):
    numbers = parent_tree(document)
    links = [link for page in document.pages for link in page.obj.get("/Annots", [])]
    used = [page.obj.StructParents for page in document.pages]
    used += [link.StructParent for link in links]
    assert list(numbers) == sorted(map(int, used))
    # Each of the three parts has room for some more.
    assert max(numbers) < document.Root.StructTreeRoot.ParentTreeNextKey < len(numbers) + 3 * 8
    by_page = {page.obj.objgen: numbers[int(page.obj.StructParents)] for page in document.pages}
    for element in reading.elements(document):
        for kid in element.K:
            if isinstance(kid, int):
                assert by_page[element.Pg.objgen][kid].objgen == element.objgen
            elif kid.get("/Type") == "/OBJR":
                assert numbers[int(kid.Obj.StructParent)].objgen == element.objgen


def test_every_link_is_held_by_an_element(document):
    held = [
        kid.Obj.objgen
        for element in reading.elements(document)
        for kid in element.K
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"
    ]
    links = [link.objgen for page in document.pages for link in page.obj.get("/Annots", [])]
    assert sorted(held) == sorted(links)


def test_nothing_is_drawn_outside_of_content_and_artifacts(document):
    for page in document.pages:
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in {"BDC", "BMC"}:
                depth += 1
            elif name == "EMC":
                depth -= 1
            elif name in {"Tj", "TJ"}:
                assert depth == 1, operands
        assert depth == 0


def test_tables_keep_their_grid_and_their_heads_say_what_they_head(document):
    scopes, cells = Counter(), Counter()
    for element in reading.elements(document):
        if element.S == "/TR":
            cells[len(element.K)] += 1
            assert {str(kid.S) for kid in element.K} <= {"/TD", "/TH"}
        if element.S == "/TH":
            scopes[str(element.A.Scope)] += 1
    assert set(cells) == {2}
    assert scopes["/Row"] == 100
    assert scopes["/Column"] >= 4


def test_figures_bring_their_text(document):
    figures = [element for element in reading.elements(document) if element.S == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == ["Bagan anggaran"] * 2


def test_wrappers_without_meaning_are_gone(document):
    tags = Counter(str(element.S) for element in reading.elements(document))
    assert tags["/NonStruct"] == 0
    assert tags["/Span"] <= 1
    assert tags["/H1"] == 2


def parent_tree(document: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    found = {}
    for leaf in document.Root.StructTreeRoot.ParentTree.Kids:
        pairs = list(leaf.Nums)
        found |= dict(zip(map(int, pairs[::2]), pairs[1::2], strict=True))
        assert [int(limit) for limit in leaf.Limits] == [int(pairs[0]), int(pairs[-2])]
    return found
