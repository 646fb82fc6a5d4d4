"""Every page as those who lead and oversee see it (see test_looks.py)."""

from collections.abc import Callable

import pytest

from tests.journeys.browser import Desk
from tests.journeys.looking import faults_of
from tests.sight.world import World

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(2700),  # hundreds of pages: a quarter of an hour on a quiet machine
]


def test_no_page_spills_and_axe_finds_nothing_serious(
    world: World, sit_down: Callable[..., Desk]
) -> None:
    assert faults_of(world, sit_down, ("leader", "peace", "director")) == []
