"""The texts beside the code: what they point at is there, and their pictures stay small."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from operations import ROOT

TEXTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "demo").rglob("README.md")]
PICTURES = ROOT / "docs" / "gambar"
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)|<img src=\"([^\":]+)\"")


def targets(text: Path) -> set[Path]:
    """The files of this project that a text links to or shows."""
    found = LINK.findall(text.read_text(encoding="utf-8"))
    return {(text.parent / (link or image)).resolve() for link, image in found}


def test_every_link_of_a_text_leads_somewhere() -> None:
    broken = {text.name: missing for text in TEXTS if (missing := missing_targets(text))}
    assert broken == {}


def missing_targets(text: Path) -> list[str]:
    return sorted(target.name for target in targets(text) if not target.exists())


def test_every_picture_is_shown_and_small() -> None:
    shown = set().union(*map(targets, TEXTS))
    pictures = list(PICTURES.iterdir())

    assert [picture.name for picture in pictures if picture not in shown] == []
    assert [picture.name for picture in pictures if not is_small(picture)] == []


def is_small(picture: Path) -> bool:
    with Image.open(picture) as image:
        return image.width <= 1200 and picture.stat().st_size <= 150_000
