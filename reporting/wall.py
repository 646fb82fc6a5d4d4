"""What stands on the wall (screen l): the situation as words and shapes, for two kinds of readers.

The situation room's wall is read by who may read the town's figures. The hall's is read by anybody
who walks in: no number of a case, no place below the village, nothing typed, no cell of 1 or 2
("·") and nothing that gives one away (`small_cells`). So the hall has no 新增 of the half-month, no
受理 line and no rate whose base follows from them: each would be the total of the map.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.figures import CATALOGUE, Number
from reporting.periods import EARLY
from reporting.selectors.pace import Pace
from reporting.selectors.situation import Heat, Rise, Situation
from reporting.small_cells import DOT, publish, said

LEFT, RIGHT, TOP, BOTTOM = 36.0, 580.0, 16.0, 302.0
LINE = 17.0  # height of a number beside a line
BAND = 560  # width of the bar of risks
RISK_CLASS = {"red": "hong", "orange": "cheng", "yellow": "huang", "blue": "lan"}
RISK_WORD = {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝"}
DEEP = 3  # tints of the map


@dataclass(frozen=True, slots=True)
class Tile:
    """One number under its word; `note` beneath it, in red where `is_bad`."""

    label: str
    value: int | str
    note: str = ""
    is_bad: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """One colour of the bar of risks: where it begins, how wide it is."""

    risk: str
    css: str
    word: str
    count: int
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """`tint` 0–3; of a cell that is not said it is 1, whichever it is."""

    text: int | str
    tint: int
    code: str = ""  # of its category, where a list stands behind it


@dataclass(frozen=True, slots=True)
class HeatLine:
    label: str
    code: str
    cells: tuple[HeatCell, ...]
    total: int | str


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines as coordinates; the ends carry their number. `area` is under the first line."""

    lines: tuple[tuple[str, str, int], ...]
    labels: tuple[tuple[str, str], ...]
    new: str
    area: str
    resolved: str
    before: str
    ends: tuple[tuple[str, str, int | str, str], ...]  # css, y, number, y of the text
    says: str


@dataclass(frozen=True, slots=True)
class Unit:
    label: str
    count: int
    numbers: str


@dataclass(frozen=True, slots=True)
class SittingLine:
    at: str
    place: str
    words: str
    status: str


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room and its sittings of today."""

    name: str
    sittings: tuple[SittingLine, ...]


@dataclass(frozen=True)
class Board:
    """One state of the wall. `late_units` is empty, `bands` too, on the wall of the hall."""

    is_hall: bool
    situation: Situation
    open: int | str
    late: int
    red: int
    resolved: int | str
    rising: tuple[Rise, ...]
    rungs: tuple[Tile, ...]
    bands: tuple[Band, ...]
    columns: tuple[str, ...]
    heat: tuple[HeatLine, ...]
    foot: tuple[int | str, ...]
    heat_total: int | str
    chart: Chart
    late_units: tuple[Unit, ...]
    sittings: tuple[SittingLine, ...]
    rooms: tuple[RoomLine, ...]
    rates: tuple[Tile, ...]

    @property
    def has_dots(self) -> bool:
        texts = [cell.text for line in self.heat for cell in line.cells]
        texts += [self.open, self.resolved, *(tile.value for tile in self.rungs)]
        return DOT in texts


def board(found: Situation, *, is_hall: bool) -> Board:
    """The wall of the situation room, or of the hall."""
    resolved = int(found.total["resolved"])
    heat, foot, total = _hall_map(found.heat) if is_hall else _map(found.heat)
    rungs = _hall_rungs(found) if is_hall else (_rungs(found), found.open)
    sittings = tuple(_sittings(found, is_hall=is_hall))
    return Board(
        is_hall=is_hall,
        situation=found,
        open=rungs[1],
        late=found.late,
        red=found.red,
        resolved=said(resolved) if is_hall else resolved,
        rising=() if is_hall else found.rising,
        rungs=rungs[0],
        bands=() if is_hall else _bands(found.risks),
        columns=found.heat.labels,
        heat=heat,
        foot=foot,
        heat_total=total,
        chart=chart(found.paces, is_hall=is_hall),
        late_units=() if is_hall else _late_units(found),
        sittings=sittings,
        rooms=tuple(
            RoomLine(room.name, tuple(one for one in sittings if one.place == room.name))
            for room in found.rooms
        ),
        rates=_hall_rates(found) if is_hall else _rates(found),
    )


# --- 在哪一级 -----------------------------------------------------------------------------------


def _rungs(found: Situation) -> tuple[Tile, ...]:
    tiles = [
        Tile(
            rung.label,
            rung.count,
            f"{rung.late} 件逾期" if rung.late else "无逾期",
            is_bad=bool(rung.late),
        )
        for rung in found.rungs
    ]
    return (*tiles, Tile("引导诉讼", found.tracking, "跟踪中，不算在办"))


def _hall_rungs(found: Situation) -> tuple[tuple[Tile, ...], int | str]:
    shown = publish([[rung.count for rung in found.rungs]], has_column_totals=False)
    tiles = tuple(
        Tile(rung.label, text) for rung, text in zip(found.rungs, shown.cells[0], strict=True)
    )
    return tiles, shown.total


def _bands(risks: Sequence[tuple[str, int]]) -> tuple[Band, ...]:
    total = sum(count for _, count in risks)
    found, x = [], 0.0
    for risk, count in risks:
        width = BAND * count / total if total else 0.0
        drawn = max(width - 2, 0.0)
        found.append(
            Band(risk, RISK_CLASS[risk], RISK_WORD[risk], count, f"{x:.1f}", f"{drawn:.1f}")
        )
        x += width
    return tuple(found)


# --- 哪里、哪类多 -------------------------------------------------------------------------------


def _map(heat: Heat) -> tuple[tuple[HeatLine, ...], tuple[int | str, ...], int | str]:
    most = max((count for row in heat.rows for count in row.counts), default=0)
    lines = tuple(
        HeatLine(
            row.label,
            row.code,
            tuple(
                HeatCell(count or "", tint(count, most), code)
                for count, code in zip(row.counts, heat.codes, strict=True)
            ),
            row.total,
        )
        for row in heat.rows
    )
    foot = tuple(sum(row.counts[n] for row in heat.rows) for n in range(len(heat.codes)))
    return lines, foot, sum(foot)


def _hall_map(heat: Heat) -> tuple[tuple[HeatLine, ...], tuple[int | str, ...], int | str]:
    shown = publish([row.counts for row in heat.rows])
    most = max((count for row in heat.rows for count in row.counts), default=0)
    lines = tuple(
        HeatLine(
            row.label,
            "",
            tuple(
                HeatCell(text or "", 1 if text == DOT else tint(int(text), most)) for text in texts
            ),
            total,
        )
        for row, texts, total in zip(heat.rows, shown.cells, shown.row_totals, strict=True)
    )
    return lines, shown.column_totals, shown.total


def tint(count: int, most: int) -> int:
    """1, 2, 3 and more; where there are many, by thirds of the most."""
    if not count:
        return 0
    return min(count, DEEP) if most <= DEEP * 2 else min((count * DEEP - 1) // most + 1, DEEP)


# --- 走势 ---------------------------------------------------------------------------------------


def chart(paces: Sequence[Pace], *, is_hall: bool) -> Chart:
    """13 half-months; the hall has 化解 alone, with a gap where it is 1 or 2."""
    shown = [pace.resolved for pace in paces]
    if not is_hall:
        shown += [value for pace in paces for value in (pace.new, pace.new_before)]
    most = max(shown, default=0)
    unit = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10**9) if size * 3 >= most)
    per = (BOTTOM - TOP) / (unit * 3)
    wide = (RIGHT - LEFT) / max(len(paces) - 1, 1)

    def y(value: int) -> float:
        return BOTTOM - value * per

    def path(values: Sequence[int | str]) -> str:
        points, pen = [], "M"
        for place, value in enumerate(values):
            if isinstance(value, int):
                points.append(f"{pen}{LEFT + wide * place:.1f} {y(value):.1f}")
            pen = "L" if isinstance(value, int) else "M"
        return " ".join(points)

    resolved: list[int | str] = [
        said(pace.resolved) if is_hall else pace.resolved for pace in paces
    ]
    new = [] if is_hall else [pace.new for pace in paces]
    before = [] if is_hall else [pace.new_before for pace in paces]
    last = paces[-1]
    says = f"近 {len(paces)} 期化解" if is_hall else f"近 {len(paces)} 期受理、化解与去年同期受理"
    ends: list[tuple[str, int | str]] = [("end--new", new[-1])] if new else []
    ends.append(("end--resolved", resolved[-1]))
    if before:
        ends.append(("end--before", last.new_before))
    return Chart(
        lines=tuple((f"{y(n * unit):.1f}", f"{y(n * unit) + 5:.1f}", n * unit) for n in range(4)),
        labels=tuple(
            (f"{LEFT + wide * place:.1f}", half_label(pace))
            for place, pace in enumerate(paces)
            if (len(paces) - 1 - place) % 2 == 0
        ),
        new=path(new),
        area=f"M{LEFT:.1f} {BOTTOM:.1f} {path(new).replace('M', 'L', 1)} L{RIGHT:.1f} {BOTTOM:.1f} Z"
        if new
        else "",
        resolved=path(resolved),
        before=path(before),
        ends=tuple(
            _apart([(css, y(value), value) for css, value in ends if isinstance(value, int)])
        ),
        says=says,
    )


def half_label(pace: Pace) -> str:
    last_on = pace.period.last_on
    return f"{last_on.month}{'上' if last_on.day == EARLY else '下'}"


def _apart(ends: Sequence[tuple[str, float, int]]) -> list[tuple[str, str, int | str, str]]:
    """Numbers at the end of their lines, none on another."""
    found: list[tuple[str, str, int | str, str]] = []
    highest = BOTTOM + 2 * LINE
    for css, y, value in sorted(ends, key=lambda end: -end[1]):
        highest = min(y + 5, highest - LINE)
        found.append((css, f"{y:.1f}", value, f"{highest:.1f}"))
    return found


# --- 调解室、逾期、本期 -------------------------------------------------------------------------


def _sittings(found: Situation, *, is_hall: bool) -> list[SittingLine]:
    """In the hall a room is taken or in use; nobody reads what about."""
    lines = []
    for one in found.sittings:
        words = "、".join(part for part in (one.about, one.words) if part) or "已约"
        if is_hall:
            words = "正在调解" if one.words == "正在开" else "已约"
        lines.append(SittingLine(one.at, one.place, words, "" if is_hall else one.status))
    return lines


def _late_units(found: Situation) -> tuple[Unit, ...]:
    return tuple(
        Unit(
            unit.label,
            unit.count,
            "、".join(unit.numbers) + ("等" if unit.count > len(unit.numbers) > 0 else ""),
        )
        for unit in found.late_units
    )


def _rates(found: Situation) -> tuple[Tile, ...]:
    due, done = found.total["follow_ups_due"], found.total["follow_ups_done"]
    return (
        _figure(found, "resolve_rate"),
        _figure(found, "avg_days"),
        Tile("已回访", f"{done} / {due}" if due else "—", unit="件" if due else ""),
    )


def _hall_rates(found: Situation) -> tuple[Tile, ...]:
    """没有化解率: its base is the opening and the total of the map."""
    resolved = int(found.total["resolved"])
    days = _figure(found, "avg_days")
    return (
        Tile("化解", said(resolved), unit="件"),
        days if said(resolved) != DOT else Tile(days.label, DOT),
    )


def _figure(found: Situation, name: str) -> Tile:
    figure, value = CATALOGUE[name], found.figure(name)
    return Tile(figure.label, spelled(value), unit=figure.unit if value is not None else "")


def spelled(value: Number | None) -> str:
    return "—" if value is None else str(value)
