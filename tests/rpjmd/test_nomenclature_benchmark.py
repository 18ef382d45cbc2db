"""What the benchmark of the picker measures, on a small scale: figures are for the command."""

from __future__ import annotations

from itertools import islice

from rpjmd.benchmark.picker import all_rows, measure_picker
from rpjmd.models import NomenclatureEntry
from rpjmd.nomenclature.rows import gather
from tests.cast import Cast
from workspace.models import Region


def test_it_measures_and_leaves_nothing_behind(cast: Cast) -> None:
    assert measure_picker(rows=120) > 0
    assert not NomenclatureEntry.objects.exists()
    assert not Region.objects.filter(code="99.97").exists()


def test_its_rows_are_a_nomenclature() -> None:
    found, problems = gather(islice(all_rows(), 7500))
    assert (len(found), problems) == (7500, [])
    kinds = [code.count(".") for code in found]
    assert kinds.count(5) > 0.75 * len(kinds)
