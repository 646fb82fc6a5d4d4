"""The rows of the running clocks of petitions, written in the one pass of the reminder engine."""

from collections.abc import Iterator
from datetime import date

from mediation.core.calendar import Calendar
from mediation.core.notices import Row


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto], told as things stand on the last of them."""
    yield from ()
