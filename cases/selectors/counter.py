"""The queue page of one clerk (screen b), in a fixed number of queries; never by person."""

import hashlib
from dataclasses import astuple, dataclass
from datetime import timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q

from cases import access, enums
from cases.enums import VisitOutcome
from cases.models import Visit
from cases.selectors.visits import (
    WindowNow,
    may_serve,
    queue,
    served_minutes,
    serving,
    visible_visits,
    waited_minutes,
    windows_now,
)
from cases.selectors.waiting import minutes_in
from grids.enums import Role
from grids.models import Division
from mediation.core import clock
from mediation.core.models import User

LONG_MINUTES = 10
FINISHED_SHOWN = 5
# Where somebody sits who chose no window at the log-in.
WINDOW_OF_ROLE = {
    Role.PETITION_OFFICER: enums.Window.PETITION,
    Role.JUSTICE_OFFICER: enums.Window.LEGAL,
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One ticket that waits; minutes are whole ones."""

    pk: int
    label: str
    name: str
    place: str
    said: str
    priority: str
    minutes: int

    @property
    def is_long(self) -> bool:
        return self.minutes >= LONG_MINUTES


@dataclass(frozen=True, slots=True)
class Served:
    """A visit at this clerk's desk; `is_earlier`: of an earlier day, still without an outcome."""

    visit: Visit
    minutes: int
    is_earlier: bool


@dataclass(frozen=True, slots=True)
class DayOfWindow:
    """Of the visits that ended today at one window: how many, and mean whole minutes."""

    count: int
    waited: int
    served: int


@dataclass(frozen=True, slots=True)
class Queue:
    """The queues as they are now: `shown` is the one whose tickets are listed, `own` the clerk's."""

    own: str
    shown: str
    windows: list[WindowNow]
    waiting: list[Waiting]
    next_label: str
    day: DayOfWindow
    may_serve: bool

    @property
    def own_window(self) -> WindowNow:
        return self._window(self.own)

    @property
    def shown_window(self) -> WindowNow:
        return self._window(self.shown)

    @property
    def others(self) -> list[WindowNow]:
        return [one for one in self.windows if one.window != self.own]

    @property
    def all_waiting(self) -> int:
        return sum(one.waiting for one in self.windows)

    @property
    def state(self) -> str:
        """The same word as long as nothing on the screen would change."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]

    @property
    def news(self) -> str:
        """What is read aloud when it changes: not the minutes, which always do."""
        if not self.own_window.waiting:
            return f"{self.own_window.label}窗口没有人在等"
        return f"{self.own_window.waiting} 位在等，下一位 {self.next_label}"

    def _window(self, window: str) -> WindowNow:
        return next(one for one in self.windows if one.window == window)


def window_of(user: User, chosen: str) -> str:
    """The window at which he sits: the one chosen in this session, else that of his post."""
    if chosen in enums.Window.values:
        return chosen
    roles = access.standing(user).roles
    return next(
        (window for role, window in WINDOW_OF_ROLE.items() if role in roles),
        enums.Window.MEDIATION,
    )


def queue_now(user: User, centre: Division, own: str, shown: str) -> Queue:
    """Four queries, whichever window is shown."""
    here = [_waiting(one) for one in queue(user, shown)]
    first = queue(user, own).values_list("ticket", flat=True)[:1]
    labels = [Visit(ticket=ticket).label for ticket in first]
    return Queue(
        own=str(own),
        shown=str(shown),  # a plain word: `state` is the same for a choice and for what was asked
        windows=windows_now(centre),
        waiting=here,
        next_label=labels[0] if labels else "",
        day=_day_of(user, shown),
        may_serve=may_serve(user),
    )


def _waiting(visit: Visit) -> Waiting:
    return Waiting(
        pk=visit.pk,
        label=visit.label,
        name=visit.name_to_call,
        place=visit.division.short_name if visit.division else "",
        said=visit.said,
        priority=visit.get_priority_display() if visit.priority else "",
        minutes=waited_minutes(visit),
    )


def _day_of(user: User, window: str) -> DayOfWindow:
    waited = ExpressionWrapper(F("called_at") - F("taken_at"), DurationField())
    served = ExpressionWrapper(F("left_at") - F("called_at"), DurationField())
    ended = Q(left_at__isnull=False, called_at__isnull=False) & ~Q(outcome=VisitOutcome.GONE)
    found = (
        visible_visits(user)
        .filter(ended, on=clock.today(), window=window)
        .order_by()
        .aggregate(count=Count("pk"), waited=Avg(waited), served=Avg(served))
    )
    return DayOfWindow(found["count"], _minutes(found["waited"]), _minutes(found["served"]))


def _minutes(length: timedelta | None) -> int:
    return minutes_in(length) if length is not None else 0


def at_the_desk(user: User) -> list[Served]:
    """Whom this clerk has called and not finished; what is left of earlier days comes first."""
    today = clock.today()
    found = [Served(one, served_minutes(one), one.on < today) for one in serving(user)]
    return sorted(found, key=lambda one: not one.is_earlier)


def ended_today(user: User) -> list[Visit]:
    """The last few that he finished today: an outcome may be taken back on the same day."""
    mine = visible_visits(user).filter(served_by=user, on=clock.today(), left_at__isnull=False)
    return list(mine.order_by("-left_at", "-pk")[:FINISHED_SHOWN])
