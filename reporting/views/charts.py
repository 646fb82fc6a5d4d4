"""Bars of the last half-months as coordinates for a small SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.periods import EARLY
from reporting.selectors.tables import Step

LEFT, RIGHT, TOP, BOTTOM = 34.0, 888.0, 22.0, 164.0
BAR = 19.7
GAP = 2.0


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    height: str
    middle: str
    count: int


@dataclass(frozen=True)
class Month:
    """Two bars and the name under them: 11上."""

    label: str
    middle: str
    new: Bar
    resolved: Bar
    is_now: bool


@dataclass(frozen=True)
class Chart:
    months: tuple[Month, ...]
    lines: tuple[tuple[str, str, int], ...]  # where a grid line is, where its number, the number
    says: str

    width: str = f"{BAR}"
    left: str = f"{LEFT}"
    right: str = f"{RIGHT}"


def chart(steps: Sequence[Step]) -> Chart:
    """Bars of 新增 and 化解, the last half-month in full colour."""
    most = max((max(step.new, step.resolved) for step in steps), default=0)
    unit = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10**9) if size * 4 >= most)
    top = unit * 4
    per = (BOTTOM - TOP) / top

    def bar(x: float, count: int) -> Bar:
        height = count * per
        return Bar(
            f"{x:.1f}", f"{BOTTOM - height:.1f}", f"{height:.1f}", f"{x + BAR / 2:.1f}", count
        )

    wide = (RIGHT - LEFT) / max(len(steps), 1)
    months = []
    for place, step in enumerate(steps):
        middle = LEFT + wide * (place + 0.5)
        last_on = step.period.last_on
        months.append(
            Month(
                f"{last_on.month}{'上' if last_on.day == EARLY else '下'}",
                f"{middle:.1f}",
                bar(middle - BAR - GAP / 2, step.new),
                bar(middle + GAP / 2, step.resolved),
                is_now=place == len(steps) - 1,
            )
        )
    lines = tuple(
        (f"{BOTTOM - n * unit * per:.1f}", f"{BOTTOM - n * unit * per + 4:.1f}", n * unit)
        for n in range(5)
    )
    now = steps[-1]
    return Chart(
        tuple(months),
        lines,
        f"近{len(steps)}期新增与化解柱图，本期新增{now.new}件，化解{now.resolved}件",
    )
