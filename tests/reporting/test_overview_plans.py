"""概览, 停滞 and 进展 over many years of cases: a fixed number of statements, none through a table."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client

from bench import plans
from cases import services
from cases.models import Case, Deadline, Event, Stage
from grids.models import Department
from mediation.core.models import User
from reporting.models import Movement
from tests.cases.factories import Cast, act, register, registration
from tests.conftest import SHANGHAI
from tests.factories import make_town

OLD_CASES = 11_000  # settled long ago
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
PAGES = ("/overview/", "/ageing/", "/progress/", "/cases/?stagnant=true")
READERS = ("peace", "leader", "village")


def copies(model: type[Model], of: Any, many: int, /, **columns: str) -> None:
    """The row so many times more, by one statement; `columns` are SQL over n, which counts from 1."""
    fields = [one for one in model._meta.concrete_fields if not one.primary_key]
    names = ", ".join(f'"{one.column}"' for one in fields)
    values = ", ".join(columns.get(one.name, f'"{one.column}"') for one in fields)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {values}'
            f' FROM "{table}", generate_series(1, %s) AS n WHERE id = %s',
            [many, of.pk],
        )


@pytest.fixture(scope="module")
def town_of_many(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Four open cases of this month, and thousands that were settled in other years."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(MONDAY, tick=False):
            cast = Cast(make_town())
            officer = cast.members["village"]
            over = act(act(register(cast), "accept", officer), "settle", officer)
            for risk in ("red", "orange", "yellow", "blue"):
                act(register(cast, risk=risk), "accept", officer)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        # One in twenty was the village's own: its reader asks the stages which ones.
        other = Department.objects.exclude(pk=over.unit_id).order_by("pk")[0]
        unit = f"CASE WHEN n %% 20 = 0 THEN {over.unit_id} ELSE {other.pk} END"
        copies(
            Case, over, OLD_CASES, form_key="NULL", year="2015", short_number="n",
            number="'李矛调〔2015〕' || n || '号'", card_text="''", file_text="''",
            registered_at="registered_at - n * interval '6 hours'", unit=unit,
        )  # fmt: skip
        old = Case.objects.filter(year=2015).order_by("pk")
        first, last = old[0].pk, old.reverse()[0].pk
        assert (old[0].short_number, last - first) == (1, OLD_CASES - 1)
        for model in (Stage, Event, Deadline, Movement):
            row = model.objects.filter(case=over).order_by("pk")[0]
            copies(
                model, row, OLD_CASES, case=f"{first - 1} + n",
                booked_on="booked_on - n %% 3000", unit=unit,
            )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = origin")
            cursor.execute("ANALYZE")
        yield cast
        transaction.set_rollback(True)


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
    big = {"cases_case", "cases_stage", "cases_event", "cases_deadline", "reporting_movement"}
    assert big <= plans.big_tables()
    with connection.cursor() as cursor:  # the positive control: a table that is gone through
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_indexonlyscan = off")
    every = ("SELECT count(*) FROM cases_case WHERE risk = %s", ["red"])
    assert any("Seq Scan on cases_case" in one for one in plans.faults_of(every, {"cases_case"}))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("account", READERS)
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
    before = [len(seen("peace", page)) for page in PAGES]
    at("2026-03-02 10:00")
    for risk in ("red", "orange", "blue"):
        act(register(town_of_many, risk=risk), "accept", town_of_many.members["village"])
    services.register(town_of_many.clerk, **registration(division="500102011209"))
    at("2026-03-20 09:00")
    assert [len(seen("peace", page)) for page in PAGES] == before
