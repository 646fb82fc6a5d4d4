"""One pass of the reminder engine: the rows of every day since the last pass, written once.

All rows of a pass and the mark that its day is done are one transaction under one lock, so a
process killed in the middle leaves nothing and the next one starts afresh; several at once write
one after the other, and the later ones find nothing left to do.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from cases.enums import OPEN, tier_above
from cases.labels import day as day_words
from cases.models import Case, Deadline, Pause, Stage
from cases.notices.addressees import (
    PAUSE_EXPECTED,
    RUNG_BELOW_OVER,
    SUGGEST_ESCALATION,
    UNSIGNED,
    Addressees,
)
from cases.notices.beside import beside_the_clocks
from cases.notices.sessions import reminders_of_sessions
from cases.notices.terms import reminders_of_terms
from mediation.core import calendar, clock, notices
from mediation.core.calendar import Calendar
from mediation.core.deadlines import WARN_DAYS, days_over, is_paused, steps_due_between
from mediation.core.models import Rule
from mediation.core.notices import Row

DAY = timedelta(days=1)
PASS_LOCK = 8301
BATCH = 1000
SIGN_WITHIN_WORKDAYS = 1
# Longer than any run of days off: a warning may come that much before its day.
LONGEST_HOLIDAY = timedelta(days=20)
# What texts and addressees need of a clock. Its case is joined; what many cases share (units,
# places, people) is read once per batch.
COLUMNS = (
    "clock",
    "due_on",
    "rolls",
    "rule",
    "direction",
    "case__short_number",
    "case__tier",
    "case__centre",
    "case__division",
    "case__unit",
    "case__officer",
    "case__owner",
    "case__category",
    "case__subtype",
    "case__lead_department",
)
SHARED = (
    "rule",
    "direction__to_unit",
    "direction__to_user",
    "case__centre",
    "case__division",
    "case__unit",
    "case__officer",
    "case__owner",
)

Steps = list[tuple[date, str]]


@dataclass(frozen=True)
class Written:
    """One pass: the days after `after` up to `upto`, and how many rows they asked for."""

    after: date
    upto: date
    rows: int


def write_due(at: datetime | None = None) -> Written:
    """Write the reminders of the days since the last pass up to the local day of `at` (now).

    Any number may run at once; a day that is written is not written again. The first pass of a
    new house writes its own day only.
    """
    at = timezone.localtime(at) if at else clock.now()
    today = clock.local_day(at)
    with transaction.atomic():
        lock_pass()
        after = notices.last_written() or today - DAY
        if after >= today:
            return Written(after, today, 0)
        written = 0
        rows = reminders(after, today)
        while batch := list(islice(rows, BATCH)):
            notices.notify_many(batch, at=at)
            written += len(batch)
        notices.finish_day(today)
    return Written(after, today, written)


def lock_pass() -> None:
    """Until the end of the transaction only this process writes reminders."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PASS_LOCK])


def reminders(after: date, upto: date) -> Iterator[Row]:
    """The rows of the days (after, upto], told as things stand on the last of them."""
    days = calendar.load()
    people = Addressees(upto)
    yield from _of_clocks(after, upto, days, people)
    yield from _of_unsigned_stages(after, upto, days, people)
    yield from beside_the_clocks(after, upto, days, people)
    yield from _of_pauses(after, upto, days, people)
    yield from reminders_of_terms(after, upto, days, people)
    yield from reminders_of_sessions(after, upto, days)


def steps_of(deadline: Deadline, after: date, upto: date, days: Calendar) -> Steps:
    """The steps of one running clock in the days (after, upto]."""
    warn_days = tuple(deadline.rule.warn_days) or WARN_DAYS
    steps = steps_due_between(deadline.due_on, after, upto, days, warn_days)
    return without_lapse(steps) if deadline.rolls else steps


def without_lapse(steps: Steps) -> Steps:
    """A citizen's period lapses: nobody in the office is late when it is over."""
    return [(day, step) for day, step in steps if not step.startswith("over")]


def running() -> QuerySet[Deadline]:
    return Deadline.objects.filter(stopped_on__isnull=True)


def with_matter(deadlines: QuerySet[Deadline]) -> QuerySet[Deadline]:
    return deadlines.select_related("case").only(*COLUMNS).prefetch_related(*SHARED)


def pauses_of(cases: Iterable[int]) -> dict[int, list[Pause]]:
    found: dict[int, list[Pause]] = defaultdict(list)
    for pause in Pause.objects.filter(case__in=set(cases)).order_by("pk"):
        found[pause.case_id].append(pause)
    return found


def of_this_clock(deadline: Deadline, pauses: Iterable[Pause]) -> list[Pause]:
    """The pauses that this clock keeps; the others of the case it runs through."""
    return [pause for pause in pauses if pause.ground in deadline.rule.pause_grounds]


# --- clocks ---------------------------------------------------------------------------------


def _of_clocks(after: date, upto: date, days: Calendar, people: Addressees) -> Iterator[Row]:
    @cache
    def steps_for(due_on: date, warn_days: tuple[int, ...]) -> Steps:
        return steps_due_between(due_on, after, upto, days, warn_days)

    for batch in _batches(_due_days(upto, steps_for)):
        pauses = pauses_of(deadline.case_id for deadline in batch)
        for deadline in batch:
            steps = steps_for(deadline.due_on, tuple(deadline.rule.warn_days) or WARN_DAYS)
            kept = of_this_clock(deadline, pauses.get(deadline.case_id, ()))
            if steps and not is_paused(kept, upto):
                steps = without_lapse(steps) if deadline.rolls else steps
                late = days_over(deadline.due_on, upto, kept)
                yield from _rows(deadline, steps, upto, late, people)


def _due_days(upto: date, steps_for: Callable[[date, tuple[int, ...]], Steps]) -> list[date]:
    """Due days of running clocks that have a step now; the clocks of all others are not read."""
    warnings = {tuple(warn_days) or WARN_DAYS for warn_days in _warn_days()}
    furthest = max((max(warn_days) for warn_days in warnings), default=0)
    horizon = upto + furthest * DAY + LONGEST_HOLIDAY
    known = running().filter(due_on__lte=horizon).order_by("due_on")
    return [
        due_on
        for due_on in known.values_list("due_on", flat=True).distinct()
        if any(steps_for(due_on, warn_days) for warn_days in warnings)
    ]


def _warn_days() -> Iterable[list[int]]:
    return Rule.objects.order_by("pk").values_list("warn_days", flat=True)


def _batches(due_days: list[date]) -> Iterator[Sequence[Deadline]]:
    """The running clocks of these due days, with what their texts and addressees need."""
    deadlines = with_matter(running().filter(due_on__in=due_days)).order_by("due_on", "pk")
    rows = deadlines.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _rows(
    deadline: Deadline, steps: Steps, upto: date, late: int, people: Addressees
) -> Iterator[Row]:
    for day, step in steps:
        for kind, users in people.of_step(deadline, step):
            text = clock_text(deadline, kind, upto, late)
            for user in sorted(users):
                yield Row(
                    user_id=user,
                    kind=kind,
                    subject=f"deadline:{deadline.pk}:{step}",
                    text=text,
                    day=day,
                    matter_key=f"case:{deadline.case_id}",
                    url=f"/cases/{deadline.case_id}/",
                )


def clock_text(deadline: Deadline, kind: str, today: date, late: int) -> str:
    """797号 致远社区：街道办理还剩 3 天（11月10日到期）; never a name or a narrative."""
    case = deadline.case
    due_on = f"（{day_words(deadline.due_on)}到期）"
    label = deadline.rule.label
    if kind == SUGGEST_ESCALATION:
        above = tier_above(case.tier).label
        return f"{_matter(case)}：{label}逾期 {late} 天{due_on}，建议上提到{above}"
    if kind == RUNG_BELOW_OVER:
        return f"{_matter(case)}：{label}逾期 {late} 天{due_on}，可能会转到您这里"
    left = (deadline.due_on - today).days
    if late:
        return f"{_matter(case)}：{label}逾期 {late} 天{due_on}"
    if left > 0:
        return f"{_matter(case)}：{label}还剩 {left} 天{due_on}"
    return f"{_matter(case)}：{label}今天到期{due_on}"


def _matter(case: Case) -> str:
    return f"{case.aloud} {case.division.short_name}"


# --- stages nobody has signed for -------------------------------------------------------------


def _of_unsigned_stages(
    after: date, upto: date, days: Calendar, people: Addressees
) -> Iterator[Row]:
    stages = (
        Stage.objects.filter(
            left_at__isnull=True,
            signed_at__isnull=True,
            entered_on__gt=after - LONGEST_HOLIDAY,
            case__status__in=OPEN,
        )
        .select_related("case__division", "unit", "centre")
        .defer("case__narrative", "case__file_text", "reason", "summary")
    )
    for stage in stages.order_by("pk").iterator(chunk_size=BATCH):
        told_on = unsigned_on(stage.entered_on, days)
        if not after < told_on <= upto:
            continue
        entered = day_words(stage.entered_on)
        for user in sorted(people.of_unsigned(stage)):
            yield Row(
                user_id=user,
                kind=UNSIGNED,
                subject=f"stage:{stage.pk}:{UNSIGNED}",
                text=f"{_matter(stage.case)}：{entered}转到{stage.unit.short_name}，还没有签收",
                day=told_on,
                matter_key=f"case:{stage.case_id}",
                url=f"/cases/{stage.case_id}/",
            )


def unsigned_on(entered_on: date, days: Calendar) -> date:
    """The working day after the one within which the unit signs; the day of arrival is day 0."""
    return days.add_workdays(entered_on, SIGN_WITHIN_WORKDAYS + 1)


# --- pauses whose end was expected ------------------------------------------------------------


def _of_pauses(after: date, upto: date, days: Calendar, people: Addressees) -> Iterator[Row]:
    """Nothing resumes by itself (rules.md §2 row 27): on the expected day somebody is asked."""
    pauses = Pause.objects.filter(
        to_on__isnull=True, expected_on__gt=after, expected_on__lte=upto + LONGEST_HOLIDAY
    ).select_related("case__division", "case__centre", "case__unit", "case__officer", "case__owner")
    for pause in pauses.order_by("pk"):
        told_on = days.workday_on_or_before(pause.expected_on)
        if not after < told_on <= upto:
            continue
        for user in sorted(people.of_pause(pause.case)):
            yield Row(
                user_id=user,
                kind=PAUSE_EXPECTED,
                subject=f"pause:{pause.pk}:{PAUSE_EXPECTED}",
                text=f"{_matter(pause.case)}：预计{day_words(pause.expected_on)}恢复计时，"
                "能恢复的请恢复",
                day=told_on,
                matter_key=f"case:{pause.case_id}",
                url=f"/cases/{pause.case_id}/",
            )
