"""The one place where the system looks at the time (Asia/Shanghai)."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def now() -> datetime:
    """Return the present instant, aware, in the local zone."""
    return local(timezone.now())


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
