"""The style sheet of the document with the assets that it and the templates may name."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Stylesheet:
    """CSS text and assets by name (`asset:NAME` in CSS, HTML and SVG)."""

    css: str
    assets: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path, *, assets: Path | None = None) -> Self:
        """The style sheet, and each file below the folder `assets` under its relative path."""
        files = sorted(assets.rglob("*")) if assets else []
        bundled = {
            file.relative_to(assets).as_posix(): file.read_bytes()
            for file in files
            if assets and file.is_file()
        }
        return cls(path.read_text(encoding="utf-8"), bundled)

    @cached_property
    def digest(self) -> str:
        """The sha-256 over the text and every asset with its name."""
        total = hashlib.sha256(self.css.encode())
        for name, data in sorted(self.assets.items()):
            total.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
        return total.hexdigest()
