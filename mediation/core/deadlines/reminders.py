"""On which days a running clock reminds, and of what (rules.md §10). Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from mediation.core.calendar import Calendar

DAY = timedelta(days=1)
WARN_DAYS = (3, 1, 0)
RUNG_TASK_AFTER = 5

# Steps of a clock's life; `before3` and the like carry the days that are left.
ON_THE_DAY = "day"
OVER_FIRST = "over1"
OVER_AGAIN = "over_every3wd"
OVER_LONG = "over5"


def last_reminder_day(due_on: date, calendar: Calendar) -> date:
    """Return the last working day on or before the due day."""
    return calendar.workday_on_or_before(due_on)


def reminder_step(
    due_on: date, today: date, calendar: Calendar, warn_days: Sequence[int] = WARN_DAYS
) -> list[str]:
    """Return the steps that fall on today, the most pressing warning only."""
    yesterday = today - DAY
    steps = steps_due_between(due_on, yesterday, today, calendar, warn_days)
    return [step for _, step in steps]


def steps_due_between(
    due_on: date,
    after: date,
    upto: date,
    calendar: Calendar,
    warn_days: Sequence[int] = WARN_DAYS,
) -> list[tuple[date, str]]:
    """Return the steps of the days (after, upto], for an engine that was down to catch up."""
    steps = [*_warnings(due_on, calendar, warn_days), *_overdue(due_on, upto, calendar)]
    return sorted(
        ((day, step) for day, step in steps if after < day <= upto),
        key=lambda found: found[0],
    )


def _warnings(
    due_on: date, calendar: Calendar, warn_days: Sequence[int]
) -> Iterator[tuple[date, str]]:
    """Warnings come early rather than late: on the last working day before, if theirs is off.

    Two that meet on one day are one: the one nearest to the due day.
    """
    nearest = {
        calendar.workday_on_or_before(due_on - days * DAY): days
        for days in sorted(warn_days, reverse=True)
    }
    for day, days in nearest.items():
        yield day, f"before{days}" if days else ON_THE_DAY


def _overdue(due_on: date, upto: date, calendar: Calendar) -> Iterator[tuple[date, str]]:
    """Nobody is told that a matter is late before it is: these wait for the next working day."""
    long_over = calendar.workday_on_or_after(due_on + RUNG_TASK_AFTER * DAY)
    yield long_over, OVER_LONG
    day = calendar.workday_on_or_after(due_on + DAY)
    step = OVER_FIRST
    while day <= upto:
        yield day, step
        day = calendar.add_workdays(day, 3)
        step = OVER_AGAIN
