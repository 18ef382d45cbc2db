"""The document's one typeface: static faces, what they cover, and their subsets.

Inter comes from PyPI as variable fonts. WeasyPrint would cut an instance out of them again for
every part, so that the four faces are made once and kept in a folder. They are cut down to the
Latin letters, punctuation and symbols that a document may hold, without contextual alternates:
those would turn a typed `->` into an arrow.
"""

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from shutil import rmtree
from typing import ClassVar, NamedTuple, Self

import fontpkg_inter
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

REGULAR = "400"

_UPRIGHT = "Inter[opsz,wght].ttf"
_ITALIC = "Inter-Italic[opsz,wght].ttf"
# Name of the face (weight, and i for italic): source file and weight.
_FACES = {
    "400": (_UPRIGHT, 400),
    "600": (_UPRIGHT, 600),
    "700": (_UPRIGHT, 700),
    "400i": (_ITALIC, 400),
}
_OPTICAL_SIZE = 14
_FEATURES = ["ccmp", "locl", "kern", "mark", "mkmk", "lnum", "tnum", "pnum", "frac", "sups", "subs"]
_RANGES = ((0x20, 0x250), (0x2B0, 0x370), (0x1E00, 0x1F00), (0x2000, 0x2C00))
_NEEDED_TABLES = {"head", "hhea", "hmtx", "maxp", "loca", "glyf"}
_RECIPE = repr((_FACES, _OPTICAL_SIZE, _FEATURES, _RANGES, 1))

_REPLACEMENT = "□"
# A sign of the typeface that no text may keep: it holds the place of a figure.
FIGURE_MARK = "⨸"
_WHITE_SPACE = frozenset("\t\n\r\f ")


class Letter(NamedTuple):
    """How a face shows a character: a glyph number, and its width in thousandths of the size."""

    glyph: int
    advance: int


@dataclass(frozen=True)
class Face:
    """One static TrueType file."""

    name: str
    data: bytes = field(repr=False)

    @cached_property
    def font(self) -> TTFont:
        return TTFont(BytesIO(self.data), lazy=True)

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def characters(self) -> dict[int, str]:
        """Code point to glyph name."""
        return dict(self.font.getBestCmap())

    @property
    def weight(self) -> int:
        return int(self.name.rstrip("i"))

    @property
    def italic(self) -> bool:
        return self.name.endswith("i")

    @cached_property
    def letters(self) -> dict[str, Letter]:
        """Every character that the face has."""
        glyphs = {chr(code): self.font.getGlyphID(name) for code, name in self.characters.items()}
        return {
            character: Letter(glyph, self.advance(glyph)) for character, glyph in glyphs.items()
        }

    @cached_property
    def figures(self) -> dict[str, Letter]:
        """The ten figures, all of the same width, and the signs within an amount and for none."""
        tabular = _single_substitutions(self.font, "tnum")
        found = {}
        for figure in "0123456789.,–":
            name = self.characters[ord(figure)]
            glyph = self.font.getGlyphID(tabular.get(name, name))
            found[figure] = Letter(glyph, self.advance(glyph))
        return found

    @cached_property
    def advances(self) -> dict[int, int]:
        """The width of every glyph in thousandths of the font size."""
        return {glyph: self.advance(glyph) for glyph in range(len(self._shares))}

    def advance(self, glyph: int) -> int:
        """The width of a glyph in thousandths of the font size."""
        return round(1000 * self._shares[glyph])

    def width(self, glyph: int, size: float) -> float:
        """The width of a glyph at a size, as Pango lays it out: both in whole 1024ths."""
        return round(round(size * 1024) * self._shares[glyph]) / 1024

    @cached_property
    def _shares(self) -> list[float]:
        """The width of every glyph as a share of the font size."""
        widths, whole = self.font["hmtx"].metrics, int(self.font["head"].unitsPerEm)
        return [widths[name][0] / whole for name in self.font.getGlyphOrder()]

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """A font file with the outlines of these glyphs only, under their old numbers."""
        return _subset(self, frozenset(glyphs))


@dataclass(frozen=True)
class Typeface:
    """The four faces of the family, and the style sheet that names them."""

    FAMILY: ClassVar[str] = "Inter"

    folder: Path
    faces: dict[str, Face]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The faces kept in `folder`, made there first when they are missing (about 7 s, once).

        Several processes may do so at once: each makes its own copy and the first one stays.
        """
        home = folder / f"inter-{_recipe_digest()[:16]}"
        if not home.is_dir():
            _make_faces(home)
        return cls(home, {name: Face(name, (home / f"{name}.ttf").read_bytes()) for name in _FACES})

    @cached_property
    def digest(self) -> str:
        """The sha-256 over all faces."""
        digests = "".join(face.digest for face in self.faces.values())
        return hashlib.sha256(digests.encode()).hexdigest()

    @cached_property
    def css(self) -> str:
        """The `@font-face` rules."""
        return "\n".join(
            f'@font-face {{ font-family: "{self.FAMILY}"; font-weight: {face.weight}; '
            f"font-style: {'italic' if face.italic else 'normal'}; "
            f"src: url(asset:{self.asset_name(face)}) }}"
            for face in self.faces.values()
        )

    @cached_property
    def assets(self) -> dict[str, bytes]:
        """The font files under the names that `css` gives them."""
        return {self.asset_name(face): face.data for face in self.faces.values()}

    @cached_property
    def characters(self) -> frozenset[str]:
        """The characters that a text may keep: those that every face has, and white space."""
        shared = frozenset.intersection(*(frozenset(face.letters) for face in self.faces.values()))
        return (frozenset(filter(_is_plain, shared)) | _WHITE_SPACE) - {FIGURE_MARK}

    def face(self, weight: int, italic: bool) -> Face:
        """The face that WeasyPrint chose for this weight and slope; KeyError for any other."""
        return self.faces[f"{weight}{'i' if italic else ''}"]

    @staticmethod
    def asset_name(face: Face) -> str:
        return f"typeface/{face.name}.ttf"

    def legible(self, text: str) -> str:
        """The text with every character that the family lacks replaced by `□`.

        Composed forms are tried first; characters that only steer other characters (joiners,
        variation selectors, soft hyphens, controls) are left out. Mixing in another font would look
        different on every machine, and leaving a character out would hide that it was there.
        """
        if self.characters.issuperset(text):
            return text
        return "".join(self._legible(unicodedata.normalize("NFC", text)))

    def _legible(self, text: str) -> Iterator[str]:
        for character in text:
            if character in self.characters:
                yield character
            elif _is_plain(character):
                yield _REPLACEMENT


def _single_substitutions(font: TTFont, feature: str) -> dict[str, str]:
    """Glyph name to the glyph name that a feature puts instead."""
    table = font["GSUB"].table
    return {
        glyph: instead
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == feature
        for lookup in record.Feature.LookupListIndex
        for part in table.LookupList.Lookup[lookup].SubTable
        for glyph, instead in part.mapping.items()
    }


def _is_plain(character: str) -> bool:
    """Not a character that only steers others; a zero-width space, where words may part, is."""
    is_selector = 0xFE00 <= ord(character) <= 0xFE0F
    is_control = unicodedata.category(character) in {"Cc", "Cf"} and character != "\u200b"
    return not (is_selector or is_control)


def _recipe_digest() -> str:
    recipe = (_RECIPE, version("fontpkg-inter"), version("fonttools"))
    return hashlib.sha256(repr(recipe).encode()).hexdigest()


def _make_faces(home: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix="typeface-", dir=home.parent))
    try:
        workshop.chmod(0o755)
        for name, (source, weight) in _FACES.items():
            (workshop / f"{name}.ttf").write_bytes(make_face(source, weight))
        os.rename(workshop, home)
    except OSError:
        if not home.is_dir():
            raise
    finally:
        rmtree(workshop, ignore_errors=True)


def make_face(source: str, weight: int) -> bytes:
    """A static face of this weight out of one of the family's variable fonts."""
    font = TTFont(BytesIO(_trimmed(source)), recalcTimestamp=False)
    instantiateVariableFont(font, {"wght": weight, "opsz": _OPTICAL_SIZE}, inplace=True)
    return _saved(font)


@cache
def _trimmed(source: str) -> bytes:
    """The variable font with the wanted characters and features only."""
    font = TTFont(fontpkg_inter.ROOT / "files" / source, recalcTimestamp=False)
    options = subset.Options(
        layout_features=_FEATURES, notdef_outline=True, glyph_names=False, hinting=False
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in _RANGES for code in range(first, last)])
    subsetter.subset(font)
    return _saved(font)


@lru_cache(maxsize=32)
def _subset(face: Face, glyphs: frozenset[int]) -> bytes:
    font = TTFont(BytesIO(face.data), lazy=True, recalcTimestamp=False)
    options = subset.Options(
        retain_gids=True,
        layout_features=[],
        notdef_outline=True,
        glyph_names=False,
        hinting=False,
        drop_tables=[tag for tag in font.keys() if tag not in _NEEDED_TABLES],  # noqa: SIM118
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(gids=sorted(glyphs))
    subsetter.subset(font)
    return _saved(font)


def _saved(font: TTFont) -> bytes:
    target = BytesIO()
    font.save(target)
    return target.getvalue()
