"""苗头 on `/` (settings.TODAY_BLOCKS): what waits for the reader's unit or grid."""

from dataclasses import dataclass

from django.db.models import Q

from grids.enums import Role
from grids.enums.leads import LEAD_OVERSEERS, LEAD_REPORTERS
from grids.models import Lead
from grids.selectors.leads import for_lists, visible_leads
from grids.selectors.people import standings_today
from mediation.core.models import User

SHOWN = 20
# Their day does not begin with what a village follows; they see it in the list.
APART = LEAD_OVERSEERS | {Role.LEADER, Role.LIAISON, Role.WINDOW_CLERK}


@dataclass(frozen=True, slots=True)
class Block:
    """One section of `/`; `template` prints its `rows`, at most SHOWN. `summary` may head the page."""

    key: str
    title: str
    hint: str
    template: str
    rows: list[Lead]
    has_more: bool
    summary: str


def blocks(user: User) -> list[Block]:
    """The oldest first, in one query; nobody has a block of nothing."""
    grids: set[int] = set()
    units: set[int] = set()
    for one in standings_today(user):
        for post in one.posts:
            if post.role == Role.GRID_WORKER and post.division_id is not None:
                grids.add(post.division_id)
            elif post.role in LEAD_REPORTERS - APART:
                units.add(post.department_id)
    if not grids and not units:
        return []
    found = for_lists(visible_leads(user)).filter(
        Q(grid__in=grids) | Q(unit__in=units), answered_at__isnull=True
    )
    rows = list(found.order_by("reported_at", "pk")[: SHOWN + 1])
    if not rows:
        return []
    many = f"{SHOWN}+" if len(rows) > SHOWN else str(len(rows))
    return [
        Block(
            key="leads",
            title="等反馈的苗头",
            hint="跟踪了、答复了，上报人就会看到",
            template="grids/leads/today.html",
            rows=rows[:SHOWN],
            has_more=len(rows) > SHOWN,
            summary=f"{many} 条苗头等反馈",
        )
    ]
