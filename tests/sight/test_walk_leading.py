"""The walk of those who lead and oversee."""

import pytest

from tests.sight.walking import LEADING, NOTHING_WRONG, told
from tests.sight.world import World


@pytest.mark.parametrize("account", LEADING)
def test_who_may_see_a_word_finds_it_and_nobody_else_does(
    world: World, db: None, account: str
) -> None:
    assert told(world, account) == NOTHING_WRONG
