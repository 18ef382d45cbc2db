"""What the plan as a whole lacks before it can go to the ministry. The subject is the `Plan`."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dimensions.models import Dimension, SubDimension
from masterplan.queries import narrative_sections
from opd.models import Program, ProgramState
from opd.queries.coverage import coverage_by
from workspace.checks import Severity, register
from workspace.models import Plan


@register(
    "D101",
    Severity.ERROR,
    subject="plan",
    why=gettext_lazy("Kementerian menilai ketiga subdimensi dari setiap dimensi."),
)
def every_sub_dimension_has_a_program(plan: Plan) -> Iterator[str]:
    approved = Program.objects.of_plan(plan).filter(state=ProgramState.APPROVED)
    for sub_dimension in SubDimension.objects.of_plan(plan).exclude(
        pk__in=approved.values("sub_dimension")
    ):
        yield _("%(code)s %(name)s belum punya program yang disetujui.") % {
            "code": sub_dimension.code,
            "name": sub_dimension.name,
        }


@register(
    "D102",
    Severity.WARNING,
    subject="plan",
    why=gettext_lazy("Tidak ada dimensi yang menjadi milik satu OPD saja."),
)
def no_dimension_belongs_to_one_agency(plan: Plan) -> Iterator[str]:
    leading = Count(
        "sub_dimensions__programs__lead_agency",
        distinct=True,
        filter=Q(sub_dimensions__programs__plan=plan, sub_dimensions__programs__deleted_at=None),
    )
    for dimension in Dimension.objects.of_plan(plan).annotate(leading=leading).filter(leading=1):
        yield _("%(dimension)s hanya diisi oleh satu OPD.") % {"dimension": dimension.name}


@register(
    "D103",
    Severity.WARNING,
    subject="plan",
    why=gettext_lazy("Quick win dinilai tersendiri dan diharapkan dari setiap dimensi."),
)
def every_dimension_has_a_quick_win(plan: Plan) -> Iterator[str]:
    with_quick_win = Program.objects.of_plan(plan).filter(is_quick_win=True)
    for dimension in Dimension.objects.of_plan(plan).exclude(
        pk__in=with_quick_win.values("sub_dimension__dimension")
    ):
        yield _("%(dimension)s belum punya quick win.") % {"dimension": dimension.name}


@register(
    "D201",
    Severity.WARNING,
    subject="plan",
    why=gettext_lazy("Masterplan harus terhubung dengan seluruh sasaran RPJMD."),
)
def every_objective_is_covered(plan: Plan) -> Iterator[str]:
    coverage = coverage_by(Program.objects.of_plan(plan), plan)
    share = coverage.objective_share if coverage else None
    uncovered = share.total - share.covered if share else 0
    if uncovered:
        yield _("%(number)s sasaran RPJMD belum didukung program smart city.") % {
            "number": uncovered
        }


@register(
    "D202",
    Severity.WARNING,
    subject="plan",
    why=gettext_lazy("Bab tanpa naskah tampak belum selesai bagi penilai."),
)
def every_section_is_written(plan: Plan) -> Iterator[str]:
    empty = sum(not section.body.strip() for section in narrative_sections(plan))
    if empty:
        yield _("%(number)s bagian naskah belum ditulis.") % {"number": empty}


@register(
    "D301",
    Severity.NOTE,
    subject="plan",
    why=gettext_lazy("Hanya program yang disetujui masuk ke dokumen resmi."),
)
def everything_is_approved(plan: Plan) -> Iterator[str]:
    waiting = Program.objects.of_plan(plan).exclude(state=ProgramState.APPROVED).count()
    if waiting:
        yield _("%(number)s program belum disetujui dan tidak masuk dokumen resmi.") % {
            "number": waiting
        }
