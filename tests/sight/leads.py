"""苗头: read by the reporter, the grid it lies in, its village, and the overseers of the centre."""

import io
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from grids.models import Lead, LeadPhoto
from grids.services import leads
from tests.factories import GRID, V2
from tests.sight.world import NOBODY, World

OVERSEERS = frozenset({"peace", "director"})
NO_LEAD = 987_654_323  # a key that no row has
ACTS = ("follow", "note", "settle", "answer", "pass", "sort", "nothing")


def plant(world: World) -> None:
    """One of a grid with a note, one of another village, one passed to a unit and answered."""
    of_grid = _lead(world, "of a grid", GRID, OVERSEERS | {"police", "grid", "village"})
    added = _word(world, "added to a lead", OVERSEERS | {"police", "grid", "village"})
    leads.note(of_grid, world.user("grid"), words=added)
    _lead(world, "of a village", V2, OVERSEERS | {"police", "village2"})
    passed_to = OVERSEERS | {"police", "village2", "department"}
    passed = _lead(world, "passed on", V2, passed_to)
    passed = leads.pass_on(
        passed,
        world.user("village2"),
        unit=world.town.unit("guijian"),
        words=_word(world, "why a lead was passed on", passed_to),
    )
    answer = _word(world, "answer to a lead", passed_to)
    leads.answer(passed, world.user("department"), words=answer)


def _lead(world: World, what: str, place: str, readers: frozenset[str]) -> Lead:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "JPEG")
    return leads.report(
        world.user("police"),
        form_key=uuid.uuid4(),
        words=f"看到一件事 {_word(world, f'words of a lead ({what})', readers)}",
        place=_word(world, f"place of a lead ({what})", readers),
        division=place,
        pictures=[SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")],
    ).lead


def _word(world: World, where: str, readers: frozenset[str]) -> str:
    word = world.word("at_village", NOBODY, where)
    world.readers[word] = readers
    return word


def rows(world: World) -> list[dict[str, Any]]:
    return [
        {"pk": pk} for pk in (*Lead.objects.order_by("pk").values_list("pk", flat=True), NO_LEAD)
    ]


def acts(world: World) -> list[dict[str, Any]]:
    first = Lead.objects.order_by("pk")[0].pk
    return [{"pk": first, "act": act} for act in ACTS] + [{"pk": NO_LEAD, "act": "note"}]


def photos(world: World) -> list[dict[str, Any]]:
    return [{"pk": one.lead_id, "photo": one.pk} for one in LeadPhoto.objects.order_by("pk")]


def arguments() -> list[tuple[str, Any]]:
    return [
        (r"^(api/v1/)?leads/<int:pk>/photos/<int:photo>/", photos),
        (r"^leads/<int:pk>/<slug:act>/", acts),
        (r"^(api/v1/)?leads/<int:pk>/", rows),
        (r"^cases/from-lead/<int:pk>/", rows),
    ]
