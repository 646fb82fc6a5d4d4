"""重大突发情况随时报送 (seed 001, 003; 条例25): of a case, of a lead, or of an event that is neither."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cases import access
from cases.enums import Beside
from cases.models import Case, InstantReport, InstantStep
from cases.selectors.instant import instant_reports_for, may_report_instantly
from cases.services import telling, urgent
from cases.services.act import Act
from cases.services.door import finish, lock
from grids.enums import Role
from grids.models import Lead
from grids.selectors import centre_of, heads_of, people_with_role
from mediation.core import clock, numbers
from mediation.core.errors import Refused
from mediation.core.models import User

SERIES = urgent.Series(
    kind="instant_report",
    number=numbers.instant_report_number,
    address="/instant-reports/{}/",
    words="突发情况即时报",
    steps=InstantStep,
)


def report_instantly(
    actor: User, *, form_key: UUID | str | None = None, **facts: Any
) -> InstantReport:
    """Write the sheet and tell those who must know at once; the same `form_key` again gives the
    first report back and tells nobody twice.

    `facts`: as `_report`. Raises Refused: not_yours · needs · invalid… · form_key_used.
    """
    if known := _known(actor, form_key):
        return known
    try:
        with transaction.atomic():
            return _report(actor, form_key=form_key, **facts)
    except IntegrityError:  # the same key, sent twice at once
        if known := _known(actor, form_key):
            return known
        raise


def _known(actor: User, form_key: UUID | str | None) -> InstantReport | None:
    found = InstantReport.objects.filter(form_key=form_key).first() if form_key else None
    if found is not None and found.by_id != actor.pk:
        raise Refused("form_key_used", "这张报告单已经报过了，请重新打开。")
    return found


def _report(
    actor: User,
    *,
    form_key: UUID | str | None,
    happened_at: datetime,
    place: str,
    head_count: int,
    case: Case | None = None,
    lead: Lead | None = None,
    is_crime_feared: bool = False,
    **texts: Any,
) -> InstantReport:
    """Director, 平安办, the case's leader, officer and head, or the head of the unit that follows the
    lead, and 派出所 where an offence is feared.

    `texts`: demands cause state measures advice. Of a case it stands in its history, too.
    """
    if case is not None:
        case = lock(case)
    of = case or lead
    centre = of.centre if of is not None else centre_of(actor)
    if centre is None or not may_report_instantly(actor, case, lead):
        raise Refused(
            "not_yours",
            "这件事的即时报由承办人、单位负责人、包案领导、平安办或中心主任来写。",
            instead="请马上打电话告诉平安办，由他们来写",
        )
    report = InstantReport(centre=centre, case=case, lead=lead, by=actor, form_key=form_key)
    urgent.draw_up(
        SERIES,
        report,
        happened_at=happened_at,
        place=place,
        head_count=head_count,
        is_crime_feared=is_crime_feared,
        texts=texts,
    )
    if case is not None:
        _write_into(case, report, actor)
    urgent.tell(SERIES, report, addressees(report))
    return report


def _write_into(case: Case, report: InstantReport, actor: User) -> None:
    now = clock.now()
    act = Act(case=case, verb=Beside.URGENT, actor=actor, on=clock.local_day(now), now=now)
    act.tier_before, act.status_before = case.tier, case.status
    act.on_behalf_of = access.stood_for(actor, case)
    act.payload["report"] = report.pk
    finish(act)


def addressees(report: InstantReport) -> Iterator[tuple[str, list[User]]]:
    """Who must know at once, under the words of the time line."""
    centre, case = report.centre, report.case
    yield "中心主任", list(people_with_role(Role.DIRECTOR, centre))
    yield "平安办", list(people_with_role(Role.PEACE_OFFICER, centre))
    if case is not None:
        yield "责任领导", list(telling.responsible_leader(case))
        yield "承办人", list(telling.receivers(case))
        yield "单位负责人", list(heads_of(case.unit))
    elif report.lead is not None:
        yield "跟踪单位负责人", list(heads_of(report.lead.unit))
    if report.is_crime_feared:
        yield "派出所", list(people_with_role(Role.POLICE_OFFICER, centre))


@transaction.atomic
def add_step(
    report: InstantReport,
    actor: User,
    *,
    to: str,
    means: str,
    text: str = "",
    reported_at: datetime | None = None,
) -> InstantStep:
    """One more line: what was reported to which body, how and when, or what it answered.

    Raises Refused: not_yours · needs · invalid….
    """
    if not may_add_step(actor, report):
        raise Refused("not_yours", "报告经过由报告人、承办单位、平安办或中心主任来记。")
    line: InstantStep = urgent.add_by_hand(
        SERIES, report, actor, to=to, means=means, text=text, reported_at=reported_at
    )
    return line


def may_add_step(user: User, report: InstantReport) -> bool:
    """Whoever may write such reports and reads this one."""
    return (
        may_report_instantly(user, report.case, report.lead)
        and instant_reports_for(user).filter(pk=report.pk).exists()
    )
