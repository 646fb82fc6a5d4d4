"""load_contents FILE: put the province's table of content categories in the place of the town's."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from petitions.services.reference import COLUMNS, replace_contents


class Command(BaseCommand):
    help = "载入信访内容分类表；表里没有的分类停用，旧件不变"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=f"CSV：{','.join(COLUMNS)}")
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
        loaded = replace_contents(list(rows), is_dry_run=options["dry_run"])
        for sentence in loaded.refused:
            self.stderr.write(sentence)
        if loaded.refused:
            raise CommandError(f"有 {len(loaded.refused)} 行没看懂，一行也没有写入。")
        self.stdout.write(
            f"{'试运行，没有写入：' if options['dry_run'] else ''}"
            f"新增 {loaded.added} 类，改动 {loaded.changed} 类，停用 {loaded.closed} 类。"
        )
