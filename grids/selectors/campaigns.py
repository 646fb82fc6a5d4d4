"""Campaigns as a person may read them: overseers and the lead unit all of one, a unit that takes
part its own tasks, targets, months and acceptance, beside what all share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from grids.enums import HANDLING_ROLES, Role
from grids.models import (
    Campaign,
    CampaignAcceptance,
    CampaignFile,
    CampaignLeader,
    CampaignProgress,
    CampaignScore,
    CampaignTarget,
    CampaignTask,
    CampaignUnit,
    Department,
    SweepRound,
)
from grids.selectors import sweeps
from grids.selectors.people import standings_today
from grids.selectors.registers import Posts, posts_of
from mediation.core import clock
from mediation.core.models import User

OPENERS = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR, Role.JUSTICE_OFFICER})
OVERSEERS = OPENERS | {Role.LEADER}


def _in_town(me: Posts) -> Q:
    found = Q(pk__in=())
    for path in me.towns:
        found |= Q(centre__path__startswith=path)
    return found


def visible_campaigns(user: User) -> QuerySet[Campaign]:
    """Where each read begins: the town's for its overseers, else those that one has a part in."""
    me = posts_of(user)
    seen = Q(pk__in=())
    if me.roles & OVERSEERS:
        seen |= _in_town(me)
    units = me.units(HANDLING_ROLES)
    if units:
        seen |= Q(lead_unit__in=units)
        seen |= Q(pk__in=Campaign.objects.filter(units__unit__in=units).values("pk"))
    seen |= Q(pk__in=_group_of(user).values("campaign"))
    return (
        Campaign.objects.filter(seen)
        .select_related("lead_unit", "centre", "by", "closed_by")
        .order_by("-starts_on", "-pk")
    )


def going_on(user: User) -> QuerySet[Campaign]:
    """Those in sight that are not closed yet."""
    return visible_campaigns(user).filter(closed_at__isnull=True)


def files_for(user: User) -> QuerySet[CampaignFile]:
    return CampaignFile.objects.filter(campaign__in=visible_campaigns(user))


def _group_of(user: User) -> QuerySet[CampaignLeader]:
    """Seats of posts that the user holds today, or stands in for."""
    posts = [post.pk for standing in standings_today(user) for post in standing.posts]
    return CampaignLeader.objects.filter(post__in=posts)


def may_open(user: User) -> bool:
    return bool(posts_of(user).roles & OPENERS)


def may_lead(user: User, campaign: Campaign) -> bool:
    """The lead unit, and the director; nobody once it is closed."""
    return campaign.closed_at is None and leads(user, campaign)


def leads(user: User, campaign: Campaign) -> bool:
    me = posts_of(user)
    if campaign.lead_unit_id in me.units(HANDLING_ROLES):
        return True
    return Role.DIRECTOR in me.roles and campaign.centre.path.startswith(tuple(me.towns))


def reads_all(user: User, campaign: Campaign) -> bool:
    me = posts_of(user)
    if leads(user, campaign):
        return True
    if me.roles & OVERSEERS and campaign.centre.path.startswith(tuple(me.towns)):
        return True
    return _group_of(user).filter(campaign=campaign).exists()


def own_units(user: User, campaign: Campaign) -> frozenset[int]:
    """Units that take part and for which the user may answer."""
    taking_part = campaign.units.values_list("unit", flat=True)
    return posts_of(user).units(HANDLING_ROLES) & frozenset(taking_part)


# --- months ----------------------------------------------------------------------------------


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return month_of(month + timedelta(days=32))


def due_of(campaign: Campaign, month: date) -> date:
    """The last day on which the report of a month is in time: `report_day` of the next month, or
    the month's own last day."""
    after = next_month(month)
    if campaign.report_day:
        return after.replace(day=campaign.report_day)
    return after - timedelta(days=1)


def months_of(campaign: Campaign, until: date) -> Iterator[date]:
    """The natural months of a campaign that have begun by `until`."""
    month = month_of(campaign.starts_on)
    while month <= min(month_of(campaign.ends_on), month_of(until)):
        yield month
        month = next_month(month)


@dataclass(frozen=True, slots=True)
class MonthCell:
    """One unit, one month: reported in time, late, missing, or not due yet; a unit that is no
    more owes none."""

    month: date
    report: CampaignProgress | None
    is_late: bool
    is_missing: bool
    is_excused: bool = False


@dataclass(frozen=True, slots=True)
class UnitRow:
    unit: Department
    cells: list[MonthCell]
    tasks: int
    tasks_done: int
    tasks_late: int
    acceptance: CampaignAcceptance | None

    @property
    def missing(self) -> int:
        return sum(cell.is_missing for cell in self.cells)

    @property
    def is_idle(self) -> bool:
        """It was asked for nothing and said nothing yet."""
        reports = any(cell.report for cell in self.cells)
        return not (self.tasks or reports or self.acceptance)

    @property
    def punctuality(self) -> str:
        """报送及时率: months reported in time ÷ months due, those reported early with them."""
        due = [cell for cell in self.cells if cell.is_missing or cell.report is not None]
        in_time = sum(cell.report is not None and not cell.is_late for cell in due)
        rate = sweeps.rate(in_time, len(due))
        return "—" if rate is None else f"{rate}%"


@dataclass(frozen=True, slots=True)
class RoundOf:
    """A round of the campaign, and how the units in the reader's sight stand in it."""

    round: SweepRound
    counts: sweeps.Counts


@dataclass(frozen=True, slots=True)
class Whole:
    """One campaign for one reader."""

    campaign: Campaign
    is_all: bool
    own: frozenset[int]
    phases: list[Any]
    phase_now: Any
    group: list[CampaignLeader]
    targets: list[CampaignTarget]
    tasks: list[CampaignTask]
    months: list[date]
    rows: list[UnitRow]
    criteria: list[Any]
    files: list[CampaignFile]
    rounds: list[RoundOf]
    swept: dict[int, sweeps.Counts]  # by unit, over all rounds of the campaign

    @property
    def missing(self) -> int:
        return sum(row.missing for row in self.rows)

    @property
    def late(self) -> int:
        return sum(row.tasks_late for row in self.rows)


def whole(user: User, campaign: Campaign) -> Whole:
    """Everything of a campaign as far as the reader's sight goes, in a fixed number of queries."""
    today = clock.today()
    is_all, own = reads_all(user, campaign), own_units(user, campaign)
    mine = Q() if is_all else Q(unit__in=own)
    units = [
        one.unit
        for one in campaign.units.filter(mine)
        .select_related("unit")
        .order_by("unit__order", "unit__code")
    ]
    phases = list(campaign.phases.all())
    tasks = list(campaign.tasks.filter(mine).select_related("unit", "phase", "done_by"))
    progress = {
        (one.unit_id, one.month): one
        for one in campaign.progress.filter(mine).select_related("by", "unit")
    }
    scores = Prefetch("scores", CampaignScore.objects.select_related("criterion"))
    acceptances = {
        one.unit_id: one
        for one in campaign.acceptances.filter(mine).select_related("by").prefetch_related(scores)
    }
    months = list(months_of(campaign, today))
    lines = sweeps.lines(
        sweeps.visible_units(user).filter(
            round__campaign=campaign, round__called_off_at__isnull=True, round__from_on__lte=today
        ),
        today,
    )
    rounds = {one.asked.round_id: one.asked.round for one in lines}
    return Whole(
        campaign=campaign,
        is_all=is_all,
        own=own,
        phases=phases,
        phase_now=next((one for one in phases if one.from_on <= today <= one.to_on), None),
        group=list(campaign.group.select_related("post__user", "post__department")),
        targets=list(campaign.targets.filter(mine).select_related("unit")),
        tasks=tasks,
        months=months,
        rows=[
            UnitRow(
                unit=unit,
                cells=[
                    _cell(campaign, unit, month, progress.get((unit.pk, month)), today)
                    for month in months
                ],
                tasks=sum(one.unit_id == unit.pk for one in tasks),
                tasks_done=sum(one.unit_id == unit.pk and one.done_on is not None for one in tasks),
                tasks_late=sum(one.unit_id == unit.pk and is_late(one, today) for one in tasks),
                acceptance=acceptances.get(unit.pk),
            )
            for unit in units
        ],
        criteria=list(campaign.criteria.all()),
        files=list(campaign.files.select_related("uploaded_by")),
        rounds=[
            RoundOf(one, sweeps.counts_of(line for line in lines if line.asked.round_id == key))
            for key, one in sorted(rounds.items())
        ],
        swept={
            unit: sweeps.counts_of(line for line in lines if line.asked.unit_id == unit)
            for unit in {line.asked.unit_id for line in lines}
        },
    )


def months_owed(user: User, campaign: Campaign) -> list[tuple[date, bool]]:
    """The months that the user's units may report, the last first, and whether each still waits."""
    own = own_units(user, campaign)
    said = campaign.progress.filter(unit__in=own).values_list("unit", "month")
    found = set(said)
    return [
        (month, any((unit, month) not in found for unit in own))
        for month in sorted(months_of(campaign, clock.today()), reverse=True)
    ]


def _cell(
    campaign: Campaign,
    unit: Department,
    month: date,
    report: CampaignProgress | None,
    today: date,
) -> MonthCell:
    due_on = due_of(campaign, month)
    if report is None and not unit.is_active:
        return MonthCell(month, None, is_late=False, is_missing=False, is_excused=True)
    if report is None:
        return MonthCell(month, None, is_late=False, is_missing=due_on < today)
    return MonthCell(
        month, report, is_late=clock.local_day(report.first_at) > due_on, is_missing=False
    )


def is_late(task: CampaignTask, today: date) -> bool:
    """Not done and its day is over; late begins the day after."""
    return task.done_on is None and task.due_on < today


# --- what is owed ----------------------------------------------------------------------------


def open_tasks(user: User) -> QuerySet[CampaignTask]:
    """Tasks of the user's units that are not done, of campaigns that go on."""
    return (
        CampaignTask.objects.filter(
            unit__in=posts_of(user).units(HANDLING_ROLES),
            done_on__isnull=True,
            campaign__closed_at__isnull=True,
        )
        .select_related("campaign", "unit")
        .order_by("due_on", "pk")
    )


@dataclass(frozen=True, slots=True)
class MonthOwed:
    """A month that a unit has not reported yet."""

    campaign: Campaign
    unit: Department
    month: date
    due_on: date


def owed_months(user: User, until: date) -> list[MonthOwed]:
    """Months of the user's units that are due by a day, the longest owed first. Two queries at most."""
    today = clock.today()
    units = posts_of(user).units(HANDLING_ROLES)
    parts = list(
        CampaignUnit.objects.filter(
            unit__in=units, campaign__closed_at__isnull=True, campaign__starts_on__lte=today
        ).select_related("campaign", "unit")
    )
    if not parts:
        return []
    reported = CampaignProgress.objects.filter(
        unit__in=units, campaign__in=[one.campaign_id for one in parts]
    )
    said = set(reported.values_list("campaign", "unit", "month"))
    owed = [
        MonthOwed(one.campaign, one.unit, month, due_of(one.campaign, month))
        for one in parts
        for month in months_of(one.campaign, today)
        if (one.campaign_id, one.unit_id, month) not in said
    ]
    return sorted(
        (one for one in owed if one.due_on <= until),
        key=lambda one: (one.due_on, one.campaign.pk, one.unit.pk),
    )
