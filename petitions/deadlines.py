"""Which step of a petition starts and stops which clock (rules.md §3 and §4), as one table. Pure.

Lengths, units and what rolls are rows (`core.Rule`); this is only when it runs. A step stops first
and starts then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from petitions.enums import TOLD_BY, Clock, Letter, RecordKind, ReviewResult, Status
from petitions.enums import Verb as V


class Kind(Enum):
    """Whose time it is."""

    OFFICE = "our own; the nearest of these is the petition's due day"
    CHANCE = "what we may still do; it lapses and nobody is late"
    ORDER = "an answer somebody asked for"
    PETITIONER = "the petitioner's right"
    ABOVE = "the body above; we only follow it"


@dataclass(frozen=True)
class Moment:
    """What the table asks of a step. `status` is where it leaves the petition; `sent_on` and
    `letter_received_on` are the letter's days."""

    verb: str
    on: date
    received_on: date  # the petition's: starts NOTIFY and OBJECT
    status: str = ""
    is_passed_on: bool = False
    is_notice_waived: bool = False
    is_notice_due_again: bool = False  # a correction: there is somebody to be told after all
    agreed_on: date | None = None  # the sender takes back what was returned
    letter: str = ""
    sent_on: date | None = None
    letter_received_on: date | None = None
    has_follow_up_consent: bool = False
    result: str = ""
    record_kind: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Start:
    """A clock that begins: `on` is its day 0, or the agreed day of a clock without a length."""

    clock: Clock
    on: date
    variant: str = ""
    is_office: bool = True


@dataclass(frozen=True)
class Stop:
    """A clock that ends on `on` (the day of the act where None): all rows, or the direction's own."""

    clock: Clock
    on: date | None = None
    is_only_its_own: bool = False


Day = Callable[[Moment], date | None]
Condition = Callable[[Moment], bool]


@dataclass(frozen=True)
class ClockRow:
    """One clock: the steps that start it, with its day 0, and those that end it."""

    clock: Clock
    kind: Kind
    starts: Mapping[str, Day]
    stops: Mapping[str, Condition]
    stops_its_own: frozenset[str] = frozenset()


def that_day(moment: Moment) -> date | None:
    return moment.on


def receipt(moment: Moment) -> date | None:
    """Every letter runs against us from the day it came, unless nobody can be told (条例23)."""
    return None if moment.is_notice_waived else moment.received_on


def receipt_from_another(moment: Moment) -> date | None:
    return moment.received_on if moment.is_passed_on else None


def agreed_day(moment: Moment) -> date | None:
    return moment.due_on


def receipt_after_all(moment: Moment) -> date | None:
    return receipt(moment) if moment.is_notice_due_again else None


def opinion_received(moment: Moment) -> date | None:
    """No right begins with a receipt that is written down after it was used."""
    return moment.letter_received_on if is_opinion_of_now(moment) else None


def review_received(moment: Moment) -> date | None:
    is_of_now = moment.letter == Letter.REVIEW and moment.status == Status.REVIEWED
    return moment.letter_received_on if is_of_now else None


def opinion_received_with_consent(moment: Moment) -> date | None:
    return opinion_received(moment) if moment.has_follow_up_consent else None


def begun_anew(moment: Moment) -> date | None:
    """The body above had it done again."""
    return moment.on if done_again(moment) else None


def always(*verbs: str) -> dict[str, Condition]:
    return dict.fromkeys(verbs, lambda _: True)


def told(moment: Moment) -> bool:
    """A letter counts as told when it was sent: posted in time is in time (row 13)."""
    return moment.letter == TOLD_BY.get(moment.status) and moment.sent_on is not None


def is_opinion_of_now(moment: Moment) -> bool:
    """Not one that the body above has had done again."""
    return moment.letter == Letter.OPINION and moment.status == Status.REPLIED


def opinion_sent(moment: Moment) -> bool:
    return is_opinion_of_now(moment) and moment.sent_on is not None


def taken_back_or_nobody_to_tell(moment: Moment) -> bool:
    return moment.agreed_on is not None or moment.is_notice_waived


def done_again(moment: Moment) -> bool:
    return moment.result == ReviewResult.REDO


def asked_after(moment: Moment) -> bool:
    return moment.record_kind == RecordKind.FOLLOW_UP


ENDS_ALL = (V.WITHDRAW, V.CLOSE)

CLOCKS: tuple[ClockRow, ...] = (
    ClockRow(
        Clock.NOTIFY,
        Kind.OFFICE,
        starts={V.REGISTER: receipt, V.REOPEN: receipt, V.AMEND: receipt_after_all},
        stops={V.DELIVER: told, V.AMEND: taken_back_or_nobody_to_tell} | always(*ENDS_ALL),
    ),
    ClockRow(
        Clock.OBJECT,
        Kind.CHANCE,
        starts={V.REGISTER: receipt_from_another},
        stops=always(
            V.ACCEPT, V.GUIDE, V.FORWARD, V.RETURN, V.DECLINE, V.NO_LONGER_ACCEPT, *ENDS_ALL
        ),
    ),
    ClockRow(
        Clock.CONCLUDE,
        Kind.OFFICE,
        starts={V.ACCEPT: that_day, V.REVIEW_DECIDED: begun_anew, V.FINAL_DECIDED: begun_anew},
        stops={V.DELIVER: opinion_sent} | always(*ENDS_ALL),
    ),
    ClockRow(
        Clock.ASSIGNMENT,
        Kind.ORDER,
        starts={V.ASSIGN: agreed_day},
        stops=always(*ENDS_ALL),
        stops_its_own=frozenset({V.ANSWER, V.HAND_BACK}),
    ),
    ClockRow(
        Clock.INSTRUCTION,
        Kind.ORDER,
        starts={V.INSTRUCT: agreed_day},
        stops=always(*ENDS_ALL),
        stops_its_own=frozenset({V.ANSWER}),
    ),
    ClockRow(
        Clock.URGE,
        Kind.ORDER,
        starts={V.URGE: that_day},
        stops=always(*ENDS_ALL),
        stops_its_own=frozenset({V.ANSWER}),
    ),
    ClockRow(
        Clock.WHISTLE,
        Kind.ORDER,
        starts={V.WHISTLE: agreed_day},
        stops=always(*ENDS_ALL),
        stops_its_own=frozenset({V.ANSWER}),
    ),
    ClockRow(
        Clock.Z_REVIEW,
        Kind.PETITIONER,
        starts={V.DELIVER: opinion_received},
        stops=always(V.REVIEW_REQUESTED, V.REOPEN, *ENDS_ALL),
    ),
    ClockRow(
        Clock.REVIEW,
        Kind.ABOVE,
        starts={V.REVIEW_REQUESTED: that_day},
        stops=always(V.REVIEW_DECIDED, *ENDS_ALL),
    ),
    ClockRow(
        Clock.Z_FINAL,
        Kind.PETITIONER,
        starts={V.DELIVER: review_received},
        stops=always(V.FINAL_REQUESTED, V.REOPEN, *ENDS_ALL),
    ),
    ClockRow(
        Clock.FINAL,
        Kind.ABOVE,
        starts={V.FINAL_REQUESTED: that_day},
        stops=always(V.FINAL_DECIDED, *ENDS_ALL),
    ),
    ClockRow(
        Clock.PETITION_FOLLOW_UP,
        Kind.OFFICE,
        starts={V.DELIVER: opinion_received_with_consent},
        stops={V.RECORD: asked_after, V.REVIEW_DECIDED: done_again, V.FINAL_DECIDED: done_again}
        | always(*ENDS_ALL),
    ),
    ClockRow(
        Clock.ARCHIVE,
        Kind.OFFICE,
        starts={V.CLOSE: that_day},
        stops=always("archived", V.REOPEN),
    ),
)


def starting(moment: Moment) -> list[Start]:
    """Return the clocks that the step starts, if a rule governs them (`core.deadlines.pick`)."""
    found = []
    for row in CLOCKS:
        day = row.starts[moment.verb](moment) if moment.verb in row.starts else None
        if day is not None:
            found.append(Start(row.clock, day, is_office=row.kind is Kind.OFFICE))
    return found


def stopping(moment: Moment) -> list[Stop]:
    """Return the clocks that the step stops, each once, before those that it starts."""
    stops = []
    days: dict[str, date | None] = {V.DELIVER: moment.sent_on, V.AMEND: moment.agreed_on}
    day = days.get(moment.verb)
    for row in CLOCKS:
        condition = row.stops.get(moment.verb)
        if condition is not None and condition(moment):
            stops.append(Stop(row.clock, day))
        elif moment.verb in row.stops_its_own:
            stops.append(Stop(row.clock, is_only_its_own=True))
    return stops


def is_office(clock: str) -> bool:
    """Whether the clock may be the due day that lists show."""
    return any(row.clock == clock and row.kind is Kind.OFFICE for row in CLOCKS)
