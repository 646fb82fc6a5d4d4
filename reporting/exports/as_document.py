"""The half-month as a Word document: the figures of the town and of each village, and the checks."""

import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from reporting.exports.form import DASH
from reporting.figures import CATALOGUE
from reporting.report import Report
from reporting.selectors import Row

# What fits across a page; the workbook has the rest.
ACROSS = (
    "opening",
    "new",
    "reopened",
    "adjusted",
    "resolved",
    "ended",
    "closing",
    "handled",
    "handled_rate",
    "success_rate",
    "resolve_rate",
)


def half_month(report: Report) -> bytes:
    table = report.figures
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    document.styles["Normal"].font.size = Pt(10)
    state = "" if table.is_locked else "（草稿，未锁定）"
    document.add_heading(f"{table.division.name}矛盾纠纷半月统计表{state}", level=1)
    document.add_paragraph(f"统计期间：{table.period}")
    document.add_paragraph(summary(report))
    rows = (*table.rows, table.total)
    grid = document.add_table(rows=1 + len(rows), cols=1 + len(ACROSS))
    grid.style = "Table Grid"
    heads = ["村（社区）", *(CATALOGUE[name].label for name in ACROSS)]
    for cell, text in zip(grid.rows[0].cells, heads, strict=True):
        cell.text = text
    for line, row in zip(grid.rows[1:], rows, strict=True):
        for cell, text in zip(line.cells, spelled(row), strict=True):
            cell.text = text
    document.add_heading("校验", level=2)
    for check in report.checks:
        document.add_paragraph(f"{'一致' if check.ok else '对不上'}：{check.message}")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def summary(report: Report) -> str:
    """The half-month in one sentence."""
    total = report.figures.total
    return (
        f"上期末未化解 {total['opening']} 件，新增 {total['new']} 件，反弹重开 {total['reopened']} 件，"
        f"化解 {total['resolved']} 件，分流 {total['ended']} 件，期末未化解 {total['closing']} 件。"
    )


def spelled(row: Row) -> list[str]:
    values = row.values
    texts = [row.label]
    for name in ACROSS:
        value = values[name]
        unit = "%" if CATALOGUE[name].unit == "%" else ""
        texts.append(DASH if value is None else f"{value}{unit}")
    return texts
