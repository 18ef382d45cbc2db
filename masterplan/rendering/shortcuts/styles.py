"""Computed styles that live from part to part.

A style is decided by the style of the parent and by the rules that match, so that the same cell of
two program's sheets has the same style. WeasyPrint shares styles within one document only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from types import CodeType
from typing import Any, Final

import tinycss2  # type: ignore[import-untyped]
from cssselect2 import Matcher  # type: ignore[import-untyped]
from weasyprint import css
from weasyprint.css import ComputedStyle, InitialStyle, StyleFor

_find_stylesheets = css.find_stylesheets

# WeasyPrint's way to say that an element has an id. It is not inherited: what stands inside such an
# element may share its styles with what stands in one without.
_ANCHOR = "-weasy-anchor"

# What a selector may ask of an element that is told by its tag, its classes and its ancestors.
_OF_A_PLACE: Final = frozenset({"local_name", "classes", "ancestors", "parent", "any", "next"})

# A rule that matches: its specificity, where it comes from, its layer, its declarations.
_Rule = tuple[Any, str, float, Any]
# What an element says of itself by an attribute: its specificity, its declarations.
_Own = tuple[Any, tuple[Any, ...]]
_Weighted = dict[str, tuple[Any, Any]]
_Rules = dict[str | None, list[_Rule]]  # by the pseudo-element that they are for


class StyleMemory:
    """Styles by what decided them. Keys hold identities of styles, declarations and matchers, which
    the memory keeps alive; it is emptied as a whole or not at all."""

    def __init__(self) -> None:
        self._styles: dict[Any, Any] = {}
        self._sheets: dict[str, list[Any]] = {}
        self._curious: dict[int, tuple[Any, Matcher | None]] = {}
        # Where an element can stand: its tag and classes below those of its ancestors.
        self.places: dict[Any, int] = {}
        self.rules: dict[int, _Rules] = {}  # that match at a place unless a curious selector does
        # The styles of an element that says nothing of itself: its own, and its pseudo-elements'.
        self.placed: dict[tuple[int, int], list[tuple[str | None, Any]]] = {}
        # For viewport units, which the document does not use; one for all, as styles refer to it.
        self.page_sizes: dict[str, Any] = {"box": None, "area": None}

    def __len__(self) -> int:
        return len(self._styles) + len(self._sheets) + len(self.places)

    def style_for(self, *arguments: Any) -> SharedStyles:
        return SharedStyles(self, *arguments)

    def find_stylesheets(self, root: Any, *arguments: Any) -> Iterator[Any]:
        """The part's own style sheet, which sets a few colours: there are as many as dimensions."""
        own = "\n".join(style.text or "" for style in root.etree_element.iter("style"))
        if own not in self._sheets:
            self._sheets[own] = list(_find_stylesheets(root, *arguments))
        return iter(self._sheets[own])

    def curious(self, matcher: Any) -> Matcher | None:
        """The selectors of a style sheet to which a place is not the whole answer, if any."""
        if id(matcher) not in self._curious:
            self._curious[id(matcher)] = matcher, _curious(matcher)
        return self._curious[id(matcher)][1]

    def shared(self, parent: Any, pseudo: str | None, own: Any, rules: Sequence[_Rule]) -> Any:
        """The style remembered for these, or None; and its key."""
        decided_by = tuple([(rule[0], rule[1], rule[2], id(rule[3])) for rule in rules])
        key = (id(parent), pseudo, own, decided_by)
        return self._styles.get(key), key

    def keep(self, key: Any, style: Any) -> None:
        style.is_shared = True
        style["display"]  # a style of which nothing is computed yet is empty, and so taken for none
        self._styles[key] = style


class SharedStyles(StyleFor):  # type: ignore[misc]
    """WeasyPrint's table of the styles of one document, filled from the memory."""

    def __init__(
        self,
        memory: StyleMemory,
        html: Any,
        sheets: list[Any],
        presentational_hints: bool,
        font_config: Any,
        target_collector: Any,
    ) -> None:
        self._memory = memory
        self._base_url = html.base_url
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self.initial_page_sizes = memory.page_sizes
        self._sheets = sheets
        self.font_config = font_config
        own = self._own_declarations(html, presentational_hints)
        matchers = [sheet.matcher for sheet, _origin, _specificity in sheets]
        self._curious = [asked for matcher in matchers if (asked := memory.curious(matcher))]
        above = tuple(id(matcher) for matcher in matchers)
        found: dict[Any, tuple[Any, Any]] = {}
        for element in html.wrapper_element.iter_subtree():
            node = element.etree_element
            parent, upper = found[element.parent.etree_element] if element.parent else (None, above)
            place = self._place(node, upper)
            said = own.get(node, [])
            found[node] = (
                self._style(element, node, parent, place, said, target_collector),
                place,
            )
        styles = [style for style, _place in found.values()]
        # For `lengths.page_values`: layout asks every box for them, again and again.
        NamedPages.are_there = any("page" in style.cascaded for style in styles)

    def _own_declarations(self, html: Any, hints: bool) -> dict[Any, list[_Own]]:
        """What each element says of itself, by attributes."""
        found: dict[Any, list[_Own]] = {}
        for specificity, node, declarations, _base in css.find_style_attributes(
            html.etree_element, hints, html.base_url
        ):
            found.setdefault(node, []).append((specificity, tuple(declarations)))
        return found

    def _place(self, node: Any, upper: Any) -> int:
        key = (upper, node.tag, node.get("class"))
        return self._memory.places.setdefault(key, len(self._memory.places))

    def _style(
        self, element: Any, node: Any, parent: Any, place: int, own: list[_Own], collector: Any
    ) -> Any:
        """Set the element's styles; the one that its children inherit from is returned."""
        is_placed = not any(matcher.match(element) for matcher in self._curious)
        key = (id(parent), place)
        if is_placed and not own and key in self._memory.placed:
            styles = self._memory.placed[key]
            for pseudo, style in styles:
                self._computed_styles[node, pseudo] = style
            return styles[0][1]
        rules = self._rules_of(place, element) if is_placed else self._matching(element)
        anchors = [said for said in own if _is_anchor(said[1])]
        others = [said for said in own if not _is_anchor(said[1])]
        style = self._shared(parent, None, others, rules.get(None, []))
        styles = [(None, style)]
        for pseudo, of_pseudo in rules.items():
            if pseudo is not None:
                styles.append((pseudo, self._shared(style, pseudo, [], of_pseudo)))
        for pseudo, found in styles:
            self._computed_styles[node, pseudo] = found
        if anchors:
            self._computed_styles[node, None] = self._with_anchor(style, anchors, collector)
        if is_placed and not own:
            self._memory.placed[key] = styles
        return style

    def _rules_of(self, place: int, element: Any) -> _Rules:
        rules = self._memory.rules.get(place)
        if rules is None:
            rules = self._memory.rules[place] = self._matching(element)
        return rules

    def _matching(self, element: Any) -> _Rules:
        found: _Rules = {}
        for sheet, origin, sheet_specificity in self._sheets:
            for specificity, _order, pseudo, (declarations, layer) in sheet.matcher.match(element):
                rank = inf if layer is None else sheet.layers.index(layer)
                rule = (sheet_specificity or specificity, origin, rank, declarations)
                found.setdefault(pseudo, []).append(rule)
        return found

    def _shared(self, parent: Any, pseudo: str | None, own: list[_Own], rules: list[_Rule]) -> Any:
        spelled = tuple([tinycss2.serialize(said[1]) for said in own])
        style, key = self._memory.shared(parent, pseudo, spelled, rules)
        if style is None:
            style = self._computed(parent, pseudo, own, rules)
            self._memory.keep(key, style)
        return style

    def _computed(
        self, parent: Any, pseudo: str | None, own: list[_Own], rules: list[_Rule]
    ) -> Any:
        cascaded: _Weighted = {}
        for specificity, declarations in own:
            said = css.preprocess_declarations(self._base_url, declarations)
            _cascade(cascaded, (specificity, "author", inf, said))
        for rule in rules:
            _cascade(cascaded, rule)
        return ComputedStyle(
            parent,
            cascaded,
            pseudo,
            self._root_style(parent),
            self._base_url,
            self.font_config,
            self.initial_page_sizes,
        )

    def _root_style(self, parent: Any) -> Any:
        """What lengths in rem refer to, for an element below this parent."""
        if parent is None:
            return InitialStyle(self.font_config)
        return parent if parent.is_root_element else parent.root_style

    def _with_anchor(self, style: Any, anchors: list[_Own], target_collector: Any) -> Any:
        """A copy of the style that says where links to this element lead."""
        cascaded = dict(style.cascaded)
        for specificity, declarations in anchors:
            said = css.preprocess_declarations(self._base_url, declarations)
            _cascade(cascaded, (specificity, "author", inf, said))
        mine = style.copy()
        mine.cascaded = cascaded
        mine.pop("anchor", None)
        if target_collector and mine["anchor"]:
            target_collector.collect_anchor(mine["anchor"])
        return mine


def _curious(matcher: Any) -> Matcher | None:
    """Those selectors alone that ask an element for more than its place."""
    curious = Matcher()
    for name, selectors in vars(matcher).items():
        if isinstance(selectors, dict):
            some = {key: asked for key, of in selectors.items() if (asked := _beyond(of))}
            setattr(curious, name, some)
        elif isinstance(selectors, list):
            setattr(curious, name, _beyond(selectors))
    return curious if any(vars(curious).values()) else None


def _beyond(selectors: list[Any]) -> list[Any]:
    return [selector for selector in selectors if not _names(selector[0].__code__) <= _OF_A_PLACE]


def _names(code: CodeType) -> set[str]:
    """What compiled code asks for by name, in itself and in what it holds."""
    inner = [_names(part) for part in code.co_consts if isinstance(part, CodeType)]
    return {*code.co_names}.union(*inner)


class NamedPages:
    """Whether any element of the document at hand asks for one."""

    are_there = True


def _is_anchor(declarations: Any) -> bool:
    return len(declarations) == 1 and getattr(declarations[0], "name", "") == _ANCHOR


def _cascade(cascaded: _Weighted, rule: _Rule) -> None:
    """Let the rule's declarations win over what they outweigh."""
    specificity, origin, layer, declarations = rule
    for name, values, importance in declarations:
        weight = (css.declaration_precedence(origin, importance), layer, specificity)
        if name not in cascaded or cascaded[name][1] <= weight:
            cascaded[name] = values, weight
