"""`seed_demo [--cases N] [--seed S]`: a believable history of the demo town, through services.

Above 5,000 the lives of the first cases are repeated by COPY under new numbers, people and
stories; `check_invariants` passes on both.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.demo.copies import multiply
from cases.demo.history import History
from cases.models import Case
from grids.selectors import towns
from mediation.core import clock

BY_SERVICES = 5_000
TEMPLATE = 400


class Command(BaseCommand):
    help = "生成演示案件：经过登记、受理、调解、上报、结案的真实步骤。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=300, help="件数，默认 300")
        parser.add_argument("--seed", type=int, default=2026, help="随机种子")
        parser.add_argument("--dry-run", action="store_true", help="只说要做什么")

    def handle(self, *args: Any, **options: Any) -> None:
        count: int = options["cases"]
        if count < 1:
            raise CommandError("件数要大于 0。")
        centre = towns().order_by("code").first()
        if centre is None:
            raise CommandError("还没有街道，请先运行 load_reference。")
        if options["dry_run"]:
            self.stdout.write(f"将为{centre.short_name}生成 {count} 件演示案件。")
            return
        if Case.objects.exists():
            raise CommandError("已经有案件了，演示数据只放进空的系统。")
        first = count if count <= BY_SERVICES else TEMPLATE
        history = History(centre, options["seed"])
        made = history.live(first, clock.today(), lambda n: None)
        if count > made:
            made += multiply(centre, count - made, options["seed"])
        self.stdout.write(f"已生成 {made} 件演示案件。")
