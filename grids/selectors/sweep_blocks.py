"""排查 on `/` (settings.TODAY_BLOCKS): rounds that wait for the report of the reader's unit."""

from dataclasses import dataclass

from grids.enums import Role
from grids.selectors.sweeps import Line, owing
from mediation.core import clock
from mediation.core.models import User

SHOWN = 20
# Of the units that a rolling round asks; the others find a round of theirs by its notice.
AS_A_RULE = frozenset(
    {Role.MEDIATOR, Role.DEPARTMENT_OFFICER, Role.POLICE_OFFICER, Role.JUSTICE_OFFICER}
)


@dataclass(frozen=True, slots=True)
class Block:
    """One section of `/`; `template` prints its `rows`, at most SHOWN. `summary` may head the page."""

    key: str
    title: str
    hint: str
    template: str
    rows: list[Line]
    has_more: bool
    summary: str


def blocks(user: User) -> list[Block]:
    """The most pressing first, in one query; nobody has a block of nothing."""
    rows = owing(user, AS_A_RULE)
    if not rows:
        return []
    late = sum(line.asked.round.due_on < clock.today() for line in rows)
    return [
        Block(
            key="sweeps",
            title="等您单位报的排查",
            hint="没有排查出纠纷的也要报一次",
            template="grids/sweeps/today.html",
            rows=rows[:SHOWN],
            has_more=len(rows) > SHOWN,
            summary=f"{late} 轮排查过期没有报" if late else "",
        )
    ]
