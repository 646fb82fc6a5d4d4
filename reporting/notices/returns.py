"""Reminders of returns and of the half-month's steps (settings.REMINDERS, NOTICE_CHECKS,
NOTICE_STEPS; rules.md §10).

Three days, one day before and on the cut-off day the village's desk; late also its heads, and once
平安办: how many villages are missing, never who works there.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from cases.notices.addressees import House
from grids.enums import DepartmentKind
from grids.models import Department, Division
from grids.services.writing import day_words
from mediation.core.calendar import Calendar
from mediation.core.deadlines import WARN_DAYS, steps_due_between
from mediation.core.deadlines.reminders import OVER_LONG
from mediation.core.models import Notice
from mediation.core.notices import Row
from reporting.enums import ReturnState, State
from reporting.models import HalfMonth, VillageReturn
from reporting.selectors.returns import due_villages
from reporting.services import return_notices as telling

MISSING = "return_missing"
# Longer than any run of days off: a warning may come that much before its day.
LONGEST_HOLIDAY = timedelta(days=20)
STEPS: Mapping[str, str] = {
    telling.URGED: "请报半月报表",
    telling.SENT_BACK: "半月报表退回",
    telling.PREPARED: "半月报表等您确认",
    telling.TO_REGISTER: "请补登或更正案件",
    telling.SUBMITTED: "半月报等您批准",
    telling.APPROVED: "半月报已批准",
    telling.GIVEN_BACK: "半月报退回",
    MISSING: "有村（社区）没有报",
}
# What is said of a half-month holds while it stands at this step.
WHILE = {
    telling.SUBMITTED: State.SUBMITTED,
    telling.APPROVED: State.APPROVED,
    telling.GIVEN_BACK: State.OPEN,
    MISSING: State.OPEN,
}


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto], told as things stand on the last of them."""
    people = House(upto)
    open_ = HalfMonth.objects.filter(
        state=State.OPEN, cut_off__lte=upto + max(WARN_DAYS) * timedelta(days=1) + LONGEST_HOLIDAY
    ).select_related("centre")
    for half_month in open_.order_by("cut_off", "pk"):
        steps = [
            (on, step)
            for on, step in steps_due_between(half_month.cut_off, after, upto, days, WARN_DAYS)
            if step != OVER_LONG
        ]
        if not steps:
            continue
        silent = list(silent_returns(half_month))
        units = committees([each.division for each in silent])
        for on, step in steps:
            for each in silent:
                yield from _to_village(each, units.get(each.division_id), people, on, step, upto)
            if step == "over1" and silent:
                yield from _to_peace(half_month, silent, people, on)


def silent_returns(half_month: HalfMonth) -> Iterator[VillageReturn]:
    """Returns that are owed by villages in use at the cut-off."""
    due = due_villages(half_month.centre, half_month.cut_off)
    yield from (
        half_month.returns.filter(division__in=due.order_by())
        .exclude(state=ReturnState.FILED)
        .select_related("division")
        .order_by("division__code")
    )


def committees(villages: Sequence[Division]) -> dict[int, Department]:
    """The committee of each village, in one query."""
    found = Department.objects.filter(
        kind=DepartmentKind.COMMITTEE, division__in=villages, is_active=True
    )
    return {unit.division_id: unit for unit in found.order_by("-pk") if unit.division_id}


def _to_village(
    asked: VillageReturn,
    unit: Department | None,
    people: House,
    on: date,
    step: str,
    today: date,
) -> Iterator[Row]:
    if unit is None:
        return
    told = set(people.desk(unit))
    if step.startswith("over"):
        told |= set(people.heads(unit))
    text = (
        f"{asked.division.short_name}截至{day_words(asked.due_on)}的半月报表："
        f"{_left(asked, today)}，没有的也要报一次（零报告）"
    )
    for user in sorted(told):
        yield Row(
            user_id=user,
            kind=step,
            subject=f"return:{asked.pk}:{step}",
            text=text,
            day=on,
            matter_key=f"return:{asked.pk}",
            url=telling.page(asked.due_on, asked.division),
        )


def _to_peace(
    half_month: HalfMonth, silent: Sequence[VillageReturn], people: House, on: date
) -> Iterator[Row]:
    back = sum(each.state == ReturnState.SENT_BACK for each in silent)
    said = [
        f"{count} 个村（社区）{what}"
        for count, what in ((len(silent) - back, "没有报"), (back, "退回后没有重报"))
        if count
    ]
    for user in sorted(people.peace(half_month.centre)):
        yield Row(
            user_id=user,
            kind=MISSING,
            subject=f"half_month:{half_month.pk}:{MISSING}",
            text=f"截至{day_words(half_month.cut_off)}的半月报：还有 {'，'.join(said)}",
            day=on,
            matter_key=f"half_month:{half_month.pk}",
            url=telling.page(half_month.cut_off),
        )


def _left(asked: VillageReturn, today: date) -> str:
    """One that came and was sent back is no return that never came."""
    left = (asked.due_on - today).days
    if asked.state == ReturnState.SENT_BACK:
        return "退回后还没有重报" + (f"，还剩 {left} 天" if left > 0 else "")
    if left < 0:
        return f"逾期 {-left} 天还没有报"
    return "今天是最后一天，还没有报" if left == 0 else f"还剩 {left} 天，还没有报"


def returns_still_due(notices: Sequence[Notice]) -> set[int]:
    """Ids of those whose village still owes (settings.NOTICE_CHECKS "return"); of several
    reminders for one person and return, only the last. A number to be put right is owed by a
    village that has filed."""
    found = VillageReturn.objects.filter(
        pk__in={_pk(one) for one in notices}, half_month__state=State.OPEN
    )
    states = dict(found.values_list("pk", "state"))
    last: dict[tuple[int, str, bool], Notice] = {}
    for notice in sorted(notices, key=lambda one: (one.day, one.pk)):
        last[notice.user_id, notice.matter_key, notice.kind == telling.TO_REGISTER] = notice
    return {
        one.pk
        for one in last.values()
        if _pk(one) in states
        and (one.kind == telling.TO_REGISTER) == (states[_pk(one)] == ReturnState.FILED)
    }


def half_months_still_so(notices: Sequence[Notice]) -> set[int]:
    """Ids of those whose half-month still stands where they say (NOTICE_CHECKS "half_month")."""
    found = HalfMonth.objects.filter(pk__in={_pk(one) for one in notices})
    states = dict(found.values_list("pk", "state"))
    return {one.pk for one in notices if states.get(_pk(one)) == WHILE.get(one.kind)}


def _pk(notice: Notice) -> int:
    return int(notice.matter_key.split(":")[1])


def step_words(kind: str) -> str:
    """What a message outside the house says of a notice; "" for what is not of returns."""
    return STEPS.get(kind, "")
