"""One move while it is being made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cases.models import Case, Direction, Event
from mediation.core.acts import AbstractAct


@dataclass(kw_only=True)
class Act(AbstractAct):
    """An act of a case."""

    matter_field = "case"

    case: Case
    tier_before: str = ""
    # What the clocks of this act need to know (`cases.deadlines.Moment`).
    clock_day: date | None = None  # where clocks start on another day than the act's
    direction: Direction | None = None
    directions: tuple[Direction, ...] = ()  # several at once: a whistle, a clock for each
    due_on: date | None = None
    obligations_on: tuple[date | None, ...] = ()  # None: performed on the spot, no clock
    is_confirmable: bool = True
    clock_subject: str | None = None  # of several rows of one clock, the one the act is about
    event: Event | None = None

    @property
    def outcome(self) -> str | None:
        return self.case.outcome


Handler = Callable[[Act], None]
