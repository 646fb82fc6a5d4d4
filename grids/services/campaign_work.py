"""What units report of a campaign, how it is accepted unit by unit, and how it is closed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from grids.enums import HANDLING_ROLES
from grids.enums.campaigns import CampaignAct, Verdict
from grids.models import (
    Campaign,
    CampaignAcceptance,
    CampaignCriterion,
    CampaignProgress,
    CampaignScore,
    CampaignTask,
)
from grids.selectors.campaigns import months_of, own_units
from grids.selectors.registers import posts_of
from grids.services import typed
from grids.services.campaigns import HUNDRED, check_open, led, lock, not_yours, part_of, write
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

# --- what units say ----------------------------------------------------------------------------


def may_report(user: User, campaign: Campaign, unit: int) -> bool:
    """For his own unit; nobody reports for another."""
    return campaign.closed_at is None and unit in own_units(user, campaign)


@transaction.atomic
def finish_task(
    task: CampaignTask, actor: User, *, result: str, done_on: date | None = None
) -> CampaignTask:
    """The unit says that it is done, and how. Raises Refused: closed · not_yours · done · needs ·
    invalid_day."""
    campaign = lock(task.campaign)
    check_open(campaign)
    task = CampaignTask.objects.select_for_update().get(pk=task.pk)
    if task.unit_id not in posts_of(actor).units(HANDLING_ROLES):
        raise not_yours("报任务完成", "要由责任单位来报")
    if task.done_on is not None:
        raise Refused("done", "这项任务已经报过完成。")
    task.result = typed.words(result, "result")
    task.done_on = typed.needed_day(
        done_on or clock.today(), "done_on", earliest=campaign.starts_on, latest=clock.today()
    )
    task.done_by, task.done_at = actor, clock.now()
    task.save()
    write(campaign, actor, CampaignAct.DONE, {"task": task.pk}, unit=task.unit_id)
    return task


@transaction.atomic
def report_progress(
    campaign: Campaign,
    actor: User,
    *,
    unit: Any,
    month: date,
    text: str,
    found: Any = 0,
    settled: Any = 0,
    problems: str = "",
) -> CampaignProgress:
    """A unit's month; nothing found is a report, too. Said again, the later words stand, and the
    first day remains what counts as in time.

    Raises Refused: closed · not_yours · needs · invalid_….
    """
    campaign = lock(campaign)
    check_open(campaign)
    part = part_of(campaign, unit)
    if not may_report(actor, campaign, part.pk):
        raise not_yours("报月推进", "要由本单位来报")
    first = typed.needed_day(month, "month").replace(day=1)
    if first not in set(months_of(campaign, clock.today())):
        raise Refused("invalid_day", "这个月不在专项行动里，或者还没有到。", field="month")
    now = clock.now()
    values = {
        "text": typed.words(text, "text"),
        "found": typed.whole(found, "found") or 0,
        "settled": typed.whole(settled, "settled") or 0,
        "problems": typed.words(problems, "problems", is_needed=False),
        "by": actor,
        "at": now,
    }
    made, _ = CampaignProgress.objects.update_or_create(
        campaign=campaign,
        unit=part,
        month=first,
        defaults=values,
        create_defaults=values | {"centre": campaign.centre, "first_at": now},
    )
    payload = {"month": first, "unit": part.pk}
    write(campaign, actor, CampaignAct.PROGRESS, payload, unit=part.pk)
    return made


# --- acceptance and the end ----------------------------------------------------------------------


@transaction.atomic
def add_criterion(campaign: Campaign, actor: User, *, text: str, points: Any) -> CampaignCriterion:
    """A line of the acceptance sheet, before anybody was accepted by it.

    Raises Refused: closed · not_yours · too_late · there_already · needs · invalid_….
    """
    campaign = led(campaign, actor, "定验收条目")
    if campaign.acceptances.exists():
        raise Refused("too_late", "已经有单位验收了，条目不再变。")
    words = typed.words(text, "text", 200)
    if campaign.criteria.filter(text=words).exists():
        raise Refused("there_already", "这一条已经有了。", field="text")
    made = CampaignCriterion.objects.create(
        centre=campaign.centre,
        campaign=campaign,
        text=words,
        points=typed.needed_decimal(points, "points", least=Decimal("0.1"), most=HUNDRED, places=1),
    )
    write(campaign, actor, CampaignAct.CRITERION, {"criterion": made.pk})
    return made


@transaction.atomic
def accept_unit(
    campaign: Campaign,
    actor: User,
    *,
    unit: Any,
    verdict: str,
    opinion: str,
    accepted_on: date | None = None,
    points: Mapping[int, Any] | None = None,
    notes: Mapping[int, str] | None = None,
    reached: Mapping[int, Any] | None = None,
) -> CampaignAcceptance:
    """The acceptance sheet of one unit: points for every line, what became of its targets.

    Nobody accepts the work of his own unit. Done again (整改后再验), the later sheet stands.
    Raises Refused: closed · not_yours · own_unit · no_criteria · needs · invalid_….
    """
    campaign = led(campaign, actor, "验收")
    part = part_of(campaign, unit)
    if part.pk in posts_of(actor).units(HANDLING_ROLES):
        raise Refused("own_unit", "自己单位的工作请别的单位来验收。", who="可以请中心主任来验收")
    criteria = list(campaign.criteria.all())
    if not criteria:
        raise Refused("no_criteria", "验收表还没有条目。", instead="请先写验收条目")
    given = points or {}
    scores = {
        one.pk: typed.needed_decimal(
            given.get(one.pk), f"points_{one.pk}", most=one.points, places=1
        )
        for one in criteria
    }
    made, _ = CampaignAcceptance.objects.update_or_create(
        campaign=campaign,
        unit=part,
        defaults={
            "centre": campaign.centre,
            "verdict": typed.choice(verdict, "verdict", Verdict.values),
            "opinion": typed.words(opinion, "opinion"),
            "accepted_on": typed.needed_day(
                accepted_on or clock.today(),
                "accepted_on",
                earliest=campaign.starts_on,
                latest=clock.today(),
            ),
            "by": actor,
            "at": clock.now(),
        },
    )
    for one in criteria:
        note = typed.words((notes or {}).get(one.pk), f"note_{one.pk}", 200, is_needed=False)
        CampaignScore.objects.update_or_create(
            acceptance=made,
            criterion=one,
            defaults={"centre": campaign.centre, "points": scores[one.pk], "note": note},
        )
    for target in campaign.targets.filter(unit=part):
        target.reached = typed.decimal(
            (reached or {}).get(target.pk),
            f"reached_{target.pk}",
            is_needed=False,
            most=Decimal(999_999),
        )
        target.save(update_fields=["reached"])
    write(campaign, actor, CampaignAct.ACCEPT, {"unit": part.pk, "verdict": made.verdict})
    return made


@transaction.atomic
def close_campaign(
    campaign: Campaign, actor: User, *, achievements: str, problems: str = "", advice: str = ""
) -> Campaign:
    """The closing summary, after the last day or once every unit is accepted.

    Raises Refused: closed · not_yours · too_early · needs · invalid_text.
    """
    campaign = led(campaign, actor, "收尾")
    units = campaign.units.filter(unit__is_active=True)
    waiting = units.exclude(unit__in=campaign.acceptances.values("unit")).exists()
    if campaign.ends_on > clock.today() and (waiting or not campaign.units.exists()):
        raise Refused(
            "too_early",
            f"专项行动到 {campaign.ends_on:%Y-%m-%d} 才结束，还有单位没有验收。",
            instead="全部验收以后可以提前收尾",
        )
    campaign.achievements = typed.words(achievements, "achievements", 20_000)
    campaign.problems = typed.words(problems, "problems", 20_000, is_needed=False)
    campaign.advice = typed.words(advice, "advice", 20_000, is_needed=False)
    campaign.closed_by, campaign.closed_at = actor, clock.now()
    campaign.version += 1
    campaign.save()
    write(campaign, actor, CampaignAct.CLOSE)
    return campaign
