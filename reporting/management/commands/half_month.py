"""half_month 2026-11-14 [--division CODE] [--format json|xlsx|docx] [--output F]."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from grids.enums import Level
from grids.models import Division
from grids.selectors import towns
from reporting.exports import as_document, as_json, as_workbook
from reporting.periods import NotACutOff, half_month
from reporting.report import report_of


class Command(BaseCommand):
    help = "半月报：按截止日输出统计表（json、xlsx、docx）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cut_off", help="截止日，如 2026-11-14")
        parser.add_argument("--division", default="", help="辖区代码；默认为唯一的街道（镇）")
        parser.add_argument("--format", choices=["json", "xlsx", "docx"], default="json")
        parser.add_argument("--output", default="", help="写到哪个文件；默认写到标准输出")

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
        report = report_of(town, period, division)
        if options["format"] == "json":
            text = json.dumps(as_json.half_month(report), ensure_ascii=False, indent=2)
            self.put(f"{text}\n".encode(), options["output"])
        elif options["format"] == "xlsx":
            self.put(as_workbook.half_month(report), options["output"])
        else:
            self.put(as_document.half_month(report), options["output"])

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
