"""Cases with which a journey begins, registered at the window by the same service as the page."""

from typing import Any

from cases import services
from cases.models import Case
from tests.factories import Town
from tests.journeys.browser import Desk
from tests.journeys.people import a_name, a_phone, words


def walk_in(town: Town, **more: Any) -> Case:
    """A neighbours' dispute of 致远社区 with two people who left their phones."""
    fields: dict[str, Any] = {
        "source": "visit",
        "category": "02",
        "narrative": f"两家为{words()}争吵",
        "division": "500102011011",
        "risk": "yellow",
        "risk_reason": words(8),
        "parties": [
            {"role": "applicant", "kind": "person", "name": a_name(), "phone": a_phone()},
            {"role": "respondent", "kind": "person", "name": a_name(), "phone": a_phone()},
        ],
    }
    return services.register(town.user("window"), **(fields | more)).case


def open_case(desk: Desk, case: Case) -> Desk:
    return desk.go(f"/cases/{case.pk}/")


def as_it_stands(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def notices_of(desk: Desk) -> list[str]:
    """The lines of his page of notices."""
    desk.go("/notices/")
    return [line.strip() for line in desk.page.locator(".feed li").all_inner_texts()]
