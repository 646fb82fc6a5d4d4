"""Which pages a role is offered (rules.md §6, DESIGN §5.3)."""

from datetime import date

import pytest
from django.test import Client

from grids.access import PAGES, is_administrator, may_register, menu_for, needs_second_factor
from grids.models import Deputy
from mediation.core import clock
from tests.factories import Town, make_user

TODAY, NEW, CASES, WEEK, LISTED, MEETINGS, FORCES = (
    "今天的工作", "登记", "案件", "调解排期", "挂牌督办", "会商", "专班",
)  # fmt: skip
FIGURES, EXPORTS, LETTERS, REQUESTS, MEDIATORS, RULES, BACK = (
    "半月报", "导出", "来函", "查阅更正", "调解员", "规则", "后台",
)  # fmt: skip
PETITIONS, PETITION_FIGURES = "信访", "信访月报"
COMPLAINTS = "群众意见"
RECEIVING, DISPATCH, JOINT, URGENT = "领导接访", "调度清单", "联席会议", "重大紧急"
COUNTER = ["窗口", "咨询"]
REGISTERING = [TODAY, NEW, CASES, WEEK]
COUNTED = [FIGURES, EXPORTS]
MEDIATING = [*REGISTERING, *COUNTED, LETTERS, REQUESTS, MEDIATORS, RULES]
CALLING = [TODAY, CASES, PETITIONS, WEEK, LISTED, MEETINGS, *COUNTED]
LEADING = [*CALLING, REQUESTS, MEDIATORS, RECEIVING, DISPATCH, URGENT, RULES]
WATCHING = [RECEIVING, DISPATCH, JOINT, URGENT, RULES]
OVERSEEING = [*CALLING[1:-1], PETITION_FIGURES, EXPORTS, LETTERS, REQUESTS]
MENU = {
    **dict.fromkeys(["village", "village2", "mediator", "mediator2"], MEDIATING),
    "window": [TODAY, *COUNTER, NEW, CASES, PETITIONS, *MEDIATING[3:-1], RECEIVING, URGENT, RULES],
    "justice": [
        TODAY,
        *COUNTER,
        *REGISTERING[1:],
        MEETINGS,
        *COUNTED,
        LETTERS,
        REQUESTS,
        MEDIATORS,
        RULES,
    ],
    "police": [*REGISTERING, *COUNTED, URGENT, RULES],
    "department": [TODAY, NEW, CASES, PETITIONS, WEEK, FORCES, *COUNTED, RULES],
    **dict.fromkeys(["leader", "leader2"], LEADING),
    "peace": [TODAY, COUNTER[1], *OVERSEEING, MEDIATORS, *WATCHING],
    "director": [TODAY, *COUNTER, *OVERSEEING, COMPLAINTS, MEDIATORS, *WATCHING],
    "guide": [TODAY, CASES, MEDIATORS, RULES],
    "grid": [TODAY, CASES, RULES],
    "petition": [TODAY, *COUNTER, CASES, PETITIONS, PETITION_FIGURES, EXPORTS, REQUESTS, *WATCHING],
    "discipline": [TODAY, PETITIONS, RULES],
    "auditor": [TODAY, RULES],
    "secadmin": [TODAY, RULES, BACK],
    "sysadmin": [TODAY, RULES, BACK],
}


MEDIATORS_OF_UNITS = "village village2 mediator mediator2"
READING_CASES = (
    f"window {MEDIATORS_OF_UNITS} leader leader2 guide peace justice police department grid"
    " director petition"
)
FIGURES_OF_CASES = (
    f"window {MEDIATORS_OF_UNITS} leader leader2 peace justice police department director"
)
# The counter, the network and the figures: a page, and who is offered it besides the above.
NETWORK = {
    "法律援助初审": "window justice director",
    "窗口办理": "peace director leader leader2 justice window petition",
    "补贴": f"{MEDIATORS_OF_UNITS} justice peace director",
    "调解资源": READING_CASES,
    "苗头": READING_CASES.replace(" guide", "").replace(" petition", ""),
    "村（社区）": " ".join(MENU),
    "台账": READING_CASES.replace(" guide", "").replace(" grid", "") + " discipline",
    "专项行动": f"{MEDIATORS_OF_UNITS} leader leader2 peace justice police department director",
    "辖区": "director secadmin sysadmin",
    "岗位": "director secadmin sysadmin",
    "值班": " ".join(MENU),
    "排查": (
        "village village2 mediator mediator2 leader leader2 peace justice police department grid"
        " director"
    ),
    "通知渠道": "director sysadmin",
    "停滞进展": "village village2 mediator mediator2 leader leader2 peace justice department director",
    "突发情况": (
        "window village village2 mediator mediator2 leader leader2 peace justice police grid director"
    ),
    "统计表": f"{FIGURES_OF_CASES} petition",
    "指标口径": f"{FIGURES_OF_CASES} petition",
    **dict.fromkeys(["概览", "考评", "月季年报表", "两升三降", "目标值"], FIGURES_OF_CASES),
    "态势": "window mediator mediator2 leader leader2 peace justice police department director",
    "预警": f"{MEDIATORS_OF_UNITS} leader leader2 peace justice police department director",
    "评查": f"{MEDIATORS_OF_UNITS} leader leader2 peace justice department director",
    "案例库": READING_CASES,
    "工作量": f"{MEDIATORS_OF_UNITS} grid director",
    **dict.fromkeys(["任务日历", "报告", "研判会议"], f"{FIGURES_OF_CASES} petition"),
    "导出记录": "auditor director",
}
PLACES = [label for label, _, _ in PAGES]


@pytest.mark.parametrize("account", MENU)
def test_each_account_is_offered_its_pages(town: Town, account: str) -> None:
    more = [label for label, who in NETWORK.items() if account in who.split()]
    offered = [label for label, _ in menu_for(town.user(account))]
    assert offered == sorted(MENU[account] + more, key=PLACES.index)


def test_somebody_without_a_post_is_offered_nothing(town: Town) -> None:
    user = make_user()
    assert menu_for(user) == []
    assert not may_register(user)
    assert not is_administrator(user)


def test_a_deputy_is_offered_the_pages_of_whom_he_stands_for(town: Town) -> None:
    """Each request brings its own user; what his posts say is read once for it."""
    assert not may_register(town.user("auditor"))
    Deputy.objects.create(
        user=town.user("window"), deputy=town.user("auditor"), from_on=clock.today()
    )
    assert may_register(town.user("auditor"))
    Deputy.objects.update(from_on=date(2020, 1, 1), to_on=date(2020, 1, 2))
    assert not may_register(town.user("auditor"))


@pytest.mark.parametrize("account", MENU)
def test_who_sees_everything_or_administers_needs_a_second_factor(town: Town, account: str) -> None:
    needed = {"peace", "director", "auditor", "secadmin", "sysadmin"}
    assert needs_second_factor(town.user(account)) is (account in needed)


def test_every_page_of_the_menu_is_named_once() -> None:
    assert len({name for _, name, _ in PAGES}) == len(PAGES)


def test_the_back_office_is_for_its_two_administrators(town: Town, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    client = Client()
    assert client.get("/admin/").status_code == 302
    for account in MENU:
        client.force_login(town.user(account))
        expected = 200 if account in {"secadmin", "sysadmin"} else 302
        assert client.get("/admin/").status_code == expected, account
