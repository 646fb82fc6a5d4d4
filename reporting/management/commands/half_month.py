"""half_month 2026-11-14 [--division CODE] [--format json|xlsx|docx] [--output F] | --check."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from grids.enums import Level
from grids.models import Division
from grids.selectors import towns
from reporting import kept
from reporting.exports import as_document, as_json, as_workbook
from reporting.periods import NotACutOff, Period, half_month
from reporting.report import report_of
from reporting.selectors import half_month_of


class Command(BaseCommand):
    help = "半月报：按截止日输出统计表（json、xlsx、docx）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cut_off", help="截止日，如 2026-11-14")
        parser.add_argument("--division", default="", help="辖区代码；默认为唯一的街道（镇）")
        parser.add_argument("--format", choices=["json", "xlsx", "docx"], default="json")
        parser.add_argument("--output", default="", help="写到哪个文件；默认写到标准输出")
        parser.add_argument(
            "--check",
            action="store_true",
            help="不输出表，逐件核对锁定时留存的数字和现在的记录；有对不上的，返回 1",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = half_month(date.fromisoformat(options["cut_off"]))
        except NotACutOff as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        except ValueError as error:
            raise CommandError("截止日要写成 2026-11-14 这样。", returncode=2) from error
        division = place(options["division"])
        town = division
        while town.level != Level.TOWN and town.parent is not None:
            town = town.parent
        if options["check"]:
            self.check_kept(town, period)
            return
        report = report_of(town, period, division)
        if options["format"] == "json":
            text = json.dumps(as_json.half_month(report), ensure_ascii=False, indent=2)
            self.put(f"{text}\n".encode(), options["output"])
        elif options["format"] == "xlsx":
            self.put(as_workbook.half_month(report), options["output"])
        else:
            self.put(as_document.half_month(report), options["output"])

    def check_kept(self, town: Division, period: Period) -> None:
        """A sentence for each difference, and 1; one sentence and 0 where there is none."""
        locked = half_month_of(town, period)
        if locked is None or not locked.is_locked:
            raise CommandError("这一期还没有锁定，没有留存的数字可以核对。", returncode=2)
        found = kept.examine(locked)
        for fault in found.faults:
            self.stdout.write(fault)
        if found.faults:
            raise CommandError(f"截至{locked}的半月报有 {len(found.faults)} 处对不上。")
        self.stdout.write(f"截至{locked}的半月报，留存的数字和现在的记录对得上。")
        if found.explained:
            self.stdout.write(f"有 {found.explained} 件在锁定以后改过，改动都有记录。")

    def put(self, content: bytes, output: str) -> None:
        if output:
            Path(output).write_bytes(content)
        elif hasattr(self.stdout, "buffer"):
            self.stdout.buffer.write(content)
        else:
            self.stdout.write(content.decode(), ending="")


def place(code: str) -> Division:
    """The division of a code, or the only town there is."""
    if code:
        found = Division.objects.select_related("parent__parent").filter(code=code).first()
        if found is None or found.level not in {Level.TOWN, Level.VILLAGE, Level.GRID}:
            raise CommandError(f"没有代码为 {code} 的街道（镇）或村（社区）。", returncode=2)
        return found
    only = list(towns()[:2])
    if len(only) != 1:
        raise CommandError("请用 --division 写明是哪个街道（镇）。", returncode=2)
    return only[0]
