"""Reading HTML as XML changes nothing but the time that it takes."""

import pytest
from weasyprint import HTML

from masterplan.rendering.fetcher import BundledFetcher
from masterplan.rendering.markup import read_html

FETCHER = BundledFetcher({})
HEAD = '<meta charset="utf-8"><title>a</title>'
PAGE = f'<!DOCTYPE html>\n<html lang="id">\n<head>{HEAD}</head>\n{{}}</html>'


def shape(element) -> list:
    """Tag, attributes, words and elements below it, in order. Blanks between are left out, and so
    are comments and the declaration that a picture is SVG, which its name says too."""
    inside: list = (element.text or "").split()
    for kid in element:
        inside += [shape(kid)] if isinstance(kid.tag, str) else []
        inside += (kid.tail or "").split()
    attributes = {key: value for key, value in element.attrib.items() if "xmlns" not in key}
    return [element.tag, attributes, inside]


@pytest.mark.parametrize(
    "body",
    [
        "<p>isi &amp; &lt;b&gt; &#x27;é&#x27;<br>lanjut</p>",
        "<table><colgroup><col class='w1'><col/></colgroup><tbody><tr><td>1</table>",
        "<table><colgroup><col></colgroup><tbody><tr><td>1</td></tr></tbody></table>",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>x</title><rect/></svg>',
        '<svg viewBox="0 0 1 1"><title>x</title><rect></rect></svg>',
        "<p>satu&nbsp;dua</p>",
        "<p>tidak ditutup<p>lagi",
        "<table><tr><td>tanpa tbody</td></tr></table>",
        "<p><div>di luar</div></p>",
        '<img alt="a > b" src="asset:x.svg"><hr>',
        "<p>]]&gt; <!-- catatan --> akhir</p>",
        "<h1 id=x>tanpa kutip</h1>",
    ],
)
def test_it_is_the_tree_that_an_html_parser_makes(body):
    page = PAGE.format(f"<body>{body}</body>")
    expected = HTML(string=page, url_fetcher=FETCHER)
    found = read_html(page, FETCHER)
    assert shape(found.etree_element) == shape(expected.etree_element)
    assert found.wrapper_element.lang == expected.wrapper_element.lang == "id"


def test_what_is_no_complete_document_is_completed():
    found = read_html("<html lang=id>isi", FETCHER)
    assert [child.tag for child in found.etree_element] == ["head", "body"]


def test_entities_of_its_own_are_not_read():
    bomb = PAGE.format("<body>&a;</body>").replace("html>", 'html [<!ENTITY a "b">]>', 1)
    assert shape(read_html(bomb, FETCHER).etree_element) == shape(HTML(string=bomb).etree_element)
