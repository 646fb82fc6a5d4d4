"""What a sweep led to (settings.SWEEP_RESULTS): its cases, as far as the reader sees them."""

from dataclasses import dataclass

from cases import access
from cases.selectors.matters import for_lists
from cases.selectors.rows import Row, rows
from grids.models import SweepRound
from mediation.core.models import User

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Results:
    title: str
    template: str
    rows: list[Row]
    has_more: bool


def results(user: User, round_: SweepRound) -> Results:
    """Cases that were registered as found by the round, the newest first."""
    found = for_lists(access.visible_to(user).filter(sweep=round_)).order_by("-pk")
    cases = list(found[: SHOWN + 1])
    return Results(
        title="登记的案件",
        template="cases/swept/cases.html",
        rows=rows(cases[:SHOWN]),
        has_more=len(cases) > SHOWN,
    )
