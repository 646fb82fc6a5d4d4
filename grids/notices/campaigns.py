"""Reminders of campaigns: a phase that begins or ends, a task, a month's report (rules.md §10).

To the heads of the unit concerned; phases to those of the lead unit. The name of the campaign and
a day; no word of what was found.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from grids.models import Campaign, CampaignPhase, CampaignProgress, CampaignTask, Department, Post
from grids.selectors.campaigns import due_of, months_of
from mediation.core.calendar import Calendar
from mediation.core.deadlines import WARN_DAYS, steps_due_between
from mediation.core.models import Notice
from mediation.core.notices import Row

TASK, PHASE, MONTH = "campaign_task", "campaign_phase", "campaign_month"
# A month is asked for again and again no longer than this after its day.
LOOKED_BACK = timedelta(days=62)


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto], told as things stand on the last of them."""
    people = Heads(upto)
    yield from _of_tasks(after, upto, days, people)
    yield from _of_phases(after, upto, days, people)
    yield from _of_months(after, upto, days, people)


class Heads:
    """Heads of units on a day, each unit read once."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.known: dict[int, list[int]] = {}

    def of(self, unit: Department) -> list[int]:
        if unit.pk not in self.known:
            posts = Post.objects.on(self.on).filter(
                department=unit, is_head=True, user__is_active=True
            )
            self.known[unit.pk] = sorted(set(posts.values_list("user", flat=True)))
        return self.known[unit.pk]


def _row(user: int, step: str, key: str, text: str, on: date, campaign: int) -> Row:
    return Row(
        user_id=user,
        kind=step,
        subject=f"{key}:{step}",
        text=text,
        day=on,
        matter_key=key,
        url=f"/campaigns/{campaign}/",
    )


def _of_tasks(after: date, upto: date, days: Calendar, people: Heads) -> Iterator[Row]:
    waiting = CampaignTask.objects.filter(
        done_on__isnull=True, campaign__closed_at__isnull=True
    ).select_related("campaign__lead_unit", "unit")
    for task in waiting.order_by("pk"):
        text = f"{task.campaign.name}：一项任务{_left(task.due_on, upto)}"
        for on, step in steps_due_between(task.due_on, after, upto, days, WARN_DAYS):
            told = set(people.of(task.unit))
            if step.startswith("over"):
                told |= set(people.of(task.campaign.lead_unit))
            for user in sorted(told):
                yield _row(user, step, f"{TASK}:{task.pk}", text, on, task.campaign_id)


def _of_phases(after: date, upto: date, days: Calendar, people: Heads) -> Iterator[Row]:
    """On the working day on or before it begins, and before it ends."""
    phases = CampaignPhase.objects.filter(
        campaign__closed_at__isnull=True, to_on__gt=after - timedelta(days=1)
    ).select_related("campaign__lead_unit")
    for phase in phases.order_by("pk"):
        begins = days.workday_on_or_before(phase.from_on)
        for user in people.of(phase.campaign.lead_unit):
            key, name = f"{PHASE}:{phase.pk}", f"{phase.campaign.name}：“{phase.name}”阶段"
            if after < begins <= upto:
                text = f"{name}{phase.from_on.month}月{phase.from_on.day}日开始"
                yield _row(user, "begins", key, text, begins, phase.campaign_id)
            for on, step in steps_due_between(phase.to_on, after, upto, days, WARN_DAYS):
                if not step.startswith("over"):
                    text = f"{name}{phase.to_on.month}月{phase.to_on.day}日结束"
                    yield _row(user, step, key, text, on, phase.campaign_id)


def _of_months(after: date, upto: date, days: Calendar, people: Heads) -> Iterator[Row]:
    going_on = Campaign.objects.filter(
        closed_at__isnull=True, starts_on__lte=upto, ends_on__gte=after - LOOKED_BACK
    ).prefetch_related("units__unit")
    for campaign in going_on.order_by("pk"):
        reported = set(campaign.progress.values_list("unit", "month"))
        for month in months_of(campaign, upto):
            due_on = due_of(campaign, month)
            if due_on < after - LOOKED_BACK:
                continue
            steps = steps_due_between(due_on, after, upto, days, WARN_DAYS)
            text = f"{campaign.name}：{month.month}月的推进情况{_left(due_on, upto)}"
            for part in campaign.units.all():
                if (part.unit_id, month) in reported:
                    continue
                key = f"{MONTH}:{campaign.pk}:{part.unit_id}:{month}"
                for on, step in steps:
                    for user in people.of(part.unit):
                        yield _row(user, step, key, text, on, campaign.pk)


def _left(due_on: date, today: date) -> str:
    left, day = (due_on - today).days, f"（{due_on.month}月{due_on.day}日）"
    if left < 0:
        return f"过了期限 {-left} 天{day}"
    return f"今天到期{day}" if left == 0 else f"还剩 {left} 天{day}"


# --- is it still so? (settings.NOTICE_CHECKS) ------------------------------------------------------


def tasks_still_due(notices: Sequence[Notice]) -> set[int]:
    """Those of tasks that nobody reported as done since, in campaigns that go on."""
    keys = {one.pk: int(one.matter_key.split(":")[1]) for one in notices}
    waiting = set(
        CampaignTask.objects.filter(
            pk__in=keys.values(), done_on__isnull=True, campaign__closed_at__isnull=True
        ).values_list("pk", flat=True)
    )
    return {pk for pk, key in keys.items() if key in waiting}


def phases_still_due(notices: Sequence[Notice]) -> set[int]:
    keys = {one.pk: int(one.matter_key.split(":")[1]) for one in notices}
    waiting = set(
        CampaignPhase.objects.filter(
            pk__in=keys.values(), campaign__closed_at__isnull=True
        ).values_list("pk", flat=True)
    )
    return {pk for pk, key in keys.items() if key in waiting}


def months_still_due(notices: Sequence[Notice]) -> set[int]:
    """Those of months that the unit has not reported since."""
    alive = set()
    for one in notices:
        _, campaign, unit, month = one.matter_key.split(":")
        reported = CampaignProgress.objects.filter(
            campaign=int(campaign), unit=int(unit), month=month
        ).exists()
        is_open = Campaign.objects.filter(pk=int(campaign), closed_at__isnull=True).exists()
        if is_open and not reported:
            alive.add(one.pk)
    return alive
