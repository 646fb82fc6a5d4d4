"""The number of SQL statements per page is fixed (DESIGN §7): it stands in sql_counts.csv.

The same at 10 and 1,000 cases, with 2 and 40 parties, after 1 and 15 stages. A page that needs
more or fewer changes the file, on purpose and with a reason in the message of the commit.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.demo.copies import multiply
from cases.demo.history import History
from cases.models import Case, Party, Stage
from mediation.core import clock
from mediation.core.models import User
from mediation.management.commands.seed_demo import lock_half_months
from tests.conftest import SHANGHAI
from tests.factories import make_town

COUNTS = Path(__file__).parent / "sql_counts.csv"
TODAY = datetime(2026, 11, 16, 9, 0, tzinfo=SHANGHAI)
FEW, MANY, DAYS_BACK, SEED = 10, 1_000, 30, 2026
PAGES = {
    "today": "/",
    "window": "/window/",
    "board": "/cases/board/",
    "list": "/cases/",
    "list filtered": "/cases/?category=02&overdue=false&ordering=due_on",
    "list searched": "/cases/?q=致远",
    "detail": "/cases/{pk}/",
    "half-month": "/reports/half-months/2026-11-14/",
    "half-month locked": "/reports/half-months/2026-10-30/",
    "half-month cell": "/reports/half-months/2026-11-14/cells/closing/",
    "half-month cell of a rate": "/reports/half-months/2026-11-14/cells/handled_rate/?of_page=2",
    "api list": "/api/v1/cases/",
    "api detail": "/api/v1/cases/{pk}/",
    "api events": "/api/v1/cases/{pk}/events/",
    "api stages": "/api/v1/cases/{pk}/stages/",
    "api deadlines": "/api/v1/cases/{pk}/deadlines/",
    "api moves": "/api/v1/cases/{pk}/moves/",
    "api half-month": "/api/v1/reports/half-months/2026-11-14/",
    "api half-month cell": "/api/v1/reports/half-months/2026-11-14/cells/closing/",
}
OF_ONE_CASE = [name for name, address in PAGES.items() if "{pk}" in address]
ROLES = ("window", "mediator", "leader", "peace")
Counts = dict[tuple[str, str], int]


@pytest.fixture(scope="module")
def few(django_db_setup: None, django_db_blocker: Any) -> Iterator[Case]:
    """Ten cases of the last month; the one with the longest story among those of 致远."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(TODAY, tick=False),
        transaction.atomic(),
    ):
        town = make_town()
        history = History(town.centre, SEED)
        history.live(FEW, date(2026, 11, 15), lambda made: None, DAYS_BACK)
        lock_half_months(town.centre, history.peace, clock.today())
        yield (
            Case.objects.annotate(length=Count("events"))
            .filter(status="mediating")
            .order_by("-length", "pk")[0]
        )
        transaction.set_rollback(True)


@pytest.fixture
def case(few: Case, db: None, at: Any) -> Case:
    at("2026-11-16 09:00")
    return few


def counted(case: Case, pages: list[str], roles: tuple[str, ...] = ROLES) -> Counts:
    """Statements per page and role, where the role gets the page; after a first look."""
    found: Counts = {}
    for role in roles:
        client = Client()
        client.force_login(User.objects.get(username=role))
        client.get("/rules/")
        for page in pages:
            address = PAGES[page].format(pk=case.pk)
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address)
            if answer.status_code == 200:
                found[page, role] = len(captured)
    return found


def in_file() -> Counts:
    with COUNTS.open(encoding="utf-8", newline="") as file:
        return {(row["page"], row["role"]): int(row["count"]) for row in csv.DictReader(file)}


def test_ten_cases_cost_what_the_file_says(case: Case) -> None:
    assert counted(case, list(PAGES)) == in_file()


def test_a_thousand_cases_cost_the_same(case: Case) -> None:
    multiply(case.centre, MANY - FEW, SEED)
    assert Case.objects.count() == MANY
    assert counted(case, list(PAGES)) == in_file()


def test_forty_parties_and_fifteen_stages_cost_the_same(case: Case) -> None:
    readers = ("peace", "mediator", "window")
    Party.objects.bulk_create(
        Party(
            case=case,
            centre=case.centre,
            position=place,
            role="applicant" if place % 2 else "respondent",
            name=f"第{place}位",
            phone="13900001234",
            address="某处",
        )
        for place in range(case.parties.count(), 40)
    )
    last = case.stages.order_by("-seq")[0]
    at = clock.now() - timedelta(days=40)
    Stage.objects.bulk_create(
        Stage(
            case=case,
            centre=case.centre,
            seq=last.seq + more,
            tier=last.tier,
            unit=last.unit,
            officer=last.officer,
            sent_by=last.unit,
            entered_on=at.date(),
            entered_at=at,
            left_on=at.date(),
            left_at=at,
            outcome="reassigned",
            reason="换一位同志来办",
        )
        for more in range(1, 15)
    )
    assert case.stages.count() >= 15
    expected = {
        key: n for key, n in in_file().items() if key[0] in OF_ONE_CASE and key[1] in readers
    }
    assert counted(case, OF_ONE_CASE, readers) == expected
