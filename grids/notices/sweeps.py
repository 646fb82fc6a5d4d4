"""Reminders of reports that a sweep waits for (settings.REMINDERS, NOTICE_CHECKS; rules.md §10).

Three days, one day before and on the last day the unit's desk; the last of them on a working day.
Afterwards desk and heads, and once 平安办: how many units are missing, never who works there.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import QuerySet

from grids.enums import Role
from grids.models import SweepRound, SweepUnit
from grids.selectors import heads_of, people_with_role
from grids.services.sweeps.telling import CALLED_OFF, OPENED, URGED, desk, key, page
from grids.services.writing import day_words
from mediation.core.calendar import Calendar
from mediation.core.deadlines import WARN_DAYS, steps_due_between
from mediation.core.deadlines.reminders import OVER_LONG
from mediation.core.models import Notice
from mediation.core.notices import Row

MISSING = "sweep_missing"
STEPS = {
    OPENED: "新一轮排查",
    CALLED_OFF: "排查撤销",
    URGED: "请报排查",
    MISSING: "有单位没有报排查",
}
# Longer than any run of days off: a warning may come that much before its day.
LONGEST_HOLIDAY = timedelta(days=20)
# After a quarter nobody is reminded of a round any more; it stays in the matrix.
GIVEN_UP = timedelta(days=90)


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto], told as things stand on the last of them."""
    rounds = SweepRound.objects.filter(
        called_off_at__isnull=True,
        from_on__lte=upto,
        due_on__gt=after - GIVEN_UP,
        due_on__lte=upto + max(WARN_DAYS) * timedelta(days=1) + LONGEST_HOLIDAY,
    ).select_related("centre")
    for round_ in rounds.order_by("due_on", "pk"):
        steps = [
            (on, step)
            for on, step in steps_due_between(round_.due_on, after, upto, days, WARN_DAYS)
            if step != OVER_LONG and on >= round_.from_on
        ]
        if not steps:
            continue
        silent = list(silent_units().filter(round=round_))
        for on, step in steps:
            yield from _to_units(silent, round_, on, step, upto)
            if step == "over1" and silent:
                yield from _to_peace(round_, len(silent), on)


def silent_units() -> QuerySet[SweepUnit]:
    """Lines without a report of rounds that are held."""
    return (
        SweepUnit.objects.filter(
            reports__isnull=True, excused_at__isnull=True, round__called_off_at__isnull=True
        )
        .select_related("unit", "round")
        .order_by("pk")
    )


def _to_units(
    silent: Sequence[SweepUnit], round_: SweepRound, on: date, step: str, today: date
) -> Iterator[Row]:
    text = f"{round_.title}：{_left(round_.due_on, today)}，没有排查出纠纷的也要报一次（零报告）"
    for one in silent:
        people = desk(one.unit, today)
        if step.startswith("over"):
            people |= set(heads_of(one.unit, today))
        for user in sorted(people, key=lambda user: user.pk):
            yield Row(
                user_id=user.pk,
                kind=step,
                subject=f"sweep:{one.pk}:{step}",
                text=text,
                day=on,
                matter_key=key(one),
                url=page(one),
            )


def _to_peace(round_: SweepRound, missing: int, on: date) -> Iterator[Row]:
    for user in people_with_role(Role.PEACE_OFFICER, round_.centre, on):
        yield Row(
            user_id=user.pk,
            kind=MISSING,
            subject=f"sweep_round:{round_.pk}:{MISSING}",
            text=f"{round_.title}：{day_words(round_.due_on)}到期，还有 {missing} 个单位没有报",
            day=on,
            matter_key=f"sweep_round:{round_.pk}",
            url=f"/sweeps/{round_.pk}/",
        )


def _left(due_on: date, today: date) -> str:
    left, due = (due_on - today).days, f"（{day_words(due_on)}前报齐）"
    if left < 0:
        return f"逾期 {-left} 天还没有报{due}"
    return f"今天是最后一天，还没有报{due}" if left == 0 else f"还剩 {left} 天，还没有报{due}"


def still_waiting(notices: Sequence[Notice]) -> set[int]:
    """Ids of those whose unit still has no report (settings.NOTICE_CHECKS "sweep"); of several
    for one person and line, only the last."""
    last: dict[tuple[int, str], Notice] = {}
    for notice in sorted(notices, key=lambda one: (one.day, one.pk)):
        last[notice.user_id, notice.matter_key] = notice
    keys = {_pk(one) for one in last.values()}
    silent = set(silent_units().filter(pk__in=keys).values_list("pk", flat=True))
    return {one.pk for one in last.values() if _pk(one) in silent}


def still_missing(notices: Sequence[Notice]) -> set[int]:
    """Ids of those whose round still misses somebody (NOTICE_CHECKS "sweep_round")."""
    keys = {_pk(one) for one in notices}
    open_ = set(silent_units().filter(round__in=keys).values_list("round", flat=True))
    return {one.pk for one in notices if _pk(one) in open_}


def _pk(notice: Notice) -> int:
    return int(notice.matter_key.split(":")[1])


def step_words(kind: str) -> str:
    """What a message outside the house says of a notice; "" for what is not of sweeps
    (settings.NOTICE_STEPS)."""
    return STEPS.get(kind, "")
