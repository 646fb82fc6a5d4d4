"""The one place where the system looks at the time (Asia/Shanghai)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.utils import timezone

# Where a data command (seed_demo) stands in time; None everywhere else.
_stands_at: ContextVar[datetime | None] = ContextVar("stands_at", default=None)


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Let this thread live at another instant, so that past acts are typed on their own day."""
    token = _stands_at.set(instant)
    try:
        yield
    finally:
        _stands_at.reset(token)


def now() -> datetime:
    """Return the present instant, aware, in the local zone."""
    return local(_stands_at.get() or timezone.now())


def today() -> date:
    """Return the present local day."""
    return now().date()


def local_day(instant: datetime) -> date:
    """Return the local day on which an aware instant falls."""
    return local(instant).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the half-open instants [midnight, next midnight) of a local day."""
    zone = timezone.get_default_timezone()
    next_day = day + timedelta(days=1)
    return datetime.combine(day, time.min, zone), datetime.combine(next_day, time.min, zone)


def local(instant: datetime) -> datetime:
    """Return an aware instant as the local zone's clock shows it."""
    return timezone.localtime(instant)
