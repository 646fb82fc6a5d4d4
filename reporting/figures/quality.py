"""How well the work was done: answers, deadlines, agreements kept, what was found by looking.

Beside the table of the half-month: over any period, always as the rows stand today, never locked.
Each counts cases, once each; which rows of a period those are says `selectors.quality`. Nothing
here is of a person, and none of it counts petitions. Source: domain.md §4, §7 rows 201 and 204.
"""

from dataclasses import dataclass, field
from enum import Enum

from django.conf import settings
from django.db.models import Q

from cases.enums import Source
from reporting.figures.queries import Share
from reporting.figures.sources import CAMPAIGN, DALIAN, HOUSE, LIDU, MEDIATION_ACT, WENSHAN, ZIYANG


class Rows(Enum):
    """The rows of a period that a figure counts; all but the sweeps lead to one case each."""

    REGISTERED = "registered"  # cases that were registered, and when somebody first answered
    RUNGS = "rungs"  # the time limit of each rung that ran out in the period
    TALKS = "talks"  # the time limit of mediation, the same
    AGREEMENTS = "agreements"  # agreements that were to be kept by then, or were kept
    OBSERVED = "observed"  # first settlements that were watched long enough
    NEW = "new"  # what was booked as new
    SWEEPS = "sweeps"  # units that a round asked to report: they lead to no case


@dataclass(frozen=True)
class Tally:
    """The cases behind the rows that fulfil `where`, each once."""

    rows: Rows
    where: Q = field(default_factory=Q)


class Middle(Enum):
    """How many hours of work until the first answer."""

    MEDIAN = "median"
    MEAN = "mean"


@dataclass(frozen=True)
class QualityFigure:
    """One column: as `figures.queries.Figure`, over other rows."""

    name: str
    label: str
    definition: str
    query: Tally | Share | Middle
    unit: str = "件"
    edges: str = ""
    source: str = ""

    @property
    def is_rate(self) -> bool:
        return isinstance(self.query, Share)

    @property
    def has_cases(self) -> bool:
        """There is a list of cases behind the number."""
        if isinstance(self.query, Tally):
            return self.query.rows is not Rows.SWEEPS
        return self.name != "swept_rate"


FOUND_BY_LOOKING = [Source.SWEEP, Source.GRID]
MONTHS = settings.PETITION_OBSERVED_MONTHS
NO_BASE = "分母为 0 写“—”"
ANSWER = (
    "第一次响应＝责任单位第一次受理、约当事人、记录调解、达成协议、上报、引导诉讼、移送、终止或者"
    "答复不予受理；签收、分派、批示、督办和登记人自己约的时间不算"
)
WORKING_HOURS = (
    "只算工作时间：工作日 8:30—17:30，节假日和调休按国务院办公厅通知；夜里、假日登记的从下一个工作日"
    "上班时算起，登记时当场受理的是 0；重开的不另算"
)
IN_TIME = (
    "准予延期、暂停计时的按改动以后的日子；还没到期的不算；期限内撤回、退回下级、并入他案的不算；"
    "到期日当天办结是按期"
)

FIGURES: tuple[QualityFigure, ...] = (
    QualityFigure(
        "to_answer",
        "应响应",
        "本期登记的件数。",
        Tally(Rows.REGISTERED),
        edges="没有响应以前就撤回、并入他案的不算",
        source=WENSHAN,
    ),
    QualityFigure(
        "answered",
        "已响应",
        "应响应的件里，到今天责任单位已经响应的件数。",
        Tally(Rows.REGISTERED, Q(is_answered=True)),
        edges=ANSWER,
        source=WENSHAN,
    ),
    QualityFigure(
        "answer_median",
        "首次响应（中位数）",
        "已响应的件从登记到第一次响应用了多少工作小时，取中间的一件。",
        Middle.MEDIAN,
        "小时",
        edges=WORKING_HOURS + "；件数是双数时取中间两件的平均；保留一位小数",
        source=WENSHAN,
    ),
    QualityFigure(
        "answer_mean",
        "首次响应（平均）",
        "已响应的件从登记到第一次响应平均用了多少工作小时。",
        Middle.MEAN,
        "小时",
        edges=WORKING_HOURS + "；保留一位小数",
        source=WENSHAN,
    ),
    QualityFigure(
        "rung_in_time_rate",
        "按期办结率",
        "本级办理期限落在本期的件里，各级都在期限内有结果（化解、上报、转出）的占多少。",
        Share("rung_in_time", "rung_due"),
        "%",
        edges=f"{IN_TIME}；{NO_BASE}",
        source=HOUSE,
    ),
    QualityFigure(
        "talk_in_time_rate",
        "调解按期率",
        "调解期限落在本期的件里，期限内有结果的占多少。",
        Share("talk_in_time", "talk_due"),
        "%",
        edges=f"{IN_TIME}；没有受理的没有调解期限；{NO_BASE}",
        source=HOUSE,
    ),
    QualityFigure(
        "kept_rate",
        "协议履行率",
        "履行期在本期届满或者本期提前履行完的协议里，到期末全部履行完的占多少。",
        Share("kept", "to_keep"),
        "%",
        edges=(
            "一件案件只看有效的那份协议；分几次履行的看最后一次的日子；当场履行的算；只履行一部分的"
            f"不算履行；约定没有要做的事的不在内；过期以后才履行的，只要不晚于期末也算；{NO_BASE}"
        ),
        source=f"{DALIAN}；{MEDIATION_ACT}第31条",
    ),
    QualityFigure(
        "once_rate",
        "一次性化解率",
        f"化解满 {MONTHS} 个月（在本期满的）的件里，这期间没有重新办理的占多少。",
        Share("once", "observed"),
        "%",
        edges=(
            "只看每件的第一次化解；化解和重新办理在同一个半月里的，半月报不计化解，这里也不计；"
            f"因反弹、新情况、更正重新办理的都算再办；{NO_BASE}"
        ),
        source=WENSHAN,
    ),
    QualityFigure(
        "found_rate",
        "主动发现率",
        "本期新增里，排查发现和网格员上报的占多少。",
        Share("found", "new_all"),
        "%",
        edges=f"按登记的来源算；苗头转成案件的按苗头的来源；{NO_BASE}",
        source=ZIYANG,
    ),
    QualityFigure(
        "swept_rate",
        "排查率",
        "报齐日期落在本期的各轮排查里，已经上报的单位占应排查单位的多少。",
        Share("swept", "to_sweep"),
        "%",
        edges=(
            "零报告、逾期报的都算报了；免报的、撤销的轮次不算应排查；还在进行的轮次也算在内；"
            f"村（社区）一行只看村里的调委会，合计含部门；目标 100%；{NO_BASE}"
        ),
        source=f"{LIDU}；{CAMPAIGN}",
    ),
)

# What rates are made of and no column shows.
PARTS: tuple[QualityFigure, ...] = tuple(
    QualityFigure(name, label, definition, Tally(rows, where), unit)
    for name, label, definition, rows, where, unit in (
        ("rung_due", "本级期限到期", "本级办理期限落在本期。", Rows.RUNGS, Q(), "件"),
        ("rung_in_time", "其中按期", "各级都按期。", Rows.RUNGS, Q(is_case_late=False), "件"),
        ("talk_due", "调解期限到期", "调解期限落在本期。", Rows.TALKS, Q(), "件"),
        ("talk_in_time", "其中按期", "都按期。", Rows.TALKS, Q(is_case_late=False), "件"),
        ("to_keep", "应履行的协议", "履行期届满或者提前履行完。", Rows.AGREEMENTS, Q(), "件"),
        ("kept", "其中履行完", "全部履行完。", Rows.AGREEMENTS, Q(is_kept=True), "件"),
        ("observed", "观察期满", "第一次化解的观察期满。", Rows.OBSERVED, Q(), "件"),
        ("once", "其中没有再办", "没有重新办理。", Rows.OBSERVED, Q(came_again=False), "件"),
        ("new_all", "新增", "本期新增。", Rows.NEW, Q(), "件"),
        (
            "found",
            "其中主动发现",
            "来源是排查、网格员上报。",
            Rows.NEW,
            Q(source__in=FOUND_BY_LOOKING),
            "件",
        ),
        ("to_sweep", "应排查", "应排查的单位。", Rows.SWEEPS, Q(), "个单位"),
        ("swept", "其中已报", "已经上报的单位。", Rows.SWEEPS, Q(is_reported=True), "个单位"),
    )
)

CATALOGUE: dict[str, QualityFigure] = {one.name: one for one in (*FIGURES, *PARTS)}
