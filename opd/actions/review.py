"""Submission and review: each act moves a program along `TRANSITIONS` and leaves a trace."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from opd.actions.conflicts import has_changed
from opd.actions.programs import fresh
from opd.actions.threads import add_thread
from opd.checks import program_findings
from opd.content import read_content
from opd.models import TRANSITIONS, Program, ProgramState, Submission
from workspace.access import Actor
from workspace.acts import Conflict, Refused, act, record, require_reason
from workspace.checks import Severity
from workspace.models import AuditEntry
from workspace.notifications import administrators, notify, staff_of

ENTRY_VERBS = ("opd.create_program", "opd.change_program", "opd.submit_program")


@act("opd.submit_program", locks="program")
def submit_program(*, program: Program, actor: Actor) -> Program:
    """Hand the program in. Refused while a check of severity error speaks; the text names them."""
    _require_transition(program, "submit")
    program = fresh(program)
    errors = [
        finding for finding in program_findings(program) if finding.severity is Severity.ERROR
    ]
    if errors:
        raise Refused(
            _("Belum dapat diajukan. %(problems)s")
            % {"problems": " ".join(f"[{error.code}] {error.message}" for error in errors)}
        )
    Submission.objects.create(
        program=program, submitted_by=actor.user, content=read_content(program)
    )
    _move(program, actor, "submit", "opd.submit_program")
    notify(
        administrators(program.plan),
        plan=program.plan,
        text=f"{program.lead_agency.short_name} mengajukan {program}.",
        url=program.plan.url("opd:review", pk=program.pk),
    )
    return program


@act("opd.review_program", locks="program")
def return_program(
    *, program: Program, actor: Actor, note: str = "", seen: int | None = None
) -> Program:
    """Give the program back with at least one open note; `note` is one about the whole program.

    `seen` is the submission that the person read, here and in `approve_program`.
    """
    _require_transition(program, "return")
    _require_newest(program, seen)
    if note.strip():
        add_thread(program, actor, section="identity", field="", text=note)
    if not program.threads.filter(resolved_at=None).exists():
        raise Refused(_("Tulis paling sedikit satu catatan sebelum mengembalikan."), field="note")
    _decide(program, actor, ProgramState.RETURNED)
    _move(program, actor, "return", "opd.return_program", reason=note)
    _tell_staff(program, f"{program} dikembalikan dengan catatan.")
    return program


@act("opd.review_program", locks="program")
def approve_program(*, program: Program, actor: Actor, seen: int | None = None) -> Program:
    """Approve what others entered. Nobody approves their own entry, whatever role they have now."""
    _require_transition(program, "approve")
    _require_newest(program, seen)
    if has_entered(program, actor):
        raise Refused(
            _("Anda ikut mengisi program ini, sehingga orang lain yang harus menyetujuinya.")
        )
    _decide(program, actor, ProgramState.APPROVED)
    _move(program, actor, "approve", "opd.approve_program")
    _tell_staff(program, f"{program} disetujui.")
    return program


@act("opd.review_program", locks="program")
def unlock_program(*, program: Program, actor: Actor, reason: str) -> Program:
    """Open an approved program again, with a reason that stays in the trail."""
    _require_transition(program, "unlock")
    reason = require_reason(reason, missing=_("Tulis alasan membuka kunci."))
    _move(program, actor, "unlock", "opd.unlock_program", reason=reason)
    _tell_staff(program, f"Kunci {program} dibuka: {reason}")
    return program


def has_entered(program: Program, actor: Actor) -> bool:
    """Whether the person ever created, changed or submitted the program."""
    return (
        AuditEntry.objects.filter(
            target_type=program._meta.label_lower,
            target_id=program.pk,
            actor=actor.user_id,
            verb__in=ENTRY_VERBS,
        ).exists()
        if actor.user_id
        else False
    )


def _require_transition(program: Program, name: str) -> None:
    allowed, _target = TRANSITIONS[name]
    if program.deleted_at is not None or program.state not in allowed:
        raise Conflict(has_changed(program))


def _require_newest(program: Program, seen: int | None) -> None:
    """Conflict when the program was returned and handed in again after the person read it."""
    newest = program.submissions.first()
    if seen is not None and (newest is None or newest.pk != seen):
        raise Conflict(has_changed(program))


def _move(program: Program, actor: Actor, name: str, verb: str, reason: str = "") -> None:
    before, program.state = program.state, TRANSITIONS[name][1]
    program.state_since = timezone.now()
    program.save(update_fields=["state", "state_since"])
    record(
        verb,
        plan=program.plan,
        actor=actor,
        target=program,
        agency=program.lead_agency,
        reason=reason,
        changes={"state": [before, program.state]},
    )


def _decide(program: Program, actor: Actor, decision: ProgramState) -> None:
    submission = program.submissions.first()
    if submission is not None:
        submission.decision = decision
        submission.decided_by = actor.user
        submission.decided_at = timezone.now()
        submission.save(update_fields=["decision", "decided_by", "decided_at"])


def _tell_staff(program: Program, text: str) -> None:
    notify(
        staff_of(program.plan, program.lead_agency),
        plan=program.plan,
        text=text,
        url=program.get_absolute_url(),
    )
