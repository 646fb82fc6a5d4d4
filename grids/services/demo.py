"""The demo town's people (DESIGN §5.2). Every name is invented; accounts exist only with DEMO=1."""

from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from grids.enums import Role, Seat
from grids.models import Department, Division, Post, Station, TeamSeat
from grids.selectors import towns, villages
from grids.services.demo_village import load_demo_villages
from grids.services.register import load_demo_register
from mediation.core.models import User

PASSWORD = "demo-2026"  # noqa: S105 (printed by `make run`, worthless without DEMO=1)
SINCE = date(2020, 1, 1)

# Account, name, unit (slug of departments.csv), role, head of the unit, on duty.
PEOPLE: tuple[tuple[str, str, str, str, bool, bool], ...] = (
    ("window", "周晓岚", "centre", Role.WINDOW_CLERK, False, False),
    ("director", "程立新", "centre", Role.DIRECTOR, False, False),
    ("auditor", "文静怡", "centre", Role.AUDITOR, False, False),
    ("secadmin", "贺守诚", "centre", Role.SECURITY_ADMIN, False, False),
    ("sysadmin", "段明远", "centre", Role.SYSTEM_ADMIN, False, False),
    ("mediator", "冉启华", "room", Role.MEDIATOR, True, False),
    ("mediator2", "田素琴", "room", Role.MEDIATOR, False, False),
    ("leader", "秦志宏", "leadership", Role.LEADER, False, False),
    ("leader2", "傅佳蓉", "leadership", Role.LEADER, False, False),
    ("peace", "向国平", "peace", Role.PEACE_OFFICER, True, False),
    ("justice", "罗正则", "justice", Role.JUSTICE_OFFICER, True, True),
    ("guide", "宋时雨", "justice", Role.GUIDANCE_MEDIATOR, False, False),
    ("police", "邓卫东", "police", Role.POLICE_OFFICER, True, False),
    ("petition", "毛亚琳", "petition", Role.PETITION_OFFICER, False, False),
    ("discipline", "严可为", "discipline", Role.DISCIPLINE, False, False),
    ("department", "谭建业", "guijian", Role.DEPARTMENT_OFFICER, True, False),
)

# The other departments have one post-holder each, so that whoever is asked can answer.
DEPARTMENT_HEADS: tuple[tuple[str, str, str], ...] = (
    ("d01", "殷启明", "jingfa"),
    ("d02", "余慧敏", "minshe"),
    ("d03", "石磊峰", "yingji"),
    ("d04", "彭春生", "laobao"),
    ("d05", "汤书航", "jiaoguan"),
    ("d06", "柳玉梅", "fulian"),
    ("d07", "任耕田", "tudi"),
    ("d08", "雷振邦", "zhifa"),
    ("d09", "夏衡之", "shiguan"),
    ("d10", "蓝雨桐", "wenlv"),
    ("d11", "江丰年", "nongye"),
    ("d12", "庞清源", "huanbao"),
    ("d13", "钟守义", "jiaojing"),
)

# Heads of the village committees without an account of their own in DESIGN §5.2, by code.
# fmt: off
VILLAGE_HEADS = (
    "廖永福", "姚素芬", "苟正权", "胥建英", "蒲德海", "景秀兰", "晏明全", "牟国珍", "鲜仕明",
    "代发林", "龚淑琼", "阳光友", "滕世碧", "项泽安", "卢家惠", "邱兴发", "辜春燕",
)
# fmt: on

VILLAGE, VILLAGE2 = "500102011011", "500102011209"
GRID = "50010201101101"

# Units that leader2 is in charge of (分管); leader has the others.
# fmt: off
LED_BY_LEADER2 = frozenset((
    "guijian", "jingfa", "yingji", "tudi", "zhifa",
    "shiguan", "wenlv", "nongye", "huanbao", "jiaojing",
))
# fmt: on

# The seats of the two full teams beside the leader and the secretary.
TEAMS: dict[str, tuple[tuple[str, str], ...]] = {
    VILLAGE: (
        (Seat.CHIEF, "d02"),
        (Seat.STAFF, "grid"),
        (Seat.STAFF, "d06"),
        (Seat.STAFF, "d04"),
    ),
    VILLAGE2: (
        (Seat.CHIEF, "d07"),
        (Seat.STAFF, "d11"),
        (Seat.STAFF, "d08"),
        (Seat.STAFF, "d12"),
    ),
}

# Account, name, unit, role, head of it, on duty, grid.
_Row = tuple[str, str, Department, str, bool, bool, Division | None]


@transaction.atomic
def ensure_demo_accounts() -> list[str]:
    """Make the demo accounts with posts, stations and teams, once; returns their log-in names.

    Does nothing, and returns an empty list, unless `settings.DEMO` is on and 李渡街道 is loaded.
    """
    town = towns().filter(code=f"{VILLAGE[:9]}000").first()
    if not settings.DEMO or town is None:
        return []
    known = User.objects.filter(is_demo=True).order_by("pk")
    if known:
        return [user.username for user in known]
    units = {unit.code: unit for unit in Department.objects.filter(centre=town)}
    password = make_password(PASSWORD)
    rows: list[_Row] = [
        (account, name, units[f"{town.path}-{slug}"], role, head, duty, None)
        for account, name, slug, role, head, duty in PEOPLE
    ]
    rows += [
        (account, name, units[f"{town.path}-{slug}"], Role.DEPARTMENT_OFFICER, True, False, None)
        for account, name, slug in DEPARTMENT_HEADS
    ]
    rows += _village_rows(town, units)
    users = _users([(row[0], row[1]) for row in rows], password)
    Post.objects.bulk_create(
        Post(
            user=users[account],
            department=unit,
            role=role,
            division=division,
            is_head=head,
            is_duty=duty,
            from_on=SINCE,
        )
        for account, _, unit, role, head, duty, division in rows
    )
    _responsible(town, units, users)
    _stations(town, users)
    _teams(town, users)
    load_demo_register(town, users)
    load_demo_villages(town)
    return list(users)


def _village_rows(town: Division, units: dict[str, Department]) -> list[_Row]:
    """A head for each village's committee, and the grid worker of 致远社区1组."""
    named = {VILLAGE: ("village", "何永芳"), VILLAGE2: ("village2", "冯天佑")}
    others = iter(enumerate(VILLAGE_HEADS, start=1))
    rows: list[_Row] = []
    for village in villages(town):
        if village.code in named:
            account, name = named[village.code]
        else:
            number, name = next(others)
            account = f"v{number:02}"
        unit = units[f"{village.path}-committee"]
        rows.append((account, name, unit, Role.MEDIATOR, True, False, None))
    committee = units[f"{VILLAGE}-committee"]
    grid = Division.objects.get(code=GRID)
    rows.append(("grid", "戴小兰", committee, Role.GRID_WORKER, False, False, grid))
    return rows


def _users(people: list[tuple[str, str]], password: str) -> dict[str, User]:
    """All demo users by account. They share one hash: its cost is paid once."""
    User.objects.bulk_create(
        [
            User(
                username=account,
                name=name,
                password=password,
                is_demo=True,
                must_change_password=False,
                is_staff=account in ("secadmin", "sysadmin"),
            )
            for account, name in people
        ]
    )
    users = User.objects.filter(is_demo=True)
    return {user.username: user for user in users}


def _responsible(town: Division, units: dict[str, Department], users: dict[str, User]) -> None:
    """First and main responsible persons of every unit, where none is set; demo telephones."""
    heads = {
        post.department_id: post.user
        for post in Post.objects.filter(
            department__centre=town, is_head=True, to_on=None
        ).select_related("user")
    }
    stationed = _leader_of_village(town, users)
    for unit in units.values():
        slug = unit.code.rpartition("-")[2]
        if unit.first_responsible is None:
            unit.first_responsible = users["director"] if slug == "centre" else heads.get(unit.pk)
        if unit.main_responsible is None and slug != "leadership":
            unit.main_responsible = (
                stationed[unit.division.code]
                if unit.division
                else users["leader2" if slug in LED_BY_LEADER2 else "leader"]
            )
        unit.phone = unit.phone or f"023-0000{unit.order:04}"
    Department.objects.bulk_update(
        units.values(), ["first_responsible", "main_responsible", "phone"]
    )


def _leader_of_village(town: Division, users: dict[str, User]) -> dict[str, User]:
    """`leader` in 致远 and the next eight villages by code but 水磨滩, `leader2` in the rest."""
    codes = [village.code for village in villages(town)]
    first = [code for code in codes if code != VILLAGE2][:9]
    return {code: users["leader" if code in first else "leader2"] for code in codes}


def _stations(town: Division, users: dict[str, User]) -> None:
    leaders = _leader_of_village(town, users)
    Station.objects.bulk_create(
        Station(user=leaders[village.code], division=village, from_on=SINCE)
        for village in villages(town)
    )


def _teams(town: Division, users: dict[str, User]) -> None:
    """1+1+1+3 in full for the two named villages, leader and secretary for the others."""
    leaders = _leader_of_village(town, users)
    heads = {
        post.department.division_id: post.user
        for post in Post.objects.filter(
            department__centre=town, department__division__isnull=False, is_head=True, to_on=None
        ).select_related("department", "user")
    }
    seats = []
    for village in villages(town):
        people: list[tuple[str, User]] = [
            (Seat.LEADER, leaders[village.code]),
            (Seat.SECRETARY, heads[village.pk]),
        ]
        people += [(seat, users[account]) for seat, account in TEAMS.get(village.code, ())]
        seats += [
            TeamSeat(division=village, user=user, seat=seat, from_on=SINCE) for seat, user in people
        ]
    TeamSeat.objects.bulk_create(seats)
