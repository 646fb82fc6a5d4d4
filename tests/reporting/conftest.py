"""The demo town with its books empty, and the ten cases of rules.md §8 typed into it once."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from mediation.core.models import CalendarDay
from tests.factories import Town, make_town
from tests.reporting.acts import Example

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def town(at: Callable[[str], Any], calendar_2026: Any) -> Town:
    at("2026-10-01 08:30")
    return make_town()


@pytest.fixture(scope="module")
def typed_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Example]:
    """One transaction around the tests of a module; each test is a savepoint in it."""

    @time_machine.travel(dt.datetime(2026, 10, 1, 8, 30, tzinfo=SHANGHAI), tick=False)
    def town() -> Town:
        path = Path(__file__).parent.parent / "data" / "calendar_2026.csv"
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                CalendarDay.objects.create(
                    date=row["date"], is_workday=row["is_workday"] == "1", name=row["name"]
                )
        return make_town()

    def at(moment: str) -> None:
        travels.append(
            time_machine.travel(
                dt.datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI), tick=False
            )
        )
        if len(travels) > 1:
            travels.pop(0).stop()
        travels[-1].start()

    travels: list[Any] = []
    with django_db_blocker.unblock(), transaction.atomic():
        example = Example(town(), at).type_all()
        travels.pop().stop()
        yield example
        transaction.set_rollback(True)


@pytest.fixture
def example(typed_once: Example, db: None, at: Callable[[str], Any]) -> Example:
    """The ten cases as they stand on the evening of 13 November."""
    at("2026-11-13 18:00")
    typed_once.at = at
    return typed_once
