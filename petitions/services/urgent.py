"""重大、紧急信访事项 (条例25): a report sheet, those who must know told at once, and the time line.

Facts of the event only: nobody who was there is named, and a number of a person is refused.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from cases.services import urgent
from cases.services.urgent import TEXTS
from grids.enums import Role
from grids.selectors import centre_of, people_with_role
from mediation.core import clock, numbers
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions.enums import Beside, Letter
from petitions.models import Petition, UrgentReport, UrgentStep
from petitions.selectors.urgent import may_report_urgent, urgent_reports_for
from petitions.services import beside, letters
from petitions.services.door import finish, lock

__all__ = ["TEXTS", "add_step", "may_add_step", "report_urgent"]

SERIES = urgent.Series(
    kind="urgent_report",
    number=lambda label, year, number: numbers.letter_number(label, "急报", year, number),
    address="/petitions/urgent/{}/",
    words="重大紧急信访事项报告",
    steps=UrgentStep,
)


@transaction.atomic
def report_urgent(
    actor: User,
    *,
    happened_at: datetime,
    place: str,
    head_count: int,
    petition: Petition | None = None,
    is_crime_feared: bool = False,
    **texts: Any,
) -> UrgentReport:
    """Write the sheet (F15) and tell director, 平安办, owner, and 派出所 where an offence is feared.

    `texts`: demands cause state measures advice. Of a petition it stands in its history too, with its
    letter. Raises Refused: not_yours · needs · invalid….
    """
    if petition is not None:
        petition = lock(petition)
    centre = petition.centre if petition is not None else centre_of(actor)
    if centre is None or not may_report_urgent(actor, petition):
        raise Refused(
            "not_yours",
            "重大紧急的报告单由信访接待员、窗口、包案领导、平安办或中心主任来写。",
            instead="请马上打电话告诉信访办，由他们来写",
        )
    report = UrgentReport(centre=centre, petition=petition, by=actor)
    urgent.draw_up(
        SERIES,
        report,
        happened_at=happened_at,
        place=place,
        head_count=head_count,
        is_crime_feared=is_crime_feared,
        texts=texts,
    )
    if petition is not None:
        _write_into(petition, report, actor)
    urgent.tell(SERIES, report, addressees(report))
    return report


def _write_into(petition: Petition, report: UrgentReport, actor: User) -> None:
    act = beside.begin(petition, Beside.URGENT, actor, payload={"report": report.pk})
    act.change(is_urgent=True)
    happened = clock.local(report.happened_at)
    letters.issue(
        act,
        Letter.URGENT,
        subject=f"urgent:{report.pk}",
        time=f"{happened:%Y}年{happened.month}月{happened.day}日 {happened:%H:%M}",
        place=report.place,
        head_count=report.head_count,
        cause=report.cause,
        state=report.state,
        measures=report.measures,
        advice=report.advice,
    )
    finish(act)


def addressees(report: UrgentReport) -> Iterator[tuple[str, list[User]]]:
    """Who must know at once, under the words of the time line."""
    centre = report.centre
    yield "中心主任", list(people_with_role(Role.DIRECTOR, centre))
    yield "平安办", list(people_with_role(Role.PEACE_OFFICER, centre))
    yield "信访办", list(people_with_role(Role.PETITION_OFFICER, centre))
    if report.petition is not None and report.petition.owner is not None:
        yield "包案领导", [report.petition.owner]
    if report.is_crime_feared:
        yield "派出所", list(people_with_role(Role.POLICE_OFFICER, centre))


@transaction.atomic
def add_step(
    report: UrgentReport,
    actor: User,
    *,
    to: str,
    means: str,
    text: str = "",
    reported_at: datetime | None = None,
) -> UrgentStep:
    """One more line: what was reported to which body, how and when, or what it answered.

    Raises Refused: not_yours · needs · invalid….
    """
    if not may_add_step(actor, report):
        raise Refused("not_yours", "报告经过由报告人、信访办、平安办或中心主任来记。")
    line: UrgentStep = urgent.add_by_hand(
        SERIES, report, actor, to=to, means=means, text=text, reported_at=reported_at
    )
    return line


def may_add_step(user: User, report: UrgentReport) -> bool:
    """Whoever wrote it or may write such reports, and reads this one."""
    return may_report_urgent(user) and urgent_reports_for(user).filter(pk=report.pk).exists()
