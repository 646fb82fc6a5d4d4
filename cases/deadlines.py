"""Which step of a case starts and stops which clock (rules.md §2 and §4), as one table. Pure.

Lengths, units and what may pause a clock are rows (`core.Rule`); this is only when it runs. A step
stops first and starts then, so a second note begins PROGRESS anew.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from cases.enums import AgreementForm, Clock, ConfirmStep, CourtResult, Status, Tier
from cases.enums import Verb as V

REFERRAL_ROUNDS = 3
LOWER_RUNGS = frozenset({Tier.VILLAGE, Tier.STREET})


class Kind(Enum):
    """Whose time it is."""

    OFFICE = "our own; the nearest of these is the case's due day"
    ORDER = "an answer somebody asked for"
    PARTIES = "the parties' right or promise"


@dataclass(frozen=True)
class Moment:
    """What the table asks of a step. tier and status are those after it."""

    verb: str
    on: date
    tier: str
    status: str
    tier_before: str = ""
    received_on: date | None = None
    bridge_on: date | None = None
    form: str = ""
    is_confirmable: bool = True
    obligations_on: tuple[date | None, ...] = ()  # in their order; None was done on the spot
    due_on: date | None = None
    court_result: str = ""
    referral_rounds: int = 0
    confirm_step: str = ""


@dataclass(frozen=True)
class Start:
    """A clock that begins: `on` is its day 0, or the agreed day of a clock without a length."""

    clock: Clock
    on: date
    variant: str = ""
    subject: str = ""
    is_office: bool = True


@dataclass(frozen=True)
class Stop:
    """A clock that ends: every running row of it, or only the one that the step is about.

    That one is: for answer and retract, the direction's; for perform, the obligation's; for
    follow_up, of all clocks it names the rows that are due, else the nearest.
    """

    clock: Clock
    is_only_its_own: bool = False


Days = Iterable[date | None]
Condition = Callable[[Moment], bool]


@dataclass(frozen=True)
class ClockRow:
    """One clock: the steps that start it (with its day 0, or several) and those that end it."""

    clock: Clock
    kind: Kind
    starts: Mapping[str, Callable[[Moment], Days]]
    stops: Mapping[str, Condition]
    stops_its_own: frozenset[str] = frozenset()
    variant: str = ""


def that_day(moment: Moment) -> Days:
    return (moment.on,)


def receipt(moment: Moment) -> Days:
    return (moment.received_on or moment.on,)


def agreed_day(moment: Moment) -> Days:
    return (moment.due_on,)


def below_the_leader(moment: Moment) -> Days:
    """Joint investigation on the leader's rung is not mediation. A letter that sent the case here
    sets the day on which it was signed for (rules.md §4)."""
    return (moment.bridge_on or moment.on,) if moment.tier in LOWER_RUNGS else ()


def down_from_the_leader(moment: Moment) -> Days:
    """Lower down mediation goes on; from the leader's rung it begins anew."""
    return (moment.on,) if moment.tier_before == Tier.LEADER else ()


def still_open(moment: Moment) -> Days:
    return (moment.on,) if moment.status != Status.REFERRED else ()


def referred(moment: Moment) -> Days:
    return (moment.on,) if moment.status == Status.REFERRED else ()


def no_result_yet(moment: Moment) -> Days:
    """Asked and no answer from the court: again in 30 days, three rounds in all."""
    is_again = (
        moment.status == Status.REFERRED
        and moment.court_result in ("", CourtResult.UNKNOWN)
        and moment.referral_rounds < REFERRAL_ROUNDS
    )
    return (moment.on,) if is_again else ()


def written_and_confirmable(moment: Moment) -> Days:
    is_so = moment.form == AgreementForm.WRITTEN and moment.is_confirmable
    return (moment.on,) if is_so else ()


def each_obligation(moment: Moment) -> Days:
    return moment.obligations_on


def last_obligation(moment: Moment) -> Days:
    days = [day for day in moment.obligations_on if day is not None]
    return (max(days),) if days else ()


def while_mediating(moment: Moment) -> Days:
    return (moment.on,) if moment.status == Status.MEDIATING else ()


def always(*verbs: str) -> dict[str, Condition]:
    return dict.fromkeys(verbs, lambda _: True)


def gives_up_or_applies(moment: Moment) -> bool:
    """The thirty days are for applying; what the court does then has its own time."""
    return moment.confirm_step in (ConfirmStep.APPLIED, ConfirmStep.WAIVED)


def to_the_leader(moment: Moment) -> bool:
    return moment.tier == Tier.LEADER


# These end every clock that runs; so does the step from the leader's rung to the court.
ENDS_ALL = (V.REFER, V.TRANSFER, V.WITHDRAW, V.TERMINATE, V.MERGE, V.CLOSE)
OUT = (*ENDS_ALL, V.SETTLE, V.DECLINE)

CLOCKS: tuple[ClockRow, ...] = (
    ClockRow(
        Clock.ANSWER,
        Kind.OFFICE,
        starts={V.REGISTER: receipt, V.REOPEN: that_day},
        stops=always(V.ACCEPT, *OUT),
    ),
    ClockRow(
        Clock.RUNG,
        Kind.OFFICE,
        starts={
            V.REGISTER: that_day,
            V.ESCALATE: still_open,
            V.SEND_BACK: that_day,
            V.REOPEN: that_day,
        },
        stops=always(V.ESCALATE, V.SEND_BACK, *OUT),
    ),
    ClockRow(
        Clock.MEDIATION,
        Kind.OFFICE,
        starts={V.ACCEPT: below_the_leader, V.SEND_BACK: down_from_the_leader},
        stops=always(*OUT) | {V.ESCALATE: to_the_leader},
    ),
    ClockRow(
        Clock.PROGRESS,
        Kind.OFFICE,
        starts={V.ACCEPT: that_day, V.NOTE: while_mediating},
        stops=always(V.NOTE, *OUT),
    ),
    ClockRow(
        Clock.REFERRAL,
        Kind.OFFICE,
        starts={V.REFER: that_day, V.ESCALATE: referred, V.FOLLOW_UP: no_result_yet},
        stops=always(V.REOPEN, *ENDS_ALL),
        stops_its_own=frozenset({V.FOLLOW_UP}),
    ),
    ClockRow(
        Clock.INSTRUCTION,
        Kind.ORDER,
        starts={V.INSTRUCT: agreed_day},
        stops=always(*ENDS_ALL),
        stops_its_own=frozenset({V.ANSWER, V.RETRACT}),
    ),
    ClockRow(
        Clock.URGE,
        Kind.ORDER,
        starts={V.URGE: that_day},
        stops=always(*ENDS_ALL),
        stops_its_own=frozenset({V.ANSWER, V.RETRACT}),
    ),
    ClockRow(
        Clock.WHISTLE,
        Kind.ORDER,
        starts={V.WHISTLE: agreed_day},
        stops=always(*ENDS_ALL),
        stops_its_own=frozenset({V.ANSWER, V.RETRACT}),
    ),
    ClockRow(
        Clock.CONFIRM,
        Kind.PARTIES,
        starts={V.SETTLE: written_and_confirmable},
        stops={V.CONFIRM: gives_up_or_applies} | always(V.REOPEN, *ENDS_ALL),
    ),
    ClockRow(
        Clock.PERFORM,
        Kind.PARTIES,
        starts={V.SETTLE: each_obligation},
        stops=always(V.REOPEN, *ENDS_ALL),
        stops_its_own=frozenset({V.PERFORM}),
    ),
    ClockRow(
        Clock.FOLLOW_UP,
        Kind.OFFICE,
        starts={V.SETTLE: that_day},
        stops=always(V.REOPEN, *ENDS_ALL),
        stops_its_own=frozenset({V.FOLLOW_UP}),
    ),
    ClockRow(
        Clock.FOLLOW_UP,
        Kind.OFFICE,
        starts={V.SETTLE: last_obligation},
        stops=always(V.REOPEN, *ENDS_ALL),
        stops_its_own=frozenset({V.FOLLOW_UP}),
        variant="obligation",
    ),
    ClockRow(
        Clock.LOOK_BACK,
        Kind.OFFICE,
        starts={V.SETTLE: that_day},
        stops=always(V.REOPEN, *ENDS_ALL),
        stops_its_own=frozenset({V.FOLLOW_UP}),
    ),
    ClockRow(
        Clock.ARCHIVE,
        Kind.OFFICE,
        starts={V.CLOSE: that_day},
        stops=always("archived", V.REOPEN),
    ),
)


def starting(moment: Moment) -> list[Start]:
    """Return the clocks that the step starts, if a rule governs them (`core.deadlines.pick`).

    Several rows of one clock are told apart by their subject.
    """
    return [
        Start(
            row.clock,
            day,
            row.variant,
            subject=row.variant or (str(number) if number > 1 else ""),
            is_office=row.kind is Kind.OFFICE,
        )
        for row in CLOCKS
        if moment.verb in row.starts
        for number, day in enumerate(row.starts[moment.verb](moment), start=1)
        if day is not None
    ]


def stopping(moment: Moment) -> list[Stop]:
    """Return the clocks that the step stops, each once, before those that it starts."""
    if moment.verb == V.ESCALATE and moment.status == Status.REFERRED:
        return [Stop(clock) for clock in Clock]
    stops: dict[Clock, Stop] = {}
    for row in CLOCKS:
        condition = row.stops.get(moment.verb)
        if condition is not None and condition(moment):
            stops[row.clock] = Stop(row.clock)
        elif moment.verb in row.stops_its_own:
            stops[row.clock] = Stop(row.clock, is_only_its_own=True)
    return list(stops.values())


def is_office(clock: str) -> bool:
    """Whether the clock may be the due day that lists show."""
    return any(row.clock == clock and row.kind is Kind.OFFICE for row in CLOCKS)
