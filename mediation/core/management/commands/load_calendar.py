"""load_calendar FILE: take over the State Council's notice of holidays and 调休 days.

FILE is CSV with the columns date, is_workday (true or false) and name, naming only the days that do not
follow their weekday. `--from-library YEAR` fills a year from chinesecalendar instead; what a notice
of ours has announced is never overruled by it. Nothing is written when a line was refused.
"""

import csv
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
from chinese_calendar.constants import holidays as library_holidays
from django.core.management.base import BaseCommand, CommandError

from mediation.core import calendar
from mediation.core.models import CalendarDay, DaySource

WORDS = {"true": True, "yes": True, "1": True, "是": True, "上班": True}
WORDS |= {"false": False, "no": False, "0": False, "否": False, "放假": False}


class Command(BaseCommand):
    help = "载入国务院办公厅公布的放假和调休安排"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="CSV：date,is_workday,name")
        parser.add_argument("--from-library", nargs="+", type=int, metavar="YEAR", default=[])
        parser.add_argument("--dry-run", action="store_true", help="只看结果，不写入")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path | None = options["file"]
        years: list[int] = options["from_library"]
        if (file is None) == (not years):
            raise CommandError("请给出一个文件，或者用 --from-library 给出年份。")
        days, refused = read_notice(file) if file else read_library(years)
        for line in refused:
            self.stderr.write(line)
        if refused:
            raise CommandError(f"有 {len(refused)} 处没看懂，一行也没有写入。")
        stored = calendar.store(days, overrule=file is not None, is_dry_run=options["dry_run"])
        self.stdout.write(
            f"{'试运行，没有写入：' if options['dry_run'] else ''}"
            f"新增 {stored.added} 天，改动 {stored.changed} 天，"
            f"删去 {stored.removed} 天，没变 {stored.unchanged} 天。"
        )


def known_years() -> list[int]:
    """Return the years that chinesecalendar knows."""
    return sorted({day.year for day in library_holidays})


def read_library(years: Iterable[int]) -> tuple[list[CalendarDay], list[str]]:
    """Return the days of those years that do not follow their weekday, and what was refused."""
    days: list[CalendarDay] = []
    refused: list[str] = []
    known = known_years()
    for year in years:
        if year in known:
            days.extend(_library_days(year))
        else:
            refused.append(f"{year}年：公开节假日数据里还没有。")
    return days, refused


def _library_days(year: int) -> Iterator[CalendarDay]:
    day = date(year, 1, 1)
    while day.year == year:
        is_off, name = chinese_calendar.get_holiday_detail(day)
        if name or is_off == (day.weekday() < 5):
            chinese = chinese_calendar.Holiday(name).chinese if name else ""
            yield CalendarDay(
                date=day,
                is_workday=not is_off,
                name=chinese if is_off else f"{chinese}调休",
                source=DaySource.LIBRARY,
            )
        day += timedelta(days=1)


def read_notice(file: Path) -> tuple[list[CalendarDay], list[str]]:
    """Return the days named in the file, and one sentence for every line that was refused."""
    days: dict[date, CalendarDay] = {}
    refused: list[str] = []
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(
            f"打不开 {file.name}，请看看文件在不在、是不是 UTF-8 的 CSV。"
        ) from error
    rows = csv.DictReader(text.splitlines())
    if not {"date", "is_workday"} <= set(rows.fieldnames or ()):
        raise CommandError("第一行应当是 date,is_workday,name。")
    for number, row in enumerate(rows, start=2):
        try:
            day = date.fromisoformat((row["date"] or "").strip())
            is_workday = WORDS[(row["is_workday"] or "").strip().lower()]
        except (ValueError, KeyError):
            refused.append(f"第 {number} 行：日期写成 2026-10-01，上班写 true 或 false。")
            continue
        if day in days:
            refused.append(f"第 {number} 行：{day} 前面已经有了。")
            continue
        name = (row.get("name") or "").strip()
        days[day] = CalendarDay(date=day, is_workday=is_workday, name=name, source=DaySource.NOTICE)
    return list(days.values()), refused
