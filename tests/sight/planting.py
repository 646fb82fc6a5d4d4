"""Everything that the walks and the looks need to stand somewhere, part by part."""

from tests.sight import (
    asking,
    channels,
    co_handling,
    counter,
    instant,
    leads,
    petitioning,
    registering,
    returning,
    reviewing,
    supporting,
    sweeping,
    village,
    warned,
    writing,
)
from tests.sight.world import World

PARTS = (
    co_handling,
    asking,
    channels,
    counter,
    registering,
    leads,
    instant,
    village,
    sweeping,
    supporting,
    petitioning,
    warned,
    returning,
    writing,
    reviewing,
)


def plant(world: World) -> None:
    for part in PARTS:
        part.plant(world)
