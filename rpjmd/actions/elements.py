"""Missions, goals, objectives and the others: add, change, delete.

Each act locks the version, because a circle can only be seen while no other link is being made.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from rpjmd.actions.refusals import (
    assign,
    changed_by,
    linked_programs,
    refuse_first,
    refuse_linked,
    region_agencies,
    require_unchanged,
)
from rpjmd.content import ElementContent, clean_element, read_element
from rpjmd.models import Element, Indicator, Link, Version, closes_circle
from rpjmd.queries import read_links
from rpjmd.signals import indicators_changed
from rpjmd.validation import duplicate_code, element_problems, unknown_parent
from workspace.access import Actor
from workspace.acts import Conflict, Refused, act, record
from workspace.fingerprints import compare
from workspace.models import Agency


@act("rpjmd.change_rpjmd", locks="version")
def add_element(*, version: Version, actor: Actor, content: ElementContent) -> Element:
    """A new element below its parents. Refused with the field when a value does not fit."""
    element = Element(version=version, position=_next_position(version))
    _write(element, content)
    record(
        "rpjmd.add_element",
        plan=version.plan,
        actor=actor,
        target=element,
        agency=element.agency,
        changes=compare({}, read_with_parents(element)),
    )
    return element


@act("rpjmd.change_rpjmd", locks="version")
def change_element(
    *,
    version: Version,
    actor: Actor,
    element: Element,
    content: ElementContent,
    base: str | None = None,
) -> Element:
    """Write an element. `base` is the fingerprint of its content as the person saw it."""
    element = _find(version, element)
    before = read_with_parents(element)
    require_unchanged(element, before, base)
    _write(element, content)
    after = read_with_parents(element)
    record(
        "rpjmd.change_element",
        plan=version.plan,
        actor=actor,
        target=element,
        agency=element.agency,
        changes=compare(before, after),
    )
    if before != after:
        measuring = Indicator.objects.filter(element=element).values_list("pk", flat=True)
        indicators_changed.send(Indicator, indicators=list(measuring))
    return element


@act("rpjmd.change_rpjmd", locks="version")
def delete_element(*, version: Version, actor: Actor, element: Element) -> None:
    """Delete an element with its indicators; what stood below it stays, without this parent.

    Refused while programs are linked to one of its indicators.
    """
    element = _find(version, element)
    refuse_linked(linked_programs(Indicator.objects.filter(element=element)))
    record(
        "rpjmd.delete_element",
        plan=version.plan,
        actor=actor,
        target=element,
        agency=element.agency,
        changes=compare(read_with_parents(element), {}),
    )
    try:
        element.delete()
    except ProtectedError as error:  # linked between the question and the deletion
        raise Conflict(changed_by(element)) from error


def read_with_parents(element: Element) -> ElementContent:
    links = Link.objects.filter(child=element).order_by("pk")
    return read_element(element, list(links.values_list("parent__code", flat=True)))


def element_values(content: ElementContent, agency: Agency | None) -> dict[str, Any]:
    """The content by the fields of its row, all but its parents."""
    return {
        "level": content["level"],
        "code": content["code"],
        "text": content["text"],
        "nomenclature_code": content["nomenclature_code"],
        "agency": agency,
        "objective": content["objective"],
        "ceilings": content["ceilings"],
        "location": content["location"],
        "remark": content["remark"],
    }


def _find(version: Version, element: Element) -> Element:
    rows = Element.objects.filter(version=version)
    found: Element | None = rows.filter(pk=element.pk).select_related("agency").first()
    if found is None:
        raise Conflict(_("Unsur ini sudah dihapus."))
    return found


def _next_position(version: Version) -> int:
    highest = Element.objects.filter(version=version).aggregate(highest=Max("position"))["highest"]
    return (highest or 0) + 1


def _write(element: Element, content: ElementContent) -> None:
    content = clean_element(content)
    agencies = region_agencies(element.version)
    refuse_first(element_problems(content, agencies, element.version.years))
    others = Element.objects.filter(version=element.version).exclude(pk=element.pk)
    if others.filter(code=content["code"]).exists():
        raise Refused(duplicate_code(content["code"]), field="code")
    assign(element, element_values(content, agencies.get(content["agency"])))
    element.save()
    _write_parents(element, content["parents"])


def _write_parents(element: Element, codes: list[str]) -> None:
    """Bring the links up in line with the codes, in their order: it is shown below the first."""
    links = read_links(element.version)
    found = {
        row.code: row for row in Element.objects.filter(version=element.version, code__in=codes)
    }
    for code in codes:
        if code not in found:
            raise Refused(unknown_parent(code), field="parents")
        if closes_circle(links, found[code].pk, element.pk):
            raise Refused(
                _("%(code)s berada di bawah unsur ini, jadi tidak dapat menjadi induknya.")
                % {"code": code},
                field="parents",
            )
    wanted = [found[code].pk for code in codes]
    if wanted != [parent for parent, child in links if child == element.pk]:
        Link.objects.filter(child=element).delete()
        Link.objects.bulk_create(Link(parent_id=parent, child=element) for parent in wanted)
