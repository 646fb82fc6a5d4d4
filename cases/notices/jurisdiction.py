"""管辖争议 that waits for its decision: the day before, on the day, and while it is late, to the
director and 平安办. The first unit works on meanwhile, so nobody else is told."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cases.labels import day as day_words
from cases.models import JurisdictionDispute
from cases.notices.addressees import House
from mediation.core.calendar import Calendar
from mediation.core.deadlines import steps_due_between
from mediation.core.deadlines.reminders import OVER_LONG
from mediation.core.models import Notice
from mediation.core.notices import Row

MATTER = "jurisdiction"
WARN = [1, 0]
# Longer than any run of days off: a warning may come that much before its day.
LONGEST_HOLIDAY = timedelta(days=20)


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto]."""
    people = House(upto)
    waiting = JurisdictionDispute.objects.filter(
        decided_on__isnull=True, lapsed_on__isnull=True, due_on__lte=upto + LONGEST_HOLIDAY
    )
    for one in waiting.select_related("case__division", "centre").order_by("pk"):
        told = people.director(one.centre) | people.peace(one.centre)
        text = f"{one.case.aloud} {one.case.division.short_name}：等您指定由哪个单位办"
        for day, step in steps_due_between(one.due_on, after, upto, days, WARN):
            if step == OVER_LONG:  # a step of the rungs alone
                continue
            for user in sorted(told):
                yield Row(
                    user_id=user,
                    kind=step,
                    subject=f"{MATTER}:{one.pk}:{step}",
                    text=f"{text}（{day_words(one.due_on)}到期）",
                    day=day,
                    matter_key=f"{MATTER}:{one.pk}",
                    url=f"/cases/{one.case_id}/jurisdiction/",
                )


def still_open(notices: Sequence[Notice]) -> set[int]:
    """Ids of the last notice to each person of every dispute that still waits."""
    keys = {notice.pk: int(notice.matter_key.split(":")[1]) for notice in notices}
    waiting = set(
        JurisdictionDispute.objects.filter(
            pk__in=keys.values(), decided_on__isnull=True, lapsed_on__isnull=True
        ).values_list("pk", flat=True)
    )
    last = {
        (notice.user_id, keys[notice.pk]): notice.pk
        for notice in sorted(notices, key=lambda notice: (notice.day, notice.pk))
        if keys[notice.pk] in waiting
    }
    return set(last.values())
