"""recompute_deadlines: after load_calendar, date open matters by the new calendar."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "按最新的放假安排重算正在走的期限"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只看结果，不写入")

    def handle(self, *args: Any, **options: Any) -> None:
        is_dry_run: bool = options["dry_run"]
        redated = [import_string(one)(is_dry_run=is_dry_run) for one in settings.REDATING]
        self.stdout.write(
            f"{'试运行，没有写入：' if is_dry_run else ''}"
            f"看了 {sum(one.looked_at for one in redated)} 件，"
            f"改了期限 {sum(one.moved for one in redated)} 件。"
        )
