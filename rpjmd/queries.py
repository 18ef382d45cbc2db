"""Reads of the RPJMD, each in a fixed number of queries whatever its size."""

from __future__ import annotations

from django.db.models import QuerySet

from rpjmd.content import RpjmdContent, read_element, read_head, read_indicator
from rpjmd.models import Element, Indicator, Link, Version
from workspace.models import Plan


def current_version(plan: Plan) -> Version | None:
    """The version in force, or None while nobody has entered one."""
    return Version.objects.filter(plan=plan, is_current=True).first()


def read_rpjmd(version: Version) -> RpjmdContent:
    """The whole version as a JSON value of the shape `rpjmd.content` describes, in four queries."""
    elements = list(version_elements(version))
    parents = read_parents(version, elements)
    return {
        **read_head(version),
        "elements": [read_element(element, parents[element.pk]) for element in elements],
        "indicators": [read_indicator(indicator) for indicator in version_indicators(version)],
    }


def version_elements(version: Version) -> QuerySet[Element]:
    return Element.objects.filter(version=version).select_related("agency")


def version_indicators(version: Version) -> QuerySet[Indicator]:
    return (
        Indicator.objects.filter(version=version)
        .select_related("agency", "element")
        .prefetch_related("targets")
    )


def read_parents(version: Version, elements: list[Element]) -> dict[int, list[str]]:
    """The codes of each element's parents, in the elements' own order."""
    by_place = {element.pk: (place, element.code) for place, element in enumerate(elements)}
    above: dict[int, list[tuple[int, str]]] = {element.pk: [] for element in elements}
    for parent, child in read_links(version):
        above[child].append(by_place[parent])
    return {child: [code for _place, code in sorted(uppers)] for child, uppers in above.items()}


def read_links(version: Version) -> list[tuple[int, int]]:
    """All links as (parent, child)."""
    return list(Link.objects.filter(child__version=version).values_list("parent_id", "child_id"))
