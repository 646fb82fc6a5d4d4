"""His own word, the end, and again (rules.md §3 rows 18–21)."""

from mediation.core.errors import Refused
from petitions import enums
from petitions.models import Rating
from petitions.services import rounds
from petitions.services.accepting import end
from petitions.services.act import Act


def withdraw(act: Act) -> None:
    """In his own words; nobody may ask for it, no reason is asked (条例18(4))."""
    end(act, reason=act.text("words"))


def close(act: Act) -> None:
    if act.data.get("waived"):
        end(act, ground="waived")
        act.payload["waived"] = True
    act.change(closed_on=act.on)


def reopen(act: Act) -> None:
    """NOTIFY from the new receipt; of a returned one from the first day (rules.md §3 row 20)."""
    ground = act.one_of("ground", enums.ReopenGround)
    end(act, ground=ground, reason=act.text("reason"))
    petition = act.petition
    received_on = (
        petition.first_received_on if act.status_before == enums.Status.RETURNED else act.on
    )
    running = petition.deadlines.filter(stopped_on__isnull=True)
    running.update(stopped_on=act.on, stopped_by=act.verb)
    rounds.end_directions(act)
    rounds.clear_answers(act)
    act.change(
        received_on=received_on,
        reopened_at=act.now,
        way="",
        is_simple=False,
        notified_on=None,
        accepted_on=None,
        replied_on=None,
        concluded_on=None,
        agreed_on=None,
        left_on=None,
        closed_on=None,
    )
    act.payload["ground"] = ground


def rate(act: Act) -> None:
    """Never required, never given by staff (row 21); once."""
    if act.petition.ratings.exists():
        raise Refused("rated", "这件已经评价过了，谢谢您。")
    Rating.objects.create(
        centre=act.petition.centre,
        petition=act.petition,
        for_office=act.one_of("for_office", enums.Grade),
        for_unit=act.one_of("for_unit", enums.Grade),
        words=act.text("words"),
        at=act.now,
    )
