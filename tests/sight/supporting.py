"""管辖, 法律援助初审, 案件补贴, 调解资源 and the windows' matrix: planted words, and their addresses."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from cases.enums import Window
from cases.enums.handling import Handling
from cases.models import LegalAidCheck, SubsidySheet
from cases.services import jurisdiction, legal_aid, subsidies
from cases.services.inquiries import answer_on_the_spot
from grids.models import Helper, ResidentUnit
from grids.services import resources
from mediation.core import clock
from tests.sight.world import NOBODY, World

AID_READERS = frozenset({"window", "justice"})
PHONE_READERS = frozenset({"director", "justice", "peace"})
NO_ROW = 987_654_331  # a key that no row has


def plant(world: World) -> None:
    case = world.cases["at_village"]
    jurisdiction.raise_dispute(
        case,
        world.user("village"),
        ground="place",
        reason=world.word("at_village", "file", "why it is not the unit's"),
    )
    jurisdiction.decide(
        case,
        world.user("peace"),
        unit=case.unit_id,
        responsibility="supervises",
        decision=world.word("at_village", "file", "whose it is, and why"),
    )
    clerk = world.user("window")
    inquiry = answer_on_the_spot(
        clerk,
        window="legal",
        form_key=uuid.uuid4(),
        asked="能不能申请法律援助",
        answer="可以，先作初审",
        law="法律援助法第31条",
    )
    words = {
        name: _word(world, f"{name} of a legal-aid check", AID_READERS)
        for name in ("applicant", "facts", "missing")
    }
    legal_aid.check(
        clerk,
        form_key=uuid.uuid4(),
        matter="labour",
        means="migrant",
        result="papers",
        inquiry=inquiry,
        **words,
    )
    director = world.user("director")
    resources.add_resident(director, mode="on_call", services="随叫随到", outside_name="某法庭")
    phone = f"139{NO_ROW % 100_000_000:08d}"
    world.plant(phone, "at_village", NOBODY, "phone of a helper")
    world.readers[phone] = PHONE_READERS
    resources.add_helper(
        director, kind="expert", name="某专家", field="工程", has_consent=True, phone=phone
    )
    last_month = clock.today().replace(day=1) - timedelta(days=1)
    subsidies.make_sheet(world.user("justice"), last_month)


def _word(world: World, where: str, readers: frozenset[str]) -> str:
    word = world.word("at_village", NOBODY, where)
    world.readers[word] = readers
    return word


def checks(world: World) -> list[dict[str, Any]]:
    return [{"pk": one.pk} for one in LegalAidCheck.objects.all()] + [{"pk": NO_ROW}]


def sheets(world: World) -> list[dict[str, Any]]:
    return [{"pk": one.pk} for one in SubsidySheet.objects.all()] + [{"pk": NO_ROW}]


def serving(world: World) -> Iterator[dict[str, Any]]:
    yield from ({"kind": "unit", "pk": one.pk} for one in ResidentUnit.objects.all())
    yield from ({"kind": "helper", "pk": one.pk} for one in Helper.objects.all())
    yield {"kind": "nothing", "pk": NO_ROW}


def residents(world: World) -> list[dict[str, Any]]:
    return [{"pk": one.pk} for one in ResidentUnit.objects.all()] + [{"pk": NO_ROW}]


def helpers(world: World) -> list[dict[str, Any]]:
    return [{"pk": one.pk} for one in Helper.objects.all()] + [{"pk": NO_ROW}]


def cells(world: World) -> Iterator[dict[str, Any]]:
    for window in (*Window.values, "nowhere"):
        yield from ({"window": window, "kind": kind} for kind in Handling.values)


def arguments() -> list[tuple[str, Any]]:
    return [
        (r"(^|/)legal-aid/<int:pk>/", checks),
        (r"(^|/)subsidies/<int:pk>/", sheets),
        (r"^resources/<slug:kind>/<int:pk>/", serving),
        (r"resources/residents/<int:pk>/", residents),
        (r"resources/helpers/<int:pk>/", helpers),
        (r"(^|/)window/handling/<slug:window>/", cells),
    ]
