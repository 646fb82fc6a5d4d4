"""接访统计 (domain.md §7 row 193): one row per 期, each number with its definition and its petitions.

The table counts; a number opens to exactly the petitions in the reader's sight.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from cases.access import standing
from grids.enums import Role
from grids.models import Division
from mediation.core import clock
from mediation.core.models import User
from petitions import access
from petitions.enums import ReceptionOutcome, Status
from petitions.models import Direction, Petition, Reception, ReceptionDay, ReceptionLeader
from petitions.selectors.matters import for_lists
from petitions.selectors.rows import Row, level_of, rows

READERS = frozenset(
    {
        Role.PETITION_OFFICER,
        Role.DIRECTOR,
        Role.PEACE_OFFICER,
        Role.LEADER,
        Role.WINDOW_CLERK,
    }
)

# Which visits each number counts. 办结: the reply, once its opinion was sent (rules.md §3 row 19).
ACCEPTED = Q(petition__accepted_on__isnull=False)
ON_THE_SPOT = ACCEPTED & Q(
    outcome=ReceptionOutcome.ON_THE_SPOT, petition__concluded_on__isnull=False
)
ASSIGNED = ACCEPTED & Q(outcome=ReceptionOutcome.ASSIGNED)
CONCLUDED = ASSIGNED & Q(petition__concluded_on__isnull=False)
COUNTS: Mapping[str, Q] = {
    "accepted": ACCEPTED,
    "on_the_spot": ON_THE_SPOT,
    "assigned": ASSIGNED,
    "concluded": CONCLUDED,
}
LABELS: Mapping[str, str] = {
    "visitors": "接待人次",
    "accepted": "受理",
    "on_the_spot": "现场答复",
    "assigned": "交办",
    "concluded": "办结",
    "assigned_rate": "办结率",
    "accepted_rate": "受理办结率",
}
DEFINITIONS: Mapping[str, str] = {
    "visitors": "当天接待的人次，没有提交信访事项的也算",
    "accepted": "接访当天提出、已经受理的信访件",
    "on_the_spot": "受理的件里，现场逐项答复、处理意见书已经送出的",
    "assigned": "受理的件里，现场交办责任单位的",
    "concluded": "现场交办的件里，处理意见书已经送出的",
    "assigned_rate": "办结 ÷ 交办",
    "accepted_rate": "（现场答复 + 办结）÷ 受理",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of one 期, or of all; a rate is None on a base of 0."""

    visitors: int = 0
    accepted: int = 0
    on_the_spot: int = 0
    assigned: int = 0
    concluded: int = 0

    @property
    def assigned_rate(self) -> Decimal | None:
        return rate(self.concluded, self.assigned)

    @property
    def accepted_rate(self) -> Decimal | None:
        return rate(self.on_the_spot + self.concluded, self.accepted)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class DayRow:
    day: ReceptionDay
    leaders: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class ReceptionTable:
    """The days of a year, the first one first, and their sum."""

    year: int
    days: list[DayRow]
    total: Counts


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit as far as the reader's sight of its petition goes; what may be done is the page's."""

    reception: Reception
    row: Row
    direction: Direction | None


def rate(part: int, whole: int) -> Decimal | None:
    """In per cent, two decimals, halves up; None on a base of 0 (rules.md §7)."""
    if whole == 0:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def may_read_receptions(user: User) -> bool:
    return not standing(user).roles.isdisjoint(READERS)


def days_for(user: User) -> QuerySet[ReceptionDay]:
    """Reception days of the reader's town, with who receives."""
    if not may_read_receptions(user):
        return ReceptionDay.objects.none()
    found = ReceptionDay.objects.filter(centre__in=standing(user).centres)
    return with_leaders(found)


def with_leaders(days: QuerySet[ReceptionDay]) -> QuerySet[ReceptionDay]:
    leaders = ReceptionLeader.objects.select_related("person").order_by("position")
    return days.select_related("centre").prefetch_related(Prefetch("leaders", leaders))


def get_day(user: User, pk: int) -> ReceptionDay:
    """Raises Http404."""
    day = days_for(user).filter(pk=pk).first()
    if day is None:
        raise Http404
    return day


def leaders_of(day: ReceptionDay) -> str:
    return "、".join(one.person.name for one in day.leaders.all())


def years_of(user: User) -> list[int]:
    """Years that have reception days, this year among them, newest first."""
    found = days_for(user).order_by().values_list("year", flat=True).distinct()
    return sorted({*found, clock.today().year}, reverse=True)


def table_of(user: User, year: int) -> ReceptionTable:
    """The table of a year, in a fixed number of queries."""
    counted = days_for(user).filter(year=year).order_by("number", "pk")
    for name, condition in COUNTS.items():
        counted = counted.annotate(**{name: Count("receptions", filter=_of_a_day(condition))})
    days = [DayRow(day, leaders_of(day), _counts(day)) for day in counted]
    return ReceptionTable(year, days, sum((one.counts for one in days), Counts()))


def _of_a_day(condition: Q) -> Q:
    """The same condition seen from the day."""
    seen = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        if isinstance(child, Q):
            seen.children.append(_of_a_day(child))
        else:
            name, value = child  # type: ignore[misc]
            seen.children.append((f"receptions__{name}", value))
    return seen


def _counts(day: ReceptionDay) -> Counts:
    return Counts(day.visitors, *(getattr(day, name) for name in COUNTS))


def counts_of(user: User, day: ReceptionDay) -> Counts:
    """The numbers of one day."""
    visits = Reception.objects.filter(day=day)
    found = visits.aggregate(**{name: Count("pk", filter=one) for name, one in COUNTS.items()})
    return Counts(day.visitors, **found)


@dataclass(frozen=True, slots=True)
class Behind:
    """The petitions behind one number; `hidden` lie outside the reader's sight."""

    rows: list[Row]
    hidden: int


def behind(user: User, column: str, *, year: int, day: ReceptionDay | None = None) -> Behind:
    """What a number counts. Raises Http404 for a column that counts no petitions."""
    if column not in COUNTS:
        raise Http404
    days = days_for(user).filter(year=year) if day is None else days_for(user).filter(pk=day.pk)
    visits = Reception.objects.filter(COUNTS[column], day__in=days.order_by().values("pk"))
    keys = list(visits.order_by("pk").values_list("petition", flat=True))
    seen = access.visible_to(user).exclude(access.SEALED).filter(pk__in=keys)
    found = rows(for_lists(seen).order_by("year", "short_number"))
    return Behind(found, len(keys) - len(found))


def visits_of(user: User, day: ReceptionDay) -> list[VisitRow]:
    """The visits of a day whose petitions the reader sees, newest first, in a fixed number of
    queries."""
    seen = access.visible_to(user).exclude(access.SEALED)
    petitions = {
        one.petition.pk: one
        for one in rows(for_lists(seen.filter(receptions__day=day)).order_by("pk"))
    }
    visits = (
        Reception.objects.filter(day=day, petition__in=list(petitions))
        .select_related("direction__to_unit", "by")
        .order_by("-pk")
    )
    return [VisitRow(one, petitions[one.petition_id], one.direction) for one in visits]


def get_visit(user: User, day: ReceptionDay, pk: int) -> tuple[Reception, Petition]:
    """A visit whose petition the user may read, with its demands. Raises Http404."""
    reception = day.receptions.select_related("day__centre").filter(pk=pk).first()
    if reception is None:
        raise Http404
    seen = access.visible_to(user).exclude(access.SEALED)
    petition = for_lists(seen).prefetch_related("demands").filter(pk=reception.petition_id).first()
    if petition is None or level_of(petition) < access.FILE:
        raise Http404
    reception.petition = petition
    return reception, petition


def is_unsettled(reception: Reception, petition: Petition) -> bool:
    """Whether it may still be answered there or given to a unit."""
    return reception.outcome != ReceptionOutcome.ASSIGNED and petition.status in {
        Status.REGISTERED,
        Status.HANDLING,
    }


def waits_for_his_hands(reception: Reception, petition: Petition) -> bool:
    """Answered there, signed, and not handed over yet."""
    return (
        reception.outcome == ReceptionOutcome.ON_THE_SPOT
        and petition.status == Status.REPLIED
        and petition.concluded_on is None
    )


def announced(centre: Division, today: date, most: int = 6) -> list[tuple[ReceptionDay, str]]:
    """The coming days with who receives, for /about/ (条例18): no word of any petition."""
    days = ReceptionDay.objects.filter(centre=centre, on__gte=today, closed_at__isnull=True)
    found: Iterable[ReceptionDay] = with_leaders(days).order_by("on", "pk")[:most]
    return [(day, leaders_of(day)) for day in found]
