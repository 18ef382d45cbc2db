"""Compiles `locale/*/LC_MESSAGES/*.po`, so that only what people can read is kept in the project.

Babel does it in the virtual environment: no gettext is needed where people only read the pages.
"""

from pathlib import Path

from operations import ROOT


def compile_catalogues(folder: Path = ROOT / "locale") -> list[Path]:
    """Write each catalogue that is newer than its compiled form; the compiled files written."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        unfinished = target.with_suffix(".new")
        with unfinished.open("wb") as compiled:
            write_mo(compiled, catalogue)
        unfinished.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_catalogues()
