"""Handing over: one post's open work goes to a successor in one act; deputies for days away."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from grids.access import ADMINISTRATORS, POST_KEEPERS, may_change_posts
from grids.enums import DeputyKind, Role
from grids.models import Deputy, Division, Handover, Post, Station, TeamSeat
from grids.selectors import in_whose_role, posts_of, roles_of, units_behind
from grids.selectors.posts import visible_posts, visible_staff
from grids.services.places import appoint, station
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

DAY = timedelta(days=1)
# 三员分立 (GB/T 22239): nobody is two of these, and none of them reads cases, not even for a day.
APART = ADMINISTRATORS | {Role.AUDITOR}


@dataclass(frozen=True)
class WorkOf:
    """One person's open work in one post, and who takes it; what the floors above are asked for.

    `units` are the ids of the post's department and of those whose work it took over;
    `is_leaving`: it is his last day there, and his seats go over too.
    """

    centre: Division
    post: Post
    person: User
    successor: User
    on: date
    actor: User
    units: tuple[int, ...]
    is_leaving: bool = False


def open_with(post: Post) -> dict[str, int]:
    """What lies open with the holder of a post, by kind of matter."""
    return _ask(settings.OPEN_WITH_PERSON, _work(post, post.user, clock.today(), post.user))


@transaction.atomic
def hand_over(
    post: Post,
    successor: User,
    actor: User,
    *,
    on: date,
    reason: str,
    ends_post: bool = False,
    gives_post: bool = False,
) -> Handover:
    """Everything that lies open with the holder of `post` goes to `successor` on a day.

    `gives_post`: the successor gets the same post from that day; `ends_post`: it is the holder's
    last day there, and his villages and seats go over too. Raises `Refused`: not_yours · not_now ·
    needs_reason · invalid_successor · invalid_day.
    """
    check_keeper(actor, post.user, successor)
    post = _locked(post, actor)
    if on > clock.today() or on < post.from_on:
        raise Refused("invalid_day", "移交的日子要在任职以后、今天以前。", field="on")
    if not reason.strip():
        raise Refused("needs_reason", "请写一句事由，例如调岗、退休、休假。", field="reason")
    _check_successor(post, successor, actor, on, gives_post=gives_post)
    if gives_post:
        appoint(
            successor,
            post.department,
            post.role,
            on,
            division=post.division,
            is_head=post.is_head and ends_post,
            is_duty=post.is_duty and ends_post,
        )
    work = replace(_work(post, successor, on, actor), is_leaving=ends_post)
    moved = _ask(settings.WORK_HANDED_OVER, work)
    if ends_post:
        _end(post, successor, on)
    return Handover.objects.create(
        centre=post.department.centre,
        post=post,
        from_user=post.user,
        to_user=successor,
        on=on,
        reason=reason.strip()[:200],
        is_post_ended=ends_post,
        moved=moved,
        by=actor,
        on_behalf_of=in_whose_role(actor, POST_KEEPERS),
        at=clock.now(),
    )


@transaction.atomic
def name_deputy(
    person: User,
    deputy: User,
    actor: User,
    *,
    from_on: date,
    to_on: date | None,
    kind: str = DeputyKind.DEPUTY,
    reason: str = "",
) -> Deputy:
    """`deputy` acts for `person` from a day to a day; every event says for whom.

    Only a liaison may be named without a last day. Raises `Refused`: not_yours · needs_to_on ·
    invalid_day · invalid_deputy · apart · already_there.
    """
    check_keeper(actor, person, deputy)
    if kind not in DeputyKind.values:
        raise Refused("invalid_kind", "请从列出的方式里选一个。", field="kind")
    if to_on is None and kind == DeputyKind.DEPUTY:
        raise Refused("needs_to_on", "代理要写到哪天为止，到期自动收回。", field="to_on")
    if to_on is not None and (to_on < from_on or to_on < clock.today()):
        raise Refused("invalid_day", "结束日期不能早于开始日期，也不能早于今天。", field="to_on")
    staff = visible_staff(actor)
    if person == deputy or not staff.filter(pk=deputy.pk).exists():
        raise Refused("invalid_deputy", "请选本中心在岗的另一位同志。", field="deputy")
    if not staff.filter(pk=person.pk).exists():
        raise Refused("invalid_person", "请选本中心在岗的同志。", field="user")
    check_apart(person, deputy, max(from_on, clock.today()))
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # one after the other
    running = Deputy.objects.filter(user=person, deputy=deputy, from_on__lte=to_on or date.max)
    if running.exclude(to_on__lt=from_on).exists():
        raise Refused("already_there", "这几天已经安排了这位同志代理。", instead="请先结束原来的")
    return Deputy.objects.create(
        user=person,
        deputy=deputy,
        kind=kind,
        from_on=from_on,
        to_on=to_on,
        reason=reason.strip()[:100],
        by=actor,
        at=clock.now(),
    )


@transaction.atomic
def end_deputy(row: Deputy, actor: User, *, to_on: date) -> Deputy:
    """He came back earlier: `to_on` is the deputy's last day; yesterday ends it at once.

    A deputising that has not begun is taken away by ending it on its first day at the latest.
    Raises `Refused`: not_yours · not_now · invalid_day.
    """
    check_keeper(actor, row.user, row.deputy)
    row = Deputy.objects.select_for_update(of=("self",)).get(pk=row.pk)
    today = clock.today()
    if row.to_on is not None and row.to_on < today:
        raise Refused("not_now", "这一段代理已经结束了。")
    if to_on < today - DAY or (row.to_on is not None and to_on > row.to_on):
        raise Refused("invalid_day", "可以提前到昨天或以后的某一天结束，不能延后。", field="to_on")
    row.to_on = max(row.from_on, to_on)
    row.save(update_fields=["to_on"])
    return row


def check_keeper(actor: User, *people: User) -> None:
    if not may_change_posts(actor):
        raise Refused("not_yours", "岗位和代理由安全管理员或中心主任来安排。")
    if actor in people:
        raise Refused(
            "not_yours", "自己的岗位和代理，要由另一位管理员来办。", instead="请找另一位管理员"
        )


def _locked(post: Post, actor: User) -> Post:
    found = (
        visible_posts(actor).filter(pk=post.pk).select_for_update(no_key=True, of=("self",)).first()
    )
    if found is None:
        raise Refused("not_yours", "没有找到这个岗位。")
    if found.to_on is not None and found.to_on < clock.today() - DAY:
        raise Refused("not_now", "这个岗位早已结束，手里的工作请从现任岗位移交。")
    return found


def _check_successor(
    post: Post, successor: User, actor: User, on: date, *, gives_post: bool
) -> None:
    if successor == post.user or not visible_staff(actor).filter(pk=successor.pk).exists():
        raise Refused("invalid_successor", "请选本中心在岗的另一位同志。", field="successor")
    if gives_post:
        check_apart(post.user, successor, on, field="successor")
        return
    held = posts_of(successor, clock.today()).filter(department=post.department, role=post.role)
    if not held.exists():
        raise Refused(
            "invalid_successor",
            f"{successor.name}现在没有这个岗位，接不了这些工作。",
            instead="请勾上“接手人同时任这个岗位”",
            field="successor",
        )


def check_apart(person: User, deputy: User, on: date, *, field: str = "deputy") -> None:
    """Raises `Refused`: apart."""
    check_roles_apart(roles_of(person, on) | roles_of(deputy, on), field=field)


def check_roles_apart(both: frozenset[str], *, field: str) -> None:
    """Raises `Refused`: apart, where one person would hold what two must."""
    if both & APART and len(both) > 1:
        raise Refused(
            "apart",
            "系统管理员、安全管理员、审计管理员要各自分开，也不同办案的岗位合在一个人身上。",
            instead="请选一位岗位相同的同志",
            field=field,
        )


def _work(post: Post, successor: User, on: date, actor: User) -> WorkOf:
    return WorkOf(post.department.centre, post, post.user, successor, on, actor, units_behind(post))


def _ask(hooks: list[str], work: WorkOf) -> dict[str, int]:
    counts: dict[str, int] = {}
    for dotted in hooks:
        for kind, count in import_string(dotted)(work).items():
            counts[kind] = counts.get(kind, 0) + count
    return {kind: count for kind, count in counts.items() if count}


def _end(post: Post, successor: User, on: date) -> None:
    """The holder's last day; a leader's villages and anybody's seats go to the successor."""
    post.to_on = on
    post.save(update_fields=["to_on"])
    if post.role == Role.LEADER:
        for one in Station.objects.on(on).filter(user=post.user).select_related("division"):
            station(successor, one.division, on)
    for seat in TeamSeat.objects.on(on).filter(user=post.user).select_related("division"):
        if seat.division.path.startswith(post.department.centre.path):
            _pass_seat(seat, successor, on)


def _pass_seat(seat: TeamSeat, successor: User, on: date) -> None:
    seat.to_on = max(seat.from_on, on - DAY)
    seat.save(update_fields=["to_on"])
    if not TeamSeat.objects.on(on).filter(division=seat.division, user=successor).exists():
        TeamSeat.objects.create(
            division=seat.division, user=successor, seat=seat.seat, from_on=max(on, seat.from_on)
        )
