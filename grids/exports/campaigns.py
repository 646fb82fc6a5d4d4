"""A campaign on paper: the months as a workbook, the closing summary as a Word document."""

import io
from decimal import Decimal
from functools import cache
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from grids.selectors.campaigns import UnitRow, Whole
from mediation.core import clock, documents
from mediation.core.documents import BODY_FONT, LABEL_FONT, TITLE_FONT
from mediation.core.workbooks import Cell, workbook

HEADINGS = (
    ("一、总体目标", "goal"),
    ("二、组织和阶段", "organised"),
    ("三、主要做法和成效", "achievements"),
    ("四、问题和不足", "problems"),
    ("五、下一步建议", "advice"),
)


def book_of(found: Whole) -> bytes:
    """One line for each unit and month; what is missing is written out."""
    columns = {
        "单位": 18,
        "月份": 10,
        "报送": 10,
        "排查出": 10,
        "化解": 10,
        "推进情况": 50,
        "困难和请求": 40,
    }
    lines: list[list[Cell]] = []
    for row in found.rows:
        for cell in row.cells:
            lines.append([row.unit.short_name, f"{cell.month:%Y-%m}", *_of_month(cell)])
    notes = [
        found.campaign.name,
        "排查出、化解是各单位自己报的件数；一个月没有新情况也算报送。",
    ]
    return workbook("专项行动月推进表", columns, lines, notes)


def _of_month(cell: Any) -> list[Cell]:
    if cell.report is None:
        state = "没有报" if cell.is_missing else "不用报" if cell.is_excused else "还没到期"
        return [state, None, None, None, None]
    one = cell.report
    return [
        "迟报" if cell.is_late else "按时",
        one.found,
        one.settled,
        one.text,
        one.problems or None,
    ]


# --- the closing summary -------------------------------------------------------------------------


def summary_of(found: Whole) -> bytes:
    """The summary that goes to the level above (seed 003 四(三)), as docx. Raises Refused as
    `core.documents.render`."""
    return documents.render(template(), context_of(found))


def context_of(found: Whole) -> dict[str, Any]:
    campaign = found.campaign
    return {
        "issuer": campaign.lead_unit.name,
        "title": f"{campaign.name}工作总结",
        "goal": campaign.goal,
        "organised": "\n".join(_organised(found)),
        "achievements": "\n".join([campaign.achievements or "（待写）", *_swept(found)]),
        "problems": campaign.problems or "无。",
        "advice": campaign.advice or "无。",
        "rows": [_row(row) for row in found.rows],
        "targets": [
            {
                "unit": one.unit.short_name,
                "label": one.label,
                "value": _number(one.value),
                "reached": "—" if one.reached is None else _number(one.reached),
            }
            for one in found.targets
        ],
        "on": _day(clock.local_day(campaign.closed_at)) if campaign.closed_at else "",
    }


def _organised(found: Whole) -> list[str]:
    lines = [
        f"{one.get_seat_display()}：{one.post.department.short_name}{one.post.user.name}"
        + (f"（{one.duty}）" if one.duty else "")
        for one in found.group
    ]
    lines += [
        f"{one.name}（{_day(one.from_on)}至{_day(one.to_on)}）"
        + (f"：{one.work}" if one.work else "")
        for one in found.phases
    ]
    return lines or ["由牵头单位组织。"]


def _swept(found: Whole) -> list[str]:
    """One sentence for each round of the campaign."""
    return [
        f"{one.round.title}：应排查 {one.counts.asked} 个单位，已报 {one.counts.reported} 个，"
        f"排查率 {one.counts.rate_words}，排查出 {one.counts.found} 件，"
        f"当场化解 {one.counts.settled} 件。"
        for one in found.rounds
    ]


def _row(row: UnitRow) -> dict[str, str]:
    reports = [cell.report for cell in row.cells if cell.report is not None]
    return {
        "unit": row.unit.short_name,
        "tasks": f"{row.tasks_done}/{row.tasks}",
        "months": f"{len(reports)}/{len(row.cells)}",
        "found": str(sum(one.found for one in reports)),
        "settled": str(sum(one.settled for one in reports)),
        "verdict": row.acceptance.get_verdict_display() if row.acceptance else "没有验收",
    }


def _number(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".")


def _day(value: Any) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


@cache
def template() -> bytes:
    """The house's template, with the marks of docxtpl; GB/T 9704 measures, A4."""
    sheet: Any = Document()
    section = sheet.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _line(sheet, "{{ issuer }}", 14, BODY_FONT, centred=True)
    _line(sheet, "{{ title }}", 22, TITLE_FONT, centred=True)
    for heading, name in HEADINGS:
        _line(sheet, heading, 16, LABEL_FONT)
        _line(sheet, f"{{{{ {name} }}}}", 16, BODY_FONT, indent=True)
        if name == "achievements":
            _table(
                sheet,
                "rows",
                (
                    ("单位", "unit"),
                    ("任务完成", "tasks"),
                    ("月推进报送", "months"),
                    ("排查出", "found"),
                    ("化解", "settled"),
                    ("验收", "verdict"),
                ),
            )
            _table(
                sheet,
                "targets",
                (("单位", "unit"), ("指标", "label"), ("目标", "value"), ("完成", "reached")),
            )
    _line(sheet, "{{ issuer }}", 16, BODY_FONT, right=True)
    _line(sheet, "{{ on }}", 16, BODY_FONT, right=True)
    out = io.BytesIO()
    sheet.save(out)
    return out.getvalue()


def _line(
    sheet: Any,
    text: str,
    size: int,
    font: str,
    *,
    centred: bool = False,
    right: bool = False,
    indent: bool = False,
) -> None:
    paragraph = sheet.add_paragraph()
    _write(paragraph, text, size, font)
    if centred or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)


def _write(paragraph: Any, text: str, size: int, font: str) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for place in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(place), font)


def _table(sheet: Any, name: str, columns: tuple[tuple[str, str], ...]) -> None:
    table = sheet.add_table(rows=4, cols=len(columns), style="Table Grid")
    _write(table.cell(1, 0).paragraphs[0], f"{{%tr for one in {name} %}}", 12, BODY_FONT)
    _write(table.cell(3, 0).paragraphs[0], "{%tr endfor %}", 12, BODY_FONT)
    for place, (label, key) in enumerate(columns):
        _write(table.cell(0, place).paragraphs[0], label, 12, LABEL_FONT)
        _write(table.cell(2, place).paragraphs[0], f"{{{{ one.{key} }}}}", 12, BODY_FONT)
    _line(sheet, "", 8, BODY_FONT)
