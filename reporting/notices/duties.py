"""Reminders of the duties calendar: written reports, minutes, what is marked (rules.md §10).

To the heads of the unit: three days before, the day before, the day, and when it is over. What is
done elsewhere (returns, sweeps, campaigns, follow-ups) is reminded of there.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from grids.models import Department, Post
from mediation.core.calendar import Calendar
from mediation.core.deadlines import WARN_DAYS, steps_due_between
from mediation.core.deadlines.reminders import OVER_LONG
from mediation.core.models import Notice
from mediation.core.notices import Row
from reporting.duties import BY_KEY, REMINDED, Source
from reporting.enums import ReportState
from reporting.models import DutyMark, Meeting, MeetingTask, WrittenReport
from reporting.selectors.duties import KINDS
from reporting.selectors.duty_item import Item
from reporting.selectors.duty_items import items_of
from reporting.selectors.written import WRITERS

DUTY = "duty"
STEPS: Mapping[str, str] = {
    "report_to_sign": "有报告等您签发",
    "report_returned": "报告退回修改",
    "report_sent": "有报告报来",
    "meeting": "请参加会议",
    "meeting_task": "会议交办了一件事",
}


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto], told as things stand on the last of them."""
    units = list(
        Department.objects.filter(is_active=True, kind__in=KINDS).select_related(
            "centre", "division"
        )
    )
    heads = heads_on(upto, units)
    for item in items_of(units, REMINDED):
        if item.is_done or item.due_on is None or not heads.get(item.unit.pk):
            continue
        for on, step in steps_due_between(item.due_on, after, upto, days, WARN_DAYS):
            if step == OVER_LONG:
                continue
            for user in heads[item.unit.pk]:
                yield _row(user, step, item, on, upto)


def heads_on(day: date, units: Sequence[Department]) -> dict[int, list[int]]:
    """Unit → its heads on a day; where nobody is head, whoever writes for it. One query."""
    heads: dict[int, set[int]] = {}
    others: dict[int, set[int]] = {}
    posts = Post.objects.on(day).filter(
        department__in=[unit.pk for unit in units], role__in=WRITERS, user__is_active=True
    )
    for unit, user, is_head in posts.order_by().values_list("department", "user", "is_head"):
        (heads if is_head else others).setdefault(unit, set()).add(user)
    return {unit: sorted(people) for unit, people in (others | heads).items()}


def _row(user: int, step: str, item: Item, on: date, today: date) -> Row:
    key = f"{DUTY}:{item.duty.key}:{item.unit.pk}:{item.first_on}"
    left = "" if item.due_on is None else _left(item.due_on, today)
    return Row(
        user_id=user,
        kind=step,
        subject=f"{key}:{step}",
        text=f"{item.unit.short_name}{item.duty.name}（{item.words}）{left}",
        day=on,
        matter_key=key,
        url=item.url.partition("#")[0],
    )


def _left(due_on: date, today: date) -> str:
    left, day = (due_on - today).days, f"（{due_on.month}月{due_on.day}日）"
    if left < 0:
        return f"过了期限 {-left} 天{day}"
    return f"今天到期{day}" if left == 0 else f"还剩 {left} 天{day}"


# --- is it still so? (settings.NOTICE_CHECKS) ---------------------------------------------------


def duties_still_due(notices: Sequence[Notice]) -> set[int]:
    """Those of duties that the unit has not done since."""
    return {one.pk for one in notices if not _is_done(one.matter_key)}


def _is_done(key: str) -> bool:
    _, code, unit, first_on = key.split(":")
    duty = BY_KEY.get(code)
    if duty is None:
        return True
    if duty.source is Source.REPORT:
        return WrittenReport.objects.filter(
            unit=int(unit), kind=duty.row, first_on=first_on, state=ReportState.SENT
        ).exists()
    if duty.source is Source.MEETING:
        return Meeting.objects.filter(
            unit=int(unit), kind=duty.row, first_on=first_on, minutes_at__isnull=False
        ).exists()
    return DutyMark.objects.filter(unit=int(unit), duty=duty.key, first_on=first_on).exists()


def reports_still_due(notices: Sequence[Notice]) -> set[int]:
    """What asks for a signature is not said once the report was signed or returned."""
    keys = {one.pk: int(one.matter_key.split(":")[1]) for one in notices}
    states = dict(WrittenReport.objects.filter(pk__in=keys.values()).values_list("pk", "state"))
    return {
        one.pk
        for one in notices
        if one.kind != "report_to_sign" or states.get(keys[one.pk]) == ReportState.TO_SIGN
    }


def tasks_still_due(notices: Sequence[Notice]) -> set[int]:
    """Those of meetings' tasks that nobody reported as done since."""
    keys = {one.pk: int(one.matter_key.split(":")[1]) for one in notices}
    waiting = set(
        MeetingTask.objects.filter(pk__in=keys.values(), done_on__isnull=True).values_list(
            "pk", flat=True
        )
    )
    return {pk for pk, key in keys.items() if key in waiting}


def meetings_still_ahead(notices: Sequence[Notice]) -> set[int]:
    """Invitations to meetings whose minutes are not final."""
    keys = {one.pk: int(one.matter_key.split(":")[1]) for one in notices}
    ahead = set(
        Meeting.objects.filter(pk__in=keys.values(), minutes_at__isnull=True).values_list(
            "pk", flat=True
        )
    )
    return {pk for pk, key in keys.items() if key in ahead}


def step_words(kind: str) -> str:
    """The step in a word or two; "" for what is not of these (settings.NOTICE_STEPS)."""
    return STEPS.get(kind, "")
