"""The petition office of the demo town."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import transaction

from petitions.models import Petition
from petitions.services.reference import load_contents
from tests.conftest import SHANGHAI
from tests.factories import Town, make_town
from tests.petitions.factories import Office

MORNING = "2026-08-03 09:00"


@pytest.fixture
def office(town: Town, calendar_2026: Any) -> Office:
    load_contents()
    return Office(town)


@pytest.fixture
def petition(office: Office, at: Callable[[str], Any]) -> Petition:
    """A visit of this morning, registered at the window."""
    at("2026-08-03 09:00")
    return office.register()


@pytest.fixture(scope="module")
def office_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    """The town is built once per module and taken back at its end."""
    moment = datetime.fromisoformat(MORNING).replace(tzinfo=SHANGHAI)
    with (
        django_db_blocker.unblock(),
        time_machine.travel(moment, tick=False),
        transaction.atomic(),
    ):
        load_contents()
        yield Office(make_town())
        transaction.set_rollback(True)


@pytest.fixture
def shared_office(
    office_of_module: Office, db: None, calendar_2026: Any, at: Callable[[str], Any]
) -> Office:
    """The same as `office` at a fraction of its time: a module's own `office` may return it."""
    at(MORNING)
    return office_of_module
