"""The periodic duties of the seeds as one table: who, how often, by when, where it is done.

Source: domain.md §1.3 (D1–D18), whose words stand in `words`. Done or not is never ticked off
here: it is read from the thing itself (`selectors.duties`), but for what is done outside this
system (`is_marked`). A day that a seed names is kept though it be a holiday; only the reminder of it
comes on a working day (rules.md §10).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from grids.enums import DepartmentKind
from reporting.kinds import MEETINGS, REPORT_KINDS
from reporting.periods import Period
from reporting.rhythm import Every


class Source(Enum):
    """From what is read whether a duty is done."""

    REPORT = "written report"
    MEETING = "minutes"
    RETURN = "village return"
    CAMPAIGN_MONTH = "monthly progress"
    CAMPAIGN_PLAN = "plan handed in"
    CAMPAIGN_PHASE = "end of a phase"
    CAMPAIGN_CLOSING = "closing of a campaign"
    SWEEP = "sweep report"
    FOLLOW_UP = "follow-up clocks"
    SAMPLING = "sampling review"
    SHEETS = "sheets of what was drawn"
    MARK = "said by the unit"
    AT_ONCE = "no day"


@dataclass(frozen=True)
class Duty:
    """One row. `row`: the kind of report or meeting it is; `law` says whence the day comes."""

    code: str
    name: str
    words: str
    seed: str
    every: Every
    who: tuple[DepartmentKind, ...]
    to: str
    due_words: str
    source: Source
    row: str = ""
    due: Callable[[Period], date] | None = None
    page: str = ""

    @property
    def key(self) -> str:
        """Short and without blanks: D4.village_week."""
        return f"{self.code}.{self.row}" if self.row else self.code

    def due_on(self, turn: Period) -> date:
        return self.due(turn) if self.due else turn.last_on

    @property
    def is_marked(self) -> bool:
        return self.source is Source.MARK


def _days_after(days: int) -> Callable[[Period], date]:
    return lambda turn: turn.last_on + timedelta(days=days)


VILLAGES = (DepartmentKind.COMMITTEE,)
PEACE = (DepartmentKind.PEACE_OFFICE,)
SWEPT = (
    DepartmentKind.COMMITTEE,
    DepartmentKind.DEPARTMENT,
    DepartmentKind.POLICE_STATION,
    DepartmentKind.JUSTICE_OFFICE,
)
HANDLING = (*SWEPT, DepartmentKind.STREET_ROOM, DepartmentKind.LEADERSHIP)
# Minutes are final three days after the meeting at the latest (本镇规定).
MINUTES_WITHIN = timedelta(days=3)
# The draw, and after it the sheets of what came out of it (本镇规定).
DRAW_WITHIN = SHEETS_WITHIN = timedelta(days=15)

REPORT_WORDS: Mapping[str, tuple[str, str]] = {
    "village_week": (
        "镇级部门每月、村居每周分析本地区、本系统矛盾纠纷的主要特点、易发多发领域",
        "平安办",
    ),
    "department_month": (
        "镇级部门每月、村居每周分析本地区、本系统矛盾纠纷的主要特点、易发多发领域",
        "平安办",
    ),
    "half_month": (
        "街道（乡镇）司法所每半月定期研判，形成研判报告和会议纪要",
        "同级党委政府、上级司法局",
    ),
    "month": ("每月进行汇总、梳理、分析、研判，形成矛盾纠纷分析研判月报告", "县中心和镇党委政府"),
    "public_order": ("每月编报《社会治安综合分析研判报告》", "镇党委政府"),
    "quarter": ("每季度首月5日前，报送上季度专项活动情况总结", "上级司法局"),
    "year": ("于12月31日前形成书面材料上报", "上级司法局"),
}
_REPORTS = tuple(
    Duty(
        kind.duty,
        kind.label,
        REPORT_WORDS[kind.code][0],
        kind.law.partition("“")[0],
        kind.every,
        kind.writers,
        REPORT_WORDS[kind.code][1],
        kind.due_words,
        Source.REPORT,
        row=kind.code,
        due=kind.due,
        page="reporting:written_list",
    )
    for kind in REPORT_KINDS.values()
    if not kind.is_of_campaign
)
_MEETINGS = tuple(
    Duty(
        row.duty,
        row.label,
        row.law.partition("“")[2].rstrip("”"),
        row.law.partition("“")[0],
        row.every,
        (row.who,),
        "参会单位",
        "开会后3天内纪要定稿",
        Source.MEETING,
        row=row.code,
        page="reporting:meetings",
    )
    for row in MEETINGS
)
_OTHERS = (
    Duty(
        "D2",
        "半月报表和分析研判",
        "各村居每半个月（每个月14日、30日）前，将本辖区矛盾纠纷分析研判情况及专项行动统计表报镇平安办",
        "方案四（二）",
        Every.HALF_MONTH,
        VILLAGES,
        "平安办",
        "每月14日、30日（2月为月末）",
        Source.RETURN,
        page="reporting:current",
    ),
    Duty(
        "D3",
        "专项行动月推进",
        "村居每月向镇平安办报送专项推进情况",
        "方案四（二）",
        Every.MONTH,
        SWEPT,
        "平安办",
        "专项行动里定的日子，没有定的是月末",
        Source.CAMPAIGN_MONTH,
        page="grids:campaigns",
    ),
    Duty(
        "D5",
        "滚动排查",
        "各单位每2月组织开展一轮滚动排查",
        "方案三（一）",
        Every.ONCE,
        SWEPT,
        "平安办",
        "排查轮次里定的日子",
        Source.SWEEP,
        page="grids:sweeps",
    ),
    Duty(
        "D6",
        "回访、回头看",
        "对已化解的矛盾纠纷及时开展“回头看”，及时跟踪回访",
        "方案三（二）",
        Every.ONCE,
        HANDLING,
        "",
        "案件的回访期限",
        Source.FOLLOW_UP,
        page="cases:list",
    ),
    Duty(
        "D7",
        "抽样评查",
        "各村居定期对化解案件、难案积案、不成功案件等开展评查",
        "方案四（三）",
        Every.QUARTER,
        PEACE,
        "被评查单位",
        "季度过完后15天内（本镇规定）",
        Source.SAMPLING,
        due=_days_after(DRAW_WITHIN.days),
        page="reporting:samplings",
    ),
    Duty(
        "D7",
        "评查抽中的案件",
        "各村居定期对化解案件、难案积案、不成功案件等开展评查",
        "方案四（三）",
        Every.QUARTER,
        VILLAGES,
        "平安办",
        "抽出后15天内（本镇规定）",
        Source.SHEETS,
        row="sheets",
        page="reporting:samplings",
    ),
    Duty(
        "D8",
        "突发情况",
        "重大突发情况随时报送",
        "方案四（二）",
        Every.ONCE,
        HANDLING,
        "平安办",
        "随时",
        Source.AT_ONCE,
        page="cases:instant_reports",
    ),
    Duty(
        "D15",
        "专项行动方案报备",
        "制定专项行动实施方案，并于3月30日前报送",
        "专项活动方案",
        Every.ONCE,
        (*SWEPT, *PEACE),
        "上级",
        "第一阶段最后一天的前一天",
        Source.CAMPAIGN_PLAN,
        page="grids:campaigns",
    ),
    Duty(
        "D16",
        "专项行动阶段",
        "（2月至3月31日）（4月1日至10月31日）（11月1日至12月31日）",
        "专项活动方案",
        Every.ONCE,
        (*SWEPT, *PEACE),
        "",
        "阶段的最后一天",
        Source.CAMPAIGN_PHASE,
        page="grids:campaigns",
    ),
    Duty(
        "D16",
        "专项行动总结",
        "（三）验收考评总结阶段",
        "专项活动方案",
        Every.ONCE,
        (*SWEPT, *PEACE),
        "平安办",
        "专项行动的最后一天",
        Source.CAMPAIGN_CLOSING,
        row="campaign",
        page="reporting:written_list",
    ),
    Duty(
        "D18",
        "矛盾纠纷排查情况表",
        "各市于每季度第一个月的10日前将此报表上报；县（市、区）于次月5日前上报",
        "统计表表注（报送层级可以配置）",
        Every.MONTH,
        PEACE,
        "上级综治部门",
        "次月5日",
        Source.MARK,
        due=_days_after(5),
    ),
)
DUTIES: tuple[Duty, ...] = tuple(
    sorted((*_REPORTS, *_MEETINGS, *_OTHERS), key=lambda duty: (int(duty.code[1:]), duty.row))
)
BY_KEY: Mapping[str, Duty] = {duty.key: duty for duty in DUTIES}
# Those that this calendar reminds of; the others have reminders where they are done.
REMINDED = (Source.REPORT, Source.MEETING, Source.MARK)
