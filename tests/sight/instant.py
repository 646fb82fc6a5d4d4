"""Instant reports and re-assessed risks: planted words, and their addresses."""

from typing import Any

from cases.models import InstantReport
from cases.services import instant
from cases.services.urgent import TEXTS
from mediation.core import clock
from tests.sight.world import NOBODY, SIGHT, World

NO_ROW = 987_654_325  # a key that no row has
OVERSEERS = frozenset({"peace", "director"})


def plant(world: World) -> None:
    """One of a case of 致远 (its file's readers), one that a window clerk wrote of none."""
    officer = world.user("village")
    world.move(
        "at_village",
        "reassess",
        officer,
        risk="yellow",
        reason=world.word("at_village", "file", "reason of a higher risk"),
    )
    world.move(
        "at_village",
        "reassess",
        officer,
        risk="blue",
        reason=world.word("at_village", "file", "reason of a lower risk"),
        grounds=world.word("at_village", "file", "grounds of a lower risk"),
    )
    readers = frozenset(SIGHT["at_village"]["file"].split())
    _report(world, "village", readers, case=world.cases["at_village"])
    _report(world, "window", OVERSEERS | {"window"})


def _report(world: World, by: str, readers: frozenset[str], **more: Any) -> None:
    words = {
        name: world.word("at_village", NOBODY, f"{name} of an instant report") for name in TEXTS
    }
    world.readers |= dict.fromkeys(words.values(), readers)
    instant.report_instantly(
        world.user(by),
        happened_at=clock.now(),
        place="村口",
        head_count=12,
        **words,
        **more,
    )


def reports(world: World) -> list[dict[str, Any]]:
    rows = [*InstantReport.objects.order_by("pk").values_list("pk", flat=True), NO_ROW]
    return [{"report_pk": pk, "report": pk} for pk in rows]


def arguments() -> list[tuple[str, Any]]:
    return [(r"instant-reports/<int:report", reports)]
