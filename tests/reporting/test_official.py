"""The official layout (GB/T 9704-2012), read back: measures, faces, lines, feet, chart."""

import io
import random
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm, Pt
from pypdf import PdfReader

from mediation.core import documents
from reporting.exports.charts import Chart
from reporting.exports.official import (
    Grid,
    Heading,
    Lines,
    Official,
    Words,
    draw,
    han,
    long_date,
    title_lines,
)

ON = date(2026, 11, 5)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def some_words(size: int = 12) -> str:
    return "".join(chr(random.randrange(0x4E00, 0x9FA0)) for _ in range(size))


def paper(**more: Any) -> Official:
    return Official(
        **{
            "organ": "李渡街道平安建设办公室",
            "number": "李矛月〔2026〕3号",
            "title": "矛盾纠纷月报告",
            "on": ON,
            "blocks": [Words(some_words())],
        }
        | more
    )


def opened(one: Official) -> Any:
    return Document(io.BytesIO(draw(one)))


def line_with(sheet: Any, text: str) -> Any:
    return next(line for line in sheet.paragraphs if text in line.text)


def face_of(run: Any) -> str:
    return str(run._element.rPr.rFonts.get(f"{W}eastAsia"))


def test_the_page_is_a4_with_the_standard_s_margins() -> None:
    section = opened(paper()).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(one.mm) for one in margins] == [37, 28, 26, 35]
    # 版心 156 × 225 mm
    assert round((section.page_width - section.left_margin - section.right_margin) / Mm(1)) == 156
    assert round((section.page_height - section.top_margin - section.bottom_margin) / Mm(1)) == 225


def test_odd_pages_have_their_number_right_and_even_ones_left() -> None:
    sheet = opened(paper())
    assert sheet.settings.odd_and_even_pages_header_footer is True
    section = sheet.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)  # right, left
    assert odd.paragraph_format.right_indent == even.paragraph_format.left_indent == Pt(14)
    assert odd.text == even.text == "— 1 —"
    assert "PAGE" in odd._p.xml
    assert {run.font.size for run in odd.runs} == {Pt(14)}


def test_what_goes_up_has_the_number_left_and_the_issuer_s_name_right() -> None:
    name = some_words(3)
    line = line_with(opened(paper(issuer=name)), "签发人：")
    assert line.text == f"李矛月〔2026〕3号\t签发人：{name}"
    assert line.paragraph_format.left_indent == Pt(16)
    assert [face_of(run) for run in line.runs] == ["仿宋_GB2312", "楷体_GB2312"]
    level = line_with(opened(paper()), "李矛月")
    assert level.alignment == 1  # in the middle
    assert level.text == "李矛月〔2026〕3号"


def test_the_organ_s_name_is_red_and_a_red_line_stands_below() -> None:
    sheet = opened(paper())
    organ = sheet.paragraphs[0]
    assert organ.text == "李渡街道平安建设办公室"
    assert round(organ.paragraph_format.space_before.mm) == 35
    assert (face_of(organ.runs[0]), organ.runs[0].font.color.rgb.__str__()) == (
        "方正小标宋简体",
        "FF0000",
    )
    bottoms = [one for line in sheet.paragraphs for one in line._p.iter(f"{W}bottom")]
    assert any(one.get(f"{W}color") == "FF0000" for one in bottoms)


def test_each_level_of_the_text_has_its_number_and_its_face() -> None:
    first, second, third, words = (some_words() for _ in range(4))
    blocks = [
        Heading(first),
        Heading(second, 2),
        Words(f"{words}\n\n{words}甲"),
        Heading(third),
        Heading(second, 2),
    ]
    sheet = opened(paper(blocks=blocks))
    said = [(line.text, face_of(line.runs[0])) for line in sheet.paragraphs if line.runs]
    assert (f"一、{first}", "黑体") in said
    assert (f"（一）{second}", "楷体_GB2312") in said
    assert (f"二、{third}", "黑体") in said
    assert said.count((f"（一）{second}", "楷体_GB2312")) == 2  # counted anew under 二、
    assert (words, "仿宋_GB2312") in said
    assert line_with(sheet, f"{words}甲").paragraph_format.first_line_indent == Pt(32)


def test_the_date_stands_four_characters_in_and_the_organ_over_its_middle() -> None:
    sheet = opened(paper(sender="平安办", note="此件公开发布"))
    day, sender = line_with(sheet, "2026年11月5日"), line_with(sheet, "平安办")
    assert day.text == "2026年11月5日"
    assert day.paragraph_format.right_indent == Pt(64)
    # 2026年11月5日: 3 signs and 7 figures of half a sign, 6.5; its middle 7.25 in; 平安办 is 3 wide
    assert sender.paragraph_format.right_indent == Pt(16 * (4 + 3.25 - 1.5))
    note = line_with(sheet, "此件公开发布")
    assert (note.text, note.paragraph_format.first_line_indent) == ("（此件公开发布）", Pt(32))


def test_the_colophon_stands_at_the_foot_between_thick_lines() -> None:
    sheet = opened(paper(copies=["司法所", "派出所"], printed_by="平安办"))
    copies, printed = line_with(sheet, "抄送"), line_with(sheet, "印发")
    assert copies.text == "抄送：司法所，派出所。"
    assert printed.text == "平安办\t2026年11月5日印发"
    frames = [next(line._p.iter(f"{W}framePr")) for line in (copies, printed)]
    assert {frame.get(f"{W}vAnchor") for frame in frames} == {"margin"}
    assert frames[1].get(f"{W}yAlign") == "bottom"
    # 225 mm are 637.8 pt; two lines of 24 pt and 10 pt between the rules: 579.8 pt down
    assert abs(int(frames[0].get(f"{W}y")) - 11_596) <= 2
    sizes = {
        side: next(line._p.iter(f"{W}{side}")).get(f"{W}sz")
        for line, side in ((copies, "top"), (printed, "bottom"))
    }
    assert sizes == {"top": "8", "bottom": "8"}  # eighths of a point: 1 pt = 0.35 mm
    assert next(printed._p.iter(f"{W}top")).get(f"{W}sz") == "6"
    assert not [line for line in opened(paper()).paragraphs if "抄送" in line.text]


def test_minutes_have_no_addressee_and_no_place_for_a_seal() -> None:
    lines = Lines([("出席", "平安办、司法所"), ("缺席", "规建办")])
    sheet = opened(paper(title="", is_minutes=True, blocks=[lines], organ="半月例会纪要"))
    assert line_with(sheet, "出席：").text == "出席：平安办、司法所"
    assert face_of(line_with(sheet, "出席：").runs[0]) == "黑体"
    days = [line.text for line in sheet.paragraphs if "2026年11月5日" in line.text]
    assert days == ["半月例会纪要\t2026年11月5日印发"]


def test_a_table_has_its_widths_repeats_its_heads_and_is_not_torn() -> None:
    grid = Grid("表1", ("村（社区）", "新增"), [("致远", "4"), ("合计", "6")], (3, 1), True)
    table = opened(paper(blocks=[grid])).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["村（社区）", "新增"],
        ["致远", "4"],
        ["合计", "6"],
    ]
    assert [round(column.width.mm) for column in table.columns] == [117, 39]
    head = table.rows[0]._tr
    assert list(head.iter(f"{W}tblHeader"))
    assert all(list(row._tr.iter(f"{W}cantSplit")) for row in table.rows)
    assert not list(table.rows[1]._tr.iter(f"{W}tblHeader"))


def test_a_chart_is_a_part_of_the_file_with_its_numbers() -> None:
    word = some_words(4)
    chart = Chart("图1", [f"{word}<&", "邻里"], [("新增", [4, 2]), ("化解", [1, 0])])
    package = zipfile.ZipFile(io.BytesIO(draw(paper(blocks=[chart, chart]))))
    parts = [name for name in package.namelist() if name.startswith("word/charts/")]
    assert parts == ["word/charts/chart1.xml", "word/charts/chart2.xml"]
    body = package.read(parts[0]).decode()
    assert f"{word}&lt;&amp;" in body
    assert re.findall(r"<c:v>(\d+)</c:v>", body) == ["4", "2", "1", "0"]
    assert b"drawingml.chart+xml" in package.read("[Content_Types].xml")


def test_control_signs_are_line_breaks_or_nothing_wherever_they_stand() -> None:
    first, second = some_words(), some_words()
    hostile = f"{first}\x0b{second}\x1f\x00\x08\uffff"
    blocks = [
        Heading(hostile),
        Words(hostile),
        Lines([(hostile, hostile)]),
        Grid(hostile, (hostile,), [(hostile,)], (1,)),
        Chart(f'{hostile}"', [hostile], [(hostile, [1])]),
    ]
    names = dict.fromkeys(("organ", "number", "title", "sender", "issuer", "note"), hostile)
    one = paper(**names, blocks=blocks, addressees=[hostile], copies=[hostile], printed_by=hostile)
    sheet = opened(one)
    said = [line.text for line in sheet.paragraphs]
    assert {first, second} <= set(said)  # of the words, each its line
    assert f"一、{first}\n{second}" in said
    assert sheet.tables[0].cell(1, 0).text == f"{first}\n{second}"
    chart = zipfile.ZipFile(io.BytesIO(draw(one))).read("word/charts/chart1.xml").decode()
    assert f"<c:v>{first}\n{second}</c:v>" in chart


def test_the_file_names_what_stands_in_for_a_face_that_is_missing() -> None:
    table = zipfile.ZipFile(io.BytesIO(draw(paper()))).read("word/fontTable.xml").decode()
    for name, other in (
        ("方正小标宋简体", "宋体"),
        ("仿宋_GB2312", "仿宋"),
        ("楷体_GB2312", "楷体"),
    ):
        assert re.search(rf'w:name="{name}"><w:altName w:val="{other}"/>', table), name


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")],
)
def test_numbers_are_written_as_a_heading_writes_them(number: int, said: str) -> None:
    assert han(number) == said


def test_a_title_breaks_only_where_it_may() -> None:
    short, long = "甲\n乙", "李渡街道2026年10月\n社会治安综合分析研判报告"
    assert title_lines(short) == ["甲乙"]
    # 4 + 4 × ½ + 1 + 2 × ½ + 1 + 12 = 21 characters, more than 19.5
    assert title_lines(long) == long.split("\n")
    assert long_date(date(2026, 3, 5)) == "2026年3月5日"


def test_libreoffice_sets_22_lines_of_28_characters_on_a_page() -> None:
    """The first page has the head; the second is all text."""
    if documents.converter() is None:
        pytest.fail("LibreOffice is not installed")
    text = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"
    assert len(text) == 28
    pdf = PdfReader(io.BytesIO(documents.to_pdf(draw(paper(blocks=[Words(text * 50)])))))
    lines = [line.strip() for line in (pdf.pages[1].extract_text() or "").splitlines()]
    full = [line for line in lines if len(line) == 28 and line[0] in text]
    assert len(full) == 22
    assert {len(line) for line in lines if line and line[0] in text} == {28}
    assert [line for line in lines if "2" in line] == ["— 2 —"]
    assert "印发" in (pdf.pages[-1].extract_text() or "")
    assert "印发" not in (pdf.pages[0].extract_text() or "")
