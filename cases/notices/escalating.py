"""Cases that go up by themselves, where the town has switched that on (rules.md §2 row 10)."""

import logging
from datetime import timedelta

from cases.enums import OPEN, Clock, EscalateGround, Tier, Verb
from cases.notices.reminding import running
from cases.services import move
from cases.workflow.conditions import ESCALATE_AFTER_DAYS_OVER
from mediation.core import calendar, clock
from mediation.core.accounts import system_user
from mediation.core.deadlines import days_over
from mediation.core.errors import Refused

log = logging.getLogger(__name__)


def escalate_overdue() -> int:
    """Pass up what is five days over on a village's or the street's rung; how many went.

    On working days only. Never from the leader's rung: whether a matter goes to court is for
    people to say.
    """
    today = clock.today()
    if not calendar.load().is_workday(today):
        return 0
    rungs = (
        running()
        .filter(
            clock=Clock.RUNG,
            rule__has_auto_escalate=True,
            due_on__lte=today - timedelta(days=ESCALATE_AFTER_DAYS_OVER),
            case__status__in=OPEN,
            case__tier__in=[Tier.VILLAGE, Tier.STREET],
        )
        .select_related("case")
    )
    moved = 0
    for rung in rungs.order_by("pk"):
        late = days_over(rung.due_on, today)
        try:
            move(
                rung.case,
                Verb.ESCALATE,
                system_user(),
                version=rung.case.version,
                ground=EscalateGround.OVERDUE,
                reason=f"本级办理逾期 {late} 天，按本镇设置自动上报。",
                summary="系统按本镇设置自动上报，办理经过见卷内记录。",
            )
        except Refused as refusal:  # somebody was quicker, or it is at rest
            log.info("case %s stays: %s", rung.case_id, refusal.code)
        else:
            moved += 1
    return moved
