"""Reminders of leads that wait, and whether what was written is still so (settings.REMINDERS,
NOTICE_CHECKS). The days are 本镇规定: taken up within one working day, answered within five."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from grids.enums import Role
from grids.enums.leads import LeadStatus
from grids.models import Lead
from grids.selectors import handling_people, heads_of, people_with_role
from mediation.core import clock
from mediation.core.calendar import Calendar
from mediation.core.deadlines import steps_due_between
from mediation.core.deadlines.reminders import ON_THE_DAY, OVER_LONG
from mediation.core.models import Notice, User
from mediation.core.notices import Row

FOLLOW_WORKDAYS, ANSWER_WORKDAYS = 1, 5
# After a quarter nobody is reminded any more; it stays in the list.
GIVEN_UP = timedelta(days=90)


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto], told as things stand on the last of them."""
    first, _ = clock.day_bounds(after - GIVEN_UP)
    waiting = Lead.objects.filter(answered_at__isnull=True, reported_at__gte=first)
    for lead in waiting.select_related("centre", "unit", "division", "grid").order_by("pk"):
        is_new = lead.status == LeadStatus.REPORTED
        within = FOLLOW_WORKDAYS if is_new else ANSWER_WORKDAYS
        due_on = days.add_workdays(clock.local_day(lead.reported_at), within)
        words = "还没有人跟踪" if is_new else "还没有反馈上报人"
        for on, step in steps_due_between(due_on, after, upto, days, (0,)):
            if step != OVER_LONG:
                yield from _rows(lead, on, step, words)


def _rows(lead: Lead, on: date, step: str, words: str) -> Iterator[Row]:
    people: dict[int, User] = {one.pk: one for one in handling_people(lead.unit, on)}
    if step != ON_THE_DAY:
        people |= {one.pk: one for one in heads_of(lead.unit, on)}
        people |= {one.pk: one for one in people_with_role(Role.PEACE_OFFICER, lead.centre, on)}
    left = "今天该办" if step == ON_THE_DAY else "过了时间"
    for user in people.values():
        yield Row(
            user_id=user.pk,
            kind=step,
            subject=f"{lead.matter_key}:{lead.status}:{step}",
            text=f"{lead.aloud}（{lead.where.short_name}）{words}，{left}",
            day=on,
            matter_key=lead.matter_key,
            url=f"/leads/{lead.pk}/",
        )


def still_due(notices: Sequence[Notice]) -> set[int]:
    """Ids of those still to be sent. What asks somebody to take a lead up, or to answer it, is not
    said once that was done; what tells of an act is always said."""
    keys = {_lead(one) for one in notices}
    status = dict(Lead.objects.filter(pk__in=keys).values_list("pk", "status"))
    return {one.pk for one in notices if _asks(one) in ("", status.get(_lead(one)))}


def _asks(notice: Notice) -> str:
    """The status in which a lead must still be for this to be true; "" for any."""
    part = notice.subject.split(":")[2]
    return part if part in (LeadStatus.REPORTED, LeadStatus.FOLLOWING) else ""


def _lead(notice: Notice) -> int:
    return int(notice.matter_key.partition(":")[2])
