"""What the RPJMD's steward says of a link: confirmed, or disputed with the reason why."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from opd.actions.programs import fresh
from opd.checks import store_findings
from opd.content import alignment_row
from opd.models import Alignment, AlignmentState, Program
from workspace.access import Actor
from workspace.acts import Conflict, Refused, act, record, require_reason
from workspace.fingerprints import fingerprint
from workspace.notifications import notify, staff_of


@act("opd.decide_alignment", locks="program")
def confirm_alignment(
    *, program: Program, actor: Actor, alignment: Alignment, seen: str | None = None
) -> Alignment:
    """The link is right. `seen` is the link's fingerprint as the person read it."""
    alignment = _find(program, alignment, seen)
    _decide(program, actor, alignment, AlignmentState.CONFIRMED, "opd.confirm_alignment")
    return alignment


@act("opd.decide_alignment", locks="program")
def dispute_alignment(
    *, program: Program, actor: Actor, alignment: Alignment, reason: str, seen: str | None = None
) -> Alignment:
    """The link is doubtful: the agency reads why beside it, and what it changes is asked anew."""
    alignment = _find(program, alignment, seen)
    missing = _("Tulis mengapa kaitan ini dipertanyakan: OPD membacanya.")
    reason = require_reason(reason, missing=missing)
    _decide(program, actor, alignment, AlignmentState.DISPUTED, "opd.dispute_alignment", reason)
    notify(
        staff_of(program.plan, program.lead_agency),
        plan=program.plan,
        text=(
            f"Bapperida mempertanyakan kaitan {program.code} dengan "
            f"{alignment.rpjmd_indicator.code}: {reason}"
        ),
        url=f"{program.get_absolute_url()}#alignment",
    )
    return alignment


def seen_alignment(alignment: Alignment) -> str:
    """The fingerprint of what a link says and of what was decided about it."""
    return fingerprint({**alignment_row(alignment), "state": alignment.state})


def _find(program: Program, alignment: Alignment, seen: str | None) -> Alignment:
    found = program.alignments.filter(pk=alignment.pk).select_related("rpjmd_indicator").first()
    if found is None or program.deleted_at is not None:
        raise Conflict(_("Kaitan ini sudah dihapus."))
    if seen is not None and seen != seen_alignment(found):
        raise Conflict(_("Kaitan ini baru saja berubah. Baca lagi sebelum memutuskan."))
    return found


def _decide(
    program: Program,
    actor: Actor,
    alignment: Alignment,
    state: AlignmentState,
    verb: str,
    reason: str = "",
) -> None:
    before, code = alignment.state, alignment.rpjmd_indicator.code
    if (before, alignment.decision_reason) == (state, reason):
        raise Refused(_("Keputusan ini sudah tercatat."))
    alignment.state, alignment.decision_reason = state, reason
    alignment.decided_by, alignment.decided_at = actor.user, timezone.now()
    alignment.save(update_fields=["state", "decision_reason", "decided_by", "decided_at"])
    store_findings(fresh(program))
    record(
        verb,
        plan=program.plan,
        actor=actor,
        target=program,
        agency=program.lead_agency,
        reason=reason,
        changes={f"alignment.{code}": [before, state.value]},
    )
