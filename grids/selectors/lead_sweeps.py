"""What a sweep led to (settings.SWEEP_RESULTS): its leads, as far as the reader sees them."""

from dataclasses import dataclass

from grids.models import Lead, SweepRound
from grids.selectors.leads import for_lists, visible_leads
from mediation.core.models import User

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Results:
    title: str
    template: str
    rows: list[Lead]
    has_more: bool


def results(user: User, round_: SweepRound) -> Results:
    """Leads that were reported in the round, the newest first."""
    found = list(for_lists(visible_leads(user).filter(sweep=round_))[: SHOWN + 1])
    return Results(
        title="上报的苗头",
        template="grids/leads/swept.html",
        rows=found[:SHOWN],
        has_more=len(found) > SHOWN,
    )
