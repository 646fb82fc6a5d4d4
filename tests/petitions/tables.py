"""The table of a reception day: who comes, what he is answered, what goes to a unit."""

from datetime import date, timedelta
from typing import Any

from mediation.core import clock
from petitions import services
from petitions.models import Petition, Reception, ReceptionDay
from petitions.services import receptions
from tests.cases.factories import some_text
from tests.petitions.factories import Office, registration


def arranged(office: Office, on: date | None = None, **more: Any) -> ReceptionDay:
    return receptions.arrange(
        office.town.user("petition"),
        on=on or clock.today(),
        hours="9:00–12:00",
        place="街道办事处门口",
        leaders=[office.town.user("leader").pk],
        **more,
    )


def visit(office: Office, day: ReceptionDay, by: str = "petition", **more: Any) -> Reception:
    words = registration(demands=[some_text()], **more)
    for name in ("channel",):
        words.pop(name)
    return receptions.take_in(day, office.town.user(by), **words)


def answers(reception: Reception) -> dict[int, dict[str, str]]:
    said = {"finding": some_text(), "opinion": "support", "basis": some_text(), "answer": "好"}
    return {one.pk: said for one in reception.petition.demands.all()}


def answered(office: Office, reception: Reception) -> Petition:
    """Answered on the spot: prepared at the table, signed by the head, handed over."""
    officer, head = office.town.user("petition"), office.town.user("director")
    moved = receptions.answer_on_the_spot(reception, officer, answers(reception))
    assert moved.proposal is not None
    services.sign(moved.proposal, head)
    return receptions.hand_over(reception, officer)


def given_away(office: Office, reception: Reception) -> Petition:
    receptions.assign_there(
        reception,
        office.town.user("petition"),
        unit=office.town.unit("guijian").pk,
        text=some_text(),
        due_on=clock.today() + timedelta(days=10),
    )
    return Petition.objects.get(pk=reception.petition_id)


def concluded(office: Office, petition: Petition) -> Petition:
    """The unit's demands answered, the reply made by the head, the opinion handed over."""
    office.reply(petition)
    return office.deliver(petition, "opinion")
