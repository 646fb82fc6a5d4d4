"""The risk of one case over time, as a strip: from when to when it was which colour, and why."""

from dataclasses import dataclass
from datetime import date

from cases.models import Case, RiskAssessment
from mediation.core import clock


@dataclass(frozen=True, slots=True)
class RiskSpan:
    """One assessment and how long it held; `until` is None for the one in force."""

    risk: str
    tier: str
    reason: str
    grounds: str
    from_on: date
    until: date | None
    days: int
    by: str


def risk_spans(case: Case, today: date) -> list[RiskSpan]:
    """Oldest first; a case that was never re-assessed has the one of its registration. Level file.
    One query.
    """
    rows: list[RiskAssessment] = list(case.assessments.select_related("by").order_by("pk"))
    if not rows:
        on = clock.local_day(case.registered_at)
        by = case.registered_by.name
        tier = next((one.tier for one in case.stages.all()), case.tier)
        reason = case.risk_reason
        return [RiskSpan(case.risk, tier, reason, "", on, None, _days(on, today), by)]
    ends: list[date | None] = [*(one.on for one in rows[1:]), None]
    return [
        RiskSpan(
            risk=row.risk,
            tier=row.tier,
            reason=row.reason,
            grounds=row.grounds,
            from_on=row.on,
            until=until,
            days=_days(row.on, until or today),
            by=row.by.name,
        )
        for row, until in zip(rows, ends, strict=True)
    ]


def _days(start: date, end: date) -> int:
    return max((end - start).days, 0)
