"""recompute_deadlines: after load_calendar, date open matters by the new calendar."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cases.services.redating import redate_running


class Command(BaseCommand):
    help = "按最新的放假安排重算正在走的期限"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只看结果，不写入")

    def handle(self, *args: Any, **options: Any) -> None:
        redated = redate_running(is_dry_run=options["dry_run"])
        self.stdout.write(
            f"{'试运行，没有写入：' if options['dry_run'] else ''}"
            f"看了 {redated.looked_at} 件，改了期限 {redated.moved} 件。"
        )
