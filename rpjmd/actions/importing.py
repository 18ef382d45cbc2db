"""Loading a whole RPJMD: the current version or a new one becomes what the content says, or
nothing changes.

Elements and indicators are matched by their codes and keep their rows, so that the links which
programs have to an indicator survive a new load of the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _

from rpjmd.actions.bulk import insert_rows
from rpjmd.actions.elements import element_values
from rpjmd.actions.indicators import indicator_values
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
Keys = dict[str, int]


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
    indicators = _write_content(version, content, before)
    record(
        "rpjmd.import_rpjmd",
        plan=plan,
        actor=actor,
        target=version,
        changes=audit_changes(before, content),
    )
    changed = [indicators[code] for code in changed_indicators(before, content)]
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
    _write_content(version, clean_content(content), None)
    record(
        "rpjmd.add_version",
        plan=plan,
        actor=actor,
        target=version,
        changes=compare({}, read_head(version)),
    )
    return version


def _write_content(version: Version, content: RpjmdContent, before: RpjmdContent | None) -> Keys:
    """Make the version what the clean content says; the keys of its indicators by their codes."""
    agencies = region_agencies(version)
    _refuse_problems(content, agencies)
    write_head(version, content)
    elements = _write_elements(version, content["elements"], before, agencies)
    indicators = _write_indicators(version, content["indicators"], before, elements, agencies)
    _write_targets(version, indicators, content["indicators"])
    _delete_others(version, content)
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
    version: Version,
    rows: list[ElementContent],
    before: RpjmdContent | None,
    agencies: Mapping[str, Agency],
) -> Keys:
    """The primary keys by code, once all rows are stored."""
    values = [
        element_values(row, agencies.get(row["agency"])) | {"position": position}
        for position, row in enumerate(rows)
    ]
    changed = _changed(rows, before["elements"] if before else [])
    return _write(Element, version, values, changed)


def _write_indicators(
    version: Version,
    rows: list[IndicatorContent],
    before: RpjmdContent | None,
    elements: Keys,
    agencies: Mapping[str, Agency],
) -> Keys:
    values = [
        indicator_values(row, elements[row["element"]], agencies.get(row["agency"]))
        | {"position": position}
        for position, row in enumerate(rows)
    ]
    changed = _changed(rows, before["indicators"] if before else [])
    return _write(Indicator, version, values, changed)


def _changed(rows: Sequence[Any], before: Sequence[Any]) -> set[str]:
    """The codes of rows that are stored otherwise, or stand at another place."""
    stored = {row["code"]: (place, row) for place, row in enumerate(before)}
    return {
        row["code"] for place, row in enumerate(rows) if stored.get(row["code"]) != (place, row)
    }


def _write(
    model: type[Element] | type[Indicator],
    version: Version,
    values: list[dict[str, Any]],
    changed: set[str],
) -> Keys:
    """Insert what is new and update what has changed, by the codes; the keys of all."""
    stored: Keys = dict(model.objects.filter(version=version).values_list("code", "pk"))
    new = [row for row in values if row["code"] not in stored]
    if new:
        names = [*new[0], "version"]
        insert_rows(model, names, ([*row.values(), version] for row in new))
    objects: list[Any] = []
    for row in values:
        if row["code"] in stored and row["code"] in changed:
            attributes = {_attribute(name, value): value for name, value in row.items()}
            objects.append(model(pk=stored[row["code"]], **attributes))
    if objects:
        names = [name for name in values[0] if name != "code"]
        model._default_manager.bulk_update(objects, names, batch_size=BATCH)
    return dict(model.objects.filter(version=version).values_list("code", "pk"))


def _attribute(name: str, value: Any) -> str:
    """A foreign key may be given as the key alone."""
    return "element_id" if name == "element" and isinstance(value, int) else name


def _write_targets(version: Version, indicators: Keys, rows: list[IndicatorContent]) -> None:
    """Targets that stay as they are keep their rows; the others are written anew."""
    stored = Target.objects.filter(indicator__version=version)
    present = {
        (indicator, year): (pk, text)
        for pk, indicator, year, text in stored.values_list("pk", "indicator", "year", "text")
    }
    wanted = {
        (indicators[row["code"]], int(year)): text
        for row in rows
        for year, text in row["targets"].items()
    }
    _delete(Target, [pk for key, (pk, text) in present.items() if wanted.get(key) != text])
    insert_rows(
        Target,
        ("indicator", "year", "text", "value"),
        (
            (pk, year, text, measured(text))
            for (pk, year), text in wanted.items()
            if present.get((pk, year), (0, None))[1] != text
        ),
    )


def _delete_others(version: Version, content: RpjmdContent) -> None:
    """Delete the rows that the content does not name. Refused while programs are linked."""
    gone = _others(Indicator, version, content["indicators"])
    for batch in _batches(gone):
        refuse_linked(linked_programs(Indicator.objects.filter(pk__in=batch)))
    try:
        _delete(Indicator, gone)
    except models.ProtectedError as error:  # linked between the question and the deletion
        raise Conflict(changed_by(version)) from error
    _delete(Element, _others(Element, version, content["elements"]))


def _others(
    model: type[Element] | type[Indicator], version: Version, rows: Sequence[Any]
) -> list[int]:
    named = {row["code"] for row in rows}
    stored = model.objects.filter(version=version).values_list("code", "pk")
    return [pk for code, pk in stored if code not in named]


def _write_links(version: Version, elements: Keys, rows: list[ElementContent]) -> None:
    """Links keep the order in which a row names its parents: the first is where it is shown."""
    present: dict[int, list[int]] = {}
    for parent, child in read_links(version):
        present.setdefault(child, []).append(parent)
    wanted = {elements[row["code"]]: [elements[code] for code in row["parents"]] for row in rows}
    changed = [child for child, uppers in wanted.items() if present.get(child, []) != uppers]
    for batch in _batches(changed):
        Link.objects.filter(child__in=batch).delete()
    insert_rows(
        Link,
        ("parent", "child"),
        ((parent, child) for child in changed for parent in wanted[child]),
    )


def _delete(model: type[models.Model], keys: list[Any]) -> None:
    for batch in _batches(keys):
        model._default_manager.filter(pk__in=batch).delete()


def _batches(keys: list[Any]) -> Iterable[list[Any]]:
    """SQLite takes only so many values in one statement."""
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
