"""A document in official layout (GB/T 9704-2012; domain.md §6.3): A4, 22 lines of 28 characters.

What is drawn here is paper: organ, number, issuer, title, addressee, text, tables, picture, seal's
place, note, 版记 and page numbers. What stands in it comes as `Official` from the caller.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from mediation.core.documents import BODY_FONT, LABEL_FONT, TITLE_FONT, printable
from reporting.exports.charts import Chart, add_chart
from reporting.exports.official_lines import (
    BLACK,
    RED,
    make_red,
    put_line,
    put_property,
    put_words,
    set_border,
    set_face,
    width_in_ems,
)

KAI_FONT, SONG_FONT = "楷体_GB2312", "宋体"
# What a machine without the house's typefaces takes instead (Word's own list of fonts names it).
INSTEAD = {
    TITLE_FONT: "宋体",
    BODY_FONT: "仿宋",
    KAI_FONT: "楷体",
    LABEL_FONT: "SimHei",
}
WIDTH, HEIGHT = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)  # leaves 156 × 225 mm
EM = Pt(16)  # 三号
LINE = Pt(28.95)  # 22 of them fill 225 mm
TIGHT = "-5"  # a quarter point closer: 28 characters of 16 pt fill 156 mm
FOOT = Mm(22)  # the number's upper edge lies 7 mm below the text
SHORT = 84  # three lines
FOOT_LINE = 24  # points of a line of 版记
THICK, THIN = "8", "6"  # eighths of a point: 0.35 mm and 0.25 mm
MOST_OF_A_PROPERTY = 255  # characters, so the format says


@dataclass(frozen=True)
class Heading:
    """一、 at level 1, （一） at level 2; the number is put before it."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Words:
    """Text as it was typed; each of its lines is a paragraph."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table: heads, rows of texts, how wide each column is beside the others."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    is_total_last: bool = False


@dataclass(frozen=True)
class Lines:
    """Rows of a label in 黑体 and words: 出席：…"""

    rows: Sequence[tuple[str, str]]


Block = Heading | Words | Grid | Lines | Chart


@dataclass(frozen=True)
class Official:
    """Everything that stands on the paper. `title` may be broken where it has a line break;
    `issuer` is printed on what goes upward; `note` without its brackets; `is_minutes`: 纪要, which
    has no addressee and no seal; `state` says under the organ's name what a draft is."""

    organ: str
    number: str
    title: str
    on: date
    blocks: Sequence[Block]
    sender: str = ""
    issuer: str = ""
    addressees: Sequence[str] = ()
    note: str = ""
    copies: Sequence[str] = ()
    printed_by: str = ""
    is_minutes: bool = False
    state: str = ""


def draw(paper: Official) -> bytes:
    """The paper as a docx."""
    sheet: Any = Document()
    _page(sheet)
    _fonts(sheet)
    _head(sheet, paper)
    _title(sheet, paper)
    _body(sheet, paper.blocks)
    if not paper.is_minutes:
        _signature(sheet, paper)
    _colophon(sheet, paper)
    sheet.core_properties.title = printable(paper.title)[:MOST_OF_A_PROPERTY]
    sheet.core_properties.author = printable(paper.sender or paper.organ)[:MOST_OF_A_PROPERTY]
    sheet.core_properties.comments = ""
    out = io.BytesIO()
    sheet.save(out)
    return out.getvalue()


def long_date(day: date) -> str:
    """2026年3月5日: Arabic figures, no nought before them."""
    return f"{day.year}年{day.month}月{day.day}日"


# --- the sheet ------------------------------------------------------------------------------


def _page(sheet: Any) -> None:
    section = sheet.sections[0]
    section.page_width, section.page_height = WIDTH, HEIGHT
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance, section.footer_distance = Mm(15), FOOT
    normal = sheet.styles["Normal"]
    properties = normal.element.get_or_add_rPr()
    set_face(properties, BODY_FONT)
    normal.font.size = EM
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), TIGHT)
    properties.append(spacing)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)
    shape = normal.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    shape.widow_control = False
    sheet.settings.odd_and_even_pages_header_footer = True
    _number_of_page(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _number_of_page(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def _fonts(sheet: Any) -> None:
    """Name what stands in for a typeface that is not installed."""
    table = next(
        part for part in sheet.part.package.iter_parts() if part.partname == "/word/fontTable.xml"
    )
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/>'
        '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in INSTEAD.items()
    )
    table._blob = table.blob.replace(b"</w:fonts>", f"{rows}</w:fonts>".encode())


def _number_of_page(paragraph: Any, side: Any) -> None:
    """— 1 — in 四号 宋体, a character in from the outer edge: odd pages right, even ones left."""
    shape = paragraph.paragraph_format
    shape.alignment = side
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if side == WD_ALIGN_PARAGRAPH.RIGHT:
        shape.right_indent = Pt(14)
    else:
        shape.left_indent = Pt(14)
    put_words(paragraph, "— ", 14, SONG_FONT)
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
        if kind == "text":
            put_words(paragraph, text, 14, SONG_FONT)
            continue
        run = put_words(paragraph, "", 14, SONG_FONT)
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        mark.text = text
        run._element.append(mark)
    put_words(paragraph, " —", 14, SONG_FONT)


# --- 版头 ------------------------------------------------------------------------------------


def _head(sheet: Any, paper: Official) -> None:
    organ = sheet.paragraphs[0] if sheet.paragraphs else sheet.add_paragraph()
    shape = organ.paragraph_format
    shape.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape.space_before = Mm(35)
    size = _size_of(paper.organ)
    shape.line_spacing = Pt(size * 1.3)
    make_red(put_words(organ, paper.organ, size, TITLE_FONT))
    put_line(sheet, paper.state)
    put_line(sheet, "")
    number = put_line(sheet, "")
    if paper.issuer:
        shape = number.paragraph_format
        shape.left_indent = shape.right_indent = EM
        shape.tab_stops.add_tab_stop(WIDTH - LEFT - RIGHT - EM, WD_TAB_ALIGNMENT.RIGHT)
        put_words(number, f"{paper.number}\t签发人：")
        put_words(number, paper.issuer, 16, KAI_FONT)
    else:
        number.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        put_words(number, paper.number)
    line = put_line(sheet, "", size=4)
    line.paragraph_format.line_spacing = Mm(4)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(0)
    set_border(line, bottom=("12", RED))


def _size_of(organ: str) -> float:
    """As large as one line of 156 mm takes, never larger than 一号 and a half."""
    return max(22.0, min(45.0, 430 / max(len(organ), 1)))


def _title(sheet: Any, paper: Official) -> None:
    put_line(sheet, "")
    if paper.title:
        put_line(sheet, "")
        for text in title_lines(paper.title):
            put_line(
                sheet, text, size=22, font=TITLE_FONT, side=WD_ALIGN_PARAGRAPH.CENTER, is_kept=True
            )
        put_line(sheet, "", is_kept=True)
    if paper.addressees:
        put_line(sheet, f"{'、'.join(paper.addressees)}：")


MOST_IN_A_TITLE = 19.5  # characters of 二号 in 156 mm


def title_lines(title: str) -> list[str]:
    """One line if it fits; else broken where the title itself has a line break, between words."""
    whole = title.replace("\n", "")
    return [whole] if width_in_ems(whole) <= MOST_IN_A_TITLE else title.split("\n")


# --- 主体 ------------------------------------------------------------------------------------


def _body(sheet: Any, blocks: Sequence[Block]) -> None:
    first = second = 0
    for block in blocks:
        if isinstance(block, Heading):
            if block.level == 1:
                first, second = first + 1, 0
                put_line(
                    sheet, f"{han(first)}、{block.text}", font=LABEL_FONT, indent=2, is_kept=True
                )
            else:
                second += 1
                text = f"（{han(second)}）{block.text}"
                put_line(sheet, text, font=KAI_FONT, indent=2, is_kept=True)
        elif isinstance(block, Words):
            for text in printable(block.text).split("\n"):
                if text.strip():
                    put_line(sheet, text.strip(), indent=2, side=WD_ALIGN_PARAGRAPH.JUSTIFY)
        elif isinstance(block, Lines):
            for label, text in block.rows:
                line = put_line(sheet, f"{label}：", font=LABEL_FONT)
                line.paragraph_format.left_indent = Pt(16 * (len(label) + 3))
                line.paragraph_format.first_line_indent = Pt(-16 * (len(label) + 1))
                put_words(line, text)
        elif isinstance(block, Grid):
            _grid(sheet, block)
        else:
            _caption(sheet, block.title)
            add_chart(sheet, block, _width())


def han(number: int) -> str:
    """一 … 九十九."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return f"{digits[tens] if tens > 1 else ''}十{digits[ones] if ones else ''}"


def _caption(sheet: Any, text: str) -> None:
    put_line(sheet, text, size=14, font=LABEL_FONT, side=WD_ALIGN_PARAGRAPH.CENTER, is_kept=True)


def _grid(sheet: Any, grid: Grid) -> None:
    _caption(sheet, grid.title)
    table = sheet.add_table(rows=0, cols=len(grid.heads))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    whole = WIDTH - LEFT - RIGHT
    parts = sum(grid.widths)
    widths = [Length(int(whole * part / parts)) for part in grid.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for place, row in enumerate((grid.heads, *grid.rows)):
        is_bold = place == 0 or (grid.is_total_last and place == len(grid.rows))
        cells = table.add_row().cells
        _row_of(table.rows[-1], is_head=place == 0)
        for column, (cell, text, width) in enumerate(zip(cells, row, widths, strict=True)):
            cell.width = width
            paragraph = cell.paragraphs[0]
            shape = paragraph.paragraph_format
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)
            shape.alignment = WD_ALIGN_PARAGRAPH.LEFT if column == 0 else WD_ALIGN_PARAGRAPH.CENTER
            put_words(paragraph, text, 11, LABEL_FONT if is_bold else BODY_FONT)
    gap = put_line(sheet, "")
    gap.paragraph_format.line_spacing = Pt(10)


def _row_of(row: Any, *, is_head: bool) -> None:
    """A row is not torn by the end of a page; the heads stand on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


# --- 署名、附注、版记 --------------------------------------------------------------------------


def _signature(sheet: Any, paper: Official) -> None:
    """With room for the seal: the date four characters in from the right, the organ centred on it."""
    sender, day = paper.sender or paper.organ, long_date(paper.on)
    last = sheet.paragraphs[-1]
    if len(last.text) <= SHORT:  # not alone on a page; a longer one would be moved as a whole
        last.paragraph_format.keep_with_next = True
    put_line(sheet, "", is_kept=True)
    middle = 4 + width_in_ems(day) / 2
    for text, inset in ((sender, max(middle - width_in_ems(sender) / 2, 0)), (day, 4)):
        line = put_line(sheet, text, side=WD_ALIGN_PARAGRAPH.RIGHT, is_kept=text == sender)
        line.paragraph_format.right_indent = Pt(16 * inset)
    if paper.note:
        put_line(sheet, f"（{paper.note}）", indent=2)


def _colophon(sheet: Any, paper: Official) -> None:
    """At the foot of the last page: thick lines above and below, a thin one between."""
    copies = f"抄送：{'，'.join(paper.copies)}。" if paper.copies else ""
    printed = f"{paper.printed_by or paper.sender or paper.organ}\t{long_date(paper.on)}印发"
    if copies:
        # A frame of its own, as many lines higher: LibreOffice draws no frame of two paragraphs.
        lines = ceil(width_in_ems(copies) * 14 / (_width() / Pt(1) - 28))
        top = (HEIGHT - TOP - BOTTOM) - Pt(FOOT_LINE * (lines + 1) + 10)
        _foot_line(sheet, copies, THICK, "", top)
    _foot_line(sheet, printed, THIN if copies else THICK, THICK, None)
    anchor = put_line(sheet, "", size=1)  # frames stand on the page of the paragraph after them
    anchor.paragraph_format.line_spacing = Pt(1)


def _width() -> int:
    return int(WIDTH - LEFT - RIGHT)


def _foot_line(sheet: Any, text: str, above: str, below: str, top: int | None) -> None:
    """One line of 版记 in a frame of the text's width: at `top` below the upper edge of the text,
    or at its lower edge."""
    line = put_line(sheet, "")
    shape = line.paragraph_format
    shape.left_indent = shape.right_indent = Pt(14)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(FOOT_LINE)
    shape.tab_stops.add_tab_stop(Length(_width() - Pt(14)), WD_TAB_ALIGNMENT.RIGHT)
    put_words(line, text, 14)
    sides = {"top": (above, BLACK)}
    if below:
        sides["bottom"] = (below, BLACK)
    set_border(line, **sides)
    frame = OxmlElement("w:framePr")
    place = {"yAlign": "bottom"} if top is None else {"y": str(int(top / 635))}
    for name, value in (
        {"w": str(int(_width() / 635)), "hRule": "auto", "wrap": "around"}
        | {"vAnchor": "margin", "hAnchor": "margin", "xAlign": "left"}
        | place
    ).items():
        frame.set(qn(f"w:{name}"), value)
    put_property(line, frame)
