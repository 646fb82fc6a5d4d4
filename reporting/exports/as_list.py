"""A list as a workbook, written line by line: memory does not grow with the rows."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import xlsxwriter

from cases.exports import CHUNK, Value
from reporting.exports.lists import Listing

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}


def write(
    path: Path, listing: Listing, lines: Iterable[list[Value]], progress: Callable[[int], None]
) -> int:
    """Write the lines under their headings; `progress` hears the count from time to time."""
    count = 0
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        sheet = book.add_worksheet(listing.title)
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#eef2f2"})
        for place, (label, width) in enumerate(listing.widths.items()):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, label, head)
        sheet.freeze_panes(1, 2)
        for count, line in enumerate(lines, start=1):
            for place, value in enumerate(line):
                if isinstance(value, date):
                    sheet.write_datetime(count, place, value)
                elif isinstance(value, int | float):
                    sheet.write_number(count, place, value)
                elif value:
                    sheet.write_string(count, place, value)
            if count % CHUNK == 0:
                progress(count)
    progress(count)
    return count
