"""月调度清单 and 积案清单 (domain.md §7 rows 81, 186, 203): petitions that are not concluded, where each
stands and for how many days, by the unit that has it in hand.

By matter, never by person: nothing here says who came how often, and no village is ranked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Prefetch, Q, QuerySet

from cases.access import standing
from grids.enums import Role
from mediation.core import clock
from mediation.core.models import User
from petitions import access, enums
from petitions.enums import DirectionKind, Status
from petitions.models import Direction, Petition, Review
from petitions.selectors.matters import for_lists
from petitions.selectors.rows import Row, row

READERS = frozenset({Role.PETITION_OFFICER, Role.DIRECTOR, Role.PEACE_OFFICER, Role.LEADER})
OFFICE = "信访办"
ABOVE = "上级机关"


class Node(StrEnum):
    """流程节点, in the order of the way."""

    REGISTERED = "登记"
    TELLING = "告知"
    ACCEPTED = "受理"
    ASSIGNED = "交办"
    INQUIRY = "调查"
    OPINION = "意见"
    DELIVERY = "送达"
    REVIEW = "复查"
    FINAL = "复核"


# Told nothing yet, or not concluded: F8 is not out, or a body above is still deciding.
UNCONCLUDED = (
    Q(status__in=[Status.REGISTERED, Status.HANDLING, Status.REVIEWING, Status.FINAL_REVIEWING])
    | Q(status=Status.REPLIED, concluded_on__isnull=True)
    | Q(
        status__in=enums.ELSEWHERE | enums.REFUSED,
        notified_on__isnull=True,
        notice_waived="",
        agreed_on__isnull=True,
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """One petition: the node where it stands, since when, how many days, in whose hand."""

    row: Row
    node: str
    since: date
    days: int
    unit: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """The list of a day: by unit, and how many stand at which node."""

    on: date
    units: list[tuple[str, list[Line]]]
    nodes: list[tuple[str, int]]

    @property
    def count(self) -> int:
        return sum(len(lines) for _, lines in self.units)


def may_read_dispatch(user: User) -> bool:
    return not standing(user).roles.isdisjoint(READERS)


def unconcluded(user: User) -> QuerySet[Petition]:
    """Those in sight whose file the reader may read, with what their node is read from."""
    directions = Direction.objects.select_related("to_unit").order_by("pk")
    seen = access.visible_to(user).exclude(access.SEALED)
    seen = seen.filter(UNCONCLUDED, Q(level__gte=access.FILE))
    return for_lists(seen).prefetch_related(
        Prefetch("directions", directions),
        "demands",
        "records",
        Prefetch("reviews", Review.objects.order_by("pk")),
    )


def dispatch_of(user: User) -> Dispatch:
    """Every petition that is not concluded, by unit, in a fixed number of queries."""
    today = clock.today()
    found = unconcluded(user).order_by("received_on", "pk")
    by_unit: dict[str, list[Line]] = {}
    counted = dict.fromkeys((str(one) for one in Node), 0)
    for petition in found:
        line = line_of(petition, today)
        by_unit.setdefault(line.unit, []).append(line)
        counted[line.node] += 1
    return Dispatch(
        on=today,
        units=sorted(by_unit.items(), key=lambda one: one[0]),
        nodes=[(node, number) for node, number in counted.items() if number],
    )


def line_of(petition: Petition, today: date, why: str = "") -> Line:
    node, since = node_of(petition)
    return Line(
        row=row(petition, today),
        node=str(node),
        since=since,
        days=(today - since).days,
        unit=unit_of(petition),
        why=why,
    )


def node_of(petition: Petition) -> tuple[Node, date]:
    """Where it stands and since when; pure, from rows that came through `unconcluded`."""
    status = petition.status
    if status == Status.REGISTERED:
        if petition.reopened_at is not None:
            return Node.REGISTERED, clock.local_day(petition.reopened_at)
        return Node.REGISTERED, petition.received_on
    if status in {Status.REVIEWING, Status.FINAL_REVIEWING}:
        asked = [one for one in petition.reviews.all() if one.decided_on is None]
        since = asked[-1].on if asked else petition.last_act_on
        return (Node.REVIEW if status == Status.REVIEWING else Node.FINAL), since
    if status == Status.REPLIED:
        return Node.DELIVERY, petition.replied_on or petition.last_act_on
    if status != Status.HANDLING:
        return Node.TELLING, petition.left_on or petition.last_act_on
    return _handling(petition)


def _handling(petition: Petition) -> tuple[Node, date]:
    accepted = petition.accepted_on or petition.last_act_on
    waiting = _waiting(petition)
    unsigned = [one for one in waiting if one.signed_at is None]
    if unsigned:
        return Node.ASSIGNED, unsigned[0].on
    if waiting:
        return Node.INQUIRY, min(_day(one.signed_at) for one in waiting if one.signed_at)
    demands = list(petition.demands.all())
    written = [one.answered_at for one in demands if one.is_answered and one.answered_at]
    if demands and len(written) == len(demands):
        return Node.OPINION, _day(max(written))
    looked_into = [one.on for one in petition.records.all() if one.on >= accepted]
    answered = [
        one.answered_on
        for one in petition.directions.all()
        if one.kind == DirectionKind.ASSIGNMENT and one.answered_on
    ]
    if looked_into or answered:
        return Node.INQUIRY, min([*looked_into, *answered])
    if petition.notified_on is None and not petition.notice_waived:
        return Node.TELLING, accepted
    return Node.ACCEPTED, accepted


def _day(instant: datetime) -> date:
    return clock.local_day(instant)


def _waiting(petition: Petition) -> list[Direction]:
    return [
        one
        for one in petition.directions.all()
        if one.kind == DirectionKind.ASSIGNMENT and one.is_waiting
    ]


def unit_of(petition: Petition) -> str:
    """Who has it in hand: the units it was given to, the body above, else the petition office."""
    if petition.status in {Status.REVIEWING, Status.FINAL_REVIEWING}:
        return ABOVE
    waiting = _waiting(petition) if petition.status == Status.HANDLING else []
    names = list(dict.fromkeys(one.to_unit.short_name for one in waiting))
    return "、".join(names) or OFFICE


def backlog_of(user: User) -> list[Line]:
    """积案: matters that are not concluded and over their day, or brought again, or difficult.

    One line per matter: of petitions about the same matter the newest that is not concluded.
    """
    today = clock.today()
    hard = (
        Q(due_on__lt=today)
        | Q(repeats__isnull=False)
        | Q(is_difficult=True)
        | Q(repeated_by__isnull=False)
    )
    keys = access.visible_to(user).exclude(access.SEALED).filter(UNCONCLUDED & hard)
    found = unconcluded(user).filter(pk__in=keys.order_by().values("pk"))
    newest: dict[int, Petition] = {}
    petitions = list(found.order_by("received_on", "pk"))
    first = _first_of(petitions)
    for petition in petitions:
        newest[first[petition.pk]] = petition
    lines = [line_of(one, today, why_of(one, today)) for one in newest.values()]
    return sorted(lines, key=lambda one: (one.row.petition.due_on or date.max, one.since))


def _first_of(petitions: Iterable[Petition]) -> dict[int, int]:
    """Each petition → the one with which its matter began, as far back as the list goes."""
    before = {one.pk: one.repeats_id for one in petitions}

    def first(pk: int) -> int:
        seen = {pk}
        while (earlier := before.get(pk)) is not None and earlier not in seen:
            pk = earlier
            seen.add(pk)
        return pk

    return {pk: first(pk) for pk in before}


def why_of(petition: Petition, today: date) -> str:
    """Why the matter stands on the list: said of the matter."""
    late = (today - petition.due_on).days if petition.due_on else 0
    said = (
        f"逾期 {late} 天" if late > 0 else "",
        "同一事项再次提出" if petition.repeats_id is not None else "",
        "疑难" if petition.is_difficult else "",
    )
    return "，".join(filter(None, said)) or "同一事项有后来的一件"
