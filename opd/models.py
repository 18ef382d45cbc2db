"""Agencies at work: programs with activities, indicators, budgets, links to the RPJMD, review."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dimensions.models import Dimension, SubDimension
from rpjmd.models import Direction
from rpjmd.models import Indicator as RpjmdIndicator
from workspace.fields import LineField, LongTextField
from workspace.models import Agency, District, Membership, Plan, Role, User
from workspace.nomenclature import validate_nomenclature_code

YEAR_BOUNDS = [MinValueValidator(2000), MaxValueValidator(2100)]


class ProgramState(models.TextChoices):
    """Where a program stands. `TRANSITIONS` says which act leads where; nothing else does."""

    DRAFT = "draf", _("Draf")
    SUBMITTED = "diajukan", _("Diajukan")
    RETURNED = "dikembalikan", _("Dikembalikan")
    APPROVED = "disetujui", _("Disetujui")


EDITABLE = frozenset({ProgramState.DRAFT, ProgramState.RETURNED})
# act -> (states it may start from, state it leads to)
TRANSITIONS: dict[str, tuple[frozenset[ProgramState], ProgramState]] = {
    "submit": (EDITABLE, ProgramState.SUBMITTED),
    "return": (frozenset({ProgramState.SUBMITTED}), ProgramState.RETURNED),
    "approve": (frozenset({ProgramState.SUBMITTED}), ProgramState.APPROVED),
    "unlock": (frozenset({ProgramState.APPROVED}), ProgramState.RETURNED),
}


class Horizon(models.TextChoices):
    SHORT = "short", _("Jangka pendek (1 tahun)")
    MEDIUM = "medium", _("Jangka menengah (5 tahun)")
    LONG = "long", _("Jangka panjang (10 tahun)")


class Novelty(models.TextChoices):
    NEW = "new", _("Baru")
    EXISTING = "existing", _("Lanjutan (eksisting)")


class ProgramQuerySet(models.QuerySet["Program"]):
    def of_plan(self, plan: Plan | int) -> ProgramQuerySet:
        return self.filter(plan=plan, deleted_at=None)

    def visible_to(self, membership: Membership) -> ProgramQuerySet:
        """Staff see what their agency leads or supports, reviewers what is approved, others all."""
        programs = self.of_plan(membership.plan_id)
        if membership.role == Role.STAFF:
            # A subquery instead of a join: no program twice, and counts stay counts.
            supported = Program.supporting_agencies.through.objects.filter(
                agency=membership.agency_id
            )
            return programs.filter(
                Q(lead_agency=membership.agency_id) | Q(pk__in=supported.values("program"))
            )
        if membership.role == Role.REVIEWER:
            return programs.filter(state=ProgramState.APPROVED)
        return programs

    def deleted_of(self, membership: Membership) -> ProgramQuerySet:
        """What the member's own agency deleted and may take back."""
        return self.filter(
            plan=membership.plan_id, lead_agency=membership.agency_id, deleted_at__isnull=False
        )


class Program(models.Model):
    """A smart city program of one lead agency (F5 of the guide).

    Everything but name, sub-dimension and agency may be empty while it is a draft; the checks say
    what a submission needs.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="programs")
    lead_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="led_programs", verbose_name=_("OPD penanggung jawab")
    )
    sub_dimension = models.ForeignKey(
        SubDimension, models.PROTECT, related_name="programs", verbose_name=_("subdimensi")
    )
    number = models.PositiveSmallIntegerField(_("nomor"))  # within the dimension, never used twice
    name = LineField(_("nama program"), max_length=200)
    nomenclature_code = models.CharField(
        _("kode nomenklatur"), max_length=30, blank=True, validators=[validate_nomenclature_code]
    )
    novelty = models.CharField(_("status program"), max_length=10, choices=Novelty, blank=True)
    horizon = models.CharField(_("jangka waktu"), max_length=10, choices=Horizon, blank=True)
    start_year = models.PositiveSmallIntegerField(
        _("tahun mulai"), null=True, blank=True, validators=YEAR_BOUNDS
    )
    end_year = models.PositiveSmallIntegerField(
        _("tahun selesai"), null=True, blank=True, validators=YEAR_BOUNDS
    )
    is_quick_win = models.BooleanField(_("quick win"), default=False)
    problem = LongTextField(_("masalah"), blank=True)
    objective = LongTextField(_("sasaran program"), blank=True)
    description = LongTextField(_("uraian"), blank=True)
    beneficiaries = LongTextField(_("penerima manfaat"), blank=True)
    districts = models.ManyToManyField(
        District, blank=True, related_name="programs", verbose_name=_("kecamatan")
    )
    covers_region = models.BooleanField(_("seluruh wilayah"), default=False)
    supporting_agencies = models.ManyToManyField(
        Agency, blank=True, related_name="supported_programs", verbose_name=_("OPD pendukung")
    )
    state = models.CharField(
        _("status"), max_length=12, choices=ProgramState, default=ProgramState.DRAFT
    )
    state_since = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ProgramQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sub_dimension__dimension__position", "number"]
        verbose_name = _("program")
        verbose_name_plural = _("program")
        indexes: ClassVar = [
            models.Index(fields=["plan", "deleted_at", "state"], name="program_plan_state"),
            models.Index(fields=["plan", "lead_agency"], name="program_plan_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def code(self) -> str:
        """GOV-07: how the document and people call it."""
        return f"{self.sub_dimension.dimension.code}-{self.number:02d}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE and self.deleted_at is None

    def get_absolute_url(self) -> str:
        return self.plan.url("opd:program", pk=self.pk)


class NumberSeries(models.Model):
    """The last number given in a dimension of a plan (`opd.actions.numbering`)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    dimension = models.ForeignKey(Dimension, models.CASCADE, related_name="+")
    last = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "dimension"], name="one_number_series")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.dimension_id}: {self.last}"


class QuickWin(models.Model):
    """What the ministry asks of a quick win (F8; its own scoring criteria)."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="quick_win")
    strategic_issue = LongTextField(_("masalah strategis RPJMD"), blank=True)
    attraction = LongTextField(_("daya tarik"), blank=True)
    benefit = LongTextField(_("manfaat"), blank=True)
    uniqueness = LongTextField(_("keunikan"), blank=True)
    partnership = LongTextField(_("peluang kemitraan"), blank=True)
    potential = LongTextField(_("potensi pengembangan"), blank=True)
    sustainability = LongTextField(_("keberlangsungan"), blank=True)
    resources = LongTextField(_("sumber daya"), blank=True)
    risk = LongTextField(_("risiko"), blank=True)
    mitigation = LongTextField(_("mitigasi risiko"), blank=True)
    schedule = LongTextField(_("jadwal"), blank=True)

    class Meta:
        verbose_name = _("quick win")
        verbose_name_plural = _("quick win")

    def __str__(self) -> str:
        return str(self.program)


class Partner(models.Model):
    """Somebody outside the government who takes part."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="partners")
    name = LineField(_("nama mitra"), max_length=160)
    contribution = LineField(_("bentuk dukungan"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("mitra")
        verbose_name_plural = _("mitra")

    def __str__(self) -> str:
        return str(self.name)


class ActionFamily(models.TextChoices):
    """The four families of the action plan (the ministry's evaluation, component Outcome)."""

    PEOPLE = "people", _("Peningkatan kapasitas SDM")
    INFRASTRUCTURE = "infrastructure", _("Pembangunan infrastruktur pendukung")
    APPLICATION = "application", _("Pengembangan aplikasi pendukung")
    LITERACY = "literacy", _("Penguatan literasi smart city")


class Activity(models.Model):
    """A kegiatan of the program; together they are the action plan (F6)."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="activities")
    code = models.CharField(
        _("kode"), max_length=30, blank=True, validators=[validate_nomenclature_code]
    )
    name = LineField(_("kegiatan"), max_length=300)
    output = LineField(_("keluaran"), max_length=300, blank=True)
    family = models.CharField(_("jenis"), max_length=15, choices=ActionFamily, blank=True)
    start_year = models.PositiveSmallIntegerField(
        _("mulai"), null=True, blank=True, validators=YEAR_BOUNDS
    )
    end_year = models.PositiveSmallIntegerField(
        _("selesai"), null=True, blank=True, validators=YEAR_BOUNDS
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("kegiatan")
        verbose_name_plural = _("kegiatan")

    def __str__(self) -> str:
        return str(self.name)


class IndicatorLevel(models.TextChoices):
    INPUT = "input", _("Masukan")
    OUTPUT = "output", _("Keluaran")
    OUTCOME = "outcome", _("Hasil")
    IMPACT = "impact", _("Dampak")


class Indicator(models.Model):
    """A measure of the program with its baseline and a target for each plan year."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="indicators")
    level = models.CharField(_("tingkat"), max_length=10, choices=IndicatorLevel, blank=True)
    name = LineField(_("indikator"), max_length=300)
    unit = LineField(_("satuan"), max_length=60, blank=True)
    direction = models.CharField(_("arah"), max_length=10, choices=Direction, blank=True)
    adds_up = models.BooleanField(_("target dijumlahkan"), default=False)
    definition = LongTextField(_("definisi operasional"), blank=True)
    data_source = LineField(_("sumber data"), max_length=300, blank=True)
    baseline_year = models.PositiveSmallIntegerField(
        _("tahun dasar"), null=True, blank=True, validators=YEAR_BOUNDS
    )
    baseline_text = LineField(_("kondisi awal"), max_length=60, blank=True)
    baseline_value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("indikator program")
        verbose_name_plural = _("indikator program")

    def __str__(self) -> str:
        return str(self.name)


class Target(models.Model):
    """A program indicator's target for one year: the text as typed and its number, if any."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("tahun"), validators=YEAR_BOUNDS)
    text = LineField(_("target"), max_length=60)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "year"], name="program_target_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.text}"


class FundingSource(models.TextChoices):
    APBD_KABUPATEN = "apbd_kabupaten", _("APBD Kabupaten/Kota")
    APBD_PROVINSI = "apbd_provinsi", _("APBD Provinsi")
    APBN_DAK = "apbn_dak", _("APBN/DAK")
    CSR = "csr", _("CSR")
    KPBU = "kpbu", _("KPBU")
    HIBAH = "hibah", _("Hibah")
    SWADAYA = "swadaya", _("Swadaya")


class Budget(models.Model):
    """The ceiling (pagu indikatif) of one funding source in one year, in rupiah."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="budgets")
    source = models.CharField(_("sumber dana"), max_length=15, choices=FundingSource)
    year = models.PositiveSmallIntegerField(_("tahun"), validators=YEAR_BOUNDS)
    amount = models.DecimalField(_("pagu (Rp)"), max_digits=18, decimal_places=2)

    class Meta:
        ordering: ClassVar = ["source", "year"]
        verbose_name = _("anggaran")
        verbose_name_plural = _("anggaran")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "source", "year"], name="budget_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.year}"


class Contribution(models.TextChoices):
    DIRECT = "direct", _("Langsung")
    SUPPORTING = "supporting", _("Pendukung")


class AlignmentState(models.TextChoices):
    """What the RPJMD's steward says of a link. Whatever the agency changes in it is asked anew."""

    PROPOSED = "proposed", _("Menunggu keputusan")
    CONFIRMED = "confirmed", _("Dikonfirmasi")
    DISPUTED = "disputed", _("Dipertanyakan")


# Links that cover what they are linked to: a disputed one counts nowhere until it is mended.
COUNTED = frozenset({AlignmentState.PROPOSED, AlignmentState.CONFIRMED})


class AlignmentContent(models.Model):
    """What a link says besides its indicator: the agency's words and the steward's decision.

    The decision is no part of `opd.content`: the agency neither types nor overwrites it, and an
    editor that stands open is not disturbed by it.
    """

    contribution = models.CharField(
        _("kontribusi"), max_length=10, choices=Contribution, default=Contribution.DIRECT
    )
    reason = LongTextField(_("alasan"), blank=True)
    program_indicator = models.ForeignKey(
        Indicator,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("indikator program yang menggerakkannya"),
    )
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(
        _("keputusan"), max_length=10, choices=AlignmentState, default=AlignmentState.PROPOSED
    )
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = LongTextField(_("alasan keputusan"), max_length=1000, blank=True)

    class Meta:
        abstract = True


class Alignment(AlignmentContent):
    """A link from a program to an indicator of the RPJMD in force, with the reason why."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="alignments")
    rpjmd_indicator = models.ForeignKey(
        RpjmdIndicator, models.PROTECT, related_name="alignments", verbose_name=_("indikator RPJMD")
    )

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("keterkaitan RPJMD")
        verbose_name_plural = _("keterkaitan RPJMD")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "rpjmd_indicator"], name="alignment_once")
        ]

    # What the reader of a page saw of it, for the act that decides about it.
    seen: str = ""

    def __str__(self) -> str:
        return f"{self.program_id} > {self.rpjmd_indicator_id}"


class FormerAlignment(AlignmentContent):
    """Where a link stood before a version of the RPJMD came into force that has no such indicator.

    Going back to that version puts it there again: the living link when there is one, or a new one
    with what is kept here (`opd.actions.versions`).
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="former_alignments")
    rpjmd_indicator = models.ForeignKey(
        RpjmdIndicator, models.PROTECT, related_name="former_alignments"
    )
    # The link as it lives on; None when it was let go. One that its agency deletes is forgotten.
    alignment = models.ForeignKey(
        Alignment, models.CASCADE, null=True, blank=True, related_name="former"
    )
    cause = LongTextField(_("sebab"), max_length=1000, blank=True)
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("keterkaitan RPJMD terdahulu")
        verbose_name_plural = _("keterkaitan RPJMD terdahulu")

    def __str__(self) -> str:
        return f"{self.program_id} < {self.rpjmd_indicator_id}"


class Submission(models.Model):
    """One round of review: what was submitted, and what was decided about it."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="submissions")
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)
    content = models.JSONField()  # the program's content as submitted (opd.content)
    decision = models.CharField(max_length=12, choices=ProgramState, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-submitted_at", "-pk"]
        verbose_name = _("pengajuan")
        verbose_name_plural = _("pengajuan")

    def __str__(self) -> str:
        return f"{self.program_id} {self.submitted_at}"


class ProgramFinding(models.Model):
    """That a check speaks of a program. Written after every change from `opd.checks`.

    Lists and counts over all programs read this table; the sentence itself is made anew from the
    content wherever it is shown. `manage.py recheck_programs` rebuilds it after a release that
    brought new checks.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="findings")
    code = models.CharField(max_length=10)
    severity = models.CharField(max_length=10)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "code"], name="finding_once")
        ]
        indexes: ClassVar = [models.Index(fields=["code"], name="finding_code")]

    def __str__(self) -> str:
        return f"{self.program_id} {self.code}"


class Thread(models.Model):
    """A note pinned to a section or a field of a program, with its answers.

    Only who asked resolves it. `section` and `field` are the keys of `opd.content`.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="threads")
    section = models.CharField(max_length=20)
    field = models.CharField(max_length=40, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        verbose_name = _("catatan")
        verbose_name_plural = _("catatan")

    def __str__(self) -> str:
        return f"{self.program_id} {self.section} {self.field}"

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None


class Note(models.Model):
    """One sentence or more in a thread."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = LongTextField(_("catatan"), max_length=4000)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["written_at", "pk"]

    def __str__(self) -> str:
        return str(self.text)[:80]
