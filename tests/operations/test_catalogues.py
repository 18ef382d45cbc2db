"""Translations are compiled when they are newer, and only then."""

import gettext
import os
from pathlib import Path

from operations.catalogues import compile_catalogues

ENGLISH = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Ajukan"
msgstr "Submit"

msgid "%(n)s program"
msgid_plural "%(n)s program-program"
msgstr[0] "%(n)s program"
msgstr[1] "%(n)s programs"
"""


def _catalogue(folder: Path) -> Path:
    source = folder / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(ENGLISH)
    return source


def test_a_catalogue_is_compiled_so_that_gettext_reads_it(tmp_path: Path) -> None:
    source = _catalogue(tmp_path)

    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]

    english = gettext.translation("django", tmp_path, ["en"])
    words = (
        english.gettext("Ajukan"),
        english.ngettext("%(n)s program", "%(n)s program-program", 1),
        english.ngettext("%(n)s program", "%(n)s program-program", 2),
    )
    assert words == ("Submit", "%(n)s program", "%(n)s programs")


def test_a_compiled_catalogue_is_left_until_its_text_is_newer(tmp_path: Path) -> None:
    source = _catalogue(tmp_path)
    compile_catalogues(tmp_path)
    assert compile_catalogues(tmp_path) == []

    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]


def test_a_project_without_catalogues_needs_none(tmp_path: Path) -> None:
    assert compile_catalogues(tmp_path) == []
