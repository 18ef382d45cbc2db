"""The Kemendagri nomenclature as a plan uses it: editions, entries, and what replaced what."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from rpjmd.models.chain import YEAR_BOUNDS
from workspace.fields import LineField
from workspace.models import Membership, Plan


class Kind(models.TextChoices):
    """What a code names, by its number of parts (`U.BB.PP.L.KK.SSSS`)."""

    SECTOR = "urusan", _("Urusan")
    FIELD = "bidang", _("Bidang")
    PROGRAM = "program", _("Program")
    ACTIVITY = "kegiatan", _("Kegiatan")
    SUB_ACTIVITY = "subkegiatan", _("Subkegiatan")


KINDS: Final = {
    1: Kind.SECTOR,
    2: Kind.FIELD,
    3: Kind.PROGRAM,
    5: Kind.ACTIVITY,
    6: Kind.SUB_ACTIVITY,
}


LONGEST: Final = {"name": 600, "indicator": 1000, "unit": 120}


class EditionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Every member of a plan may read its nomenclature."""

    def visible_to(self, membership: Membership) -> EditionQuerySet:
        return self.filter(plan=membership.plan_id)

    def in_order(self) -> EditionQuerySet:
        """From the oldest on: each follows the one before it."""
        return self.order_by("year", "pk")


class EntryQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def visible_to(self, membership: Membership) -> EntryQuerySet:
        return self.filter(edition__plan=membership.plan_id)


class NomenclatureEdition(models.Model):
    """One published state of the codes, as the region's own export has it. One is current.

    It belongs to a plan, not to the region or the server: who loads it is a member of one plan,
    and a plan that is finished keeps the codes it was written with.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="nomenclature_editions")
    name = LineField(_("nama edisi"), max_length=80)
    year = models.PositiveSmallIntegerField(_("tahun"), validators=YEAR_BOUNDS)
    regulation = LineField(_("dasar hukum"), max_length=300, blank=True)
    is_current = models.BooleanField(_("berlaku"), default=False)

    objects: ClassVar = EditionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["plan", "-year", "-pk"]
        verbose_name = _("edisi nomenklatur")
        verbose_name_plural = _("edisi nomenklatur")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "name"], name="nomenclature_edition_name"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(is_current=True),
                name="one_current_nomenclature",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NomenclatureEntry(models.Model):
    """A code with its name in one edition. `search_text` holds the name's words for the picker."""

    edition = models.ForeignKey(NomenclatureEdition, models.CASCADE, related_name="entries")
    code = models.CharField(_("kode"), max_length=20)
    kind = models.CharField(_("jenis"), max_length=11, choices=Kind)
    name = LineField(_("nama"), max_length=LONGEST["name"])
    indicator = LineField(_("indikator"), max_length=LONGEST["indicator"], blank=True)
    unit = LineField(_("satuan"), max_length=LONGEST["unit"], blank=True)
    search_text = models.TextField(editable=False)

    objects: ClassVar = EntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("entri nomenklatur")
        verbose_name_plural = _("entri nomenklatur")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "code"], name="nomenclature_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"[:200]


class Origin(models.TextChoices):
    """How it is known that an entry replaces a former code."""

    STATED = "stated", _("kolom KODE LAMA")
    NAME = "name", _("nama yang sama")
    CHAIN = "chain", _("lewat edisi di antaranya")
    PERSON = "person", _("ditetapkan admin")


class Succession(models.Model):
    """In this edition `entry` takes the place of a code of any edition before it.

    Codes split and merge, so a former code may have several rows and an entry too. A code that is
    kept needs none. The former code is text: its own edition need not have been loaded. Without an
    entry a person said that the code ended.
    """

    edition = models.ForeignKey(NomenclatureEdition, models.CASCADE, related_name="successions")
    former_code = models.CharField(_("kode lama"), max_length=20)
    entry = models.ForeignKey(
        NomenclatureEntry, models.CASCADE, null=True, blank=True, related_name="successions"
    )
    origin = models.CharField(_("asal"), max_length=6, choices=Origin)
    is_doubtful = models.BooleanField(_("meragukan"), default=False)

    class Meta:
        ordering: ClassVar = ["former_code", "entry__code"]
        verbose_name = _("penggantian kode")
        verbose_name_plural = _("penggantian kode")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "former_code", "entry"], name="nomenclature_succession"
            )
        ]

    def __str__(self) -> str:
        return f"{self.former_code} > {self.entry_id or '-'}"
