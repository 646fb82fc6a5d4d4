"""排查: a round is read by the town's overseers and leaders and by the units that it asks; what was
asked for at a visit by the unit that went, 平安办 and the director."""

import uuid
from typing import Any

from grids.models import SweepRound, SweepUnit
from grids.services import sweeps
from mediation.core import clock
from tests.factories import V1, V2
from tests.sight.world import NOBODY, World

OVERSEERS = frozenset({"peace", "director"})
READERS = OVERSEERS | {"leader", "leader2"}
OF_V1 = frozenset({"village", "grid"})
NO_ROW = 987_654_325  # a key that no row has


def plant(world: World) -> None:
    """A round of two villages: one reported, went and was urged before; the other was excused."""
    peace, village, today = world.user("peace"), world.user("village"), clock.today()
    round_ = sweeps.open_round(
        peace,
        kind="place",
        title="集镇排查",
        what=_word(world, "what a round looks for", READERS | OF_V1 | {"village2"}),
        where=_word(world, "where a round looks", READERS | OF_V1 | {"village2"}),
        from_on=today,
        to_on=today,
        units=[world.town.unit(V1), world.town.unit(V2)],
        form_key=uuid.uuid4(),
    )
    first, second = (round_.units.get(unit=world.town.unit(code)) for code in (V1, V2))
    sweeps.urge(first, peace, _word(world, "words of an urge", READERS | OF_V1))
    sweeps.excuse(second, peace, _word(world, "why excused", READERS | {"village2"}))
    sweeps.report(
        first,
        village,
        findings={"02": 1},
        analysis=_word(world, "analysis of a report", READERS | OF_V1),
        form_key=uuid.uuid4(),
    )
    sweeps.record_visit(
        round_,
        village,
        unit=first.unit,
        division=V1,
        place=_word(world, "place of a sweep", OVERSEERS | OF_V1),
        on=today,
        asked_for=_word(world, "asked for at a sweep", OVERSEERS | OF_V1),
        form_key=uuid.uuid4(),
    )


def _word(world: World, where: str, readers: frozenset[str]) -> str:
    word = world.word("at_village", NOBODY, where)
    world.readers[word] = readers
    return word


def rounds(world: World) -> list[dict[str, Any]]:
    keys = (*SweepRound.objects.order_by("pk").values_list("pk", flat=True), NO_ROW)
    return [{"pk": pk} for pk in keys]


def lines(world: World) -> list[dict[str, Any]]:
    found = [
        {"pk": one.round_id, "asked_pk": one.pk, "asked": one.pk}
        for one in SweepUnit.objects.order_by("pk")
    ]
    return [*found, {"pk": found[0]["pk"], "asked_pk": NO_ROW, "asked": NO_ROW}]


def arguments() -> list[tuple[str, Any]]:
    return [
        (r"^(api/v1/)?sweeps/<int:pk>/units/", lines),
        (r"^(api/v1/)?sweeps/<int:pk>/", rounds),
    ]
