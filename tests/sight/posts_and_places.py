"""The map of the town and its posts: places, acts on them, deputies, hand-overs, the roster."""

from typing import Any

from grids.models import Department, Deputy, DutyDay, Post, TeamSeat
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


def units(world: World) -> list[dict[str, Any]]:
    """A village's committee and a department, by key and code; one that is not there."""
    found = Department.objects.filter(code__in=[f"{V1}-committee", "500102011-justice"])
    rows = [{"pk": one.pk, "code": one.code} for one in found.order_by("pk")]
    return [*rows, {"pk": NO_ROW, "code": "nothing"}]


def places(world: World) -> list[dict[str, Any]]:
    return [{"code": code} for code in (V1, GRID, NO_PLACE)]


def duties(world: World) -> list[dict[str, Any]]:
    rows = DutyDay.objects.order_by("pk").values_list("pk", flat=True)[:2]
    return [{"pk": pk} for pk in (*rows, NO_ROW)]


def seats(world: World) -> list[dict[str, Any]]:
    rows = TeamSeat.objects.filter(division__code=V1).order_by("pk").values_list("pk", flat=True)
    return [{"code": V1, "pk": pk} for pk in (*rows[:2], NO_ROW)]


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
        (r"^posts/units/<int:pk>/", units),
        (r"^(api/v1/)?posts/<int:pk>/", posts),
        (r"^api/v1/deputies/<int:pk>/", deputies),
        (r"^api/v1/units/<slug:code>/", units),
        (r"^api/v1/duty/<int:pk>/clear/", duties),
        (r"^api/v1/places/<slug:code>/", places),
        (r"^api/v1/villages/<slug:code>/seats/<int:pk>/", seats),
    ]
