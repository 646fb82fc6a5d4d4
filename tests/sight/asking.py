"""Questions answered at the windows and an appointment: the windows and the director read them."""

import uuid
from collections.abc import Iterator
from typing import Any

from cases.models import Inquiry, Visit
from cases.services import appointments, inquiries, visits
from grids.enums import GuideWay
from mediation.core import clock
from tests.sight.world import NOBODY, World

READERS = frozenset({"window", "petition", "justice", "director"})
NO_ROW = 987_654_321  # a key that no row has


def plant(world: World) -> None:
    clerk = world.user("window")
    inquiry = inquiries.answer_on_the_spot(
        clerk,
        window="legal",
        form_key=uuid.uuid4(),
        asked=f"问一件事 {_word(world, 'question')}",
        answer=f"可以起诉 {_word(world, 'answer')}",
        law=f"民法典第188条 {_word(world, 'law')}",
        where_to=_word(world, "where to go on"),
    )
    world.plant(inquiry.number, "at_village", NOBODY, "number of a question")
    world.readers[inquiry.number] = READERS
    visit = visits.take_ticket(clerk, window="mediation", form_key=uuid.uuid4())
    why = _word(world, "what an appointment is for")
    appointments.appoint(
        visits.call(clerk, visit), clerk, on=clock.today(), window="legal", why=why
    )


def _word(world: World, where: str) -> str:
    word = world.word("at_village", NOBODY, f"{where} at a window")
    world.readers[word] = READERS
    return word


def questions(world: World) -> list[dict[str, Any]]:
    return [{"pk": one.pk} for one in Inquiry.objects.all()] + [{"pk": NO_ROW}]


def appointed(world: World) -> list[dict[str, Any]]:
    found = Visit.objects.filter(appointment_on__isnull=False)
    return [{"pk": one.pk} for one in found] + [{"pk": NO_ROW}]


def ways(world: World) -> Iterator[dict[str, Any]]:
    yield from ({"way": way} for way in (*GuideWay.values, "nowhere"))


def arguments() -> list[tuple[str, Any]]:
    return [
        (r"(^|/)inquiries/<int:pk>/", questions),
        (r"^window/appointments/<int:pk>/", appointed),
        (r"^window/guide/<slug:way>/", ways),
    ]
