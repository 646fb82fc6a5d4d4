"""How notices of cases and petitions read outside: number, step, day, link, put together from codes."""

from datetime import date

import pytest

from mediation.core.models import Notice
from mediation.core.notices.words import line_of

SITE = "https://town.example"


def outside(kind: str, subject: str, text: str, url: str) -> str:
    day = date(2026, 11, 13)
    app, _, key = url.strip("/").partition("/")
    matter = f"{app.removesuffix('s')}:{key}"
    return str(
        line_of(Notice(kind=kind, subject=subject, text=text, url=url, day=day, matter_key=matter))
    )


@pytest.mark.parametrize(
    ("kind", "subject", "text", "url", "words"),
    [
        (
            "instruct", "event:5", "797号：秦志宏批示，请在11月16日前回话", "/cases/9/",
            f"797号：批示（11月13日）{SITE}/cases/9/",
        ),
        (
            "before3", "deadline:81:before3", "797号 致远社区：调解期限还有3天到期", "/cases/9/",
            f"797号：还有3天到期（11月13日）{SITE}/cases/9/",
        ),
        (
            "over", "deadline:81:over5", "797号 致远社区：超期5天", "/cases/9/",
            f"797号：已过期限5天（11月13日）{SITE}/cases/9/",
        ),
        (
            "suggest_escalation", "deadline:81:over5", "797号 致远社区：建议上提", "/cases/9/",
            f"797号：建议上提（11月13日）{SITE}/cases/9/",
        ),
        (
            "session_cancelled", "session:3:session_cancelled", "797号：明天的调解取消了",
            "/sessions/3/", f"797号：调解取消（11月13日）{SITE}/sessions/3/",
        ),
        (
            "assign", "petition_event:7", "信63号：交办到规建办，请签收", "/petitions/4/",
            f"信63号：交办（11月13日）{SITE}/petitions/4/",
        ),
        (
            "instant_report", "instant_report:3:1", "即时报〔2026〕3号：致远社区，有人受伤",
            "/instant-reports/3/", f"突发情况即时报（11月13日）{SITE}/notices/",
        ),
        (
            "register_asked", "register:3:1", "救助、化解资金〔2026〕3号：等您审批",
            "/registers/fund/3/", f"台账等您审批（11月13日）{SITE}/notices/",
        ),
        (
            "sealed", "petition_event:8", "一件密件有新动静", "/petitions/",
            f"有新动静，请登录查看（11月13日）{SITE}/notices/",
        ),
        (
            "nobody_knows", "x:1", "12楼3号王某的事", "/cases/?q=王某",
            f"有新动静，请登录查看（11月13日）{SITE}/notices/",
        ),
    ],
)  # fmt: skip
def test_a_notice_says_outside_what_its_codes_say(
    settings, kind: str, subject: str, text: str, url: str, words: str
) -> None:
    settings.SITE_URL = SITE
    assert outside(kind, subject, text, url) == words


def test_without_an_address_of_its_own_the_house_sends_no_link(settings) -> None:
    settings.SITE_URL = ""
    assert outside("urge", "event:5", "797号：督办", "/cases/9/") == "797号：督办（11月13日）"
