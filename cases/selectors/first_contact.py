"""首接负责 on `/` (settings.TODAY_BLOCKS): visits that were left without an outcome."""

from dataclasses import dataclass

from django.db.models import Q

from cases import access
from cases.models import Visit
from cases.selectors.visits import may_read_window, visible_visits
from grids.enums import Role
from grids.selectors.rooms import OFFICE_CLOSES
from mediation.core import clock
from mediation.core.models import User

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Block:
    """One section of `/`; `template` prints its `rows`, at most SHOWN. `summary` may head the page."""

    key: str
    title: str
    hint: str
    template: str
    rows: list[Visit]
    has_more: bool
    summary: str


def blocks(user: User) -> list[Block]:
    """Of a window's worker those that he called himself, of the director all of the centre: of
    earlier days, and from closing time on of today too. One query.
    """
    if not may_read_window(user):
        return []
    now = clock.now()
    is_closed = now.time() >= OFFICE_CLOSES
    owed = Q(on__lte=now.date()) if is_closed else Q(on__lt=now.date())
    is_director = Role.DIRECTOR in access.standing(user).roles
    if not is_director:
        owed &= Q(served_by=user)
    found = visible_visits(user).filter(owed, left_at__isnull=True).order_by("on", "ticket")
    rows = list(found[: SHOWN + 1])
    if not rows:
        return []
    many = f"{SHOWN}+" if len(rows) > SHOWN else str(len(rows))
    return [
        Block(
            key="left_open",
            title="来访还没有写结果",
            hint="全中心的" if is_director else "您接待的，写好才能叫下一位",
            template="cases/visits/left_open.html",
            rows=rows[:SHOWN],
            has_more=len(rows) > SHOWN,
            summary=f"{many} 个来访还没有写结果",
        )
    ]
