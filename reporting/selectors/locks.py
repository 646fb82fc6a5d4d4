"""Which half-months are locked."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Locks:
    """The half-months of a town that have a row, newest first: read once where many are asked for."""

    rows: tuple[HalfMonth, ...]

    @classmethod
    def of(cls, centre: Division) -> "Locks":
        return cls(tuple(HalfMonth.objects.filter(centre=centre).order_by("-cut_off")))

    def row(self, period: Period) -> HalfMonth | None:
        """As `half_month_of`."""
        if not is_half_month(period):
            return None
        return next((each for each in self.rows if each.cut_off == period.last_on), None)

    def last(self, before: date | None = None) -> HalfMonth | None:
        """As `last_lock`."""
        return next(
            (
                each
                for each in self.rows
                if each.is_locked and (before is None or each.cut_off < before)
            ),
            None,
        )

    def between(self, first_on: date, last_on: date) -> list[int]:
        """The ids of the locked ones whose cut-off lies between two days, both included."""
        return [
            each.pk for each in self.rows if each.is_locked and first_on <= each.cut_off <= last_on
        ]
