"""How long the server takes for a preview after an edit, beside WeasyPrint alone on the same part.

WeasyPrint gets the part's finished HTML, with the style sheet and the fonts loaded before the
clock starts. The preview is asked for through the whole of Django: session, rights, reading, parts,
layout, the page's share of HTML, and then the pictures that it names.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.test import Client, override_settings
from weasyprint import CSS, HTML

from masterplan.benchmark.fill import Filled
from masterplan.document.press import press, write_html
from masterplan.extracts import Extract, narrative_extract, program_extract
from masterplan.models import Narrative
from masterplan.rendering import Part
from masterplan.rendering.fetcher import BundledFetcher
from masterplan.rendering.fontconfig import isolated_font_configuration
from opd.content import with_content
from opd.models import Program, ProgramState

PICTURE: Final = re.compile(r'src="([^"]+\.webp)"')
TEXT: Final = "Pengantar"

Figures = dict[str, float]


class Plain:
    """WeasyPrint alone."""

    def __init__(self) -> None:
        engine = press()
        assets = {**engine.stylesheet.assets, **engine.typeface.assets}
        self._fetcher = BundledFetcher(assets)
        self._fonts = isolated_font_configuration()
        self._css = CSS(
            string=f"{engine.typeface.css}\n{engine.stylesheet.css}",
            font_config=self._fonts,
            url_fetcher=self._fetcher,
        )

    def seconds(self, part: Part) -> float:
        html = press().typeface.legible(write_html(part))
        return taken(lambda: self._print(html))

    def _print(self, html: str) -> object:
        made = HTML(string=html, url_fetcher=self._fetcher).render(
            stylesheets=[self._css], font_config=self._fonts, pdf_tags=True
        )
        return made.write_pdf(pdf_tags=True)


@contextmanager
def empty_caches() -> Iterator[None]:
    """Caches that nobody has filled, in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        caches: Any = settings.CACHES
        known: dict[str, dict[str, Any]] = {name: dict(cache) for name, cache in caches.items()}
        for name in ("parts", "previews"):
            known[name]["LOCATION"] = f"{folder}/{name}"
        with override_settings(CACHES=known, DEBUG=False, ALLOWED_HOSTS=["*"]):
            yield


def measure(filled: Filled, client: Client, rounds: int) -> dict[str, Figures]:
    """Medians in seconds for a program's sheet, and for a text of a dimension's chapter."""
    url = filled.plan.url
    draft = Program.objects.filter(plan=filled.plan, state=ProgramState.DRAFT)[0]
    key = "pengantar-GOV"

    def edit_program(words: str) -> Extract:
        Program.objects.filter(pk=draft.pk).update(description=words)
        return program_extract(with_content(Program.objects.filter(pk=draft.pk)).get())

    def edit_text(words: str) -> Extract:
        Narrative.objects.update_or_create(plan=filled.plan, key=key, defaults={"body": words})
        return narrative_extract(filled.plan, key, words)

    return {
        "program": compare(
            client, url("masterplan:program_preview", pk=draft.pk), edit_program, rounds
        ),
        "text": compare(client, url("masterplan:narrative_preview", key=key), edit_text, rounds),
    }


def compare(client: Client, address: str, edit: Callable[[str], Extract], rounds: int) -> Figures:
    plain = Plain()
    times: dict[str, list[float]] = {"weasyprint": [], "answer": [], "pictures": [], "again": []}
    for number in range(-1, rounds):  # the first loads templates, fonts and styles: not counted
        extract = edit(f"{TEXT} {number}. " * 12)
        row = {"weasyprint": plain.seconds(extract.part)}
        row |= ask(client, address)
        if number >= 0:
            for name, seconds in row.items():
                times[name].append(seconds)
    figures = {name: statistics.median(found) for name, found in times.items()}
    figures["ratio"] = figures["answer"] / figures["weasyprint"]
    figures["whole_ratio"] = (figures["answer"] + figures["pictures"]) / figures["weasyprint"]
    return figures


def ask(client: Client, address: str) -> Figures:
    """The preview after a change, its pictures, and the preview once more without a change."""
    begin = time.perf_counter()
    page = client.get(address, secure=True).content.decode()
    answer = time.perf_counter() - begin
    addresses = PICTURE.findall(page)
    if not addresses:
        raise LookupError(f"{address} shows no page")
    return {
        "answer": answer,
        "pictures": taken(lambda: [client.get(one, secure=True).content for one in addresses]),
        "again": taken(lambda: client.get(address, secure=True).content),
    }


def taken(step: Callable[[], object]) -> float:
    begin = time.perf_counter()
    step()
    return time.perf_counter() - begin
