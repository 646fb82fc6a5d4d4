"""Registers and a campaign of the demo town, written through the services on their own days."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.utils.timezone import get_default_timezone

from grids.enums.sweeps import RoundKind
from grids.models import Campaign, Department, Division, Register, SweepRound
from grids.services import campaign_work, campaigns, registers, sweeps
from grids.services.demo_sweeps import live_through
from mediation.core import clock
from mediation.core.models import User

# Days ago, kind, account, columns.
LINES: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
    (75, "figures", "peace", {"sort": "residents", "amount": "48621",
                              "external_number": "统计年报", "place": "全街道"}),
    (74, "figures", "peace", {"sort": "floating", "amount": "2316",
                              "external_number": "派出所流动人口登记", "place": "全街道"}),
    (16, "figures", "peace", {"sort": "lawsuits", "amount": "143",
                              "external_number": "区法院来函", "place": "全街道"}),
    (60, "training", "justice", {"title": "调解笔录怎么写", "place": "街道三楼会议室",
                                 "headcount": 42, "text": "结合三份笔录讲要素和常见毛病",
                                 "amount": "3", "result": "当场练写一份，都过了关"}),
    (48, "education", "village", {"title": "民法典里的相邻关系", "sort": "fair",
                                  "place": "致远社区广场", "headcount": 120,
                                  "text": "赶场天摆点讲通风采光、排水通行怎么让、怎么算",
                                  "result": "发资料 120 份，当场答复 9 个问题"}),
    (40, "drill", "police", {"title": "窗口突发情况处置", "place": "中心大厅", "headcount": 18,
                             "text": "按预案报警、疏散、隔开、送医走了一遍",
                             "result": "后门钥匙要放到窗口"}),
    (33, "opinion", "window", {"sort": "box", "title": "大厅指示牌", "text": "几号窗口办什么看不清楚",
                               "result": "换了大字牌，挂到进门正对面"}),
    (30, "assessment", "department", {"title": "正街排水改造", "text": "施工占道、商户停业损失、夜间噪声",
                                      "sort": "middle", "measures": "分段施工，提前公示，商户一户一张说明",
                                      "result": "可以实施，逐段评估"}),
    (21, "video", "mediator", {"title": "一件跨镇的山林边界", "external_number": "会议 2026-11",
                               "text": "街道调解室、邻镇司法所、农业服务中心",
                               "result": "两边各带林权证，下周到现场对界"}),
    (14, "advice", "peace", {"title": "物业交接要有公示期", "text": "今年几件物业纠纷都起于交接不清",
                             "measures": "建议交接前公示三十天，账目和设施列清单"}),
    (10, "mending", "peace", {"title": "两份卷宗少回访记录", "text": "补齐回访记录，按目录装好"}),
    (6, "release", "village", {"title": "致远社区调解室开放时间", "sort": "board",
                               "text": "每周一至周五上午九点到下午五点半，节假日打值班电话"}),
    (3, "station", "peace", {"sort": "five", "place": "水磨滩村调解室",
                             "text": "公示牌还没有换新的"}),
)  # fmt: skip
TO_UNIT = {"assessment": "guijian", "advice": "guijian", "mending": "guijian"}
DUE = {"mending": 20, "advice": 30}
DONE = {"opinion": 3}
AT = time(10, 0)
PHASES = (("集中排查梳理", 90, 50), ("攻坚化解", 49, -30), ("验收总结", -31, -60))


def load_demo_duties(centre: Division) -> None:
    """Lines of most registers and one campaign; once, in a town that has none."""
    if Register.objects.filter(centre=centre).exists():
        return
    today = clock.today()
    units = {unit.code: unit for unit in Department.objects.filter(centre=centre)}
    people = {user.username: user for user in User.objects.filter(is_demo=True)}
    for days, kind, account, columns in LINES:
        _on(
            today - timedelta(days=days), _enter(kind, people[account], columns, units, today, days)
        )
    _campaign(centre, units, people, today)


def _on(day: date, act: Callable[[], Any]) -> Any:
    """Do something as of ten o'clock of a day gone by."""
    with clock.standing_at(datetime.combine(day, AT, get_default_timezone())):
        return act()


def _enter(
    kind: str,
    user: User,
    columns: dict[str, Any],
    units: dict[str, Department],
    today: date,
    days: int,
) -> Callable[[], Register]:
    on = today - timedelta(days=days)
    slug = TO_UNIT.get(kind)
    given = columns | {"happened_on": on}
    if slug:
        given["to_unit"] = next(unit for code, unit in units.items() if code.endswith(f"-{slug}"))
    if kind == "station":
        given["to_unit"] = next(u for code, u in units.items() if code.startswith("500102011209-"))
    if kind in DUE:
        given["due_on"] = on + timedelta(days=DUE[kind])
    return lambda: _finished(registers.enter(kind, user, **given), user)


def _finished(entry: Register, user: User) -> Register:
    """What was done since is written down on the day on which it was done."""
    if entry.kind in DONE:
        done_on = entry.happened_on + timedelta(days=DONE[entry.kind])
        _on(done_on, lambda: registers.amend(entry, user, done_on=done_on))
    return entry


def _campaign(
    centre: Division, units: dict[str, Department], people: dict[str, User], today: date
) -> Campaign:
    peace = people["peace"]
    starts_on = today - timedelta(days=PHASES[0][1])
    parts = [
        unit for code, unit in units.items() if code.endswith(("-committee", "-guijian", "-laobao"))
    ]
    made: Campaign = _on(
        starts_on,
        lambda: campaigns.open_campaign(
            peace,
            name="矛盾纠纷大排查大化解专项行动",
            goal="排查率 100%，调处率 100%，化解成功率 95% 以上；做到底数清、情况明。",
            starts_on=starts_on,
            ends_on=today - timedelta(days=PHASES[-1][2]),
            units=parts,
            filed_on=starts_on,
            filed_as="平安办〔2026〕9号",
        ),
    )
    _on(starts_on, lambda: _plan(made, parts, people, today))
    _on(today - timedelta(days=5), lambda: _reports(made, people))
    round_: SweepRound = _on(starts_on, lambda: _round(made, parts))
    live_through(round_, made.pk, today)
    return made


def _round(campaign: Campaign, parts: list[Department]) -> SweepRound:
    """The first ten days of the campaign, everybody looks."""
    return sweeps.open_round(
        campaign.by,
        kind=RoundKind.CAMPAIGN,
        campaign=campaign,
        title="专项行动集中排查",
        what="辖区、行业内的纠纷列出清单，不分领域；只看事，不按人群。",
        from_on=campaign.starts_on,
        to_on=campaign.starts_on + timedelta(days=9),
        units=parts,
        form_key=uuid5(NAMESPACE_OID, f"demo campaign {campaign.pk}"),
    )


def _plan(
    campaign: Campaign, parts: list[Department], people: dict[str, User], today: date
) -> None:
    peace = people["peace"]
    for name, first, last in PHASES:
        campaigns.set_phase(
            campaign,
            peace,
            name=name,
            from_on=today - timedelta(days=first),
            to_on=today - timedelta(days=last),
        )
    for account, seat, duty in (
        ("director", "head", "全面负责"),
        ("leader", "deputy", "致远等九个村（社区）"),
        ("leader2", "deputy", "水磨滩等村（社区）"),
        ("peace", "office", "日常协调、汇总"),
    ):
        campaigns.seat(campaign, peace, post=people[account].posts.first(), seat=seat, duty=duty)
    for unit in parts:
        campaigns.set_target(campaign, peace, unit=unit, measure="resolve_rate", value="80")
        campaigns.add_task(
            campaign,
            peace,
            unit=unit,
            text="辖区、行业内的纠纷列出清单，逐件定办法",
            due_on=today + timedelta(days=4),
        )
    for text, points in (
        ("台账齐全、要素完整", "30"),
        ("月推进按时报送", "30"),
        ("化解和回访", "40"),
    ):
        campaign_work.add_criterion(campaign, peace, text=text, points=points)


def _reports(campaign: Campaign, people: dict[str, User]) -> None:
    """致远 reports every month that has begun, 水磨滩 the last one."""
    months = {day.replace(day=1) for day in (campaign.starts_on, clock.today())}
    for account, some in (("village", sorted(months)), ("village2", sorted(months)[-1:])):
        unit = people[account].posts.get(department__kind="committee").department
        for month in some:
            campaign_work.report_progress(
                campaign,
                people[account],
                unit=unit,
                month=month,
                text="院坝会开了两场，新收的都进了台账。",
                found=3,
                settled=2,
            )
