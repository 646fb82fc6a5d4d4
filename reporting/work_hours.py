"""Hours of work between two instants, by the house's calendar: pure.

A working day is 8:30—17:30 (`grids.selectors.rooms`); what comes at night or on a day off counts
from the next opening. Days are added up once, so that each pair of instants costs two look-ups.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from grids.selectors.rooms import OFFICE_CLOSES, OFFICE_OPENS
from mediation.core import clock
from mediation.core.calendar import Calendar

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def _minutes(when: time) -> int:
    return when.hour * 60 + when.minute


OPENS, CLOSES = _minutes(OFFICE_OPENS), _minutes(OFFICE_CLOSES)


@dataclass(frozen=True)
class WorkHours:
    """The working time of a stretch of days, both included. `before[n]`: minutes until day n."""

    first_on: date
    days: tuple[bool, ...]
    before: tuple[int, ...]

    def minutes(self, start: datetime, end: datetime) -> int:
        """Minutes of work from one instant to the other, never less than none."""
        return max(self._until(end) - self._until(start), 0)

    def _until(self, when: datetime) -> int:
        """Minutes of work from the first day's midnight to an instant, whole ones."""
        day = clock.local_day(when)
        place = min(max((day - self.first_on).days, 0), len(self.days) - 1)
        passed = int((when - clock.day_bounds(day)[0]) / MINUTE)
        within = min(max(passed - OPENS, 0), CLOSES - OPENS) if self.days[place] else 0
        return self.before[place] + within


def work_hours(calendar: Calendar, first_on: date, last_on: date) -> WorkHours:
    days = tuple(calendar.is_workday(day) for day in _days(first_on, last_on))
    before, passed = [], 0
    for is_worked in days:
        before.append(passed)
        passed += CLOSES - OPENS if is_worked else 0
    return WorkHours(first_on, days, tuple(before))


def _days(first_on: date, last_on: date) -> Iterator[date]:
    day = first_on
    while day <= last_on:
        yield day
        day += DAY
