"""The demo town's network of places and posts: who sits in the centre this week, who is away."""

from datetime import timedelta

from grids.enums import Role
from grids.enums.changes import Attendance
from grids.models import Department, Division
from grids.selectors.posts import week_of
from grids.services.changes import add_grid
from grids.services.duty import plan_duty, set_attendance
from grids.services.handover import name_deputy
from grids.services.posts import give_post
from mediation.core import clock
from mediation.core.models import User

# Unit (slug), how it is present (seed 002), who of it sits there, on which days of the week.
PRESENT: tuple[tuple[str, str, str, tuple[int, ...]], ...] = (
    ("justice", Attendance.RESIDENT, "justice", (0, 1, 2, 3, 4)),
    ("petition", Attendance.RESIDENT, "petition", (0, 1, 2, 3, 4)),
    ("police", Attendance.ROTATING, "police", (0, 2)),
    ("jiaojing", Attendance.ROTATING, "d13", (1, 3)),
    ("laobao", Attendance.ROTATING, "d04", (4,)),
    ("guijian", Attendance.ON_CALL, "department", ()),
    ("fulian", Attendance.ON_CALL, "d06", ()),
)
AWAY, STANDS_IN = "d10", "d09"  # 文旅中心 is on the road, 市监所 looks after its desk
HELPS, LENT_TO = "d12", "nongye"  # 环保所 lends somebody to 农业中心 for a month
VILLAGE = "500102011226"  # 龙塘村


def load_demo_network(centre: Division) -> None:
    """Roster, a deputy, a lent hand and a new grid, made by the people whose work that is."""
    people = {user.username: user for user in User.objects.filter(is_demo=True)}
    if not people:
        return
    units = {
        unit.code.removeprefix(f"{centre.path}-"): unit
        for unit in Department.objects.filter(centre=centre).select_related("centre")
    }
    today = clock.today()
    for slug, attendance, account, weekdays in PRESENT:
        set_attendance(units[slug], people["peace"], attendance)
        for monday in (today, today + timedelta(days=7)):
            for day in week_of(monday):
                if day.weekday() in weekdays and day >= today:
                    plan_duty(units[slug], people[account], people["peace"], from_on=day)
    name_deputy(
        people[AWAY],
        people[STANDS_IN],
        people["secadmin"],
        from_on=today,
        to_on=today + timedelta(days=4),
        reason="外出培训",
    )
    give_post(
        units[LENT_TO],
        people[HELPS],
        people["secadmin"],
        role=Role.DEPARTMENT_OFFICER,
        from_on=today,
        to_on=today + timedelta(days=30),
    )
    village = Division.objects.filter(code=VILLAGE, is_active=True).first()
    if village is not None:
        add_grid(
            village,
            people["sysadmin"],
            name="龙塘村第五网格",
            short_name="龙塘村5组",
            on=today,
            reason="新建安置点入住",
        )
