"""Numbers, money, dates and Markdown in templates, for pages and document alike (a builtin)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from workspace.markdown import render_markdown
from workspace.numbers import format_number, format_rupiah, format_short_rupiah

register = template.Library()
ZONES = {25200: "WIB", 28800: "WITA", 32400: "WIT"}  # seconds east of UTC


@register.filter
def markdown(text: str | None) -> SafeString:
    return render_markdown(text or "")


@register.filter
def number(value: Decimal | int | None) -> str:
    return "" if value is None else format_number(value)


@register.filter
def rupiah(value: Decimal | int | None) -> str:
    return "" if value is None else format_rupiah(value)


@register.filter
def short_rupiah(value: Decimal | int | None) -> str:
    return "" if value is None else format_short_rupiah(value)


@register.filter
def clock(value: datetime | None) -> str:
    """10.42 WIB, in the active time zone."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    offset = local.utcoffset()
    zone = ZONES.get(int(offset.total_seconds()) if offset else 0, local.tzname() or "")
    return f"{date_format(local, 'H.i')} {zone}"


@register.filter
def moment(value: datetime | None) -> str:
    """23 November 2026, 10.42 WIB."""
    if value is None:
        return ""
    return f"{date_format(timezone.localtime(value), 'j F Y')}, {clock(value)}"


@register.filter
def day(value: Any) -> str:
    """23 November 2026."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return date_format(value, "j F Y")


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """The value of a key that is itself a variable, such as a year of a grid."""
    return mapping.get(key) if mapping else None
