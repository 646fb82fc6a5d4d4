"""A village's page: who stands by it today and where it receives people.

All of it is about staff in their posts. What is put up outside is narrower: `public_staff` and
`posts_on_the_wall` give names and posts of those who serve today and nothing else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.urls import reverse

from grids.enums import SEAT_LIMIT, DepartmentKind, Level, Role, Seat
from grids.models import Department, Division, Mediator, Post, TeamSeat, VillageDesk, VillageStaff
from grids.selectors.people import standings_today, team_of
from grids.selectors.places import towns, villages
from mediation.core import clock
from mediation.core.models import User

WRITERS = frozenset({Role.DIRECTOR, Role.PEACE_OFFICER, Role.JUSTICE_OFFICER})
VACANT = "暂缺"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: a post and who holds it."""

    post: str
    name: str
    organisation: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class AboutLine:
    text: str
    phone: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class AboutBlock:
    title: str
    lines: list[AboutLine]


@dataclass(frozen=True, slots=True)
class Village:
    """What the page of a village shows."""

    division: Division
    committee: Department | None
    desk: VillageDesk
    team: list[Line]
    mediators: list[Line]
    staff: list[VillageStaff] = field(default_factory=list)

    @property
    def duty_phone(self) -> str:
        return self.desk.duty_phone or (self.committee.phone if self.committee else "")


def visible_villages(user: User) -> QuerySet[Division]:
    """Villages in use of the towns in which the user, or somebody whom he stands for, has a post."""
    centres = {person.centre for person in standings_today(user) if person.centre}
    return _villages_of(centres)


def public_villages() -> QuerySet[Division]:
    """Every village in use of every town in use: its card hangs outside, for whoever comes by."""
    return _villages_of(towns())


def visible_staff(user: User) -> QuerySet[VillageStaff]:
    """Rows of the villages that the user sees, those that have ended among them."""
    return VillageStaff.objects.filter(division__in=visible_villages(user))


def may_write_village(user: User, village: Division) -> bool:
    """平安办, 司法所 and the director of the town; the head of the village's own committee."""
    for person in standings_today(user):
        if any(
            post.role in WRITERS and village.path.startswith(post.department.centre.path)
            for post in person.posts
        ):
            return True
        if any(post.is_head and post.department.division_id == village.pk for post in person.posts):
            return True
    return False


def village_page(village: Division) -> Village:
    """Team with its vacancies, mediators and staff of today, in a fixed number of queries."""
    return Village(
        division=village,
        committee=_committee(village),
        desk=VillageDesk.objects.filter(division=village).first() or VillageDesk(division=village),
        team=list(_team(village)),
        mediators=list(_mediators(village)),
        staff=list(staff_of(village)),
    )


def staff_of(village: Division) -> QuerySet[VillageStaff]:
    """In force today, by duty."""
    return VillageStaff.objects.on(clock.today()).filter(division=village).order_by("duty", "pk")


def public_staff(village: Division) -> QuerySet[VillageStaff]:
    """Those who agreed to be put up outside."""
    return staff_of(village).filter(consented_on__isnull=False)


def posts_on_the_wall(village: Division) -> list[Line]:
    """Everybody who serves the village today and may be named outside: post and name.

    No private number is among them: those who are staff here have the duty phone of their unit.
    """
    lines = [line for line in _team(village) if line.name != VACANT]
    lines += _mediators(village)
    lines += [
        Line("网格员", post.user.name, post.division.short_name if post.division else "")
        for post in _grid_workers(village)
    ]
    lines += [
        Line(one.get_duty_display(), one.name, one.organisation, one.phone)
        for one in public_staff(village)
    ]
    return list(dict.fromkeys(lines))


def responsible_for(unit: Department | None) -> list[Line]:
    """The unit's 第一责任人 and 主要责任人 (李渡街道 scheme, two); one whose account is closed
    is not named."""
    if unit is None:
        return []
    pairs = (
        ("第一责任人", unit.first_responsible),
        ("主要责任人", unit.main_responsible),
    )
    return [
        Line(post, person.name if person is not None and person.is_active else VACANT)
        for post, person in pairs
    ]


def about_blocks() -> list[AboutBlock]:
    """For /about/: each village's duty phone and its card, town by town."""
    centres = list(towns().order_by("code"))
    return [
        AboutBlock(
            f"村（社区）公示牌（{centre.name}）" if len(centres) > 1 else "村（社区）公示牌",
            list(_about_lines(centre)),
        )
        for centre in centres
    ]


def _about_lines(centre: Division) -> Iterator[AboutLine]:
    desks = {desk.division_id: desk for desk in VillageDesk.objects.filter(centre=centre)}
    phones = dict(
        Department.objects.filter(centre=centre, division__isnull=False, is_active=True)
        .order_by("pk")
        .values_list("division", "phone")
    )
    for village in villages(centre).order_by("code"):
        desk = desks.get(village.pk)
        hours = f"，{desk.hours}" if desk and desk.hours else ""
        phone = (desk.duty_phone if desk else "") or phones.get(village.pk, "")
        yield AboutLine(
            f"{village.short_name}{hours}", phone, reverse("grids:notice_card", args=[village.code])
        )


def _villages_of(centres: Iterable[Division]) -> QuerySet[Division]:
    under = Q(pk=None)
    for centre in centres:
        under |= Q(path__startswith=centre.path)
    return Division.objects.active().villages().filter(under).order_by("code")


def _committee(village: Division) -> Department | None:
    return (
        Department.objects.filter(kind=DepartmentKind.COMMITTEE, division=village, is_active=True)
        .select_related("first_responsible", "main_responsible")
        .first()
    )


def _team(village: Division) -> Iterator[Line]:
    """1+1+1+3 seat by seat; a seat without anybody is said to be vacant."""
    seated: dict[str, list[TeamSeat]] = {}
    for one in team_of(village).order_by("pk"):
        seated.setdefault(one.seat, []).append(one)
    for seat in Seat:
        people = seated.get(seat, [])
        yield from (Line(str(seat.label), one.user.name) for one in people)
        yield from (Line(str(seat.label), VACANT) for _ in range(SEAT_LIMIT[seat] - len(people)))


def _mediators(village: Division) -> Iterator[Line]:
    terms = (
        Mediator.objects.on(clock.today())
        .filter(unit__division=village, unit__is_active=True, user__is_active=True)
        .select_related("user")
        .order_by("kind", "pk")
    )
    for term in terms:
        post = term.studio_name or str(term.get_kind_display())
        yield Line(post, term.user.name)


def _grid_workers(village: Division) -> QuerySet[Post]:
    return (
        Post.objects.on(clock.today())
        .filter(
            role=Role.GRID_WORKER,
            division__path__startswith=village.path,
            division__level__in=[Level.GRID, Level.VILLAGE],
            user__is_active=True,
        )
        .select_related("user", "division")
        .order_by("division__code", "pk")
    )
