"""重大、紧急信访事项 (条例25): a report sheet, those who must know told at once, and the time line.

Facts of the event only: nobody who was there is named, and a number of a person is refused.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from cases.services import writing
from grids.enums import Role
from grids.selectors import centre_of, people_with_role
from mediation.core import clock, notices, numbers
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions.enums import Beside, Letter, ReportMeans
from petitions.models import Petition, UrgentReport, UrgentStep
from petitions.selectors.urgent import may_report_urgent, urgent_reports_for
from petitions.services import beside, letters
from petitions.services.door import finish, lock

SERIES = "urgent_report"
SIGN = "急报"  # 李信急报〔2026〕1号
TEXTS = ("demands", "cause", "state", "measures", "advice")
MOST_PEOPLE = 99_999


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
    now = clock.now()
    report = UrgentReport(
        centre=centre,
        petition=petition,
        happened_at=_moment(happened_at, "happened_at", latest=now),
        place=writing.words(place, "place", 100),
        head_count=_people(head_count),
        is_crime_feared=is_crime_feared,
        by=actor,
        at=now,
        **{name: writing.words(texts.get(name), name, 2_000) for name in TEXTS},
    )
    year = now.year
    number = numbers.take(SERIES, centre.code, year)
    report.number = numbers.letter_number(centre.serial_label, SIGN, year, number)
    report.save()
    if petition is not None:
        _write_into(petition, report, actor)
    tell(report)
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


def tell(report: UrgentReport) -> None:
    """At once and alone, at any hour (rules.md §10); each line of the time line is what was sent."""
    known = {report.by_id}
    rows: list[notices.Row] = []
    for label, people in addressees(report):
        told = [one for one in people if one.pk not in known]
        known |= {one.pk for one in told}
        rows += _notices(report, told)
        if told:
            names = "、".join(one.name for one in told)
            _step(report, f"{label} {names}"[:100], ReportMeans.SYSTEM, "报告单", report.by)
    notices.notify_many(rows, at=report.at)


def _notices(report: UrgentReport, people: Iterable[User]) -> list[notices.Row]:
    return [
        notices.Row(
            user_id=one.pk,
            kind=SERIES,
            subject=f"{SERIES}:{report.pk}",
            matter_key=f"{SERIES}:{report.pk}",
            url=f"/petitions/urgent/{report.pk}/",
            text=f"{report.number}：重大紧急信访事项报告，请马上看",
            is_urgent=True,
        )
        for one in people
    ]


def _step(
    report: UrgentReport,
    to: str,
    means: str,
    text: str,
    by: User,
    reported_at: datetime | None = None,
) -> UrgentStep:
    now = clock.now()
    return UrgentStep.objects.create(
        centre=report.centre,
        report=report,
        to=to,
        means=means,
        text=text,
        reported_at=reported_at or now,
        by=by,
        at=now,
    )


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
    if means not in set(ReportMeans.values) - {ReportMeans.SYSTEM}:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="means")
    if reported_at is not None:
        reported_at = _moment(
            reported_at, "reported_at", latest=clock.now(), earliest=report.happened_at
        )
    return _step(
        report,
        writing.words(to, "to", 100),
        means,
        writing.words(text, "text", 2_000, is_needed=False),
        actor,
        reported_at,
    )


def may_add_step(user: User, report: UrgentReport) -> bool:
    """Whoever wrote it or may write such reports, and reads this one."""
    return may_report_urgent(user) and urgent_reports_for(user).filter(pk=report.pk).exists()


def _moment(
    value: Any, field: str, *, latest: datetime, earliest: datetime | None = None
) -> datetime:
    if not isinstance(value, datetime):
        raise Refused("needs", "请填日期和时间。", field=field)
    if value > latest:
        raise Refused("invalid_day", "时间不能晚于现在，请再看一眼。", field=field)
    if earliest is not None and value < earliest:
        raise Refused("invalid_day", "不能早于事情发生的时间，请再看一眼。", field=field)
    return value


def _people(value: Any) -> int:
    if not str(value).isdecimal() or not 1 <= int(value) <= MOST_PEOPLE:
        raise Refused("invalid_number", "人数请填 1 以上的数字。", field="head_count")
    return int(value)
