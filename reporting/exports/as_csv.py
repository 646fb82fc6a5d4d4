"""A list as CSV, written line by line, with the mark (BOM) by which Excel knows it is UTF-8."""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from cases.exports import CHUNK, Value
from reporting.exports.cells import as_plain_text
from reporting.exports.lists import Listing


def write(
    path: Path,
    listing: Listing,
    lines: Iterable[list[Value]],
    progress: Callable[[int], None],
    closing: Callable[[int], str],
    foot: str = "",
    above: Sequence[str] = (),
) -> int:
    """Like `as_list.write`; a CSV has no page and so no foot."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerows([as_plain_text(words)] for words in above)
        table.writerow(listing.widths)
        for count, line in enumerate(lines, start=1):
            table.writerow(map(_cell, line))
            if count % CHUNK == 0:
                progress(count)
        table.writerow([closing(count)])
    progress(count)
    return count


def _cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return as_plain_text(value) if isinstance(value, str) else value
