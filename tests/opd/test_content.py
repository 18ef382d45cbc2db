"""A program's content is the same whichever way it was read."""

from __future__ import annotations

import pytest

from opd.content import read_content, read_with_rows, with_content
from opd.models import Program, QuickWin
from tests.cast import Cast, build_program

pytestmark = pytest.mark.django_db


def test_rows_without_their_models_give_the_same_content(cast: Cast) -> None:
    whole = build_program(cast, "Lengkap")
    QuickWin.objects.filter(program=whole).update(benefit="Hemat **waktu**.")
    build_program(cast, "Kedua")
    build_program(cast, "Baru dimulai", complete=False)
    read = {program.pk: read_content(program) for program in with_content(Program.objects.all())}
    rows = read_with_rows(Program.objects.all())
    assert {program.pk: read_content(program, its) for program, its in rows} == read
    assert read[whole.pk]["alignment"]["alignments"]
    assert read[whole.pk]["quick_win"]["benefit"]
