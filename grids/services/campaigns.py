"""Campaigns (专项行动): opening one, its group, phases, targets and tasks. Every act leaves an
event; a closed campaign changes no more. What units report of it: `campaign_work`."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet

from grids.enums import Role
from grids.enums.campaigns import CampaignAct, GroupSeat, Measure
from grids.models import (
    Campaign,
    CampaignEvent,
    CampaignFile,
    CampaignLeader,
    CampaignPhase,
    CampaignTarget,
    CampaignTask,
    CampaignUnit,
    Department,
)
from grids.selectors.campaigns import OPENERS, may_lead
from grids.selectors.people import standings_today
from grids.services import typed
from mediation.core import clock, events, files, notices
from mediation.core.errors import Refused
from mediation.core.models import User

LONGEST = timedelta(days=3 * 366)
HUNDRED = Decimal(100)


def not_yours(what: str, who: str = "要由牵头单位来办") -> Refused:
    return Refused("not_yours", f"这一步您现在不能办：{what}。", who=who)


def lock(campaign: Campaign) -> Campaign:
    return (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("centre", "lead_unit")
        .get(pk=campaign.pk)
    )


def led(campaign: Campaign, actor: User, what: str) -> Campaign:
    """The campaign, locked, for who leads it while it is open. Raises Refused: closed · not_yours."""
    locked = lock(campaign)
    check_open(locked)
    if not may_lead(actor, locked):
        raise not_yours(what)
    return locked


def check_open(campaign: Campaign) -> None:
    if campaign.closed_at is not None:
        raise Refused("closed", "这个专项行动已经收尾，不能再改。", instead="新的工作请另建一个")


def write(
    campaign: Campaign,
    actor: User,
    act: CampaignAct,
    payload: Mapping[str, Any] | None = None,
    *,
    unit: int | None = None,
) -> None:
    """The event; `unit` for which he acted, the lead unit's where none is given."""
    events.append(
        CampaignEvent,
        "campaign",
        campaign,
        verb=act,
        actor=actor,
        on_behalf_of=_principal(actor, unit or campaign.lead_unit_id),
        payload=payload,
        centre=campaign.centre,
    )


def _principal(actor: User, unit: int) -> User | None:
    """For whom he acts, where only somebody he stands in for is of the unit, or the director."""
    for one in standings_today(actor):
        if any(post.department_id == unit or post.role == Role.DIRECTOR for post in one.posts):
            return one.on_behalf_of
    return None


# --- the plan --------------------------------------------------------------------------------


@transaction.atomic
def open_campaign(
    actor: User,
    *,
    name: str,
    goal: str,
    starts_on: date,
    ends_on: date,
    lead_unit: int | str | Department | None = None,
    units: tuple[Any, ...] | list[Any] = (),
    filed_on: date | None = None,
    filed_as: str = "",
    report_day: int | None = None,
) -> Campaign:
    """Open a campaign, led by the opener's own unit unless another is named.

    Raises Refused: not_yours · needs · invalid_… · there_already.
    """
    post = next((p for one in standings_today(actor) for p in one.posts if p.role in OPENERS), None)
    if post is None:
        raise not_yours("建专项行动", "要由平安办、司法所或中心主任来建")
    centre = post.department.centre
    campaign = Campaign(
        centre=centre,
        lead_unit=typed.unit(lead_unit, centre, "lead_unit", is_needed=False) or post.department,
        by=actor,
        at=clock.now(),
    )
    given = {"name": name, "goal": goal, "starts_on": starts_on, "ends_on": ends_on}
    more = {"filed_on": filed_on, "filed_as": filed_as, "report_day": report_day}
    _fill(campaign, given | more)
    campaign.save()
    write(campaign, actor, CampaignAct.OPEN)
    asked = [typed.needed_unit(one, centre, "units") for one in units]
    _add_units(campaign, asked)
    return campaign


def _fill(campaign: Campaign, given: Mapping[str, Any]) -> None:
    starts_on = typed.needed_day(given["starts_on"], "starts_on")
    campaign.name = typed.words(given["name"], "name", 80)
    campaign.goal = typed.words(given["goal"], "goal")
    campaign.starts_on = starts_on
    campaign.ends_on = typed.needed_day(
        given["ends_on"], "ends_on", earliest=starts_on, latest=starts_on + LONGEST
    )
    campaign.filed_on = typed.day(
        given.get("filed_on"), "filed_on", is_needed=False, latest=clock.today()
    )
    campaign.filed_as = typed.words(given.get("filed_as"), "filed_as", 60, is_needed=False)
    day = typed.whole(given.get("report_day"), "report_day", is_needed=False) or 0
    if day > 28:
        raise Refused("invalid_number", "请填 1 到 28 的数字，或者不填。", field="report_day")
    campaign.report_day = day
    same = Campaign.objects.filter(
        centre=campaign.centre, name=campaign.name, starts_on=starts_on
    ).exclude(pk=campaign.pk)
    if same.exists():
        raise Refused("there_already", "这个专项行动已经建过了。", field="name")


@transaction.atomic
def amend_campaign(
    campaign: Campaign, actor: User, *, version: int | None = None, **given: Any
) -> Campaign:
    """Name, goal, days, filing. `version` is what the screen loaded.

    Raises Refused: closed · not_yours · stale · invalid_….
    """
    campaign = led(campaign, actor, "改方案")
    if version is not None and version != campaign.version:
        last = campaign.events.select_related("actor").order_by("-seq").first()
        who = last.actor.name if last else ""
        raise Refused(
            "stale",
            f"您打开以后，{who}改过这个方案。",
            instead="您写的还在，请对照最新内容再提交。",
            current={"version": campaign.version, "by": who},
        )
    fields = ("name", "goal", "starts_on", "ends_on", "filed_on", "filed_as", "report_day")
    now = {name: getattr(campaign, name) for name in fields}
    _fill(campaign, now | {name: given[name] for name in fields if name in given})
    outside = Q(from_on__lt=campaign.starts_on) | Q(to_on__gt=campaign.ends_on)
    if campaign.phases.filter(outside).exists():
        raise Refused("invalid_day", "有的阶段不在这段日期里，请先改阶段。", field="ends_on")
    campaign.version += 1
    campaign.save()
    write(campaign, actor, CampaignAct.AMEND)
    return campaign


@transaction.atomic
def keep_file(campaign: Campaign, actor: User, *, file: "UploadedFile[Any]") -> CampaignFile:
    """The plan or another paper of the campaign. Raises Refused: closed · not_yours · invalid_file."""
    campaign = led(campaign, actor, "存方案、材料")
    stored = files.store(file)
    kept = CampaignFile.objects.create(
        centre=campaign.centre,
        campaign=campaign,
        uploaded_by=actor,
        uploaded_at=clock.now(),
        **stored._asdict(),
    )
    write(campaign, actor, CampaignAct.FILE, {"file": kept.pk})
    return kept


def _add_units(campaign: Campaign, units: list[Department]) -> None:
    there = set(campaign.units.values_list("unit", flat=True))
    CampaignUnit.objects.bulk_create(
        CampaignUnit(centre=campaign.centre, campaign=campaign, unit=unit)
        for unit in dict.fromkeys(units)
        if unit.pk not in there
    )


@transaction.atomic
def add_units(campaign: Campaign, actor: User, units: list[Any]) -> None:
    """Raises Refused: closed · not_yours · invalid_choice."""
    campaign = led(campaign, actor, "定参与单位")
    _add_units(campaign, [typed.needed_unit(one, campaign.centre, "units") for one in units])
    write(campaign, actor, CampaignAct.AMEND, {"units": len(units)})


@transaction.atomic
def seat(
    campaign: Campaign, actor: User, *, post: Any, seat: str, duty: str = ""
) -> CampaignLeader:
    """A post in the leading group. Raises Refused: closed · not_yours · there_already · invalid_…."""
    campaign = led(campaign, actor, "定领导小组")
    found = typed.post(post, campaign.centre, "post")
    code = typed.choice(seat, "seat", GroupSeat.values)
    if campaign.group.filter(post=found).exists():
        raise Refused("there_already", "这个岗位已经在领导小组里。", field="post")
    if code == GroupSeat.HEAD and campaign.group.filter(seat=GroupSeat.HEAD).exists():
        raise Refused("there_already", "领导小组只有一位组长。", field="seat")
    made = CampaignLeader.objects.create(
        centre=campaign.centre,
        campaign=campaign,
        post=found,
        seat=code,
        duty=typed.words(duty, "duty", 200, is_needed=False),
    )
    write(campaign, actor, CampaignAct.GROUP, {"post": found.pk})
    return made


@transaction.atomic
def set_phase(
    campaign: Campaign,
    actor: User,
    *,
    name: str,
    from_on: date,
    to_on: date,
    work: str = "",
    phase: Any = None,
) -> CampaignPhase:
    """A phase inside the campaign that overlaps no other; `phase` is the one that changes.

    Raises Refused: closed · not_yours · overlaps · invalid_….
    """
    campaign = led(campaign, actor, "定阶段")
    row = _phase(campaign, phase) or CampaignPhase(centre=campaign.centre, campaign=campaign)
    begins = typed.needed_day(
        from_on, "from_on", earliest=campaign.starts_on, latest=campaign.ends_on
    )
    ends = typed.needed_day(to_on, "to_on", earliest=begins, latest=campaign.ends_on)
    others = campaign.phases.filter(from_on__lte=ends, to_on__gte=begins)
    other = others.exclude(pk=row.pk).first()
    if other is not None:
        raise Refused("overlaps", f"和“{other.name}”的日期重叠，请错开。", field="from_on")
    row.name = typed.words(name, "name", 60)
    row.from_on, row.to_on = begins, ends
    row.work = typed.words(work, "work", is_needed=False)
    row.save()
    write(campaign, actor, CampaignAct.PHASE, {"phase": row.pk})
    return row


def _phase(campaign: Campaign, phase: Any) -> CampaignPhase | None:
    """One of the campaign's phases by row or key; None for none. Raises Refused: invalid_choice."""
    key = str(getattr(phase, "pk", phase) or "")
    if not key:
        return None
    number = int(key) if key.isascii() and key.isdecimal() and len(key) <= 18 else 0
    found = campaign.phases.filter(pk=number).first()
    if found is None:
        raise Refused("invalid_choice", "请从列出的阶段里选一个。", field="phase")
    return found


def part_of(campaign: Campaign, value: Any) -> Department:
    """A unit that takes part. Raises Refused: needs · invalid_choice · no_part."""
    unit = typed.needed_unit(value, campaign.centre, "unit")
    if not campaign.units.filter(unit=unit).exists():
        raise Refused("invalid_choice", "这个单位没有参加，请先列为参与单位。", field="unit")
    return unit


@transaction.atomic
def set_target(
    campaign: Campaign, actor: User, *, unit: Any, measure: str, value: Any, name: str = ""
) -> CampaignTarget:
    """What a unit is to reach; said again it takes the place of the first.

    Raises Refused: closed · not_yours · needs · invalid_….
    """
    campaign = led(campaign, actor, "定目标")
    code = typed.choice(measure, "measure", Measure.values)
    is_other = code == Measure.OTHER
    most = Decimal(999_999) if is_other else HUNDRED
    made, _ = CampaignTarget.objects.update_or_create(
        campaign=campaign,
        unit=part_of(campaign, unit),
        measure=code,
        name=typed.words(name, "name", 60) if is_other else "",
        defaults={
            "centre": campaign.centre,
            "value": typed.needed_decimal(value, "value", most=most),
        },
    )
    write(campaign, actor, CampaignAct.TARGET, {"target": made.pk})
    return made


@transaction.atomic
def add_task(
    campaign: Campaign, actor: User, *, unit: Any, text: str, due_on: date, phase: Any = None
) -> CampaignTask:
    """Something for a unit to do by a day; its heads are told. Raises Refused as `set_target`."""
    campaign = led(campaign, actor, "派任务")
    found = _phase(campaign, phase)
    made = CampaignTask.objects.create(
        centre=campaign.centre,
        campaign=campaign,
        phase=found,
        unit=part_of(campaign, unit),
        text=typed.words(text, "text", 300),
        due_on=typed.needed_day(
            due_on, "due_on", earliest=campaign.starts_on, latest=campaign.ends_on
        ),
    )
    write(campaign, actor, CampaignAct.TASK, {"task": made.pk})
    _tell_unit(campaign, made, actor)
    return made


def _tell_unit(campaign: Campaign, task: CampaignTask, actor: User) -> None:
    posts = task.unit.posts.on(clock.today()).filter(is_head=True, user__is_active=True)
    due = f"{task.due_on.month}月{task.due_on.day}日"
    notices.notify_many(
        notices.Row(
            user_id=user,
            kind="campaign_task",
            subject=f"campaign_task:{task.pk}",
            text=f"{campaign.name}：派给你们单位一项任务，{due}前完成",
            matter_key=f"campaign_task:{task.pk}",
            url=f"/campaigns/{campaign.pk}/",
        )
        for user in sorted(set(posts.values_list("user", flat=True)) - {actor.pk})
    )


# --- what was planned and is not held -----------------------------------------------------------


@transaction.atomic
def drop(campaign: Campaign, actor: User, *, what: str, row: Any) -> None:
    """Take out a line of the plan on which nobody has worked yet; the event stays.

    `what` is one of `DROPS`, `row` its key, of a unit the unit's own. Raises Refused: closed · not_yours · invalid_choice ·
    in_use.
    """
    campaign = led(campaign, actor, "去掉这一项")
    lines: dict[str, QuerySet[Any]] = {
        "phase": campaign.phases.filter(tasks__isnull=True),
        "seat": campaign.group.all(),
        "target": campaign.targets.filter(reached__isnull=True),
        "task": campaign.tasks.filter(done_on__isnull=True),
        "criterion": campaign.criteria.filter(scores__isnull=True),
        "unit": _idle_units(campaign),
    }
    if what not in lines:
        raise Refused("invalid_choice", "没有这一项，请刷新页面。", field="what")
    key = str(row)
    number = int(key) if key.isascii() and key.isdecimal() and len(key) <= 18 else 0
    found = lines[what].filter(**{"unit" if what == "unit" else "pk": number}).first()
    if found is None:
        raise Refused("in_use", "这一项已经用上了，或者已经去掉。", instead="请刷新页面看一看")
    found.delete()
    write(campaign, actor, CampaignAct.DROP, {"what": what, "row": number})


DROPS = ("phase", "seat", "target", "task", "criterion", "unit")


def _idle_units(campaign: Campaign) -> QuerySet[CampaignUnit]:
    """Units that have no task, target, month or acceptance yet."""
    busy = Q(unit__in=campaign.tasks.values("unit"))
    for lines in (campaign.targets, campaign.progress, campaign.acceptances):
        busy |= Q(unit__in=lines.values("unit"))
    return campaign.units.exclude(busy)
