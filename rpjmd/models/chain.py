"""The five-year plan (RPJMD): a chain whose shape each region draws itself, and its indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from workspace.fields import LineField, LongTextField
from workspace.models import Agency, Membership, Plan
from workspace.nomenclature import validate_nomenclature_code

if TYPE_CHECKING:
    from collections.abc import Iterable

YEAR_BOUNDS = [MinValueValidator(2000), MaxValueValidator(2100)]


class ScopedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows of an RPJMD version. Every member of a plan may read its RPJMD."""

    def visible_to(self, membership: Membership) -> Self:
        return self.filter(version__plan=membership.plan_id)

    def current(self) -> Self:
        return self.filter(version__is_current=True)


class IndicatorQuerySet(ScopedQuerySet):
    def of_chain(self) -> IndicatorQuerySet:
        """Indicators that a program may be linked to: not those of Renstra activities."""
        return self.exclude(element__level__in=RENSTRA_LEVELS)


class Version(models.Model):
    """An RPJMD as decreed (Murni) or as amended (Perubahan I, II). One is current."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="rpjmd_versions")
    name = LineField(_("nama"), max_length=200)
    label = LineField(_("versi"), max_length=40, default="Murni")
    start_year = models.PositiveSmallIntegerField(_("tahun awal"), validators=YEAR_BOUNDS)
    end_year = models.PositiveSmallIntegerField(_("tahun akhir"), validators=YEAR_BOUNDS)
    vision = LongTextField(_("visi"), blank=True)
    regulation = LineField(_("dasar hukum"), max_length=300, blank=True)
    remark = LongTextField(_("catatan"), blank=True)
    is_current = models.BooleanField(_("berlaku"), default=True)
    # What was in force when this was made: what it is compared with once it is in force itself.
    predecessor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering: ClassVar = ["plan", "-pk"]
        verbose_name = _("RPJMD")
        verbose_name_plural = _("RPJMD")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "label"], name="rpjmd_version_label"),
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(is_current=True), name="one_current_rpjmd"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.label})"

    @property
    def years(self) -> range:
        return range(self.start_year, self.end_year + 1)

    def within(self, plan: Plan) -> Version:
        """The same, with the plan that its reader has at hand."""
        self.plan = plan
        return self

    def get_absolute_url(self) -> str:
        own = "" if self.is_current else f"?versi={self.pk}"
        return self.plan.url("rpjmd:rpjmd") + own


class Level(models.TextChoices):
    """The kinds of element, in the usual order from the vision down; regions skip some.

    The last five are those of the nomenclature; all of these but the program stand in the
    agencies' Renstra only.
    """

    MISSION = "mission", _("Misi")
    GOAL = "goal", _("Tujuan")
    OBJECTIVE = "objective", _("Sasaran")
    STRATEGY = "strategy", _("Strategi")
    POLICY_DIRECTION = "policy", _("Arah Kebijakan")
    AFFAIR = "affair", _("Urusan")
    FIELD = "field", _("Bidang Urusan")
    PROGRAM = "program", _("Program")
    ACTIVITY = "activity", _("Kegiatan")
    SUBACTIVITY = "subactivity", _("Subkegiatan")


# What the Renstra adds around the chain: too fine for the document and for links from programs.
RENSTRA_LEVELS = frozenset({Level.AFFAIR, Level.FIELD, Level.ACTIVITY, Level.SUBACTIVITY})


class Element(models.Model):
    """A mission, goal, objective, strategy, policy direction or program of the RPJMD.

    One table, because the shape is not fixed: one goal may stand across five missions with the
    objectives directly under it (Banjarnegara 2025-2029). Parents are many to many.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="elements")
    level = models.CharField(_("jenis"), max_length=12, choices=Level)
    code = LineField(_("kode"), max_length=60)
    text = LongTextField(_("uraian"))
    parents: models.ManyToManyField[Element, Link] = models.ManyToManyField(
        "self",
        symmetrical=False,
        through="Link",
        through_fields=("child", "parent"),
        related_name="children",
        verbose_name=_("induk"),
    )
    agency = models.ForeignKey(
        Agency, models.SET_NULL, null=True, blank=True, verbose_name=_("OPD"), related_name="+"
    )
    nomenclature_code = models.CharField(
        _("kode nomenklatur"), max_length=30, blank=True, validators=[validate_nomenclature_code]
    )
    objective = LongTextField(_("sasaran Renstra"), blank=True)  # as the agency's sheet words it
    ceilings = models.JSONField(_("pagu indikatif"), default=dict, blank=True)  # {year: "1250.00"}
    location = LineField(_("lokasi"), max_length=300, blank=True)
    remark = LongTextField(_("keterangan"), blank=True)
    position = models.PositiveIntegerField(_("urutan"), default=0)

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "code"]
        verbose_name = _("unsur RPJMD")
        verbose_name_plural = _("unsur RPJMD")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="rpjmd_element_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"[:200]

    @property
    def plan_id(self) -> int:
        return self.version.plan_id

    def ceiling(self, year: int) -> Decimal | None:
        amount = self.ceilings.get(str(year))
        return Decimal(amount) if amount else None

    @property
    def total_ceiling(self) -> Decimal:
        """The money of all years together."""
        return sum(map(Decimal, self.ceilings.values()), Decimal(0))


class Link(models.Model):
    """Child under parent. `actions` refuses a link that would close a circle."""

    parent = models.ForeignKey(Element, models.CASCADE, related_name="links_down")
    child = models.ForeignKey(Element, models.CASCADE, related_name="links_up")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "child"], name="rpjmd_link_once"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("child")), name="rpjmd_link_not_self"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent_id} > {self.child_id}"


class Direction(models.TextChoices):
    """Which way is better."""

    INCREASE = "increase", _("Naik")
    DECREASE = "decrease", _("Turun")
    MAINTAIN = "maintain", _("Tetap")


class Indicator(models.Model):
    """A measure of an element, with its baseline, yearly targets and final target.

    Every value is kept as the text that the document prints ("BB", "WTP", "85%") with the parsed
    number, where there is one, beside it.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="indicators")
    element = models.ForeignKey(
        Element, models.CASCADE, related_name="indicators", verbose_name=_("unsur")
    )
    code = LineField(_("kode"), max_length=66)
    name = LineField(_("indikator"), max_length=500)
    is_headline = models.BooleanField(_("IKU"), default=False)
    unit = LineField(_("satuan"), max_length=60, blank=True)
    direction = models.CharField(
        _("arah"), max_length=10, choices=Direction, default=Direction.INCREASE
    )
    adds_up = models.BooleanField(_("target dijumlahkan"), default=False)
    formula = LongTextField(_("formula"), blank=True)
    data_source = LineField(_("sumber data"), max_length=300, blank=True)
    agency = models.ForeignKey(
        Agency, models.SET_NULL, null=True, blank=True, verbose_name=_("OPD"), related_name="+"
    )
    baseline_year = models.PositiveSmallIntegerField(
        _("tahun dasar"), null=True, blank=True, validators=YEAR_BOUNDS
    )
    baseline_text = LineField(_("kondisi awal"), max_length=60, blank=True)
    baseline_value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    final_text = LineField(_("kondisi akhir"), max_length=60, blank=True)
    final_value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    remark = LongTextField(_("catatan"), blank=True)
    position = models.PositiveIntegerField(_("urutan"), default=0)

    objects: ClassVar = IndicatorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "code"]
        verbose_name = _("indikator RPJMD")
        verbose_name_plural = _("indikator RPJMD")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="rpjmd_indicator_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def plan_id(self) -> int:
        return self.version.plan_id


class Target(models.Model):
    """An RPJMD indicator's target for one year."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("tahun"), validators=YEAR_BOUNDS)
    text = LineField(_("target"), max_length=60)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "year"], name="rpjmd_target_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.text}"


def closes_circle(links: Iterable[tuple[int, int]], parent: int, child: int) -> bool:
    """Whether `parent > child` added to the links (parent, child) would make a circle."""
    below: dict[int, set[int]] = {}
    for upper, lower in links:
        below.setdefault(upper, set()).add(lower)
    seen, frontier = {child}, [child]
    while frontier:
        for lower in below.get(frontier.pop(), ()):
            if lower not in seen:
                seen.add(lower)
                frontier.append(lower)
    return parent in seen
