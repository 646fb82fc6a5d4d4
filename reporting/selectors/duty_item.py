"""One item of the duties calendar, and which turns of a duty are looked at."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min

from grids.enums import DepartmentKind
from grids.models import Department
from mediation.core import clock
from reporting.duties import DUTIES, Duty, Source
from reporting.models import Meeting
from reporting.periods import Period
from reporting.rhythm import Every, turn_before, turn_of

# How far back something undone is shown, and how long something done stays in sight.
BACK = timedelta(days=45)
SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Item:
    """One duty of one unit for one turn. `due_on` None: at any time."""

    duty: Duty
    unit: Department
    words: str
    due_on: date | None
    done_on: date | None
    url: str
    first_on: date | None = None
    note: str = ""

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    @property
    def is_late(self) -> bool:
        """Late begins the day after; what was done late stays late."""
        if self.due_on is None:
            return False
        return (self.done_on or clock.today()) > self.due_on

    @property
    def is_owed(self) -> bool:
        return not self.is_done and self.due_on is not None

    @property
    def state(self) -> str:
        if self.due_on is None:
            return "随时"
        if self.is_done:
            return "已办（晚了）" if self.is_late else "已办"
        left = (self.due_on - clock.today()).days
        if left < 0:
            return f"过期 {-left} 天"
        return "今天到期" if left == 0 else f"还剩 {left} 天"

    @property
    def is_soon(self) -> bool:
        return self.is_owed and self.due_on is not None and self.due_on - clock.today() <= SOON


def duties_from(source: Source) -> list[Duty]:
    return [duty for duty in DUTIES if duty.source is source]


def of_kind(units: Iterable[Department], kinds: Collection[DepartmentKind]) -> list[Department]:
    return [unit for unit in units if unit.kind in kinds]


def turns_for(every: Every, since: date, today: date) -> list[Period]:
    """The running turn and the two before it, but none that ended before the calendar began."""
    turn = turn_of(every, today)
    before = turn_before(every, turn)
    turns = [turn_before(every, before), before, turn]
    return [one for one in turns if one.last_on >= since]


def beginnings(units: Iterable[Department]) -> dict[int, date]:
    """Town → the day its calendar began: the first meeting that opened by itself."""
    found = (
        Meeting.objects.filter(centre__in={unit.centre_id for unit in units})
        .order_by()
        .values_list("centre")
        .annotate(first=Min("opened_at"))
    )
    return {centre: clock.local_day(first) for centre, first in found}


def is_shown(item: Item, today: date) -> bool:
    """What was done long ago is out of sight; a turn whose next one is over too is given up."""
    if item.due_on is None:
        return True
    return item.due_on >= today - BACK if item.is_owed else item.due_on >= today - SOON * 3
