"""load_divisions FILE: bring the division tree in step with a published list."""

import csv
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from grids.services import load_divisions
from grids.services.divisions import COLUMNS
from mediation.core import clock


class Command(BaseCommand):
    help = "载入区划表，保留改名和撤并的历史"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=f"CSV：{','.join(COLUMNS)}")
        parser.add_argument("--on", type=date.fromisoformat, help="生效日期，默认今天")
        parser.add_argument("--dry-run", action="store_true", help="只看结果，不写入")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            lines = file.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                f"打不开 {file.name}，请看看文件在不在、是不是 UTF-8 的 CSV。"
            ) from error
        rows = csv.DictReader(lines)
        if missing := set(COLUMNS) - set(rows.fieldnames or ()):
            raise CommandError(f"缺少列：{'、'.join(sorted(missing))}。")
        loaded = load_divisions(rows, options["on"] or clock.today(), is_dry_run=options["dry_run"])
        for sentence in loaded.refused:
            self.stderr.write(sentence)
        if loaded.refused:
            raise CommandError(f"有 {len(loaded.refused)} 行没看懂，一行也没有写入。")
        for label, names in (("改名", loaded.renamed), ("停用", loaded.closed)):
            if names:
                self.stdout.write(f"{label}：{'、'.join(names)}")
        self.stdout.write(
            f"{'试运行，没有写入：' if options['dry_run'] else ''}"
            f"新增 {len(loaded.created)} 处，改名 {len(loaded.renamed)} 处，"
            f"停用 {len(loaded.closed)} 处，恢复 {len(loaded.reopened)} 处，"
            f"没变 {loaded.unchanged} 处。"
        )
