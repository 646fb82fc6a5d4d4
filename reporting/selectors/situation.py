"""How the town stands now: where its open cases are, what came in, who sits today (screen l).

Counts are figures of the town; a number of a case, and what a sitting is about, go as far as the
reader's sight. No party, no address, nothing anybody typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from cases import access
from cases.enums import LADDER, OPEN, Risk, Status, Tier
from cases.models import Case, MediationSession
from cases.selectors.rows import late_on
from cases.selectors.sessions import WITH_GUESTS, arranged, cases_seen, status_of
from grids.models import Division, Room
from grids.selectors import rooms_of
from mediation.core import clock
from mediation.core.models import User
from reporting import periods
from reporting.figures import Number
from reporting.periods import Period
from reporting.selectors.pace import Pace, new_by_category, pace
from reporting.selectors.tables import Row, Table, table
from reporting.selectors.warnings import for_lists, visible_warnings

CATEGORIES, VILLAGES, UNITS, NUMBERS = 8, 12, 3, 3
RISING = ALARMS = 3
OTHERS = "99"  # 其他纠纷 stands with what the heat map has no column for


@dataclass(frozen=True, slots=True)
class Rung:
    """How many are open on one rung, and how many of them are past their day."""

    tier: str
    label: str
    count: int
    late: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """新增 of one village by the columns of the map; `code` is empty for several put together."""

    code: str
    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Heat:
    """Villages × categories; `codes` of the columns are empty for what is put together."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    quiet: int  # villages of the town where nothing came in


@dataclass(frozen=True, slots=True)
class LateUnit:
    """Where overdue cases lie; `numbers` are those in the reader's sight, as said aloud."""

    label: str
    count: int
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting of today; `about` is empty for a case out of sight."""

    room: Room | None
    at: str
    about: str
    status: str
    words: str

    @property
    def place(self) -> str:
        return self.room.name if self.room else "别处"


@dataclass(frozen=True, slots=True)
class Rise:
    """新增 of one category in this half-month and in the one before."""

    label: str
    now: int
    before: int

    @property
    def more(self) -> int:
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Alarm:
    """One warning that is not ended: where, of which kind, why, whether a unit still owes a word."""

    place: str
    kind: str
    reason: str
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """`rising`: categories with more than in the half-month before, the most more first."""

    centre: Division
    period: Period
    at: datetime
    rungs: tuple[Rung, ...]
    tracking: int
    risks: tuple[tuple[str, int], ...]
    total: Row
    heat: Heat
    paces: tuple[Pace, ...]
    rising: tuple[Rise, ...]
    alarms: tuple[Alarm, ...]
    late_units: tuple[LateUnit, ...]
    sittings: tuple[Sitting, ...]
    rooms: tuple[Room, ...]

    @property
    def open(self) -> int:
        return sum(rung.count for rung in self.rungs)

    @property
    def late(self) -> int:
        return sum(rung.late for rung in self.rungs)

    @property
    def red(self) -> int:
        return dict(self.risks)[Risk.RED]

    def figure(self, name: str) -> Number | None:
        """A figure of the town's half-month."""
        return self.total.values[name]


def situation(user: User, centre: Division) -> Situation:
    """In a fixed number of queries, whatever the number of cases, villages and sittings."""
    now = clock.now()
    today = clock.local_day(now)
    period = periods.period_of(today)
    whole = table(centre, period)
    standing = Case.objects.filter(centre=centre, status__in=OPEN)
    heaps = list(
        standing.order_by()
        .values("tier", "risk")
        .annotate(many=Count("*"), late=Count("pk", filter=late_on(today)))
    )
    return Situation(
        centre=centre,
        period=period,
        at=now,
        rungs=tuple(
            Rung(
                tier,
                rung_label(tier, centre),
                sum(heap["many"] for heap in heaps if heap["tier"] == tier),
                sum(heap["late"] for heap in heaps if heap["tier"] == tier),
            )
            for tier in LADDER[:-1]
        ),
        tracking=Case.objects.filter(centre=centre, status=Status.REFERRED).count(),
        risks=tuple(
            (risk.value, sum(heap["many"] for heap in heaps if heap["risk"] == risk))
            for risk in Risk
        ),
        total=whole.total,
        heat=heat_of(whole),
        paces=tuple(pace(centre, period)),
        rising=_rising(centre, whole),
        alarms=_alarms(user, centre),
        late_units=_late_units(user, centre, late_on(today)),
        sittings=tuple(_sittings(user, centre, now)),
        rooms=tuple(rooms_of(centre)),
    )


def rung_label(tier: str, centre: Division) -> str:
    """镇 or 街道 by the town's own kind (ui/DESIGN §12)."""
    if tier == Tier.STREET:
        return f"{centre.get_kind_display()}调解室"
    return Tier(tier).label


def heat_of(whole: Table) -> Heat:
    """The categories and villages with the most 新增, in the order of their codes; the rest of
    either are put together."""
    new = {row.key: int(row["new"]) for row in whole.by_category}
    named = [row for row in whole.by_category if row.key != OTHERS and new[row.key]]
    shown = _most(named, new, CATEGORIES)
    columns = [({row.key}, row.key, row.short_label) for row in shown]
    rest = new.keys() - {row.key for row in shown}
    columns.append((rest, "", "其他"))
    villages = {row.key: int(row["new"]) for row in whole.rows}
    busy = [row for row in whole.rows if villages[row.key]]
    listed = _most(busy, villages, VILLAGES)
    lines = [({row.key}, row.key, row.short_label) for row in listed]
    if others := {row.key for row in busy} - {row.key for row in listed}:
        lines.append((others, "", f"其余 {len(others)} 处"))
    crossed = whole.new_by_category
    return Heat(
        codes=tuple(code for _, code, _ in columns),
        labels=tuple(label for _, _, label in columns),
        rows=tuple(
            HeatRow(
                code,
                label,
                tuple(
                    sum(crossed.get((place, kind), 0) for place in places for kind in kinds)
                    for kinds, _, _ in columns
                ),
            )
            for places, code, label in lines
        ),
        quiet=len(whole.rows) - len(busy),
    )


def _most(rows: Sequence[Row], count: dict[str, int], length: int) -> list[Row]:
    """Those with the most, in their own order: a map, not a ranking."""
    chosen = sorted(rows, key=lambda row: (-count[row.key], row.key))[:length]
    keys = {row.key for row in chosen}
    return [row for row in rows if row.key in keys]


def _rising(centre: Division, whole: Table) -> tuple[Rise, ...]:
    """Against the whole half-month before: what is said so early has already risen."""
    before = new_by_category(centre, periods.previous(whole.period))
    found = [
        Rise(row.short_label, int(row["new"]), before.get(row.key, 0)) for row in whole.by_category
    ]
    return tuple(sorted((one for one in found if one.more > 0), key=lambda one: -one.more)[:RISING])


def _alarms(user: User, centre: Division) -> tuple[Alarm, ...]:
    """Warnings in the reader's sight that are not ended, those that wait first."""
    found = for_lists(visible_warnings(user).filter(centre=centre, closed_on__isnull=True))
    return tuple(
        Alarm(
            one.division.short_name,
            one.category.short_name,
            one.reason,
            one.is_waiting,  # type: ignore[attr-defined]
        )
        for one in found[:ALARMS]
    )


def _late_units(user: User, centre: Division, late: Q) -> tuple[LateUnit, ...]:
    """The units with overdue cases, in the order of the units."""
    overdue = Q(centre=centre, status__in=OPEN) & late
    heaps = list(
        Case.objects.filter(overdue)
        .order_by("unit__order", "unit__code")
        .values("unit", "unit__short_name", "unit__division__short_name")
        .annotate(many=Count("*"))[:UNITS]
    )
    seen: dict[int, list[str]] = {heap["unit"]: [] for heap in heaps}
    ours = access.visible_to(user).filter(overdue, unit__in=seen)
    for unit, number in ours.order_by("due_on", "pk").values_list("unit", "short_number")[:200]:
        seen[unit].append(f"{number}号")
    return tuple(
        LateUnit(
            heap["unit__division__short_name"] or heap["unit__short_name"],
            heap["many"],
            tuple(seen[heap["unit"]][:NUMBERS]),
        )
        for heap in heaps
    )


def _sittings(user: User, centre: Division, now: datetime) -> list[Sitting]:
    start, end = clock.day_bounds(clock.local_day(now))
    sessions = list(
        arranged(MediationSession.objects.filter(centre=centre))
        .filter(room__isnull=False, starts_at__gte=start, starts_at__lt=end)
        .select_related("room")
        .prefetch_related(WITH_GUESTS)
        .order_by("starts_at", "pk")
    )
    seen = cases_seen(user, {one.case_id for one in sessions})
    found = []
    for one in sessions:
        case = seen.get(one.case_id)
        status, words = status_of(one, now, is_clash=False)
        found.append(
            Sitting(
                room=one.room,
                at=f"{clock.local(one.starts_at):%H:%M}",  # type: ignore[arg-type]
                about=f"{case.category.short_name}，{case.people_count} 人" if case else "",
                status=status,
                words=words,
            )
        )
    return found
