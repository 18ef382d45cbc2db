"""The head of the RPJMD: its name, period, vision and legal basis."""

from __future__ import annotations

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from rpjmd.actions.refusals import refuse_first, require_unchanged
from rpjmd.content import HeadContent, clean_head, read_head
from rpjmd.models import Target, Version
from rpjmd.validation import head_problems
from workspace.access import Actor
from workspace.acts import Conflict, Refused, act, record
from workspace.fingerprints import compare
from workspace.models import Plan


@act("rpjmd.change_rpjmd", locks="plan")
def create_version(*, plan: Plan, actor: Actor, content: HeadContent) -> Version:
    """The plan's first RPJMD. Conflict when somebody else has just made one."""
    if Version.objects.filter(plan=plan, is_current=True).exists():
        raise Conflict(_("RPJMD daerah ini baru saja dibuat orang lain. Muat ulang halaman."))
    version = Version(plan=plan)
    write_head(version, content)
    record(
        "rpjmd.create_version",
        plan=plan,
        actor=actor,
        target=version,
        changes=compare({}, read_head(version)),
    )
    return version


@act("rpjmd.change_rpjmd", locks="version")
def change_version(
    *, version: Version, actor: Actor, content: HeadContent, base: str | None = None
) -> Version:
    """Write the head. Refused when targets would fall outside the new period."""
    before = read_head(version)
    require_unchanged(version, before, base)
    write_head(version, content)
    _refuse_targets_outside(version)
    record(
        "rpjmd.change_version",
        plan=version.plan,
        actor=actor,
        target=version,
        changes=compare(before, read_head(version)),
    )
    return version


@act("rpjmd.change_rpjmd", locks="version")
def delete_version(*, version: Version, actor: Actor) -> None:
    """Throw away a version that never was in force: links of programs lead to no other one."""
    if version.is_current:
        raise Refused(_("Versi ini sedang berlaku. Berlakukan versi lain lebih dulu."))
    record(
        "rpjmd.delete_version",
        plan=version.plan,
        actor=actor,
        target=version,
        changes=compare(read_head(version), {}),
    )
    try:
        version.delete()
    except ProtectedError as error:
        raise Refused(
            _("Versi ini pernah berlaku dan menyimpan kaitan program, jadi tidak dapat dihapus.")
        ) from error


def write_head(version: Version, content: HeadContent) -> None:
    head = clean_head(content)
    refuse_first(head_problems(head))
    for key, value in head.items():
        setattr(version, key, value)
    same_label = Version.objects.filter(plan=version.plan_id, label=version.label)
    if same_label.exclude(pk=version.pk).exists():
        raise Refused(
            _("Sudah ada RPJMD dengan versi %(label)s.") % {"label": version.label}, field="label"
        )
    version.save()


def _refuse_targets_outside(version: Version) -> None:
    outside = (
        Target.objects.filter(indicator__version=version)
        .exclude(year__range=(version.start_year, version.end_year))
        .order_by("year")
        .values_list("year", flat=True)
        .distinct()
    )
    if years := list(outside):
        raise Refused(
            _("Masih ada target di tahun %(years)s, di luar periode yang baru.")
            % {"years": ", ".join(map(str, years))},
            field="end_year",
        )
