"""An engine with a small style sheet, and parts whose HTML is their context's `body`."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache

from masterplan.rendering import Engine, Part, PartStore, Stylesheet, Typeface

CSS = """
@page { size: A5; margin: 24mm 15mm 20mm }
@page lying { size: A5 landscape }
html, body { margin: 0 }
body { font: 10pt/1.4 Inter }
table { table-layout: fixed; width: 100%; border-collapse: collapse }
th, td { border: 0.5pt solid #889; padding: 2pt }
.lying { page: lying }
"""


def write_html(part: Part) -> str:
    return f'<html lang="id"><body>{part.context["body"]}</body></html>'


def make_part(slug: str, body: str, *, chapter: str = "Bab 1", running: bool = True) -> Part:
    return Part(
        slug=slug,
        chapter=chapter,
        title=f"Bagian {slug}",
        template="body",
        context={"body": body},
        running=running,
    )


@pytest.fixture(scope="session")
def typeface() -> Typeface:
    return Typeface.load(settings.DATA_DIR / "typeface")


@pytest.fixture(scope="session")
def make_engine(typeface: Typeface) -> Callable[..., Engine]:
    def make(
        *, css: str = CSS, assets: dict[str, bytes] | None = None, **options: object
    ) -> Engine:
        options.setdefault("store", PartStore(LocMemCache(css + repr(options), {})))
        options.setdefault("write_html", write_html)
        return Engine(stylesheet=Stylesheet(css, assets or {}), typeface=typeface, **options)

    return make


@pytest.fixture(scope="session")
def engine(make_engine: Callable[..., Engine]) -> Engine:
    return make_engine()
