"""`seed_demo [--cases N] [--seed S]`: a believable history of the demo town, through services.

Above 5,000 the lives of the first cases are repeated by COPY under new numbers, people and
stories; `check_invariants` passes on both. Half-months long past are locked, as in real work.
"""

import gc
from argparse import ArgumentParser
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.timezone import get_default_timezone

from cases.demo.alarms import Alarms
from cases.demo.copies import multiply
from cases.demo.history import DAYS_BACK, History
from cases.demo.leads import Leads
from cases.demo.sittings import Sittings
from cases.demo.supporting import load_demo_supporting
from cases.demo.tickets import DAYS_BACK as TICKETS_BACK
from cases.demo.tickets import Brought, Tickets
from cases.enums import VisitOutcome
from cases.models import Case
from grids.models import Division
from grids.selectors import towns
from grids.services.demo_channels import load_demo_channels
from grids.services.demo_duties import load_demo_duties
from grids.services.demo_network import load_demo_network
from grids.services.demo_sweeps import load_demo_sweeps
from mediation.core import clock
from mediation.core.models import User
from petitions.demo.lives import Lives
from petitions.enums import Channel, Kind
from petitions.models import Petition
from petitions.services.reference import load_contents
from reporting import periods
from reporting.models import Movement
from reporting.services import lock
from reporting.services.demo_exports import load_demo_exports
from reporting.services.demo_returns import load_demo_returns
from reporting.services.demo_reviews import load_demo_reviews
from reporting.services.demo_targets import load_demo_targets
from reporting.services.demo_warnings import load_demo_warnings
from reporting.services.demo_written import load_demo_written
from reporting.services.returns import open_returns

BY_SERVICES = 5_000
LIVES = 400  # led through services, then repeated
MOST_PETITIONS = 300
LOCKED_AFTER = timedelta(days=2)  # 平安办 locks a half-month two days after its cut-off
LEFT_OPEN = timedelta(days=10)  # younger ones are still being corrected
RETURNS_BACK = timedelta(days=40)  # of older half-months no returns are shown


class Command(BaseCommand):
    help = "生成演示案件：经过登记、受理、调解、上报、结案的真实步骤。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=300, help="件数，默认 300")
        parser.add_argument("--seed", type=int, default=2026, help="随机种子")
        parser.add_argument("--days", type=int, default=DAYS_BACK, help="往前多少天，默认 330")
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
        gc.set_threshold(50_000)  # thousands of short-lived rows, hardly a cycle among them
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")  # what is lost can be seeded again
        until = clock.today() - timedelta(days=1)  # nobody lives in the hours still to come
        history = History(centre, options["seed"])
        load_demo_sweeps(centre, options["seed"], until, options["days"])
        first = count if count <= BY_SERVICES else LIVES
        made = history.live(first, until, lambda n: None, options["days"])
        if count > made:
            made += multiply(centre, count - made, options["seed"])
        Sittings(history, options["seed"]).arrange(until)
        Alarms(history, options["seed"]).raise_some()
        lock_half_months(centre, history.peace, clock.today())
        open_returns()
        load_contents()
        petitions = Lives(centre, options["seed"]).live(petitions_beside(made), until)
        Tickets(history, options["seed"]).hand_out(brought_by_visit(centre))
        Leads(centre, options["seed"]).bring_in(until)
        load_demo_channels()
        load_demo_network(centre)
        load_demo_supporting(centre)
        load_demo_duties(centre)
        load_demo_exports(history.peace)
        load_demo_warnings(centre, history.peace)
        load_demo_targets(centre, history.peace)
        load_demo_written(centre)
        load_demo_reviews(centre, history.peace)
        self.stdout.write(f"已生成 {made} 件演示案件、{petitions} 件演示信访。")


def brought_by_visit(centre: Division) -> list[Brought]:
    """The last days' petitions whose people came themselves; of an accusation nothing is told."""
    midnight, _ = clock.day_bounds(clock.today())
    found = Petition.objects.filter(
        centre=centre,
        channel=Channel.VISIT,
        registered_at__gte=midnight - timedelta(days=TICKETS_BACK),
        registered_at__lt=midnight,
    ).exclude(kind=Kind.ACCUSATION)
    return [
        Brought(clock.local(at), f"petition:{pk}", VisitOutcome.PETITION)
        for at, pk in found.order_by("registered_at").values_list("registered_at", "pk")
    ]


def petitions_beside(cases: int) -> int:
    """A petition for every ten cases, never more than a person could look through."""
    return min(max(cases // 10, 1), MOST_PETITIONS)


def lock_half_months(centre: Division, actor: User, today: date) -> None:
    """Lock what is more than ten days past its cut-off, one by one, each a little after it; of the
    last ones the villages' returns came before."""
    first = Movement.objects.filter(centre=centre).order_by("booked_on").first()
    if first is None:
        return
    for period in periods.half_months_between(first.booked_on, today):
        if period.last_on >= today:
            break
        is_open = period.last_on + LEFT_OPEN >= today
        if period.last_on >= today - RETURNS_BACK:
            load_demo_returns(centre, period, actor, is_open=is_open)
        if is_open:
            continue
        at = datetime.combine(period.last_on + LOCKED_AFTER, time(10), get_default_timezone())
        with clock.standing_at(at):
            lock(period.last_on, actor, centre)
