"""A written report, and the minutes of a meeting, as documents in official layout."""

from collections.abc import Iterator, Mapping
from typing import Any

from grids.enums import DepartmentKind
from mediation.core import clock
from reporting.enums import Disclosure, ReportState
from reporting.exports import official
from reporting.exports.charts import Chart
from reporting.exports.official import Block, Grid, Heading, Lines, Official, Words
from reporting.models import Meeting, ReportRecipient, WrittenReport
from reporting.selectors.facts import as_of_words
from reporting.selectors.meetings import row_of
from reporting.selectors.written import kind_of, title_of

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Said on the page beside the file: what a machine without the house's typefaces shows instead.
FONTS_HINT = (
    "版式按党政机关公文格式（GB/T 9704）。没有装方正小标宋简体、仿宋_GB2312、楷体_GB2312 的电脑，"
    "会用宋体、仿宋、楷体代替，行数和字数不变。"
)
UNWRITTEN = "（这一段还没有写。）"
NOT_NUMBERED = "（签发时编号）"
NOTES = {Disclosure.PUBLIC: "此件公开发布", Disclosure.CLOSED: "此件不公开"}


def report_file(report: WrittenReport, facts: Mapping[str, Any]) -> bytes:
    """`facts` as `selectors.written.facts_now` gives them."""
    kind = kind_of(report)
    is_sent = report.state == ReportState.SENT
    to, copies = _addressees(list(report.recipients.select_related("unit").order_by("pk")))
    title = title_of(report)
    return official.draw(
        Official(
            organ=report.unit.name,
            number=report.number or NOT_NUMBERED,
            title=f"{title}（更正）" if report.edition > 1 else title,
            on=clock.local_day(report.sent_at) if report.sent_at else clock.today(),
            blocks=list(_blocks(report, facts)),
            sender=report.unit.name,
            issuer=_issuer(report) if kind.is_upward else "",
            addressees=to,
            note=NOTES.get(Disclosure(report.disclosure), "") if is_sent else "",
            copies=copies,
            printed_by=report.unit.name,
            state="" if is_sent else f"（{report.get_state_display()}，还没有报送）",
        )
    )


def file_name(title: str) -> str:
    return f"{title.replace(chr(10), '')}.docx"


def _issuer(report: WrittenReport) -> str:
    return report.signed_by.name if report.signed_by else "　　　"


def _addressees(recipients: list[ReportRecipient]) -> tuple[list[str], list[str]]:
    """主送 is who stands above (outside the town, its leaders), or everybody; the rest 抄送."""
    above = [
        one.name
        for one in recipients
        if one.unit is None or one.unit.kind == DepartmentKind.LEADERSHIP
    ]
    others = [one.name for one in recipients if one.name not in above]
    return (above, others) if above else (others, [])


def _blocks(report: WrittenReport, facts: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading("总体情况")
    if report.corrects is not None:
        yield Words(f"本报告更正{report.corrects.number}。更正理由：{report.reason}")
    yield Words("\n".join(facts["words"]))
    yield from _tables(facts)
    for section in kind_of(report).sections:
        text = report.sections.get(section.name, "")
        if text or section.is_required:
            yield Heading(section.label)
            yield Words(text or UNWRITTEN)


def _tables(facts: Mapping[str, Any]) -> Iterator[Block]:
    grids = [_headline(facts)]
    if facts["places"]:
        grids.append(_grid("各村（社区）情况", "村（社区）", facts["places"]))
    if facts["categories"]["rows"]:
        grids.append(_grid("各类别情况", "类别", facts["categories"]))
    if facts.get("petitions"):
        heads = ("信访", "本月", "环比", "同比")
        grids.append(Grid("信访情况", heads, facts["petitions"], (4, 3, 3, 3)))
    if facts["split"]:
        rows = [(one["label"], str(one["count"]), one["definition"]) for one in facts["split"]]
        grids.append(Grid("期末未化解分类施策", ("分类", "件数", "口径"), rows, (2, 1, 6)))
    for place, grid in enumerate(grids, start=1):
        yield Grid(
            f"表{place}　{grid.title}", grid.heads, grid.rows, grid.widths, grid.is_total_last
        )
        if place == 1:
            yield Words(as_of_words(facts))
    chart = facts["chart"]
    if chart["labels"]:
        yield Chart(
            "图1　新增和化解较多的类别（件）",
            chart["labels"],
            [(name, values) for name, values in chart["series"]],
        )


def _headline(facts: Mapping[str, Any]) -> Grid:
    """The comparison; columns with nothing to compare with are left out."""
    has_before = any(line["before"] != "—" for line in facts["headline"])
    has_year = any(line["last_year"] != "—" for line in facts["headline"])
    heads = ["指标", "本期"]
    names = ["now"]
    if has_before:
        heads, names = [*heads, "上期", "比上期"], [*names, "before", "change"]
    if has_year:
        heads, names = [*heads, "去年同期", "比同期"], [*names, "last_year", "year_change"]
    rows = [(_label(line), *(_spelled(line, name) for name in names)) for line in facts["headline"]]
    return Grid("主要指标", heads, rows, [4, *([3] * len(names))])


def _label(line: Mapping[str, Any]) -> str:
    return f"{line['label']}（天）" if line["unit"] == "天" else str(line["label"])


def _spelled(line: Mapping[str, Any], name: str) -> str:
    value = str(line[name])
    is_rate = line["unit"] == "%" and name in {"now", "before", "last_year"}
    return f"{value}%" if is_rate and value != "—" else value


def _grid(title: str, head: str, cells: Mapping[str, Any]) -> Grid:
    rows = [*cells["rows"], cells["total"]]
    heads = [head, *cells["heads"]]
    return Grid(title, heads, rows, [4, *([3] * len(cells["heads"]))], is_total_last=True)


# --- minutes ------------------------------------------------------------------------------------


def minutes_title(meeting: Meeting) -> str:
    place = meeting.unit.division or meeting.centre
    return f"{place.short_name}{row_of(meeting).label.removeprefix('村（社区）')}纪要"


def minutes_file(meeting: Meeting) -> bytes:
    """纪要: its organ is the meeting itself, there is no addressee and no seal."""
    is_final = meeting.minutes_at is not None
    return official.draw(
        Official(
            organ=minutes_title(meeting),
            number=meeting.number or NOT_NUMBERED,
            title="",
            on=clock.local_day(meeting.minutes_at) if meeting.minutes_at else clock.today(),
            blocks=list(_minutes(meeting)),
            sender=meeting.unit.name,
            printed_by=meeting.unit.name,
            is_minutes=True,
            state="" if is_final else "（草稿，还没有定稿）",
        )
    )


def _minutes(meeting: Meeting) -> Iterator[Block]:
    row = row_of(meeting)
    chair = f"会议由{meeting.chair.name}主持。" if meeting.chair else ""
    at = f"在{meeting.place}" if meeting.place else ""
    day = official.long_date(meeting.held_on)
    label = row.label.removeprefix("村（社区）")
    yield Words(f"{day}，{meeting.unit.name}{at}召开{label}。{chair}纪要如下。")
    for item in meeting.items.all():
        if item.words:
            yield Heading(item.title)
            yield Words(item.words)
    if meeting.minutes:
        yield Heading("会议意见")
        yield Words(meeting.minutes)
    tasks = list(meeting.tasks.all())
    if tasks:
        yield Heading("议定事项")
        yield Words(
            "\n".join(
                f"{place}. {task.text}（{task.unit.short_name}，"
                f"{official.long_date(task.due_on)}前）"
                for place, task in enumerate(tasks, start=1)
            )
        )
    came = [seat.unit.short_name for seat in meeting.seats.all() if seat.signed_at]
    missed = [seat.unit.short_name for seat in meeting.seats.all() if not seat.signed_at]
    rows = [("出席", "、".join(came) or "—")]
    if missed and came:
        rows.append(("缺席", "、".join(missed)))
    yield Lines(rows)
