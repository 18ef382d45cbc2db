"""Form fields for typed text, years and money.

None of them limits what can be typed or pasted (no `maxlength`): a browser that cuts a pasted text
says nothing, a sentence beside the field does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from workspace.fields import LONGEST_TEXT, validate_no_control_characters
from workspace.nomenclature import validate_nomenclature_code
from workspace.numbers import parse_rupiah

TOO_LONG = _("Paling panjang %(limit_value)d huruf; teks ini %(show_value)d huruf.")


class TypedText(forms.CharField):
    """Text without hidden characters, of bounded length."""

    def __init__(self, *, longest: int, **options: Any) -> None:
        super().__init__(**{"required": False, **options})
        self.validators = [
            *(one for one in self.validators if not _is_about_null(one)),
            validate_no_control_characters,
            MaxLengthValidator(longest, TOO_LONG),
        ]


class Line(TypedText):
    """One line; runs of spaces, tabs and line ends count as one space."""

    def __init__(self, *, longest: int, **options: Any) -> None:
        super().__init__(longest=longest, **options)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> str:
        return re.sub(r"[ \t\r\n\u00a0]+", " ", str(super().to_python(value) or "")).strip()


class Paragraphs(TypedText):
    """Markdown text; line ends are kept as single newlines, as the tables have them."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(**{"longest": LONGEST_TEXT, "widget": widget, **options})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class NomenclatureCode(Line):
    """A Kemendagri code; letters as capitals, because regions write x.xx.01 either way."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=30, **options)
        self.validators.append(validate_nomenclature_code)

    def to_python(self, value: Any) -> str:
        return super().to_python(value).upper()


class KeepingSelect(forms.Select):
    """A select that still shows a value which is no longer, or never was, on offer."""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> Any:
        groups = super().optgroups(name, value, attrs)
        offered = {str(option["value"]) for _, options, _ in groups for option in options}
        kept = [
            self.create_option(name, one, one, True, len(groups) + place, attrs=attrs)
            for place, one in enumerate(value)
            if one and one not in offered
        ]
        return [*groups, *((None, [option], len(groups)) for option in kept)]


class Choice(forms.ChoiceField):
    """One of several, or nothing yet."""

    widget = KeepingSelect

    def __init__(self, choices: Iterable[Any], *, blank: Any = "", **options: Any) -> None:
        super().__init__(choices=[("", blank), *choices], **{"required": False, **options})
        self.error_messages.setdefault("invalid_choice", "")
        self.error_messages["invalid_choice"] = options.get("error_messages", {}).get(
            "invalid_choice", _("“%(value)s” bukan pilihan yang ada. Pilih dari daftar.")
        )


class PlanYear(Choice):
    """A year of the plan's period, as a whole number or None."""

    def __init__(self, years: range, period: str, **options: Any) -> None:
        super().__init__([(str(year), str(year)) for year in years], **options)
        self.error_messages["invalid_choice"] = _(
            "Tahun %(value)s di luar periode rencana {period}."
        ).format(period=period)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return int(text) if text else None


class BaselineYear(Line):
    """The year of a measurement, which may lie before the plan."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=10, **options)
        self.widget.attrs.update(inputmode="numeric")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{4}", text) or not 2000 <= int(text) <= 2100:
            raise ValidationError(
                _("“%(text)s” bukan tahun. Tulis misalnya 2025.") % {"text": text[:20]}
            )
        return int(text)


class Rupiah(Line):
    """An amount as people type it: "1.250.000.000", "1,25 M" and "1250000000" are equal."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=60, **options)
        self.widget.attrs.update(inputmode="decimal")

    def clean(self, value: Any) -> Decimal | None:  # type: ignore[override]
        try:
            return parse_rupiah(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error


def _is_about_null(validator: Any) -> bool:
    return isinstance(validator, ProhibitNullCharactersValidator)
