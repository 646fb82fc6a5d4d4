"""Days for an answer that hang on no clock of a matter: complaints, requests about own data."""

from dataclasses import dataclass
from datetime import date

from mediation.core import calendar
from mediation.core.deadlines.reckoning import due
from mediation.core.deadlines.rules import pick
from mediation.core.models import Rule, Unit

COMPLAINT, PERSONAL_REQUEST = "COMPLAINT", "PERSONAL_REQUEST"


@dataclass(frozen=True)
class Length:
    """Working days that count where the town has switched its own rule off."""

    length: int
    unit: str = Unit.WORKING
    rolls: bool = False


# 本镇规定: the rows of data/rules.csv, which a town may edit.
AT_MOST = {COMPLAINT: Length(3), PERSONAL_REQUEST: Length(15)}


def answer_due_on(clock: str, on: date) -> date:
    """The last day for the answer to what was said on `on`, by the rule in force that day."""
    rule = pick(Rule.objects.filter(clock=clock).order_by("pk"), clock, on)
    return due(rule or AT_MOST[clock], on, calendar.load()).on
