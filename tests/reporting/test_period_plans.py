"""Half-month, months and goals over many years of cases: no statement goes through a big table."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client

from bench import plans
from cases import services
from cases.models import Agreement, Case, Deadline, Event, Obligation, Stage
from grids.models import Department
from mediation.core import clock
from mediation.core.models import User
from reporting.enums import State
from reporting.models import Booking, HalfMonth, Movement, Stay
from reporting.periods import half_months_between
from tests.cases.factories import Cast, act, register, registration, some_text
from tests.conftest import SHANGHAI
from tests.factories import make_town
from tests.reporting.test_overview_plans import copies

OLD_CASES = 11_000  # settled long ago
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
OLD = "- 3 - n"  # so many days before they really were: one a day
HALF_MONTH = "/reports/half-months/2026-03-30/"
MONTH = "/reports/periods/2026-03/"
PAGES = (
    HALF_MONTH,
    f"{HALF_MONTH}cells/closing/",
    f"{HALF_MONTH}cells/handled_rate/",
    MONTH,
    f"{MONTH}cells/new/",
    f"{MONTH}cells/answered/",
    f"{MONTH}cells/rung_in_time_rate/",
    f"{MONTH}cells/kept_rate/",
    f"{MONTH}cells/once_rate/",
    "/reports/catalogue/",
)
# These add up the rows of a quarter and of two years: what the benchmark looks at, on more cases.
LONG = ("/reports/periods/2026-Q1/", "/reports/goals/2026/")


@pytest.fixture(scope="module")
def town_of_many(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Three open cases of this month, and thousands that were settled in other years, locked."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(MONDAY, tick=False):
            cast = Cast(make_town())
            officer = cast.members["village"]
            words = {"form": "oral", "terms": some_text(), "signed": True}
            over = act(act(register(cast), "accept", officer), "settle", officer, **words,
                       performed_by_on=date(2026, 3, 2))  # fmt: skip
            for risk in ("red", "orange", "blue"):
                act(register(cast, risk=risk), "accept", officer)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        HalfMonth.objects.bulk_create(
            HalfMonth(
                centre=cast.town.centre,
                cut_off=half.last_on,
                state=State.LOCKED,
                locked_at=MONDAY,
                is_auto=True,
                sha256="0" * 64,
            )
            for half in half_months_between(date(2022, 12, 20), date(2026, 2, 20))
        )
        # One in twenty was the village's own: its reader asks the stages which ones.
        other = Department.objects.exclude(pk=over.unit_id).order_by("pk")[0]
        unit = f"CASE WHEN n %% 20 = 0 THEN {over.unit_id} ELSE {other.pk} END"
        copies(
            Case, over, OLD_CASES, form_key="NULL", year="2015", short_number="n",
            number="'李矛调〔2015〕' || n || '号'", card_text="''", file_text="''",
            registered_at=f"registered_at + interval '1 day' * ({OLD.strip()})",
            received_on=f"received_on {OLD}", unit=unit,
        )  # fmt: skip
        first = Case.objects.filter(year=2015).order_by("pk")[0].pk
        days = ("booked_on", "on", "entered_on", "left_on", "due_on", "stopped_on", "performed_on")
        moved = {name: f'"{name}" {OLD}' for name in (*days, "performed_by_on")}
        agreement = over.agreements.get().pk
        for model in (Stage, Event, Deadline, Movement, Booking, Stay, Agreement, Obligation):
            if model is Obligation:  # each of its own agreement, which were copied in this order
                copied = Agreement.objects.exclude(pk=agreement).order_by("pk")[0].pk
                moved["agreement"] = f"{copied - 1} + n"
            for row in list(model.objects.filter(case=over).order_by("pk")):
                copies(
                    model, row, OLD_CASES, case=f"{first - 1} + n", unit=unit,
                    **{name: sql for name, sql in moved.items() if name in columns_of(model)},
                )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = origin")
            cursor.execute("ANALYZE")
        yield cast
        transaction.set_rollback(True)


def columns_of(model: Any) -> set[str]:
    return {one.name for one in model._meta.concrete_fields}


@pytest.fixture
def seen(town_of_many: Cast, db: None, at: Any) -> Any:
    at("2026-03-20 09:00")

    def by(account: str, page: str) -> list[plans.Statement]:
        client = Client()
        client.force_login(User.objects.get(username=account))
        client.get("/rules/")
        answer, sent = plans.statements_of(lambda: client.get(page))
        assert answer.status_code == 200
        return sent

    return by


def test_the_books_are_as_big_as_they_should_be(town_of_many: Cast, db: None) -> None:
    big = {"cases_case", "cases_event", "cases_deadline", "cases_obligation", "cases_agreement"}
    big |= {"reporting_movement", "reporting_booking", "reporting_stay"}
    assert big <= plans.big_tables()
    assert clock.today() > date(2026, 3, 2)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("account", ["peace", "village"])
def test_no_statement_goes_through_a_big_table(seen: Any, account: str, page: str) -> None:
    big = plans.big_tables()
    faults = [
        f"{fault}: {statement[0][:600]}"
        for statement in seen(account, page)
        for fault in plans.faults_of(statement, big)
    ]
    assert faults == []


def test_more_cases_in_more_villages_cost_no_more_statements(
    town_of_many: Cast, seen: Any, at: Any
) -> None:
    pages = [page for page in (*PAGES, *LONG) if "cells" not in page]
    before = [len(seen("peace", page)) for page in pages]
    at("2026-03-19 10:00")
    for risk in ("red", "orange", "blue"):
        act(register(town_of_many, risk=risk), "accept", town_of_many.members["village"])
    services.register(town_of_many.clerk, **registration(division="500102011209"))
    at("2026-03-20 09:00")
    assert [len(seen("peace", page)) for page in pages] == before
