"""排查: rounds, reports, visits, urging. Who is missing is in view; nobody who was met is."""

from grids.services.sweeps.reports import report
from grids.services.sweeps.rounds import call_off, excuse, make_rolling_rounds, open_round, set_rule
from grids.services.sweeps.urging import urge, urge_missing
from grids.services.sweeps.visits import record_visit

__all__ = [
    "call_off",
    "excuse",
    "make_rolling_rounds",
    "open_round",
    "record_visit",
    "report",
    "set_rule",
    "urge",
    "urge_missing",
]
