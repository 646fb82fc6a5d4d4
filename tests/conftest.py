"""What every test may use: a moved clock, the calendar of 2026, the town."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import HealthCheck, settings

from tests import chromium, database

SHANGHAI = ZoneInfo("Asia/Shanghai")

# How quick the machine is today is no property of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


# Files that take minutes are begun first, so that no worker is left alone with one at the end.
LONGEST = ("/test_looks", "/test_walk_", "/test_sight.py", "/test_reception_year.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chromium.leave_out_journeys(config, items)
    items.sort(key=lambda item: not any(name in str(item.path) for name in LONGEST))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if words := chromium.closing_words():
        terminalreporter.write_line(words, yellow=True)


@pytest.fixture(autouse=True, scope="session")
def _append_only_tables_can_be_emptied_between_tests() -> Iterator[None]:
    """A test with transactions of its own is followed by TRUNCATE, which history refuses."""
    flush = DatabaseOperations.execute_sql_flush

    def past_the_triggers(self: DatabaseOperations, sql_list: list[str]) -> None:
        database.end_sessions_left_open()
        quiet = "SET session_replication_role = replica"
        flush(self, [quiet, *sql_list, "SET session_replication_role = origin"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", past_the_triggers)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A killed process may leave its session for a while; the database goes all the same."""
    yield
    with django_db_blocker.unblock():
        connection.close()  # it may be one that the server ended meanwhile
        database.end_other_sessions()


@pytest.fixture
def at() -> Iterator[Callable[[str], time_machine.Traveller]]:
    """`at("2026-11-14 09:00")` moves the clock there, local time, and holds it still."""
    travels: list[time_machine.travel] = []

    def move(moment: str) -> time_machine.Traveller:
        while travels:
            travels.pop().stop()
        local = dt.datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
        travels.append(time_machine.travel(local, tick=False))
        return travels[-1].start()

    yield move
    while travels:
        travels.pop().stop()


@pytest.fixture
def calendar_2026(db: None) -> Any:
    """The holidays and worked week-ends of 2026, as rows and as the calendar made of them."""
    from mediation.core import calendar
    from mediation.core.models import CalendarDay

    path = Path(__file__).parent / "data" / "calendar_2026.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            CalendarDay.objects.update_or_create(
                date=row["date"],
                defaults={"is_workday": row["is_workday"] in {"1", "true"}, "name": row["name"]},
            )
    return calendar.load()


@pytest.fixture
def town(db: None) -> Any:
    """The demo town with its accounts (tests/factories.py: `Town`)."""
    from tests.factories import make_town

    return make_town()
