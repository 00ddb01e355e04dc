"""The geometry of small charts: numbers in, shapes out, for templates to draw as SVG. No library, no script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a chart, in its units; ``value`` is what it stands for."""

    x: float
    y: float
    width: float
    height: float
    value: int


def bars(values: Sequence[int], width: float, height: float, top: int | None = None, slots: int = 0) -> list[Bar]:
    """Return a bar for each value, on a common base line; ``top`` is the value as high as the chart.

    Fewer values than ``slots`` stand at the right, as wide as if there were that many.

    >>> [(bar.x, bar.y, bar.height) for bar in bars([0, 2, 4], 30, 10)]
    [(0.0, 10.0, 0.0), (10.0, 5.0, 5.0), (20.0, 0.0, 10.0)]
    """
    step = width / max(1, len(values), slots)
    begin = width - step * len(values)
    highest = max(top or 0, *values, 1)
    shapes = []
    for number, value in enumerate(values):
        tall = height * value / highest
        shapes.append(
            Bar(x=round(begin + number * step, 2), y=round(height - tall, 2), width=round(step * 0.8, 2),
                height=round(tall, 2), value=value)
        )  # fmt: skip
    return shapes


def line(values: Sequence[int], width: float, height: float, top: int) -> str:
    """Return the points of a line through the values, as SVG's polyline takes them.

    >>> line([0, 1, 2], 20, 10, 2)
    '0.0,10.0 10.0,5.0 20.0,0.0'
    """
    step = width / max(1, len(values) - 1)
    places = ((number * step, height - height * value / max(1, top)) for number, value in enumerate(values))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def spread(counts: Mapping[date, int], days: Sequence[date], width: int = 1) -> list[int]:
    """Return how many there are in each ``width`` days from the first on, 0 where there are none.

    >>> days = [date(2026, 11, day) for day in (1, 2, 3)]
    >>> spread({days[0]: 4, days[1]: 1}, days), spread({days[0]: 4, days[1]: 1}, days, 2)
    ([4, 1, 0], [5, 0])
    """
    return [sum(counts.get(day, 0) for day in days[start : start + width]) for start in range(0, len(days), width)]
