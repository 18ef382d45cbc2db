"""The editions of the guide that come with the project."""

from __future__ import annotations

import json

import pytest

from dimensions.actions import DATA, install_editions
from dimensions.models import Dimension, Edition, SubDimension

pytestmark = pytest.mark.django_db


def relative_luminance(colour: str) -> float:
    """As WCAG 2 defines it, 0 for black and 1 for white."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_bundled_edition_is_installed_after_migrate() -> None:
    bundled = {json.loads(path.read_text())["slug"] for path in DATA.glob("edition_*.json")}
    assert set(Edition.objects.values_list("slug", flat=True)) == bundled


def test_there_are_six_dimensions_of_three_sub_dimensions() -> None:
    codes = list(Dimension.objects.filter(edition__slug="2023").values_list("code", flat=True))
    assert codes == ["GOV", "BRA", "ECO", "LIV", "SOC", "ENV"]
    subs = SubDimension.objects.filter(dimension__edition__slug="2023")
    assert list(subs.values_list("code", flat=True)) == [
        f"{code}-{number}" for code in codes for number in (1, 2, 3)
    ]
    assert all(len(row.impact_statements) == 3 for row in subs)


def test_every_colour_reads_on_white() -> None:
    for colour in Dimension.objects.values_list("colour", flat=True):
        assert 1.05 / (relative_luminance(colour) + 0.05) >= 5


def test_a_name_that_an_administrator_changed_stays() -> None:
    Dimension.objects.filter(code="GOV").update(name="Tata Kelola Cerdas")
    install_editions()
    assert Dimension.objects.get(code="GOV").name == "Tata Kelola Cerdas"


def test_installing_again_adds_nothing() -> None:
    before = Edition.objects.count(), Dimension.objects.count(), SubDimension.objects.count()
    install_editions()
    after = Edition.objects.count(), Dimension.objects.count(), SubDimension.objects.count()
    assert after == before
