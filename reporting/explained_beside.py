"""Figures of pages and forms that have no query of their own kind, in words for the catalogue."""

from collections.abc import Iterator

from petitions.selectors import receptions
from reporting.figures import mediation
from reporting.figures.aims import AIMS, spelled
from reporting.figures.entries import NO_LINE, Entry
from reporting.figures.sources import CAMPAIGN, DALIAN, HOUSE, JUSTICE_TABLE, LIDU, WENSHAN
from reporting.selectors import assessment, overview

NO_BASE = "分母为 0 写“—”，不参与比较"
WAYS = {
    assessment.Way.RETURNS: "各村（社区）的半月报，按报出的日子和截止日比",
    assessment.Way.QUALITY: "同办理质量里的同名指标",
    assessment.Way.TABLE: "同半月报里的同名指标，按所选的一段日子",
}
RECEPTIONS = tuple(receptions.LABELS)
RATED = {"assigned_rate": ("concluded", "assigned"), "accepted_rate": ("", "accepted")}
BESIDE = (
    Entry(
        "sweep_rate",
        "排查率（年度覆盖表）",
        "%",
        "当年开始的各轮里，已经上报的单位数÷应排查的单位数（村（社区）、部门×轮次）。",
        "已经上报的单位数",
        "应排查的单位数",
        "零报告、逾期报都算报了；免报的不算应排查；还在进行的轮次也算；没有应排查的写“—”",
        f"{LIDU}；{CAMPAIGN}",
        "当年开始、没有撤销的排查轮次里没有免报的单位，其中有上报的占多少",
    ),
    Entry(
        "campaign_punctuality",
        "报送及时率（专项行动）",
        "%",
        "各单位应报的月份里，按时报了推进情况的占多少。",
        "按时报的月数",
        "到今天应报的月数，加上提前报的",
        "提前报算按时；没有应报的月份写“—”",
        f"{CAMPAIGN}；{DALIAN}",
        "专项行动每个单位每个月的推进情况，报送日不晚于应报日的占多少",
    ),
)


def of_pages() -> Iterator[Entry]:
    """Overview, sweeps, campaigns, reception days."""
    yield from map(_of_overview, overview.COLUMNS)
    yield from BESIDE
    yield from map(_of_reception, RECEPTIONS)


def assessed() -> Iterator[Entry]:
    for column in assessment.COLUMNS:
        aim = AIMS.get(column.name)
        has_line = aim is not None and aim.least is not None
        line = f"；方案的目标 {spelled(aim.least)}% 只是一条线" if aim and has_line else ""
        yield Entry(
            column.name,
            column.label,
            "%",
            column.definition,
            "其中做到了的",
            "应做的",
            f"{NO_BASE}；按村（社区）代码排列，不排名次{line}",
            aim.source if aim and aim.source else HOUSE,
            WAYS[column.way],
        )


def of_forms() -> Iterator[Entry]:
    """The columns of the form that do not depend on the town's own kinds."""
    for place, column in enumerate((*mediation.FIRST, *mediation.LAST), start=1):
        heading = f"{column.group}：{column.label}" if column.group else column.label
        counted = "统计变动里入账日期在本期的行" if column.counted else "系统没有这样的记录"
        yield Entry(
            f"mediation_{place}",
            heading,
            "万元" if column.style == "money" else "件",
            column.definition,
            column.definition,
            NO_LINE,
            "同一案件只计一次；在街道和村（社区）调解委员会受理过的才算"
            if column.counted
            else "写“—”",
            JUSTICE_TABLE,
            counted,
        )


def _of_overview(column: tuple[str, str, str]) -> Entry:
    name, label, definition = column
    return Entry(
        f"overview_{name}",
        f"{label}（概览）",
        "件",
        f"{definition}。",
        f"{definition}。",
        NO_LINE,
        "只数读的人看得到的案件；没有写 0",
        HOUSE,
        "本期的统计变动"
        if name in overview.OF_THE_PERIOD
        else "案件现在的状态，和案件列表同一个条件",
    )


def _of_reception(name: str) -> Entry:
    labels = receptions.LABELS
    part, whole = RATED.get(name, ("", ""))
    above = labels.get(part, "现场答复＋办结") if whole else f"{receptions.DEFINITIONS[name]}。"
    return Entry(
        f"reception_{name}",
        f"领导接访{labels[name]}",
        "%" if whole else "人次" if name == "visitors" else "件",
        f"{receptions.DEFINITIONS[name]}。",
        above,
        labels[whole] if whole else NO_LINE,
        "办结以处理意见书送出为准；检举控告不在接访表里" + ("；分母为 0 写“—”" if whole else ""),
        WENSHAN,
        "各期接访当天提出的信访件，按受理、现场结果和办结日期数"
        if name != "visitors"
        else "接访登记里当天接待的人次合计",
    )
