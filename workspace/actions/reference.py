"""Loading agencies and districts: all rows or none, with every error named by row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from workspace.access import OPERATOR, Actor, Operator
from workspace.acts import Refused, act, record, record_nothing
from workspace.fingerprints import compare
from workspace.models import Agency, District, Plan, Region

Row = Mapping[str, str]
Reference = TypeVar("Reference", Agency, District)
YES = frozenset({"ya", "yes", "true", "1"})
NO = frozenset({"tidak", "belum", "no", "false", "0", ""})


@dataclass(frozen=True)
class RowError:
    """What is wrong in a row: 1 is the first row below the head. `column` may be empty."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return _("Baris %(row)d, kolom %(column)s: %(message)s") % {
            "row": self.row,
            "column": self.column or "-",
            "message": self.message,
        }


class RowsRefused(Exception):
    """Nothing was loaded; `errors` says why, row by row."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


def import_districts(
    *, region: Region, rows: Iterable[Row], actor: Actor = OPERATOR
) -> list[District]:
    """Load kecamatan from rows of `code,name`; a known code gets the new name.

    Raises RowsRefused; an act of operators, recorded in every plan of the region.
    """

    def build(row: Row, known: dict[str, District]) -> District:
        district = known.get(row["code"]) or District(region=region, code=row["code"])
        district.name = row["name"]
        if not district.code.startswith(f"{region.code}."):
            raise ValidationError({"code": _("Kode ini bukan dari daerah ini.")})
        return district

    _require_operator(actor)
    return _import(region, rows, District, "code", build)


def import_agencies(
    *, region: Region, rows: Iterable[Row], actor: Actor = OPERATOR
) -> list[Agency]:
    """Load agencies from rows of `short_name,name,kind,code,verified,district_code`.

    `kind` is `opd` or `kecamatan`, `verified` is `ya` or `tidak`; a kecamatan's `district_code`
    must be a district of the region. A known short name is updated, nothing is deleted. Raises
    RowsRefused; an act of operators, recorded in every plan of the region.
    """
    districts = set(region.districts.values_list("code", flat=True))

    def build(row: Row, known: dict[str, Agency]) -> Agency:
        short_name = row["short_name"]
        agency = known.get(short_name) or Agency(region=region, short_name=short_name)
        agency.name = row["name"]
        agency.kind = (row.get("kind") or Agency.Kind.OPD).lower()
        agency.code = row.get("code") or ""
        agency.is_verified = _yes(row.get("verified", "ya"))
        district = row.get("district_code")
        if district and district not in districts:
            raise ValidationError({"district_code": _("Kecamatan ini tidak ada di daerah ini.")})
        return agency

    _require_operator(actor)
    return _import(region, rows, Agency, "short_name", build)


class AgencyRow(TypedDict):
    """A row of a list of agencies as it is to be stored."""

    short_name: str
    name: str
    kind: str
    code: str
    remark: str
    is_verified: bool


@act("workspace.complete_agencies", locks="plan")
def complete_agencies(*, plan: Plan, actor: Actor, rows: Sequence[AgencyRow]) -> int:
    """Add agencies to the plan's region and bring codes, names and remarks up to date.

    Known by the short name, which never changes, because people and content refer to it. Nothing is
    deleted: an agency has programs and members. Refused with the first row that does not fit.
    """
    known = {row.short_name: row for row in Agency.objects.filter(region=plan.region_id)}
    changes: dict[str, Any] = {}
    for row in rows:
        short_name = row["short_name"]
        agency = known.get(short_name) or Agency(region=plan.region, short_name=short_name)
        before = _agency_content(agency) if agency.pk else None
        agency.name, agency.kind = row["name"], row["kind"]
        agency.code, agency.remark = row["code"], row["remark"]
        agency.is_verified = row["is_verified"]
        if before == (after := _agency_content(agency)):
            continue
        try:
            _saved(agency)
        except ValidationError as error:
            sentence = _("OPD “%(name)s” tidak dapat disimpan: %(problem)s")
            raise Refused(sentence % {"name": row["name"], "problem": error.messages[0]}) from error
        changes |= compare(before, after, short_name)
    if changes:
        record("workspace.complete_agencies", plan=plan, actor=actor, target=plan, changes=changes)
    else:
        record_nothing()
    return len(changes)


def _agency_content(agency: Agency) -> dict[str, Any]:
    return {
        "name": agency.name,
        "kind": agency.kind,
        "code": agency.code,
        "remark": agency.remark,
        "is_verified": agency.is_verified,
    }


def _require_operator(actor: Actor) -> None:
    """Reference data belongs to the region, which no member of one plan may change."""
    if not isinstance(actor, Operator):
        raise PermissionDenied


@transaction.atomic
def _import(
    region: Region,
    rows: Iterable[Row],
    model: type[Reference],
    key: str,
    build: Callable[[Row, dict[str, Reference]], Reference],
) -> list[Reference]:
    known = {getattr(row, key): row for row in model._default_manager.filter(region=region)}
    loaded: list[Reference] = []
    errors: list[RowError] = []
    seen: set[str] = set()
    for number, raw in enumerate(rows, 1):
        row = {name: (value or "").strip() for name, value in raw.items() if name}
        try:
            if row[key] in seen:
                raise ValidationError({key: _("Tercantum dua kali dalam berkas ini.")})
            seen.add(row[key])
            loaded.append(_saved(build(row, known)))
        except KeyError as missing:
            errors.append(RowError(number, str(missing.args[0]), _("Kolom ini tidak ada.")))
        except ValidationError as error:
            errors.extend(_row_errors(number, error))
    if errors:
        raise RowsRefused(errors)
    _record_in_plans(region, f"workspace.import_{model._meta.model_name}", len(loaded))
    return loaded


def _saved(row: Reference) -> Reference:
    row.full_clean()
    row.save()
    return row


def _row_errors(number: int, error: ValidationError) -> Iterable[RowError]:
    for column, messages in error.message_dict.items():
        for message in messages:
            yield RowError(number, "" if column == "__all__" else column, message)


def _yes(text: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise ValidationError({"verified": _("Tulis ya atau tidak.")})


def _record_in_plans(region: Region, verb: str, count: int) -> None:
    changes: dict[str, Any] = {"rows": [0, count]}
    for plan in region.plans.all():
        target: models.Model = region
        record(verb, plan=plan, actor=OPERATOR, target=target, changes=changes)
