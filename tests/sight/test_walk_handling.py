"""The walk of those who register and handle cases."""

import pytest

from tests.sight.walking import HANDLING, NOTHING_WRONG, told
from tests.sight.world import World


@pytest.mark.parametrize("account", HANDLING)
def test_who_may_see_a_word_finds_it_and_nobody_else_does(
    world: World, db: None, account: str
) -> None:
    assert told(world, account) == NOTHING_WRONG
