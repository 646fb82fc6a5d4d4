"""The first note of a case that became red or orange while it was mediated (rules.md §4 PROGRESS).

Accepting starts the clock of those that are red or orange by then, and every note starts it anew;
for those that became so since, no clock runs until the first note. They are reminded of it here.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from cases.labels import day as day_words
from cases.models import Case
from cases.notices.addressees import Addressees, People
from cases.selectors.standstill import in_progress, owed_on, progress_rule
from mediation.core.calendar import Calendar
from mediation.core.deadlines import WARN_DAYS, steps_due_between
from mediation.core.deadlines.reminders import ON_THE_DAY, OVER_LONG
from mediation.core.models import Notice
from mediation.core.notices import Row

KIND = "progress"


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto], told as things stand on the last of them."""
    rule = progress_rule(upto)
    if rule is None:
        return
    people = Addressees(upto)
    owing = in_progress(Case.objects.all()).filter(note_due_on__isnull=True)
    for case in (
        owing.select_related("centre", "division", "unit", "officer", "owner")
        .order_by("pk")
        .iterator(chunk_size=1000)
    ):
        due_on = owed_on(case, rule)
        warn_days = tuple(rule.warn_days) or WARN_DAYS
        for day, step in steps_due_between(due_on, after, upto, days, warn_days):
            for user in sorted(_told(case, step, people)):
                yield Row(
                    user_id=user,
                    kind=KIND,
                    subject=f"{KIND}:{case.pk}:{due_on}:{step}",
                    text=f"{case.aloud} {case.division.short_name}：{case.get_risk_display()}风险，"
                    f"请在{day_words(due_on)}前写一次进展",
                    day=day,
                    matter_key=f"{KIND}:{case.pk}",
                    url=f"/cases/{case.pk}/",
                )


def _told(case: Case, step: str, people: Addressees) -> People:
    """As the clock itself would tell (rules.md §10)."""
    if step == OVER_LONG:
        return frozenset()
    if step.startswith("before"):
        return people.officer(case)
    told = people.officer(case) | people.heads(case.unit)
    return told if step == ON_THE_DAY else told | people.peace(case.centre)


def still_owed(notices: Sequence[Notice]) -> set[int]:
    """Ids of those whose case has had no note since (settings.NOTICE_CHECKS)."""
    keys = {int(notice.matter_key.split(":")[1]) for notice in notices}
    owing = in_progress(Case.objects.filter(pk__in=keys)).filter(note_due_on__isnull=True)
    alive = set(owing.values_list("pk", flat=True))
    return {notice.pk for notice in notices if int(notice.matter_key.split(":")[1]) in alive}
