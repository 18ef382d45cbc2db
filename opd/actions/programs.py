"""Entering programs: create, change a section, delete, take the deletion back."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from dimensions.models import SubDimension
from opd.actions.conflicts import has_changed, not_saved
from opd.actions.numbering import take_number
from opd.actions.sections import write_section
from opd.checks import store_findings
from opd.content import SECTIONS, Section, read_content, with_content
from opd.models import EDITABLE, Program
from workspace.access import Actor
from workspace.acts import Conflict, Refused, act, record, record_nothing
from workspace.fingerprints import compare, fingerprint
from workspace.models import Agency, Plan


@act("opd.create_program", locks="plan")
def create_program(
    *, plan: Plan, actor: Actor, agency: Agency, sub_dimension: SubDimension, name: str
) -> Program:
    """A new draft of the agency. The plan is locked so that no number is given twice."""
    if agency.region_id != plan.region_id:
        raise Refused(_("OPD ini bukan dari daerah yang sama."), field="agency")
    actor_agency = getattr(actor, "agency_id", agency.pk)
    if actor_agency != agency.pk:
        raise Refused(_("Anda hanya dapat menambah program OPD Anda sendiri."), field="agency")
    if not SubDimension.objects.of_plan(plan).filter(pk=sub_dimension.pk).exists():
        raise Refused(_("Subdimensi ini tidak ada dalam edisi pedoman."), field="sub_dimension")
    program = Program(
        plan=plan,
        lead_agency=agency,
        sub_dimension=sub_dimension,
        number=take_number(plan, sub_dimension),
        name=name.strip(),
        created_by=actor.user,
    )
    try:
        program.clean_fields()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(messages[0], field=field) from error
    program.save()
    store_findings(fresh(program))
    record("opd.create_program", plan=plan, actor=actor, target=program, agency=agency)
    return program


@act("opd.change_program", locks="program")
def change_program(
    *,
    program: Program,
    actor: Actor,
    section: str,
    content: Section,
    base: str | None = None,
) -> Program:
    """Write one section of the program; `content` has the shape that `opd.content` reads.

    `base` is the fingerprint of the section as the person saw it. Raises Conflict when the section
    has changed since, Refused when the program is not open for changes or a value does not fit.
    Content equal to what is stored changes nothing and leaves no trace.
    """
    if section not in SECTIONS:
        raise Refused(_("Bagian ini tidak dikenal."))
    require_editable(program, not_saved)
    before = read_content(fresh(program))[section]  # type: ignore[literal-required]
    if base is not None and base != fingerprint(before):
        raise Conflict(not_saved(program))
    write_section(program, section, content)
    changed = fresh(program)
    store_findings(changed)
    after = read_content(changed)[section]  # type: ignore[literal-required]
    changes = compare(before, after, section)
    if not changes:
        record_nothing()
        return program
    program.changed_at = timezone.now()
    program.save(update_fields=["changed_at"])
    record(
        "opd.change_program",
        plan=program.plan,
        actor=actor,
        target=program,
        agency=program.lead_agency,
        changes=changes,
    )
    return program


@act("opd.delete_program", locks="program")
def delete_program(*, program: Program, actor: Actor) -> Program:
    """Put a program that is open for changes away. It can be taken back at any time."""
    require_editable(program)
    program.deleted_at = timezone.now()
    program.save(update_fields=["deleted_at"])
    _record(program, actor, "opd.delete_program")
    return program


@act("opd.delete_program", locks="program")
def restore_program(*, program: Program, actor: Actor) -> Program:
    """Take a deletion back."""
    if program.deleted_at is None:
        raise Conflict(has_changed(program))
    program.deleted_at = None
    program.save(update_fields=["deleted_at"])
    _record(program, actor, "opd.restore_program")
    return program


def require_editable(program: Program, sentence: Callable[[Program], str] = has_changed) -> None:
    """Conflict unless the program is open for changes: the sentence says who closed it and when."""
    if program.deleted_at is not None or program.state not in EDITABLE:
        raise Conflict(sentence(program))


def fresh(program: Program) -> Program:
    """The program as it stands in the database, with its content."""
    return with_content(Program.objects.filter(pk=program.pk)).get()


def _record(program: Program, actor: Actor, verb: str) -> None:
    record(verb, plan=program.plan, actor=actor, target=program, agency=program.lead_agency)
