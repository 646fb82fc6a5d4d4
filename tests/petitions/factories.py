"""Petitions brought where a test needs them, by real moves."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mediation.core import clock
from petitions import services
from petitions.models import Demand, IssuedLetter, Petition
from tests.cases.factories import some_text
from tests.factories import V1, Town


def registration(**more: Any) -> dict[str, Any]:
    """What a registration needs, with the caller's own words over it."""
    return {
        "form_key": uuid.uuid4(),
        "channel": "visit",
        "kind": "claim",
        "purpose": "claim",
        "content": "0501",
        "title": f"反映一件事 {some_text(6)}",
        "narrative": f"他说了一件事 {some_text()}",
        "division": V1,
        "petitioners": [{"name": f"某{some_text(5)}"}],
        "demands": [f"要求一 {some_text()}", f"要求二 {some_text()}"],
    } | more


@dataclass
class Office:
    """The petition office and the people around it, each move with one call."""

    town: Town

    def register(self, by: str = "petition", **more: Any) -> Petition:
        return services.register(self.town.user(by), **registration(**more)).petition

    def move(self, petition: Petition, verb: str, by: str = "petition", **data: Any) -> Petition:
        services.move(petition, verb, self.town.user(by), **data)
        petition.refresh_from_db()
        return petition

    def accept(self, petition: Petition, **more: Any) -> Petition:
        return self.move(petition, "accept", way="6", **more)

    def assign(self, petition: Petition, unit: str = "guijian", **more: Any) -> Petition:
        keys = [str(one.pk) for one in petition.demands.all()]
        data = {
            "unit": str(self.town.unit(unit).pk),
            "demands": keys,
            "text": some_text(),
            "due_on": clock.today() + timedelta(days=10),
        }
        return self.move(petition, "assign", **(data | more))

    def answer_demands(self, petition: Petition, by: str = "petition") -> None:
        for demand in Demand.objects.filter(petition=petition).order_by("position"):
            services.answer_demand(
                demand,
                self.town.user(by),
                finding=some_text(),
                opinion="support",
                basis=some_text(),
            )

    def reply(self, petition: Petition) -> Petition:
        self.answer_demands(petition)
        return self.move(petition, "reply", "director")

    def letter(self, petition: Petition, kind: str) -> IssuedLetter:
        return petition.letters.filter(kind=kind).order_by("-version")[0]

    def deliver(self, petition: Petition, kind: str, way: str = "hand", **more: Any) -> Petition:
        letter = self.letter(petition, kind)
        data = {"letter": str(letter.pk), "way": way, "sent_on": clock.today()}
        return self.move(petition, "deliver", **(data | more))

    def running(self, petition: Petition) -> dict[str, Any]:
        """Clock → due day of every clock that runs."""
        rows = petition.deadlines.filter(stopped_on__isnull=True)
        return dict(rows.values_list("clock", "due_on"))
