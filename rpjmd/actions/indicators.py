"""Indicators of the RPJMD with their targets: add, change, delete."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from rpjmd.actions.lines import follow_code
from rpjmd.actions.refusals import (
    assign,
    changed_by,
    linked_programs,
    refuse_first,
    refuse_linked,
    region_agencies,
    require_unchanged,
)
from rpjmd.content import IndicatorContent, clean_indicator, measured, read_indicator
from rpjmd.models import Element, Indicator, Target, Version
from rpjmd.queries import version_indicators
from rpjmd.signals import indicators_changed
from rpjmd.validation import duplicate_code, indicator_problems
from workspace.access import Actor
from workspace.acts import Conflict, Refused, act, record
from workspace.fingerprints import compare
from workspace.models import Agency


@act("rpjmd.change_rpjmd", locks="version")
def add_indicator(*, version: Version, actor: Actor, content: IndicatorContent) -> Indicator:
    """A new indicator of an element. Refused with the field when a value does not fit."""
    indicator = Indicator(version=version, position=_next_position(version))
    _write(indicator, content)
    record(
        "rpjmd.add_indicator",
        plan=version.plan,
        actor=actor,
        target=indicator,
        agency=indicator.agency,
        changes=compare({}, read_indicator(indicator)),
    )
    return indicator


@act("rpjmd.change_rpjmd", locks="version")
def change_indicator(
    *,
    version: Version,
    actor: Actor,
    indicator: Indicator,
    content: IndicatorContent,
    base: str | None = None,
) -> Indicator:
    """Write an indicator and its targets. `base` is the fingerprint of what the person saw."""
    indicator = _find(version, indicator)
    before = read_indicator(indicator)
    require_unchanged(indicator, before, base)
    _write(indicator, content)
    indicator = _find(version, indicator)
    follow_code(version.plan, before["code"], indicator.code)
    record(
        "rpjmd.change_indicator",
        plan=version.plan,
        actor=actor,
        target=indicator,
        agency=indicator.agency,
        changes=compare(before, read_indicator(indicator)),
    )
    indicators_changed.send(Indicator, indicators=[indicator.pk])
    return indicator


@act("rpjmd.change_rpjmd", locks="version")
def delete_indicator(*, version: Version, actor: Actor, indicator: Indicator) -> None:
    """Delete an indicator. Refused while programs are linked to it."""
    indicator = _find(version, indicator)
    refuse_linked(linked_programs(Indicator.objects.filter(pk=indicator.pk)))
    record(
        "rpjmd.delete_indicator",
        plan=version.plan,
        actor=actor,
        target=indicator,
        agency=indicator.agency,
        changes=compare(read_indicator(indicator), {}),
    )
    try:
        indicator.delete()
    except ProtectedError as error:  # linked between the question and the deletion
        raise Conflict(changed_by(indicator)) from error


def indicator_values(
    content: IndicatorContent, element: Element | int, agency: Agency | None
) -> dict[str, Any]:
    """The content by the fields of its row, all but its targets, with the numbers in its texts."""
    return {
        "element": element,
        "agency": agency,
        "code": content["code"],
        "name": content["name"],
        "is_headline": content["is_headline"],
        "unit": content["unit"],
        "direction": content["direction"],
        "adds_up": content["adds_up"],
        "formula": content["formula"],
        "data_source": content["data_source"],
        "baseline_year": content["baseline_year"],
        "baseline_text": content["baseline"],
        "baseline_value": measured(content["baseline"]),
        "final_text": content["final"],
        "final_value": measured(content["final"]),
        "remark": content["remark"],
    }


def _find(version: Version, indicator: Indicator) -> Indicator:
    found = version_indicators(version).filter(pk=indicator.pk).first()
    if found is None:
        raise Conflict(_("Indikator ini sudah dihapus."))
    return found


def _next_position(version: Version) -> int:
    rows = Indicator.objects.filter(version=version)
    return (rows.aggregate(highest=Max("position"))["highest"] or 0) + 1


def _write(indicator: Indicator, content: IndicatorContent) -> None:
    content = clean_indicator(content)
    version = indicator.version
    agencies = region_agencies(version)
    refuse_first(indicator_problems(content, agencies, version.years))
    others = Indicator.objects.filter(version=version).exclude(pk=indicator.pk)
    if others.filter(code=content["code"]).exists():
        raise Refused(duplicate_code(content["code"]), field="code")
    element = Element.objects.filter(version=version, code=content["element"]).first()
    if element is None:
        raise Refused(_("Pilih unsur yang diukur indikator ini."), field="element")
    assign(indicator, indicator_values(content, element, agencies.get(content["agency"])))
    indicator.save()
    _write_targets(indicator, content["targets"])


def _write_targets(indicator: Indicator, targets: dict[str, str]) -> None:
    Target.objects.filter(indicator=indicator).exclude(year__in=list(map(int, targets))).delete()
    for year, text in targets.items():
        Target.objects.update_or_create(
            indicator=indicator,
            year=int(year),
            defaults={"text": text, "value": measured(text)},
        )
