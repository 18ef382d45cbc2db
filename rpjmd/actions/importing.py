"""Loading a whole RPJMD: the current version or a new one becomes what the content says, or
nothing changes.

Elements and indicators are matched by their codes and keep their rows, so that the links which
programs have to an indicator survive a new load of the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from rpjmd.actions.elements import assign_element
from rpjmd.actions.indicators import assign_indicator
from rpjmd.actions.refusals import (
    changed_by,
    linked_programs,
    refuse_linked,
    region_agencies,
    require_unchanged,
)
from rpjmd.actions.versions import write_head
from rpjmd.comparison import audit_changes, changed_indicators
from rpjmd.content import (
    ElementContent,
    IndicatorContent,
    RpjmdContent,
    clean_content,
    measured,
    read_head,
)
from rpjmd.models import Element, Indicator, Link, Target, Version
from rpjmd.queries import current_version, read_links, read_rpjmd
from rpjmd.signals import indicators_changed
from rpjmd.validation import find_problems
from workspace.access import Actor
from workspace.acts import Conflict, Refused, act, record
from workspace.fingerprints import compare
from workspace.models import Agency, Plan

BATCH: Final = 500
ELEMENT_FIELDS: Final = (
    "level",
    "text",
    "nomenclature_code",
    "agency",
    "objective",
    "ceilings",
    "location",
    "remark",
    "position",
)
INDICATOR_FIELDS: Final = (
    "element",
    "agency",
    "name",
    "is_headline",
    "unit",
    "direction",
    "adds_up",
    "formula",
    "data_source",
    "baseline_year",
    "baseline_text",
    "baseline_value",
    "final_text",
    "final_value",
    "remark",
    "position",
)

Row = TypeVar("Row", bound=models.Model)


@act("rpjmd.import_rpjmd", locks="plan")
def import_rpjmd(
    *, plan: Plan, actor: Actor, content: RpjmdContent, base: str | None = None
) -> Version:
    """Make the plan's current RPJMD what the content says, all or none.

    `base` is the fingerprint of what `read_rpjmd` gave ({} while there was no version) when the
    person looked at the preview. Raises Conflict when it has changed since; Refused with the first
    problem when the content does not fit, or when a row that would go still has programs.
    """
    version = current_version(plan)
    before = read_rpjmd(version) if version else None
    if base is not None:
        require_unchanged(version or plan, before or {}, base)
    content = clean_content(content)
    version = version or Version(plan=plan)
    indicators = _write_content(version, content)
    record(
        "rpjmd.import_rpjmd",
        plan=plan,
        actor=actor,
        target=version,
        changes=audit_changes(before, content),
    )
    changed = [indicators[code].pk for code in changed_indicators(before, content)]
    indicators_changed.send(Indicator, indicators=changed)
    return version


@act("rpjmd.change_rpjmd", locks="plan")
def add_version(*, plan: Plan, actor: Actor, content: RpjmdContent) -> Version:
    """A version beside the one in force: a copy of one, or what a workbook says.

    It can be edited at leisure and comes into force with `opd.actions.make_current`.
    """
    current = current_version(plan)
    if current is None:
        raise Conflict(_("Belum ada RPJMD yang berlaku. Isi RPJMD pertama lebih dulu."))
    version = Version(plan=plan, predecessor=current, is_current=False)
    _write_content(version, clean_content(content))
    record(
        "rpjmd.add_version",
        plan=plan,
        actor=actor,
        target=version,
        changes=compare({}, read_head(version)),
    )
    return version


def _write_content(version: Version, content: RpjmdContent) -> dict[str, Indicator]:
    """Make the version what the clean content says; its indicators by their codes."""
    agencies = region_agencies(version)
    _refuse_problems(content, agencies)
    write_head(version, content)
    elements = _write_elements(version, content["elements"], agencies)
    indicators = _write_indicators(version, content["indicators"], elements, agencies)
    _write_targets(version, indicators, content["indicators"])
    _delete_others(version, elements, indicators)
    _write_links(version, elements, content["elements"])
    return indicators


def _refuse_problems(content: RpjmdContent, agencies: Mapping[str, Agency]) -> None:
    problems = find_problems(content, agencies)
    if problems:
        raise Refused(
            _("RPJMD ini belum dapat dimuat. %(problem)s (Seluruhnya %(count)d kesalahan.)")
            % {"problem": problems[0].message, "count": len(problems)}
        )


def _write_elements(
    version: Version, rows: list[ElementContent], agencies: Mapping[str, Agency]
) -> dict[str, Element]:
    stored = {row.code: row for row in Element.objects.filter(version=version)}
    elements: dict[str, Element] = {}
    for position, row in enumerate(rows):
        element = stored.get(row["code"]) or Element(version=version, code=row["code"])
        assign_element(element, row, agencies.get(row["agency"]))
        element.position = position
        elements[row["code"]] = element
    _save(Element, elements.values(), ELEMENT_FIELDS)
    return elements


def _write_indicators(
    version: Version,
    rows: list[IndicatorContent],
    elements: Mapping[str, Element],
    agencies: Mapping[str, Agency],
) -> dict[str, Indicator]:
    stored = {row.code: row for row in Indicator.objects.filter(version=version)}
    indicators: dict[str, Indicator] = {}
    for position, row in enumerate(rows):
        indicator = stored.get(row["code"]) or Indicator(version=version)
        assign_indicator(indicator, row, elements[row["element"]], agencies.get(row["agency"]))
        indicator.position = position
        indicators[row["code"]] = indicator
    _save(Indicator, indicators.values(), INDICATOR_FIELDS)
    return indicators


def _save(model: type[Row], rows: Iterable[Row], fields: tuple[str, ...]) -> None:
    """Insert what is new, update what is not, in batches."""
    rows = list(rows)
    known = [row for row in rows if row.pk]
    model._default_manager.bulk_update(known, fields, batch_size=BATCH)
    model._default_manager.bulk_create([row for row in rows if not row.pk], batch_size=BATCH)


def _write_targets(
    version: Version, indicators: Mapping[str, Indicator], rows: list[IndicatorContent]
) -> None:
    """Targets that stay as they are keep their rows; the others are written anew."""
    wanted = {
        (indicators[row["code"]].pk, int(year)): text
        for row in rows
        for year, text in row["targets"].items()
    }
    stored = Target.objects.filter(indicator__version=version)
    present = {(row.indicator_id, row.year): row for row in stored}
    gone = [row.pk for key, row in present.items() if wanted.get(key) != row.text]
    _delete(Target, gone)
    Target.objects.bulk_create(
        [
            Target(indicator_id=pk, year=year, text=text, value=measured(text))
            for (pk, year), text in wanted.items()
            if (pk, year) not in present or present[pk, year].text != text
        ],
        batch_size=BATCH,
    )


def _delete_others(
    version: Version,
    elements: Mapping[str, Element],
    indicators: Mapping[str, Indicator],
) -> None:
    """Delete the rows that the content does not name. Refused while programs are linked."""
    kept = {row.pk for row in indicators.values()}
    stored = Indicator.objects.filter(version=version).values_list("pk", flat=True)
    gone = [pk for pk in stored if pk not in kept]
    for batch in _batches(gone):
        refuse_linked(linked_programs(Indicator.objects.filter(pk__in=batch)))
    try:
        _delete(Indicator, gone)
    except models.ProtectedError as error:  # linked between the question and the deletion
        raise Conflict(changed_by(version)) from error
    kept = {row.pk for row in elements.values()}
    stored = Element.objects.filter(version=version).values_list("pk", flat=True)
    _delete(Element, [pk for pk in stored if pk not in kept])


def _write_links(
    version: Version, elements: Mapping[str, Element], rows: list[ElementContent]
) -> None:
    """Links keep the order in which a row names its parents: the first is where it is shown."""
    present: dict[int, list[int]] = {}
    for parent, child in read_links(version):
        present.setdefault(child, []).append(parent)
    wanted = {
        elements[row["code"]].pk: [elements[code].pk for code in row["parents"]] for row in rows
    }
    changed = [child for child, uppers in wanted.items() if present.get(child, []) != uppers]
    for batch in _batches(changed):
        Link.objects.filter(child__in=batch).delete()
    Link.objects.bulk_create(
        [Link(parent_id=parent, child_id=child) for child in changed for parent in wanted[child]],
        batch_size=BATCH,
    )


def _delete(model: type[models.Model], keys: list[Any]) -> None:
    for batch in _batches(keys):
        model._default_manager.filter(pk__in=batch).delete()


def _batches(keys: list[Any]) -> Iterable[list[Any]]:
    """SQLite takes only so many values in one statement."""
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
