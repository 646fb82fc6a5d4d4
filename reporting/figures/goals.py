"""两升三降四提高 (domain.md §7 row 98): the year's figures, with numbers from outside named as such.

万人成讼率 is shown and is nobody's target: nobody is kept from the court (人民调解法 3(3); domain.md
§4). What others must supply (people, lawsuits, surveys) comes from the register 外部数据; where it
was not entered there is a dash.
"""

from dataclasses import dataclass
from enum import Enum

from django.db import models

from reporting.figures.sources import ZIYANG


class Outside(models.TextChoices):
    """Kinds of the register 外部数据 (`grids.registers`) that a goal is made of."""

    RESIDENTS = "residents", "常住人口"
    FLOATING = "floating", "登记在册流动人口"
    LAWSUITS = "lawsuits", "法院一审民商事收案"
    GAIN = "gain", "群众获得感"
    HAPPY = "happy", "群众幸福感"
    SAFE = "safe", "群众安全感"


class Wish(Enum):
    """Which way the document wants it to go."""

    UP = "上升"
    DOWN = "下降"
    BETTER = "提高"


class Way(Enum):
    """Where the number comes from."""

    HALF_MONTH = "half_month"  # a figure of the catalogue, over the year
    QUALITY = "quality"
    PETITIONS = "petitions"  # of the monthly petition table, over the year
    PER_PEOPLE = "per_people"  # a number per ten thousand people
    SURVEY = "survey"  # entered as it was told


@dataclass(frozen=True)
class Goal:
    """One line. `figure` is the column (or the kind of the register) that `way` reads."""

    name: str
    label: str
    wish: Wish
    way: Way
    figure: str
    unit: str
    definition: str
    numerator: str
    denominator: str
    edges: str
    how: str
    source: str = ZIYANG


PEOPLE = "（常住人口＋登记在册流动人口）÷10000"
PEOPLE_EDGES = (
    "取本年、没有就取以前最近一次登记的人口；没有登记流动人口的只按常住人口算，并写明；"
    "没有登记人口的写“—”"
)
ENTERED = "“外部数据”台账里数据截止日在当年、没有划掉的最近一条"
SURVEY_EDGES = "由上级组织调查，本系统不向群众打分；没有登记写“—”"

GOALS: tuple[Goal, ...] = (
    Goal(
        "local_rate",
        "矛盾纠纷就地化解率",
        Wish.UP,
        Way.HALF_MONTH,
        "local_rate",
        "%",
        "当年化解的件里，在村（社区）或街道化解的占多少。",
        "在村（社区）或街道化解的件数",
        "当年化解的件数",
        "同半月报的就地化解率，按自然年；没有化解写“—”",
        "自然年里的统计变动，同半月报“就地化解率”",
    ),
    Goal(
        "success_rate",
        "民商事调解成功率",
        Wish.UP,
        Way.HALF_MONTH,
        "success_rate",
        "%",
        "当年达成书面或口头协议的件数占调处数多少。",
        "成功数",
        "调处数",
        "人民调解受理的都是民间纠纷，按全部类别算；没有调处写“—”",
        "自然年里的统计变动和在册时段，同半月报“成功率”",
    ),
    Goal(
        "visits",
        "信访部门走访量",
        Wish.DOWN,
        Way.PETITIONS,
        "visits",
        "批次",
        "当年走访反映的件数。",
        "当年走访反映的件数",
        "—",
        "全镇合计，不分村，不作考评；检举控告不计；只给看得到信访件的岗位看",
        "当年最初收到日在当年的信访件，同信访月报“来访批次”",
    ),
    Goal(
        "lawsuits",
        "万人成讼率",
        Wish.DOWN,
        Way.PER_PEOPLE,
        Outside.LAWSUITS.value,
        "件/万人",
        "法院当年受理的本地一审民商事案件数，每一万人有多少件。",
        "法院当年到数据截止日受理的一审民商事案件数",
        PEOPLE,
        "法院和统计部门的数，只登记、只展示，不设目标、不作考评；不得据此阻止起诉；" + PEOPLE_EDGES,
        ENTERED + "（累计数），除以人口；保留两位小数，四舍五入",
    ),
    Goal(
        "new",
        "矛盾纠纷发生率",
        Wish.DOWN,
        Way.PER_PEOPLE,
        "new",
        "件/万人",
        "当年新增的矛盾纠纷件数，每一万人有多少件。",
        "当年新增的件数",
        PEOPLE,
        "登记得越全，件数越多：不作考评，不得据此不登记；" + PEOPLE_EDGES,
        "自然年里统计变动的新增，除以人口；保留两位小数，四舍五入",
    ),
    *(
        Goal(
            kind.value,
            str(kind.label),
            Wish.BETTER,
            Way.SURVEY,
            kind.value,
            "%",
            f"上级调查公布的当年本地{kind.label}。",
            "调查公布的数",
            "—",
            SURVEY_EDGES,
            ENTERED,
        )
        for kind in (Outside.GAIN, Outside.HAPPY, Outside.SAFE)
    ),
    Goal(
        "found_rate",
        "预测预防预警能力",
        Wish.BETTER,
        Way.QUALITY,
        "found_rate",
        "%",
        "用主动发现率看：当年新增里，排查发现和网格员上报的占多少。",
        "来源是排查、网格员上报的新增",
        "当年新增的件数",
        "同办理质量的主动发现率，按自然年；没有新增写“—”",
        "自然年里统计变动的新增，同办理质量“主动发现率”",
    ),
)
