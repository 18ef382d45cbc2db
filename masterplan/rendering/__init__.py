"""The rendering engine: parts in, one PDF out. It knows nothing of plans, programs or models.

A document is a sequence of **parts** (a program's sheet, a section, one chapter's share of the
contents). Each part is laid out on its own by WeasyPrint and knows nothing of where it stands;
what it became is kept in a store under the hash of everything that it depends on. The assembly
then adds what needs the whole: page numbers, running lines, links, bookmarks, one subset of each
typeface face, one structure tree, metadata. The same parts give the same bytes, whichever came
from the store and in whatever order the workers finished.

    engine = Engine(
        stylesheet=Stylesheet.load(folder / "document.css", assets=folder / "assets"),
        typeface=Typeface.load(settings.DATA_DIR / "typeface"),
        write_html=lambda part: render_to_string(part.template, dict(part.context)),
        store=PartStore(caches["parts"]),
    )
    parts = [Part(slug="cover", chapter="", title="Sampul", template="…", context={…}), …]

    # on any worker, in any order, any number of times:
    engine.fetch_or_render(part)

    # once, at the end:
    placed = [Placed(part, engine.fetch_or_render(part)) for part in parts]
    pdf = assemble(placed, engine.typeface, Imprint(title="Masterplan Smart City …"))

    # one part as the document will print it:
    one = Placed(part, engine.fetch_or_render(part))
    pdf = assemble([one], engine.typeface, imprint, extract=True)

Rules for the HTML of a part:

- It is a complete document with `<html lang="id">`; text from people is escaped by the template.
- Every `id` is unique in the whole document: it becomes a named destination. A link to
  `#program-7` reaches it from any part; a link that leads nowhere fails the assembly by name.
- The font family is `Typeface.FAMILY` in the weights 400, 600 and 700 and italic 400. There is no
  other font: a character that the family lacks is shown as `□`.
- Images and other assets are addressed as `asset:name.svg`; nothing else is ever opened.
- No page numbers, no `target-counter()`, no `@page` margin boxes: those come from the assembly,
  which writes the page of a destination into `<a href="#program-7" data-figure=""></a>`.
- A figure that may change without a new layout is `<span data-figure=""></span>` at the right
  end of its line; the assembly writes the part's `figures` there, one after the other.
"""

from masterplan.rendering.assembly import assemble
from masterplan.rendering.engine import Engine
from masterplan.rendering.faults import (
    AssemblyError,
    DamagedPart,
    PartError,
    PartTooSlow,
    RenderingError,
)
from masterplan.rendering.imprint import Imprint
from masterplan.rendering.limits import quiet_collector
from masterplan.rendering.pagination import Pages, Placed, paginate
from masterplan.rendering.parts import Destination, Heading, Part, RenderedPart
from masterplan.rendering.store import PartStore
from masterplan.rendering.stylesheet import Stylesheet
from masterplan.rendering.typeface import Typeface

__all__ = [
    "AssemblyError",
    "DamagedPart",
    "Destination",
    "Engine",
    "Heading",
    "Imprint",
    "Pages",
    "Part",
    "PartError",
    "PartStore",
    "PartTooSlow",
    "Placed",
    "RenderedPart",
    "RenderingError",
    "Stylesheet",
    "Typeface",
    "assemble",
    "paginate",
    "quiet_collector",
]
