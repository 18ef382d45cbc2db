"""The RPJMD as a tree for the page, in whatever shape the region has drawn it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import cached_property

from rpjmd.models import Element, Indicator, Level
from rpjmd.queries import LoadedVersion

DEEPEST: Final = 10  # nested boxes on a page; what is deeper starts again at the top
LEVELS: Final = {level.value: place for place, level in enumerate(Level)}


@dataclass
class IndicatorRow:
    """An indicator with each year of the version and the text of its target, "" for none."""

    indicator: Indicator
    targets: list[tuple[int, str]]


@dataclass
class Node:
    """An element where it stands in full: below its first parent."""

    element: Element
    indicators: list[IndicatorRow] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    # elements below this one that stand in full elsewhere
    references: list[Element] = field(default_factory=list)
    # the other parents of this element
    also_below: list[Element] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        return not (self.indicators or self.children or self.references)

    @cached_property
    def summary(self) -> list[tuple[int, str]]:
        """What is inside, as numbers with the names of their kinds."""
        counts = Counter(node.element.level for node in self.children)
        counts.update(element.level for element in self.references)
        return [(counts[level], str(level.label)) for level in Level if counts[level]]


def build_tree(loaded: LoadedVersion) -> list[Node]:
    """The elements without parents, each with everything below it.

    An element with several parents stands in full below the first and is named below the others,
    so that the page never grows faster than the RPJMD.
    """
    nodes = {row.pk: Node(row) for row in loaded.elements}
    for indicator in loaded.indicators:
        nodes[indicator.element_id].indicators.append(build_row(indicator, loaded.version.years))
    below = _hang(nodes, loaded.links)
    return _roots(list(nodes.values()), below)


def build_row(indicator: Indicator, years: range) -> IndicatorRow:
    targets = {target.year: target.text for target in indicator.targets.all()}
    return IndicatorRow(indicator, [(year, targets.get(year, "")) for year in years])


def _hang(nodes: dict[int, Node], links: list[tuple[int, int]]) -> set[int]:
    """Put each node below its first parent and name it below the others; those that hang."""
    hanging: set[int] = set()
    for upper, lower in links:
        parent, child = nodes[upper], nodes[lower]
        if lower in hanging:
            parent.references.append(child.element)
            child.also_below.append(parent.element)
        else:
            parent.children.append(child)
            hanging.add(lower)
    places = {key: (LEVELS[nodes[key].element.level], place) for place, key in enumerate(nodes)}
    for node in nodes.values():
        node.children.sort(key=lambda child: places[child.element.pk])
        node.references.sort(key=lambda element: places[element.pk])
    return hanging


def _roots(nodes: list[Node], hanging: set[int]) -> list[Node]:
    """The nodes that hang nowhere, and those that would stand too deep."""
    roots = [node for node in nodes if node.element.pk not in hanging]
    waiting = [(node, 1) for node in roots]
    for node, depth in waiting:
        if depth == DEEPEST:
            roots.extend(node.children)
            node.references.extend(child.element for child in node.children)
            waiting.extend((child, 1) for child in node.children)
            node.children = []
        else:
            waiting.extend((child, depth + 1) for child in node.children)
    return roots
