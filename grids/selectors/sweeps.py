"""Reading sweeps: who sees which rounds, how each unit stands, the coverage of a year.

平安办, the director and leaders read every unit's line; a unit its own. What was asked for at a
visit is read by the unit that went, 平安办 and the director.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from grids.enums import DepartmentKind
from grids.enums.sweeps import (
    REPORTERS,
    ROUND_MAKERS,
    ROUND_READERS,
    SWEEPERS,
    RoundKind,
    UnitState,
)
from grids.models import (
    Department,
    Division,
    Post,
    SweepFinding,
    SweepReport,
    SweepRound,
    SweepRule,
    SweepUnit,
    SweepUrge,
    SweepVisit,
)
from grids.selectors.people import standings_today
from mediation.core import clock
from mediation.core.models import User

RATE = (
    "排查率＝已经报的单位数÷应排查的单位数（村（社区）、部门×轮次）。零报告、逾期报都算报了，"
    "免报的不算应排查，还在进行的轮次也算在内；百分比保留两位小数，四舍五入，没有应排查的写“—”。"
)


@dataclass(frozen=True, slots=True)
class Line:
    """How one unit stands in one round."""

    asked: SweepUnit
    state: UnitState
    filed_on: date | None
    found: int
    settled: int
    urged_on: date | None

    @property
    def name(self) -> str:
        return unit_name(self.asked.unit)

    @property
    def has_report(self) -> bool:
        return self.filed_on is not None

    @property
    def is_owing(self) -> bool:
        """Missing or not yet due: it may be urged."""
        return self.state in (UnitState.MISSING, UnitState.WAITING)


@dataclass(frozen=True, slots=True)
class Counts:
    """Units asked (the excused are not), reported, in time, missing; disputes found and settled."""

    asked: int = 0
    reported: int = 0
    on_time: int = 0
    missing: int = 0
    found: int = 0
    settled: int = 0

    @property
    def rate(self) -> Decimal | None:
        return rate(self.reported, self.asked)

    @property
    def rate_words(self) -> str:
        """91.67%, or — where nobody was asked."""
        return "—" if self.rate is None else f"{self.rate}%"


@dataclass(frozen=True, slots=True)
class Cell:
    state: UnitState
    found: int = 0
    asked_pk: int | None = None
    round_pk: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    unit: Department
    name: str
    cells: list[Cell]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Coverage:
    """Units × rounds of a year, as far as the reader sees them."""

    year: int
    rounds: list[SweepRound]
    rows: list[Row]
    feet: list[Counts]
    total: Counts
    missing: list[Line]


def rate(part: int, whole: int) -> Decimal | None:
    """In per cent, two decimals, halves up; None on a base of 0 (domain.md §4 通则)."""
    if whole == 0:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def unit_name(unit: Department) -> str:
    """A committee stands for its village."""
    if unit.kind == DepartmentKind.COMMITTEE and unit.division is not None:
        return str(unit.division.short_name)
    return str(unit.short_name)


# --- who ----------------------------------------------------------------------------------------


def _posts(user: User, roles: Iterable[str]) -> list[Post]:
    wanted = frozenset(roles)
    return [post for one in standings_today(user) for post in one.posts if post.role in wanted]


def towns_made(user: User) -> frozenset[int]:
    """Ids of the towns whose rounds he opens and urges."""
    return frozenset(post.department.centre_id for post in _posts(user, ROUND_MAKERS))


def towns_read(user: User) -> frozenset[int]:
    return frozenset(post.department.centre_id for post in _posts(user, ROUND_READERS))


def units_swept(user: User) -> frozenset[int]:
    """Ids of the units for which he goes."""
    return frozenset(post.department_id for post in _posts(user, SWEEPERS))


def units_reported(user: User) -> frozenset[int]:
    """Ids of the units for which he hands in the report."""
    return frozenset(post.department_id for post in _posts(user, REPORTERS))


def reports_for(user: User, unit: Department) -> tuple[bool, User | None]:
    """Whether he may report for the unit, and for whom he stands in if not by his own post."""
    for one in standings_today(user):
        if any(p.role in REPORTERS and p.department_id == unit.pk for p in one.posts):
            return True, one.on_behalf_of
    return False, None


# --- what he sees -------------------------------------------------------------------------------


def visible_rounds(user: User) -> QuerySet[SweepRound]:
    """Every round of his town, or those that ask his unit."""
    mine = SweepUnit.objects.filter(round=OuterRef("pk"), unit__in=units_swept(user))
    return SweepRound.objects.filter(Q(centre__in=towns_read(user)) | Exists(mine)).select_related(
        "centre", "by"
    )


def visible_units(user: User) -> QuerySet[SweepUnit]:
    """The lines of rounds: every unit's for who reads the town, else his own unit's."""
    return SweepUnit.objects.filter(
        Q(centre__in=towns_read(user)) | Q(unit__in=units_swept(user))
    ).select_related("round", "unit__division", "centre", "excused_by")


def visible_visits(user: User) -> QuerySet[SweepVisit]:
    """With what was asked for: the unit that went, 平安办 and the director."""
    return (
        SweepVisit.objects.filter(Q(centre__in=towns_made(user)) | Q(unit__in=units_swept(user)))
        .select_related("unit__division", "division", "by")
        .prefetch_related("goers__person")
    )


def visible_reports(user: User, asked: SweepUnit) -> QuerySet[SweepReport]:
    """Every version of a unit's report, the newest first."""
    return (
        SweepReport.objects.filter(asked__in=visible_units(user), asked=asked)
        .select_related("by", "on_behalf_of")
        .prefetch_related("findings__category")
        .order_by("-seq")
    )


def rule_of(centre: Division) -> SweepRule:
    """本镇规定 in force; an unsaved row with the scheme's own measure where the town set none."""
    return SweepRule.objects.filter(centre=centre).order_by("-pk").first() or SweepRule(
        centre=centre
    )


def state_of(asked: SweepUnit, due_on: date, filed_on: date | None, today: date) -> UnitState:
    """How a unit stands on a day; the first report says whether it was in time."""
    if asked.excused_at is not None and filed_on is None:
        return UnitState.EXCUSED
    if filed_on is not None:
        return UnitState.ON_TIME if filed_on <= due_on else UnitState.LATE
    return UnitState.MISSING if today > due_on else UnitState.WAITING


def with_standing(units: QuerySet[SweepUnit]) -> QuerySet[SweepUnit]:
    """Beside each line: when it first reported, what the last report found, when it was urged."""
    reports = SweepReport.objects.filter(asked=OuterRef("pk"))
    last = reports.order_by("-seq")
    urges = SweepUrge.objects.filter(asked=OuterRef("pk")).order_by("-pk")
    return units.annotate(
        first_on=Subquery(reports.filter(seq=1).values("filed_on")[:1]),
        last_found=Subquery(last.values("found_count")[:1]),
        last_settled=Subquery(last.values("settled_count")[:1]),
        urged_on=Subquery(urges.values("on")[:1]),
    )


def lines(units: QuerySet[SweepUnit], today: date) -> list[Line]:
    """Villages first, then the other units, in their usual order."""
    found = [
        Line(
            asked=one,
            state=state_of(one, one.round.due_on, one.first_on, today),  # type: ignore[attr-defined]
            filed_on=one.first_on,  # type: ignore[attr-defined]
            found=one.last_found or 0,  # type: ignore[attr-defined]
            settled=one.last_settled or 0,  # type: ignore[attr-defined]
            urged_on=one.urged_on,  # type: ignore[attr-defined]
        )
        for one in with_standing(units).order_by("unit__order", "unit__code", "pk")
    ]
    return sorted(found, key=lambda line: line.asked.unit.kind != DepartmentKind.COMMITTEE)


def lines_of(user: User, round_: SweepRound) -> list[Line]:
    return lines(visible_units(user).filter(round=round_), clock.today())


def counts_of(some: Iterable[Line]) -> Counts:
    kept = [one for one in some if one.state != UnitState.EXCUSED]
    return Counts(
        asked=len(kept),
        reported=sum(one.has_report for one in kept),
        on_time=sum(one.state == UnitState.ON_TIME for one in kept),
        missing=sum(one.state == UnitState.MISSING for one in kept),
        found=sum(one.found for one in kept),
        settled=sum(one.settled for one in kept),
    )


def coverage_of(user: User, year: int) -> Coverage:
    """The rounds that began in a year up to today and were not called off, unit by unit."""
    today = clock.today()
    rounds = list(
        visible_rounds(user)
        .filter(from_on__year=year, from_on__lte=today, called_off_at__isnull=True)
        .order_by("from_on", "pk")
    )
    every = lines(visible_units(user).filter(round__in=rounds), today)
    by_unit: dict[int, dict[int, Line]] = {}
    units: dict[int, Department] = {}
    for line in every:
        units.setdefault(line.asked.unit_id, line.asked.unit)
        by_unit.setdefault(line.asked.unit_id, {})[line.asked.round_id] = line
    rows = [
        Row(
            unit=unit,
            name=unit_name(unit),
            cells=[_cell(by_unit[key].get(one.pk), one) for one in rounds],
            counts=counts_of(by_unit[key].values()),
        )
        for key, unit in units.items()
    ]
    feet = [counts_of(line for line in every if line.asked.round_id == one.pk) for one in rounds]
    return Coverage(
        year=year,
        rounds=rounds,
        rows=rows,
        feet=feet,
        total=counts_of(every),
        missing=[line for line in every if line.state == UnitState.MISSING],
    )


def _cell(line: Line | None, round_: SweepRound) -> Cell:
    if line is None:
        return Cell(UnitState.NOT_ASKED)
    return Cell(line.state, line.found, line.asked.pk, round_.pk)


def years_of(user: User) -> list[int]:
    """Years with rounds in sight and this one, the newest first."""
    years = set(visible_rounds(user).order_by().values_list("from_on__year", flat=True))
    return sorted(years | {clock.today().year}, reverse=True)


def found_by_category(user: User, round_: SweepRound) -> list[tuple[str, int]]:
    """How many disputes of each kind the last reports in sight found, kinds in their order."""
    newer = SweepReport.objects.filter(
        asked=OuterRef("report__asked"), seq__gt=OuterRef("report__seq")
    )
    rows = (
        SweepFinding.objects.filter(report__asked__in=visible_units(user).filter(round=round_))
        .filter(~Exists(newer))
        .values("category__name", "category__order")
        .annotate(many=Sum("count"))
        .order_by("category__order", "category__name")
    )
    return [(row["category__name"], row["many"]) for row in rows]


def rolling_reports(centre: Division, first_on: date, last_on: date) -> dict[str, int]:
    """How many rolling rounds each village reported from one day to another, both included, by its
    code. A round counts once, on the day of its first report."""
    found = (
        SweepReport.objects.filter(
            centre=centre,
            seq=1,
            filed_on__range=(first_on, last_on),
            asked__round__kind=RoundKind.ROLLING,
            asked__unit__kind=DepartmentKind.COMMITTEE,
        )
        .order_by()
        .values_list("asked__unit__division__code")
        .annotate(Count("pk"))
    )
    return {str(code): int(many) for code, many in found}


def owing(user: User, roles: Iterable[str] = REPORTERS) -> list[Line]:
    """Rounds that wait for a report of the units of these posts of his, the most pressing first.
    One query."""
    mine = frozenset(post.department_id for post in _posts(user, roles))
    today = clock.today()
    if not mine:
        return []
    waiting = SweepUnit.objects.filter(
        unit__in=mine,
        excused_at__isnull=True,
        round__called_off_at__isnull=True,
        round__from_on__lte=today,
        reports__isnull=True,
    ).select_related("round", "unit__division")
    found = lines(waiting, today)
    return sorted(found, key=lambda line: line.asked.round.due_on)
