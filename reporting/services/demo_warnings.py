"""The demo town's warnings: looked at every Monday of half a year, answered and ended as in real work."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone

from grids.models import Division
from grids.selectors import handling_people, heads_of
from mediation.core import calendar, clock
from mediation.core.models import User
from reporting.models import Warning
from reporting.services.warnings import answer, close, raise_in, set_measure

WEEKS_BACK = 26
ENOUGH = 3
# A small demo town hardly has a week that the house's measure speaks of.
GENTLER = {"is_on": True, "at_least": 2, "times": "1.5", "one_in": 50, "answer_workdays": 3}
ANSWERED_AFTER, ENDED_AFTER = 2, 3  # working days
STILL_OPEN = timedelta(days=7)
# What a unit found and did, and how 平安办 ended it, in turn.
ENDINGS = (
    (
        "集中在同一个小组，因同一处地界没有划清引起。",
        "村里会同有关部门到场丈量划界，逐件约了调解。",
        "genuine",
        "原因一致，已到场处理，逐件在办。",
    ),
    (
        "几件事互不相干，正赶上农忙和返乡的时候。",
        "按平时的办法逐件调解，安排网格员多走访几次。",
        "explained",
        "季节性增多，已安排走访。",
    ),
    (
        "其中两件是同一件事分两次登记的。",
        "已告诉窗口核对后合并。",
        "false_alarm",
        "登记重复，合并后不再高于平时。",
    ),
)


def load_demo_warnings(centre: Division, peace: User) -> None:
    """Once for a town; what is there already is left alone."""
    if Warning.objects.filter(centre=centre).exists():
        return
    today = clock.today()
    mondays = [
        day
        for n in range(WEEKS_BACK, -1, -1)
        if (day := today - timedelta(days=today.weekday() + 7 * n)) <= today
    ]
    _look(centre, peace, mondays)
    if Warning.objects.filter(centre=centre).count() < ENOUGH:
        set_measure(centre, peace, series="cases", **GENTLER)
        _look(centre, peace, mondays[-4:])


def _look(centre: Division, peace: User, mondays: list[date]) -> None:
    for monday in mondays:
        with clock.standing_at(_at(monday, time(6, 20))):
            raised = raise_in(centre)
        for one in raised:
            if one.raised_on + STILL_OPEN < clock.today():
                _finish(one, peace)


def _finish(one: Warning, peace: User) -> None:
    found, done, ending, reason = ENDINGS[one.pk % len(ENDINGS)]
    days = calendar.load()
    with clock.standing_at(_at(days.add_workdays(one.raised_on, ANSWERED_AFTER), time(15))):
        for ask in one.asks.select_related("unit"):
            person = heads_of(ask.unit).first() or handling_people(ask.unit).first()
            if person is None:
                return
            answer(one, person, unit=ask.unit_id, found=found, done=done)
    with clock.standing_at(_at(days.add_workdays(one.raised_on, ENDED_AFTER), time(10))):
        close(one, peace, ending=ending, reason=reason)


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, get_default_timezone())
