"""How long something has waited, in the words of the counter."""

from datetime import datetime, timedelta

from mediation.core import clock
from mediation.core.calendar import Calendar

HOUR = 60


def minutes_in(length: timedelta) -> int:
    """Whole minutes, never below 0."""
    return max(int(length.total_seconds()) // 60, 0)


def waited(since: datetime, calendar: Calendar) -> str:
    """37 分 · 2 小时 · 3 个工作日: of the day in minutes and hours, beyond it in working days."""
    today, day = clock.today(), clock.local_day(since)
    if day == today:
        minutes = minutes_in(clock.now() - since)
        return f"{minutes} 分" if minutes < HOUR else f"{minutes // HOUR} 小时"
    days = calendar.count_workdays(day, today)
    return f"{days} 个工作日" if days else f"{(today - day).days} 天"
