"""Open cases follow a place that merges or splits, and one person's cases go to another.

Named in `settings.PLACE_FOLLOWERS`, `OPEN_AT_PLACE`, `WORK_HANDED_OVER` and `OPEN_WITH_PERSON`. No
clock is started, stopped or dated anew; each case has an event of its own.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from cases import enums
from cases.enums import Beside, Status
from cases.models import Case, Direction, MediationSession, Plan, PlanStep, Recusal, TeamMember
from cases.services import booking, door, stages
from cases.services.act import Act
from grids.access import PLACE_KEEPERS, POST_KEEPERS
from grids.enums import Level, Role
from grids.models import Department, Division
from grids.selectors import handling_people, in_whose_role, village_of
from grids.services.changes import PlaceMove
from grids.services.handover import WorkOf
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

# Whatever somebody still has something to do about.
WAITING_IN = sorted(set(Status) - {Status.CLOSED})
WAITING = Q(status__in=WAITING_IN)


def open_at(place: Division) -> dict[str, int]:
    """Open cases of a village or grid (settings.OPEN_AT_PLACE)."""
    return {"cases": _open_in(place).count()}


def follow(move: PlaceMove) -> dict[str, int]:
    """Open cases of the place go along: village and grid, and on the village's rung the unit.

    What is settled, referred or closed keeps the village in which it was; who works in the new
    village answers for it, because his unit succeeded the old one.
    """
    found = _open_in(move.source)
    unit = _receiving_unit(move)
    if not move.is_whole:
        found = found.filter(grid__in=list(move.grids))
    count = 0
    for key in found.order_by("pk").values_list("pk", flat=True):
        _follow_one(door.lock(Case(pk=key)), move, unit)
        count += 1
    directed = _redirect(move) if move.is_whole else 0
    return {"cases": count, "directions": directed}


def _open_in(place: Division) -> QuerySet[Case]:
    field = "grid" if place.level == Level.GRID else "division"
    return Case.objects.filter(**{field: place}, status__in=sorted(enums.OPEN))


def _follow_one(case: Case, move: PlaceMove, unit: Department | None) -> None:
    act = _begin(case, Beside.REPLACED, move.actor)
    act.payload |= {"kind": move.kind, "from": move.source.code, "to": move.target.code}
    grid = move.grids.get(case.grid_id or 0)
    if grid is not None and grid.level == Level.GRID:
        act.change(grid=grid)
    village = village_of(move.target)
    if case.division_id != village.pk:
        act.change(division=village)
    if unit is not None and case.unit == move.units[0]:
        _change_unit(act, unit)
    door.finish(act)


def _receiving_unit(move: PlaceMove) -> Department | None:
    """The new committee, where somebody works in it; a case never waits in an empty room."""
    before, after = move.units
    if before is None or after is None or before == after or not handling_people(after).exists():
        return None
    return after


def _change_unit(act: Act, unit: Department) -> None:
    """The stay with the old committee ends, one with the new begins; who had signed, has signed."""
    case = act.case
    officer, sender = case.officer, case.unit
    old = stages.leave(act, enums.StageOutcome.REASSIGNED, reason="村（社区）合并或拆分")
    new = stages.enter(act, case.tier, unit, officer, sent_by=sender)
    new.signed_at, new.signed_by = old.signed_at, old.signed_by
    new.save(update_fields=["signed_at", "signed_by"])
    act.payload["unit"] = unit.pk


def _redirect(move: PlaceMove) -> int:
    """Words that wait for an answer of the old committee wait for the new one's."""
    before, after = move.units
    if before is None or after is None or before == after:
        return 0
    waiting = Direction.objects.filter(
        to_unit=before, answered_at__isnull=True, retracted_at__isnull=True
    )
    return waiting.update(to_unit=after)


def open_with(work: WorkOf) -> dict[str, int]:
    """What lies with one person in one post (settings.OPEN_WITH_PERSON)."""
    return {
        "cases": _cases_of(work).count(),
        "directions": _asked(work.person).count() if _is_asked_by_name(work) else 0,
        "steps": _steps_of(work).count(),
        "sittings": _sittings_of(work).count(),
    }


def hand_over(work: WorkOf) -> dict[str, int]:
    """Cases, steps of plans, sittings and words addressed to him by name go to the successor, and
    where he leaves his post his seats in the teams of cases; each case has an event. A sitting for
    which the successor is not free stays as it was and is counted apart. Of a case that the
    successor stepped aside from he gets nothing: its steps wait with their unit (rules.md §1).
    """
    sittings, left = _hand_over_sittings(work)
    asked_about: set[int] = set()
    directions = 0
    if _is_asked_by_name(work):
        asked = _asked(work.person).exclude(_stepped_aside(work))
        asked_about = set(asked.values_list("case", flat=True))
        directions = asked.update(to_user=work.successor)
    own = set(_cases_of(work).values_list("pk", flat=True))
    planned = set(_steps_of(work).values_list("case", flat=True))
    steps = _steps_of(work).count()
    _steps_of(work).filter(_stepped_aside(work)).update(person=None)
    _steps_of(work).update(person=work.successor)
    seated = _pass_seats(work)
    for key in sorted(own | asked_about | planned | set(seated)):
        _hand_over_one(door.lock(Case(pk=key)), work)
    return {
        "cases": len(own),
        "directions": directions,
        "steps": steps,
        "seats": len(seated),
        "sittings": sittings,
        "sittings_left": left,
    }


def _hand_over_sittings(work: WorkOf) -> tuple[int, int]:
    """How many the successor presides over from now on, and how many somebody must arrange anew."""
    moved = left = 0
    for session in _sittings_of(work).select_related("case", "room", "room__resource"):
        if session.case.recusals.filter(user=work.successor).exists():
            left += 1
            continue
        try:
            with transaction.atomic():
                booking.give_up(session, work.person)
                booking.occupy_again(session, work.successor, work.actor)
                session.mediator = work.successor
                session.save(update_fields=["mediator"])
        except Refused:
            left += 1
        else:
            moved += 1
    return moved, left


def _hand_over_one(case: Case, work: WorkOf) -> None:
    act = _begin(case, Beside.HANDED_OVER, work.actor)
    act.payload |= {"from": work.person.pk, "to": work.successor.pk}
    is_recused = case.recusals.filter(user=work.successor).exists()
    successor: User | None = None if is_recused else work.successor
    if is_recused:
        act.payload["recused"] = True
    if case.officer_id == work.person.pk and case.unit_id in work.units:
        act.change(officer=successor, is_recused=False)
        stage = stages.current(case)
        if stage.left_at is None:
            stage.officer = successor
            stage.save(update_fields=["officer"])
    if case.owner_id == work.person.pk and work.post.role == Role.LEADER and successor:
        act.change(owner=successor)
    door.finish(act)


def _cases_of(work: WorkOf) -> QuerySet[Case]:
    mine = Q(officer=work.person, unit__in=work.units)
    if work.post.role == Role.LEADER:
        mine |= Q(owner=work.person)
    return Case.objects.filter(mine, WAITING, centre=work.centre)


def _steps_of(work: WorkOf) -> QuerySet[PlanStep]:
    """Steps that are still to do, of the plans in force, for which he answers in this post's unit."""
    newer = Plan.objects.filter(case=OuterRef("case"), version__gt=OuterRef("plan__version"))
    return PlanStep.objects.filter(
        ~Exists(newer),
        person=work.person,
        unit__in=work.units,
        done_on__isnull=True,
        case__status__in=WAITING_IN,
        centre=work.centre,
    )


def _pass_seats(work: WorkOf) -> list[int]:
    """Who leaves his post leaves his seats in the teams of open cases to the successor. Returns
    the cases."""
    if not work.is_leaving:
        return []
    is_leader = Q(seat=TeamMember.Seat.LEADER)
    seats = TeamMember.objects.filter(
        is_leader if work.post.role == Role.LEADER else ~is_leader,
        user=work.person,
        centre=work.centre,
        case__status__in=WAITING_IN,
    )
    keys = list(seats.order_by("case").values_list("case", flat=True))
    there = TeamMember.objects.filter(case__in=keys, user=work.successor).values("case")
    # He sits in that team already, or may not.
    seats.filter(Q(case__in=there) | _stepped_aside(work)).delete()
    seats.update(user=work.successor)
    return keys


def _stepped_aside(work: WorkOf) -> Q:
    """Rows of cases that are none of the successor's."""
    return Q(case__in=Recusal.objects.filter(user=work.successor).values("case"))


def _is_asked_by_name(work: WorkOf) -> bool:
    """A leader is addressed by name; of anybody else it is his unit that owes the answer."""
    return work.post.role == Role.LEADER


def _asked(person: User) -> QuerySet[Direction]:
    return Direction.objects.filter(
        to_user=person, answered_at__isnull=True, retracted_at__isnull=True
    )


def _sittings_of(work: WorkOf) -> QuerySet[MediationSession]:
    return MediationSession.objects.filter(
        mediator=work.person,
        is_cancelled=False,
        starts_at__gte=clock.now(),
        case__in=_cases_of(work).values("pk"),
    ).order_by("starts_at", "pk")


def _begin(case: Case, verb: str, actor: User) -> Act:
    now = clock.now()
    act = Act(case=case, verb=verb, actor=actor, on=clock.local_day(now), now=now)
    act.tier_before, act.status_before = case.tier, case.status
    act.on_behalf_of = in_whose_role(actor, PLACE_KEEPERS | POST_KEEPERS)
    return act
