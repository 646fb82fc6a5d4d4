"""load_reference: what a town needs before its first case. Running it again changes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from grids.services import ensure_demo_accounts, load_reference
from mediation.core import clock
from mediation.core.deadlines import load_rules
from mediation.core.management.commands.load_calendar import known_years

# Years before this one have no case to date.
FIRST_YEAR = 2024


class Command(BaseCommand):
    help = "载入辖区、单位、类别、牵头规则、期限规则、工作日历等基础数据"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只看结果，不写入")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        counts = load_reference()
        rules = load_rules()
        years = [year for year in known_years() if FIRST_YEAR <= year <= clock.today().year + 1]
        call_command("load_calendar", from_library=years, stdout=self.stdout)
        accounts = ensure_demo_accounts()
        for label, count in counts.items():
            self.stdout.write(f"{label} {count}")
        self.stdout.write(f"期限规则 新增 {rules.added}，已有 {rules.kept}")
        if accounts:
            self.stdout.write(f"演示账号 {len(accounts)}")
        if options["dry_run"]:
            transaction.set_rollback(True)
            self.stdout.write("试运行，没有写入。")
