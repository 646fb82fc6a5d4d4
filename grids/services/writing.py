"""What is typed on the pages of places and posts: words without private numbers, days in order."""

from datetime import date
from typing import Any

from mediation.core.errors import Refused
from mediation.core.privacy import find_private_numbers


def words(value: Any, field: str, most: int, *, is_needed: bool = True) -> str:
    """A text as typed, without the numbers of anybody.

    Raises `Refused`: needs · invalid_text.
    """
    text = str(value or "").strip()
    if not text and is_needed:
        raise Refused("needs", "这一格还没有填。", field=field)
    if len(text) > most:
        raise Refused("invalid_text", f"最多 {most} 个字，请精简一些。", field=field)
    if find_private_numbers(text):
        raise Refused(
            "invalid_text",
            "这里写了电话或证件号，请去掉。",
            instead="号码只写在案件的当事人那一栏",
            field=field,
        )
    return text


def day(
    value: Any, field: str, *, earliest: date | None = None, latest: date | None = None
) -> date:
    """A day between two others, both included.

    Raises `Refused`: needs · invalid_day.
    """
    if not value:
        raise Refused("needs", "请选一个日期。", field=field)
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise Refused("invalid_day", "日期写成 2026-11-14 这样。", field=field) from None
    if earliest and found < earliest:
        raise Refused("invalid_day", f"这一天要在{day_words(earliest)}或以后。", field=field)
    if latest and found > latest:
        raise Refused("invalid_day", f"这一天要在{day_words(latest)}或以前。", field=field)
    return found


def day_words(day: date) -> str:
    """11月14日; the year is said where it is not this one by the page."""
    return f"{day.month}月{day.day}日"
