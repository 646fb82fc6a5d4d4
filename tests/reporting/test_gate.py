"""Booking and locking at once: who comes second waits, and then sees what the first one did."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction

from cases import services
from mediation.core.errors import Refused
from reporting.models import HalfMonth, Movement
from reporting.periods import half_month
from reporting.selectors import table
from reporting.services import lock, steps
from tests.cases.factories import registration, some_text
from tests.factories import V1

NOVEMBER = date(2026, 11, 14)
SOON = 0.5  # seconds in which somebody who need not wait is done


def beside(work: Callable[[], object]) -> tuple[threading.Thread, threading.Event]:
    """The work in a thread with a connection of its own, and whether it is done."""
    done = threading.Event()

    def run() -> None:
        try:
            work()
            done.set()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, done


@pytest.mark.django_db(transaction=True)
def test_a_lock_waits_for_a_booking_and_counts_it(town, at):
    at("2026-11-14 17:00")
    clerk, peace = town.user("window"), town.user("peace")
    with transaction.atomic():
        services.register(clerk, **registration(division=V1))
        thread, done = beside(lambda: lock(NOVEMBER, peace, town.centre))
        assert not done.wait(SOON)
    thread.join(20)
    assert done.is_set()
    assert table(town.centre, half_month(NOVEMBER)).total["new"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_booking_waits_for_a_lock_and_goes_into_the_next_half_month(town, at):
    at("2026-11-14 17:00")
    clerk, peace = town.user("window"), town.user("peace")
    with transaction.atomic():
        lock(NOVEMBER, peace, town.centre)
        words = registration(division=V1)
        thread, done = beside(lambda: services.register(clerk, **words))
        assert not done.wait(SOON)
    thread.join(20)
    assert done.is_set()
    assert Movement.objects.get().booked_on == date(2026, 11, 15)
    assert table(town.centre, half_month(NOVEMBER)).total["new"] == 0


@pytest.mark.django_db(transaction=True)
def test_a_lock_waits_for_a_half_month_that_goes_back_and_then_refuses(town, at):
    at("2026-11-15 09:00")
    peace, centre, period = town.user("peace"), town.centre, half_month(NOVEMBER)
    refused = []

    def approved():
        steps.submit(centre, period, peace, some_text())
        steps.approve(centre, period, town.user("director"))

    def lock_it():
        try:
            steps.lock_approved(centre, NOVEMBER, peace)
        except Refused as error:
            refused.append(error.code)

    approved()
    with transaction.atomic():
        steps.give_back(centre, period, peace, some_text())
        thread, done = beside(lock_it)
        assert not done.wait(SOON)
    thread.join(20)
    assert done.is_set()
    assert refused == ["not_approved"]
    assert HalfMonth.objects.get(cut_off=NOVEMBER).state == "open"
    approved()
    lock_it()
    assert HalfMonth.objects.get(cut_off=NOVEMBER).state == "locked"
