"""Writing a section's content into the tables: rows are matched by id, changed, added, removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from dimensions.models import SubDimension
from opd.actions.numbering import take_number
from opd.content import (
    ACTIVITY_FIELDS,
    IDENTITY_FIELDS,
    INDICATOR_FIELDS,
    OBJECTIVE_FIELDS,
    PARTNER_FIELDS,
    QUICK_WIN_FIELDS,
    Section,
)
from opd.models import (
    Activity,
    Alignment,
    Budget,
    FundingSource,
    Indicator,
    Partner,
    Program,
    QuickWin,
    Target,
)
from rpjmd.models import Indicator as RpjmdIndicator
from workspace.acts import Refused
from workspace.models import Agency, District
from workspace.numbers import LARGEST, parse_target

Row = dict[str, Any]
DECISION_FIELDS = ("state", "decided_by_id", "decided_at", "decision_reason")


def write_section(program: Program, section: str, content: Section) -> None:
    """Raises Refused with the field's name when a value does not fit the plan."""
    try:
        WRITERS[section](program, content)
    except ValidationError as error:
        field, messages = next(iter(getattr(error, "message_dict", {"": error.messages}).items()))
        raise Refused(messages[0], field=field or None) from error


def write_identity(program: Program, content: Section) -> None:
    sub_dimension = _find(
        SubDimension.objects.of_plan(program.plan),
        "code",
        content["sub_dimension"],
        _("Subdimensi ini tidak ada dalam edisi pedoman."),
        "sub_dimension",
    )
    if sub_dimension.dimension_id != program.sub_dimension.dimension_id:
        program.number = take_number(program.plan, sub_dimension)
    program.sub_dimension = sub_dimension
    _require_years(program, content)
    _set(program, content, IDENTITY_FIELDS)
    _save(program, (*IDENTITY_FIELDS, "sub_dimension", "number"))
    region_agencies = Agency.objects.filter(region=program.plan.region_id)
    supporting = _find_all(region_agencies, "short_name", content["supporting"], "supporting")
    if program.lead_agency in supporting:
        raise Refused(
            _("OPD penanggung jawab tidak perlu ditulis lagi sebagai pendukung."),
            field="supporting",
        )
    program.supporting_agencies.set(supporting)
    write_rows(program, Partner, PARTNER_FIELDS, content["partners"])


def write_objective(program: Program, content: Section) -> None:
    _set(program, content, OBJECTIVE_FIELDS)
    _save(program, OBJECTIVE_FIELDS)


def write_activities(program: Program, content: Section) -> None:
    districts = District.objects.filter(region=program.plan.region_id)
    program.districts.set(_find_all(districts, "code", content["districts"], "districts"))
    program.covers_region = content["covers_region"]
    program.save(update_fields=["covers_region"])
    for row in content["activities"]:
        _require_years(program, row)
    write_rows(program, Activity, ACTIVITY_FIELDS, content["activities"])


def write_indicators(program: Program, content: Section) -> None:
    def targets(indicator: Indicator, row: Row) -> None:
        write_targets(program, indicator, row.get("targets", {}))

    rows = [
        {
            **row,
            "baseline_text": row.get("baseline", ""),
            "baseline_value": parse_target(row.get("baseline", "")),
        }
        for row in content["indicators"]
    ]
    fields = (*INDICATOR_FIELDS, "baseline_text", "baseline_value")
    write_rows(program, Indicator, fields, rows, after=targets)


def write_targets(program: Program, indicator: Indicator, texts: dict[str, str]) -> None:
    wanted = {int(year): text.strip() for year, text in texts.items() if text.strip()}
    _require_in_period(program, wanted, "targets")
    indicator.targets.exclude(year__in=wanted).delete()
    kept = {target.year: target for target in indicator.targets.all()}
    for year, text in wanted.items():
        target = kept.get(year) or Target(indicator=indicator, year=year)
        if target.text != text:
            target.text, target.value = text, parse_target(text)
            target.full_clean()
            target.save()


def write_budget(program: Program, content: Section) -> None:
    wanted: dict[tuple[str, int], Decimal] = {}
    for source, amounts in content["budgets"].items():
        if source not in FundingSource:
            raise Refused(
                _("Sumber dana “%(source)s” tidak dikenal.") % {"source": source}, field="budgets"
            )
        _require_in_period(program, map(int, amounts), "budgets")
        wanted |= {(source, int(year)): _amount(text) for year, text in amounts.items()}
    kept = {(budget.source, budget.year): budget for budget in program.budgets.all()}
    program.budgets.filter(pk__in=[kept[key].pk for key in kept.keys() - wanted.keys()]).delete()
    for (source, year), amount in wanted.items():
        budget = kept.get((source, year)) or Budget(program=program, source=source, year=year)
        if budget.amount != amount:
            budget.amount = amount
            budget.full_clean()
            budget.save()


def write_alignment(program: Program, content: Section) -> None:
    current = RpjmdIndicator.objects.current().of_chain().filter(version__plan=program.plan_id)
    codes = [row["rpjmd_indicator"] for row in content["alignments"]]
    if len(set(codes)) < len(codes):
        raise Refused(_("Satu indikator RPJMD cukup ditautkan sekali."), field="alignments")
    found = {row.code: row for row in _find_all(current, "code", codes, "alignments")}
    own = set(program.indicators.values_list("pk", flat=True))
    # A link is known by its indicator, not by its row: two links that change places stay two links.
    linked = {row.rpjmd_indicator_id: row for row in program.alignments.all()}
    rows = []
    for row in content["alignments"]:
        indicator = found[row["rpjmd_indicator"]]
        stored = linked.get(indicator.pk)
        written = {
            "contribution": row["contribution"],
            "reason": row["reason"],
            "program_indicator_id": _own_indicator(row.get("program_indicator"), own),
        }
        # What the steward decided was about these very words.
        is_same = stored is not None and _fields(stored, written) == written
        decided = _fields(stored if is_same else Alignment(), DECISION_FIELDS)
        pk = stored.pk if stored else None
        rows.append({"id": pk, "rpjmd_indicator": indicator, **written, **decided})
    fields = ("rpjmd_indicator", "contribution", "reason", "program_indicator_id")
    write_rows(program, Alignment, (*fields, *DECISION_FIELDS), rows)


def write_quick_win(program: Program, content: Section) -> None:
    quick_win, _created = QuickWin.objects.get_or_create(program=program)
    _set(quick_win, content, QUICK_WIN_FIELDS)
    _save(quick_win, QUICK_WIN_FIELDS)


def write_rows(
    program: Program,
    model: type[models.Model],
    fields: tuple[str, ...],
    rows: Iterable[Row],
    after: Callable[[Any, Row], None] | None = None,
) -> None:
    """Make the program's rows of this model equal to `rows`, in their order.

    A row whose `id` is not one of this program's own becomes a new row: an id from elsewhere can
    neither be read nor changed through here.
    """
    manager = model._default_manager  # type: ignore[attr-defined]
    contents = list(rows)
    wanted = {content.get("id") for content in contents}
    # Rows that go make room first: what they held may come back in a new row.
    manager.filter(program=program).exclude(pk__in=wanted - {None}).delete()
    kept = {row.pk: row for row in manager.filter(program=program)}
    for position, content in enumerate(contents):
        # An id that is sent twice counts once, or the second row would overwrite the first.
        row: Any = kept.pop(content.get("id"), None) or model(program=program)  # type: ignore[call-arg]
        _set(row, content, fields)
        row.position = position
        row.full_clean(exclude=["program"])
        row.save()
        if after:
            after(row, content)


def _fields(row: Any, fields: Iterable[str]) -> Row:
    return {field: getattr(row, field) for field in fields}


def _set(row: Any, content: Row, fields: tuple[str, ...]) -> None:
    for field in fields:
        setattr(row, field, content[field])


def _save(row: models.Model, fields: tuple[str, ...]) -> None:
    """Validate and save these fields and no others."""
    row.clean_fields(exclude={field.name for field in row._meta.fields} - {*fields})
    row.save(update_fields=fields)


def _require_years(program: Program, row: Row) -> None:
    """Start and end within the plan's period, in order; either may still be empty."""
    start, end = row["start_year"], row["end_year"]
    _require_in_period(program, [year for year in (start, end) if year is not None], "start_year")
    if start is not None and end is not None and end < start:
        raise Refused(_("Tahun selesai mendahului tahun mulai."), field="end_year")


def _require_in_period(program: Program, years: Iterable[int], field: str) -> None:
    for year in years:
        if year not in program.plan.years:
            raise Refused(
                _("Tahun %(year)s di luar periode rencana %(period)s.")
                % {"year": year, "period": program.plan.period},
                field=field,
            )


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise Refused(_("Anggaran ini bukan angka."), field="budgets") from error
    if not amount.is_finite():
        raise Refused(_("Anggaran ini bukan angka."), field="budgets")
    if amount < 0:
        raise Refused(_("Anggaran tidak boleh kurang dari nol."), field="budgets")
    if amount >= LARGEST:
        raise Refused(_("Angka ini terlalu besar."), field="budgets")
    return amount


def _own_indicator(pk: int | None, own: set[int]) -> int | None:
    if pk is not None and pk not in own:
        raise Refused(_("Indikator ini bukan milik program ini."), field="program_indicator")
    return pk


def _find(queryset: Any, key: str, value: str, message: str, field: str) -> Any:
    found = queryset.filter(**{key: value}).first()
    if found is None:
        raise Refused(message, field=field)
    return found


def _find_all(queryset: Any, key: str, values: list[str], field: str) -> list[Any]:
    found = list(queryset.filter(**{f"{key}__in": values}))
    missing = set(values) - {getattr(row, key) for row in found}
    if missing:
        raise Refused(
            _("Tidak dikenal: %(names)s.") % {"names": ", ".join(sorted(missing))}, field=field
        )
    return found


WRITERS: dict[str, Callable[[Program, Section], None]] = {
    "identity": write_identity,
    "objective": write_objective,
    "activities": write_activities,
    "indicators": write_indicators,
    "budget": write_budget,
    "alignment": write_alignment,
    "quick_win": write_quick_win,
}
