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
    supporting,
    sweeping,
    village,
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
)


def plant(world: World) -> None:
    for part in PARTS:
        part.plant(world)
