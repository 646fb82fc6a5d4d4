"""Twelve petitions of 2026, and an accusation, whose numbers stand in `tests/petition_figures.csv`.

The numbers were reckoned by hand from domain.md §4 and §5.4. They are read on 8 October, in the
table of September.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from mediation.core import clock
from petitions import services
from petitions.models import Petition, Reception, ReceptionDay
from petitions.services import receptions
from tests.petitions.factories import Office, registration
from tests.petitions.histories import system

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONTH = "2026-09"
READ_AT = "2026-10-08 09:00"
FROM_ABOVE = {"sender": "bureau", "sent_by": "区信访办公室", "external_number": "渝信转〔2026〕9号"}


@contextmanager
def on(day: str) -> Iterator[None]:
    moment = datetime.fromisoformat(day if " " in day else f"2026-{day} 09:00")
    with time_machine.travel(moment.replace(tzinfo=SHANGHAI), tick=False):
        yield


@dataclass
class Months:
    """The petitions by their names in the file."""

    office: Office
    petitions: dict[str, Petition] = field(default_factory=dict)
    days: dict[str, ReceptionDay] = field(default_factory=dict)
    visits: dict[str, Reception] = field(default_factory=dict)

    def type_all(self) -> "Months":
        for day, name, act in ACTS:
            with on(day):
                act(self, name)
        return self

    def names(self, numbers: set[str]) -> str:
        """P1 P3: the petitions that have these numbers."""
        return " ".join(n for n in NAMES if n in self.petitions and self.number(n) in numbers)

    def number(self, name: str) -> str:
        return self.petitions[name].number


NAMES = [f"P{number}" for number in range(1, 13)] + ["K"]
Step = Callable[[Months, str], Any]


def comes(channel: str, content: str, **more: Any) -> Step:
    def act(of: Months, name: str) -> None:
        fields = {"channel": channel, "content": content} | more
        if "repeats" in fields:
            fields["repeats"] = of.petitions[fields["repeats"]].pk
        of.petitions[name] = of.office.register(**fields)

    return act


def accused(of: Months, name: str) -> None:
    of.petitions[name] = of.office.register("discipline", channel="visit", kind="accusation")


def arranged(of: Months, name: str) -> None:
    """A reception day on the 2nd, on which three people came to the leader."""
    town = of.office.town
    of.days[name] = receptions.arrange(
        town.user("director"),
        on=clock.today(),
        hours="9:00—11:30",
        place="三楼接待室",
        leaders=[town.user("leader").pk],
    )
    receptions.write_day(of.days[name], town.user("petition"), visitors=3)


def comes_to_the_leader(content: str, **more: Any) -> Step:
    def act(of: Months, name: str) -> None:
        fields = registration(content=content, **more)
        visit = receptions.take_in(of.days["day"], of.office.town.user("petition"), **fields)
        of.visits[name], of.petitions[name] = visit, visit.petition

    return act


def assigned_there(of: Months, name: str) -> None:
    receptions.assign_there(
        of.visits[name],
        of.office.town.user("petition"),
        unit=of.office.town.unit("guijian"),
        text="请到现场看",
        due_on=clock.today() + timedelta(days=10),
    )


def does(verb: str, by: str = "petition", **data: Any) -> Step:
    return lambda of, name: of.office.move(of.petitions[name], verb, by, **data)


def told(of: Months, name: str) -> None:
    of.office.accept(of.petitions[name], told_now=True)


def assigned(of: Months, name: str) -> None:
    of.office.assign(of.petitions[name])


def delivers(kind: str) -> Step:
    return lambda of, name: of.office.deliver(of.petitions[name], kind)


def answered(of: Months, name: str) -> None:
    """Replied and handed over the same day."""
    of.office.reply(of.petitions[name])
    of.office.deliver(of.petitions[name], "opinion")


def rated(of: Months, name: str) -> None:
    services.move(of.petitions[name], "rate", system(), for_office="very", for_unit="no")


# What was done, in the order of the days.
ACTS: tuple[tuple[str, str, Step], ...] = (
    ("03-02", "P1", comes("visit", "0501")),
    ("03-02", "P1", told),
    ("03-03", "P2", comes("letter", "0101")),
    ("03-03", "P2", told),
    ("03-10", "P1", answered),
    ("03-20", "P2", answered),
    ("07-20", "P5", comes("letter", "0101", head_count=8, **FROM_ABOVE)),
    ("07-21", "P5", does("accept", way="6")),
    ("07-30", "P3", comes("visit", "0501", head_count=6)),
    ("07-30", "P3", told),
    ("08-04", "P3", assigned),
    ("08-05", "P4", comes("visit", "0401", kind="suggestion")),
    ("08-05", "P4", told),
    ("08-06", "P4", assigned),
    ("08-10", "P4", answered),
    ("08-12", "P6", comes("online", "0301")),
    ("08-12", "P4", rated),
    ("08-13", "P6", does("decline", "director", ground="not_ours", where_to="区人民法院")),
    ("08-14", "P6", delivers("decline")),
    ("08-20", "P7", comes("visit", "0502", repeats="P2")),
    ("08-21", "P7", told),
    ("08-25", "P7", answered),
    ("09-01", "P3", answered),
    ("09-01", "P5", delivers("acceptance")),
    ("09-02", "day", arranged),
    ("09-02", "P8", comes_to_the_leader("0501", head_count=5)),
    ("09-02", "P8", told),
    ("09-03", "P8", assigned_there),
    ("09-03", "K", accused),
    ("09-05", "P9", comes("phone", "0502", kind="suggestion")),
    ("09-07", "P9", does("forward", to="区住房城乡建委", reason="属于它的职权")),
    ("09-08", "P9", delivers("forward_notice")),
    ("09-10", "P8", answered),
    ("09-10", "P10", comes("letter", "0101")),
    ("09-12", "P11", comes("online", "0102", notice_waived="name")),
    ("09-14", "P11", does("guide", way="4", to="区人民政府", time_limit="60 日内")),
    ("09-15", "P12", comes("video", "0301")),
    ("09-16", "P12", does("withdraw", words="我不反映了")),
    ("09-20", "P7", does("review_requested")),
)
