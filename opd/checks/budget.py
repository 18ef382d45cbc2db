"""Checks of a program's money."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opd.checks.subject import ProgramSubject, Said
from opd.models import FundingSource
from rpjmd.trajectory import JUMP
from workspace.checks import Severity, register
from workspace.numbers import format_rupiah

# No source pays a program less than this in a year; a smaller figure was meant in thousands.
LEAST_MONEY: Final = 1_000_000


@register(
    "P501",
    Severity.ERROR,
    subject="program",
    section="budget",
    why=gettext_lazy("Kementerian menghitung porsi anggaran smart city dari pagu per tahun."),
)
def budget_covers_the_years(subject: ProgramSubject) -> Said:
    missing = [year for year in subject.years if year not in subject.money]
    if not subject.money:
        yield _("Anggaran belum diisi."), "budgets"
    elif missing:
        yield (
            _("Belum ada anggaran untuk tahun %(years)s.") % {"years": _list(missing)},
            "budgets",
        )


@register(
    "P502",
    Severity.WARNING,
    subject="program",
    section="budget",
    why=gettext_lazy("Uang di luar masa pelaksanaan tidak dapat dipertanggungjawabkan."),
)
def budget_stays_in_the_years(subject: ProgramSubject) -> Said:
    outside = sorted(subject.money.keys() - set(subject.years)) if subject.years else []
    if outside:
        yield (
            _("Ada anggaran di luar masa pelaksanaan: %(years)s.") % {"years": _list(outside)},
            "budgets",
        )


@register(
    "P503",
    Severity.WARNING,
    subject="program",
    section="budget",
    why=gettext_lazy("Anggaran tanpa target tidak dapat dipertanggungjawabkan hasilnya."),
)
def money_has_targets(subject: ProgramSubject) -> Said:
    years = _years_with_targets(subject)
    idle = [year for year, amount in sorted(subject.money.items()) if amount and year not in years]
    if idle and years:
        yield (
            _(
                "Ada anggaran tetapi belum ada target indikator pada %(years)s. "
                "Isi targetnya, atau pindahkan anggarannya."
            )
            % {"years": _list(idle)},
            "budgets",
        )


@register(
    "P504",
    Severity.WARNING,
    subject="program",
    section="budget",
    why=gettext_lazy("Target tanpa anggaran hanya tercapai bila biayanya ditanggung pihak lain."),
)
def targets_have_money(subject: ProgramSubject) -> Said:
    """A year without any entry is what P501 asks for; this is about a year that says nought."""
    years = _years_with_targets(subject)
    unpaid = [
        year for year, amount in sorted(subject.money.items()) if not amount and year in years
    ]
    if unpaid:
        yield (
            _(
                "Ada target tetapi anggarannya Rp0 pada %(years)s. "
                "Isi anggarannya, atau tulis sumber dana yang membiayainya."
            )
            % {"years": _list(unpaid)},
            "budgets",
        )


@register(
    "P505",
    Severity.WARNING,
    subject="program",
    section="budget",
    why=gettext_lazy("Lompatan sepuluh kali biasanya nol yang kelebihan atau ketinggalan."),
)
def money_does_not_jump(subject: ProgramSubject) -> Said:
    for source, amounts in subject.content["budget"]["budgets"].items():
        years = sorted((int(year), Decimal(amount)) for year, amount in amounts.items())
        for (earlier, before), (later, after) in pairwise(years):
            small, large = sorted((before, after))
            if small >= LEAST_MONEY and large >= JUMP * small:
                yield (
                    _(
                        "Anggaran %(source)s melompat sepuluh kali lipat atau lebih dari "
                        "%(earlier)s (Rp%(before)s) ke %(later)s (Rp%(after)s). "
                        "Periksa jumlah nolnya."
                    )
                    % {
                        "source": FundingSource(source).label,
                        "earlier": earlier,
                        "before": format_rupiah(before),
                        "later": later,
                        "after": format_rupiah(after),
                    },
                    f"{source}-{later}",
                )
                break  # the jump back says the same once more


@register(
    "P506",
    Severity.WARNING,
    subject="program",
    section="budget",
    why=gettext_lazy("Dokumen mencetak rupiah penuh; angka dalam juta menjadi terlalu kecil."),
)
def money_is_in_rupiah(subject: ProgramSubject) -> Said:
    for source, amounts in subject.content["budget"]["budgets"].items():
        small = [year for year, text in sorted(amounts.items()) if 0 < Decimal(text) < LEAST_MONEY]
        if small:
            yield (
                _(
                    "Anggaran %(source)s pada %(years)s di bawah Rp%(least)s. "
                    "Tulis dalam rupiah penuh, bukan dalam ribuan atau jutaan."
                )
                % {
                    "source": FundingSource(source).label,
                    "years": _list(small),
                    "least": format_rupiah(LEAST_MONEY),
                },
                f"{source}-{small[0]}",
            )


@register(
    "P507",
    Severity.WARNING,
    subject="program",
    section="budget",
    why=gettext_lazy("Uang melebihi pagu RPJMD tidak dapat masuk ke dalam APBD."),
)
def money_fits_into_the_rpjmd(subject: ProgramSubject) -> Said:
    """Only the region's own money counts against the ceiling of its RPJMD program."""
    own = subject.content["budget"]["budgets"].get(FundingSource.APBD_KABUPATEN, {})
    for code, ceilings in subject.ceilings.items():
        for year, text in sorted(own.items()):
            amount, ceiling = Decimal(text), Decimal(ceilings.get(year, "0"))
            if amount > ceiling > 0:
                yield (
                    _(
                        "Anggaran APBD %(year)s (Rp%(amount)s) melebihi pagu program %(code)s "
                        "dalam RPJMD (Rp%(ceiling)s). Kurangi, atau pakai sumber dana lain."
                    )
                    % {
                        "year": year,
                        "amount": format_rupiah(amount),
                        "code": code,
                        "ceiling": format_rupiah(ceiling),
                    },
                    f"{FundingSource.APBD_KABUPATEN}-{year}",
                )


def _years_with_targets(subject: ProgramSubject) -> set[int]:
    return {int(year) for row in subject.indicators for year in row["targets"]}


def _list(years: Iterable[int | str]) -> str:
    return ", ".join(map(str, years))
