"""The items of the duties calendar, one reader for each thing from which done or not is read.

A calendar begins on the day it is first used: nothing is late that fell due before.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Count, Max, Min
from django.urls import reverse

from cases.enums import Clock
from cases.models import Deadline
from grids.enums.sweeps import RoundKind
from grids.models import (
    Campaign,
    CampaignPhase,
    CampaignProgress,
    CampaignUnit,
    Department,
    SweepUnit,
)
from grids.selectors.campaigns import due_of, month_of, months_of
from mediation.core import clock
from reporting.duties import MINUTES_WITHIN, SHEETS_WITHIN, Source
from reporting.enums import ReportState
from reporting.models import (
    DutyMark,
    Meeting,
    SampledCase,
    Sampling,
    VillageReturn,
    WrittenReport,
)
from reporting.periods import DAY, Period, natural_month
from reporting.rhythm import Every, turn_of, words_for
from reporting.selectors.duty_item import (
    BACK,
    Item,
    beginnings,
    duties_from,
    is_shown,
    of_kind,
    turns_for,
)

# --- one reader for each source -----------------------------------------------------------------


def _reports(units: Collection[Department], today: date) -> Iterator[Item]:
    began = beginnings(units)
    sent = {
        (report.unit_id, report.kind, report.first_on): report
        for report in WrittenReport.objects.filter(
            unit__in=[unit.pk for unit in units],
            edition=1,
            last_on__gte=today - timedelta(days=800),
        ).only("unit", "kind", "first_on", "state", "sent_at")
    }
    for duty in duties_from(Source.REPORT):
        for unit in of_kind(units, duty.who):
            for turn in turns_for(duty.every, began.get(unit.centre_id, today), today):
                due_on = duty.due_on(turn)
                report = sent.get((unit.pk, duty.row, turn.first_on))
                is_sent = report is not None and report.state == ReportState.SENT
                item = Item(
                    duty,
                    unit,
                    words_for(duty.every, turn),
                    due_on,
                    clock.local_day(report.sent_at)
                    if report and is_sent and report.sent_at
                    else None,
                    reverse("reporting:written", args=[report.pk])
                    if report
                    else _new_url(duty.row, unit, turn),
                    first_on=turn.first_on,
                )
                if is_shown(item, today):
                    yield item


def _new_url(kind: str, unit: Department, turn: Period) -> str:
    return f"{reverse('reporting:written_list')}?kind={kind}&unit={unit.pk}&day={turn.first_on}#new"


def _meetings(units: Collection[Department], today: date) -> Iterator[Item]:
    duties = {duty.row: duty for duty in duties_from(Source.MEETING)}
    by_key = {unit.pk: unit for unit in units}
    found = Meeting.objects.filter(
        unit__in=by_key, held_on__gte=today - BACK, first_on__lte=today
    ).order_by("held_on", "pk")
    for meeting in found:
        duty = duties[meeting.kind]
        turn = Period(meeting.first_on, meeting.last_on)
        item = Item(
            duty,
            by_key[meeting.unit_id],
            words_for(duty.every, turn),
            meeting.held_on + MINUTES_WITHIN,
            clock.local_day(meeting.minutes_at) if meeting.minutes_at else None,
            reverse("reporting:meeting", args=[meeting.pk]),
            first_on=meeting.first_on,
        )
        if is_shown(item, today):
            yield item


def _returns(units: Collection[Department], today: date) -> Iterator[Item]:
    (duty,) = duties_from(Source.RETURN)
    villages = {unit.division_id: unit for unit in of_kind(units, duty.who)}
    found = VillageReturn.objects.filter(
        division__in=villages, due_on__gte=today - BACK, due_on__lte=today + timedelta(days=16)
    ).select_related("half_month", "division")
    for one in found.order_by("due_on", "pk"):
        cut_off = one.half_month.cut_off
        unit = villages[one.division_id]
        item = Item(
            duty,
            unit,
            words_for(Every.HALF_MONTH, turn_of(Every.HALF_MONTH, cut_off)),
            one.due_on,
            one.first_filed_on,
            reverse("reporting:village_return", args=[f"{cut_off:%Y-%m-%d}", one.division.code]),
            first_on=cut_off,
        )
        if is_shown(item, today):
            yield item


def _campaign_months(units: Collection[Department], today: date) -> Iterator[Item]:
    (duty,) = duties_from(Source.CAMPAIGN_MONTH)
    by_key = {unit.pk: unit for unit in units}
    parts = list(
        CampaignUnit.objects.filter(
            unit__in=by_key, campaign__closed_at__isnull=True, campaign__starts_on__lte=today
        ).select_related("campaign")
    )
    said = {
        (one.campaign_id, one.unit_id, one.month): clock.local_day(one.first_at)
        for one in CampaignProgress.objects.filter(
            unit__in=by_key, month__gte=month_of(today - BACK)
        )
    }
    for part in parts:
        for month in months_of(part.campaign, today):
            item = Item(
                duty,
                by_key[part.unit_id],
                f"{part.campaign.name}，{words_for(Every.MONTH, natural_month(month.year, month.month))}",
                due_of(part.campaign, month),
                said.get((part.campaign_id, part.unit_id, month)),
                reverse("grids:campaign", args=[part.campaign_id]),
                first_on=month,
            )
            if is_shown(item, today):
                yield item


def _campaigns(units: Collection[Department], today: date) -> Iterator[Item]:
    """What the lead unit owes of a campaign: the plan handed in, the phases, the closing report."""
    by_key = {unit.pk: unit for unit in units}
    (plan,), (phase_duty,), (closing,) = (
        duties_from(source)
        for source in (Source.CAMPAIGN_PLAN, Source.CAMPAIGN_PHASE, Source.CAMPAIGN_CLOSING)
    )
    drives = list(
        Campaign.objects.filter(lead_unit__in=by_key, ends_on__gte=today - BACK).order_by("pk")
    )
    phases: dict[int, list[CampaignPhase]] = {}
    for phase in CampaignPhase.objects.filter(campaign__in=drives).order_by("from_on", "pk"):
        phases.setdefault(phase.campaign_id, []).append(phase)
    sent = {
        key: clock.local_day(at)
        for key, at in WrittenReport.objects.filter(
            campaign__in=drives, edition=1, state=ReportState.SENT
        ).values_list("campaign", "sent_at")
        if at is not None
    }
    for drive in drives:
        unit, page = by_key[drive.lead_unit_id], reverse("grids:campaign", args=[drive.pk])
        first = phases.get(drive.pk, [])[:1]
        until = first[0].to_on - DAY if first else drive.starts_on  # 3月31日 ends it: 3月30日前
        yield from _shown(Item(plan, unit, drive.name, until, drive.filed_on, page), today)
        for phase in phases.get(drive.pk, []):
            is_over = phase.to_on if phase.to_on < today else None
            words = f"{drive.name}，{phase.name}"
            yield from _shown(Item(phase_duty, unit, words, phase.to_on, is_over, page), today)
        done_on = sent.get(drive.pk)
        url = f"{reverse('reporting:written_list')}?campaign={drive.pk}#new"
        if drive.starts_on <= today:
            yield from _shown(Item(closing, unit, drive.name, drive.ends_on, done_on, url), today)


def _shown(item: Item, today: date) -> Iterator[Item]:
    if is_shown(item, today):
        yield item


def _sweeps(units: Collection[Department], today: date) -> Iterator[Item]:
    (duty,) = duties_from(Source.SWEEP)
    by_key = {unit.pk: unit for unit in units}
    asked = (
        SweepUnit.objects.filter(
            unit__in=by_key,
            excused_at__isnull=True,
            round__kind=RoundKind.ROLLING,
            round__called_off_at__isnull=True,
            round__from_on__lte=today,
            round__due_on__gte=today - BACK,
        )
        .select_related("round")
        .annotate(first=Min("reports__at"))
    )
    for one in asked.order_by("round__due_on", "pk"):
        item = Item(
            duty,
            by_key[one.unit_id],
            one.round.title,
            one.round.due_on,
            clock.local_day(one.first) if one.first else None,
            reverse("grids:sweep", args=[one.round_id]),
            first_on=one.round.from_on,
        )
        if is_shown(item, today):
            yield item


def _follow_ups(units: Collection[Department], today: date) -> Iterator[Item]:
    """The follow-up clocks that run with a unit, as one line: the nearest day, and how many."""
    (duty,) = duties_from(Source.FOLLOW_UP)
    by_key = {unit.pk: unit for unit in of_kind(units, duty.who)}
    running = Deadline.objects.filter(
        stopped_on__isnull=True,
        clock__in=[Clock.FOLLOW_UP, Clock.LOOK_BACK],
        case__unit__in=by_key,
    )
    nearest = (
        running.order_by().values_list("case__unit").annotate(first=Min("due_on"), n=Count("pk"))
    )
    for key, first, count in nearest:
        yield Item(
            duty,
            by_key[key],
            f"共 {count} 件要回访",
            first,
            None,
            reverse("cases:list"),
            note="这里是最近的一个期限",
        )


def _marks(units: Collection[Department], today: date) -> Iterator[Item]:
    duties = duties_from(Source.MARK)
    began = beginnings(units)
    done = {
        (one.unit_id, one.duty, one.first_on): one.done_on
        for one in DutyMark.objects.filter(unit__in=[unit.pk for unit in units])
    }
    for duty in duties:
        for unit in of_kind(units, duty.who):
            for turn in turns_for(duty.every, began.get(unit.centre_id, today), today):
                item = Item(
                    duty,
                    unit,
                    words_for(duty.every, turn),
                    duty.due_on(turn),
                    done.get((unit.pk, duty.key, turn.first_on)),
                    f"{reverse('reporting:duties')}?unit={unit.pk}",
                    first_on=turn.first_on,
                )
                if is_shown(item, today):
                    yield item


def _samplings(units: Collection[Department], today: date) -> Iterator[Item]:
    """The quarter's draw; done when it was drawn."""
    (duty,) = duties_from(Source.SAMPLING)
    began = beginnings(units)
    drawn = {
        (one.centre_id, one.first_on): one
        for one in Sampling.objects.filter(last_on__gte=today - timedelta(days=200))
    }
    for unit in of_kind(units, duty.who):
        for turn in turns_for(duty.every, began.get(unit.centre_id, today), today):
            one = drawn.get((unit.centre_id, turn.first_on))
            item = Item(
                duty,
                unit,
                words_for(duty.every, turn),
                duty.due_on(turn),
                clock.local_day(one.at) if one else None,
                reverse("reporting:sampling", args=[one.pk]) if one else reverse(duty.page),
                first_on=turn.first_on,
            )
            if is_shown(item, today):
                yield item


def _sheets(units: Collection[Department], today: date) -> Iterator[Item]:
    """What was drawn from a village's lists; done when each case has its sheet."""
    (duty,) = duties_from(Source.SHEETS)
    villages = {unit.pk: unit for unit in of_kind(units, duty.who)}
    drawn = (
        SampledCase.objects.filter(
            of__unit__in=villages, of__sampling__last_on__gte=today - timedelta(days=200)
        )
        .order_by()
        .values_list("of__sampling", "of__unit", "of__sampling__first_on", "of__sampling__at")
        .annotate(n=Count("pk"), sheets=Count("sheet"), last=Max("sheet__on"))
    )
    for key, unit, first_on, at, count, sheets, last in drawn.order_by("of__sampling__first_on"):
        item = Item(
            duty,
            villages[unit],
            words_for(duty.every, turn_of(duty.every, first_on)),
            clock.local_day(at) + SHEETS_WITHIN,
            last if sheets == count else None,
            reverse("reporting:sampling", args=[key]),
            first_on=first_on,
            note=f"抽中 {count} 件，评查了 {sheets} 件",
        )
        if is_shown(item, today):
            yield item


def _at_once(units: Collection[Department], today: date) -> Iterator[Item]:
    (duty,) = duties_from(Source.AT_ONCE)
    for unit in of_kind(units, duty.who):
        yield Item(duty, unit, "随时", None, None, reverse(duty.page))


READERS = {
    Source.REPORT: _reports,
    Source.MEETING: _meetings,
    Source.RETURN: _returns,
    Source.CAMPAIGN_MONTH: _campaign_months,
    Source.CAMPAIGN_PLAN: _campaigns,  # with it the phases and the closing report
    Source.SWEEP: _sweeps,
    Source.FOLLOW_UP: _follow_ups,
    Source.SAMPLING: _samplings,
    Source.SHEETS: _sheets,
    Source.MARK: _marks,
    Source.AT_ONCE: _at_once,
}


def items_of(units: Collection[Department], sources: Collection[Source] = ()) -> Iterator[Item]:
    """Everything that the units owe in the running turn and owed lately; of some sources only."""
    if not units:
        return
    today = clock.today()
    for source, read in READERS.items():
        if not sources or source in sources:
            yield from read(units, today)
