"""评查 and 案例库: a sheet is read by who draws in the town and by its unit, as far as they see the
case; a draft by who wrote it and who keeps the library; a published example by every case reader."""

import uuid
from datetime import date
from typing import Any

from mediation.core import clock
from reporting.models import LibraryEntry, SampledCase, SampleList, Sampling
from reporting.review_enums import LibraryState, Mark
from reporting.sampling import points_of
from reporting.services import sampling
from tests.sight.world import NOBODY, World

DRAWERS = frozenset({"peace", "justice", "director"})
SHEET = DRAWERS | {"village"}
CASE_READERS = frozenset(
    {
        "window",
        "village",
        "village2",
        "mediator",
        "mediator2",
        "leader",
        "leader2",
        "peace",
        "justice",
        "police",
        "department",
        "grid",
        "director",
        "petition",
        "guide",
    }
)
NO_ROW = 987_654_331  # a key that no row has


def plant(world: World) -> None:
    """A drawn case of V1 with its sheet and the answer; a draft and a published example."""
    peace, case = world.user("peace"), world.cases["at_village"]
    drawn = Sampling.objects.create(
        centre=case.centre,
        first_on=date(2026, 7, 1),
        last_on=date(2026, 9, 30),
        size=1,
        seed="a" * 32,
        by=peace,
        at=clock.now(),
    )
    listed = SampleList.objects.create(
        centre=case.centre,
        sampling=drawn,
        unit=case.unit,
        kind="hard",
        numbers=[case.number],
    )
    sampled = SampledCase.objects.create(centre=case.centre, of=listed, case=case, place=1)
    marks = {point.code: Mark.FIX.value for point in points_of("hard")}
    words = _word(world, "findings of a review", SHEET)
    sampling.fill(peace, sampled, marks=marks, findings=words)
    mended = _word(world, "what a unit mended", SHEET)
    sampling.reply(world.user("village"), sampled, "answer", mended)
    _entry(world, "a draft for the library", SHEET, LibraryState.DRAFT)
    _entry(world, "an example in the library", CASE_READERS, LibraryState.PUBLISHED)


def _entry(world: World, where: str, readers: frozenset[str], state: str) -> None:
    case, now = world.cases["at_village"], clock.now()
    is_published = state == LibraryState.PUBLISHED
    LibraryEntry.objects.create(
        centre=case.centre,
        case=case,
        state=state,
        kind="settled",
        category=case.category,
        division=case.division,
        **{
            name: _word(world, f"{where} ({name})", readers)
            for name in ("title", "story", "way", "lesson")
        },
        cause="relations",
        form_key=uuid.uuid4(),
        written_by=world.user("village"),
        written_at=now,
        published_by=world.user("peace") if is_published else None,
        published_at=now if is_published else None,
    )


def _word(world: World, where: str, readers: frozenset[str]) -> str:
    word = world.word("at_village", NOBODY, where)
    world.readers[word] = readers
    return word


def keys_of(model: type[Any]) -> list[dict[str, Any]]:
    keys = model.objects.order_by("pk").values_list("pk", flat=True)
    return [{"pk": pk} for pk in (*keys, NO_ROW)]


def arguments() -> list[tuple[str, Any]]:
    return [
        (r"reports/samplings/cases/<int:pk>/", lambda w: keys_of(SampledCase)),
        (r"reports/samplings/<int:pk>/", lambda w: keys_of(Sampling)),
        (r"^(api/v1/)?library/<int:pk>/", lambda w: keys_of(LibraryEntry)),
    ]
