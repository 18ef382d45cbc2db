"""Notes: opened on a section or field, answered, and resolved by who asked."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from opd.models import Note, Program, Thread
from opd.places import place_label
from workspace.access import Actor, is_allowed, require
from workspace.acts import Conflict, Refused, act, record
from workspace.models import Membership, User
from workspace.notifications import administrators, notify, staff_of


@act("opd.comment_program", locks="program")
def open_thread(
    *, program: Program, actor: Actor, section: str, text: str, field: str = ""
) -> Thread:
    """Pin a note to a section, a field or a row of it; the lead agency is told, and Diskominfo
    when the agency itself asks."""
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
    _tell(
        _readers(program, actor),
        program,
        f"Catatan baru pada {program}.",
    )
    return thread


@act("opd.comment_program", locks="program")
def reply_to_thread(*, program: Program, actor: Actor, thread: Thread, text: str) -> Note:
    """Answer a note; who asked is told, or the lead agency when the asker adds something."""
    thread = _open_thread(program, thread)
    note = _add_note(thread, actor, text)
    record(
        "opd.reply_to_thread",
        plan=program.plan,
        actor=actor,
        target=program,
        agency=program.lead_agency,
        reason=text,
    )
    own = thread.asked_by_id == actor.user_id
    people = _readers(program, actor) if own else _asker(program, thread)
    _tell(
        people,
        program,
        f"Ada jawaban pada catatan tentang {program}.",
    )
    return note


@act("opd.comment_program", locks="program")
def resolve_thread(*, program: Program, actor: Actor, thread: Thread) -> Thread:
    """Mark a note as settled; only who asked may."""
    require("opd.resolve_thread", actor, thread)
    thread = _open_thread(program, thread)
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
    if place_label(program, section, field) is None:
        raise Refused(_("Bagian atau isian ini tidak ada pada program ini."), field="section")
    if actor.user is None:
        raise Refused(_("Catatan harus punya penulis."))
    thread = Thread.objects.create(
        program=program, section=section, field=field, asked_by=actor.user
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
    note = Note(thread=thread, author=actor.user, text=text.strip())
    try:
        note.clean_fields()
    except ValidationError as error:
        raise Refused(error.messages[0], field="text") from error
    note.save()
    return note


def _open_thread(program: Program, thread: Thread) -> Thread:
    """The thread under a lock. Conflict when it is settled, Refused when it is elsewhere."""
    locked = Thread.objects.select_for_update().filter(pk=thread.pk, program=program).first()
    if locked is None:
        raise Refused(_("Catatan ini tidak ada pada program ini."))
    if not locked.is_open:
        raise Conflict(_("Catatan ini sudah ditandai selesai."))
    return locked


def _readers(program: Program, actor: Actor) -> QuerySet[User]:
    """Who should read a note: the lead agency, or the administrators when the agency wrote it."""
    if getattr(actor, "agency_id", None) == program.lead_agency_id:
        return administrators(program.plan)
    return staff_of(program.plan, program.lead_agency)


def _asker(program: Program, thread: Thread) -> list[User]:
    """Who asked, if they still see the program: it may have changed since they lost sight of it."""
    place = Membership.objects.filter(
        user=thread.asked_by_id, plan=program.plan_id, is_active=True
    ).first()
    return [thread.asked_by] if place and is_allowed("opd.view_program", place, program) else []


def _tell(people: Iterable[User], program: Program, text: str) -> None:
    notify(
        people,
        plan=program.plan,
        text=text,
        url=program.get_absolute_url(),
    )
