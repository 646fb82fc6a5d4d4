"""How a due date comes about: one pure function, and the words printed under the date."""

import calendar as months
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Protocol

from mediation.core.calendar import Calendar
from mediation.core.models import Unit

DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"
# A list of working days longer than this is told by its first and last day.
LISTED_DAYS = 10

Step = dict[str, Any]


class Measure(Protocol):
    """What due() needs of a rule; Rule and every deadline row have it."""

    @property
    def length(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def rolls(self) -> bool: ...


class Pause(Protocol):
    """from_on is in, to_on is not; to_on is None while the clock is at rest."""

    @property
    def from_on(self) -> date: ...
    @property
    def to_on(self) -> date | None: ...


class Extension(Protocol):
    """Days in the unit of the clock."""

    @property
    def days(self) -> int: ...


@dataclass(frozen=True)
class Due:
    """A due day, how it was reckoned (steps that JSON can hold) and the same in a sentence."""

    on: date
    is_provisional: bool
    reckoning: list[Step]
    text: str


def due(
    rule: Measure,
    start: date,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Extension] = (),
) -> Due:
    """Reckon the last day on which the act is in time (rules.md §4, domain.md §1.0).

    start is day 0 and not counted. Calendar days: start + n. Working days: the n-th one after
    start. Months: the same day of the month, or its last day (民法典 202). Each extension adds to
    the date before it. A pause that began while there was still time adds its days (working days
    for a working-day clock); one not yet over adds nothing so far. If the rule rolls, a last day
    off moves to the next working day (民法典 203). The date is provisional when it leans on a
    year whose holidays are not announced.

    A rule of unit `given` has no length: start is the agreed day itself.
    """
    steps: list[Step] = []
    leans_on: set[int] = set()
    on = _add(rule.unit, start, rule.length, calendar, leans_on)
    steps.append({"code": "count", "from": start, "n": rule.length, "unit": rule.unit, "to": on})
    if rule.unit == Unit.WORKING:
        steps[-1] |= _working_days(start, on, calendar)
    for extension in extensions:
        on = _add(_day_unit(rule.unit), on, extension.days, calendar, leans_on)
        steps.append({"code": "extend", "n": extension.days, "unit": rule.unit, "to": on})
    for first, last in merge_pauses(pauses):
        first = max(first, start)
        if first > on or (last is not None and last <= first):
            continue
        if last is None:
            steps.append({"code": "paused", "from": first})
            break
        days = _days_of_pause(rule.unit, first, last, calendar)
        on = _add(_day_unit(rule.unit), on, days, calendar, leans_on)
        steps.append(
            {"code": "pause", "from": first, "until": last, "n": days, "unit": rule.unit, "to": on}
        )
    if rule.rolls:
        rolled = calendar.workday_on_or_after(on)
        leans_on |= {on.year, rolled.year}
        if rolled != on:
            steps.append({"code": "roll", "from": on, "to": rolled})
        on = rolled
    years = sorted(year for year in leans_on if not calendar.is_announced(year))
    if years:
        steps.append({"code": "provisional", "years": years})
    text = _text(steps, on, is_workday=calendar.is_workday(on), rolls=rule.rolls)
    return Due(on, bool(years), [_plain(step) for step in steps], text)


def merge_pauses(pauses: Iterable[Pause]) -> list[tuple[date, date | None]]:
    """Return the pauses in order, those that touch or overlap as one; an open one is last."""
    merged: list[tuple[date, date | None]] = []
    for pause in sorted(pauses, key=lambda pause: pause.from_on):
        first, last = pause.from_on, pause.to_on
        if merged:
            before, until = merged[-1]
            if until is None:
                break
            if first <= until:
                merged[-1] = (before, None if last is None else max(until, last))
                continue
        merged.append((first, last))
    return merged


def days_over(due_on: date, today: date, pauses: Iterable[Pause] = ()) -> int:
    """Count the days by which a matter is late today; 0 on the due day and before.

    Days inside a pause do not count, so lateness stands still while the clock is at rest.
    """
    late = (today - due_on).days
    if late <= 0:
        return 0
    for first, last in merge_pauses(pauses):
        first = max(first, due_on + DAY)
        end = today + DAY if last is None else min(last, today + DAY)
        late -= max((end - first).days, 0)
    return late


def is_paused(pauses: Iterable[Pause], day: date) -> bool:
    """Whether the clock is at rest on the day."""
    return any(
        pause.from_on <= day and (pause.to_on is None or day < pause.to_on) for pause in pauses
    )


def _day_unit(unit: str) -> str:
    return Unit.WORKING if unit == Unit.WORKING else Unit.CALENDAR


def _add(unit: str, start: date, count: int, calendar: Calendar, leans_on: set[int]) -> date:
    """Add count units to start, noting the years whose calendar was asked."""
    if unit == Unit.WORKING:
        end = calendar.add_workdays(start, count)
        if end > start:
            leans_on |= set(range((start + DAY).year, end.year + 1))
        return end
    if unit == Unit.MONTHS:
        return _add_months(start, count)
    return start + count * DAY


def _add_months(start: date, count: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _days_of_pause(unit: str, first: date, last: date, calendar: Calendar) -> int:
    if unit == Unit.WORKING:
        return calendar.count_workdays(first, last)
    return (last - first).days


def _working_days(start: date, end: date, calendar: Calendar) -> Step:
    """Tell a count of working days: the days counted, and the runs of days passed over."""
    span = [start + n * DAY for n in range(1, (end - start).days + 1)]
    counted = [day for day in span if calendar.is_workday(day)]
    off = [day for day in span if not calendar.is_workday(day)]
    return {"days": counted if len(counted) <= LISTED_DAYS else [], "off": _runs(off)}


def _runs(days: Sequence[date]) -> list[list[date]]:
    """Group days into [first, last] of each unbroken run."""
    if not days:
        return []
    breaks = [day for before, day in pairwise(days) if day - before > DAY]
    firsts = [days[0], *breaks]
    lasts = [before for before, day in pairwise(days) if day - before > DAY] + [days[-1]]
    return [[first, last] for first, last in zip(firsts, lasts, strict=True)]


def _text(steps: list[Step], on: date, *, is_workday: bool, rolls: bool) -> str:
    start = steps[0]["from"]
    clauses = [_clause(step, start) for step in steps]
    if not is_workday and not rolls and steps[0]["unit"] != Unit.GIVEN:
        clauses.append("办公期限不因休息日顺延")
    return "；".join(clauses)


def _clause(step: Step, start: date) -> str:
    match step["code"]:
        case "count":
            return _counted(step, start)
        case "extend":
            return f"延长{step['n']}{_word(step['unit'])}，到{_day(step['to'], start)}"
        case "pause":
            return (
                f"{_short(step['from'], start)}至{_short(step['until'] - DAY, start)}暂停"
                f"，顺延{step['n']}{_word(step['unit'])}，到{_day(step['to'], start)}"
            )
        case "paused":
            return f"{_short(step['from'], start)}起暂停，恢复后按暂停的天数顺延"
        case "roll":
            return f"{_short(step['from'], start)}是休息日，顺延到{_day(step['to'], start)}"
        case _:
            years = "、".join(f"{year}年" for year in step["years"])
            return f"{years}放假安排还没公布，日期暂定"


def _counted(step: Step, start: date) -> str:
    to = _day(step["to"], start)
    match step["unit"]:
        case Unit.GIVEN:
            return f"约定在{to}"
        case Unit.MONTHS:
            return f"自{_short(start, start)}起{step['n']}个月，到{to}"
        case Unit.WORKING:
            listed = "、".join(_short(day, start) for day in step["days"])
            days = f"：{listed}" if listed else ""
            return f"自{_short(start, start)}起{step['n']}个工作日（当天不算）{days}，到{to}"
        case _:
            return f"自{_short(start, start)}起{step['n']}天，到{to}"


def _word(unit: str) -> str:
    return "个工作日" if unit == Unit.WORKING else "天"


def _short(day: date, start: date) -> str:
    year = "" if day.year == start.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _day(day: date, start: date) -> str:
    return f"{_short(day, start)}（周{WEEKDAYS[day.weekday()]}）"


def _plain(value: Any) -> Any:
    """Write dates as ISO text, so that the reckoning is the same before and after storing."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
