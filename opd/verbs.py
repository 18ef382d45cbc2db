"""What the audit trail says about programs, and the way to each one."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from opd.models import Program
from workspace.models import Membership
from workspace.verbs import register_target, register_verbs

register_verbs(
    {
        "opd.create_program": _("Menambah program"),
        "opd.change_program": _("Mengubah program"),
        "opd.delete_program": _("Menghapus program"),
        "opd.restore_program": _("Memulihkan program"),
        "opd.submit_program": _("Mengajukan program"),
        "opd.return_program": _("Mengembalikan program"),
        "opd.approve_program": _("Menyetujui program"),
        "opd.unlock_program": _("Membuka kunci program"),
        "opd.open_thread": _("Menulis catatan"),
        "opd.reply_to_thread": _("Menjawab catatan"),
        "opd.resolve_thread": _("Menandai catatan selesai"),
        "opd.confirm_alignment": _("Mengonfirmasi kaitan RPJMD"),
        "opd.dispute_alignment": _("Mempertanyakan kaitan RPJMD"),
        "opd.make_current": _("Memberlakukan versi RPJMD"),
        "opd.carry_alignments": _("Memindahkan kaitan ke versi RPJMD"),
    }
)


def visible_programs(membership: Membership, ids: Collection[int]) -> dict[int, str]:
    programs = Program.objects.visible_to(membership).filter(pk__in=ids)
    return {
        pk: membership.plan.url("opd:program", pk=pk)
        for pk in programs.values_list("pk", flat=True)
    }


register_target("opd.program", visible_programs)
