"""Notes: opened on a section or field, answered, and resolved by who asked."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from opd.content import SECTIONS
from opd.models import Note, Program, Thread
from workspace.access import Actor, require
from workspace.acts import Conflict, Refused, act, record
from workspace.models import User
from workspace.notifications import notify, staff_of


@act("opd.comment_program", locks="program")
def open_thread(
    *, program: Program, actor: Actor, section: str, text: str, field: str = ""
) -> Thread:
    """Pin a note to a section, or to one field of it, and tell the lead agency."""
    thread = add_thread(program, actor, section=section, field=field, text=text)
    record(
        "opd.open_thread",
        plan=program.plan,
        actor=actor,
        target=program,
        agency=program.lead_agency,
        reason=text,
        changes={"section": [None, section], "field": [None, field]},
    )
    people = staff_of(program.plan, program.lead_agency).exclude(pk=thread.asked_by_id)
    _tell(people, program, _("Catatan baru pada %(program)s.") % {"program": program})
    return thread


@act("opd.comment_program", locks="program")
def reply_to_thread(*, program: Program, actor: Actor, thread: Thread, text: str) -> Note:
    """Answer a note; who asked is told."""
    thread = Thread.objects.select_for_update().get(pk=thread.pk, program=program)
    if not thread.is_open:
        raise Conflict(_("Catatan ini sudah ditandai selesai."))
    note = _add_note(thread, actor, text)
    record(
        "opd.reply_to_thread",
        plan=program.plan,
        actor=actor,
        target=program,
        agency=program.lead_agency,
        reason=text,
    )
    people = [thread.asked_by] if thread.asked_by_id != actor.user_id else []
    _tell(
        people,
        program,
        _("Catatan Anda pada %(program)s dijawab.") % {"program": program},
    )
    return note


@act("opd.comment_program", locks="program")
def resolve_thread(*, program: Program, actor: Actor, thread: Thread) -> Thread:
    """Mark a note as settled; only who asked may."""
    thread = Thread.objects.select_for_update().get(pk=thread.pk, program=program)
    require("opd.resolve_thread", actor, thread)
    if not thread.is_open:
        raise Conflict(_("Catatan ini sudah ditandai selesai."))
    thread.resolved_at = timezone.now()
    thread.save(update_fields=["resolved_at"])
    record(
        "opd.resolve_thread",
        plan=program.plan,
        actor=actor,
        target=program,
        agency=program.lead_agency,
    )
    return thread


def add_thread(program: Program, actor: Actor, *, section: str, field: str, text: str) -> Thread:
    if section not in SECTIONS:
        raise Refused(_("Bagian ini tidak dikenal."), field="section")
    if actor.user is None:
        raise Refused(_("Catatan harus punya penulis."))
    thread = Thread.objects.create(
        program=program, section=section, field=field[:40], asked_by=actor.user
    )
    _add_note(thread, actor, text)
    return thread


def _add_note(thread: Thread, actor: Actor, text: str) -> Note:
    if actor.user is None:
        raise Refused(_("Catatan harus punya penulis."))
    if not text.strip():
        raise Refused(_("Catatan masih kosong."), field="text")
    if len(text) > 4000:
        raise Refused(_("Catatan paling panjang 4.000 huruf."), field="text")
    return Note.objects.create(thread=thread, author=actor.user, text=text.strip())


def _tell(people: Iterable[User], program: Program, text: str) -> None:
    notify(
        people,
        plan=program.plan,
        text=text,
        url=program.get_absolute_url(),
    )
