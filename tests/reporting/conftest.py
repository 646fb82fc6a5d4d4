"""The demo town with its books empty, and a way to type the acts of `figures_acts.csv`."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import Town, make_town


@pytest.fixture
def town(at: Callable[[str], Any], calendar_2026: Any) -> Town:
    at("2026-10-01 08:30")
    return make_town()
