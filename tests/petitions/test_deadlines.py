"""Which step starts and stops which clock: the clocks column of rules.md §3, row by row."""

from datetime import date
from typing import Any

import pytest

from petitions.deadlines import Moment, starting, stopping
from petitions.enums import Clock

RECEIVED, ON, DUE = date(2026, 8, 3), date(2026, 8, 10), date(2026, 8, 20)


def moment(verb: str, status: str, **more: Any) -> Moment:
    return Moment(verb, ON, RECEIVED, status, **more)


def delivery(letter: str, status: str, *, arrived: bool = False) -> Moment:
    return moment(
        "deliver", status, letter=letter, sent_on=ON, letter_received_on=ON if arrived else None
    )


EVERY = " ".join(sorted(set(Clock) - {Clock.ARCHIVE}))
ROWS = [
    ("1", moment("register", "registered"), "", "NOTIFY"),
    ("1 passed on", moment("register", "registered", is_passed_on=True), "", "NOTIFY OBJECT"),
    ("1 nobody to tell", moment("register", "registered", is_notice_waived=True), "", ""),
    ("2", moment("accept", "handling"), "OBJECT", "CONCLUDE"),
    ("3", moment("guide", "guided"), "OBJECT", ""),
    ("4", moment("forward", "forwarded"), "OBJECT", ""),
    ("5", moment("return", "returned"), "OBJECT", ""),
    ("5 agreed", moment("amend", "returned", agreed_on=ON), "NOTIFY", ""),
    ("6", moment("decline", "declined"), "OBJECT", ""),
    ("7", moment("no_longer_accept", "not_again"), "OBJECT", ""),
    ("8", moment("assign", "handling", due_on=DUE), "", "ASSIGNMENT"),
    ("9 record", moment("record", "handling"), "", ""),
    ("9 hear", moment("hear", "handling"), "", ""),
    ("10", moment("mediate", "handling"), "", ""),
    ("11", moment("extend", "handling"), "", ""),
    ("12", moment("reply", "replied"), "", ""),
    ("13 F2", delivery("acceptance", "handling"), "NOTIFY", ""),
    ("13 F3", delivery("decline", "declined"), "NOTIFY", ""),
    ("13 F3a", delivery("not_again", "not_again"), "NOTIFY", ""),
    ("13 F4", delivery("guidance", "guided"), "NOTIFY", ""),
    ("13 F5", delivery("forwarding", "forwarded"), "", ""),
    ("13 F5 notice", delivery("forward_notice", "forwarded"), "NOTIFY", ""),
    ("13 F7", delivery("extension", "handling", arrived=True), "", ""),
    ("13 F8 posted", delivery("opinion", "replied"), "CONCLUDE", ""),
    ("13 F8", delivery("opinion", "replied", arrived=True), "CONCLUDE", "Z_REVIEW"),
    (
        "13 F8, asked after with his consent",
        moment(
            "deliver",
            "replied",
            letter="opinion",
            sent_on=ON,
            letter_received_on=ON,
            has_follow_up_consent=True,
        ),
        "CONCLUDE",
        "PETITION_FOLLOW_UP Z_REVIEW",
    ),
    ("13 F8 of before", delivery("opinion", "handling", arrived=True), "", ""),
    ("13 F8 arrived late", delivery("opinion", "reviewing", arrived=True), "", ""),
    ("13 F9", delivery("review", "reviewed", arrived=True), "", "Z_FINAL"),
    ("13 F10", delivery("final", "finalised", arrived=True), "", ""),
    ("14", moment("review_requested", "reviewing"), "Z_REVIEW", "REVIEW"),
    ("15", moment("review_decided", "reviewed", result="change"), "REVIEW", ""),
    (
        "15 redo",
        moment("review_decided", "handling", result="redo"),
        "PETITION_FOLLOW_UP REVIEW",
        "CONCLUDE",
    ),
    ("16", moment("final_requested", "final_reviewing"), "Z_FINAL", "FINAL"),
    ("17", moment("final_decided", "finalised", result="uphold"), "FINAL", ""),
    (
        "17 redo",
        moment("final_decided", "handling", result="redo"),
        "FINAL PETITION_FOLLOW_UP",
        "CONCLUDE",
    ),
    ("18", moment("withdraw", "withdrawn"), EVERY, ""),
    ("19", moment("close", "closed"), EVERY, "ARCHIVE"),
    ("20", moment("reopen", "registered", is_passed_on=True), "ARCHIVE Z_FINAL Z_REVIEW", "NOTIFY"),
    ("21", moment("rate", "replied"), "", ""),
    ("22 instruct", moment("instruct", "replied", due_on=DUE), "", "INSTRUCTION"),
    ("22 urge", moment("urge", "handling"), "", "URGE"),
    ("22 whistle", moment("whistle", "handling", due_on=DUE), "", "WHISTLE"),
    ("22 report in", moment("report_in", "handling"), "", ""),
    ("22 note", moment("note", "handling"), "", ""),
    (
        "§4 follow-up",
        moment("record", "replied", record_kind="follow_up"),
        "PETITION_FOLLOW_UP",
        "",
    ),
]


@pytest.mark.parametrize(("row", "step", "stops", "starts"), ROWS, ids=lambda v: str(v)[:20])
def test_a_step_stops_and_starts_what_the_rules_say(
    row: str, step: Moment, stops: str, starts: str
) -> None:
    stopping_here = [one.clock for one in stopping(step) if not one.is_only_its_own]
    assert sorted(stopping_here) == stops.split(), row
    assert sorted(one.clock for one in starting(step)) == starts.split(), row


@pytest.mark.parametrize("verb", ["answer", "hand_back"])
def test_an_answer_stops_the_clock_of_what_was_asked_and_no_other(verb: str) -> None:
    own = {one.clock for one in stopping(moment(verb, "handling")) if one.is_only_its_own}
    asked = {"ASSIGNMENT", "INSTRUCTION", "URGE", "WHISTLE"}
    assert own == (asked if verb == "answer" else {"ASSIGNMENT"})
    assert not [one for one in stopping(moment(verb, "handling")) if not one.is_only_its_own]
