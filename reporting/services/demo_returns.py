"""The demo town's returns: confirmed by the heads of its villages, each on its own day."""

import uuid
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone

from grids.models import Division
from grids.selectors import committee_of, heads_of
from mediation.core import clock
from mediation.core.models import User
from reporting.models import VillageReturn
from reporting.periods import Period
from reporting.selectors.returns import due_villages, numbers_of, village_table
from reporting.services import return_review
from reporting.services.returns import Typed, file_return, open_half_month

LATE_EVERY, LATE_AT = 7, 3  # every seventh village is a day late
ANALYSES = (
    {
        "features": "邻里和婚姻家庭为主，都不大，多在傍晚和赶集日。",
        "causes": "一处地界没有划清，几户轮流修水沟没有说定。",
        "hotspots": "老街、集镇周边的出租房。",
        "advice": "请规建办来人看一次地界。",
    },
    {
        "features": "欠薪和借款比上期多，集中在两处工地。",
        "causes": "年底结账，工程款没有到位。",
        "hotspots": "在建工地。",
        "advice": "请人社部门提前介入，按月查一次工资表。",
    },
    {
        "features": "数量不多，以物业服务引起的为主。",
        "causes": "电梯停运、停车位不够。",
        "hotspots": "安置小区。",
        "advice": "请社区物业联席会议研究停车位。",
    },
)


def load_demo_returns(centre: Division, period: Period, actor: User, *, is_open: bool) -> None:
    """The returns of one half-month that is over; of an open one something is left to be done.

    What is there already is left alone.
    """
    if VillageReturn.objects.filter(centre=centre, due_on=period.last_on).exists():
        return
    with clock.standing_at(_at(period.first_on, 0)):
        open_half_month(centre, period)
    villages = list(due_villages(centre, period.last_on))
    missing = villages[-1:] if is_open else []
    for place, village in enumerate(villages):
        is_late = place % LATE_EVERY == LATE_AT
        day = period.last_on + timedelta(days=is_late)
        if village in missing or day > clock.today():
            continue
        with clock.standing_at(_at(day, 10 if is_late else 16)):
            _file(centre, period, village, place, is_typed_over=is_open and place == 1)
    if is_open:
        _send_one_back(centre, period, actor)


def _file(
    centre: Division, period: Period, village: Division, place: int, *, is_typed_over: bool
) -> None:
    unit = committee_of(village)
    head = heads_of(unit).first() if unit else None
    if head is None:
        return
    typed = []
    if is_typed_over:
        numbers = numbers_of(village_table(centre, period, village))
        code = min(numbers, default="02")
        count = numbers.get(code, {}).get("new", 0)
        why = "村里的本子上多记了一件，正在核对。"
        typed = [Typed(code, "new", count + 1, why)]
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"demo-return-{period.last_on}-{village.code}")
    analysis = ANALYSES[place % len(ANALYSES)]
    file_return(village, centre, period, head, form_key=key, typed=typed, **analysis)


def _send_one_back(centre: Division, period: Period, actor: User) -> None:
    """The third village is asked to say more."""
    third = due_villages(centre, period.last_on)[2:3]
    asked = VillageReturn.objects.filter(
        centre=centre, due_on=period.last_on, division__in=list(third), state="filed"
    ).first()
    if asked is not None:
        with clock.standing_at(_at(period.last_on + timedelta(days=1), 11)):
            return_review.send_back(asked, actor, "请写写两件欠薪的成因，再报一次。")


def _at(day: date, hour: int) -> datetime:
    """Never later than now."""
    wished = datetime.combine(day, time(hour), get_default_timezone())
    return min(wished, clock.now())
