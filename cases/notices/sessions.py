"""The day before a sitting: who presides and the staff who were asked are reminded.

On the last working day before it (rules.md §10). Number, time and place, nothing of the matter.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cases.models import MediationSession
from cases.services.booking import BOOKED, where
from cases.services.invitations import staff_of
from grids.services import moment
from mediation.core import clock
from mediation.core.calendar import Calendar
from mediation.core.models import Notice
from mediation.core.notices import Row

DAY = timedelta(days=1)
TOMORROW = "session_tomorrow"
# Longer than any run of days off: a sitting may be that much after its reminder.
LONGEST_HOLIDAY = timedelta(days=20)


def reminders_of_sessions(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto] for sittings that are still to come."""
    start, _ = clock.day_bounds(upto)
    sessions = (
        MediationSession.objects.filter(
            starts_at__gte=start,
            starts_at__lt=start + LONGEST_HOLIDAY,
            is_cancelled=False,
            outcome="",
        )
        .select_related("case", "mediator", "room")
        .order_by("starts_at", "pk")
    )
    for session in sessions:
        told_on = day_told(session, days)
        if not after < told_on <= upto:
            continue
        for person in staff_of(session):
            yield Row(
                user_id=person.pk,
                kind=TOMORROW,
                subject=f"session:{session.pk}:before1",
                text=f"{session.case.aloud}：{moment(session.starts_at)} {where(session)}，请准时到",  # type: ignore[arg-type]
                day=told_on,
                matter_key=f"case:{session.case_id}",
                url=f"/sessions/{session.pk}/",
            )


def day_told(session: MediationSession, days: Calendar) -> date:
    return days.workday_on_or_before(clock.local_day(session.starts_at) - DAY)  # type: ignore[arg-type]


def of_sessions(notices: Sequence[Notice]) -> Iterator[int]:
    """A booking or a reminder holds while its sitting stands and is to come; that one was
    cancelled or moved is said in any case."""
    keys = {int(notice.subject.split(":")[1]) for notice in notices}
    standing = {
        one.pk: {person.pk for person in staff_of(one)}
        for one in MediationSession.objects.filter(
            pk__in=keys, is_cancelled=False, outcome="", starts_at__gt=clock.now()
        ).select_related("mediator")
    }
    for notice in notices:
        key = int(notice.subject.split(":")[1])
        is_of_the_standing = notice.kind in {TOMORROW, BOOKED}
        if not is_of_the_standing or notice.user_id in standing.get(key, ()):
            yield notice.pk
