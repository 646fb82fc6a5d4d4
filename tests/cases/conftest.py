"""A town on a Monday morning, the people around a case, and browsers for them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import notices
from mediation.core.models import User
from tests.cases.factories import Cast
from tests.cases.reminders import Move, mailbox
from tests.conftest import SHANGHAI
from tests.factories import make_town

MONDAY = "2026-03-02 09:00"


@pytest.fixture(scope="module")
def cast_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The town is built once per module and taken back at its end."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(datetime.fromisoformat(MONDAY).replace(tzinfo=SHANGHAI), tick=False),
        transaction.atomic(),
    ):
        cast = Cast(make_town())
        yield cast
        transaction.set_rollback(True)


@pytest.fixture
def scene(cast_of_module: Cast, db: None, calendar_2026: Any, at: Any) -> Cast:
    """The cast of 致远社区, on Monday 2 March 2026, nine o'clock."""
    at(MONDAY)
    return cast_of_module


@pytest.fixture
def browser() -> Callable[[User], Client]:
    """`browser(user)`: somebody who has logged in just now."""

    def open_for(user: User) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=user.pk))
        return client

    return open_for


@pytest.fixture
def queries() -> Callable[[Callable[[], Any]], int]:
    """`queries(call)`: how many statements the call sends."""

    def count(call: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return count


@pytest.fixture
def cast(calendar_2026: Any, at: Move) -> Cast:
    """Monday 2026-03-02, the town and the people around its cases, everybody with a mailbox."""
    at(MONDAY)
    cast = Cast(make_town())
    for user in User.objects.all():
        user.email = mailbox(user)
        user.save(update_fields=["email"])
    return cast


@pytest.fixture
def days(at: Move) -> Callable[..., None]:
    """`days("2026-03-03", "2026-03-23")`: the engine's pass at 08:30 of every day, both included."""

    def live(first: str, last: str) -> None:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            at(f"{day} 08:30")
            notices.write_due()
            day += timedelta(days=1)

    return live
