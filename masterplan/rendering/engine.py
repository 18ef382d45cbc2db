"""From a part to its pages: WeasyPrint, held so that it can neither wander nor linger."""

import hashlib
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.metadata import version
from time import perf_counter
from typing import Any

from weasyprint import CSS, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from masterplan.rendering.faults import PartError, PartTooSlow
from masterplan.rendering.fetcher import BundledFetcher
from masterplan.rendering.fontconfig import isolated_font_configuration
from masterplan.rendering.harvest import FIGURE, harvest
from masterplan.rendering.limits import LimitReached, quiet_collector, time_limit
from masterplan.rendering.markup import read_html
from masterplan.rendering.parts import ENGINE_VERSION, Part, RenderedPart, canonical_json
from masterplan.rendering.shortcuts import Shortcuts
from masterplan.rendering.store import PartStore
from masterplan.rendering.stylesheet import Stylesheet
from masterplan.rendering.typeface import FIGURE_MARK, Typeface


class Engine:
    """Renders parts, each within `limit` seconds; make one for each process and keep it.

    `write_html` turns a part into a complete HTML document and is called only for a part that the
    store does not have. The style sheet is parsed and the fonts are loaded once, at first use.
    Threads may share an engine: they render one after the other, because Pango's font map may be
    used by one thread only.
    """

    def __init__(
        self,
        *,
        stylesheet: Stylesheet,
        typeface: Typeface,
        write_html: Callable[[Part], str],
        store: PartStore,
        limit: float = 60.0,
    ) -> None:
        self.stylesheet = stylesheet
        self.typeface = typeface
        self.write_html = write_html
        self.store = store
        self.limit = limit
        self._one_at_a_time = threading.Lock()
        self._shortcuts = Shortcuts()

    def key(self, part: Part) -> str:
        """The sha-256 of everything that the pages of this part depend on."""
        return hashlib.sha256(f"{part.content_digest} {self._surroundings}".encode()).hexdigest()

    def missing(self, parts: Sequence[Part]) -> list[Part]:
        """The parts that the store does not have, in their order, one for each content."""
        by_key = {self.key(part): part for part in reversed(parts)}
        return [by_key[key] for key in self.store.missing(self.key(part) for part in parts)]

    def fetch_or_render(self, part: Part) -> RenderedPart:
        """The part's pages, from the store or made and stored now.

        Raises PartError (PartTooSlow when the time is over) naming the part.
        """
        key = self.key(part)
        rendered = self.store.fetch(key)
        if rendered is None:
            rendered = self.render(part)
            self.store.save(key, rendered)
        return rendered

    def render(self, part: Part) -> RenderedPart:
        """The part's pages, made now and not stored. Raises like `fetch_or_render`."""
        try:
            with self._one_at_a_time:
                return self._render_in_time(part)
        except LimitReached:
            reason = f"needs more than {self.limit:g} seconds"
            raise PartTooSlow(part.slug, part.title, reason) from None
        except FatalURLFetchingError as error:
            raise PartError(part.slug, part.title, str(error)) from error
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise PartError(part.slug, part.title, reason) from error

    def _render_in_time(self, part: Part) -> RenderedPart:
        css = self._css  # loaded before the clock starts: that time is not the first part's
        start = perf_counter()
        with quiet_collector(), self._shortcuts.taken(), time_limit(self.limit):
            rendered = self._lay_out(part, css)
        return rendered.timed(perf_counter() - start)

    def _lay_out(self, part: Part, css: CSS) -> RenderedPart:
        html = read_html(self.write_html(part), self._fetcher)
        self._make_legible(html.etree_element)
        document: Document = html.render(
            stylesheets=[css], font_config=self._font_configuration, pdf_tags=True
        )
        return harvest(document, self.typeface)

    def _make_legible(self, root: Any) -> None:
        for element in root.iter():
            if element.text:
                element.text = self.typeface.legible(element.text)
            if element.tail:
                element.tail = self.typeface.legible(element.tail)
            if element.get(FIGURE) is not None:
                element.text = FIGURE_MARK

    @cached_property
    def _surroundings(self) -> str:
        surroundings = {
            "engine": ENGINE_VERSION,
            "stylesheet": self.stylesheet.digest,
            "typeface": self.typeface.digest,
            "versions": {name: version(name) for name in ("weasyprint", "pydyf", "pikepdf")},
        }
        return hashlib.sha256(canonical_json(surroundings)).hexdigest()

    @cached_property
    def _fetcher(self) -> BundledFetcher:
        return BundledFetcher({**self.stylesheet.assets, **self.typeface.assets})

    @cached_property
    def _font_configuration(self) -> FontConfiguration:
        return isolated_font_configuration()

    @cached_property
    def _css(self) -> CSS:
        return CSS(
            string=f"{self.typeface.css}\n{self.stylesheet.css}",
            font_config=self._font_configuration,
            url_fetcher=self._fetcher,
        )
