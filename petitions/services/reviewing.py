"""复查 and 复核 by the bodies above; we record and follow their clocks (rules.md §3 rows 14–17)."""

from cases.enums import DeliverWay
from mediation.core import clock
from mediation.core.errors import Refused
from petitions import enums
from petitions.enums import Clock, Letter, ReviewLevel
from petitions.models import Deadline, Review
from petitions.services import delivering, letters, rounds
from petitions.services.act import Act


def review_requested(act: Act) -> None:
    """After Z_REVIEW is over it is recorded all the same, marked late; the body decides."""
    request(act, ReviewLevel.REVIEW, Clock.Z_REVIEW)


def final_requested(act: Act) -> None:
    request(act, ReviewLevel.FINAL, Clock.Z_FINAL)


def request(act: Act, level: str, right: Clock) -> None:
    last_day = right_of_now(act, right)
    is_late = last_day is not None and act.on > last_day.due_on
    Review.objects.create(
        centre=act.petition.centre,
        petition=act.petition,
        level=level,
        body=act.text("body"),
        is_late=is_late,
        on=act.on,
        by=act.actor,
        at=act.now,
    )
    act.payload["late"] = is_late


def right_of_now(act: Act, right: Clock) -> Deadline | None:
    """His right from this round's letter; that of a round before says nothing of this one."""
    deadlines = act.petition.deadlines.order_by("-pk")
    handled = deadlines.filter(clock=Clock.CONCLUDE).values_list("pk", flat=True).first() or 0
    return deadlines.filter(clock=right, pk__gt=handled).first()


def review_decided(act: Act) -> None:
    """F9 is the other body's letter: written down with their number; Z_FINAL runs from its receipt."""
    decide(act, ReviewLevel.REVIEW)
    if act.petition.status == enums.Status.REVIEWED:
        letter = letters.issue(act, Letter.REVIEW, number=act.text("number"))
        if act.data.get("received_on"):
            received_on = act.day("received_on")
            if not act.on <= received_on <= clock.local_day(act.now):
                raise Refused(
                    "invalid_day",
                    "信访人收到的日子不能早于复查机关作出的日子，也不能晚于今天。",
                    field="received_on",
                )
            act.then = delivering.delivered(act, letter, DeliverWay.POST, received_on)


def final_decided(act: Act) -> None:
    decide(act, ReviewLevel.FINAL)
    if act.petition.status == enums.Status.FINALISED:
        letters.issue(act, Letter.FINAL, number=act.text("number"))


def decide(act: Act, level: str) -> None:
    review = act.petition.reviews.filter(level=level, decided_on__isnull=True).first()
    if review is None:
        raise Refused("invalid_choice", "没有等着的复查或复核申请。")
    review.result = act.one_of("result", enums.ReviewResult)
    review.number, review.decided_on = act.text("number"), act.on
    review.text = act.text("text")
    review.save()
    act.payload |= {"level": level, "result": review.result}
    if review.result == enums.ReviewResult.REDO:
        rounds.clear_answers(act)
        act.change(replied_on=None, concluded_on=None, accepted_on=act.on, is_simple=False)
