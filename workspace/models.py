"""Who works on which plan: regions, plans, agencies, people, roles, the audit trail."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workspace.fields import LineField

if TYPE_CHECKING:
    from datetime import datetime


class Region(models.Model):
    """A kabupaten or kota, by its Kemendagri code."""

    code = models.CharField(
        _("kode wilayah"),
        max_length=5,
        unique=True,
        validators=[RegexValidator(r"^\d{2}\.\d{2}$", _("Kode wilayah berbentuk 35.28."))],
    )
    slug = models.SlugField(_("alamat"), max_length=60, unique=True)
    name = LineField(_("nama"), max_length=120)
    province = LineField(_("provinsi"), max_length=80)
    head_title = LineField(
        _("jabatan kepala daerah"), max_length=120, help_text=_("Misalnya: Bupati Pamekasan")
    )
    timezone = models.CharField(_("zona waktu"), max_length=40, default="Asia/Jakarta")

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("daerah")
        verbose_name_plural = _("daerah")

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A kecamatan of a region."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="districts")
    code = models.CharField(
        _("kode"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^\d{2}\.\d{2}\.\d{2}$", _("Kode berbentuk 35.28.10."))],
    )
    name = LineField(_("nama"), max_length=80)

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("kecamatan")
        verbose_name_plural = _("kecamatan")

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A regional agency (OPD) or a kecamatan office.

    It stands here and not in `opd`, because people are members of it and RPJMD indicators name it.
    """

    class Kind(models.TextChoices):
        OPD = "opd", _("Perangkat Daerah")
        DISTRICT = "kecamatan", _("Kecamatan")

    region = models.ForeignKey(Region, models.CASCADE, related_name="agencies")
    code = LineField(_("kode SIPD"), max_length=40, blank=True)
    name = LineField(_("nama"), max_length=160)
    short_name = LineField(_("singkatan"), max_length=40)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind, default=Kind.OPD)
    is_verified = models.BooleanField(_("nama sudah dipastikan"), default=True)
    remark = LineField(_("keterangan"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "name"]
        verbose_name = _("perangkat daerah")
        verbose_name_plural = _("perangkat daerah")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "short_name"], name="agency_short_name"),
            models.UniqueConstraint(fields=["region", "name"], name="agency_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Plan(models.Model):
    """A region's master plan for a period. Everything else hangs off one plan."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="plans")
    slug = models.SlugField(_("alamat"), max_length=40)
    title = LineField(_("judul"), max_length=200)
    start_year = models.PositiveSmallIntegerField(
        _("tahun awal"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    end_year = models.PositiveSmallIntegerField(
        _("tahun akhir"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    edition = models.SlugField(
        _("edisi pedoman"),
        max_length=20,
        help_text=_("Edisi pedoman Smart City yang menentukan dimensi dan kerangka dokumen."),
    )
    submission_deadline = models.DateField(_("batas pengajuan"), null=True, blank=True)
    is_sample = models.BooleanField(
        _("rencana contoh"), default=False, help_text=_("Ditandai di setiap sampul dokumen.")
    )

    class Meta:
        ordering: ClassVar = ["region", "-start_year"]
        verbose_name = _("rencana")
        verbose_name_plural = _("rencana")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "slug"], name="plan_slug"),
            models.CheckConstraint(
                condition=models.Q(end_year__gte=models.F("start_year"))
                & models.Q(end_year__lte=models.F("start_year") + 9),
                name="plan_period",
                violation_error_message=_("Periode rencana 1 sampai 10 tahun."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> range:
        return range(self.start_year, self.end_year + 1)

    @property
    def period(self) -> str:
        return f"{self.start_year}–{self.end_year}"

    @property
    def address(self) -> dict[str, str]:
        """The keyword arguments that every address of this plan begins with."""
        return {"region": self.region.slug, "plan": self.slug}

    def url(self, name: str, **kwargs: Any) -> str:
        return reverse(name, kwargs={**self.address, **kwargs})

    def get_absolute_url(self) -> str:
        return self.url("workspace:plan_home")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address or a NIP.

    `is_staff` opens Django's admin to the installation's operators; what a person may do in a
    plan comes from a `Membership` alone.
    """

    email = models.EmailField(_("alamat e-mail"), unique=True)
    nip = models.CharField(
        _("NIP"),
        max_length=18,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", _("NIP terdiri atas 18 angka."))],
    )
    name = LineField(_("nama"), max_length=150)
    is_active = models.BooleanField(_("aktif"), default=True)
    is_staff = models.BooleanField(_("operator"), default=False)
    date_joined = models.DateTimeField(_("terdaftar"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        self.email = self.email.lower()
        self.nip = self.nip or None


class Role(models.TextChoices):
    STAFF = "staff", _("Staf OPD")
    ADMIN = "admin", _("Admin Diskominfo")
    STEWARD = "steward", _("Bapperida")
    REVIEWER = "reviewer", _("Penelaah")


def _role_and_agency_agree() -> models.Q:
    return models.Q(role=Role.STAFF, agency__isnull=False) | (
        ~models.Q(role=Role.STAFF) & models.Q(agency__isnull=True)
    )


class Membership(models.Model):
    """One person's place in one plan. Every act and every scoped read takes one of these."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="memberships")
    role = models.CharField(_("peran"), max_length=10, choices=Role)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="memberships", null=True, blank=True
    )
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        ordering: ClassVar = ["role", "user__name"]
        verbose_name = _("keanggotaan")
        verbose_name_plural = _("keanggotaan")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "plan"], name="one_membership_per_plan"),
            models.CheckConstraint(
                condition=_role_and_agency_agree(),
                name="staff_have_an_agency",
                violation_error_message=_("Staf OPD harus punya OPD; peran lain tidak."),
            ),
        ]

    def __str__(self) -> str:
        place = self.agency.short_name if self.agency else self.get_role_display()
        return f"{self.user} ({place})"


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """A link that makes its holder a member. Only the hash of its token is kept."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("alamat e-mail"))
    name = LineField(_("nama"), max_length=150)
    role = models.CharField(_("peran"), max_length=10, choices=Role)
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, blank=True, verbose_name=_("OPD"))
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )  # empty: an operator at the command line
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        verbose_name = _("undangan")
        verbose_name_plural = _("undangan")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_role_and_agency_agree(),
                name="invited_staff_have_an_agency",
                violation_error_message=_("Staf OPD harus punya OPD; peran lain tidak."),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(32)

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and now < self.expires_at


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, membership: Membership) -> AuditEntryQuerySet:
        """Administrators read the whole trail of their plan, staff what concerns their agency."""
        entries = self.filter(plan=membership.plan_id)
        if membership.role == Role.ADMIN:
            return entries
        if membership.role == Role.STAFF:
            return entries.filter(agency=membership.agency_id)
        return entries.filter(actor=membership.user_id)


class AuditEntry(models.Model):
    """One act: who did what to which object, when, and which values changed. Never edited."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="audit_entries")
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )  # empty: an operator at the command line
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=60)  # the act's rule, such as "opd.submit_program"
    target_type = models.CharField(max_length=60)  # "opd.program"
    target_id = models.BigIntegerField()
    target_name = models.CharField(max_length=255)
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict)  # {field: [before, after]}

    objects: ClassVar = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name = _("catatan jejak audit")
        verbose_name_plural = _("jejak audit")
        indexes: ClassVar = [
            models.Index(fields=["plan", "-at"], name="audit_plan_at"),
            models.Index(fields=["target_type", "target_id", "-at"], name="audit_target"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_name}"


class Notification(models.Model):
    """A sentence for one person about something that waits for them."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["user", "plan", "read_at"], name="notification_unread")
        ]

    def __str__(self) -> str:
        return self.text
