"""排查 of a seeded town: rolling rounds of the past months and two by hand, through the services.

Most units report in time, some late, one not at all, so that every state of the matrix is there.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.timezone import get_default_timezone

from grids.enums import DepartmentKind, Role
from grids.enums.sweeps import RoundKind
from grids.models import Department, Division, SweepRound, SweepUnit
from grids.selectors import departments, heads_of, people_with_role, villages
from grids.services import sweeps
from grids.services.sweeps.rounds import period_of
from mediation.core import clock
from mediation.core.models import User

MONTHS = 2
ANALYSES = (
    "走遍各组，邻里用水、界址的老问题多一些，已经当面说清。",
    "集市和工地周边看了一遍，务工结算要提前盯。",
    "这一轮平稳，继续看着上一轮调好的有没有反复。",
    "物业费和停车的意见集中，已经约物业和业主代表下周坐下来谈。",
)
FOUND = ("02", "03", "04", "06", "10", "17")
PLACES = ("农贸市场", "3组堰塘边", "新修村道沿线", "小区东门", "砖厂路口")
ASKED_FOR = (
    "希望修好排水沟，雨天路面积水；答应月底前回话。",
    "两家共用的井台漏水，想请村里一起看看怎么修。",
    "没有提出什么。",
)


def load_demo_sweeps(centre: Division, seed: int, until: date, days_back: int) -> list[SweepRound]:
    """The rounds that began in the last `days_back` days; done before the cases that they found.
    A town that holds rounds already keeps its own."""
    if SweepRound.objects.filter(centre=centre).exists():
        return []
    lot = random.Random(f"sweeps {seed}")  # noqa: S311 - a demo's dice
    town = _Town(centre, lot, until)
    made = [town.rolling(first) for first in _first_days(until, days_back)]
    made += [town.by_hand()]
    return made


def live_through(round_: SweepRound, seed: int, until: date) -> None:
    """What the units of a round that others opened did in it."""
    lot = random.Random(f"round {seed}")  # noqa: S311 - a demo's dice
    _Town(round_.centre, lot, until).live(round_)


def _first_days(until: date, days_back: int) -> Iterator[date]:
    """The first days of the stretches of two months that lie wholly after the beginning."""
    day, _ = period_of(until - timedelta(days=days_back), MONTHS)
    while day <= until:
        if day >= until - timedelta(days=days_back):
            yield day
        day = period_of(day, MONTHS)[1] + timedelta(days=1)


class _Town:
    def __init__(self, centre: Division, lot: random.Random, until: date) -> None:
        self.centre, self.lot, self.until = centre, lot, until
        self.peace = people_with_role(Role.PEACE_OFFICER, centre).get()
        self.heads: dict[int, User] = {}

    def rolling(self, first: date) -> SweepRound:
        with clock.standing_at(_at(first, 0)):
            round_ = next(
                one for one in sweeps.make_rolling_rounds() if one.centre_id == self.centre.pk
            )
        self.live(round_)
        return round_

    def by_hand(self) -> SweepRound:
        """A themed one that ended a month ago."""
        first = self.until - timedelta(days=40)
        units = [
            one
            for one in departments(self.centre)
            if one.code.endswith(("-tudi", "-guijian")) or one.division in self._three()
        ]
        with clock.standing_at(_at(first, 9)):
            round_ = sweeps.open_round(
                self.peace,
                kind=RoundKind.THEME,
                title="秋收前土地、用水纠纷专题排查",
                what="承包地边界、轮灌用水、征地补偿尾款；只看事，不按人群。",
                asked_by="街道月度例会",
                from_on=first,
                to_on=first + timedelta(days=9),
                categories=["02", "07", "08"],
                units=units,
                form_key=self.key(),
            )
        self.live(round_)
        return round_

    def _three(self) -> list[Division]:
        return list(villages(self.centre)[:3])

    def live(self, round_: SweepRound) -> None:
        """Visits, reports, urging and what came late, on days up to `until`."""
        lines = list(round_.units.select_related("unit__division", "round", "centre"))
        silent = lines[-1] if round_.to_on > self.until - timedelta(days=200) else None
        for place, line in enumerate(lines):
            self.visit(round_, line, place)
            if line is silent:
                continue
            days = self.lot.randint(-12, 0) if place % 11 else self.lot.randint(2, 5)
            is_early = round_.due_on > self.until and place % 4 == 0
            on = (
                round_.from_on + timedelta(days=self.lot.randint(3, 12))
                if is_early
                else round_.due_on + timedelta(days=days)
            )
            self.report(round_, line, on)
        urged_on = round_.due_on + timedelta(days=3)
        if silent is not None and urged_on <= self.until:
            with clock.standing_at(_at(urged_on, 10)):
                sweeps.urge(silent, self.peace, "请先报已经走到的，零报告也要报。")

    def visit(self, round_: SweepRound, line: SweepUnit, place: int) -> None:
        unit = line.unit
        on = round_.from_on + timedelta(days=2 + place)
        if unit.kind != DepartmentKind.COMMITTEE or place > 5 or on > min(self.until, round_.to_on):
            return
        head = self.head(unit)
        with clock.standing_at(_at(on, 15)):
            sweeps.record_visit(
                round_,
                head,
                unit=unit,
                division=unit.division.code,
                place=self.lot.choice(PLACES),
                on=on,
                asked_for=self.lot.choice(ASKED_FOR),
                form_key=self.key(),
            )

    def report(self, round_: SweepRound, line: SweepUnit, on: date) -> None:
        if on > self.until:
            return
        is_village = line.unit.kind == DepartmentKind.COMMITTEE
        findings = {
            code: self.lot.randint(1, 3)
            for code in self.lot.sample(FOUND, 2)
            if self.lot.random() < (0.6 if is_village else 0.25)
        }
        total = sum(findings.values())
        with clock.standing_at(_at(max(on, round_.from_on), 16)):
            sweeps.report(
                line,
                self.head(line.unit),
                is_zero=not total,
                findings=findings,
                settled_count=self.lot.randint(0, total),
                analysis=self.lot.choice(ANALYSES),
                form_key=self.key(),
            )

    def head(self, unit: Department) -> User:
        if unit.pk not in self.heads:
            self.heads[unit.pk] = heads_of(unit).get()
        return self.heads[unit.pk]

    def key(self) -> UUID:
        return UUID(int=self.lot.getrandbits(128), version=4)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 10), get_default_timezone())
