"""Which half-months are locked."""

from datetime import date

from django.db.models import QuerySet

from grids.models import Division
from reporting.enums import State
from reporting.models import HalfMonth
from reporting.periods import Period, is_half_month


def locked_half_months(centre: Division) -> QuerySet[HalfMonth]:
    """Newest first."""
    return HalfMonth.objects.filter(centre=centre, state=State.LOCKED).order_by("-cut_off")


def last_lock(centre: Division, before: date | None = None) -> HalfMonth | None:
    """The last locked half-month, or the last one whose cut-off lies before a day."""
    locked = locked_half_months(centre)
    if before is not None:
        locked = locked.filter(cut_off__lt=before)
    return locked.first()


def half_month_of(centre: Division, period: Period) -> HalfMonth | None:
    """The row of a half-month, if the period is one and somebody has locked or opened it."""
    if not is_half_month(period):
        return None
    return HalfMonth.objects.filter(centre=centre, cut_off=period.last_on).first()
