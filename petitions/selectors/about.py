"""What stands on /about/ and on the poster for everybody: ways to come, hours, steps, limits, phones.

Limits are the live rows of `core.Rule`; nothing of a matter stands here, and of the staff only who
receives the public.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from grids.enums import DepartmentKind, Role
from grids.models import Department, Division
from grids.selectors import people_with_role, towns
from mediation.core import clock
from mediation.core.deadlines import COMPLAINT, PERSONAL_REQUEST, pick
from mediation.core.models import Rule, Unit
from petitions.enums import Clock
from petitions.models import ReceptionDay, TownNotice

SHOWN_DAYS = 6


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    phone: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    title: str
    lines: list[Line]


STEPS = (
    "登记：当场给您回执，回执上有查询码，随时可以查。",
    "告知：受理、转给有权处理的机关、走法定途径，或者不受理，都书面告诉您。",
    "办理：受理的由责任单位调查核实；双方愿意的，可以先调解。",
    "答复：每一项诉求都写明查明的事实、依据和意见，书面送给您。",
    "不服的，可以申请复查，再不服可以申请复核；您随时可以走诉讼、仲裁、行政复议。",
)
# Clock and what it is to the reader; whose law gives the length stands beside it.
LIMITS: tuple[tuple[str, str], ...] = (
    (Clock.NOTIFY, "收到信访后，书面告诉您怎么办"),
    (Clock.CONCLUDE, "受理后，作出处理意见"),
    (Clock.Z_REVIEW, "收到处理意见后，您可以申请复查"),
    (Clock.REVIEW, "复查机关作出复查意见"),
    (Clock.Z_FINAL, "收到复查意见后，您可以申请复核"),
    (Clock.FINAL, "复核机关作出复核意见"),
    ("MEDIATION", "人民调解一般调结"),
    (PERSONAL_REQUEST, "查阅、复制、更正、删除自己的信息，答复您"),
    (COMPLAINT, "对办理不满意，中心主任答复您"),
)
# Who receives the public, by the post.
PUBLIC_POSTS = (
    (Role.DIRECTOR, "中心主任"),
    (Role.PETITION_OFFICER, "信访接待"),
    (Role.WINDOW_CLERK, "登记窗口"),
)


def blocks() -> list[Block]:
    """Those that have something to say, town by town where the house serves several."""
    found: list[Block] = []
    centres = list(towns().order_by("code"))
    for centre in centres:
        name = f"（{centre.name}）" if len(centres) > 1 else ""
        found += [Block(block.title + name, block.lines) for block in _of_town(centre)]
    found.append(Block("分几步走", [Line(one) for one in STEPS]))
    found.append(Block("多长时间", list(_limits())))
    return [block for block in found if block.lines]


def _of_town(centre: Division) -> Iterator[Block]:
    notice = TownNotice.objects.filter(centre=centre).first() or TownNotice(centre=centre)
    units = list(
        Department.objects.filter(centre=centre, is_active=True)
        .filter(~Q(phone="") | Q(kind=DepartmentKind.CENTRE))
        .order_by("order", "pk")
    )
    yield Block("怎么来", list(_channels(notice, units)))
    yield Block("什么时候有人", [Line(notice.hours)] if notice.hours else [])
    yield Block("领导接访日", list(_receptions(centre, notice)))
    yield Block("谁在接待", list(_staff(centre)))
    yield Block("电话", [Line(unit.name, unit.phone) for unit in units if unit.phone])


def _channels(notice: TownNotice, units: list[Department]) -> Iterator[Line]:
    yield Line(
        f"来访：{notice.address}"
        if notice.address
        else "来访：到矛盾纠纷调处化解中心，一个窗口登记"
    )
    centre = next((unit for unit in units if unit.kind == DepartmentKind.CENTRE), None)
    if centre and centre.phone:
        yield Line("来电：", centre.phone)
    yield Line("来信：写明姓名、住址、事情和诉求，寄到中心或者信访办")
    if notice.online:
        yield Line(notice.online)
    yield Line("行动不便的，可以请村（社区）代办，也可以请工作人员上门")


def _receptions(centre: Division, notice: TownNotice) -> Iterator[Line]:
    if notice.receptions:
        yield Line(notice.receptions)
    coming = ReceptionDay.objects.filter(
        centre=centre, on__gte=clock.today(), closed_at__isnull=True
    ).prefetch_related("leaders__person")
    for day in coming.order_by("on", "pk")[:SHOWN_DAYS]:
        who = "、".join(one.person.name for one in day.leaders.all())
        when = f"{day.on.month}月{day.on.day}日 {day.hours}"
        yield Line("，".join(part for part in (when, day.place, who) if part))


def _staff(centre: Division) -> Iterator[Line]:
    for role, words in PUBLIC_POSTS:
        names = [person.name for person in people_with_role(role, centre)]
        if names:
            yield Line(f"{words}：{'、'.join(names)}")


def _limits() -> Iterator[Line]:
    rules = list(Rule.objects.filter(clock__in=[clock for clock, _ in LIMITS]).order_by("pk"))
    units = dict(Unit.choices)
    for code, words in LIMITS:
        rule = pick(rules, code, clock.today())
        if rule is None:
            continue
        longer = ""
        if code == Clock.CONCLUDE and rule.extension_limit:
            longer = f"，确需延长的最多再延 {rule.extension_days} {units[rule.unit]}并书面告诉您"
        yield Line(f"{words}：{rule.length} {units[rule.unit]}{longer}（{rule.law}）")
