"""Lines of values: what was measured, which of several values is used, what replaces what."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from rpjmd.content import clean_line, clean_optional, clean_text, clean_value, measured
from rpjmd.lines import successions_of
from rpjmd.models import Indicator, ObservedValue, Succession
from workspace.access import Actor
from workspace.acts import Conflict, Refused, act, record, require_reason
from workspace.models import Plan


class ValueContent(TypedDict):
    """One value as a source gave it; `series` and `published_on` may be left out."""

    code: str
    year: int
    text: str
    source: str
    series: str
    published_on: date | None


class SuccessionContent(TypedDict):
    old_code: str
    new_code: str
    from_year: int
    reason: str


@act("rpjmd.change_rpjmd", locks="plan")
def add_value(*, plan: Plan, actor: Actor, content: ValueContent) -> ObservedValue:
    """A year's value. The first one is used; another one stands beside it until it is chosen."""
    value = ObservedValue(
        plan=plan,
        code=clean_line(content["code"]),
        year=content["year"],
        text=clean_value(content["text"]),
        source=clean_line(content["source"]),
        series=clean_optional(content["series"]),
        published_on=content["published_on"],
    )
    _require_fields(value)
    _require_indicator(plan, value.code, "code")
    same_year = ObservedValue.objects.filter(plan=plan, code=value.code, year=value.year)
    known = same_year.filter(text=value.text, source=value.source, series=value.series)
    if known.exists():
        raise Refused(_("Nilai ini sudah ada, dari sumber dan seri yang sama."), field="text")
    value.value = measured(value.text)
    value.is_used = not same_year.exists()
    value.save()
    _record("rpjmd.add_value", plan, actor, value, {str(value.year): [None, _words(value)]})
    return value


@act("rpjmd.change_rpjmd", locks="plan")
def use_value(*, plan: Plan, actor: Actor, value: ObservedValue, reason: str) -> ObservedValue:
    """Of a year's values, this one is used, for the reason given."""
    value = _find(plan, value)
    reason = require_reason(reason, missing=_("Tulis mengapa nilai ini yang dipakai."))
    used = ObservedValue.objects.filter(
        plan=plan, code=value.code, year=value.year, is_used=True
    ).first()
    if used is not None and used.pk != value.pk:
        used.is_used, used.use_reason = False, ""
        used.save(update_fields=["is_used", "use_reason"])
    value.is_used, value.use_reason = True, reason
    value.save(update_fields=["is_used", "use_reason"])
    before = _words(used) if used else None
    changes = {str(value.year): [before, _words(value)]}
    _record("rpjmd.use_value", plan, actor, value, changes, reason)
    return value


@act("rpjmd.change_rpjmd", locks="plan")
def delete_value(*, plan: Plan, actor: Actor, value: ObservedValue) -> None:
    """Refused while it is the one in use and others of its year could be."""
    value = _find(plan, value)
    others = ObservedValue.objects.filter(plan=plan, code=value.code, year=value.year)
    if value.is_used and others.exclude(pk=value.pk).exists():
        raise Refused(_("Nilai ini sedang dipakai. Pilih dulu nilai lain untuk tahun ini."))
    changes = {str(value.year): [_words(value), None]}
    _record("rpjmd.delete_value", plan, actor, value, changes)
    value.delete()


@act("rpjmd.change_rpjmd", locks="plan")
def add_succession(*, plan: Plan, actor: Actor, content: SuccessionContent) -> Succession:
    """From a year on, a new indicator carries on the line of an old one."""
    succession = Succession(
        plan=plan,
        old_code=clean_line(content["old_code"]),
        new_code=clean_line(content["new_code"]),
        from_year=content["from_year"],
        reason=clean_text(content["reason"]),
    )
    _require_fields(succession)
    _require_indicator(plan, succession.old_code, "old_code")
    _require_indicator(plan, succession.new_code, "new_code")
    _require_in_line(succession, list(successions_of(plan)))
    succession.save()
    _record(
        "rpjmd.add_succession",
        plan,
        actor,
        succession,
        {succession.old_code: [None, f"{succession.new_code} {succession.from_year}"]},
        succession.reason,
    )
    return succession


@act("rpjmd.change_rpjmd", locks="plan")
def delete_succession(*, plan: Plan, actor: Actor, succession: Succession) -> None:
    found = successions_of(plan).filter(pk=succession.pk).first()
    if found is None:
        raise Conflict(_("Pergantian ini sudah dihapus."))
    changes = {found.old_code: [f"{found.new_code} {found.from_year}", None]}
    _record("rpjmd.delete_succession", plan, actor, found, changes)
    found.delete()


def follow_code(plan: Plan, old: str, new: str) -> None:
    """A corrected code takes its line along, unless another version still has the old one."""
    if old == new or Indicator.objects.filter(version__plan=plan, code=old).exists():
        return
    if ObservedValue.objects.filter(plan=plan, code=new).exists():
        return  # that code has a line of its own
    ObservedValue.objects.filter(plan=plan, code=old).update(code=new)
    Succession.objects.filter(plan=plan, old_code=old).update(old_code=new)
    Succession.objects.filter(plan=plan, new_code=old).update(new_code=new)


def _find(plan: Plan, value: ObservedValue) -> ObservedValue:
    found: ObservedValue | None = ObservedValue.objects.filter(plan=plan, pk=value.pk).first()
    if found is None:
        raise Conflict(_("Nilai ini sudah dihapus."))
    return found


def _require_fields(row: models.Model) -> None:
    try:
        row.clean_fields(exclude=["plan"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(messages[0], field=field) from error


def _require_indicator(plan: Plan, code: str, field: str) -> None:
    if not Indicator.objects.filter(version__plan=plan, code=code).exists():
        raise Refused(
            _("Tidak ada indikator dengan kode %(code)s dalam RPJMD.") % {"code": code}, field=field
        )


def _require_in_line(new: Succession, present: list[Succession]) -> None:
    """An indicator replaces one and is replaced by one, each later than the one before."""
    after = {row.old_code: row for row in present}
    before = {row.new_code: row for row in present}
    if new.old_code in after:
        other = after[new.old_code].new_code
        raise Refused(
            _("%(old)s sudah digantikan %(new)s.") % {"old": new.old_code, "new": other},
            field="new_code",
        )
    if new.new_code in before:
        other = before[new.new_code].old_code
        raise Refused(
            _("%(new)s sudah menggantikan %(old)s.") % {"old": other, "new": new.new_code},
            field="new_code",
        )
    code = new.new_code
    while code in after:  # what is there already makes no circle
        code = after[code].new_code
    if new.old_code in (new.new_code, code):
        raise Refused(
            _("Sebuah indikator tidak dapat menggantikan dirinya sendiri."), field="new_code"
        )
    earlier, later = before.get(new.old_code), after.get(new.new_code)
    if (earlier and earlier.from_year >= new.from_year) or (
        later and later.from_year <= new.from_year
    ):
        raise Refused(
            _("Tahun ini tidak berurutan dengan pergantian lain pada garis yang sama."),
            field="from_year",
        )


def _words(value: ObservedValue) -> str:
    return f"{value.text} ({value.source})"


def _record(
    verb: str,
    plan: Plan,
    actor: Actor,
    target: models.Model,
    changes: dict[str, list[str | None]],
    reason: str = "",
) -> None:
    record(verb, plan=plan, actor=actor, target=target, reason=reason, changes=changes)
