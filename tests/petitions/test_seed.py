"""The demo town's petitions: led through services, every desk with something waiting, true by the
same checks as real ones."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.db import transaction

from mediation.core import calendar, invariants
from mediation.core.models import CalendarDay
from petitions.demo.lives import PLANS, Lives
from petitions.enums import Status
from petitions.models import (
    Direction,
    Event,
    Petition,
    PetitionCase,
    Petitioner,
    Proposal,
    SealedContent,
)
from petitions.services.reference import load_contents
from tests.conftest import SHANGHAI
from tests.factories import Town, make_town

TODAY = datetime(2026, 11, 16, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with (
        django_db_blocker.unblock(),
        time_machine.travel(TODAY, tick=False),
        transaction.atomic(),
    ):
        for year in (2025, 2026):
            CalendarDay.objects.get_or_create(date=date(year, 10, 1), is_workday=False)
        calendar.load()
        town = make_town()
        load_contents()
        Lives(town.centre, 2026).live(len(PLANS), date(2026, 11, 15))
        yield town
        transaction.set_rollback(True)


@pytest.fixture
def today(seeded: Town, db: None, at: Any) -> Town:
    at("2026-11-16 09:00")
    return seeded


def test_thirty_lives_show_every_state_and_nothing_is_wrong_with_them(today: Town) -> None:
    """Beside them three visits on each of two reception days."""
    assert len(PLANS) == 30
    assert Petition.objects.count() == 30 + 2 * 3
    assert set(Petition.objects.values_list("status", flat=True)) == set(Status)
    assert list(invariants.faults()) == []


def test_numbers_follow_the_order_of_time(today: Town) -> None:
    in_turn = Petition.objects.order_by("registered_at", "short_number")  # some at one moment
    rows = list(in_turn.values_list("year", "short_number"))
    by_year: dict[int, list[int]] = {}
    for year, number in rows:
        by_year.setdefault(year, []).append(number)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_year.values())


def test_desks_have_something_waiting(today: Town) -> None:
    assert Proposal.objects.filter(verb="reply", decided_at__isnull=True).exists()
    waiting = Direction.objects.filter(kind="assignment", answered_at__isnull=True)
    assert waiting.count() >= 3
    assert Event.objects.filter(verb="extend").exists()
    assert Event.objects.filter(verb="rate", actor__username="system").exists()
    assert PetitionCase.objects.get().case.source == "petition"


def test_the_accusation_stands_in_clear_nowhere(today: Town) -> None:
    (sealed,) = SealedContent.objects.select_related("petition")
    assert sealed.data["demands"] == ["查清名额是怎么定的"]
    assert (sealed.petition.title, sealed.petition.file_text) == ("", "")


def test_no_two_visitors_say_the_same_words(today: Town) -> None:
    told = list(Petition.objects.exclude(kind="accusation").values_list("narrative", flat=True))
    assert len(set(told)) > 0.9 * len(told)
    phones = [one.phone for one in Petitioner.objects.all() if one.phone]
    assert {one[:7] for one in phones} == {"1390000"}
