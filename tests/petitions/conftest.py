"""The petition office of the demo town."""

from collections.abc import Callable
from typing import Any

import pytest

from petitions.models import Petition
from petitions.services.reference import load_contents
from tests.factories import Town
from tests.petitions.factories import Office


@pytest.fixture
def office(town: Town, calendar_2026: Any) -> Office:
    load_contents()
    return Office(town)


@pytest.fixture
def petition(office: Office, at: Callable[[str], Any]) -> Petition:
    """A visit of this morning, registered at the window."""
    at("2026-08-03 09:00")
    return office.register()
