"""Posts from a day to a day, seats of a village's team, stations, who answers for a unit.

Each is written down with who did it; a row ends by a date and is never taken away.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from grids.access import POST_KEEPERS
from grids.enums import PATH_LENGTH, SEAT_LIMIT, Level, Role, Seat
from grids.enums.changes import PostAct
from grids.models import Department, Division, Post, PostChange, Station, TeamSeat
from grids.selectors import in_whose_role, roles_of, towns
from grids.selectors.posts import visible_candidates, visible_posts, visible_staff, visible_units
from grids.services import places
from grids.services.handover import check_keeper, check_roles_apart, open_with
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

DAY = timedelta(days=1)
FIRST = date(1949, 10, 1)
INSTEAD = "请先办“移交”，没办完的一次转给接手人"


@transaction.atomic
def give_post(
    unit: Department,
    person: User,
    actor: User,
    *,
    role: str,
    from_on: date,
    to_on: date | None = None,
    division: Division | None = None,
    is_head: bool = False,
    is_duty: bool = False,
) -> Post:
    """`person` holds a post of `unit` from a day, until a day or until it is ended.

    Raises `Refused`: not_yours · invalid_… · needs_division · apart · already_there.
    """
    check_keeper(actor, person)
    _check_unit(unit, actor)
    if not visible_candidates(actor).filter(pk=person.pk).exists():
        raise Refused("invalid_person", "请选本街道（乡镇）的同志。", field="person")
    if role not in Role.values:
        raise Refused("invalid_role", "请从列出的角色里选一个。", field="role")
    today = clock.today()
    if from_on < FIRST or (to_on is not None and (to_on < from_on or to_on < today)):
        raise Refused("invalid_day", "结束日期不能早于开始日期，也不能早于今天。", field="to_on")
    place = _place_of(unit, role, division)
    check_roles_apart(roles_of(person, max(from_on, today)) | {role}, field="person")
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # one after the other
    same = Post.objects.filter(
        _lasting(from_on),
        user=person,
        department=unit,
        role=role,
        division=place,
        from_on__lte=to_on or date.max,
    )
    if same.exists():
        raise Refused("already_there", f"{person.name}这几天已经任着这个岗位。", field="person")
    post = Post.objects.create(
        user=person,
        department=unit,
        role=role,
        division=place,
        is_head=is_head,
        is_duty=is_duty,
        from_on=from_on,
        to_on=to_on,
    )
    _note(PostAct.APPOINTED, actor, unit=unit, place=place, person=person, title=_title(post),
          on=from_on)  # fmt: skip
    return post


@transaction.atomic
def end_post(post: Post, actor: User, *, to_on: date) -> Post:
    """The holder's last day; what still lies open with him must go to somebody first.

    Raises `Refused`: not_yours · not_now · invalid_day · has_open_work.
    """
    check_keeper(actor, post.user)
    found = (
        visible_posts(actor).filter(pk=post.pk).select_for_update(no_key=True, of=("self",)).first()
    )
    if found is None:
        raise Refused("not_yours", "没有找到这个岗位。")
    today = clock.today()
    if found.to_on is not None and found.to_on < today:
        raise Refused("not_now", "这个岗位已经结束了。")
    if to_on < max(found.from_on, today - DAY):
        raise Refused("invalid_day", "最后一天不能早于任职的日子，也不能早于昨天。", field="to_on")
    if to_on <= today and (count := sum(open_with(found).values())):
        raise Refused(
            "has_open_work", f"{post.user.name}手里还有 {count} 件没办完的事。", instead=INSTEAD
        )
    found.to_on = to_on
    found.save(update_fields=["to_on"])
    _note(PostAct.ENDED, actor, unit=found.department, place=found.division, person=found.user,
          title=_title(found), on=to_on)  # fmt: skip
    return found


@transaction.atomic
def set_responsible(
    unit: Department, actor: User, *, first: User | None, main: User | None
) -> Department:
    """第一责任人 and 主要责任人 of a unit (李渡街道 scheme, two); they stand on its cases.

    Raises `Refused`: not_yours · invalid_person.
    """
    pairs = (
        ("first_responsible", first, "第一责任人"),
        ("main_responsible", main, "主要责任人"),
    )
    check_keeper(actor)
    _check_unit(unit, actor)
    row = Department.objects.select_for_update(no_key=True).get(pk=unit.pk)
    for field, person, title in pairs:
        if getattr(row, f"{field}_id") == (person.pk if person else None):
            continue
        if person is not None:
            _check_staff(person, actor, field)
        setattr(row, field, person)
        row.save(update_fields=[field])
        _note(PostAct.RESPONSIBLE, actor, unit=row, person=person, title=title, on=clock.today())
    return row


@transaction.atomic
def give_seat(
    village: Division, person: User, actor: User, *, seat: str, from_on: date
) -> TeamSeat:
    """A seat of the village's team 1+1+1+3. On a single seat the predecessor's last day is the day
    before. Raises `Refused`: not_yours · invalid_… · already_there · full.
    """
    check_keeper(actor)
    _check_village(village, actor)
    _check_staff(person, actor, "person")
    if seat not in Seat.values:
        raise Refused("invalid_seat", "请从列出的席位里选一个。", field="seat")
    _check_day(from_on)
    Division.objects.select_for_update(no_key=True).get(pk=village.pk)  # one after the other
    seated = list(
        TeamSeat.objects.filter(_lasting(from_on), division=village).select_related("user")
    )
    if any(one.user_id == person.pk for one in seated):
        raise Refused(
            "already_there", f"{person.name}已经在这个责任组里。", instead="换席位的，先结束原来的",
            field="person",
        )  # fmt: skip
    same = [one for one in seated if one.seat == seat]
    if SEAT_LIMIT[seat] == 1:
        for before in same:
            if before.from_on >= from_on:
                raise Refused(
                    "invalid_day",
                    f"{before.user.name}从 {before.from_on:%Y-%m-%d} 任这个席位，请写以后的日子。",
                    field="from_on",
                )
            _end_seat(before, from_on - DAY, actor)
    elif len(same) >= SEAT_LIMIT[seat]:
        raise Refused(
            "full", f"“{Seat(seat).label}”最多 {SEAT_LIMIT[seat]} 人。", instead="先请一位结束",
            field="seat",
        )  # fmt: skip
    row = TeamSeat.objects.create(division=village, user=person, seat=seat, from_on=from_on)
    _note(PostAct.SEATED, actor, place=village, person=person, title=Seat(seat).label, on=from_on)
    return row


@transaction.atomic
def end_seat(row: TeamSeat, actor: User, *, to_on: date) -> TeamSeat:
    """His last day on the seat. Raises `Refused`: not_yours · not_now · invalid_day."""
    check_keeper(actor)
    _check_village(row.division, actor)
    row = TeamSeat.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.to_on is not None and row.to_on < clock.today():
        raise Refused("not_now", "这个席位已经结束了。")
    if to_on < max(row.from_on, clock.today() - DAY):
        raise Refused("invalid_day", "最后一天不能早于开始的日子，也不能早于昨天。", field="to_on")
    _end_seat(row, to_on, actor)
    return row


@transaction.atomic
def station_leader(village: Division, leader: User, actor: User, *, from_on: date) -> Station:
    """The leader stationed in a village (驻村领导); whoever was, until the day before.

    Raises `Refused`: not_yours · invalid_….
    """
    check_keeper(actor)
    _check_village(village, actor)
    if Role.LEADER not in roles_of(leader) or not visible_staff(actor).filter(pk=leader.pk):
        raise Refused("invalid_person", "驻村领导请在包案领导里选。", field="person")
    _check_day(from_on)
    latest = Station.objects.filter(division=village).order_by("-from_on").first()
    is_there = latest is not None and latest.user_id == leader.pk and latest.to_on is None
    if latest is not None and not is_there and latest.from_on >= from_on:
        raise Refused(
            "invalid_day",
            f"前任从 {latest.from_on:%Y-%m-%d} 驻村，请写以后的日子。",
            field="from_on",
        )
    row = places.station(leader, village, from_on)
    if not is_there:
        _note(PostAct.STATIONED, actor, place=village, person=leader, title="驻村领导", on=from_on)
    return row


def _place_of(unit: Department, role: str, division: Division | None) -> Division | None:
    """The grid of a grid worker, inside his committee's village; nobody else has one."""
    if role != Role.GRID_WORKER:
        return None
    within = unit.division or unit.centre
    if (
        division is None
        or division.level not in (Level.GRID, Level.VILLAGE)
        or not division.is_active
        or not division.is_under(within)
    ):
        raise Refused(
            "needs_division", f"网格员要选{within.short_name}的一个网格。", field="division"
        )
    return division


def _check_unit(unit: Department, actor: User) -> None:
    if not visible_units(actor).filter(pk=unit.pk, is_active=True).exists():
        raise Refused("invalid_unit", "请选本街道（乡镇）在用的单位。", field="unit")


def _check_village(village: Division, actor: User) -> None:
    centres = visible_units(actor).values_list("centre__path", flat=True)[:1]
    if village.level != Level.VILLAGE or not any(village.path.startswith(one) for one in centres):
        raise Refused("not_yours", "没有找到这个村（社区）。")
    if not village.is_active:
        raise Refused("not_now", f"{village.short_name}已经停用。")


def _check_staff(person: User, actor: User, field: str) -> None:
    if not visible_staff(actor).filter(pk=person.pk).exists():
        raise Refused("invalid_person", "请选本中心在岗的同志。", field=field)


def _check_day(from_on: date) -> None:
    if from_on < FIRST:
        raise Refused("invalid_day", "请再看一眼日期。", field="from_on")


def _lasting(on: date) -> Q:
    return Q(to_on=None) | Q(to_on__gte=on)


def _end_seat(row: TeamSeat, to_on: date, actor: User) -> None:
    row.to_on = to_on
    row.save(update_fields=["to_on"])
    _note(PostAct.UNSEATED, actor, place=row.division, person=row.user,
          title=row.get_seat_display(), on=to_on)  # fmt: skip


def _title(post: Post) -> str:
    return post.get_role_display() + ("（负责人）" if post.is_head else "")


def _note(
    act: str,
    actor: User,
    *,
    title: str,
    on: date,
    unit: Department | None = None,
    place: Division | None = None,
    person: User | None = None,
) -> None:
    path = place.path[: PATH_LENGTH[Level.TOWN]] if place is not None else ""
    PostChange.objects.create(
        centre=unit.centre if unit is not None else towns().get(path=path),
        act=act,
        person=person,
        unit=unit,
        division=place,
        title=title,
        on=on,
        by=actor,
        on_behalf_of=in_whose_role(actor, POST_KEEPERS),
        at=clock.now(),
    )
