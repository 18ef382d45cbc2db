"""What every act has in common: one transaction, one permission, one lock, one audit entry.

An act is a keyword-only function in some package's `actions.py`:

    @act("opd.submit_program", locks="program")
    def submit_program(*, program: Program, actor: Actor) -> Program: ...

The decorator opens the transaction, fetches the locked row anew, tests the rule against it, runs
the body and insists that the body recorded an audit entry. Forgetting one of these is not possible.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final, ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from workspace.access import Actor, require
from workspace.fields import validate_no_control_characters
from workspace.models import Agency, AuditEntry, Plan

P = ParamSpec("P")
R = TypeVar("R")

_recorded: ContextVar[int] = ContextVar("recorded", default=0)


class Refused(Exception):
    """An act that the state of things does not allow; its text is a sentence for the person.

    `field` names the form field beside which the sentence belongs, if there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(Refused):
    """Somebody else was first; the text says who did what and when."""


LONGEST_REASON: Final = 1000


def require_reason(reason: str, *, missing: str, field: str = "reason") -> str:
    """The reason for the trail, clean. Refused, with the sentence `missing` when it is empty."""
    reason = reason.strip()
    if not reason:
        raise Refused(missing, field=field)
    if len(reason) > LONGEST_REASON:
        raise Refused(_("Alasan paling panjang 1.000 huruf."), field=field)
    try:
        validate_no_control_characters(reason)
    except ValidationError as error:
        raise Refused(error.messages[0], field=field) from error
    return reason


class UnrecordedAct(RuntimeError):
    """A programming error: the act changed something and left no audit entry."""


def act(rule: str, *, locks: str | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an act.

    `locks` names the keyword argument whose row is locked for the length of the act and handed to
    the body as it now stands in the database, whatever the caller had read before.
    """

    def decorate(body: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(body)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with transaction.atomic():
                if locks is not None:
                    kwargs[locks] = _locked(kwargs[locks])
                target = kwargs[locks] if locks else kwargs.get("plan")
                require(rule, kwargs["actor"], target)  # type: ignore[arg-type]
                before = _recorded.get()
                result = body(*args, **kwargs)
                if _recorded.get() == before:
                    raise UnrecordedAct(rule)
            return result

        run.rule = rule  # type: ignore[attr-defined]
        return run

    return decorate


def _locked(row: Any) -> models.Model:
    """Locked against other acts, but not against rows that point to it: an act on the plan would
    otherwise hold up every audit entry in it, and wait for a program whose act waits for that."""
    rows = type(row)._base_manager.select_for_update(of=("self",), no_key=True)
    locked: models.Model = rows.get(pk=row.pk)
    return locked


def record(
    verb: str,
    *,
    plan: Plan,
    actor: Actor,
    target: models.Model,
    agency: Agency | None = None,
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write the audit entry of an act. `changes` maps a field to [before, after], JSON values."""
    entry = AuditEntry.objects.create(
        plan=plan,
        actor=actor.user,
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=target.pk,
        target_name=str(target)[:255],
        agency=agency,
        reason=reason,
        changes=changes or {},
    )
    _recorded.set(_recorded.get() + 1)
    return entry


def record_nothing() -> None:
    """Say that the act found everything as wanted already, so that there is nothing to record."""
    _recorded.set(_recorded.get() + 1)


def last_entry(target: models.Model) -> AuditEntry | None:
    return (
        AuditEntry.objects.filter(target_type=target._meta.label_lower, target_id=target.pk)
        .select_related("actor")
        .first()
    )
