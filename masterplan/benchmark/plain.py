"""The same document as one WeasyPrint document, for comparison only.

The HTML of all parts stands in one file, with the same style sheet and tables; page numbers come
from `target-counter()`, running lines from margin boxes. Run as a module it lays out such a file:

    python -m masterplan.benchmark.plain FOLDER

`FOLDER` holds document.html, document.css, the assets and a folder `typeface`; it gets plain.pdf.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Final

from weasyprint import CSS, HTML

from masterplan.rendering import Part, Stylesheet, Typeface
from masterplan.rendering.fetcher import BundledFetcher
from masterplan.rendering.fontconfig import isolated_font_configuration
from masterplan.rendering.harvest import FIGURE

MEGABYTE: Final = 1024
MARK: Final = re.compile(rf'<span {FIGURE}=""></span>')
BODY: Final = re.compile(r"<body>(.*)</body>", re.DOTALL)
COLOURS: Final = re.compile(r":root \{(.*?)\}")
PALETTE: Final = re.compile(r"\.dim-\d+ \{.*?\}")

PAGES: Final = """
.part { break-before: page; string-set: chapter attr(data-chapter); }
.part:first-child { break-before: auto; }
.contents td.page a::after { content: target-counter(attr(href), page); }
@page {
  @top-left { content: "TITLE"; width: 60%; font: 8pt Inter; color: #616161; }
  @top-right { content: string(chapter); font: 8pt Inter; color: #616161; }
  @bottom-right { content: "Halaman " counter(page) " dari " counter(pages); font: 8pt Inter;
    color: #616161; }
}
@page bleed {
  @top-left { content: none } @top-right { content: none } @bottom-right { content: none }
}
"""


def join_html(parts: Iterable[tuple[Part, str]], title: str) -> str:
    """One HTML document of the parts with their own HTML. Colours that a part sets for itself are
    set on the element around it; those of the dimensions are the same in all."""
    written = list(parts)
    bodies = "\n".join(_body(part, html) for part, html in written)
    palette = dict.fromkeys(rule for _part, html in written for rule in PALETTE.findall(html))
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{escape(title)}'
        f"</title><style>{' '.join(palette)}</style></head><body>{bodies}</body></html>"
    )


def page_rules(title: str) -> str:
    """What the assembly does for the document in parts, in CSS."""
    return PAGES.replace("TITLE", title.replace('"', r"\""))


def _body(part: Part, html: str) -> str:
    body, colours = BODY.search(html), COLOURS.search(html)
    if body is None or colours is None:
        raise ValueError(f"{part.slug} is not a part of this document")
    figures = iter(part.figures)
    written = MARK.sub(lambda _mark: escape(next(figures)), body[1])
    return (
        f'<div class="part" data-chapter="{escape(part.chapter)}" style="{colours[1].strip()}">'
        f"{written}</div>"
    )


def render(folder: Path) -> dict[str, float]:
    """Lay out the document. Wall and CPU seconds, pages, bytes, and the peak of memory in MB."""
    begin, cpu = time.perf_counter(), time.process_time()
    stylesheet = Stylesheet.load(folder / "document.css", assets=folder / "assets")
    typeface = Typeface.load(folder / "typeface")
    fetcher = BundledFetcher({**stylesheet.assets, **typeface.assets})
    fonts = isolated_font_configuration()
    css = CSS(string=f"{typeface.css}\n{stylesheet.css}", font_config=fonts, url_fetcher=fetcher)
    html = HTML(
        string=typeface.legible((folder / "document.html").read_text(encoding="utf-8")),
        url_fetcher=fetcher,
    )
    document = html.render(stylesheets=[css], font_config=fonts, pdf_tags=True)
    document.write_pdf(folder / "plain.pdf", pdf_tags=True)
    return {
        "seconds": time.perf_counter() - begin,
        "cpu_seconds": time.process_time() - cpu,
        "pages": len(document.pages),
        "bytes": (folder / "plain.pdf").stat().st_size,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE,
    }


def main(arguments: Sequence[str]) -> None:
    print(json.dumps(render(Path(arguments[0]))))


if __name__ == "__main__":
    main(sys.argv[1:])
