"""Who and what goes along when a place becomes part of another: grids, posts, seats, leads."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Protocol

from django.db.models import Q

from grids.enums import DivisionKind, Level
from grids.enums.leads import LeadStatus
from grids.models import (
    CampaignTask,
    CampaignUnit,
    Department,
    Division,
    GridPoint,
    Lead,
    Mediator,
    Post,
    Station,
    SweepUnit,
    TeamSeat,
    VillageStaff,
)
from grids.models.terms import Term
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.pinyin import place_initials

DAY = timedelta(days=1)
MOST_GRIDS = 99  # two digits
Units = tuple[Department | None, Department | None]


class Move(Protocol):
    """What of a `PlaceMove` the leads need to know."""

    @property
    def source(self) -> Division: ...
    @property
    def target(self) -> Division: ...
    @property
    def is_whole(self) -> bool: ...
    @property
    def grids(self) -> Mapping[int, Division]: ...
    @property
    def units(self) -> Units: ...


def next_grid_code(village: Division) -> str:
    """The number after the highest that a grid of the village ever had.

    Raises `Refused`: invalid_code.
    """
    grids = Division.objects.filter(level=Level.GRID, path__startswith=village.path)
    used = [int(path[-2:]) for path in grids.values_list("path", flat=True)]
    number = max(used, default=0) + 1
    if number > MOST_GRIDS:
        raise Refused("invalid_code", f"一个村（社区）最多 {MOST_GRIDS} 个网格。", field="code")
    return f"{village.path}{number:02}"


def carry_grids(
    source: Division, target: Division, on: date, only: Collection[Division] | None = None
) -> dict[int, Division]:
    """The grids of `source` (or some of them) under new numbers of `target`; old id → new row.

    A grid keeps its name, which says where it came from. Raises `Refused`: invalid_code.
    """
    grids = source.children.filter(level=Level.GRID, is_active=True).order_by("code")
    if only is not None:
        grids = grids.filter(pk__in=[one.pk for one in only])
    carried: dict[int, Division] = {}
    for old in grids:
        code = next_grid_code(target)
        new = Division.objects.create(
            code=code,
            path=code,
            name=old.name,
            short_name=old.short_name,
            level=Level.GRID,
            kind=DivisionKind.GRID,
            parent=target,
            initials=place_initials(old.short_name),
            valid_from=on,
        )
        old.is_active, old.valid_to, old.merged_into = False, on, new
        old.save(update_fields=["is_active", "valid_to", "merged_into"])
        Division.objects.filter(merged_into=old).update(merged_into=new)
        GridPoint.objects.filter(division=old).update(division=new)
        carried[old.pk] = new
    return carried


def carry_people(
    source: Division, target: Division, on: date, grids: Mapping[int, Division], units: Units
) -> None:
    """Posts go over to the unit that takes the work; seats and stations of the old place end."""
    before, after = units
    if before is not None and after is not None and before != after:
        has_head = Post.objects.on(on).filter(department=after, is_head=True).exists()
        posts = _lasting(Post.objects.filter(department=before), on).select_related("division")
        for post in posts.order_by("-is_head", "pk"):
            place = grids.get(post.division_id or 0, post.division)
            _renew(post, on, after, place, is_head=post.is_head and not has_head)
        carry_mediators(before, after, on)
    carry_posts_of_grids(grids, on, units)
    if source.level == Level.VILLAGE:
        station = _lasting(Station.objects.filter(division=source), on).order_by("-pk").first()
        is_served = _lasting(Station.objects.filter(division=target), on).exists()
        if station is not None and not is_served:
            Station.objects.create(
                user_id=station.user_id, division=target, from_on=on, to_on=station.to_on
            )
        end_people(source, on)


def carry_mediators(before: Department, after: Department, on: date) -> None:
    """Who was chosen for a term serves it out in the committee that takes the work over."""
    terms = _lasting(Mediator.objects.filter(unit=before), on).order_by("pk")
    for term in terms.prefetch_related("specialties"):
        held = Mediator.objects.filter(user=term.user_id, unit=after, kind=term.kind)
        if not _lasting(held, on).exists():
            carried = Mediator.objects.create(
                user_id=term.user_id,
                unit=after,
                kind=term.kind,
                studio_name=term.studio_name,
                is_woman=term.is_woman,
                from_on=max(term.from_on, on),
                to_on=term.to_on,
            )
            carried.specialties.set(term.specialties.all())
        _end(term, on)


def carry_posts_of_grids(grids: Mapping[int, Division], on: date, units: Units) -> None:
    """Who works in a grid works in it under its new number; of the old committee in the new one."""
    before, after = units
    posts = _lasting(Post.objects.filter(division__in=list(grids)), on).order_by("pk")
    for post in posts.select_related("department"):
        unit = after if after is not None and post.department == before else post.department
        _renew(post, on, unit, grids[post.division_id or 0], is_head=False)


def end_people(place: Division, on: date) -> None:
    """The last day of those who stood by a place is the day before it went."""
    unit_of_place = Q(department__division=place)
    for rows in (
        Station.objects.filter(division=place),
        TeamSeat.objects.filter(division=place),
        VillageStaff.objects.filter(division=place),
        Mediator.objects.filter(unit__division=place),
        Post.objects.filter(unit_of_place | Q(division__path__startswith=place.path)),
    ):
        for row in _lasting(rows, on):
            _end(row, on)


def close_unit(unit: Department, *, succeeded_by: Department | None) -> None:
    """Out of use; whoever works at the successor answers for what it left, and for whatever had
    come to it before."""
    unit.is_active, unit.succeeded_by = False, succeeded_by
    unit.save(update_fields=["is_active", "succeeded_by"])
    if succeeded_by is not None:
        Department.objects.filter(succeeded_by=unit).update(succeeded_by=succeeded_by)


def excuse_from_rounds(unit: Department, actor: User, on: date, why: str) -> int:
    """A unit that is no more owes no report to the rounds that still run; who took its work over
    is asked already."""
    waiting = SweepUnit.objects.filter(
        unit=unit,
        excused_at__isnull=True,
        reports__isnull=True,
        round__due_on__gte=on,
        round__called_off_at__isnull=True,
    )
    return waiting.update(excused_at=clock.now(), excused_by=actor, excuse=why[:200])


def carry_campaigns(unit: Department, successor: Department) -> None:
    """The successor takes part in the campaigns that go on and does the tasks that are not done;
    what the unit reported and was accepted for stays under its name."""
    for part in CampaignUnit.objects.filter(unit=unit, campaign__closed_at__isnull=True):
        CampaignUnit.objects.get_or_create(
            campaign_id=part.campaign_id, unit=successor, defaults={"centre_id": part.centre_id}
        )
    waiting = CampaignTask.objects.filter(unit=unit, done_on__isnull=True)
    waiting.filter(campaign__closed_at__isnull=True).update(unit=successor)


def carry_leads(move: Move) -> dict[str, int]:
    """Leads that nobody has answered yet go where their place went."""
    waiting = Lead.objects.exclude(status=LeadStatus.ANSWERED)
    before, after = move.units
    count = 0
    for old, new in move.grids.items():
        place = new if new.level == Level.VILLAGE else new.parent
        count += waiting.filter(grid=old).update(grid=new, division=place)
    if move.is_whole and move.source.level == Level.VILLAGE:
        count += waiting.filter(division=move.source).update(division=move.target)
    if move.is_whole and before is not None and after is not None:
        waiting.filter(unit=before).update(unit=after)
    return {"leads": count}


def _lasting(rows: Any, on: date) -> Any:
    """Terms that would go on beyond the day before `on`."""
    return rows.filter(Q(to_on=None) | Q(to_on__gte=on))


def _end(row: Term, on: date) -> None:
    row.to_on = max(row.from_on, on - DAY)
    row.save(update_fields=["to_on"])


def _renew(
    post: Post, on: date, unit: Department, place: Division | None, *, is_head: bool
) -> None:
    """The same post at its new place from the day on; who holds it there already keeps that one."""
    to_on, from_on = post.to_on, max(post.from_on, on)
    _end(post, on)
    held: Iterable[Post] = Post.objects.filter(
        user=post.user_id, department=unit, role=post.role, division=place
    )
    if _lasting(held, on).exists():
        return
    Post.objects.create(
        user_id=post.user_id,
        department=unit,
        role=post.role,
        division=place,
        is_head=is_head,
        is_duty=post.is_duty,
        from_on=from_on,
        to_on=to_on,
    )
