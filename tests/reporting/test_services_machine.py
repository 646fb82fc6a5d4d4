"""Random acts through the real door, with locks, corrections and a merge between: the tables add up.

The small sister of `test_books_machine`, on the database and with everything that cases do. The
identity per village and category, 期初 = the previous 期末, Σ villages = Σ categories = Σ sources =
total, 期末 = open cases counted from `status`; snapshot + later bookings = live in every cell; what
was locked stays, whatever is entered late, corrected, merged or tried with raw SQL.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import Error, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cases import services
from cases.models import Case
from grids.services.changes import merge
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting import checks, invariants
from reporting.models import HalfMonth, Movement, Snapshot
from reporting.periods import cut_off_of, period_of, previous
from reporting.selectors import table
from reporting.selectors.corrections import corrected_rows, differences, kept_differences
from reporting.services import corrections, lock
from tests.cases.factories import fields_for, registration
from tests.factories import V1, V2, Town

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = date(2026, 3, 9)
WHICH, LATE = st.integers(0, 1000), st.integers(0, 20)
V3 = "500102011210"  # it may be merged into V2 on the way
VILLAGES, CATEGORIES = st.sampled_from([V1, V2, V3]), st.sampled_from(["02", "07"])
ENDINGS = ["decline", "refer", "withdraw", "terminate", "transfer", "merge"]
NEEDS = {"accept": "registered", "decline": "registered", "terminate": "mediating"}
NEEDS |= {"settle": "mediating", "merge": "mediating"}
LINES = ("opening", "new", "reopened", "adjusted", "resolved", "ended", "closing")


class Town2026(RuleBasedStateMachine):
    """One town from START on; every run is undone."""

    town: Town
    head: User

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.travel = None
        self.last_locked: date | None = None
        self.has_merged = False
        self.kept: dict[date, dict[str, int]] = {}
        self.go_to(START)

    def teardown(self) -> None:
        self.travel.stop()
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    def go_to(self, day: date) -> None:
        if self.travel is not None:
            self.travel.stop()
        self.today = day
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)
        self.travel = time_machine.travel(noon, tick=False)
        self.travel.start()

    def pick(self, which: int, **wanted: object) -> Case | None:
        cases = list(Case.objects.filter(**wanted).order_by("pk"))
        return cases[which % len(cases)] if cases else None

    def act(self, case: Case, verb: str, late: int, **data: object) -> None:
        on = max(case.last_act_on, self.today - timedelta(days=late))
        services.move(case, verb, self.actor(case, verb), on=on, **data)

    def actor(self, case: Case, verb: str):
        if verb in {"merge", "transfer", "reopen"}:
            return self.town.user("peace")
        if verb in {"refer", "withdraw"}:
            return self.town.user("window")
        village = case.unit.division.code if case.unit.division else V1
        if village == V3:
            return User.objects.get(pk=self.head.pk)  # what he is today is read anew
        return self.town.user("village" if village == V1 else "village2")

    def standing(self, village: str) -> str:
        """A village in use: the one that merged is part of V2."""
        return V2 if village == V3 and self.has_merged else village

    # What people do

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        self.go_to(self.today + timedelta(days=days))

    @rule(division=VILLAGES, category=CATEGORIES, late=LATE)
    def register(self, division: str, category: str, late: int) -> None:
        received_on = max(START, self.today - timedelta(days=late))
        village = self.standing(division)
        words = registration(division=village, category=category, received_on=received_on)
        services.register(self.town.user("window"), **words)

    @rule(which=WHICH, late=LATE)
    def accept(self, which: int, late: int) -> None:
        case = self.pick(which, status="registered")
        if case:
            self.act(case, "accept", late, consent=True)

    @rule(which=WHICH, late=LATE)
    def settle(self, which: int, late: int) -> None:
        case = self.pick(which, status="mediating")
        if case:
            self.act(case, "settle", late, **fields_for("settle", case))

    @rule(which=WHICH, late=LATE, verb=st.sampled_from(ENDINGS))
    def end(self, which: int, late: int, verb: str) -> None:
        case = self.pick(which, status=NEEDS.get(verb, "mediating"))
        into = self.pick(which + 1, status__in=["registered", "mediating"])
        if case is None or (verb == "merge" and (into is None or into.pk == case.pk)):
            return
        data = {"into": into.pk, "reason": "同一件事"} if verb == "merge" else {}
        self.act(case, verb, late, **(data or fields_for(verb, case)))

    @rule(which=WHICH, late=LATE)
    def reopen(self, which: int, late: int) -> None:
        case = self.pick(which, outcome__isnull=False)
        if case:
            self.act(case, "reopen", late, **fields_for("reopen", case))

    @precondition(lambda self: Case.objects.exists())
    @rule(which=WHICH, division=VILLAGES, category=CATEGORIES)
    def amend(self, which: int, division: str, category: str) -> None:
        case, division = (
            self.pick(which, status__in=["registered", "mediating"]),
            self.standing(division),
        )
        if case and (case.division.code, case.category.code) != (division, category):
            self.act(case, "amend", 0, division=division, category=category, reason="记错了")

    @precondition(lambda self: Case.objects.exists())
    @rule(late=st.integers(0, 9))
    def lock(self, late: int) -> None:
        cut_off = cut_off_of(max(self.today, (self.last_locked or START) + timedelta(days=1)))
        self.go_to(max(self.today, cut_off + timedelta(days=late)))
        lock(cut_off, self.town.user("peace"), self.town.centre)
        self.last_locked = cut_off
        self.kept[cut_off] = self.seen(cut_off)

    @precondition(lambda self: not self.has_merged)
    @rule()
    def merge_villages(self) -> None:
        """As the director does it: open cases go along, closed ones stay."""
        source, target = self.town.place(V3), self.town.place(V2)
        director = self.town.user("director")
        merge(source, target, director, on=self.today, reason="两村合并")
        self.has_merged = True

    @precondition(lambda self: self.kept)
    @rule(which=WHICH)
    def correct(self, which: int) -> None:
        """A new version with the difference; its sums and what was locked make a table that adds up."""
        cut_offs = sorted(self.kept)
        half = HalfMonth.objects.get(cut_off=cut_offs[which % len(cut_offs)])
        peace, last = self.town.user("peace"), half.corrections.order_by("-seq").first()
        if differences(half) == (kept_differences(last) if last else []):
            with pytest.raises(Refused):
                corrections.correct(half, peace, "补录")
            return
        made = corrections.correct(half, peace, "补录")
        places, _ = corrected_rows(half, kept_differences(made))
        *rows, total = places
        assert total.locked == self.kept[half.cut_off]["total"]
        for row in places:
            now = row.corrected
            came = now["opening"] + now["new"] + now["reopened"] + now["adjusted"]
            assert now["closing"] == came - now["resolved"] - now["ended"]
            assert min(now["new"], now["reopened"], now["resolved"], now["ended"]) >= 0
        for name in LINES:
            assert total.corrected[name] == sum(row.corrected[name] for row in rows)
        assert total.differs.get("adjusted", 0) == 0

    @precondition(lambda self: self.kept)
    @rule(which=WHICH)
    def tamper(self, which: int) -> None:
        """Whoever writes to a locked row by hand is refused by the database."""
        rows = Movement.objects.filter(booked_on__lte=self.last_locked).order_by("pk")
        if rows:
            row = rows[which % len(rows)]
            with pytest.raises(Error), transaction.atomic():
                Movement.objects.filter(pk=row.pk).update(source="other")
        with pytest.raises(Error), transaction.atomic():
            HalfMonth.objects.filter(cut_off=self.last_locked).update(state="open")

    def seen(self, cut_off: date) -> dict[str, dict[str, int]]:
        """Every line of every village and of the total."""
        found = table(self.town.centre, period_of(cut_off))
        rows = {row.key or "total": row for row in (*found.rows, found.total)}
        return {key: {name: int(row[name]) for name in LINES} for key, row in rows.items()}

    # What must hold

    @invariant()
    def the_tables_add_up(self) -> None:
        first_open = (self.last_locked or START - timedelta(days=1)) + timedelta(days=1)
        period = period_of(max(self.today, first_open))
        found = table(self.town.centre, period)
        assert [check for check in checks.run(found) if not check.ok] == []
        cases = Case.objects.filter(status__in=["registered", "mediating"])
        by_village = Counter(cases.values_list("division__code", flat=True))
        by_category = Counter(cases.values_list("category__code", flat=True))
        assert {row.key: row["closing"] for row in found.rows if row["closing"]} == by_village
        assert {
            row.key: row["closing"] for row in found.by_category if row["closing"]
        } == by_category
        before = table(self.town.centre, previous(period))
        assert found.total["opening"] == before.total["closing"]

    @invariant()
    def what_was_locked_stays(self) -> None:
        for cut_off, kept in self.kept.items():
            seen = self.seen(cut_off)
            assert {key: seen.get(key) for key in kept} == kept

    @invariant()
    def snapshot_and_later_bookings_are_live_in_every_cell(self) -> None:
        """Counted apart from the selectors: kept closings, the rows after them, the open cases."""
        cells: Counter[tuple[int, int, str]] = Counter()
        later = Movement.objects.all()
        if self.last_locked:
            later = later.filter(booked_on__gt=self.last_locked)
            for kept in Snapshot.objects.filter(half_month__cut_off=self.last_locked):
                cells[kept.division_id, kept.category_id, kept.source] += kept.closing
        for row in later:
            sign = -1 if row.kind in {"resolved", "ended"} else 1
            cells[row.division_id, row.category_id, row.source] += sign * row.amount
        cases = Case.objects.filter(status__in=["registered", "mediating"])
        live = Counter(cases.values_list("division", "category", "source"))
        assert {cell: count for cell, count in cells.items() if count} == live

    @invariant()
    def the_books_follow_from_history(self) -> None:
        assert list(invariants.faults()) == []


@pytest.mark.usefixtures("calendar_2026")
def test_random_acts_through_the_door_keep_the_books(town):
    Town2026.town = town
    Town2026.head = town.hire(V3, "mediator", is_head=True)
    run_state_machine_as_test(
        Town2026,
        settings=settings(
            max_examples=4,
            stateful_step_count=24,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
