"""Text that people type: bounded, and without characters that no page or PDF can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from workspace.markdown import has_control_characters

if TYPE_CHECKING:
    # At run time Django's fields take no type parameters.
    Line = models.CharField[str, str]
    LongText = models.TextField[str, str]
else:
    Line, LongText = models.CharField, models.TextField

LONGEST_TEXT = 20_000  # about eight printed pages in one field


def validate_no_control_characters(text: str) -> None:
    if has_control_characters(text):
        raise ValidationError(
            _("Teks ini memuat karakter tersembunyi. Ketik ulang, atau tempel sebagai teks biasa."),
            code="control_characters",
        )


class LineField(Line):
    """One line of typed text."""

    default_validators = [validate_no_control_characters]


class LongTextField(LongText):
    """Paragraphs of typed Markdown, at most `LONGEST_TEXT` characters."""

    default_validators = [
        validate_no_control_characters,
        MaxLengthValidator(
            LONGEST_TEXT, _("Paling panjang %(limit_value)d huruf; teks ini %(show_value)d huruf.")
        ),
    ]
