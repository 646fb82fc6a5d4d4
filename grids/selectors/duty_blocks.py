"""Campaigns and registers on `/` (settings.TODAY_BLOCKS): what the reader's unit owes, and what
waits for his approval."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q

from grids.enums import HANDLING_ROLES
from grids.enums.registers import RegisterState
from grids.models import Register
from grids.registers import KINDS
from grids.selectors.campaigns import open_tasks, owed_months
from grids.selectors.people import standings_today
from grids.selectors.registers import Posts, posts_of
from mediation.core import clock
from mediation.core.models import User

SHOWN = 20
# What is due later than this is not today's work yet.
AHEAD = timedelta(days=7)
APPROVED_BY = {code: kind.approvers for code, kind in KINDS.items() if kind.approvers}
ANSWERED = [code for code, kind in KINDS.items() if kind.has_answer]


@dataclass(frozen=True, slots=True)
class Block:
    """One section of `/`; `template` prints its `rows`, at most SHOWN. `summary` may head the page."""

    key: str
    title: str
    hint: str
    template: str
    rows: list[Any]
    has_more: bool
    summary: str


def blocks(user: User) -> list[Block]:
    """In four queries at most, none for who holds no such post; nobody has a block of nothing."""
    me = posts_of(user)
    found = []
    if me.units(HANDLING_ROLES):
        soon = clock.today() + AHEAD
        tasks = list(open_tasks(user).filter(due_on__lte=soon)[: SHOWN + 1])
        found.append(
            _block(
                "campaign_tasks", "专项行动的任务", "做完了报一句", "tasks", tasks, "项任务要完成"
            )
        )
        months = owed_months(user, soon)[: SHOWN + 1]
        found.append(
            _block(
                "campaign_months",
                "专项行动的月推进",
                "没有新情况也报一句",
                "months",
                months,
                "份月推进要报",
            )
        )
    if waiting := _waiting(user, me):
        lines = Register.objects.filter(waiting).select_related("unit", "to_unit", "by")
        rows = list(lines.order_by("due_on", "pk")[: SHOWN + 1])
        found.append(
            _block(
                "register_lines",
                "台账里等您的",
                "审批，或者写办理结果",
                "lines",
                rows,
                "条台账等您",
            )
        )
    return [block for block in found if block.rows]


def _waiting(user: User, me: Posts) -> Q:
    """Lines to approve, not one's own; lines addressed to one's unit whose day is near."""
    found = Q()
    kinds = [code for code, roles in APPROVED_BY.items() if me.roles & roles]
    if kinds:
        towns = Q()
        for path in me.towns:
            towns |= Q(centre__path__startswith=path)
        asked = Q(kind__in=kinds, state=RegisterState.ASKED) & towns
        found |= asked & ~Q(by__in=[one.user for one in standings_today(user)])
    if units := me.units(HANDLING_ROLES):
        found |= Q(
            kind__in=ANSWERED,
            to_unit__in=units,
            done_on__isnull=True,
            due_on__lte=clock.today() + AHEAD,
        ) & ~Q(state=RegisterState.STRUCK)
    return found


def _block(key: str, title: str, hint: str, name: str, rows: list[Any], words: str) -> Block:
    has_more = len(rows) > SHOWN
    many = f"{SHOWN}+" if has_more else str(len(rows))
    return Block(
        key=key,
        title=title,
        hint=hint,
        template=TEMPLATES[name],
        rows=rows[:SHOWN],
        has_more=has_more,
        summary=f"{many} {words}",
    )


TEMPLATES = {
    "tasks": "grids/campaigns/today.html",
    "months": "grids/campaigns/months_today.html",
    "lines": "grids/registers/today.html",
}
