"""A warning over 致远社区: what its units and 平安办 wrote is read by those whom it concerns."""

from datetime import timedelta
from typing import Any

from mediation.core import clock
from reporting.models import Warning, WarningAsk, WarningMatter
from reporting.services import warnings
from tests.sight.world import NOBODY, World

# Overseers of the town, and the units that were asked: the village and 规建办.
READERS = frozenset({"peace", "director", "justice", "leader", "leader2", "village", "department"})
KEEPER = "peace"
NO_ROW = 987_654_341  # a key that no row has


def plant(world: World) -> None:
    """One that was answered, sent back and is open; one that was ended. The walked town's books are
    too young for the rule, so their rows are laid here."""
    _answered(_raised(world, "13"), world)
    ended = _raised(world, "17")
    reason = _word(world, "why a warning was ended")
    warnings.close(ended, world.user(KEEPER), ending="false_alarm", reason=reason)


def _raised(world: World, category: str) -> Warning:
    today, town = clock.today(), world.town
    from_on = today - timedelta(days=7)
    cases = [one for one in world.cases.values() if one.category.code == category]
    inside = [one for one in cases if one.division == town.v1]
    one = Warning.objects.create(
        centre=town.centre,
        series="cases",
        division=town.v1,
        category=town.category(category),
        raised_on=today,
        raised_at=clock.now(),
        base_from_on=from_on - timedelta(weeks=12),
        from_on=from_on,
        to_on=today - timedelta(days=1),
        counted=len(inside),
        base_counted=0,
        last_on=today,
        most=len(inside),
    )
    for case in inside:
        WarningMatter.objects.create(centre=town.centre, warning=one, case=case)
    for unit in (town.unit(town.v1.code), town.unit("guijian")):
        WarningAsk.objects.create(
            centre=town.centre, warning=one, unit=unit, asked_on=today, due_on=today
        )
    return one


def _answered(one: Warning, world: World) -> None:
    unit, peace = world.town.unit(world.town.v1.code), world.user(KEEPER)
    warnings.answer(
        one,
        world.user("village"),
        unit=unit.pk,
        found=_word(world, "what a unit found"),
        done=_word(world, "what a unit does"),
    )
    warnings.send_back(one, peace, unit=unit.pk, reason=_word(world, "why an answer was sent back"))
    third = world.town.unit("zhifa")
    warnings.ask_too(
        one, peace, unit=third.pk, words_of=_word(world, "what one more unit is asked")
    )


def _word(world: World, where: str) -> str:
    word = world.word("at_village", NOBODY, where)
    world.readers[word] = READERS
    return word


def rows(world: World) -> list[dict[str, Any]]:
    return [
        {"pk": pk} for pk in (*Warning.objects.order_by("pk").values_list("pk", flat=True), NO_ROW)
    ]


def arguments() -> list[tuple[str, Any]]:
    return [(r"(^|/)reports/warnings/<int:pk>/", rows)]
