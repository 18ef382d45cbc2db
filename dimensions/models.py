"""The six dimensions and their sub-dimensions, in the edition of the guide that names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from workspace.models import Plan


class Edition(models.Model):
    """An edition of the ministry's guide. Names and outlines change from one to the next."""

    slug = models.SlugField(_("edisi"), max_length=20, unique=True)
    name = models.CharField(_("nama"), max_length=160)
    source = models.CharField(_("sumber"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-slug"]
        verbose_name = _("edisi pedoman")
        verbose_name_plural = _("edisi pedoman")

    def __str__(self) -> str:
        return self.name


class DimensionQuerySet(models.QuerySet["Dimension"]):
    def of_plan(self, plan: Plan) -> DimensionQuerySet:
        return self.filter(edition__slug=plan.edition)


class Dimension(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="dimensions")
    code = models.CharField(_("kode"), max_length=3)
    name = models.CharField(_("nama"), max_length=60)
    colour = models.CharField(
        _("warna"),
        max_length=7,
        validators=[RegexValidator(r"^#[0-9A-F]{6}$")],
        help_text=_("Paling sedikit 5 : 1 terhadap putih."),
    )
    external_indicators = models.JSONField(_("indikator luar kementerian"), default=list)
    position = models.PositiveSmallIntegerField(_("urutan"))

    objects: ClassVar = DimensionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["edition", "position"]
        verbose_name = _("dimensi")
        verbose_name_plural = _("dimensi")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "code"], name="dimension_code")
        ]

    def __str__(self) -> str:
        return self.name


class SubDimensionQuerySet(models.QuerySet["SubDimension"]):
    def of_plan(self, plan: Plan) -> SubDimensionQuerySet:
        return self.filter(dimension__edition__slug=plan.edition).select_related("dimension")


class SubDimension(models.Model):
    dimension = models.ForeignKey(Dimension, models.CASCADE, related_name="sub_dimensions")
    code = models.CharField(_("kode"), max_length=6)
    name = models.CharField(_("nama"), max_length=120)
    impact_statements = models.JSONField(
        _("pernyataan survei dampak"),
        default=list,
        help_text=_("Yang ditanyakan kementerian kepada pengguna layanan."),
    )
    position = models.PositiveSmallIntegerField(_("urutan"))

    objects: ClassVar = SubDimensionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["dimension__position", "position"]
        verbose_name = _("subdimensi")
        verbose_name_plural = _("subdimensi")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dimension", "code"], name="sub_dimension_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
