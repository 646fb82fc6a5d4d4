"""Everything that the walks and the looks need to stand somewhere, part by part."""

from tests.sight import asking, co_handling, counter, petitioning
from tests.sight.world import World

PARTS = (
    co_handling,
    asking,
    counter,
    petitioning,
)


def plant(world: World) -> None:
    for part in PARTS:
        part.plant(world)
