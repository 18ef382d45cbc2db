"""What the assembly prints on every page and writes into the file's metadata."""

from dataclasses import dataclass
from datetime import datetime

_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Imprint:
    """The document's own facts.

    `title` stands in the metadata and at the left of the running header (there `running_title`
    instead, when it is given); the part's chapter stands at the right. `folio` is the line at the
    foot, with `{page}` and `{pages}`. `watermark` is printed large and pale across every page,
    the cover too. No date is written unless `created` (an aware datetime) gives one, so that the
    same content gives the same bytes.

    `side`, `head` and `foot` are the distances in points from the page's edges to the running
    lines; the style sheet's page margins must leave room for them.
    """

    title: str
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    running_title: str = ""
    folio: str = "Halaman {page} dari {pages}"
    watermark: str | None = None
    language: str = "id-ID"
    created: datetime | None = None
    side: float = 20 * _MM
    head: float = 15 * _MM
    foot: float = 12 * _MM
