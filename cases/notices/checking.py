"""Is what was written still so when it is to be sent? (`settings.NOTICE_CHECKS`)

A matter that moved on since sends nothing: the clock has stopped or got another day, somebody
else has the case, the direction is answered. Of several steps of one clock that wait for the same
person, because the house or its mail was down, only the last is said.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from django.db.models import Q

from cases.enums import OPEN, Risk, Verb
from cases.models import Case, Deadline, Direction, Event, Pause, Stage
from cases.notices import beside
from cases.notices.addressees import Addressees
from cases.notices.reminding import of_this_clock, pauses_of, running, steps_of, with_matter
from cases.notices.sessions import of_sessions
from cases.workflow.graph import LIVE
from grids.selectors import deputies_on
from mediation.core import calendar, clock
from mediation.core.deadlines import is_paused
from mediation.core.deadlines.reminders import OVER_LONG
from mediation.core.models import Notice, User

DAY = timedelta(days=1)
ARRIVALS = frozenset({Verb.REGISTER, Verb.HAND_BACK, Verb.ASSIGN, Verb.SEND_BACK, Verb.REOPEN})
DIRECTIONS = frozenset({Verb.INSTRUCT, Verb.URGE})
WHILE_OPEN = ARRIVALS | {Verb.ESCALATE}


def still_due(notices: Sequence[Notice]) -> set[int]:
    """Ids of those that still hold. A notice of something unknown here is left alone."""
    alive = {notice.pk for notice in notices}
    for source, check in CHECKS.items():
        some = [notice for notice in notices if _source(notice) == source]
        if some:
            alive -= {notice.pk for notice in some} - set(check(some))
    return alive


def _source(notice: Notice) -> str:
    return notice.subject.partition(":")[0]


def _key(notice: Notice) -> int:
    return int(notice.subject.split(":")[1])


# --- clocks ---------------------------------------------------------------------------------


def of_clocks(notices: Sequence[Notice]) -> Iterator[int]:
    keys = {_key(notice) for notice in notices}
    deadlines: dict[int, Deadline] = with_matter(running()).in_bulk(keys)
    pauses = pauses_of(deadline.case_id for deadline in deadlines.values())
    days = calendar.load()
    today = max(notice.day for notice in notices)
    people = Addressees(today)
    for notice in _without_overtaken(notices):
        deadline = deadlines.get(_key(notice))
        if deadline is None:
            continue
        step = notice.subject.split(":")[2]
        kept = of_this_clock(deadline, pauses.get(deadline.case_id, ()))
        told = dict(people.of_step(deadline, step))
        if (
            (notice.day, step) in steps_of(deadline, notice.day - DAY, notice.day, days)
            and not is_paused(kept, today)
            and notice.user_id in told.get(notice.kind, ())
        ):
            yield notice.pk


def _without_overtaken(notices: Iterable[Notice]) -> list[Notice]:
    """The last step of each clock for each person; the five-days-over ones stand beside it."""
    last: dict[tuple[int, int, str], Notice] = {}
    for notice in sorted(notices, key=lambda notice: notice.day):
        is_long_over = notice.subject.endswith(f":{OVER_LONG}")
        last[notice.user_id, _key(notice), notice.kind if is_long_over else ""] = notice
    return list(last.values())


# --- stages and acts --------------------------------------------------------------------------


def of_stages(notices: Sequence[Notice]) -> Iterator[int]:
    keys = {_key(notice) for notice in notices}
    waiting = Stage.objects.filter(pk__in=keys, left_at__isnull=True, signed_at__isnull=True)
    open_ones = set(waiting.filter(case__status__in=OPEN).values_list("pk", flat=True))
    return (notice.pk for notice in notices if _key(notice) in open_ones)


def of_acts(notices: Sequence[Notice]) -> Iterator[int]:
    keys = {_key(notice) for notice in notices}
    events = Event.objects.filter(pk__in=keys).select_related("case").in_bulk()
    stages = _open_stages(event.case_id for event in events.values())
    answered = _answered(events.values())
    standing_in = deputies_on(clock.today())
    for notice in _without_earlier_arrivals(notices):
        event = events.get(_key(notice))
        if event is not None and _act_holds(notice, event, stages, answered, standing_in):
            yield notice.pk


def _without_earlier_arrivals(notices: Iterable[Notice]) -> list[Notice]:
    """Of several arrivals of one case for one person, only the last is said."""
    last: dict[tuple[object, ...], Notice] = {}
    for notice in sorted(notices, key=lambda notice: notice.pk):
        is_arrival = notice.kind in ARRIVALS and not notice.is_urgent
        last[notice.user_id, notice.matter_key if is_arrival else notice.subject] = notice
    return list(last.values())


def _open_stages(cases: Iterable[int]) -> dict[int, Stage]:
    stages = Stage.objects.filter(case__in=set(cases), left_at__isnull=True)
    return {stage.case_id: stage for stage in stages}


def _answered(events: Iterable[Event]) -> set[int]:
    asked = {event.payload.get("direction") for event in events} - {None}
    answered = Direction.objects.filter(pk__in=asked).filter(
        Q(answered_at__isnull=False) | Q(retracted_at__isnull=False)
    )
    return set(answered.values_list("pk", flat=True))


def _act_holds(
    notice: Notice,
    event: Event,
    stages: dict[int, Stage],
    answered: set[int],
    standing_in: Mapping[int, Sequence[User]],
) -> bool:
    case: Case = event.case
    if event.verb in DIRECTIONS:
        return event.payload.get("direction") not in answered
    if event.verb in WHILE_OPEN and not case.is_open:
        return False
    if event.verb == Verb.REASSESS:
        return case.risk == Risk.RED and case.status in LIVE
    if event.verb in ARRIVALS and not notice.is_urgent:
        stage = stages.get(case.pk)
        return (
            stage is not None
            and stage.entered_at <= event.at
            and _waits_for(stage, notice, standing_in)
        )
    return True


def _waits_for(stage: Stage, notice: Notice, standing_in: Mapping[int, Sequence[User]]) -> bool:
    """Nobody has taken it up yet, or it was put into this very person's hands by another, or into
    those of somebody for whom he stands."""
    deputies = {one.pk for one in standing_in.get(stage.officer_id or 0, ())}
    if notice.user_id in {stage.officer_id, *deputies}:
        return stage.signed_by_id not in {stage.officer_id, notice.user_id}
    return stage.officer_id is None and stage.signed_at is None


def of_pauses(notices: Sequence[Notice]) -> Iterator[int]:
    keys = {_key(notice) for notice in notices}
    resting = set(
        Pause.objects.filter(pk__in=keys, to_on__isnull=True).values_list("pk", flat=True)
    )
    return (notice.pk for notice in notices if _key(notice) in resting)


CHECKS: dict[str, Callable[[Sequence[Notice]], Iterable[int]]] = {
    "deadline": of_clocks,
    "stage": of_stages,
    "pause": of_pauses,
    "event": of_acts,
    "session": of_sessions,
    **beside.CHECKS,
}
