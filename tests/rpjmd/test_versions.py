"""A version beside the one in force: made, edited, compared, thrown away."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rpjmd.actions import add_version, delete_version
from rpjmd.homes import suggest_homes
from rpjmd.models import Indicator, Level, Version
from rpjmd.queries import current_version, read_rpjmd
from rpjmd.version_changes import compare_versions
from tests.cast import Cast
from tests.rpjmd.contents import content, element, indicator
from workspace.acts import Conflict, Refused


def copy(cast: Cast, **head: Any) -> Version:
    whole: Any = {**read_rpjmd(cast.rpjmd), "label": "Perubahan I", **head}
    return add_version(plan=cast.plan, actor=cast.steward, content=whole)


def test_a_copy_holds_everything_and_is_not_in_force(cast: Cast) -> None:
    version = copy(cast)
    assert read_rpjmd(version) == {**read_rpjmd(cast.rpjmd), "label": "Perubahan I"}
    assert (version.is_current, version.predecessor) == (False, cast.rpjmd)
    assert current_version(cast.plan) == cast.rpjmd


def test_a_label_is_used_once(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        copy(cast, label="Murni")
    assert (refused.value.field, Version.objects.filter(plan=cast.plan).count()) == ("label", 1)


def test_there_is_a_first_one_before_there_is_a_second(cast: Cast) -> None:
    whole = content(label="Perubahan I")
    cast.rpjmd.delete()
    with pytest.raises(Conflict):
        add_version(plan=cast.plan, actor=cast.steward, content=whole)


def test_only_the_steward_makes_and_deletes_one(cast: Cast) -> None:
    version = copy(cast)
    for who in ("owner", "admin", "foreign_admin"):
        with pytest.raises(PermissionDenied):
            delete_version(version=version, actor=getattr(cast, who))
    delete_version(version=version, actor=cast.steward)
    assert list(Version.objects.filter(plan=cast.plan)) == [cast.rpjmd]


def test_it_lists_what_was_renamed_moved_recoded_altered_added_and_lost() -> None:
    before = content(
        elements=[
            element("M1", Level.MISSION),
            element("M2", Level.MISSION),
            element("S1", Level.OBJECTIVE, "M1"),
            element("S2", Level.OBJECTIVE, "M1", text="Sama kata"),
        ],
        indicators=[
            indicator("A", "S1"),
            indicator("B", "S1"),
            indicator("C", "S1", final="1"),
            indicator("D", "S2"),
        ],
    )
    after = content(
        elements=[
            element("M1", Level.MISSION, text="Nama baru"),
            element("M2", Level.MISSION),
            element("S1", Level.OBJECTIVE, "M2"),
            element("S9", Level.OBJECTIVE, "M1", text="Sama kata"),
        ],
        indicators=[
            indicator("A", "S9", name="Berganti nama"),
            indicator("C", "S1", final="2"),
            indicator("D", "S9"),
            indicator("E", "S9"),
        ],
    )
    changes = compare_versions(before, after)
    assert {
        "renamed": [pair.before.code for pair in changes.renamed],
        "moved": [(pair.before.above, pair.after.above) for pair in changes.moved],
        "recoded": [(pair.before.code, pair.after.code) for pair in changes.recoded],
        "altered": [pair.before.code for pair in changes.altered],
        "added": [row.code for row in changes.added],
        "lost": [row.code for row in changes.lost],
        "same": changes.same,
    } == {
        "renamed": ["M1", "A"],
        "moved": [(("M1",), ("M2",)), (("S1",), ("S9",))],
        "recoded": [("S2", "S9")],
        "altered": ["C"],
        "added": ["E"],
        "lost": ["B"],
        "same": 2,
    }


def test_versions_that_say_the_same_have_no_changes() -> None:
    assert compare_versions(content(), content(label="Perubahan I")).is_empty is True


def homes(cast: Cast, name: str, *names: str) -> list[tuple[str, bool]]:
    lost = Indicator(version=cast.rpjmd, code="X", name=name)
    offered = [
        Indicator(pk=place, version=cast.rpjmd, code=f"N{place}", name=each)
        for place, each in enumerate(names, 1)
    ]
    return [(one.indicator.name, one.is_sure) for one in suggest_homes(lost, offered, [])]


def test_the_same_name_is_sure_and_shared_words_are_a_suggestion(cast: Cast) -> None:
    assert homes(
        cast,
        "Prevalensi stunting balita",
        "Angka kematian ibu",
        "Prevalensi stunting",
        "prevalensi Stunting Balita",
    ) == [("prevalensi Stunting Balita", True), ("Prevalensi stunting", False)]
    assert homes(cast, "Indeks SPBE", "Angka kematian ibu") == []
