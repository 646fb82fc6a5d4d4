"""The map of the town and its posts: places, acts on them, deputies, hand-overs, the roster."""

from typing import Any

from grids.models import Deputy, Post
from mediation.core import clock
from tests.factories import GRID, V1
from tests.sight.world import World

NO_ROW = 987_654_321  # a key that no row has
NO_PLACE = "500102099999"
ACTS = ("rename", "merge", "split", "close", "grid", "nothing")


def changes(world: World) -> list[dict[str, Any]]:
    rows = [{"code": V1, "act": act} for act in ACTS]
    return [*rows, {"code": GRID, "act": "merge"}, {"code": NO_PLACE, "act": "merge"}]


def posts(world: World) -> list[dict[str, Any]]:
    """A mediator's and an administrator's, and one that nobody holds."""
    found = Post.objects.filter(user__username__in=["village", "secadmin", "leader"])
    return [{"pk": pk} for pk in (*found.order_by("pk").values_list("pk", flat=True), NO_ROW)]


def deputies(world: World) -> list[dict[str, Any]]:
    row, _ = Deputy.objects.get_or_create(
        user=world.user("guide"),
        deputy=world.user("d13"),
        defaults={"from_on": clock.today().replace(year=2020), "to_on": None},
    )
    Deputy.objects.filter(pk=row.pk).update(to_on=row.from_on)  # long over: it lends nothing
    return [{"pk": row.pk}, {"pk": NO_ROW}]


def arguments() -> list[tuple[str, Any]]:
    return [
        (r"^\^places/\(\?P<code>.*/change/", changes),
        (r"^posts/deputies/<int:pk>/", deputies),
        (r"^posts/<int:pk>/", posts),
    ]
