"""Which step starts and stops which clock: the clocks column of rules.md §2, row by row."""

from datetime import date
from typing import Any

import pytest

from cases.deadlines import CLOCKS, Kind, Moment, Start, is_office, starting, stopping
from cases.enums import Clock
from mediation.core.deadlines import seed_rules

ON = date(2026, 11, 2)
RECEIVED = date(2026, 10, 29)
ALL = {clock.value for clock in Clock}


def moment(verb: str, tier: str = "village", status: str = "mediating", **more: Any) -> Moment:
    return Moment(verb, ON, tier, status, received_on=RECEIVED, **more)


# (row of rules.md §2, the step, what it stops, what it starts), written from that table.
ROWS = [
    ("1", moment("register", status="registered"), "", "ANSWER RUNG"),
    ("2 village", moment("accept"), "ANSWER", "MEDIATION PROGRESS"),
    ("2 street", moment("accept", "street"), "ANSWER", "MEDIATION PROGRESS"),
    ("2 leader", moment("accept", "leader"), "ANSWER", "PROGRESS"),
    ("3", moment("decline", status="declined"), "ANSWER RUNG MEDIATION PROGRESS", ""),
    ("4", moment("hand_back", status="registered"), "", ""),
    ("5", moment("assign"), "", ""),
    ("6", moment("sign_for"), "", ""),
    ("7", moment("schedule"), "", ""),
    ("8", moment("record"), "", ""),
    (
        "9 written",
        moment("settle", status="settled", form="written", obligations_on=(date(2026, 12, 1),)),
        "ANSWER RUNG MEDIATION PROGRESS",
        "CONFIRM PERFORM FOLLOW_UP FOLLOW_UP LOOK_BACK",
    ),
    (
        "9 oral",
        moment("settle", status="settled", form="oral"),
        "ANSWER RUNG MEDIATION PROGRESS",
        "FOLLOW_UP LOOK_BACK",
    ),
    (
        "9 not confirmable",
        moment("settle", status="settled", form="written", is_confirmable=False),
        "ANSWER RUNG MEDIATION PROGRESS",
        "FOLLOW_UP LOOK_BACK",
    ),
    ("10 to street", moment("escalate", "street", tier_before="village"), "RUNG", "RUNG"),
    ("10 to leader", moment("escalate", "leader", tier_before="street"), "RUNG MEDIATION", "RUNG"),
    (
        "10 to court",
        moment("escalate", "litigation", "referred", tier_before="leader"),
        " ".join(sorted(ALL)),
        "REFERRAL",
    ),
    ("11 to village", moment("send_back", "village", tier_before="street"), "RUNG", "RUNG"),
    (
        "11 from leader",
        moment("send_back", "street", tier_before="leader"),
        "RUNG",
        "RUNG MEDIATION",
    ),
    ("14 not ended by a step beside the ladder", moment("reassess"), "", ""),
    (
        "18",
        moment("reopen", status="registered"),
        "REFERRAL CONFIRM PERFORM FOLLOW_UP LOOK_BACK ARCHIVE",
        "ANSWER RUNG",
    ),
    ("20", moment("instruct", due_on=date(2026, 11, 9)), "", "INSTRUCTION"),
    ("21", moment("urge"), "", "URGE"),
    ("23", moment("whistle", due_on=date(2026, 11, 9)), "", "WHISTLE"),
    ("23 before accepting", moment("whistle", status="registered", due_on=ON), "", "WHISTLE"),
    ("24", moment("report_in"), "", ""),
    ("25", moment("extend"), "", ""),
    ("26", moment("pause"), "", ""),
    ("27", moment("resume"), "", ""),
    ("29", moment("deliver"), "", ""),
    ("30", moment("recuse"), "", ""),
    ("31", moment("amend"), "", ""),
    ("32 mediating", moment("note"), "PROGRESS", "PROGRESS"),
    ("32 registered", moment("note", status="registered"), "PROGRESS", ""),
    ("32 closed", moment("note", status="closed"), "PROGRESS", ""),
    ("34 applied", moment("confirm", status="settled", confirm_step="applied"), "CONFIRM", ""),
    ("34 waived", moment("confirm", status="settled", confirm_step="waived"), "CONFIRM", ""),
    ("34 accepted", moment("confirm", status="settled", confirm_step="accepted"), "", ""),
    ("34 ruled", moment("confirm", status="settled", confirm_step="ruled"), "", ""),
]


@pytest.mark.parametrize(("row", "step", "stops", "starts"), ROWS, ids=lambda v: str(v)[:20])
def test_a_step_stops_and_starts_what_the_rules_say(
    row: str, step: Moment, stops: str, starts: str
) -> None:
    stopped = [stop.clock for stop in stopping(step) if not stop.is_only_its_own]
    assert sorted(stopped) == sorted(stops.split()), row
    assert sorted(start.clock for start in starting(step)) == sorted(starts.split()), row


@pytest.mark.parametrize("verb", ["refer", "transfer", "withdraw", "terminate", "merge", "close"])
def test_the_ways_out_stop_every_clock_but_the_archives(verb: str) -> None:
    """Rows 12–17: stop all. ARCHIVE runs only after closing, so there is none to stop."""
    step = moment(verb, status={"refer": "referred", "close": "closed"}.get(verb, "withdrawn"))
    assert {stop.clock for stop in stopping(step)} == ALL - {"ARCHIVE"}
    started = {"refer": ["REFERRAL"], "close": ["ARCHIVE"]}.get(verb, [])
    assert [start.clock for start in starting(step)] == started


def test_the_answer_is_counted_from_receipt_and_the_rung_from_now() -> None:
    days = {start.clock: start.on for start in starting(moment("register", status="registered"))}
    assert days == {Clock.ANSWER: RECEIVED, Clock.RUNG: ON}
    again = {start.clock: start.on for start in starting(moment("reopen", status="registered"))}
    assert again == {Clock.ANSWER: ON, Clock.RUNG: ON}


def test_every_obligation_has_its_clock_and_the_last_one_its_visit() -> None:
    days = (date(2026, 12, 1), date(2027, 3, 1), date(2027, 1, 1))
    step = moment("settle", status="settled", form="written", obligations_on=days)
    found = [start for start in starting(step) if start.clock in ("PERFORM", "FOLLOW_UP")]
    assert found == [
        Start(Clock.PERFORM, days[0], subject="", is_office=False),
        Start(Clock.PERFORM, days[1], subject="2", is_office=False),
        Start(Clock.PERFORM, days[2], subject="3", is_office=False),
        Start(Clock.FOLLOW_UP, ON),
        Start(Clock.FOLLOW_UP, days[1], "obligation", subject="obligation"),
    ]


@pytest.mark.parametrize(
    ("result", "rounds", "again"),
    [
        ("", 1, True),
        ("unknown", 2, True),
        ("unknown", 3, False),
        ("judged", 1, False),
        ("not_filed", 1, False),
    ],
)
def test_a_referral_without_a_result_is_asked_again_three_times_in_all(
    result: str, rounds: int, again: bool
) -> None:
    step = moment(
        "follow_up", "litigation", "referred", court_result=result, referral_rounds=rounds
    )
    assert [start.clock for start in starting(step)] == (["REFERRAL"] if again else [])
    assert not starting(moment("follow_up", status="settled", referral_rounds=rounds))


@pytest.mark.parametrize(
    ("verb", "clocks"),
    [
        ("answer", {"INSTRUCTION", "URGE", "WHISTLE"}),
        ("retract", {"INSTRUCTION", "URGE", "WHISTLE"}),
        ("perform", {"PERFORM"}),
        ("follow_up", {"FOLLOW_UP", "LOOK_BACK", "REFERRAL"}),
    ],
)
def test_an_answer_stops_only_what_it_answers(verb: str, clocks: set[str]) -> None:
    found = stopping(moment(verb, status="settled"))
    assert {stop.clock for stop in found} == clocks
    assert all(stop.is_only_its_own for stop in found)


def test_orders_and_the_parties_rights_are_not_the_offices_due_day() -> None:
    assert {clock for clock in Clock if not is_office(clock)} == {
        "INSTRUCTION",
        "URGE",
        "WHISTLE",
        "CONFIRM",
        "PERFORM",
    }
    assert {row.kind for row in CLOCKS if row.clock == "RUNG"} == {Kind.OFFICE}


def test_every_clock_has_a_row_and_a_rule() -> None:
    assert {row.clock for row in CLOCKS} == set(Clock)
    assert set(Clock) <= {rule.clock for rule in seed_rules()}
    assert {(row.clock, row.variant) for row in CLOCKS} <= {
        (rule.clock, rule.variant) for rule in seed_rules()
    }
