"""How a real form is drawn as a workbook: type, borders, two rows of headings, print set-up, foot.

Fonts are named as offices have them (宋体); a program without them takes its own.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

import xlsxwriter

from reporting.figures import Number

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = "宋体"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": FONT, "font_size": 10},
}
A3, A4 = 8, 9
DASH = "—"
WIDTHS = {"rate": 6.8, "money": 7, "days": 5}
LINE_HEIGHT = 13.5
ROUNDING = (
    "比率保留两位小数，四舍五入；分母为 0 写“—”，不写 0；系统没有的项也写“—”。同一件案件升级、"
    "退回只算一件，并案算一件，件和人次不混加。"
)
FOOT = ("填报人：", "审核人：", "单位负责人：", "联系电话：")


@dataclass(frozen=True)
class Cell:
    """A number of a form and how it is written; None is a dash."""

    value: Number | str | None
    style: str = "count"

    @property
    def text(self) -> str:
        """As the page shows it: 33.33%, 1.50, 3, —."""
        if self.value is None:
            return DASH
        if self.style == "rate":
            return f"{self.value}%"
        return f"{self.value:.2f}" if self.style == "money" else f"{self.value}"


def book_of(draw: Callable[[Any, dict[str, Any]], None]) -> bytes:
    """A workbook that `draw` fills, given the book and its styles."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        draw(book, styles_of(book))
    return buffer.getvalue()


def styles_of(book: Any) -> dict[str, Any]:
    font = {"font_name": FONT}
    cell = font | {"border": 1, "align": "center", "valign": "vcenter", "font_size": 9}
    formats = {
        "title": font | {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
        "plain": font | {"font_size": 10},
        "small": font | {"font_size": 9},
        "wrapped": font | {"font_size": 9, "text_wrap": True, "valign": "top"},
        "head": cell | {"bold": True, "text_wrap": True},
        "name": cell | {"align": "left", "text_wrap": True},
        "text": cell | {"align": "left", "valign": "top", "text_wrap": True, "num_format": "@"},
        "count": cell | {"num_format": "0"},
        "change": cell | {"num_format": "+0;-0;"},
        "rate": cell | {"num_format": '0.00"%"'},
        "days": cell | {"num_format": "0.0"},
        "points": cell | {"num_format": '+0.00"点";-0.00"点";0.00"点"'},
        "money": cell | {"num_format": "0.00"},
        "wrong": font | {"font_size": 10, "bold": True},
    }
    return {name: book.add_format(words) for name, words in formats.items()}


def put(
    sheet: Any, line: int, place: int, value: Number | str | None, styles: Any, style: str
) -> None:
    """A number as a number, a text as a text whatever it begins with, nothing as a dash."""
    if value is None:
        sheet.write_string(line, place, DASH, styles[style])
    elif isinstance(value, str):
        sheet.write_string(line, place, value, styles[style])
    else:
        number = float(value) if isinstance(value, Decimal) else value
        sheet.write_number(line, place, number, styles[style])


def heads(sheet: Any, row: int, place: int, shown: Iterable[tuple[str, str]], style: Any) -> None:
    """Groups above, columns below; what has no label, or no group, spans both rows."""
    for group, members in groupby(shown, key=lambda column: column[0]):
        labels = [label for _, label in members]
        if not group:
            for offset, label in enumerate(labels):
                sheet.merge_range(row, place + offset, row + 1, place + offset, label, style)
        elif labels == [""]:
            sheet.merge_range(row, place, row + 1, place, group, style)
        elif len(labels) == 1:
            sheet.write_string(row, place, group, style)
        else:
            sheet.merge_range(row, place, row, place + len(labels) - 1, group, style)
        for offset, label in enumerate(labels if group else ()):
            if label:
                sheet.write_string(row + 1, place + offset, label, style)
        place += len(labels)


def narrow(sheet: Any, place: int, styles: Iterable[str], count: float = 4.6) -> None:
    """Columns as narrow as their numbers let them be: many of them stand on one page."""
    for offset, style in enumerate(styles):
        sheet.set_column(place + offset, place + offset, WIDTHS.get(style, count))


def height_of(words: Sequence[str], widths: Sequence[int]) -> float:
    """The height of a row whose words are wrapped; LibreOffice takes it from the file."""
    lines = (
        -(-sum(2 if ord(sign) > 0xFF else 1 for sign in word) // max(width - 2, 1))
        for word, width in zip(words, widths, strict=True)
    )
    return LINE_HEIGHT * max(1, *lines)


def merged_runs(sheet: Any, first: int, place: int, labels: Sequence[str], style: Any) -> None:
    """A column of labels from row `first` on, equal ones one under another in one cell."""
    row = first
    for label, run in groupby(labels):
        many = len(list(run))
        if many == 1:
            sheet.write_string(row, place, label, style)
        else:
            sheet.merge_range(row, place, row + many - 1, place, label, style)
        row += many


def foot(sheet: Any, row: int, last: int, styles: Any, words: Iterable[str] = FOOT) -> None:
    """Who filled it in and who answers for it, spread over the width: for pen and seal."""
    said = tuple(words)
    for number, word in enumerate(said):
        sheet.write_string(row, number * (last + 1) // len(said), word, styles["plain"])


def remarks(sheet: Any, row: int, last: int, words: Iterable[str], style: Any) -> int:
    """Lines under the table, each across its whole width; the row after them."""
    for word in words:
        sheet.merge_range(row, 0, row, last, word, style)
        row += 1
    return row


def print_set_up(sheet: Any, paper: int, head_row: int, *, is_landscape: bool) -> None:
    """One page wide, headings on every page, page numbers below."""
    if is_landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head_row, head_row + 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def meanings(
    sheet: Any, first: Sequence[str], lines: Iterable[Sequence[str]], widths: Sequence[int], st: Any
) -> None:
    """A sheet of words: what each column means."""
    sheet.write_row(0, 0, first, st["head"])
    for number, line in enumerate(lines, 1):
        sheet.set_row(number, height_of(line, widths))
        for place, word in enumerate(line):
            sheet.write_string(number, place, word, st["wrapped"])
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
