"""A village's return and the half-month's steps: what was written there is read by the village, by
平安办, and by those who approve; why a locked one was corrected by every reader of its figures."""

import uuid
from datetime import date
from typing import Any

from mediation.core import clock
from reporting.models import Correction, HalfMonth, TypedNumber, VillageReturn
from reporting.periods import half_month
from reporting.services import return_review, returns, steps
from reporting.services.returns import Typed
from tests.factories import V1, V2
from tests.sight.world import NOBODY, World

CUT_OFF, LOCKED = date(2026, 11, 14), date(2026, 10, 30)
OVERSEERS = frozenset({"peace", "director", "leader", "leader2"})
OF_V1 = OVERSEERS | {"village"}
FIGURE_READERS = OVERSEERS | {
    *("window", "village", "village2", "mediator", "mediator2", "justice", "police", "department")
}
NO_ROW = 987_654_351  # a key that no row has


def plant(world: World) -> None:
    """A return that was typed over and sent back, a half-month that came back, a correction."""
    period, peace = half_month(CUT_OFF), world.user("peace")
    centre, v1 = world.town.centre, world.town.v1
    returns.file_return(
        v1,
        centre,
        period,
        world.user("village"),
        form_key=uuid.uuid4(),
        typed=[Typed("13", "reopened", 1, _word(world, "why a number was typed over", OF_V1))],
        features=_word(world, "features in a return", OF_V1),
        causes=_word(world, "causes in a return", OF_V1),
        hotspots=_word(world, "hotspots in a return", OF_V1),
        advice=_word(world, "advice in a return", OF_V1),
    )
    decided = _word(world, "words of a decision", OF_V1)
    return_review.decide(TypedNumber.objects.get(), peace, "system", decided)
    steps.submit(centre, period, peace, _word(world, "why some were missing", OVERSEERS))
    back = _word(world, "why a half-month came back", OVERSEERS)
    steps.give_back(centre, period, world.user("director"), back)
    asked = VillageReturn.objects.get(division=v1)
    return_review.send_back(asked, peace, _word(world, "why a return came back", OF_V1))
    _corrected(world)


def _corrected(world: World) -> None:
    """The walked town has no older books, so that a locked half-month is laid here."""
    locked = HalfMonth.objects.create(
        centre=world.town.centre,
        cut_off=LOCKED,
        state="locked",
        locked_at=clock.now(),
        locked_by=world.user("peace"),
        sha256="0" * 64,
    )
    Correction.objects.create(
        centre=world.town.centre,
        half_month=locked,
        seq=1,
        reason=_word(world, "why a half-month was corrected", FIGURE_READERS),
        sha256="1" * 64,
        by=world.user("peace"),
        at=clock.now(),
    )


def _word(world: World, where: str, readers: frozenset[str]) -> str:
    word = world.word("at_village", NOBODY, where)
    world.readers[word] = readers
    return word


def villages(world: World) -> list[dict[str, Any]]:
    return [{"cut_off": f"{CUT_OFF}", "code": code} for code in (V1, V2, "500102011000", "0")]


def typed(world: World) -> list[dict[str, Any]]:
    keys = (*TypedNumber.objects.values_list("pk", flat=True), NO_ROW)
    return [{"cut_off": f"{CUT_OFF}", "pk": pk} for pk in keys]


def arguments() -> list[tuple[str, Any]]:
    return [
        (r"half-months/<str:cut_off>/returns/<str:code>/", villages),
        (r"half-months/<str:cut_off>/typed/<int:pk>/", typed),
        (
            r"half-months/<str:cut_off>/corrections/<int:seq>/",
            lambda world: [{"cut_off": f"{LOCKED}", "seq": seq} for seq in (1, 2)],
        ),
        (
            r"half-months/<str:cut_off>/corrections/$",
            lambda world: [{"cut_off": f"{LOCKED}"}, {"cut_off": f"{CUT_OFF}"}],
        ),
    ]
