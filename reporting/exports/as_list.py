"""A list as a workbook, written line by line: memory does not grow with the rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from cases.exports import CHUNK, Value
from reporting.exports.cells import fitting, looks_like_formula
from reporting.exports.lists import Listing

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
    "use_zip64": True,  # a sheet of a million rows may be larger than 2 GB before it is packed
}
A3 = 8
SHEET_ROWS = 1_000_000  # a sheet holds 1,048,576, headings and last line among them


def write(
    path: Path,
    listing: Listing,
    lines: Iterable[list[Value]],
    progress: Callable[[int], None],
    closing: Callable[[int], str],
    foot: str = "",
    above: Sequence[str] = (),
) -> int:
    """Write the lines under their headings, on as many sheets as they need; their number.

    `progress` hears the count from time to time; `closing` makes the last line of it; `foot`
    stands at the foot of each printed page; `above` are the lines over the headings of a form.
    """
    count = 0
    with xlsxwriter.Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)}) as book:
        head = book.add_format(
            {"bold": True, "border": 1, "bg_color": "#eef2f2", "text_wrap": True, "valign": "top"}
        )
        as_typed = book.add_format({"quote_prefix": True})  # Excel's own apostrophe
        style = Style(head, book.add_format({"bold": True, "font_size": 14}), foot, tuple(above))
        sheet, sheets, row = _sheet(book, listing, style, 1), 1, len(above)
        for count, line in enumerate(lines, start=1):
            row += 1
            if row > len(above) + SHEET_ROWS:
                sheets += 1
                sheet, row = _sheet(book, listing, style, sheets), len(above) + 1
            for place, value in enumerate(line):
                if isinstance(value, str):
                    if value:
                        look = as_typed if looks_like_formula(value) else None
                        sheet.write_string(row, place, fitting(value), look)
                elif isinstance(value, date):
                    sheet.write_datetime(row, place, value)
                elif value is not None:
                    sheet.write_number(row, place, value)
            if count % CHUNK == 0:
                progress(count)
        sheet.write_string(row + 1, 0, closing(count))
    progress(count)
    return count


@dataclass(frozen=True)
class Style:
    """How every sheet of a file is laid out: headings, title, foot, lines above."""

    head: Any
    title: Any
    foot: str
    above: tuple[str, ...]


def _sheet(book: Any, listing: Listing, style: Style, number: int) -> Any:
    sheet = book.add_worksheet(listing.title if number == 1 else f"{listing.title} {number}")
    for row, words in enumerate(style.above):
        sheet.write_string(row, 0, words, style.title if row == 0 else None)
    top = len(style.above)
    for place, (label, width) in enumerate(listing.widths.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(top, place, label, style.head)
    sheet.freeze_panes(top + 1, 2)
    sheet.repeat_rows(top)
    if style.above:
        sheet.set_landscape()
        sheet.set_paper(A3)
        sheet.fit_to_pages(1, 0)
    if style.foot:
        sheet.set_footer(f"&L{style.foot.replace('&', '&&')}&R第 &P 页")
    return sheet
