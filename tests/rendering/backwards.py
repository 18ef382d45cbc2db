"""Run as a module: make the fixed document with its parts finished backwards, print its digest."""

import hashlib
import os
from pathlib import Path

from django.core.cache.backends.locmem import LocMemCache

from masterplan.rendering import Engine, PartStore, Placed, Stylesheet, Typeface, assemble

from .conftest import CSS, write_html
from .test_same_bytes import FIXED, IMPRINT, parts_of


def main() -> None:
    typeface = Typeface.load(Path(os.environ["TYPEFACE_FOLDER"]))
    engine = Engine(
        stylesheet=Stylesheet(CSS),
        typeface=typeface,
        write_html=write_html,
        store=PartStore(LocMemCache("backwards", {})),
    )
    parts = parts_of(FIXED)
    rendered = {part.slug: engine.render(part) for part in reversed(parts)}
    pdf = assemble([Placed(part, rendered[part.slug]) for part in parts], typeface, IMPRINT)
    print(hashlib.sha256(pdf).hexdigest())


if __name__ == "__main__":
    main()
