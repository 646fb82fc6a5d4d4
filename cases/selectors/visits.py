"""Reading the counter: who waits, who is being served, what was left open. Never by person."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from cases import access, enums
from cases.models import Visit
from cases.models.visits import DRAFT_PREFIX
from grids.access import WINDOW_READERS, WINDOW_WORKERS
from grids.models import Division
from mediation.core import clock, drafts
from mediation.core.models import User

WAITING = Q(called_at__isnull=True, left_at__isnull=True)
BEING_SERVED = Q(called_at__isnull=False, left_at__isnull=True)


@dataclass(frozen=True, slots=True)
class WindowNow:
    """One window at this moment; minutes are whole ones."""

    window: str
    label: str
    served_by: list[str]  # names of the staff who serve here now
    waiting: int
    longest_minutes: int


def may_serve(user: User) -> bool:
    """Sits at a window today, himself or for a colleague."""
    return not access.standing(user).roles.isdisjoint(WINDOW_WORKERS)


def may_read_window(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(WINDOW_READERS)


def visible_visits(user: User) -> QuerySet[Visit]:
    """Visits of the user's centre for who works at its windows, and its director; else nothing."""
    if not may_read_window(user):
        return Visit.objects.none()
    return Visit.objects.filter(centre__in=access.standing(user).centres).select_related(
        "division", "served_by"
    )


def typed_at_windows(kind: str, key: str) -> drafts.Kept | None:
    """The form of a ticket (`Visit.draft_key`) as it was typed last at the windows of its centre."""

    def may_write(writer: User) -> bool:
        at = visible_visits(writer).filter(pk=key.removeprefix(DRAFT_PREFIX))
        return may_serve(writer) and at.exists()

    return drafts.load_shared(kind, key, may_write)


def in_turn(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """In the order of calling: who has priority, then who came first."""
    is_later = Case(
        When(priority="", then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    return visits.annotate(is_later=is_later).order_by("is_later", "taken_at", "pk")


def queue(user: User, window: str) -> QuerySet[Visit]:
    """Who waits today for a window, in the order of calling."""
    return in_turn(visible_visits(user).filter(WAITING, on=clock.today(), window=window))


def serving(user: User) -> QuerySet[Visit]:
    """The visits that the user has called and not finished, the last called first, any day's."""
    return visible_visits(user).filter(BEING_SERVED, served_by=user).order_by("-called_at", "-pk")


def unfinished_before(user: User, day: date) -> QuerySet[Visit]:
    """What the user called on an earlier day and left without an outcome."""
    return serving(user).filter(on__lt=day).order_by("on", "ticket")


def left_open(user: User, day: date) -> QuerySet[Visit]:
    """Visits of a day that have no outcome, called or not, by ticket."""
    return visible_visits(user).filter(on=day, left_at__isnull=True).order_by("ticket")


def of_matter(matter_key: str, *, may_read_words: bool = False) -> QuerySet[Visit]:
    """The visits that became or joined one matter ("case:12"), oldest first.

    What was said at the door is for who works there. What was newly said of a matter that was
    here already is a part of its record: only its readers get the words (`may_read_words`). The
    caller has checked that his reader sees the matter.
    """
    found = Visit.objects.filter(matter_key=matter_key).order_by("taken_at", "pk")
    private = (
        ("name_to_call", "said") if may_read_words else ("name_to_call", "said", "outcome_words")
    )
    return found.defer(*private)


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from one instant to a later one, never below 0."""
    return max(int((end - start).total_seconds()) // 60, 0)


def waited_minutes(visit: Visit) -> int:
    """Minutes from the ticket to the call, or until now; a transfer does not start it again."""
    return minutes_between(visit.taken_at, visit.called_at or visit.left_at or clock.now())


def served_minutes(visit: Visit) -> int:
    """Minutes from the call to the end, or until now; 0 for one who was not called."""
    if visit.called_at is None:
        return 0
    return minutes_between(visit.called_at, visit.left_at or clock.now())


def windows_now(centre: Division) -> list[WindowNow]:
    """The four windows in their order, for the staff of the centre. One query.

    A window at which nobody is being served just now has an empty `served_by`.
    """
    now = clock.now()
    rows = list(
        Visit.objects.filter(centre=centre, on=clock.today(), left_at__isnull=True)
        .select_related("served_by")
        .only("window", "served_by", "taken_at", "called_at", "left_at", "served_by__name")
        .order_by("taken_at", "pk")
    )
    found = []
    for window in enums.Window:
        here = [one for one in rows if one.window == window]
        waiting = [one for one in here if one.called_at is None]
        names = dict.fromkeys(one.served_by.name for one in here if one.served_by is not None)
        longest = minutes_between(waiting[0].taken_at, now) if waiting else 0
        found.append(WindowNow(window, window.label, list(names), len(waiting), longest))
    return found
