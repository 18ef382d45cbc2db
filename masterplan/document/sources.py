"""The hash of everything beside the content that decides how a part's HTML comes out."""

from __future__ import annotations

import functools
import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.conf import settings

LIBRARIES: Final = ("django", "markdown-it-py", "nh3")


@functools.cache
def template_digest() -> str:
    """One hash over all templates of the document, for each of them may take in any other, and
    over the one function that turns people's Markdown into HTML."""
    folder = Path(settings.BASE_DIR)
    files = [*sorted((folder / "templates/document").rglob("*.html")), *_code(folder)]
    total = hashlib.sha256(repr([(name, version(name)) for name in LIBRARIES]).encode())
    for file in files:
        total.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _code(folder: Path) -> list[Path]:
    return [folder / "workspace/markdown.py", folder / "workspace/templatetags/indonesian.py"]
