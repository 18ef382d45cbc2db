"""Reads of the RPJMD, each in a fixed number of queries whatever its size."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rpjmd.content import RpjmdContent, read_element, read_head, read_indicator
from rpjmd.models import RENSTRA_LEVELS, Element, Indicator, Level, Link, Version
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

    def without_renstra(self) -> LoadedVersion:
        """What the RPJMD's page shows: the chain down to its programs."""
        elements = [row for row in self.elements if row.level not in RENSTRA_LEVELS]
        kept = {row.pk for row in elements}
        links = [link for link in self.links if kept.issuperset(link)]
        indicators = [row for row in self.indicators if row.element_id in kept]
        return LoadedVersion(self.version, elements, links, indicators)

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


def load_chain(version: Version) -> LoadedVersion:
    """The version with the elements of the Renstra but without their indicators, which are many."""
    indicators = version_indicators(version).exclude(element__level__in=RENSTRA_LEVELS)
    elements = list(version_elements(version))
    return LoadedVersion(version, elements, read_links(version), list(indicators))


def load_renstra(program: Element) -> LoadedVersion:
    """A program with the kegiatan and subkegiatan below it, in four queries."""
    children: dict[int, list[int]] = {}
    links = read_links(program.version)
    for parent, child in links:
        children.setdefault(parent, []).append(child)
    kept = {program.pk}
    waiting = [program.pk]
    while waiting:
        fresh = [pk for pk in children.get(waiting.pop(), []) if pk not in kept]
        kept.update(fresh)
        waiting.extend(fresh)
    elements = [row for row in version_elements(program.version) if row.pk in kept]
    indicators = [row for row in version_indicators(program.version) if row.element_id in kept]
    links = [link for link in links if kept.issuperset(link)]
    return LoadedVersion(program.version, elements, links, indicators)


def count_renstra(version: Version) -> dict[int, int]:
    """How many kegiatan stand directly below each program, for those that have any."""
    links = Link.objects.filter(child__version=version, child__level__in=RENSTRA_LEVELS)
    rows = links.filter(parent__level=Level.PROGRAM).values("parent").annotate(Count("pk"))
    return dict(rows.values_list("parent", "pk__count"))


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
