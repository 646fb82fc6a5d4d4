"""A small table as a workbook: heading, rows, and the definitions of its columns."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from django.http import HttpResponse

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
Cell = str | int | Decimal | date | None


def workbook(
    title: str,
    columns: Mapping[str, int],
    lines: Iterable[Sequence[Cell]],
    notes: Iterable[str] = (),
) -> bytes:
    """`columns`: label → width; an empty cell is written —; `notes` stand under the table."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        sheet = book.add_worksheet(title[:31])
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#eef2f2"})
        large = book.add_format({"bold": True, "font_size": 14})
        percent = book.add_format({"num_format": "0.00"})
        sheet.write_string(0, 0, title, large)
        for place, (label, width) in enumerate(columns.items()):
            sheet.set_column(place, place, width)
            sheet.write_string(1, place, label, head)
        sheet.freeze_panes(2, 1)
        row = 1
        for row, line in enumerate(lines, start=2):
            for place, value in enumerate(line):
                if value is None:
                    sheet.write_string(row, place, "—")
                elif isinstance(value, date):
                    sheet.write_datetime(row, place, value)
                elif isinstance(value, Decimal):
                    sheet.write_number(row, place, float(value), percent)
                elif isinstance(value, int):
                    sheet.write_number(row, place, value)
                else:
                    sheet.write_string(row, place, value)
        for below, note in enumerate(notes, start=row + 2):
            sheet.write_string(below, 0, note)
    return buffer.getvalue()


def download(name: str, content: bytes) -> HttpResponse:
    """The workbook as a file that no cache keeps."""
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
