"""Tickets at the counter: what was said at the door is read at the windows and by the director."""

import uuid
from typing import Any

from cases.models import Visit
from cases.services import visits
from cases.services.window_matters import add_visit
from tests.sight.world import NOBODY, SIGHT, World

READERS = frozenset({"window", "petition", "justice", "director"})
NO_ROW = 987_654_321  # a key that no row has
STEPS = ("call", "again", "transfer", "finish", "reopen", "nothing")


def plant(world: World) -> None:
    """One who waits, one at the desk, one sent elsewhere, one whose words went to a case."""
    clerk = world.user("window")
    _ticket(world, "who waits")
    visits.call(clerk, _ticket(world, "at the desk"))
    visits.finish(
        visits.call(clerk, _ticket(world, "sent elsewhere")),
        clerk,
        "elsewhere",
        where_to=_word(world, "where somebody was sent"),
        words=_word(world, "why somebody was sent"),
    )
    added = _word(world, "what a visit added")
    # A part of the record; at the windows only who wrote it down.
    world.readers[added] = frozenset({"window", *SIGHT["at_village"]["record"].split()})
    key = f"case:{world.cases['at_village'].pk}"
    add_visit(clerk, visits.call(clerk, _ticket(world, "added")), key, added)


def _ticket(world: World, who: str) -> Visit:
    return visits.take_ticket(
        world.user("petition"),
        window="mediation",
        form_key=uuid.uuid4(),
        said=f"来说一件事 {_word(world, f'said at the door ({who})')}",
        name_to_call=_word(world, f"name to call ({who})"),
    )


def _word(world: World, where: str) -> str:
    word = world.word("at_village", NOBODY, where)
    world.readers[word] = READERS
    return word


def tickets(world: World) -> list[dict[str, Any]]:
    return [
        {"pk": pk} for pk in (*Visit.objects.order_by("pk").values_list("pk", flat=True), NO_ROW)
    ]


def steps(world: World) -> list[dict[str, Any]]:
    first = Visit.objects.order_by("pk")[0].pk
    return [{"pk": first, "step": step} for step in STEPS] + [{"pk": NO_ROW, "step": "call"}]


def arguments() -> list[tuple[str, Any]]:
    return [
        (r"^window/visits/<int:pk>/<slug:step>/", steps),
        (r"^api/v1/visits/<int:pk>/", tickets),
    ]
