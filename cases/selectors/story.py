"""What happened to one case, newest first, each event beside the words that belong to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import enums, labels
from cases.enums import StageOutcome, Verb
from cases.models import Case, Direction, Event
from mediation.core import clock

DIRECTIONS = frozenset({Verb.INSTRUCT, Verb.URGE, Verb.ANSWER, Verb.REPORT_IN, Verb.RETRACT})
ENDINGS = frozenset({Verb.DECLINE, Verb.REFER, Verb.TRANSFER, Verb.WITHDRAW, Verb.TERMINATE})
QUIET_DAYS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One event. `words` is what was written with it, at file level; minutes are not among it."""

    event: Event
    mark: str
    is_filled: bool
    sentence: str
    who: str
    words: str
    more: str


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the 1+1+1+3, with his last act in this case."""

    seat: str
    name: str
    last: str
    is_quiet: bool


def story_of(case: Case) -> list[Line]:
    """The lines of a case that came through `file_of`, newest first; no query of its own."""
    words = _Words(case)
    lines = [_line(event, *words.of(event)) for event in case.events.all()]
    return lines[::-1]


def since(case: Case, version: int) -> list[Line]:
    """What happened after the screen with this version was loaded: one event per version."""
    return [line for line in story_of(case) if line.event.seq > version]


def _line(event: Event, words: str, more: str) -> Line:
    who = event.actor.name
    if event.on_behalf_of:
        who = f"{who} 代 {event.on_behalf_of.name}"
    if event.prepared_by:
        who = f"{who}（{event.prepared_by.name} 拟办）"
    return Line(
        event=event,
        mark=labels.MARKS.get(event.verb, "记"),
        is_filled=event.verb in labels.FILLED,
        sentence=labels.sentence(event),
        who=who,
        words=words,
        more=more,
    )


class _Words:
    """Hands out the rows written with each event, in the order in which they were written."""

    def __init__(self, case: Case) -> None:
        self.directions: dict[int, Direction] = {d.pk: d for d in case.directions.all()}
        self.recusals: Iterator[Any] = iter(case.recusals.all())
        self.pauses: Iterator[Any] = iter(case.pauses.all())
        self.notes: Iterator[Any] = iter(case.notes.all())
        self.follow_ups: Iterator[Any] = iter(case.follow_ups.all())
        self.endings: Iterator[Any] = iter(case.endings.all())
        self.left: dict[str, Iterator[Any]] = {
            verb: iter([s for s in case.stages.all() if s.outcome == outcome])
            for verb, outcome in (
                (Verb.SEND_BACK, StageOutcome.SENT_BACK),
                (Verb.HAND_BACK, StageOutcome.HANDED_BACK),
                (Verb.ASSIGN, StageOutcome.REASSIGNED),
                (Verb.MERGE, StageOutcome.MERGED),
            )
        }
        self.up = iter(
            [
                s
                for s in case.stages.all()
                if s.outcome == StageOutcome.ESCALATED
                or (s.outcome == StageOutcome.REFERRED and s.summary)
            ]
        )

    def of(self, event: Event) -> tuple[str, str]:
        """The main words and the small print of an event."""
        verb, payload = event.verb, event.payload
        if verb in DIRECTIONS:
            direction = self.directions.get(payload.get("direction", 0))
            if direction is None:
                return "", ""
            said: dict[str, str] = {Verb.ANSWER: direction.answer, Verb.REPORT_IN: direction.report}
            is_ask = verb not in (*said, Verb.RETRACT)
            return direction.text if is_ask else said.get(verb, ""), _to(direction)
        if verb == Verb.WHISTLE:
            called = [self.directions[key] for key in payload.get("directions", ())]
            return called[0].text if called else "", "，".join(_to(one) for one in called)
        if verb == Verb.RECUSE:
            found = next(self.recusals, None)
            return (found.reason, f"{found.user.name} 回避") if found else ("", "")
        if verb == Verb.PAUSE:
            found = next(self.pauses, None)
            return (found.reason, "") if found else ("", "")
        if verb == Verb.NOTE:
            note = next(self.notes, None)
            return (note.stuck, f"下一步：{note.next_step}") if note else ("", "")
        if verb == Verb.FOLLOW_UP:
            found = next(self.follow_ups, None)
            return (found.text, _followed(found)) if found else ("", "")
        if verb == Verb.ESCALATE:
            if payload.get("from_tier") == enums.Tier.LEADER:
                next(self.endings, None)
            stage = next(self.up, None)
            return (stage.reason, stage.summary) if stage else ("", "")
        if verb in ENDINGS or verb == Verb.MERGE:
            ending = next(self.endings, None)
            return (ending.reason, ending.where_to) if ending else ("", "")
        if verb in self.left and (verb != Verb.ASSIGN or payload.get("unit")):
            stage = next(self.left[verb], None)
            return (stage.reason, "") if stage else ("", "")
        return "", ""


def _to(direction: Direction) -> str:
    to = direction.to_user.name if direction.to_user else ""
    unit = direction.to_unit.short_name if direction.to_unit else ""
    return f"给 {unit} {to}".strip()


def _followed(found: Any) -> str:
    parts = (
        found.get_how_display(),
        found.get_performed_display() if found.performed else "",
        found.get_court_result_display() if found.court_result else "",
        found.get_satisfied_display() if found.satisfied else "",
    )
    return "，".join(part for part in parts if part)


def team_of(case: Case, today: date) -> list[Seat]:
    """The responsibility team, each with his last act; silence is shown, never judged."""
    last: dict[int, Event] = {event.actor_id: event for event in case.events.all()}
    seats = []
    for member in case.team.all():
        event = last.get(member.user_id)
        since_on = clock.local_day(event.at) if event else clock.local_day(case.registered_at)
        quiet = (today - since_on).days
        is_quiet = case.is_open and quiet >= QUIET_DAYS
        said = f"{labels.day(since_on)} {labels.label(Verb, event.verb)}" if event else "还没有动作"
        seats.append(
            Seat(
                member.get_seat_display(),
                member.user.name,
                f"{quiet} 天没动" if is_quiet else said,
                is_quiet,
            )
        )
    return seats
