"""The number of SQL statements of the petitions' pages is fixed; it stands in petition_sql_counts.csv.

The same at 10 and 500 petitions, with 1 and 8 demands and directions. A page that needs more or
fewer changes the file, on purpose and with a reason in the message of the commit.
"""

import csv
from collections.abc import Callable, Iterator
from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mediation.core.models import User
from petitions.models import (
    Deadline,
    Demand,
    Direction,
    Event,
    IssuedLetter,
    Petition,
    Petitioner,
)
from petitions.services.reference import load_contents
from tests.conftest import SHANGHAI
from tests.factories import make_town
from tests.petitions.factories import Office

COUNTS = Path(__file__).parent.parent / "petition_sql_counts.csv"
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=SHANGHAI)
FEW, MANY, EIGHT = 10, 500, 8
PAGES = {
    "today": "/",
    "list": "/petitions/",
    "list filtered": "/petitions/?channel=visit&overdue=false&ordering=due_on",
    "list searched": "/petitions/?q=致远",
    "detail": "/petitions/{pk}/",
    "month": "/reports/petitions/2026-11/",
    "month cell": "/reports/petitions/2026-11/cells/items_in/",
    "month cell of a rate": "/reports/petitions/2026-11/cells/concluded_rate/",
    "api list": "/api/v1/petitions/",
    "api detail": "/api/v1/petitions/{pk}/",
    "api moves": "/api/v1/petitions/{pk}/moves/",
    "api month": "/api/v1/reports/petitions/2026-11/",
}
OF_ONE = [name for name, address in PAGES.items() if "{pk}" in address]
ROLES = ("petition", "director", "window", "department")
Counts = dict[tuple[str, str], int]


@pytest.fixture(scope="module")
def few(django_db_setup: None, django_db_blocker: Any) -> Iterator[Petition]:
    """Ten petitions of every kind of day; the one of one demand that was assigned."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        office = Office(make_town())
        load_contents()
        one = office.accept(office.register(demands=["要求修好路"]))
        office.assign(one)
        for number in range(FEW - 1):
            petition = office.register(channel=("visit", "letter", "phone")[number % 3])
            if number % 3:
                office.accept(petition, told_now=number % 2 == 0)
            if number % 3 == 2:
                office.assign(petition)
        office.move(one, "extend", days=10, reason="要鉴定")  # waits for the director
        yield one
        transaction.set_rollback(True)


@pytest.fixture
def petition(few: Petition, db: None, at: Callable[[str], Any]) -> Petition:
    at("2026-11-16 09:00")
    return few


def counted(petition: Petition, pages: list[str]) -> Counts:
    """Statements per page and role, where the role gets the page; after a first look."""
    found: Counts = {}
    for role in ROLES:
        client = Client()
        client.force_login(User.objects.get(username=role))
        client.get("/rules/")
        for page in pages:
            address = PAGES[page].format(pk=petition.pk)
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address)
            if answer.status_code == 200:
                found[page, role] = len(captured)
    return found


def in_file() -> Counts:
    with COUNTS.open(encoding="utf-8", newline="") as file:
        return {(row["page"], row["role"]): int(row["count"]) for row in csv.DictReader(file)}


def fresh(row: Model, **columns: Any) -> Any:
    """The same row once more, with these columns of its own."""
    again = copy(row)
    again.pk, again._state = None, copy(row._state)
    again._state.adding = True
    for name, value in columns.items():
        setattr(again, name, value)
    return again


def multiply(most: int) -> None:
    """Copies of the petitions with what hangs on them, straight into the tables."""
    kept = list(Petition.objects.order_by("pk"))
    originals = [kept[number % len(kept)] for number in range(most - len(kept))]
    copies = Petition.objects.bulk_create(
        fresh(
            original,
            form_key=None,
            short_number=1_000 + number,
            number=f"李信〔2026〕{1_000 + number}号",
        )
        for number, original in enumerate(originals)
    )
    no_code = {"lookup_index": "", "lookup_code": ""}
    own: dict[type[Any], dict[str, Any]] = {
        Petitioner: no_code,
        Demand: {},
        Deadline: {"direction": None},
        Direction: {},
        Event: {},
        IssuedLetter: {"year": None, "serial": None},
    }
    for model, columns in own.items():
        rows: dict[int, list[Any]] = {}
        for row in model.objects.filter(petition__in=kept):
            rows.setdefault(row.petition_id, []).append(row)
        model.objects.bulk_create(
            fresh(row, petition=after, **columns)
            for before, after in zip(originals, copies, strict=True)
            for row in rows.get(before.pk, [])
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a server does by itself; without it plans are guesses


def test_ten_petitions_cost_what_the_file_says(petition: Petition) -> None:
    assert counted(petition, list(PAGES)) == in_file()


def test_five_hundred_petitions_cost_the_same(petition: Petition) -> None:
    multiply(MANY)
    assert Petition.objects.count() == MANY
    assert counted(petition, list(PAGES)) == in_file()


def test_eight_demands_and_directions_cost_the_same(petition: Petition) -> None:
    demand, direction = petition.demands.get(), petition.directions.get()
    more = [fresh(demand, position=place, text=f"第{place}项") for place in range(2, EIGHT + 1)]
    for each in Demand.objects.bulk_create(more):
        again = fresh(direction)
        again.save()
        again.demands.set([each])
    assert (petition.demands.count(), petition.directions.count()) == (EIGHT, EIGHT)
    expected = {key: count for key, count in in_file().items() if key[0] in OF_ONE}
    assert counted(petition, OF_ONE) == expected
