"""The document: narrative texts, frozen releases, and the exports that render them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workspace.fields import LineField, LongTextField
from workspace.models import Membership, Plan, Role, User


class Narrative(models.Model):
    """The text of one section of the outline, in Markdown. `key` names the section."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="narratives")
    key = models.SlugField(_("bagian"), max_length=40)
    body = LongTextField(_("naskah"), blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["key"]
        verbose_name = _("naskah")
        verbose_name_plural = _("naskah")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="narrative_key")
        ]

    def __str__(self) -> str:
        return self.key


class Release(models.Model):
    """The frozen content of a plan: everything that a document shows, and nothing else.

    `content` is canonical JSON, kept as text so that its bytes and their sha-256 (`digest`) stay
    what they are in every database. A draft is a release that nobody named.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="releases")
    name = LineField(_("nama"), max_length=120, blank=True)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    is_draft = models.BooleanField(_("draf"), default=False)
    frozen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-frozen_at", "-pk"]
        verbose_name = _("rilis")
        verbose_name_plural = _("rilis")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "digest"], name="release_digest")
        ]

    def __str__(self) -> str:
        return self.name or self.digest[:12]


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Menunggu")
    RUNNING = "running", _("Dikerjakan")
    DONE = "done", _("Selesai")
    FAILED = "failed", _("Gagal")


UNFINISHED = frozenset({ExportState.WAITING, ExportState.RUNNING})


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, membership: Membership) -> ExportQuerySet:
        """Administrators see every export, steward and reviewer the finished documents.

        Agency staff see none: the document holds every agency's programs.
        """
        exports = self.filter(plan=membership.plan_id)
        if membership.role == Role.ADMIN:
            return exports
        if membership.role in (Role.STEWARD, Role.REVIEWER):
            return exports.filter(state=ExportState.DONE, is_draft=False)
        return exports.none()


class Export(models.Model):
    """One request for the document, made by a Celery workflow. The row is also the outbox.

    A request that could not be handed to Redis stays WAITING and is handed over again until a
    worker takes it, so nothing is lost while Redis is down.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="exports")
    release = models.ForeignKey(
        Release, models.PROTECT, null=True, blank=True, related_name="exports"
    )
    is_draft = models.BooleanField(_("draf"), default=False)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        _("status"), max_length=10, choices=ExportState, default=ExportState.WAITING
    )
    handed_over_at = models.DateTimeField(null=True, blank=True)  # when Redis last accepted it
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(_("sebab kegagalan"), blank=True)
    file = models.FileField(_("berkas"), upload_to="exports/", max_length=200, blank=True)
    assemblies = models.PositiveSmallIntegerField(default=0)  # begun, however they ended
    pages = models.PositiveIntegerField(_("halaman"), default=0)
    size = models.PositiveBigIntegerField(_("ukuran"), default=0)  # bytes
    digest = models.CharField(max_length=64, blank=True)  # sha-256 of the file

    objects: ClassVar = ExportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-requested_at", "-pk"]
        verbose_name = _("ekspor")
        verbose_name_plural = _("ekspor")
        indexes: ClassVar = [
            models.Index(
                fields=["state"],
                condition=Q(state__in=["waiting", "running"]),
                name="export_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.requested_at:%Y-%m-%d %H:%M}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


class ExportBatch(models.Model):
    """Some parts of one chapter, rendered together by one task. Progress is counted here."""

    export = models.ForeignKey(Export, models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    chapter = models.CharField(max_length=60)  # the outline's slug of the chapter
    chapter_title = models.CharField(max_length=200)
    parts = models.PositiveIntegerField()
    slugs = models.JSONField(default=list)  # of its parts
    sent_at = models.DateTimeField(null=True, blank=True)  # when it was put into the queue
    attempts = models.PositiveSmallIntegerField(default=0)  # begun, however they ended
    done_at = models.DateTimeField(null=True, blank=True)
    slowest = models.CharField(max_length=200, blank=True)  # title of the slowest part
    seconds = models.FloatField(default=0)  # that the slowest part took

    class Meta:
        ordering: ClassVar = ["export", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["export", "number"], name="export_batch_number")
        ]

    def __str__(self) -> str:
        return f"{self.export_id}/{self.number}"
