"""How a notice reads outside the house: short number, step, day and link, nothing of its text.

A robot's group and a gateway's log are other people's rooms: names, places, numbers of persons and
what somebody wrote stay inside (个人信息保护法 6, 10). So nothing is cut out of the text; the words
are put together from codes, and of the text only a short number at its very beginning is read.
"""

import re

from django.conf import settings
from django.utils.module_loading import import_string

from mediation.core.models import Notice
from mediation.core.notices.channels import Line

SHORT_NUMBER = re.compile(r"信?[0-9]{1,6}号(?=[： ])")
PLAIN_PATH = re.compile(r"/(?:[a-z_-]+/|[0-9]{1,12}/)*")
DAYS_LEFT = re.compile(r"before([0-9]{1,2})")
CLOCK = {
    "day": "今天到期",
    "over1": "已过期限",
    "over_every3wd": "已过期限",
    "over5": "已过期限5天",
}
SOMETHING = "有新动静，请登录查看"


def line_of(notice: Notice) -> Line:
    """The line of one notice."""
    return Line(
        number_of(notice),
        step_of(notice),
        f"{notice.day.month}月{notice.day.day}日",
        link_of(notice),
    )


def number_of(notice: Notice) -> str:
    """797号 or 信63号, when the text begins with it; of a sealed matter it does not."""
    found = SHORT_NUMBER.match(notice.text)
    return found[0] if found else ""


def step_of(notice: Notice) -> str:
    """What is to be done, from codes alone: the label of the kind, else the step of a clock.

    `settings.NOTICE_STEPS` names callables (kind) -> label or "", one an app; where two apps know
    a kind, that of the notice's matter ("petition:4" → petitions) has its own word for it.
    """
    matter = notice.matter_key.partition(":")[0]
    for dotted in sorted(settings.NOTICE_STEPS, key=lambda one: not one.startswith(matter)):
        if label := import_string(dotted)(notice.kind):
            return str(label)
    step = notice.subject.rpartition(":")[2]
    if left := DAYS_LEFT.fullmatch(step):
        return "明天到期" if left[1] == "1" else f"还有{int(left[1])}天到期"
    return CLOCK.get(step, SOMETHING)


def link_of(notice: Notice) -> str:
    """The page behind the log-in: a plain path of words and keys, where the site's own address is
    known. Without a number nothing hints at the kind of matter: the link leads to the inbox."""
    if not number_of(notice) or PLAIN_PATH.fullmatch(notice.url) is None:
        return inbox_link()
    return f"{settings.SITE_URL}{notice.url}" if settings.SITE_URL else ""


def inbox_link() -> str:
    return f"{settings.SITE_URL}/notices/" if settings.SITE_URL else ""
