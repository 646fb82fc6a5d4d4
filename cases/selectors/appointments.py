"""今天约好来的 at the windows: who was given this day, without a sitting of a case."""

from datetime import date

from django.db.models import F, QuerySet

from cases.models import Visit
from cases.selectors.visits import visible_visits
from mediation.core.models import User


def appointed_on(user: User, day: date) -> QuerySet[Visit]:
    """Visits of earlier that were given this day and have not come yet, by time of day."""
    return (
        visible_visits(user)
        .filter(appointment_on=day, appointment_met_at__isnull=True)
        .order_by(F("appointment_time").asc(nulls_last=True), "pk")
    )
