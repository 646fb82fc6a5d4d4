"""What a report of 重大突发情况 is made of (条例25), whichever matter it is about: the sheet, those who
must know told at once, the time line.

Facts of the event only: nobody who was there is named, and a number of a person is refused.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.enums import ReportMeans
from cases.models.urgent import AbstractUrgentReport, AbstractUrgentStep
from cases.services import writing
from mediation.core import clock, notices, numbers
from mediation.core.errors import Refused
from mediation.core.models import User

TEXTS = ("demands", "cause", "state", "measures", "advice")
MOST_PEOPLE = 99_999
Addressees = Iterable[tuple[str, list[User]]]


@dataclass(frozen=True)
class Series:
    """`kind` of its numbers and notices; `number` (label of the centre, year, place in the series);
    `address` with the key in it."""

    kind: str
    number: Callable[[str, int, int], str]
    address: str
    words: str
    steps: type[AbstractUrgentStep]


def draw_up(
    series: Series,
    report: AbstractUrgentReport,
    *,
    happened_at: Any,
    place: Any,
    head_count: Any,
    is_crime_feared: bool,
    texts: dict[str, Any],
) -> None:
    """Fill in the sheet of a report that has centre and writer, number and save it.

    Raises Refused: needs · invalid….
    """
    now = clock.now()
    report.at = now
    report.happened_at = moment(happened_at, "happened_at", latest=now)
    report.place = writing.words(place, "place", 100)
    report.head_count = people(head_count)
    report.is_crime_feared = is_crime_feared
    for name in TEXTS:
        setattr(report, name, writing.words(texts.get(name), name, 2_000))
    centre = report.centre
    number = numbers.take(series.kind, centre.code, now.year)
    report.number = series.number(centre.serial_label, now.year, number)
    report.save()


def tell(series: Series, report: AbstractUrgentReport, addressees: Addressees) -> None:
    """At once and alone, at any hour (rules.md §10); each line of the time line is what was sent."""
    known = {report.by_id}
    rows: list[notices.Row] = []
    for label, members in addressees:
        told = list({one.pk: one for one in members if one.pk not in known}.values())
        known |= {one.pk for one in told}
        rows += [_notice(series, report, one) for one in told]
        if told:
            names = "、".join(one.name for one in told)
            add_line(
                series,
                report,
                report.by,
                to=f"{label} {names}"[:100],
                means=ReportMeans.SYSTEM,
                text="报告单",
            )
    notices.notify_many(rows, at=report.at)


def _notice(series: Series, report: AbstractUrgentReport, user: User) -> notices.Row:
    return notices.Row(
        user_id=user.pk,
        kind=series.kind,
        subject=f"{series.kind}:{report.pk}",
        matter_key=f"{series.kind}:{report.pk}",
        url=series.address.format(report.pk),
        text=f"{report.number}：{series.words}，请马上看",
        is_urgent=True,
    )


def add_by_hand(
    series: Series,
    report: AbstractUrgentReport,
    actor: User,
    *,
    to: Any,
    means: str,
    text: Any,
    reported_at: datetime | None,
) -> Any:
    """A line that somebody writes. Raises Refused: needs · invalid…."""
    if means not in set(ReportMeans.values) - {ReportMeans.SYSTEM}:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="means")
    if reported_at is not None:
        reported_at = moment(
            reported_at, "reported_at", latest=clock.now(), earliest=report.happened_at
        )
    return add_line(
        series,
        report,
        actor,
        to=writing.words(to, "to", 100),
        means=means,
        text=writing.words(text, "text", 2_000, is_needed=False),
        reported_at=reported_at,
    )


def add_line(
    series: Series,
    report: AbstractUrgentReport,
    by: User,
    *,
    to: str,
    means: str,
    text: str,
    reported_at: datetime | None = None,
) -> Any:
    now = clock.now()
    line: Any = series.steps(
        centre=report.centre,
        to=to,
        means=means,
        text=text,
        reported_at=reported_at or now,
        by=by,
        at=now,
    )
    line.report = report
    line.save()
    return line


def moment(
    value: Any, field: str, *, latest: datetime, earliest: datetime | None = None
) -> datetime:
    """Raises Refused: needs · invalid_day."""
    if not isinstance(value, datetime):
        raise Refused("needs", "请填日期和时间。", field=field)
    if value > latest:
        raise Refused("invalid_day", "时间不能晚于现在，请再看一眼。", field=field)
    if earliest is not None and value < earliest:
        raise Refused("invalid_day", "不能早于事情发生的时间，请再看一眼。", field=field)
    return value


def people(value: Any) -> int:
    """Raises Refused: invalid_number."""
    if not str(value).isdecimal() or not 1 <= int(value) <= MOST_PEOPLE:
        raise Refused("invalid_number", "人数请填 1 以上的数字。", field="head_count")
    return int(value)
