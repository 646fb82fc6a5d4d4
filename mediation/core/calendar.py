"""Working days as the State Council announces them, 调休 included.

A year whose notice is not out yet has Saturdays, Sundays, 1 January, 1–2 May and 1–3 October off;
dates that lean on such a year are provisional (暂定), never an error.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from django.db import connection, transaction

from mediation.core.models import CalendarDay

# The days off that a year certainly has, before its own notice says how they are laid out.
CERTAIN_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Days that differ from their weekday: True is worked, False is off.

    Naming more days than those does no harm. Every notice names National Day, so a year is
    announced when its 1 October is named; a stray day of a neighbouring year announces nothing.
    """

    days: Mapping[date, bool]

    def is_announced(self, year: int) -> bool:
        return date(year, 10, 1) in self.days

    def is_workday(self, day: date) -> bool:
        named = self.days.get(day)
        if named is not None:
            return named
        if not self.is_announced(day.year) and (day.month, day.day) in CERTAIN_HOLIDAYS:
            return False
        return day.weekday() < 5

    def add_workdays(self, start: date, count: int) -> date:
        """Return the count-th working day after start; start itself is day 0."""
        day = start
        while count > 0:
            day += DAY
            count -= self.is_workday(day)
        return day

    def count_workdays(self, start: date, end: date) -> int:
        """Count the working days of [start, end)."""
        span = (end - start).days
        return sum(self.is_workday(start + n * DAY) for n in range(span))

    def workday_on_or_after(self, day: date) -> date:
        while not self.is_workday(day):
            day += DAY
        return day

    def workday_on_or_before(self, day: date) -> date:
        while not self.is_workday(day):
            day -= DAY
        return day


# The last calendar read by this process, under the fingerprint of the table it was read from.
_cache: dict[str, Calendar] = {}


def load() -> Calendar:
    """Return the calendar of the CalendarDay table; one query unless the table has changed."""
    fingerprint = _fingerprint()
    calendar = _cache.get(fingerprint)
    if calendar is None:
        days = dict(CalendarDay.objects.values_list("date", "is_workday"))
        calendar = Calendar(MappingProxyType(days))
        _cache.clear()
        _cache[fingerprint] = calendar
    return calendar


def _fingerprint() -> str:
    """Hash what the table says, so that a raw UPDATE is noticed too (some hundred rows, <1 ms)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(coalesce(string_agg(date::text || is_workday::text, ',' ORDER BY date), ''))"
            " FROM core_calendarday"
        )
        return str(cursor.fetchone()[0])


@dataclass(frozen=True)
class Stored:
    """What store() did, in rows."""

    added: int
    changed: int
    removed: int
    unchanged: int


@transaction.atomic
def store(days: Iterable[CalendarDay], *, overrule: bool, is_dry_run: bool = False) -> Stored:
    """Put days into the table and say what changed.

    overrule is for an official notice: it wins over every row there is, and where it announces a
    year it also removes what a library had said about that year and the notice does not repeat.
    Without it a library is speaking: it only fills years that no notice of ours has announced.
    """
    found = {day.date: day for day in CalendarDay.objects.select_for_update()}
    wanted = {day.date: day for day in days}
    if overrule:
        announced = {day.year for day in wanted if (day.month, day.day) == (10, 1)}
        stale = [
            day
            for day in found.values()
            if day.is_from_library and day.date.year in announced and day.date not in wanted
        ]
    else:
        ours = {
            day.date.year
            for day in found.values()
            if not day.is_from_library and (day.date.month, day.date.day) == (10, 1)
        }
        wanted = {
            on: day
            for on, day in wanted.items()
            if on.year not in ours and (on not in found or found[on].is_from_library)
        }
        stale = []
    added = [day for on, day in wanted.items() if on not in found]
    changed = [day for on, day in wanted.items() if on in found and not day.says_as(found[on])]
    if not is_dry_run:
        CalendarDay.objects.filter(pk__in=[day.pk for day in stale]).delete()
        CalendarDay.objects.bulk_create(
            added + changed,
            update_conflicts=True,
            unique_fields=["date"],
            update_fields=["is_workday", "name", "source"],
        )
    unchanged = len(wanted) - len(added) - len(changed)
    return Stored(len(added), len(changed), len(stale), unchanged)
