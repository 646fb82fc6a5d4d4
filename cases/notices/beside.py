"""Reminders of what is no clock of the graph: duties, requests of parties, letters to answer,
steps of a plan.

A duty is said every working day until it is done; the others have the steps of a clock.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from cases.labels import day as day_words
from cases.models import BridgeLetter, Case, Duty, PartyRequest, PlanStep
from cases.notices.addressees import Addressees
from cases.selectors.steps import steps_open
from mediation.core.calendar import Calendar
from mediation.core.deadlines import WARN_DAYS, steps_due_between
from mediation.core.deadlines.reminders import ON_THE_DAY
from mediation.core.models import Notice
from mediation.core.notices import Row

DAY = timedelta(days=1)
# Three days, and no run of days off is longer than the rest of it.
LONGEST_WARNING = timedelta(days=20)
DUTY, REQUEST, BRIDGE, STEP = "duty", "request", "bridge", "plan_step"
BEHIND = ("case__centre", "case__division", "case__unit", "case__officer", "case__owner")


def beside_the_clocks(after: date, upto: date, days: Calendar, people: Addressees) -> Iterator[Row]:
    """The rows of the days (after, upto]."""
    yield from _of_duties(after, upto, days, people)
    yield from _of_requests(after, upto, days, people)
    yield from _of_letters(after, upto, days, people)
    yield from _of_plans(after, upto, days, people)


def _of_duties(after: date, upto: date, days: Calendar, people: Addressees) -> Iterator[Row]:
    """Officer and heads, every working day after the one on which it was asked."""
    workdays = [
        day
        for day in (after + n * DAY for n in range(1, (upto - after).days + 1))
        if days.is_workday(day)
    ]
    duties = Duty.objects.filter(answered_at__isnull=True).select_related(*BEHIND).order_by("pk")
    for duty in duties if workdays else ():
        told = people.officer(duty.case) | people.heads(duty.case.unit)
        for day in workdays:
            if day > duty.on:
                yield from _rows(
                    told,
                    DUTY,
                    f"{DUTY}:{duty.pk}",
                    f"{_matter(duty.case)}：还有一件依法必须办的事没有记，请打开案件看",
                    day,
                    duty.case,
                    f"/cases/{duty.case_id}/safety/",
                )


def _of_requests(after: date, upto: date, days: Calendar, people: Addressees) -> Iterator[Row]:
    waiting = PartyRequest.objects.filter(decided_on__isnull=True)
    for one in waiting.select_related(*BEHIND).order_by("pk"):
        told = people.officer(one.case) | people.heads(one.case.unit)
        text = f"{_matter(one.case)}：当事人要求{one.get_kind_display()}"
        for day, step in steps_due_between(one.due_on, after, upto, days, WARN_DAYS):
            yield from _rows(
                told,
                step,
                f"{REQUEST}:{one.pk}:{step}",
                text + _left(one.due_on, upto),
                day,
                one.case,
                f"/cases/{one.case_id}/requests/",
            )


def _of_letters(after: date, upto: date, days: Calendar, people: Addressees) -> Iterator[Row]:
    """The officer of its case and his heads; before it has one, whoever registered it."""
    waiting = BridgeLetter.objects.filter(sent_on__isnull=True)
    for one in waiting.select_related(*BEHIND).order_by("pk"):
        case = one.case
        told = people.officer(case) | people.heads(case.unit) if case else frozenset([one.by_id])
        head = _matter(case) if case else one.their_number
        for day, step in steps_due_between(one.reply_due_on, after, upto, days, WARN_DAYS):
            yield from _rows(
                told,
                step,
                f"{BRIDGE}:{one.pk}:{step}",
                f"{head}：等复函" + _left(one.reply_due_on, upto),
                day,
                case,
                f"/bridges/{one.pk}/",
            )


def _of_plans(after: date, upto: date, days: Calendar, people: Addressees) -> Iterator[Row]:
    """Whoever the step names, else its unit's officers; on the day its head too, and when it is
    late 平安办 besides. On today's page they find it whether or not they read the file."""
    due_soon = steps_open().filter(due_on__lte=upto + LONGEST_WARNING)
    for one in due_soon.select_related("unit", "centre", *BEHIND):
        text = f"{_matter(one.case)}：方案里有一步由{one.unit.short_name}办"
        for day, step in steps_due_between(one.due_on, after, upto, days, WARN_DAYS):
            for told, url in _told_of_step(one, step, people):
                subject, words = f"{STEP}:{one.pk}:{step}", text + _left(one.due_on, upto)
                yield from _rows(told, step, subject, words, day, one.case, url)


def _told_of_step(
    one: PlanStep, step: str, people: Addressees
) -> Iterator[tuple[frozenset[int], str]]:
    named = one.person_id is not None and one.person_id not in people.away
    unit = frozenset([one.person_id]) if named else people.desk(one.unit)
    if not step.startswith("before"):
        unit |= people.heads(one.unit)
        if step != ON_THE_DAY:
            yield people.peace(one.centre) - unit, f"/cases/{one.case_id}/co-handling/"
    yield unit, "/#steps"


def _rows(
    told: Iterable[int],
    kind: str,
    subject: str,
    text: str,
    day: date,
    case: Case | None,
    url: str,
) -> Iterator[Row]:
    for user in sorted(told):
        yield Row(
            user_id=user,
            kind=kind,
            subject=subject,
            text=text,
            day=day,
            matter_key=f"case:{case.pk}" if case else "",
            url=url,
        )


def _matter(case: Case) -> str:
    return f"{case.aloud} {case.division.short_name}"


def _left(due_on: date, today: date) -> str:
    left = (due_on - today).days
    due = f"（{day_words(due_on)}到期）"
    if left < 0:
        return f"，逾期 {-left} 天{due}"
    return f"，今天到期{due}" if left == 0 else f"，还剩 {left} 天{due}"


# --- is it still so? --------------------------------------------------------------------------


def _key(notice: Notice) -> int:
    return int(notice.subject.split(":")[1])


def _last_of_each(notices: Iterable[Notice]) -> Iterator[Notice]:
    """Of several days or steps that wait for the same person, only the last is said."""
    last: dict[tuple[int, int], Notice] = {}
    for notice in sorted(notices, key=lambda notice: (notice.day, notice.pk)):
        last[notice.user_id, _key(notice)] = notice
    yield from last.values()


def duties_still_open(notices: Sequence[Notice]) -> Iterator[int]:
    waiting = Duty.objects.filter(pk__in=map(_key, notices), answered_at__isnull=True)
    open_ones = {duty.pk: duty for duty in waiting.select_related(*BEHIND)}
    people = Addressees(max(notice.day for notice in notices))
    for notice in _last_of_each(notices):
        duty = open_ones.get(_key(notice))
        if duty and (notice.is_urgent or notice.user_id in _handling(duty.case, people)):
            yield notice.pk


def requests_still_open(notices: Sequence[Notice]) -> Iterator[int]:
    waiting = PartyRequest.objects.filter(pk__in=map(_key, notices), decided_on__isnull=True)
    open_ones = set(waiting.values_list("pk", flat=True))
    return (one.pk for one in _last_of_each(notices) if _key(one) in open_ones)


def letters_still_open(notices: Sequence[Notice]) -> Iterator[int]:
    waiting = BridgeLetter.objects.filter(pk__in=map(_key, notices), sent_on__isnull=True)
    open_ones = set(waiting.values_list("pk", flat=True))
    return (one.pk for one in _last_of_each(notices) if _key(one) in open_ones)


def steps_still_open(notices: Sequence[Notice]) -> Iterator[int]:
    """Neither struck off nor written anew, and its case still at work."""
    open_ones = set(steps_open().filter(pk__in=map(_key, notices)).values_list("pk", flat=True))
    return (one.pk for one in _last_of_each(notices) if _key(one) in open_ones)


def _handling(case: Case, people: Addressees) -> frozenset[int]:
    return people.officer(case) | people.heads(case.unit)


CHECKS: dict[str, Callable[[Sequence[Notice]], Iterable[int]]] = {
    DUTY: duties_still_open,
    REQUEST: requests_still_open,
    BRIDGE: letters_still_open,
    STEP: steps_still_open,
}
