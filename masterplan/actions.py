"""Acts on the document: write a text, ask for an export, ask again for one that failed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from masterplan.freeze import shows_now
from masterplan.models import UNFINISHED, Export, ExportState, Narrative
from masterplan.narratives import narrative_keys
from masterplan.tasks import hand_over
from workspace.access import Actor
from workspace.acts import Conflict, Refused, act, last_entry, record
from workspace.fingerprints import compare, fingerprint
from workspace.models import Plan


@act("masterplan.change_narrative", locks="plan")
def change_narrative(
    *, plan: Plan, actor: Actor, key: str, body: str, base: str | None = None
) -> Narrative:
    """Write the text `key` of the outline, in Markdown.

    `base` is the fingerprint of the text as the person saw it. Raises Conflict when somebody else
    changed it since, Refused when the outline has no such text.
    """
    if key not in narrative_keys(plan):
        raise Refused(_("Bagian ini tidak ada dalam kerangka dokumen."))
    narrative, _created = Narrative.objects.get_or_create(plan=plan, key=key)
    before = narrative.body
    if base is not None and base != fingerprint(before):
        raise Conflict(_changed_by(narrative))
    if body != before:
        narrative.body, narrative.changed_at = body, timezone.now()
        narrative.full_clean(exclude=["plan"])
        narrative.save(update_fields=["body", "changed_at"])
    record(
        "masterplan.change_narrative",
        plan=plan,
        actor=actor,
        target=narrative,
        changes=compare({"body": before}, {"body": body}),
    )
    return narrative


def _changed_by(narrative: Narrative) -> str:
    entry = last_entry(narrative)
    at = timezone.localtime(entry.at if entry else narrative.changed_at)
    return _(
        "Belum tersimpan: naskah ini diubah oleh %(who)s pada %(day)s pukul %(time)s. "
        "Muat ulang untuk melihat perubahannya; isian Anda masih ada di halaman ini."
    ) % {
        "who": str(entry.actor) if entry and entry.actor else _("operator"),
        "day": date_format(at, "j F Y"),
        "time": date_format(at, "H.i"),
    }


@act("masterplan.request_export", locks="plan")
def request_export(*, plan: Plan, actor: Actor, is_draft: bool) -> Export:
    """Ask for the document as the plan stands now.

    Whoever asks for one that is being made joins it, if it shows what a new one would show: it has
    not been frozen yet, or nothing changed since. Otherwise the new one waits for the old.

    The request is a row first: it is handed to the queue on commit, and again later while the
    queue cannot be reached. The plan is locked so that two people cannot start two.
    """
    export = _showing_the_same(plan, is_draft)
    if export is None:
        export = Export.objects.create(plan=plan, is_draft=is_draft, requested_by=actor.user)
        _hand_over_on_commit(export)
    record("masterplan.request_export", plan=plan, actor=actor, target=export)
    return export


def _showing_the_same(plan: Plan, is_draft: bool) -> Export | None:
    """A worker takes an export before it freezes the content: one that still waits and is not
    frozen will show whatever was saved before this look at it."""
    exports = plan.exports.filter(state__in=UNFINISHED, is_draft=is_draft)
    frozen = []
    for export in exports.select_related("release__plan__region"):
        if export.release is not None:
            frozen.append((export, export.release))
        elif export.state == ExportState.WAITING:
            return export
    return next((export for export, release in frozen if shows_now(release)), None)


@act("masterplan.request_export", locks="export")
def retry_export(*, export: Export, actor: Actor) -> Export:
    """Begin a failed export anew, with the content as it is now. Raises Conflict if it has not
    failed (any more)."""
    Plan.objects.select_for_update().get(pk=export.plan_id)  # as `request_export` does
    others = Export.objects.filter(plan=export.plan_id, is_draft=export.is_draft)
    if export.state != ExportState.FAILED or others.filter(state__in=UNFINISHED).exists():
        raise Conflict(_("Dokumen ini sudah diminta ulang."))
    export.batches.all().delete()
    export.state, export.failure, export.release = ExportState.WAITING, "", None
    export.assemblies = 0
    export.handed_over_at = export.started_at = export.finished_at = None
    export.requested_at = timezone.now()
    export.save()
    _hand_over_on_commit(export)
    record("masterplan.retry_export", plan=export.plan, actor=actor, target=export)
    return export


def _hand_over_on_commit(export: Export) -> None:
    transaction.on_commit(lambda: hand_over(export))
