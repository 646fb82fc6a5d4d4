"""Which notices of petitions are still true when they are about to be sent (`NOTICE_CHECKS`).

A matter that moved on since sends nothing: the clock has stopped or got another day, somebody else
has it now, the direction is answered. Of several steps of one clock that wait for the same person,
because the house or its mail was down, only the last is said.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta

from mediation.core import calendar
from mediation.core.models import Notice
from petitions.enums import Status, Verb
from petitions.models import Direction, Event
from petitions.notices.addressees import PetitionAddressees
from petitions.notices.reminding import (
    running,
    steps_of,
    unsigned_assignments,
    untold_extensions,
)

DAY = timedelta(days=1)
DIRECTIONS = frozenset({Verb.ASSIGN, Verb.INSTRUCT, Verb.URGE, Verb.WHISTLE})
# Said only as long as the petition still stands where the act put it.
WHILE_THERE: dict[str, frozenset[str]] = {
    Verb.REGISTER: frozenset({Status.REGISTERED}),
    Verb.REOPEN: frozenset({Status.REGISTERED}),
    Verb.DECLINE: frozenset({Status.DECLINED}),
    Verb.NO_LONGER_ACCEPT: frozenset({Status.NOT_AGAIN}),
    Verb.REPLY: frozenset({Status.REPLIED}),
}


def still_due(notices: Sequence[Notice]) -> set[int]:
    """Ids of those that still hold. A notice of something unknown here is left alone."""
    alive = {notice.pk for notice in notices}
    for source, check in CHECKS.items():
        some = [notice for notice in notices if notice.subject.partition(":")[0] == source]
        if some:
            alive -= {notice.pk for notice in some} - set(check(some))
    return alive


def _key(notice: Notice) -> int:
    return int(notice.subject.split(":")[1])


def _last_of_each(notices: Iterable[Notice]) -> list[Notice]:
    last: dict[tuple[int, int], Notice] = {}
    for notice in sorted(notices, key=lambda notice: (notice.day, notice.pk)):
        last[notice.user_id, _key(notice)] = notice
    return list(last.values())


def of_clocks(notices: Sequence[Notice]) -> Iterator[int]:
    deadlines = running().in_bulk({_key(notice) for notice in notices})
    days = calendar.load()
    people = PetitionAddressees(max(notice.day for notice in notices))
    for notice in _last_of_each(notices):
        deadline = deadlines.get(_key(notice))
        if deadline is None:
            continue
        step = notice.subject.split(":")[2]
        is_its_day = (notice.day, step) in steps_of(deadline, notice.day - DAY, notice.day, days)
        if is_its_day and notice.user_id in people.of_step(deadline, step):
            yield notice.pk


def of_letters(notices: Sequence[Notice]) -> Iterator[int]:
    waiting = set(untold_extensions().values_list("pk", flat=True))
    return (one.pk for one in _last_of_each(notices) if _key(one) in waiting)


def of_assignments(notices: Sequence[Notice]) -> Iterator[int]:
    keys = {_key(notice) for notice in notices}
    waiting = set(unsigned_assignments().filter(pk__in=keys).values_list("pk", flat=True))
    return (one.pk for one in notices if _key(one) in waiting)


def of_acts(notices: Sequence[Notice]) -> Iterator[int]:
    keys = {_key(notice) for notice in notices}
    events = Event.objects.filter(pk__in=keys).select_related("petition").in_bulk()
    waiting = _waiting(events.values())
    people = PetitionAddressees(max(notice.day for notice in notices))
    for notice in notices:
        event = events.get(_key(notice))
        if event is not None and _holds(notice, event, waiting, people):
            yield notice.pk


def _waiting(events: Iterable[Event]) -> dict[int, list[Direction]]:
    """The directions of each petition that still wait for an answer."""
    found: dict[int, list[Direction]] = {}
    open_ones = Direction.objects.filter(
        petition__in={event.petition_id for event in events},
        answered_at__isnull=True,
        handed_back_at__isnull=True,
    )
    for one in open_ones.select_related("to_unit"):
        found.setdefault(one.petition_id, []).append(one)
    return found


def _holds(
    notice: Notice,
    event: Event,
    waiting: dict[int, list[Direction]],
    people: PetitionAddressees,
) -> bool:
    petition = event.petition
    if petition.is_sealed:
        return True
    if event.verb in DIRECTIONS:
        return petition.is_open and any(
            one.at == event.at and notice.user_id in people.desk(one.to_unit)
            for one in waiting.get(petition.pk, ())
        )
    places = WHILE_THERE.get(event.verb)
    return places is None or petition.status in places


CHECKS: dict[str, Callable[[Sequence[Notice]], Iterable[int]]] = {
    "petition_deadline": of_clocks,
    "petition_letter": of_letters,
    "petition_direction": of_assignments,
    "petition_event": of_acts,
}
