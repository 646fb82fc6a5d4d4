"""What every door asks before a matter is changed: its version, and the day of the act."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mediation.core import clock
from mediation.core.errors import Refused


def check_version(matter: Any, version: int | None, verb_labels: Mapping[str, str]) -> None:
    """Refuse a change made on a screen that shows an older matter (DESIGN idea 8)."""
    if version is None or version == matter.version:
        return
    current = current_state(matter, verb_labels)
    raise Refused(
        "stale",
        f"您打开以后，这件事已经有了新的动静：{current['sentence']}",
        instead="您写的还在，请对照最新情况再提交。",
        current=current,
    )


def current_state(matter: Any, verb_labels: Mapping[str, str]) -> dict[str, Any]:
    """The body of a 409: what stands now and who made it so."""
    last = matter.events.select_related("actor").order_by("-seq").first()
    if last is None:
        sentence = ""
    else:
        label = verb_labels.get(last.verb, last.verb)
        sentence = f"{last.actor.name} {clock.local(last.at):%m月%d日 %H:%M} 已办“{label}”"
    return {
        "version": matter.version,
        "status": matter.status,
        "by": last.actor.name if last else "",
        "at": last.at.isoformat() if last else None,
        "sentence": sentence,
    }


def check_day(on: date | None, today: date, earliest: date) -> date:
    """The day of the act: today by default, never later, never before `earliest`."""
    day = on or today
    if day > today:
        raise Refused("invalid_day", "日期不能晚于今天，请再看一眼。", field="on")
    if day < earliest:
        raise Refused(
            "invalid_day", f"日期不能早于上一步（{earliest:%Y-%m-%d}），请再看一眼。", field="on"
        )
    return day
