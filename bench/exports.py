"""Files of 10,000 and of 1,000,000 cases: what they take, and that every row is in them.

    python -m bench.exports

EXPORT_ROWS (1,000,000) says how many rows the large one has, EXPORT_FORMATS (xlsx,csv) which are
written. Writes bench/exports.md; exit 1 when
the peak of memory grows by 50 MB or more, or a row is missing.
"""

import csv
import os
import platform
import re
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO, TextIOWrapper
from pathlib import Path

from bench import house

WHERE = house.build("mediation_bench_exports")

import django  # noqa: E402 - settings read the environment that was just built

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench import apart, many  # noqa: E402
from cases.demo.history import History  # noqa: E402
from cases.models import Case  # noqa: E402
from grids.selectors import towns  # noqa: E402
from mediation.core import clock  # noqa: E402
from mediation.core.models import User  # noqa: E402
from reporting.models import Export  # noqa: E402
from reporting.services import request_export  # noqa: E402

RESULTS = Path(__file__).parent / "exports.md"
LIVES = 40  # cases led through services, then repeated
SMALL, LARGE = 10_000, int(os.environ.get("EXPORT_ROWS", "1000000"))
MOST_GROWTH = 50 * 1024 * 1024
PIECE = 1 << 20
FORMATS = tuple(os.environ.get("EXPORT_FORMATS", "xlsx,csv").split(","))


def say(text: str) -> None:
    print(text, flush=True)


def counted(path: Path) -> tuple[int, str]:
    """Rows between headings and last line, and what the last line says: read off the file."""
    rows, last = (_of_csv if path.suffix == ".csv" else _of_workbook)(path)
    return rows, last


def _of_csv(path: Path) -> tuple[int, str]:
    count, row = 0, [""]
    with path.open(encoding="utf-8-sig", newline="") as file:
        for count, row in enumerate(csv.reader(file), start=1):  # noqa: B007
            pass
    return count - 2, row[0]


def _of_workbook(path: Path) -> tuple[int, str]:
    count, last = 0, ""
    with zipfile.ZipFile(path) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        for name in sorted(sheets, key=lambda name: int(re.findall(r"\d+", name)[0])):
            for row in _rows(book, name):
                count, last = count + 1, row
            count -= 1  # headings
    text = re.findall(r"<t[^>]*>([^<]*)</t>", last)
    return count - 1, text[0] if text else ""


def _rows(book: zipfile.ZipFile, name: str) -> Iterator[str]:
    """Each row of a sheet as its XML, however long the sheet is."""
    rest = ""
    with book.open(name) as packed, TextIOWrapper(packed, "utf-8") as sheet:
        while piece := sheet.read(PIECE):
            *rows, rest = (rest + piece).split("</row>")
            yield from rows


def measure(user: User, format: str) -> tuple[str, int, list[str]]:
    """One file of all cases, written by a process of its own and read back."""
    export = request_export(user, {}, "check", format)
    took = apart.write(export.pk)
    export = Export.objects.get(pk=export.pk)
    total = Case.objects.count()
    if not took["is_written"] or export.state != "done":
        return f"| {total} | {format} | not written: {export.message} |", 0, ["no file"]
    path = Path(export.file.path)
    begun_at = time.perf_counter()
    rows, last = counted(path)
    say(f"read back in {time.perf_counter() - begun_at:.0f} s: {rows} rows, {last}")
    faults = []
    if not rows == export.total_rows == total:
        faults.append(f"{format}: {rows} rows in the file, {total} cases")
    if last != f"共 {total} 条":
        faults.append(f"{format}: the last line says “{last}”")
    line = (
        f"| {total} | {format} | {took['peak'] / 2**20:.1f} | {took['cpu']:.1f} | "
        f"{took['seconds']:.1f} | {path.stat().st_size / 2**20:.1f} | {rows} | {last} |"
    )
    say(line)
    export.file.storage.delete(export.file.name)
    return line, int(took["peak"]), faults


def main() -> int:
    call_command("migrate", verbosity=0)
    if not Case.objects.exists():
        call_command("load_reference", stdout=StringIO())
        (centre,) = towns()
        yesterday = clock.today() - timedelta(days=1)
        History(centre, seed=2026).live(LIVES, yesterday, lambda made: None, LIVES)
    many.drop_indexes("party_position_once")
    user = User.objects.get(username="peace")
    lines, breaches, peaks = [], [], {}
    for count in (SMALL, LARGE):
        begun_at = time.perf_counter()
        many.cases_up_to(count)
        say(f"{count} cases: {time.perf_counter() - begun_at:.0f} s")
        for format in FORMATS:
            line, peaks[count, format], faults = measure(user, format)
            lines.append(line)
            breaches += faults
    growth = {each: peaks[LARGE, each] - peaks[SMALL, each] for each in FORMATS}
    for format, grown in growth.items():
        if grown >= MOST_GROWTH:
            breaches.append(f"{format}: the peak grows by {grown / 2**20:.1f} MB")
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    told = "; ".join(f"{each} {grown / 2**20:+.1f} MB" for each, grown in growth.items())
    RESULTS.write_text(
        "\n".join(
            [
                "# Exports of any size",
                "",
                f"All cases of a town as 平安办 reads them; Postgres {version} ({WHERE}), Python "
                f"{platform.python_version()}, {os.cpu_count()} processors. Each file is written "
                "by a process of its own; rows and last line are read off the file.",
                "",
                "| cases | format | peak MB | CPU s | s | file MB | rows read back | last line |",
                "| --- | --- | --- | --- | --- | --- | --- | --- |",
                *lines,
                "",
                f"The peak of memory grows from {SMALL} to {LARGE} rows by: {told} (< 50 MB).",
                "",
                "## Breaches",
                "",
                *([f"- {breach}" for breach in breaches] or ["None."]),
                "",
            ]
        ),
        encoding="utf-8",
    )
    for breach in breaches:
        say(f"BREACH {breach}")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
