"""Reading the HTML of a part.

The templates write HTML that is XML but for elements without an end; reading it as XML takes a
tenth of the time that an HTML parser written in Python needs. Whatever is no XML is left to that
parser, as is an SVG picture that does not say that it is one.
"""

import re
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, XMLParser

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.html import UA_COUNTER_STYLE
from weasyprint.urls import URLFetcher

_ENDLESS = re.compile(
    r"<((?:area|base|br|col|hr|img|input|link|meta|source|wbr)(?:\s[^<>]*)?)(?<!/)>"
)
_SVG = re.compile(r"<svg\b")
_DECLARED_SVG = re.compile(r'<svg\s[^<>]*xmlns="http://www\.w3\.org/2000/svg"')
# Elements that an HTML parser adds, moves or closes by itself when they are not where they belong.
_LOOSE = re.compile(r"<table[^<>]*>\s*<tr|<(?:p|h[1-6])\b[^<>]*>\s*<(?:p|div|ul|ol|table|h[1-6])\b")

# What an element looks like before any style sheet speaks.
ELEMENTS = CSS(
    string=(Path(__file__).parent / "elements.css").read_text(encoding="utf-8"),
    counter_style=UA_COUNTER_STYLE.copy(),
)


def read_html(text: str, fetcher: URLFetcher) -> HTML:
    """The document, the same whichever way it was read."""
    tree = _read_xml(text)
    if tree is None:
        return _PartHTML(string=text, url_fetcher=fetcher)
    return _ReadHTML(tree, fetcher)


class _PartHTML(HTML):  # type: ignore[misc]
    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [ELEMENTS]


class _ReadHTML(_PartHTML):
    """A document that was read already: WeasyPrint's own constructor only reads text."""

    def __init__(self, root: Element, fetcher: URLFetcher) -> None:
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def _read_xml(text: str) -> Element | None:
    if "<!ENTITY" in text or _LOOSE.search(text):
        return None
    if len(_SVG.findall(text)) != len(_DECLARED_SVG.findall(text)):
        return None
    parser = XMLParser()  # noqa: S314 - without entities of its own no text can grow
    try:
        parser.feed(_ENDLESS.sub(r"<\1/>", text))
        root: Element = parser.close()
    except ParseError:
        return None
    return root if [child.tag for child in root] == ["head", "body"] else None
