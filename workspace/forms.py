"""Forms of the workspace. They read what was typed; the acts decide what may be."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordKeyForm
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from workspace.acts import Refused
from workspace.fields import validate_no_control_characters
from workspace.models import Agency, Membership, Plan, Role, User
from workspace.queries import agencies_of, people_of
from workspace.verbs import verb_choices


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form with the words that officials know."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("E-mail atau NIP")
        login.max_length = 254
        login.widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].label = _("Kata sandi")
        self.fields["remember"].label = _("Tetap masuk di perangkat ini")
        drop_placeholders(self)


# The four validators of the settings in one sentence.
PASSWORD_HELP = _(
    "Paling sedikit 10 huruf atau angka, bukan angka saja, dan bukan kata sandi yang umum."
)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Kata sandi sekarang")
        name_new_passwords(self)


class ForgottenPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_new_passwords(self)


def name_new_passwords(form: forms.Form) -> None:
    form.fields["password1"].label = _("Kata sandi baru")
    form.fields["password1"].help_text = PASSWORD_HELP
    form.fields["password2"].label = _("Kata sandi baru sekali lagi")
    drop_placeholders(form)


def drop_placeholders(form: forms.Form) -> None:
    """The label stands above each field; a grey copy in it looks like something already typed."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def line_field(label: Any, length: int, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, validators=[validate_no_control_characters], **options
    )


def show_refusal(form: forms.Form, refusal: Refused) -> None:
    """Put the sentence of a refused act beside its field, or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal.message)


class PlaceForm(forms.Form):
    """A role in a plan, and the agency that goes with it."""

    role = forms.ChoiceField(label=_("Peran"), choices=Role.choices)
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("OPD"),
        required=False,
        empty_label=_("Tanpa OPD"),
        help_text=_("Hanya untuk staf OPD."),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.queryset = agencies_of(plan)


class InvitationForm(PlaceForm):
    name = line_field(_("Nama"), 150)
    email = forms.EmailField(label=_("Alamat e-mail"), max_length=254)
    field_order = ["name", "email", "role", "agency"]


class MemberForm(PlaceForm):
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class PlanForm(forms.Form):
    title = line_field(_("Judul rencana"), 200)
    submission_deadline = forms.DateField(
        label=_("Batas pengajuan"),
        required=False,
        help_text=_("Setiap OPD melihat tanggal ini di halamannya."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class AcceptanceForm(forms.Form):
    """What a new person says about themself; the e-mail address stands in the invitation."""

    name = line_field(_("Nama lengkap"), 150)
    nip = forms.CharField(
        label=_("NIP"),
        required=False,
        help_text=_("18 angka. Boleh dikosongkan; dengan NIP Anda dapat masuk tanpa e-mail."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        validators=[RegexValidator(r"^\d{18}$", _("NIP terdiri atas 18 angka."))],
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Kata sandi sekali lagi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None:
            data = data.copy()
            data["nip"] = "".join(data.get("nip", "").split())  # NIPs are often typed in groups
        super().__init__(data, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, again = cleaned.get("password"), cleaned.get("password_again")
        if first and again and first != again:
            self.add_error("password_again", _("Kedua kata sandi tidak sama."))
        return cleaned


class FilterForm(forms.Form):
    """A form in the address of a page: what cannot be read is left out, not refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if chosen else "form-control"

    def values(self) -> dict[str, Any]:
        self.is_valid()
        return getattr(self, "cleaned_data", {})


class MemberFilterForm(FilterForm):
    q = forms.CharField(label=_("Cari"), required=False, max_length=100)
    role = forms.ChoiceField(
        label=_("Peran"), required=False, choices=[("", _("Semua peran")), *Role.choices]
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Semua")), ("active", _("Aktif")), ("inactive", _("Nonaktif"))],
    )


class AuditFilterForm(FilterForm):
    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Siapa"), required=False, empty_label=_("Semua orang")
    )
    verb = forms.ChoiceField(label=_("Apa"), required=False)
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("OPD"), required=False, empty_label=_("Semua OPD")
    )
    since = forms.DateField(
        label=_("Dari tanggal"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("Sampai tanggal"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    q = forms.CharField(label=_("Objek memuat"), required=False, max_length=100)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = people_of(membership)
        verb: Any = self.fields["verb"]
        verb.choices = [("", _("Semua tindakan")), *verb_choices()]
        if membership.role == Role.STAFF:
            del self.fields["agency"]  # their trail holds their own agency alone
        else:
            agency: Any = self.fields["agency"]
            agency.queryset = agencies_of(membership.plan)
