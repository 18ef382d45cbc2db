"""The sentence for the one who came second: who did what, and when."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from opd.models import Program
from workspace.models import AuditEntry
from workspace.verbs import verb_label

# What stands beside a program is never what somebody else was faster with.
BESIDE_VERBS = (
    "opd.open_thread",
    "opd.reply_to_thread",
    "opd.resolve_thread",
    "opd.confirm_alignment",
    "opd.dispute_alignment",
)


def has_changed(program: Program) -> str:
    return _(
        "Program ini sudah berubah: %(verb)s oleh %(who)s pada %(day)s pukul %(time)s. "
        "Statusnya sekarang: %(state)s."
    ) % last_act(program)


def not_saved(program: Program) -> str:
    return _(
        "Belum tersimpan. Program ini sudah berubah: %(verb)s oleh %(who)s pada %(day)s "
        "pukul %(time)s. Muat ulang untuk melihat perubahannya; isian Anda masih ada di halaman "
        "ini."
    ) % last_act(program)


def last_act(program: Program) -> dict[str, str]:
    """Who last changed the program itself, as words for a sentence."""
    entry = (
        AuditEntry.objects.filter(target_type=program._meta.label_lower, target_id=program.pk)
        .exclude(verb__in=BESIDE_VERBS)
        .exclude(verb="opd.change_program", changes={})
        .select_related("actor")
        .first()
    )
    at = timezone.localtime(entry.at if entry else program.changed_at)
    return {
        "verb": verb_label(entry.verb if entry else "opd.change_program").lower(),
        "who": str(entry.actor) if entry and entry.actor else _("operator"),
        "day": date_format(at, "j F Y"),
        "time": date_format(at, "H.i"),
        "state": program.get_state_display(),
    }
