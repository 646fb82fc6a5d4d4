"""The demo town's history: led through services, repeated by COPY, true by the same checks."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from cases.demo.copies import multiply
from cases.demo.history import History
from cases.demo.sittings import Sittings
from cases.demo.tickets import Tickets
from cases.enums import VisitOutcome
from cases.models import Case, Direction, Event, MediationSession, Party, Proposal, Stage, Visit
from mediation.core import calendar, clock, events, invariants
from mediation.core.models import CalendarDay, Counter
from mediation.management.commands.seed_demo import lock_half_months
from reporting.models import Booking, HalfMonth, Movement, Stay
from tests.conftest import SHANGHAI
from tests.factories import Town, make_town

TODAY = datetime(2026, 11, 16, 9, 0, tzinfo=SHANGHAI)
LED, REPEATED, DAYS_BACK = 30, 70, 60
SEED = 2026


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Two months of 30 cases led through services and 70 copies, its past half-months locked."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(TODAY, tick=False),
        transaction.atomic(),
    ):
        for year in (2025, 2026):
            CalendarDay.objects.get_or_create(date=date(year, 10, 1), is_workday=False)
        calendar.load()
        town = make_town()
        history = History(town.centre, SEED)
        history.live(LED, date(2026, 11, 15), lambda made: None, DAYS_BACK)
        multiply(town.centre, REPEATED, SEED)
        Sittings(history, SEED).arrange(date(2026, 11, 15))
        lock_half_months(town.centre, history.peace, clock.today())
        Tickets(history, SEED).hand_out([])
        yield town
        transaction.set_rollback(True)


@pytest.fixture
def today(seeded: Town, db: None, at: Any) -> Town:
    at("2026-11-16 09:00")
    return seeded


def test_nothing_is_wrong_with_what_was_led_and_what_was_repeated(today: Town) -> None:
    assert Case.objects.count() == LED + REPEATED
    assert list(invariants.faults()) == []


def test_the_checks_would_see_a_copy_that_went_wrong(today: Town) -> None:
    copied = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE cases_event SET verb = 'close' WHERE case_id = %s", [copied])
        cursor.execute("UPDATE cases_case SET file_text = '' WHERE id = %s", [copied])
        cursor.execute("SET LOCAL session_replication_role = origin")
        assert len(list(invariants.faults())) >= 2
        transaction.set_rollback(True)


def test_numbers_go_on_without_a_gap_in_the_order_of_time(today: Town) -> None:
    years = sorted(set(Case.objects.values_list("year", flat=True)))
    for year in years:
        cases = Case.objects.filter(year=year)
        numbers = sorted(cases.values_list("short_number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert Counter.objects.get(kind="case", year=year).last == len(numbers)
        led = set(Case.objects.order_by("pk").values_list("pk", flat=True)[:LED])
        later = cases.exclude(pk__in=led).order_by("short_number")
        days = list(later.values_list("registered_at", flat=True))
        assert days
        assert days == sorted(days)


def test_every_copy_has_its_own_people_words_and_codes(today: Town) -> None:
    codes = list(Party.objects.exclude(lookup_index="").values_list("lookup_index", flat=True))
    assert len(codes) == len(set(codes)) > LED + REPEATED
    for case in Case.objects.prefetch_related("parties"):
        for party in case.parties.all():
            assert party.name in case.narrative or "{" not in case.narrative
            assert party.name in case.file_text
            assert not party.phone or party.phone.startswith("1390000")
            assert len(party.lookup_code) in (0, 8)
    narratives = list(Case.objects.values_list("narrative", flat=True))
    assert len(set(narratives)) > 0.9 * len(narratives)


def test_chains_of_copies_hold_and_their_payloads_name_their_own_rows(today: Town) -> None:
    assert list(events.verify_chain(Event.objects.all())) == []
    recorded = Event.objects.filter(verb="record").select_related("case")
    assert recorded
    for event in recorded:
        assert event.case.sessions.filter(pk=event.payload["session"]).exists()
    for event in Event.objects.filter(verb="instruct").select_related("case"):
        direction = event.case.directions.get(pk=event.payload["direction"])
        assert event.case.deadlines.filter(subject=str(direction.pk)).exists()


def test_desks_have_something_waiting(today: Town) -> None:
    """What the board and today's work should have to show."""
    assert Proposal.objects.filter(decided_at__isnull=True, verb="decline").exists()
    assert Direction.objects.filter(kind="instruct").exists()
    assert Direction.objects.exclude(answer="").exists()
    assert Case.objects.filter(risk="red").exists()
    assert Stage.objects.filter(left_at__isnull=True, signed_at__isnull=True).exists()


def test_the_week_of_rooms_has_sittings_with_answers(today: Town, browser: Any) -> None:
    booked = MediationSession.objects.filter(starts_at__isnull=False)
    assert booked.count() >= 3
    for session in booked.filter(room__isnull=False):
        start, end = clock.local(session.starts_at).time(), clock.local(session.ends_at).time()
        assert session.room.opens_at <= start < end <= session.room.closes_at
        assert session.guests.filter(answer="coming").exists()
        assert session.occupancies.filter(is_cancelled=False).count() >= 3  # room, staff, case
    assert booked.filter(guests__comes_as__gt="").exists()
    page = browser(today.user("peace")).get("/sessions/").content.decode()
    assert "本周 0 场" not in page
    assert "今天谁在" in page


def test_half_months_more_than_ten_days_past_are_locked_and_the_last_one_is_not(
    today: Town,
) -> None:
    locked = HalfMonth.objects.filter(state="locked").order_by("cut_off")
    assert locked[len(locked) - 1].cut_off == date(2026, 10, 30)
    assert not HalfMonth.objects.filter(state="locked", cut_off=date(2026, 11, 14)).exists()
    for half_month in locked:
        assert clock.local_day(half_month.locked_at) == half_month.cut_off + timedelta(days=2)
        assert half_month.locked_by is not None


def test_books_of_copies_stand_beside_those_of_the_lives(today: Town) -> None:
    assert Movement.objects.filter(kind="new").count() == LED + REPEATED
    assert Booking.objects.filter(kind="new").count() == LED + REPEATED
    running = Stay.objects.filter(kind="open", left_on__isnull=True).count()
    assert running == Case.objects.filter(status__in=["registered", "mediating"]).count()


def test_the_same_seed_gives_the_same_town(today: Town) -> None:
    def town() -> list[Any]:
        return list(
            Case.objects.order_by("pk").values_list(
                "number", "status", "tier", "registered_at", "narrative", "due_on", "division"
            )
        )

    first = town()[:LED]
    said = StringIO()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in connection.introspection.table_names():
            if table.startswith(("cases_", "reporting_")) or table == "core_counter":
                cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute("SET LOCAL session_replication_role = origin")
        call_command("seed_demo", cases=LED, seed=SEED, days=DAYS_BACK, stdout=said)
        assert town()[:LED] == first
        transaction.set_rollback(True)
    assert said.getvalue() == f"已生成 {LED} 件演示案件、{LED // 10} 件演示信访。\n"


def test_the_counter_has_a_queue_one_at_the_desk_and_every_outcome(today: Town) -> None:
    here = Visit.objects.filter(on=clock.today())
    assert here.filter(called_at__isnull=True, left_at__isnull=True).count() == 5
    (served,) = here.filter(called_at__isnull=False, left_at__isnull=True)
    assert served.served_by == today.user("window")
    outcomes = set(Visit.objects.exclude(outcome="").values_list("outcome", flat=True))
    # Petitions stand on the floor above; `seed_demo` itself brings theirs.
    assert set(VisitOutcome.values) - outcomes <= {VisitOutcome.PETITION, VisitOutcome.CASE}
    assert {VisitOutcome.ADDED, VisitOutcome.ANSWERED, VisitOutcome.GONE} < outcomes
    assert not Visit.objects.filter(on__lt=clock.today(), left_at__isnull=True).exists()
    for visit in Visit.objects.filter(outcome=VisitOutcome.CASE):
        case = Case.objects.get(pk=visit.matter_key.removeprefix("case:"))
        assert visit.left_at == case.registered_at


def test_demo_cases_go_into_an_empty_system_only(today: Town) -> None:
    with pytest.raises(CommandError, match="已经有案件了"):
        call_command("seed_demo", cases=1)
    with pytest.raises(CommandError, match="大于 0"):
        call_command("seed_demo", cases=0)
    said = StringIO()
    call_command("seed_demo", cases=7, dry_run=True, stdout=said)
    assert said.getvalue() == "将为李渡街道生成 7 件演示案件。\n"
