"""首接负责: visits that had no outcome at the end of their day are told to the director.

Once for each day, on the next working day; a count of tickets, never who came (rules.md §10).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Count

from cases.labels import day as day_words
from cases.models import Visit
from cases.notices.addressees import House
from grids.models import Division
from mediation.core.calendar import Calendar
from mediation.core.models import Notice
from mediation.core.notices import Row

KIND = "visits_left_open"
MATTER = "visits"
# Longer than any run of days off: a day's visits may be told that much later.
LONGEST_HOLIDAY = timedelta(days=20)


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto], told as things stand on the last of them."""
    people = House(upto)
    left = (
        Visit.objects.filter(left_at__isnull=True, on__lt=upto, on__gt=after - LONGEST_HOLIDAY)
        .order_by("centre", "on")
        .values("centre", "on")
        .annotate(many=Count("pk"))
    )
    centres = Division.objects.in_bulk({row["centre"] for row in left})
    for row in left:
        on, centre = row["on"], centres[row["centre"]]
        told_on = days.add_workdays(on, 1)
        if not after < told_on <= upto:
            continue
        key = f"{MATTER}:{centre.pk}:{on}"
        for user in sorted(people.director(centre)):
            yield Row(
                user_id=user,
                kind=KIND,
                subject=key,
                text=f"{day_words(on)}有 {row['many']} 个来访还没有写结果，请看一看是谁的、怎么了",
                day=told_on,
                matter_key=key,
                url="/",
            )


def still_open(notices: Sequence[Notice]) -> set[int]:
    """Ids of those whose day still has a visit without an outcome (settings.NOTICE_CHECKS)."""
    alive = set()
    for notice in notices:
        _, centre, on = notice.matter_key.split(":")
        if Visit.objects.filter(centre=int(centre), on=on, left_at__isnull=True).exists():
            alive.add(notice.pk)
    return alive
