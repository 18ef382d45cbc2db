"""Lines of values: what was measured of an indicator, year by year, whatever it is called by then.

An indicator is known by its code across the versions of a plan's RPJMD, so values belong to the
plan and a code: no version that comes into force moves or loses them.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rpjmd.models.chain import YEAR_BOUNDS
from workspace.fields import LineField, LongTextField
from workspace.models import Membership, Plan


class PlanQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Every member of a plan may read its RPJMD's values."""

    def visible_to(self, membership: Membership) -> PlanQuerySet:
        return self.filter(plan=membership.plan_id)


class Succession(models.Model):
    """An indicator that another one replaces from a year on (Indeks SPBE, Indeks Pemerintah
    Digital): one line of values, in which each has its years."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="rpjmd_successions")
    old_code = LineField(_("kode lama"), max_length=30)
    new_code = LineField(_("kode baru"), max_length=30)
    from_year = models.PositiveSmallIntegerField(_("mulai tahun"), validators=YEAR_BOUNDS)
    reason = LongTextField(_("alasan"))

    objects: ClassVar = PlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["from_year", "pk"]
        verbose_name = _("pergantian indikator")
        verbose_name_plural = _("pergantian indikator")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "old_code"], name="rpjmd_replaced_once"),
            models.UniqueConstraint(fields=["plan", "new_code"], name="rpjmd_replaces_once"),
        ]

    def __str__(self) -> str:
        return f"{self.old_code} > {self.new_code} {self.from_year}"


class ObservedValue(models.Model):
    """A value of one year as one source published it. Of several, one is used, with a reason."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="rpjmd_values")
    code = LineField(_("kode indikator"), max_length=30)
    year = models.PositiveSmallIntegerField(_("tahun"), validators=YEAR_BOUNDS)
    text = LineField(_("nilai"), max_length=60)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    source = LineField(_("sumber"), max_length=300)
    series = LineField(_("seri"), max_length=120, blank=True)
    published_on = models.DateField(_("tanggal terbit"), null=True, blank=True)
    is_used = models.BooleanField(_("dipakai"), default=False)
    use_reason = LongTextField(_("alasan dipakai"), blank=True)

    objects: ClassVar = PlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["year", "-is_used", "published_on", "pk"]
        verbose_name = _("nilai indikator")
        verbose_name_plural = _("nilai indikator")
        indexes: ClassVar = [models.Index(fields=["plan", "code"], name="rpjmd_value_code")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "code", "year"],
                condition=models.Q(is_used=True),
                name="rpjmd_one_used_value",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}: {self.text}"

    @property
    def address(self) -> str:
        """The source as a link, when it is nothing but one."""
        is_link = self.source.startswith(("https://", "http://")) and " " not in self.source
        return str(self.source) if is_link else ""
