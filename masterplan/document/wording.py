"""Numbers and words as the document prints them. Contexts hold what is shown, ready to print."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final

from babel.numbers import format_decimal
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from opd.models import (
    ActionFamily,
    Contribution,
    FundingSource,
    Horizon,
    IndicatorLevel,
    Novelty,
    ProgramState,
)
from workspace.numbers import format_number, format_short_rupiah

MILLION: Final = 1_000_000
NOTHING: Final = "–"
SHORT_FAMILIES: Final = {
    ActionFamily.PEOPLE: _("SDM"),
    ActionFamily.INFRASTRUCTURE: _("Infrastruktur"),
    ActionFamily.APPLICATION: _("Aplikasi"),
    ActionFamily.LITERACY: _("Literasi"),
}


@cache
def label(choices: type[TextChoices], value: str) -> str:
    """The word for a stored value, or a dash for none. Looked up once: a document asks thousands of
    times, and always in its own language."""
    with translation.override("id"):
        return str(choices(value).label) if value else NOTHING


def horizon(value: str) -> str:
    return label(Horizon, value)


def novelty(value: str) -> str:
    return label(Novelty, value)


def level(value: str) -> str:
    return label(IndicatorLevel, value)


def source(value: str) -> str:
    return label(FundingSource, value)


def contribution(value: str) -> str:
    return label(Contribution, value)


def family(value: str) -> str:
    return label(ActionFamily, value)


@cache
def short_family(value: str) -> str:
    """The family in one word, for narrow columns."""
    with translation.override("id"):
        return str(SHORT_FAMILIES[ActionFamily(value)]) if value else NOTHING


def state(value: str) -> str:
    return label(ProgramState, value)


@lru_cache(maxsize=8192)
def millions(amount: Decimal) -> str:
    """Rupiah in millions, exact: 1250500000 as 1.250,5; a dash for nothing."""
    if not amount:
        return NOTHING
    return str(format_decimal(amount / MILLION, format="#,##0.########", locale="id"))


def short_money(amount: Decimal) -> str:
    """Rp12,35 M: for headlines, where a glance must be enough."""
    return format_short_rupiah(amount, "id")


def count(number: int) -> str:
    return format_number(number, "id")


def percent(part: Decimal, whole: Decimal) -> str:
    """The share with one decimal: 12,5%."""
    if not whole:
        return NOTHING
    return f"{format_decimal(100 * part / whole, format='0.0', locale='id')}%"


def period(row: Mapping[str, Any]) -> str:
    """2026–2028, 2026, or a dash while nobody has said."""
    start, end = row["start_year"], row["end_year"]
    if start is None:
        return NOTHING
    return str(start) if end in (None, start) else f"{start}–{end}"


def unit(indicator: Mapping[str, Any]) -> str:
    """The unit, and whether the yearly targets add up: then their sum is what is promised."""
    words = [indicator["unit"], "dijumlahkan" if indicator.get("adds_up") else ""]
    return given(", ".join(word for word in words if word))


def given(text: str) -> str:
    """A text, or a dash for none."""
    return text or NOTHING
