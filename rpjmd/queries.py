"""Reads of the RPJMD, each in a fixed number of queries whatever its size."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rpjmd.content import RpjmdContent, read_element, read_head, read_indicator
from rpjmd.models import Element, Indicator, Link, Version
from workspace.models import Plan


@dataclass(frozen=True)
class LoadedVersion:
    """All rows of a version. `links` are (parent, child) as primary keys, oldest first."""

    version: Version
    elements: list[Element]
    links: list[tuple[int, int]]
    indicators: list[Indicator]

    @property
    def content(self) -> RpjmdContent:
        parents = self.parent_codes()
        return {
            **read_head(self.version),
            "elements": [read_element(row, parents[row.pk]) for row in self.elements],
            "indicators": [read_indicator(row) for row in self.indicators],
        }

    def parent_codes(self) -> dict[int, list[str]]:
        """The codes of each element's parents, in the order in which they were written."""
        codes = {row.pk: row.code for row in self.elements}
        above: dict[int, list[str]] = {row.pk: [] for row in self.elements}
        for parent, child in self.links:
            above[child].append(codes[parent])
        return above


def current_version(plan: Plan) -> Version | None:
    """The version in force, or None while nobody has entered one."""
    return Version.objects.filter(plan=plan, is_current=True).first()


def counted_versions(plan: Plan) -> QuerySet[Version]:
    """All versions, the one in force first, with `element_number` and `indicator_number`."""
    return (
        Version.objects.filter(plan=plan)
        .annotate(element_number=_count(Element), indicator_number=_count(Indicator))
        .order_by("-is_current", "-pk")
    )


def load_version(version: Version) -> LoadedVersion:
    """Everything of the version in four queries."""
    return LoadedVersion(
        version,
        list(version_elements(version)),
        read_links(version),
        list(version_indicators(version)),
    )


def read_rpjmd(version: Version) -> RpjmdContent:
    """The whole version as a JSON value of the shape that `rpjmd.content` describes."""
    return load_version(version).content


def version_elements(version: Version) -> QuerySet[Element]:
    return Element.objects.filter(version=version).select_related("agency")


def version_indicators(version: Version) -> QuerySet[Indicator]:
    return (
        Indicator.objects.filter(version=version)
        .select_related("agency", "element")
        .prefetch_related("targets")
    )


def read_links(version: Version) -> list[tuple[int, int]]:
    """All links as (parent, child), in the order in which they were written."""
    links = Link.objects.filter(child__version=version).order_by("pk")
    return list(links.values_list("parent_id", "child_id"))


def _count(model: type[Model]) -> Coalesce:
    """How many rows of the model a version has."""
    rows = model._default_manager.filter(version=OuterRef("pk")).order_by().values("version")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)
