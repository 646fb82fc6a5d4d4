"""A petition is done again (rules.md §3 rows 15, 17, 20): what of the round before does not go on."""

from petitions.services.act import Act

WRITTEN = ("finding", "opinion", "basis", "answer")


def clear_answers(act: Act) -> None:
    """Each demand is answered anew; what was written stays among the revisions, and in the opinion
    that was issued."""
    for demand in act.petition.demands.all():
        for name in WRITTEN:
            if before := getattr(demand, name):
                act.revisions[f"demand.{demand.position}.{name}"] = before
    act.petition.demands.update(**dict.fromkeys(WRITTEN, ""))


def end_directions(act: Act) -> None:
    """Nobody is left waiting for an answer whose clock is over; the demands are nobody's again."""
    for one in act.petition.directions.all():
        if one.is_waiting:
            one.handed_back_at, one.handed_back_by = act.now, act.actor
            one.hand_back_reason = "重新办理，以前交办的不用再回"
            one.save()
    act.petition.demands.update(unit=None)
