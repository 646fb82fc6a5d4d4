"""Making the house's Word templates from the layouts (GB/T 9704 measures, A4)."""

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from cases.papers.layouts import (
    Block,
    Grid,
    Layout,
    People,
    Prose,
    Signatures,
    Table,
    Words,
)
from mediation.core.documents import BODY_FONT, LABEL_FONT, TITLE_FONT

NONE, BODY, SMALL, HEAD = Pt(0), Pt(14), Pt(12), Pt(22)
LABEL_WIDTH, VALUE_WIDTH = Mm(38), Mm(118)
GRID_WIDTHS = (Mm(44), Mm(28), Mm(14), Mm(30), Mm(40))  # A4 with 28 and 26 mm margins: 156


def draw(title: str, layout: Layout) -> bytes:
    """The template of one paper, its fields as marks of docxtpl."""
    sheet: Any = Document()
    _page(sheet)
    _line(sheet, "{{ issuer }}", size=BODY, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(sheet, title, size=HEAD, font=TITLE_FONT, align=WD_ALIGN_PARAGRAPH.CENTER, after=Pt(6))
    _line(sheet, "{{ number }}", size=BODY, align=WD_ALIGN_PARAGRAPH.RIGHT, after=Pt(6))
    for block, following in zip(layout.blocks, (*layout.blocks[1:], None), strict=True):
        first = len(sheet.paragraphs)
        _block(sheet, block)
        if isinstance(following, Signatures):
            # Nobody signs a page that says nothing: the words before go along, and before words
            # that may be left out those that then are the last.
            for paragraph in sheet.paragraphs[first - _may_be_left_out(block) :]:
                paragraph.paragraph_format.keep_with_next = True
        elif following is None and isinstance(block, Words):  # no seal and no name alone on a page
            sheet.paragraphs[-1].paragraph_format.keep_with_next = True
    if layout.seal:
        _line(sheet, layout.seal, align=WD_ALIGN_PARAGRAPH.RIGHT, before=Pt(18), keep=True)
    _line(
        sheet, "{{ on }}", align=WD_ALIGN_PARAGRAPH.RIGHT, before=Pt(6), keep=bool(layout.receipt)
    )
    if layout.receipt:
        _line(sheet, layout.receipt, before=Pt(14))
    _page_numbers(sheet, layout)
    out = io.BytesIO()
    sheet.save(out)
    return out.getvalue()


def _may_be_left_out(block: Block) -> bool:
    if isinstance(block, Words):
        return bool(block.fields) and not any(one.is_required for one in block.fields)
    return isinstance(block, Prose) and not block.field.is_required


def _page(sheet: Any) -> None:
    section = sheet.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = sheet.styles["Normal"]
    _font(style.element.get_or_add_rPr(), BODY_FONT)
    style.font.size = BODY
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.25
    sheet.core_properties.author = ""
    sheet.core_properties.comments = ""


def _font(properties: Any, name: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for place in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(place), name)


def _line(
    place: Any,
    text: str,
    *,
    size: Any = BODY,
    font: str = BODY_FONT,
    align: Any = None,
    before: Any = NONE,
    after: Any = NONE,
    indent: bool = False,
    keep: bool = False,
) -> Any:
    paragraph = place.add_paragraph()
    _write(paragraph, text, size, font)
    shape = paragraph.paragraph_format
    shape.alignment, shape.space_before, shape.space_after = align, before, after
    shape.keep_with_next = keep
    if indent:
        shape.first_line_indent = size * 2
    return paragraph


def _write(paragraph: Any, text: str, size: Any = BODY, font: str = BODY_FONT) -> None:
    run = paragraph.add_run(text)
    run.font.size = size
    _font(run._element.get_or_add_rPr(), font)


def _block(sheet: Any, block: Block) -> None:
    if isinstance(block, People):
        name = block.field.name
        rows = [f"{{%tr for one in {name} %}}", "{%tr endfor %}"]
        table = _table(sheet, 3, 2)
        _cell(table.cell(0, 0), rows[0])
        _cell(table.cell(1, 0), "{{ one.label }}", font=LABEL_FONT)
        _cell(table.cell(1, 1), "{{ one.text }}")
        _cell(table.cell(2, 0), rows[1])
        _keep_whole(table)
    elif isinstance(block, Table):
        table = _table(sheet, len(block.fields), 2)
        for place, field in enumerate(block.fields):
            _cell(table.cell(place, 0), field.label, font=LABEL_FONT)
            _cell(table.cell(place, 1), f"{{{{ {field.name} }}}}")
        _gap(sheet)
    elif isinstance(block, Prose):
        field = block.field
        if not field.is_required:
            _line(sheet, f"{{%p if {field.name} %}}")
        _line(sheet, field.label, font=LABEL_FONT, before=Pt(8), keep=True)
        _line(sheet, f"{{{{ {field.name} }}}}", indent=True)
        if not field.is_required:
            _line(sheet, "{%p endif %}")
    elif isinstance(block, Words):
        is_asked = _may_be_left_out(block)
        if is_asked:
            _line(sheet, f"{{%p if {block.fields[0].name} %}}")
        _line(sheet, block.text, indent=not block.text.endswith("："), before=Pt(4))
        if is_asked:
            _line(sheet, "{%p endif %}")
    elif isinstance(block, Grid):
        table = _table(sheet, 4, len(block.columns), grid=True)
        _cell(table.cell(1, 0), f"{{%tr for one in {block.field.name} %}}")
        _cell(table.cell(3, 0), "{%tr endfor %}")
        for place, (name, head) in enumerate(block.columns):
            _cell(table.cell(0, place), head, font=LABEL_FONT)
            _cell(table.cell(2, place), f"{{{{ one.{name} }}}}")
        _keep_whole(table)
        _gap(sheet)
    elif isinstance(block, Signatures):
        for line in block.lines:  # never alone on a page, and never without the seal's line
            _line(sheet, line, before=Pt(14), keep=True)


def _keep_whole(table: Any) -> None:
    """A row that tells of one person or thing is not torn by the end of a page."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _gap(sheet: Any) -> None:
    sheet.add_paragraph().paragraph_format.line_spacing = 0.6


def _table(sheet: Any, rows: int, columns: int, *, grid: bool = False) -> Any:
    table = sheet.add_table(rows, columns, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = GRID_WIDTHS if grid else (LABEL_WIDTH, VALUE_WIDTH)
    for column, width in enumerate(widths):
        table.columns[column].width = width
        for cell in table.columns[column].cells:
            cell.width = width
    return table


def _cell(cell: Any, text: str, font: str = BODY_FONT) -> None:
    paragraph = cell.paragraphs[0]
    shape = paragraph.paragraph_format
    shape.line_spacing, shape.space_before, shape.space_after = 1.2, Pt(2), Pt(2)
    _write(paragraph, text, SMALL, font)


def _page_numbers(sheet: Any, layout: Layout) -> None:
    """Foot of each page: how many copies, and which page this is."""
    paragraph = sheet.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    file_number = f"{layout.file_number.label} {{{{ {layout.file_number.name} }}}}"
    _write(paragraph, f"{file_number}　　{layout.copies}　　第 ", Pt(9))
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(9)
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        mark.text = text
        run._element.append(mark)
        if kind == "separate":
            paragraph.add_run("1").font.size = Pt(9)
    _write(paragraph, " 页", Pt(9))
