"""Anything may happen to cases, in any order, typed late, with locks between: the books add up.

A state machine over the pure functions: register, accept, settle, end, merge, reopen, close, amend
and lock. What must hold stands in rules.md §7: the identity per village and category, 期初 = the
previous 期末, 期末 = open cases by status, locked lines for ever as they were.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from reporting.movements import Fact, Line, Place, booking_day, movements, stays
from reporting.periods import cut_off_of, period_of

START = date(2026, 1, 5)
PLACES = st.builds(
    Place, st.sampled_from([1, 2, 3]), st.sampled_from([2, 7]), st.sampled_from(["visit", "grid"])
)
ENDINGS = st.sampled_from(
    ["referred", "terminated", "withdrawn", "declined", "transferred", "merged"]
)
LATE = st.integers(0, 25)  # days between the act and its typing
WHICH = st.integers(0, 10_000)


@dataclass
class Dispute:
    place: Place
    received_on: date
    facts: list[Fact] = field(default_factory=list)
    frozen: list[Line] = field(default_factory=list)
    is_open: bool = True
    last_on: date = START

    def lines(self, last_locked: date | None) -> list[Line]:
        live = movements(self.facts, self.frozen, self.place, self.received_on, last_locked)
        return [*self.frozen, *live]


class Books(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.today = START
        self.last_locked: date | None = None
        self.disputes: list[Dispute] = []
        self.kept: dict[date, Counter[Place]] = {}

    # What people do

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(place=PLACES, late=LATE)
    def register(self, place: Place, late: int) -> None:
        received_on = max(START, self.today - timedelta(days=late))
        dispute = Dispute(place, received_on, last_on=received_on)
        self.disputes.append(dispute)
        self.book(dispute, "new", received_on)

    @precondition(lambda self: any(each.is_open for each in self.disputes))
    @rule(which=WHICH, late=LATE)
    def accept(self, which: int, late: int) -> None:
        self.book(self.pick(which, is_open=True), "accepted", self.day(which, late))

    @precondition(lambda self: any(each.is_open for each in self.disputes))
    @rule(which=WHICH, late=LATE, form=st.sampled_from(["written", "oral"]))
    def settle(self, which: int, late: int, form: str) -> None:
        dispute = self.pick(which, is_open=True)
        self.book(dispute, "resolved", self.day(which, late), form)
        dispute.is_open = False

    @precondition(lambda self: any(each.is_open for each in self.disputes))
    @rule(which=WHICH, late=LATE, outcome=ENDINGS)
    def end(self, which: int, late: int, outcome: str) -> None:
        dispute = self.pick(which, is_open=True)
        self.book(dispute, "ended", self.day(which, late), outcome)
        dispute.is_open = False

    @precondition(lambda self: not all(each.is_open for each in self.disputes))
    @rule(which=WHICH, late=LATE)
    def reopen(self, which: int, late: int) -> None:
        dispute = self.pick(which, is_open=False)
        self.book(dispute, "reopened", self.day(which, late, is_open=False), "relapse")
        dispute.is_open = True

    @precondition(lambda self: not all(each.is_open for each in self.disputes))
    @rule(which=WHICH)
    def close(self, which: int) -> None:
        self.book(self.pick(which, is_open=False), "closed", self.today)

    @precondition(lambda self: self.disputes)
    @rule(which=WHICH, place=PLACES)
    def amend(self, which: int, place: Place) -> None:
        self.disputes[which % len(self.disputes)].place = place

    @precondition(lambda self: self.disputes)
    @rule(late=st.integers(0, 9))
    def lock(self, late: int) -> None:
        cut_off = cut_off_of(max(self.today, (self.last_locked or START) + timedelta(days=1)))
        self.today = max(self.today, cut_off + timedelta(days=late))
        for dispute in self.disputes:
            dispute.frozen = [
                line for line in dispute.lines(self.last_locked) if line.booked_on <= cut_off
            ]
        self.last_locked = cut_off
        self.kept[cut_off] = self.stock(cut_off)

    # What must hold

    @invariant()
    def open_cases_are_the_stock_of_their_rows(self) -> None:
        expected = Counter(each.place for each in self.disputes if each.is_open)
        assert self.stock(date.max) == expected

    @invariant()
    def what_was_locked_stays(self) -> None:
        for cut_off, stock in self.kept.items():
            assert self.stock(cut_off) == stock

    @invariant()
    def stays_say_what_sums_say(self) -> None:
        cut_offs = {cut_off_of(line.booked_on) for line in self.lines()}
        for cut_off in cut_offs:
            found = Counter(
                stay.place
                for dispute in self.disputes
                for stay in stays(dispute.lines(self.last_locked), dispute.facts)
                if stay.kind == "open"
                and stay.entered_on <= cut_off
                and (stay.left_on is None or stay.left_on > cut_off)
            )
            assert found == self.stock(cut_off)

    @invariant()
    def a_case_has_one_line_in_and_one_out_at_most(self) -> None:
        for dispute in self.disputes:
            lines = dispute.lines(self.last_locked)
            counts = Counter(
                (cut_off_of(line.booked_on), line.kind in {"new", "reopened"})
                for line in lines
                if line.kind != "adjusted"
            )
            assert all(count == 1 for count in counts.values())
            assert [line.booked_on for line in lines] == sorted(line.booked_on for line in lines)

    @invariant()
    def nothing_new_is_booked_into_what_is_locked(self) -> None:
        if self.last_locked is None:
            return
        for dispute in self.disputes:
            live = dispute.lines(self.last_locked)[len(dispute.frozen) :]
            assert all(line.booked_on > self.last_locked for line in live)
            adjusted = [line for line in live if line.kind == "adjusted"]
            assert sum(line.amount for line in adjusted) == 0
            first = period_of(self.last_locked + timedelta(days=1)).first_on
            assert {line.booked_on for line in adjusted} <= {first}

    # Ways

    def lines(self) -> list[Line]:
        return [line for each in self.disputes for line in each.lines(self.last_locked)]

    def stock(self, upto: date) -> Counter[Place]:
        stock: Counter[Place] = Counter()
        for line in self.lines():
            if line.booked_on <= upto:
                stock[line.place] += line.change
        assert all(count >= 0 for count in stock.values())
        return +stock

    def pick(self, which: int, *, is_open: bool) -> Dispute:
        found = [each for each in self.disputes if each.is_open is is_open]
        return found[which % len(found)]

    def day(self, which: int, late: int, *, is_open: bool = True) -> date:
        dispute = self.pick(which, is_open=is_open)
        return max(dispute.last_on, self.today - timedelta(days=late))

    def book(self, dispute: Dispute, kind: str, on: date, sub: str = "") -> None:
        previous = dispute.facts[-1].booked_on if dispute.facts else None
        booked_on = booking_day(on, self.today, self.last_locked, previous)
        dispute.facts.append(Fact(kind, on, booked_on, sub))
        dispute.last_on = on


TestBooks = Books.TestCase
TestBooks.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
