"""Charts as geometry for SVG templates: the same picture on a page and in the document.

Lengths are in the units of the picture's viewBox. A chart is a context of
`templates/document/charts/`; its words and numbers are ready to print.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from babel.numbers import format_decimal

from workspace.numbers import format_short_rupiah

Chart = dict[str, Any]
# code, name, colour, a value for each column
Series = tuple[str, str, str, Sequence[Decimal]]

WIDTH: Final = 480
HEIGHT: Final = 220
LEFT: Final = 46
TOP: Final = 14
BOTTOM: Final = 22
# A code stands in its share of a column when that is at least so high.
CODE_HEIGHT: Final = 9
TICKS: Final = 4
BAR_ROW: Final = 20
BAR_LEFT: Final = 112
BAR_RIGHT: Final = 92
ROW: Final = 15
ROW_LEFT: Final = 168
ROW_ROOM: Final = 268
ROW_LETTERS: Final = 37
# A code stands in its share of a row when that is at least so wide.
CODE_WIDTH: Final = 18
SCALES: Final = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1, ""))


def stacked_columns(title: str, labels: Sequence[str], series: Sequence[Series]) -> Chart:
    """One column for each label, made of the series from below; rupiah on the axis."""
    totals = [sum((row[3][place] for row in series), Decimal()) for place in range(len(labels))]
    step = nice_step(max(totals, default=Decimal()) / TICKS)
    top = step * TICKS if step * TICKS >= max(totals, default=Decimal()) else step * (TICKS + 1)
    room = HEIGHT - TOP - BOTTOM
    pitch = (WIDTH - LEFT) / max(1, len(labels))
    width = pitch * 0.56
    scale, unit = axis_scale(top)
    return {
        "title": title,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "unit": f"{unit} rupiah".strip(),
        "base": _short(HEIGHT - BOTTOM),
        "ticks": _ticks(top, step, scale, room),
        "columns": [
            {
                "label": label,
                "middle": _short(LEFT + pitch * (place + 0.5)),
                "total": format_short_rupiah(totals[place], "id"),
                "total_y": _short(HEIGHT - BOTTOM - room * _share(totals[place], top) - 4),
                "segments": _segments(
                    series, place, LEFT + pitch * (place + 0.5) - width / 2, width, room, top
                ),
            }
            for place, label in enumerate(labels)
        ],
        "legend": _legend(series),
    }


def _legend(series: Sequence[Series]) -> list[Chart]:
    pitch = WIDTH / max(1, len(series))
    return [
        {
            "name": name,
            "colour": colour,
            "x": _short(pitch * place),
            "text_x": _short(pitch * place + 10.5),
        }
        for place, (_code, name, colour, _values) in enumerate(series)
    ]


def _segments(
    series: Sequence[Series], place: int, x: float, width: float, room: float, top: Decimal
) -> list[Chart]:
    segments = []
    y = float(HEIGHT - BOTTOM)
    for code, name, colour, values in series:
        height = room * _share(values[place], top)
        y -= height
        if height > 0:
            segments.append(
                {
                    "x": _short(x),
                    "y": _short(y),
                    "width": _short(width),
                    "height": _short(height),
                    "colour": colour,
                    "name": name,
                    "code": code if height >= CODE_HEIGHT else "",
                    "code_x": _short(x + width / 2),
                    "code_y": _short(y + height / 2 + 2.4),
                }
            )
    return segments


def _ticks(top: Decimal, step: Decimal, scale: int, room: float) -> list[Chart]:
    if not step:
        return []
    return [
        {
            "y": _short(HEIGHT - BOTTOM - room * _share(step * number, top)),
            "label": format_decimal(step * number / scale, format="#,##0.##", locale="id"),
        }
        for number in range(int(top / step) + 1)
    ]


def horizontal_bars(title: str, values: Sequence[tuple[str, Decimal]], colour: str) -> Chart:
    """One bar for each name, with its amount and its share of the whole."""
    longest = max((value for _name, value in values), default=Decimal())
    whole = sum((value for _name, value in values), Decimal())
    room = WIDTH - BAR_LEFT - BAR_RIGHT
    return {
        "title": title,
        "width": WIDTH,
        "height": BAR_ROW * len(values) + 4,
        "left": BAR_LEFT,
        "colour": colour,
        "bars": [
            {
                "label": name,
                "y": BAR_ROW * place + 4,
                "text_y": BAR_ROW * place + 14,
                "width": _short(room * _share(value, longest)),
                "value_x": _short(BAR_LEFT + room * _share(value, longest) + 5),
                "value": f"{format_short_rupiah(value, 'id')} ({_percent(value, whole)})",
            }
            for place, (name, value) in enumerate(values)
        ],
    }


def stacked_rows(
    title: str, labels: Sequence[tuple[str, str]], series: Sequence[Series], nothing: str
) -> Chart:
    """One bar for each (code, name), made of the series from the left; `nothing` stands where
    there is none."""
    totals = [sum((row[3][place] for row in series), Decimal()) for place in range(len(labels))]
    longest = max(totals, default=Decimal())
    height = ROW * len(labels) + 4
    return {
        "title": title,
        "width": WIDTH,
        "height": height,
        "left": ROW_LEFT,
        "nothing": nothing,
        "rows": [
            {
                "code": code,
                "label": shortened(f"{code} {name}"),
                "text_y": _short(ROW * place + ROW * 0.68),
                "total": format_decimal(totals[place], format="#,##0", locale="id"),
                "total_x": _short(ROW_LEFT + ROW_ROOM * _share(totals[place], longest) + 5),
                "segments": _row_segments(series, place, longest),
            }
            for place, (code, name) in enumerate(labels)
        ],
        "legend": _legend(series),
    }


def _row_segments(series: Sequence[Series], place: int, longest: Decimal) -> list[Chart]:
    segments = []
    x = float(ROW_LEFT)
    for code, name, colour, values in series:
        width = ROW_ROOM * _share(values[place], longest)
        if width > 0:
            segments.append(
                {
                    "x": _short(x),
                    "y": _short(ROW * place + 2.5),
                    "width": _short(width),
                    "height": _short(ROW - 4.5),
                    "colour": colour,
                    "name": name,
                    "value": format_decimal(values[place], format="#,##0", locale="id"),
                    "code": code if width >= CODE_WIDTH else "",
                    "code_x": _short(x + width / 2),
                    "code_y": _short(ROW * place + ROW * 0.66),
                }
            )
        x += width
    return segments


def shortened(text: str) -> str:
    """What fits beside a bar; the table says the rest."""
    return text if len(text) <= ROW_LETTERS else f"{text[: ROW_LETTERS - 1].rstrip()}…"


def nice_step(rough: Decimal) -> Decimal:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below; 0 for nothing."""
    if rough <= 0:
        return Decimal()
    power = Decimal(10) ** rough.adjusted()
    return next(
        power * factor
        for factor in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
        if power * factor >= rough
    )


def axis_scale(top: Decimal) -> tuple[int, str]:
    """By what the numbers on the axis are divided, and the word for it."""
    return next(((scale, word) for scale, word in SCALES if top >= scale), (1, ""))


def _share(value: Decimal, whole: Decimal) -> float:
    return float(value / whole) if whole else 0.0


def _percent(value: Decimal, whole: Decimal) -> str:
    share = 100 * value / whole if whole else Decimal()
    return f"{format_decimal(share, format='0.0', locale='id')}%"


def _short(length: float) -> str:
    """A length with at most two decimals, the same text on every machine."""
    return f"{length:.2f}".rstrip("0").rstrip(".")
