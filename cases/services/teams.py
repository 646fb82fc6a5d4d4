"""责任组 1+1+1+3 of one case (seed 000 四（三）): named for the case, never for a person."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from cases import access
from cases.enums import Relation, Verb
from cases.models import Case, TeamMember
from cases.selectors.teams import team_candidates
from cases.services.act import Act
from cases.services.door import check_version, finish, lock
from grids.enums import SEAT_LIMIT
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

NAMES_IT = frozenset({Relation.HEAD, Relation.LEADER, Relation.PEACE})


def may_name_team(user: User, case: Case) -> bool:
    """The head of the unit, the owner leader, 平安办; as long as the case is open."""
    return case.is_open and not access.relations(user, case).isdisjoint(NAMES_IT)


@transaction.atomic
def name_team(
    case: Case, actor: User, seats: Mapping[str, Iterable[int]], *, version: int | None = None
) -> Case:
    """Put these people (ids by `TeamMember.Seat`) in the place of the whole team.

    The history says that the team was changed and by whom; who sits where stands in the rows.
    Raises Refused: stale · not_now · not_yours · invalid_choice · too_many · nothing_changed.
    """
    case = lock(case)
    check_version(case, version)
    if not case.is_open:
        raise Refused("not_now", "这件事已经办完，责任组不再改动。")
    if not may_name_team(actor, case):
        raise Refused("not_yours", "责任组由承办单位负责人、包案领导或平安办来定。")
    wanted = _checked(case, seats)
    standing = {member.user_id: member.seat for member in case.team.all()}
    if wanted == standing:
        raise Refused("nothing_changed", "没有改动，不用保存。")
    kept = [user for user, seat in wanted.items() if standing.get(user) == seat]
    case.team.exclude(user__in=kept).delete()
    TeamMember.objects.bulk_create(
        TeamMember(centre=case.centre, case=case, user_id=user, seat=seat)
        for user, seat in wanted.items()
        if user not in kept
    )
    finish(
        Act(
            case=case,
            verb=Verb.AMEND,
            actor=actor,
            on=clock.today(),
            now=clock.now(),
            on_behalf_of=access.stood_for(actor, case),
            payload={"fields": ["team"]},
        )
    )
    return case


def _checked(case: Case, seats: Mapping[str, Iterable[int]]) -> dict[int, str]:
    """Person → seat. Each sits once, no seat has more than its people."""
    offered = {
        seat: {person.pk for person in people} for seat, people in team_candidates(case).items()
    }
    wanted: dict[int, str] = {}
    for seat in TeamMember.Seat:
        people = list(dict.fromkeys(seats.get(seat, ())))
        if len(people) > SEAT_LIMIT[seat]:
            raise Refused(
                "too_many", f"“{seat.label}”最多 {SEAT_LIMIT[seat]} 位。", field=str(seat)
            )
        for person in people:
            if person not in offered[seat]:
                raise Refused("invalid_choice", "请从列出的同志里选。", field=str(seat))
            if person in wanted:
                raise Refused("invalid_choice", "一位同志只坐一个席位。", field=str(seat))
            wanted[person] = seat
    return wanted
