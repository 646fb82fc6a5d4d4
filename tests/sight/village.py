"""A village's desk and people: read by everybody with a post in the town; outside, who agreed."""

from collections.abc import Iterator
from typing import Any

from grids.models import VillageStaff
from grids.services import village
from mediation.core import clock
from tests.factories import V1, V2
from tests.sight.world import ACCOUNTS, NOBODY, World

INSIDE = frozenset(ACCOUNTS)
EVERYBODY = INSIDE | {"nobody"}
CHANGES = ("end", "consent", "silence", "nothing")
NO_ROW = 987_654_321  # a key that no row has


def plant(world: World) -> None:
    head, place = world.user("village"), world.town.v1
    village.write_desk(place, head, place=_word(world, EVERYBODY, "desk of a village"))
    for readers, has_consented in ((EVERYBODY, True), (INSIDE, False)):
        village.add_staff(
            place,
            head,
            duty="law_guide",
            name=_word(world, readers, f"name beside a village ({has_consented})"),
            organisation=_word(world, readers, f"unit beside a village ({has_consented})"),
            from_on=clock.today(),
            has_consented=has_consented,
        )


def _word(world: World, readers: frozenset[str], where: str) -> str:
    word = world.word("at_village", NOBODY, where)
    world.readers[word] = readers
    return word


def places(world: World) -> list[dict[str, Any]]:
    return [{"code": code} for code in (V1, V2, "500102099999")]


def changes(world: World) -> Iterator[dict[str, Any]]:
    rows = VillageStaff.objects.order_by("pk").values_list("pk", flat=True)
    for pk in (*rows, NO_ROW):
        yield from ({"pk": pk, "change": change} for change in CHANGES)


def api_changes(world: World) -> Iterator[dict[str, Any]]:
    rows = VillageStaff.objects.order_by("pk").values_list("pk", flat=True)
    yield from ({"code": V1, "pk": pk} for pk in (*rows, NO_ROW))


def arguments() -> list[tuple[str, Any]]:
    return [
        (r"^\^places/\(\?P<code>\\d\{12\}\)/", places),
        (r"^api/v1/villages/<slug:code>/staff/<int:pk>/", api_changes),
        (r"^api/v1/villages/<slug:code>/", places),
        (r"^places/staff/<int:pk>/", changes),
    ]
