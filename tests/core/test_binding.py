"""Binding: pages in their order, upright, numbered; whatever is broken leaves a slip."""

import io
import re
from typing import Any

import pytest
from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter

from mediation.core import binding
from mediation.core.binding import Cover, Piece, Placed, bind
from mediation.core.errors import Refused

COVER = Cover(
    "某社区人民调解委员会", "调解卷宗", [("卷名", "甲与乙邻里纠纷"), ("卷号", "第0001号")]
)


def sheets(*words: str, turned: int = 0, size: tuple[float, float] = (210, 297)) -> bytes:
    pdf = FPDF(format=size)
    for word in words:
        pdf.add_page()
        pdf.set_font("helvetica", size=12)
        pdf.cell(text=word)
    writer, out = PdfWriter(), io.BytesIO()
    for page in PdfReader(io.BytesIO(bytes(pdf.output()))).pages:
        writer.add_page(page).rotate(turned)
    writer.write(out)
    return out.getvalue()


def picture(size: tuple[int, int] = (40, 20), mode: str = "RGB", kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def texts(pdf: bytes) -> list[str]:
    return [re.sub(r"[\s\0]", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_pieces_follow_one_another_and_bear_their_numbers() -> None:
    bound = bind(
        COVER, [Piece("甲", "pdf", sheets("alpha", "beta")), Piece("乙", "png", picture())]
    )
    assert bound.placed == [Placed("甲", 1, 2), Placed("乙", 3, 1)]
    assert [one.span for one in bound.placed] == ["1-2", "3"]
    assert bound.pages == 3
    found = texts(bound.pdf)
    assert "第0001号" in found[0]
    assert "1甲1-2" in found[1]
    assert "2乙3" in found[1]
    assert found[2:5] == ["alpha1", "beta2", "3"]
    assert "封底" in found[5]
    assert "共3页" in found[5]


def test_each_piece_is_found_by_its_bookmark() -> None:
    bound = bind(
        COVER, [Piece("甲", "pdf", sheets("alpha", "beta")), Piece("乙", "png", picture())]
    )
    reader = PdfReader(io.BytesIO(bound.pdf))
    marks = {one.title: reader.get_destination_page_number(one) for one in reader.outline}
    assert marks == {"甲": 2, "乙": 4}


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_stands_upright_with_its_number(turned: int) -> None:
    bound = bind(COVER, [Piece("甲", "pdf", sheets("alpha", turned=turned))])
    page = PdfReader(io.BytesIO(bound.pdf)).pages[2]
    assert page.rotation == 0
    assert (page.mediabox.width > page.mediabox.height) is (turned != 180)


@pytest.mark.parametrize(
    "piece",
    [
        Piece("坏件", "pdf", b"%PDF-1.7 broken"),
        Piece("坏件", "pdf", b""),
        Piece("坏件", "jpg", b"\xff\xd8\xff broken"),
        Piece("坏件", "xlsx", b"PK"),
        Piece("坏件"),
    ],
)
def test_what_cannot_be_printed_leaves_a_slip_that_names_it(piece: Piece) -> None:
    bound = bind(COVER, [Piece("甲", "pdf", sheets("alpha")), piece, Piece("乙", "png", picture())])
    assert [one.first for one in bound.placed] == [1, 2, 3]
    found = texts(bound.pdf)
    assert found[2] == "alpha1"
    assert "坏件" in found[3]
    assert "原件见卷宗压缩包" in found[3]


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1"])
def test_pictures_of_every_kind_get_a_sheet(mode: str) -> None:
    bound = bind(COVER, [Piece("乙", "png", picture((20, 40), mode))])
    page = PdfReader(io.BytesIO(bound.pdf)).pages[2]
    assert len(page.images) == 1
    assert page.mediabox.height > page.mediabox.width


def test_a_picture_too_large_to_open_leaves_a_slip(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "原件见" not in texts(bind(COVER, [Piece("乙", "png", picture())]).pdf)[2]
    monkeypatch.setattr(binding, "MOST_PIXELS", 100)
    assert "原件见" in texts(bind(COVER, [Piece("乙", "png", picture())]).pdf)[2]


def test_small_and_odd_sheets_are_numbered_too() -> None:
    bound = bind(COVER, [Piece("甲", "pdf", sheets("a", size=(60, 60)))])
    assert texts(bound.pdf)[2] == "a1"


def test_without_a_chinese_typeface_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binding, "typeface", lambda: None)
    with pytest.raises(Refused) as refused:
        bind(COVER, [])
    assert refused.value.code == "no_typeface"


def test_the_typeface_is_in_the_file() -> None:
    def fonts(page: Any) -> list[Any]:
        return [font.get_object() for font in page["/Resources"]["/Font"].values()]

    bound = bind(COVER, [Piece("乙", "png", picture())])
    found = [font for page in PdfReader(io.BytesIO(bound.pdf)).pages for font in fonts(page)]
    assert len(found) >= 4
    for font in found:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert descriptor.keys() & {"/FontFile", "/FontFile2", "/FontFile3"}
