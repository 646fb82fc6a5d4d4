"""The written reports of the house, one row each: who writes, when it is due, what a person adds.

Figures, tables and comparisons fill themselves in; the sections are the judgement that is left to
a person. Sources: domain.md §1.3 (the D number of each row) and the words of the seeds beside it.
A day that a seed names (5日, 12月31日, the cut-off) is not moved for a holiday; where it names none,
the day is 本镇规定.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from grids.enums import DepartmentKind
from reporting.periods import Period
from reporting.rhythm import Every

TOWN_RULE = "本镇规定"


@dataclass(frozen=True)
class Section:
    """A part that a person writes."""

    name: str
    label: str
    hint: str = ""
    is_required: bool = True


@dataclass(frozen=True)
class To:
    """Whom a report goes to: a unit of the town, or an office outside it.

    `{county}` stands for the short name of the place above the town.
    """

    kind: DepartmentKind | None = None
    outside: str = ""


@dataclass(frozen=True)
class ReportKind:
    """One kind. `sign` is its letter in the number 李矛月〔2026〕1号; `is_upward`: the number stands
    left and the issuer's name right (GB/T 9704: 上行文)."""

    code: str
    duty: str
    label: str
    title: str
    every: Every
    writers: tuple[DepartmentKind, ...]
    due: Callable[[Period], date]
    due_words: str
    law: str
    sign: str
    sections: tuple[Section, ...]
    to: tuple[To, ...]
    is_upward: bool = True
    is_signed_by_director: bool = True
    is_of_campaign: bool = False
    has_petitions: bool = False

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.sections if one.is_required)


def _last_day(turn: Period) -> date:
    return turn.last_on


def _days_after(days: int) -> Callable[[Period], date]:
    return lambda turn: turn.last_on + timedelta(days=days)


FEATURES = Section("features", "主要特点", "多在哪些领域、哪些地方、什么时段，比上期有什么变化")
CAUSES = Section("causes", "成因分析", "写事和制度上的原因，不写人")
TREND = Section("trend", "趋势研判", "哪些可能多起来，为什么")
HOTSPOTS = Section("hotspots", "易发多发领域", "", is_required=False)
LOCAL = Section(
    "split_words",
    "分类施策",
    "哪些就地化解，哪些集中攻坚，哪些要请上级协调，各打算怎么办",
    is_required=False,
)
ADVICE = Section("advice", "工作建议", "下一步做什么，请谁来做")
DID = Section("did", "主要做法")
RESULTS = Section("results", "取得的成效")
PROBLEMS = Section("problems", "存在的问题")
NEXT = Section("next_steps", "下一步打算")

PEACE, JUSTICE = To(DepartmentKind.PEACE_OFFICE), To(DepartmentKind.JUSTICE_OFFICE)
TOWN_LEADERS = To(DepartmentKind.LEADERSHIP)

ROWS: tuple[ReportKind, ...] = (
    ReportKind(
        "village_week",
        "D4",
        "村（社区）每周分析",
        "{place}矛盾纠纷每周分析",
        Every.WEEK,
        (DepartmentKind.COMMITTEE,),
        _days_after(1),
        "下周一",
        "方案四（一）“村居每周分析本地区矛盾纠纷的主要特点、易发多发领域”",
        "周",
        (FEATURES, HOTSPOTS, Section("advice", "打算怎么办")),
        (PEACE,),
        is_signed_by_director=False,
    ),
    ReportKind(
        "department_month",
        "D4",
        "部门每月分析",
        "{unit}牵头领域矛盾纠纷分析",
        Every.MONTH,
        (DepartmentKind.DEPARTMENT,),
        _days_after(5),
        "次月5日",
        "方案四（一）“镇级部门每月分析本系统矛盾纠纷的主要特点、易发多发领域”",
        "部",
        (FEATURES, CAUSES, HOTSPOTS, ADVICE),
        (PEACE,),
        is_signed_by_director=False,
    ),
    ReportKind(
        "half_month",
        "D12",
        "半月研判报告",
        "{place}矛盾纠纷半月研判报告",
        Every.HALF_MONTH,
        (DepartmentKind.JUSTICE_OFFICE,),
        _days_after(3),
        "截止日后3天",
        "专项活动方案“街道（乡镇）司法所每半月定期研判”“形成研判报告和会议纪要”",
        "研",
        (FEATURES, CAUSES, TREND, LOCAL, ADVICE),
        (PEACE, TOWN_LEADERS, To(outside="{county}司法局")),
    ),
    ReportKind(
        "month",
        "D9",
        "矛盾纠纷分析研判月报告",
        "{place}矛盾纠纷分析研判月报告",
        Every.MONTH,
        (DepartmentKind.CENTRE,),
        _days_after(5),
        "次月5日",
        "实施方案“形成矛盾纠纷分析研判月报告，同时向县中心和镇党委政府报送”",
        "月",
        (FEATURES, CAUSES, TREND, HOTSPOTS, LOCAL, ADVICE),
        (To(outside="{county}矛盾纠纷调处化解中心"), TOWN_LEADERS, PEACE),
    ),
    ReportKind(
        "public_order",
        "D11",
        "社会治安综合分析研判报告",
        "{place}社会治安综合分析研判报告",
        Every.MONTH,
        (DepartmentKind.PEACE_OFFICE,),
        _days_after(5),
        "次月5日",
        # The seed gives it to the centre; there clerks write, who do not read the petitions' table.
        "实施方案“每月编报《社会治安综合分析研判报告》”；原文由中心编报，"
        "报告里有窗口人员看不到的信访月报数字，所以由平安办编报（本镇规定）",
        "治",
        (
            Section("order", "社会治安总体情况", "写案事件的类型、时段、区域，数字由派出所提供"),
            FEATURES,
            TREND,
            ADVICE,
        ),
        (TOWN_LEADERS, To(DepartmentKind.POLICE_STATION), To(outside="{county}委政法委")),
        has_petitions=True,
    ),
    ReportKind(
        "quarter",
        "D13",
        "季度总结",
        "{place}矛盾纠纷排查化解季度总结",
        Every.QUARTER,
        (DepartmentKind.JUSTICE_OFFICE,),
        _days_after(5),
        "下季度首月5日",
        "专项活动方案“每季度首月5日前，报送上季度专项活动情况总结”",
        "季",
        (DID, RESULTS, PROBLEMS, NEXT),
        (To(outside="{county}司法局"), PEACE),
    ),
    ReportKind(
        "year",
        "D14",
        "年度总结",
        "{place}矛盾纠纷排查化解年度总结",
        Every.YEAR,
        (DepartmentKind.JUSTICE_OFFICE,),
        _last_day,
        "12月31日",
        "专项活动方案“于12月31日前形成书面材料上报”",
        "年",
        (DID, RESULTS, PROBLEMS, NEXT),
        (To(outside="{county}司法局"), PEACE, TOWN_LEADERS),
    ),
    ReportKind(
        "campaign",
        "D16",
        "专项行动总结",
        "“{campaign}”专项行动总结",
        Every.ONCE,
        (),
        _last_day,
        "专项行动的最后一天",
        "专项活动方案“（三）验收考评总结阶段”",
        "专",
        (DID, RESULTS, PROBLEMS, NEXT),
        (PEACE, TOWN_LEADERS),
        is_of_campaign=True,
    ),
)

REPORT_KINDS: Mapping[str, ReportKind] = {row.code: row for row in ROWS}
KIND_CHOICES = tuple((row.code, row.label) for row in ROWS)


@dataclass(frozen=True)
class MeetingRow:
    """A meeting that is held again and again. `who`: the unit that calls it; `asked`: who comes."""

    code: str
    duty: str
    label: str
    every: Every
    who: DepartmentKind
    asked: tuple[DepartmentKind, ...]
    held_on: Callable[[Period], date]
    law: str
    agenda: tuple[str, ...]
    has_cases: bool = False


def _weekday(days: int) -> Callable[[Period], date]:
    return lambda turn: turn.first_on + timedelta(days=days)


def _day_of_month(day: int) -> Callable[[Period], date]:
    return lambda turn: turn.first_on.replace(day=day)


UNITS = (
    DepartmentKind.COMMITTEE,
    DepartmentKind.STREET_ROOM,
    DepartmentKind.JUSTICE_OFFICE,
    DepartmentKind.POLICE_STATION,
    DepartmentKind.PETITION_OFFICE,
    DepartmentKind.DEPARTMENT,
)
MEETINGS: tuple[MeetingRow, ...] = (
    MeetingRow(
        "half_month",
        "D1",
        "半月例会",
        Every.HALF_MONTH,
        DepartmentKind.PEACE_OFFICE,
        UNITS,
        _last_day,
        "实施意见“实行矛盾纠纷排查化解例会制度，每半月报送矛盾纠纷排查化解等情况”",
        (
            "上次议定事项的落实",
            "本期矛盾纠纷排查化解情况",
            "重大疑难和跨村（社区）纠纷",
            "下一步工作",
        ),
        has_cases=True,
    ),
    MeetingRow(
        "week",
        "D10",
        "入驻部门周例会",
        Every.WEEK,
        DepartmentKind.CENTRE,
        UNITS[1:],
        _weekday(0),
        "实施方案“建立入驻部门每周工作例会制度”",
        ("上周议定事项的落实", "上周受理和办结情况", "要几家一起办的事", "本周安排"),
        has_cases=True,
    ),
    MeetingRow(
        "justice",
        "D12",
        "司法所半月研判会",
        Every.HALF_MONTH,
        DepartmentKind.JUSTICE_OFFICE,
        (DepartmentKind.STREET_ROOM, DepartmentKind.COMMITTEE, DepartmentKind.PEACE_OFFICE),
        _last_day,
        "专项活动方案“街道（乡镇）司法所每半月定期研判，形成研判报告和会议纪要”",
        ("上次议定事项的落实", "本期特点、成因和趋势", "易激化的纠纷", "下一步工作"),
        has_cases=True,
    ),
    MeetingRow(
        "village",
        "D12",
        "村（社区）每周研判",
        Every.WEEK,
        DepartmentKind.COMMITTEE,
        (),
        _weekday(4),
        "专项活动方案“村（社区）人民调解委员会每周定期研判”",
        ("上次议定事项的落实", "本周排查和化解情况", "下周要盯的事"),
    ),
    MeetingRow(
        "month",
        "D17",
        "月工作调度会",
        Every.MONTH,
        DepartmentKind.PEACE_OFFICE,
        UNITS,
        _day_of_month(5),
        "信访工作机制“建立月工作调度机制”“建立月通报制度”",
        ("上次议定事项的落实", "上月各单位进度通报", "未化解件卡在哪里", "本月调度安排"),
        has_cases=True,
    ),
)
MEETING_ROWS: Mapping[str, MeetingRow] = {row.code: row for row in MEETINGS}
MEETING_CHOICES = tuple((row.code, row.label) for row in MEETINGS)
