"""法律援助初审单 whose answer is due: the district's centre decides within seven days of the
application (法律援助法 43), so on the seventh day, and while it is late, the window asks for it.

Told is who sent it on; once it is late the whole legal window. Number and day, never who applied.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cases.labels import day as day_words
from cases.models import LegalAidCheck
from cases.notices.addressees import House, People
from grids.enums import Role
from mediation.core.calendar import Calendar
from mediation.core.deadlines import steps_due_between
from mediation.core.deadlines.reminders import ON_THE_DAY, OVER_LONG
from mediation.core.models import Notice
from mediation.core.notices import Row

MATTER = "legal_aid"
WARN = [0]
# Longer than any run of days off: a warning may come that much before its day.
LONGEST_HOLIDAY = timedelta(days=20)


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto]."""
    people = House(upto)
    waiting = LegalAidCheck.objects.filter(
        forwarded_on__isnull=False, answered_on__isnull=True, due_on__lte=upto + LONGEST_HOLIDAY
    )
    for one in waiting.select_related("centre", "forwarded_by").order_by("pk"):
        assert one.due_on is not None  # noqa: S101 - the query says so
        text = f"法律援助初审单{one.short_number}号：{day_words(one.due_on)}应有答复，请问一问结果"
        for day, step in steps_due_between(one.due_on, after, upto, days, WARN):
            if step == OVER_LONG:  # a step of the rungs alone
                continue
            for user in sorted(_told(one, step, people)):
                yield Row(
                    user_id=user,
                    kind=step,
                    subject=f"{MATTER}:{one.pk}:{step}",
                    text=text,
                    day=day,
                    matter_key=f"{MATTER}:{one.pk}",
                    url=f"/legal-aid/{one.pk}/",
                )


def _told(one: LegalAidCheck, step: str, people: House) -> People:
    """Who sent it on, as long as he is at the window; else, and when it is late, 司法所."""
    justice = people.with_role(Role.JUSTICE_OFFICER, one.centre)
    window = justice | people.with_role(Role.WINDOW_CLERK, one.centre)
    sender = people.at_work(one.forwarded_by) & window if one.forwarded_by else frozenset()
    return sender if sender and step == ON_THE_DAY else sender | justice


def still_waiting(notices: Sequence[Notice]) -> set[int]:
    """Ids of the last notice to each person of every check that still has no answer."""
    keys = {notice.pk: int(notice.matter_key.split(":")[1]) for notice in notices}
    waiting = set(
        LegalAidCheck.objects.filter(
            pk__in=keys.values(), forwarded_on__isnull=False, answered_on__isnull=True
        ).values_list("pk", flat=True)
    )
    last = {
        (notice.user_id, keys[notice.pk]): notice.pk
        for notice in sorted(notices, key=lambda notice: (notice.day, notice.pk))
        if keys[notice.pk] in waiting
    }
    return set(last.values())
