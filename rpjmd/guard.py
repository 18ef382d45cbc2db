"""The rules of the target guard: what speaks against a path of targets, in a sentence each.

A rule is told how the indicator is called ("IKU-01", or its name in quotes), so that the RPJMD's
checks and those of programs say the same about the same mistake. Each package registers the rules
under its own codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rpjmd.models import Direction
from rpjmd.trajectory import Point, Trajectory
from workspace.numbers import format_number

Sentences = Iterator[str]


@dataclass(frozen=True)
class Rule:
    """`why` is shown beside the code; `say` gives the sentences about one indicator."""

    why: Promise | str
    say: Callable[[Trajectory, str], Sentences]


def against_the_direction(path: Trajectory, called: str) -> Sentences:
    for earlier, later in path.wrong_steps():
        figures = {
            "name": called,
            "year": later.year,
            "later": later.text,
            "place": place(earlier),
            "earlier": earlier.text,
        }
        if path.direction == Direction.MAINTAIN:
            sentence = _(
                "Target %(name)s tahun %(year)s (%(later)s) berbeda dari %(place)s (%(earlier)s), "
                "padahal arahnya tetap. Samakan targetnya atau ubah arahnya."
            )
        elif later.value < earlier.value:
            sentence = _(
                "Target %(name)s tahun %(year)s (%(later)s) lebih rendah daripada %(place)s "
                "(%(earlier)s), padahal arahnya naik. Perbaiki target atau arahnya."
            )
        else:
            sentence = _(
                "Target %(name)s tahun %(year)s (%(later)s) lebih tinggi daripada %(place)s "
                "(%(earlier)s), padahal arahnya turun. Perbaiki target atau arahnya."
            )
        yield sentence % figures
        return  # the first place to look at; often one figure is wrong and two steps show it


def final_value_differs(path: Trajectory, called: str) -> Sentences:
    expected = path.expected_finals()
    if not path.final or not path.end or not expected or path.end.value in expected:
        return
    figures = {
        "name": called,
        "final": path.final,
        "year": path.path[-1].year,
        "last": path.path[-1].text,
        "total": "" if path.grades else format_number(path.total),
    }
    if path.adds_up:
        sentence = _(
            "Kondisi akhir %(name)s (%(final)s) berbeda dari jumlah targetnya (%(total)s). "
            "Perbaiki salah satunya, atau hapus tanda bahwa targetnya dijumlahkan."
        )
    elif not path.grades and len(path.path) > 1 and path.end.value == path.total:
        sentence = _(
            "Kondisi akhir %(name)s (%(final)s) adalah jumlah semua targetnya. "
            "Tandai bahwa targetnya dijumlahkan, atau samakan dengan target %(year)s (%(last)s)."
        )
    else:
        sentence = _("Kondisi akhir %(name)s (%(final)s) berbeda dari target %(year)s (%(last)s).")
    yield sentence % figures


def figure_cannot_be_read(path: Trajectory, called: str) -> Sentences:
    for text in path.unreadable():
        yield _("Angka “%(text)s” pada %(name)s tidak terbaca.") % {"text": text, "name": called}


def baseline_comes_late(path: Trajectory, called: str) -> Sentences:
    if path.baseline_year and path.first_year and path.baseline_year > path.first_year:
        yield _(
            "Tahun dasar %(name)s (%(year)s) sesudah target pertamanya (%(first)s). "
            "Kondisi awal diukur sebelum target pertama."
        ) % {"name": called, "year": path.baseline_year, "first": path.first_year}


def nothing_changes(path: Trajectory, called: str) -> Sentences:
    if path.stands_still():
        yield _(
            "Target akhir %(name)s sama dengan kondisi awalnya (%(text)s). "
            "Perbaiki targetnya, atau pilih arah Tetap bila memang dipertahankan."
        ) % {"name": called, "text": path.baseline}


def value_is_out_of_limits(path: Trajectory, called: str) -> Sentences:
    limits = path.limits()
    for point in path.out_of_limits() if limits else ():
        yield _(
            "%(name)s, %(place)s: %(text)s di luar batas satuan “%(unit)s” "
            "(%(low)s sampai %(high)s)."
        ) % {
            "name": called,
            "place": place_in(path, point),
            "text": point.text,
            "unit": path.unit,
            "low": format_number(limits[0]) if limits else "",
            "high": format_number(limits[1]) if limits else "",
        }


def value_jumps(path: Trajectory, called: str) -> Sentences:
    for earlier, later in path.jumps():
        yield _(
            "%(name)s melompat sepuluh kali lipat atau lebih dari %(place)s (%(earlier)s) "
            "ke %(year)s (%(later)s). Periksa koma dan jumlah nolnya."
        ) % {
            "name": called,
            "place": place(earlier),
            "earlier": earlier.text,
            "year": later.year,
            "later": later.text,
        }
        return


def text_contradicts_the_unit(path: Trajectory, called: str) -> Sentences:
    if text := path.in_percent():
        yield _(
            "“%(text)s” pada %(name)s ditulis dalam persen, padahal satuannya %(unit)s. "
            "Tulis semua nilai dalam satu satuan."
        ) % {"text": text, "name": called, "unit": path.unit}
    if text := path.grade_among_figures():
        yield _(
            "Target %(name)s bercampur: “%(text)s” adalah predikat, sedangkan yang lain angka. "
            "Tulis semuanya sebagai predikat atau semuanya sebagai angka."
        ) % {"text": text, "name": called}


DIRECTION = Rule(
    gettext_lazy("Arah target yang terbalik biasanya salah ketik."), against_the_direction
)
FINAL_VALUE = Rule(
    gettext_lazy("Dua angka untuk akhir periode membuat penilai ragu mana yang dijanjikan."),
    final_value_differs,
)
READABLE = Rule(
    gettext_lazy("Angka yang tidak terbaca tidak ikut dihitung."), figure_cannot_be_read
)
BASELINE_YEAR = Rule(
    gettext_lazy("Kemajuan hanya dapat dihitung dari keadaan sebelum target pertama."),
    baseline_comes_late,
)
CHANGE = Rule(
    gettext_lazy("Target yang sama dengan kondisi awal berarti tidak ada perubahan."),
    nothing_changes,
)
LIMITS = Rule(
    gettext_lazy("Nilai yang tidak mungkin dicapai membuat angka lain ikut diragukan."),
    value_is_out_of_limits,
)
JUMP = Rule(
    gettext_lazy("Lompatan sepuluh kali biasanya koma yang bergeser atau nol yang kelebihan."),
    value_jumps,
)
UNIT = Rule(
    gettext_lazy("Nilai dalam dua satuan tidak dapat dibandingkan dari tahun ke tahun."),
    text_contradicts_the_unit,
)


def place(point: Point) -> str:
    return str(point.year) if point.year else _("kondisi awal")


def place_in(path: Trajectory, point: Point) -> str:
    """What people call the point: the baseline, a year's target, the final value."""
    if point is path.start:
        return _("kondisi awal")
    return _("target %(year)s") % {"year": point.year} if point.year else _("kondisi akhir")
