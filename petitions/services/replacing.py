"""Open petitions follow a place that merges or splits, and one person's go to another.

Named in the settings like `cases.services.replacing`. An accusation names no place in clear and is
nobody's but the discipline post's: neither act touches one.
"""

from django.db.models import Q, QuerySet

from grids.access import PLACE_KEEPERS, POST_KEEPERS
from grids.enums import Level, Role
from grids.models import Division
from grids.selectors import in_whose_role, village_of
from grids.services.changes import PlaceMove
from grids.services.handover import WorkOf
from mediation.core.models import User
from petitions.enums import OPEN, Beside, Kind, Status
from petitions.models import Direction, Petition
from petitions.services import beside, door
from petitions.services.act import Act


def open_at(place: Division) -> dict[str, int]:
    """Open petitions about a village; a petition names no grid."""
    return {"petitions": _open_in(place).count() if place.level == Level.VILLAGE else 0}


def follow(move: PlaceMove) -> dict[str, int]:
    """Open petitions of a village that merges go along; at a split nobody knows which would."""
    if not move.is_whole or move.source.level != Level.VILLAGE:
        return {}
    keys = list(_open_in(move.source).order_by("pk").values_list("pk", flat=True))
    for key in keys:
        act = _begin(key, Beside.REPLACED, move.actor)
        act.payload |= {"from": move.source.code, "to": move.target.code}
        act.change(division=village_of(move.target))
        door.finish(act)
    before, after = move.units
    if before is not None and after is not None and before != after:
        waiting = Direction.objects.filter(
            to_unit=before, answered_at__isnull=True, handed_back_at__isnull=True
        )
        waiting.update(to_unit=after)
    return {"petitions": len(keys)}


def open_with(work: WorkOf) -> dict[str, int]:
    return {"petitions": _petitions_of(work).count()}


def hand_over(work: WorkOf) -> dict[str, int]:
    """Petitions that he receives, or owns as a leader; an event for each."""
    keys = list(_petitions_of(work).order_by("pk").values_list("pk", flat=True))
    for key in keys:
        act = _begin(key, Beside.HANDED_OVER, work.actor)
        act.payload |= {"from": work.person.pk, "to": work.successor.pk}
        if act.petition.officer_id == work.person.pk and work.post.role == Role.PETITION_OFFICER:
            act.change(officer=work.successor)
        if act.petition.owner_id == work.person.pk and work.post.role == Role.LEADER:
            act.change(owner=work.successor)
        door.finish(act)
    return {"petitions": len(keys)}


def _open_in(place: Division) -> QuerySet[Petition]:
    return Petition.objects.filter(division=place, status__in=sorted(OPEN))


def _petitions_of(work: WorkOf) -> QuerySet[Petition]:
    mine = Q(pk__in=[])
    if work.post.role == Role.PETITION_OFFICER:
        mine |= Q(officer=work.person)
    if work.post.role == Role.LEADER:
        mine |= Q(owner=work.person)
    waiting = Petition.objects.exclude(status=Status.CLOSED).exclude(kind=Kind.ACCUSATION)
    return waiting.filter(mine, centre=work.centre)


def _begin(key: int, verb: str, actor: User) -> Act:
    act = beside.begin(door.lock(Petition(pk=key)), verb, actor)
    act.on_behalf_of = in_whose_role(actor, PLACE_KEEPERS | POST_KEEPERS)
    return act
