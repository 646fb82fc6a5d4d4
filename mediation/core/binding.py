"""Binding a dossier: cover, contents with page numbers, the pieces in order, back cover; one PDF.

Pieces are PDF files and pictures; what can be neither stands as a slip that names it. As archives
count, only the pieces' pages bear numbers (right upper corner); cover, contents and back do not.
"""

import io
import logging
import subprocess
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace
from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter, Transformation

from mediation.core import clock
from mediation.core.errors import Refused

TYPEFACE = "Noto Serif CJK SC"
A4 = (210.0, 297.0)  # mm
MARGIN = 20.0  # mm
POINTS_PER_MM = 72 / 25.4
LONGEST_SIDE = 2400  # pixels of a picture on a sheet: 220 to the inch
MOST_PIXELS = 80_000_000
# They tell every glyph and every fault of a stranger's file.
logging.getLogger("fontTools").setLevel(logging.WARNING)
logging.getLogger("pypdf").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Piece:
    """One paper or file: `kind` pdf, jpg or png; any other is shown as a slip that names it."""

    title: str
    kind: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Cover:
    """`rows` are label and value, in the order of the printed cover."""

    issuer: str
    title: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a piece came to lie: its first page, counted from 1, and how many pages it has."""

    title: str
    first: int
    count: int

    @property
    def span(self) -> str:
        return str(self.first) if self.count == 1 else f"{self.first}-{self.first + self.count - 1}"


@dataclass(frozen=True, slots=True)
class Bound:
    """The PDF, where each piece lies in it, and how many numbered pages there are."""

    pdf: bytes
    placed: list[Placed]
    pages: int


@cache
def typeface() -> tuple[str, int] | None:
    """File and index of a Chinese typeface of this machine; None where fontconfig has none."""
    try:
        found = subprocess.run(
            ["fc-match", "-f", "%{file}|%{index}|%{lang}", f"{TYPEFACE}:lang=zh-cn"],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        ).stdout
    except (subprocess.SubprocessError, OSError):
        return None
    file, index, languages = found.split("|", 2)
    return (file, int(index)) if "zh-cn" in languages.split("|") else None


def bind(cover: Cover, pieces: Sequence[Piece]) -> Bound:
    """Bind the pieces in their order. Raises Refused `no_typeface` where no Chinese one is."""
    bodies = [_pages_of(piece) for piece in pieces]
    placed, first = [], 1
    for piece, pages in zip(pieces, bodies, strict=True):
        placed.append(Placed(piece.title, first, len(pages) or 1))
        first += len(pages) or 1
    slips = [piece.title for piece, pages in zip(pieces, bodies, strict=True) if not pages]
    sheets = _Sheets()
    sheets.cover(cover)
    sheets.contents(placed)
    for title in slips:
        sheets.slip(title)
    sheets.back(cover.title, first - 1)
    *front, back = sheets.pages()
    front, slipped = front[: len(front) - len(slips)], iter(front[len(front) - len(slips) :])
    body = [page for pages in bodies for page in pages or [next(slipped)]]
    writer = PdfWriter()
    for page in front:
        writer.add_page(page)
    for page, number in zip(body, _numbers(body), strict=True):
        writer.add_page(page).merge_transformed_page(
            number, Transformation().translate(page.cropbox.left, page.cropbox.bottom)
        )
    writer.add_page(back)
    for one in placed:
        writer.add_outline_item(title=one.title, page_number=len(front) + one.first - 1)
    out = io.BytesIO()
    writer.write(out)
    return Bound(out.getvalue(), placed, len(body))


def _pages_of(piece: Piece) -> list[PageObject]:
    """Its sheets; none where it cannot be printed."""
    if piece.kind == "pdf":
        return _read(piece.body)
    return _picture(piece.body) if piece.kind in ("jpg", "png") else []


def _read(pdf: bytes) -> list[PageObject]:
    """Pages upright, without anything that runs by itself; none of a file that cannot be read."""
    try:
        writer, out = PdfWriter(), io.BytesIO()
        for page in PdfReader(io.BytesIO(pdf)).pages:
            added = writer.add_page(page)
            added.transfer_rotation_to_content()
            added.pop("/AA", None)
        writer.write(out)  # what can be written once can be written into the dossier
        return list(PdfReader(out).pages)
    except Exception:  # a stranger's file may be broken in any way; it then stands as a slip
        return []


def _picture(body: bytes) -> list[PageObject]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            found = Image.open(io.BytesIO(body))
            if found.width * found.height > MOST_PIXELS:
                return []
            upright = ImageOps.exif_transpose(found)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            on_white = Image.new("RGB", upright.size, "white")
            if upright.mode in ("RGBA", "LA", "P"):
                upright = upright.convert("RGBA")
                on_white.paste(upright, mask=upright)
            else:
                on_white.paste(upright.convert("RGB"))
    except Exception:  # as above: whatever is wrong with the picture, the dossier is still bound
        return []
    sheet = FPDF(unit="mm", format=A4)
    sheet.set_creation_date(clock.now())
    sheet.add_page(orientation="L" if on_white.width > on_white.height else "P")
    sheet.image(
        on_white, MARGIN, MARGIN, sheet.w - 2 * MARGIN, sheet.h - 2 * MARGIN, keep_aspect_ratio=True
    )
    return list(PdfReader(io.BytesIO(bytes(sheet.output()))).pages)


def _numbers(body: Sequence[PageObject]) -> list[PageObject]:
    """For every page a clear one of its size with its number in the right upper corner."""
    if not body:
        return []
    sheets = _Sheets()
    for number, page in enumerate(body, start=1):
        width, height = (float(side) / POINTS_PER_MM for side in page.cropbox[2:])
        width -= float(page.cropbox.left) / POINTS_PER_MM
        height -= float(page.cropbox.bottom) / POINTS_PER_MM
        sheets.number(number, max(width, 30.0), max(height, 30.0))
    return sheets.pages()


class _Sheets:
    """Sheets of our own making, in a Chinese typeface that is put into the file."""

    def __init__(self) -> None:
        found = typeface()
        if found is None:
            raise Refused(
                "no_typeface",
                "这台服务器没有中文字体，出不了 PDF",
                instead="请系统管理员装上 Noto CJK 字体；压缩包和打印页现在就能用",
            )
        file, index = found
        self.pdf = FPDF(unit="mm", format=A4)
        self.pdf.set_creation_date(clock.now())
        self.pdf.set_auto_page_break(auto=True, margin=MARGIN)
        self.pdf.set_margin(MARGIN)
        self.pdf.add_font("song", "", file, collection_font_number=index)

    def pages(self) -> list[PageObject]:
        return list(PdfReader(io.BytesIO(bytes(self.pdf.output()))).pages)

    def _line(self, text: str, size: float, height: float, align: str = "C") -> None:
        self.pdf.set_font("song", size=size)
        self.pdf.multi_cell(0, height, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def cover(self, cover: Cover) -> None:
        self.pdf.add_page()
        self.pdf.set_y(45)
        self._line(cover.issuer, 20, 12)
        self.pdf.ln(10)
        self._line("  ".join(cover.title), 36, 20)
        self.pdf.ln(22)
        self.pdf.set_font("song", size=15)
        with self.pdf.table(
            col_widths=(38, 132), first_row_as_headings=False, line_height=11, padding=1.5
        ) as table:
            for row in cover.rows:
                table.row(row)

    def contents(self, placed: Sequence[Placed]) -> None:
        self.pdf.add_page()
        self._line("卷 内 目 录", 22, 16)
        self.pdf.ln(4)
        self.pdf.set_font("song", size=13)
        with self.pdf.table(
            col_widths=(16, 108, 22, 24),
            line_height=9,
            padding=1,
            repeat_headings=1,
            headings_style=FontFace(),  # the typeface has one weight
        ) as table:
            table.row(("序号", "文书名称", "页号", "备注"))
            for number, one in enumerate(placed, start=1):
                table.row((str(number), one.title, one.span, ""))

    def back(self, title: str, pages: int) -> None:
        self.pdf.add_page()
        self.pdf.set_y(120)
        self._line("封  底", 22, 16)
        self._line(f"{title}，卷内共 {pages} 页", 13, 10)

    def slip(self, title: str) -> None:
        self.pdf.add_page()
        self.pdf.set_y(110)
        self._line(title, 18, 12)
        self.pdf.ln(6)
        self._line("此件没有可以装订的纸面，原件见卷宗压缩包。", 13, 10)

    def number(self, number: int, width: float, height: float) -> None:
        self.pdf.set_auto_page_break(auto=False)
        self.pdf.add_page(format=(width, height))
        self.pdf.set_font("song", size=10.5)
        self.pdf.set_xy(width - 30, 6)
        self.pdf.cell(w=22, h=6, text=str(number), align="R")
