"""The day on which a claim lapses, as somebody typed it."""

from datetime import date
from typing import Any

from mediation.core import clock
from mediation.core.errors import Refused

EARLIEST_YEAR = 1980  # an older day is a slip of the keyboard
LONGEST_LIMITATION = 20  # years, 民法典188条


def limitation_day(value: Any) -> date | None:
    """It may lie ahead or behind; a slip of the year is asked about. Raises `Refused`: invalid_day."""
    if not value:
        return None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise Refused("invalid_day", "日期没看懂，请重新选。", field="limitation_on") from None
    if not EARLIEST_YEAR <= day.year <= clock.today().year + LONGEST_LIMITATION:
        raise Refused("invalid_day", "时效的年份请再看一眼。", field="limitation_on")
    return day
