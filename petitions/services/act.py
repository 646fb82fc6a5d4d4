"""One move of a petition while it is being made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from mediation.core.acts import AbstractAct
from petitions.models import Direction, Event, IssuedLetter, Petition


@dataclass(kw_only=True)
class Act(AbstractAct):
    """An act of a petition. What its clocks need to know: `petitions.deadlines.Moment`."""

    matter_field = "petition"

    petition: Petition
    directions: tuple[Direction, ...] = ()  # those that the act gave or answered
    due_on: date | None = None
    letter: IssuedLetter | None = None  # the one delivered
    event: Event | None = None
    then: "Act | None" = None  # what was done in the same breath and is an act of its own


Handler = Callable[[Act], None]
