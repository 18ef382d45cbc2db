"""The narrative editor's form."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from masterplan.models import Narrative


class NarrativeForm(forms.ModelForm):  # type: ignore[type-arg]
    """One section's text. `base` is the fingerprint of the text that the person saw."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Narrative
        fields = ("body",)
        widgets = {"body": forms.Textarea(attrs={"rows": 18})}
        help_texts = {
            "body": _(
                "Pisahkan paragraf dengan baris kosong. **tebal**, *miring*, "
                "daftar dengan tanda - di awal baris."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
