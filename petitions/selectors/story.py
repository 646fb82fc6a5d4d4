"""What happened to one petition, newest first, each event beside the words that belong to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from petitions import labels
from petitions.enums import Beside, Verb
from petitions.models import Direction, Event, Petition

ENDINGS = frozenset(
    {
        Verb.GUIDE,
        Verb.FORWARD,
        Verb.RETURN,
        Verb.DECLINE,
        Verb.NO_LONGER_ACCEPT,
        Verb.WITHDRAW,
        Verb.REOPEN,
    }
)
ASKED = frozenset({Verb.ASSIGN, Verb.INSTRUCT, Verb.URGE})
OF_A_DIRECTION = ASKED | {Verb.SIGN_FOR, Verb.HAND_BACK, Verb.REPORT_IN, Verb.ANSWER}


@dataclass(frozen=True, slots=True)
class Line:
    """One event. `words` is what was written with it, `more` the small print; both at file level."""

    event: Event
    mark: str
    is_filled: bool
    sentence: str
    who: str
    words: str
    more: str


def story_of(petition: Petition) -> list[Line]:
    """The lines of a petition that came through `file_of`, newest first; no query of its own."""
    words = _Words(petition)
    lines = [_line(event, *words.of(event)) for event in petition.events.all()]
    return lines[::-1]


def since(petition: Petition, version: int) -> list[Line]:
    """What happened after the screen with this version was loaded: one event per version."""
    return [line for line in story_of(petition) if line.event.seq > version]


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

    def __init__(self, petition: Petition) -> None:
        self.directions: dict[int, Direction] = {d.pk: d for d in petition.directions.all()}
        self.records: Iterator[Any] = iter(petition.records.all())
        self.endings: Iterator[Any] = iter(
            [one for one in petition.endings.all() if one.verb in ENDINGS]
        )
        self.reviews: Iterator[Any] = iter(petition.reviews.all())
        self.decided: Iterator[Any] = iter([r for r in petition.reviews.all() if r.decided_on])
        self.ratings: Iterator[Any] = iter(petition.ratings.all())
        self.supports = {one.pk: one for one in petition.supports.all()}
        self.extensions: Iterator[Any] = iter(
            sorted(
                (row for one in petition.deadlines.all() for row in one.extensions.all()),
                key=lambda row: row.pk,
            )
        )

    def of(self, event: Event) -> tuple[str, str]:
        """The main words and the small print of an event."""
        verb, payload = event.verb, event.payload
        if verb == Verb.WHISTLE:
            called = [one for one in self.directions.values() if one.at == event.at]
            units = "、".join(one.to_unit.short_name for one in called)
            return (called[0].text, f"给 {units}") if called else ("", "")
        if verb in OF_A_DIRECTION:
            return _directed(verb, self.directions.get(payload.get("direction", 0)))
        if verb in {Verb.RECORD, Verb.HEAR}:
            found = next(self.records, None)
            return (found.text, _beside(found.place, found.people)) if found else ("", "")
        if verb in ENDINGS:
            found = next(self.endings, None)
            return (found.reason, _beside(found.to, found.their_number)) if found else ("", "")
        if verb == Verb.EXTEND:
            found = next(self.extensions, None)
            return (found.reason, "") if found else ("", "")
        if verb in {Verb.REVIEW_REQUESTED, Verb.FINAL_REQUESTED}:
            found = next(self.reviews, None)
            return ("", found.body) if found else ("", "")
        if verb in {Verb.REVIEW_DECIDED, Verb.FINAL_DECIDED}:
            found = next(self.decided, None)
            return (found.text, found.number) if found else ("", "")
        if verb == Verb.RATE:
            found = next(self.ratings, None)
            return (found.words, "") if found else ("", "")
        if verb in {Beside.SUPPORT, Beside.SUPPORT_RESULT}:
            found = self.supports.get(payload.get("support", 0))
            if found is None:
                return "", ""
            return (found.text if verb == Beside.SUPPORT else found.result), ""
        return "", ""


def _directed(verb: str, direction: Direction | None) -> tuple[str, str]:
    if direction is None:
        return "", ""
    said = {Verb.ANSWER: direction.answer, Verb.HAND_BACK: direction.hand_back_reason}
    words = direction.text if verb in ASKED else said.get(Verb(verb), "")
    to = direction.to_unit.short_name
    return words, f"给 {to}" if verb in ASKED else to


def _beside(*parts: str) -> str:
    return "，".join(part for part in parts if part)
