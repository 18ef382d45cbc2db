"""Another version of the RPJMD comes into force, and the links of all programs follow it.

A link lives on as the same row: it is pointed at the indicator of the same code in the new version.
What has no home there goes where the steward chose, or is let go with a reason; where it stood is
kept (`FormerAlignment`), so that going back puts everything where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from opd.actions.programs import fresh
from opd.actions.sections import DECISION_FIELDS
from opd.carrying import Carrying, Choice, read_carrying
from opd.checks import store_findings
from opd.checks.stored import recheck_linked
from opd.models import Alignment, FormerAlignment, Program
from rpjmd.models import Indicator, Version
from workspace.access import Actor
from workspace.acts import Conflict, Refused, act, record, require_reason
from workspace.models import Plan
from workspace.notifications import notify, staff_of

WORDS: Final = ("contribution", "reason", "program_indicator_id")
KEPT: Final = (*WORDS, "position", *DECISION_FIELDS)


@act("rpjmd.change_rpjmd", locks="plan")
def make_current(
    *,
    plan: Plan,
    actor: Actor,
    version: Version,
    choices: Mapping[int, Choice] | None = None,
) -> Version:
    """Put the version in force. `choices` says by the link's number where the homeless ones go.

    Refused, naming the indicators, while a link has neither a home nor a choice.
    """
    found = Version.objects.filter(plan=plan, pk=version.pk).first()
    current = Version.objects.filter(plan=plan, is_current=True).first()
    if found is None or current is None:
        raise Conflict(_("Versi RPJMD ini sudah dihapus."))
    if found.is_current:
        raise Refused(_("Versi ini sudah berlaku."))
    lock_programs(plan)
    carrying = read_carrying(current, found)
    moves = Moves(carrying, choices or {}, current, found)
    moves.run()
    current.is_current, found.is_current = False, True
    current.save(update_fields=["is_current"])
    found.save(update_fields=["is_current"])
    record(
        "opd.make_current",
        plan=plan,
        actor=actor,
        target=found,
        changes={
            "label": [current.label, found.label],
            "alignments": [None, moves.counts()],
        },
    )
    for program in moves.programs():
        tell(program, actor, moves.changes[program.pk])
    # A link that stayed may meet other targets now.
    recheck_linked(found.indicators.values_list("pk", flat=True))
    return found


def lock_programs(plan: Plan) -> None:
    """Nobody links a program to the old version while the links go over to the new one."""
    programs = Program.objects.select_for_update(no_key=True).filter(plan=plan)
    list(programs.order_by("pk").values_list("pk", flat=True))


def tell(program: Program, actor: Actor, changes: dict[str, list[Any]]) -> None:
    """Findings, trail and notifications of a program whose links are not what they were."""
    Program.objects.filter(pk=program.pk).update(changed_at=timezone.now())
    store_findings(fresh(program))
    record(
        "opd.carry_alignments",
        plan=program.plan,
        actor=actor,
        target=program,
        agency=program.lead_agency,
        changes={f"alignment.{code}": change for code, change in changes.items()},
    )
    if program.deleted_at is None:
        notify(
            staff_of(program.plan, program.lead_agency),
            plan=program.plan,
            text=f"Versi RPJMD baru mengubah kaitan {program}: {', '.join(sorted(changes))}.",
            url=f"{program.get_absolute_url()}#alignment",
        )


@dataclass
class Moves:
    """The links on their way from the version in force to the new one."""

    carrying: Carrying
    choices: Mapping[int, Choice]
    current: Version
    new: Version
    # {program: {code: [before, after]}} of links that are not simply the same in the new version
    changes: dict[int, dict[str, list[Any]]] = field(default_factory=dict)
    taken: set[tuple[int, int]] = field(default_factory=set)
    moved: int = 0
    let_go: int = 0
    restored: int = 0

    def run(self) -> None:
        self.require_choices()
        for link in self.carrying.kept:
            self.taken.add((link.program_id, self.home_of(link).pk))
        self.bring_back()
        self.settle_homeless()
        self.restore_dropped()
        self.carry_kept()

    def require_choices(self) -> None:
        open_codes = {
            link.rpjmd_indicator.code
            for link in self.carrying.homeless_links
            if link.pk not in self.choices
        }
        if open_codes:
            raise Refused(
                _("Pilih dulu tempat bagi kaitan dengan %(codes)s.")
                % {"codes": ", ".join(sorted(open_codes))}
            )

    def home_of(self, link: Alignment) -> Indicator:
        return self.carrying.indicators[link.rpjmd_indicator.code]

    def bring_back(self) -> None:
        """Links that were moved when the new version went out of force return to their place."""
        living = {
            link.pk: link
            for link in Alignment.objects.filter(pk__in=self.carrying.returning).select_related(
                "rpjmd_indicator"
            )
        }
        for pk, former in self.carrying.returning.items():
            link, place = living[pk], (former.program_id, former.rpjmd_indicator_id)
            former.delete()
            if place in self.taken:
                self.drop(link, _already(former.rpjmd_indicator.code))
            else:
                self.taken.add(place)
                self.keep(link, link, former.cause)
                self.note(link, former.rpjmd_indicator.code)
                same = _values(link, WORDS) == _values(former, WORDS)
                decided = _values(former if same else Alignment(), DECISION_FIELDS)
                _write(link, {"rpjmd_indicator_id": former.rpjmd_indicator_id, **decided})
                self.restored += 1

    def settle_homeless(self) -> None:
        for link in self.carrying.homeless_links:
            choice = self.choices[link.pk]
            code = link.rpjmd_indicator.code
            if not choice.code:
                missing = _("Tulis mengapa kaitan dengan %(code)s dilepas.") % {"code": code}
                self.drop(link, require_reason(choice.reason, missing=missing))
                continue
            home = self.carrying.indicators.get(choice.code)
            if home is None:
                raise Refused(
                    _("Tidak ada indikator %(code)s dalam %(version)s.")
                    % {"code": choice.code, "version": self.new.label}
                )
            if (link.program_id, home.pk) in self.taken:
                self.drop(link, _already(home.code))
                continue
            self.taken.add((link.program_id, home.pk))
            self.keep(link, link, choice.reason.strip())
            self.note(link, home.code)
            undecided = _values(Alignment(), DECISION_FIELDS)
            _write(link, {"rpjmd_indicator_id": home.pk, **undecided})
            self.moved += 1

    def drop(self, link: Alignment, cause: str) -> None:
        self.keep(link, None, cause)
        self.note(link, None)
        link.former.update(alignment=None)  # where it stood in yet other versions is kept as well
        link.delete()
        self.let_go += 1

    def restore_dropped(self) -> None:
        """What was let go when the new version went out of force is there again."""
        for former in self.carrying.dropped:
            place = (former.program_id, former.rpjmd_indicator_id)
            if place not in self.taken:
                self.taken.add(place)
                link = Alignment(program_id=former.program_id, rpjmd_indicator_id=place[1])
                for name, value in _values(former, KEPT).items():
                    setattr(link, name, value)
                link.save()
                code = former.rpjmd_indicator.code
                self.changes.setdefault(former.program_id, {})[code] = [None, code]
                self.restored += 1
            former.delete()

    def carry_kept(self) -> None:
        """All links with a home by code, one statement for each indicator."""
        pairs = {link.rpjmd_indicator_id: self.home_of(link).pk for link in self.carrying.kept}
        for old, new in pairs.items():
            Alignment.objects.filter(rpjmd_indicator=old).update(rpjmd_indicator=new)

    def keep(self, link: Alignment, living: Alignment | None, cause: str) -> None:
        """Remember where the link stood in the version that goes out of force."""
        FormerAlignment.objects.create(
            program_id=link.program_id,
            rpjmd_indicator_id=link.rpjmd_indicator_id,
            alignment=living,
            cause=cause,
            **_values(link, KEPT),
        )

    def note(self, link: Alignment, code: str | None) -> None:
        before = link.rpjmd_indicator.code
        if before != code:
            self.changes.setdefault(link.program_id, {})[before] = [before, code]

    def counts(self) -> dict[str, int]:
        return {
            "kept": len(self.carrying.kept),
            "moved": self.moved,
            "let_go": self.let_go,
            "restored": self.restored,
        }

    def programs(self) -> Iterable[Program]:
        return Program.objects.filter(pk__in=self.changes).select_related(
            "plan__region", "lead_agency", "sub_dimension__dimension"
        )


def _already(code: str) -> str:
    return _("Sudah ditautkan ke %(code)s.") % {"code": code}


def _values(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _write(link: Alignment, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(link, name, value)
    link.save(update_fields=[name.removesuffix("_id") for name in values])
