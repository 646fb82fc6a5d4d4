"""Locking a half-month: its figures are kept, its rows are refused to everybody from then on."""

import hashlib
import json
from datetime import date, timedelta

from django.db import transaction

from grids.models import Division
from grids.selectors import towns
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting import periods
from reporting.enums import State
from reporting.figures import LINES
from reporting.models import HalfMonth, Movement, Snapshot
from reporting.periods import Period, previous
from reporting.selectors.locks import last_lock
from reporting.selectors.sums import CellSums, live_sums
from reporting.services import gate
from reporting.services.counting import keep_lists
from reporting.services.forms import keep_forms

GRACE = timedelta(days=10)  # rules.md §7, last line


@transaction.atomic
def lock(cut_off: date, actor: User | None, centre: Division) -> HalfMonth:
    """Lock a half-month of a town, and with it all earlier ones that are still open.

    `actor` None: it locked itself, ten days after the cut-off. Raises `NotACutOff`, or `Refused`
    ("too_early", "already_locked").
    """
    period = periods.half_month(cut_off)
    if cut_off > clock.today():
        raise Refused(
            "too_early",
            f"这一期到{cut_off.month}月{cut_off.day}日才截止，还不能锁定。",
            instead="请在截止日或以后锁定。",
        )
    gate.close(centre)
    locked = last_lock(centre)
    if locked is not None and cut_off <= locked.cut_off:
        raise Refused("already_locked", "这一期已经锁定，数字不再变动。")
    first_on = locked.cut_off + periods.DAY if locked else _first_day(centre, period)
    for each in periods.half_months_between(min(first_on, period.first_on), cut_off):
        half_month = _lock_one(each, actor, centre)
    # Of what lies before the first lock of all nothing is kept: nobody reported from here then.
    keep_forms(centre, locked.cut_off if locked else period.first_on - periods.DAY, cut_off)
    return half_month


def lock_earlier(centre: Division, period: Period) -> None:
    """What nobody locked before an approved half-month locks itself first, under nobody's name.

    Once the cut-off of the next one has come, its own lies more than ten days back.
    """
    locked = last_lock(centre)
    first_on = locked.cut_off + periods.DAY if locked else _first_day(centre, period)
    if first_on < period.first_on:
        lock(previous(period).last_on, None, centre)


def lock_overdue(today: date | None = None) -> int:
    """Lock what is ten days past its cut-off, with what there is; the number of towns touched."""
    latest = periods.nearest((today or clock.today()) - GRACE + periods.DAY)[0]
    count = 0
    for centre in towns():
        locked = last_lock(centre)
        if locked is not None and locked.cut_off >= latest:
            continue
        if locked is None and not Movement.objects.filter(centre=centre).exists():
            continue
        lock(latest, None, centre)
        count += 1
    return count


def _first_day(centre: Division, period: Period) -> date:
    """The day of the town's first line; of the half-month itself if there is none before it."""
    first = (
        Movement.objects.filter(centre=centre)
        .order_by("booked_on")
        .values_list("booked_on", flat=True)
        .first()
    )
    return first or period.first_on


def _lock_one(period: Period, actor: User | None, centre: Division) -> HalfMonth:
    half_month, _ = HalfMonth.objects.get_or_create(centre=centre, cut_off=period.last_on)
    sums = live_sums(centre, period)
    Snapshot.objects.bulk_create(
        Snapshot(
            half_month=half_month,
            division_id=cell.division,
            category_id=cell.category,
            source=cell.source,
            **{line: values.get(line, 0) for line in LINES},
            others={
                name: amount if isinstance(amount, int) else str(amount)
                for name, amount in sorted(values.items())
                if name not in LINES and amount
            },
        )
        for cell, values in sorted(sums.items())
    )
    keep_lists(half_month)
    half_month.state = State.LOCKED
    half_month.locked_at = clock.now()
    half_month.locked_by = actor
    half_month.is_auto = actor is None
    half_month.sha256 = fingerprint(sums)
    half_month.save()
    return half_month


def fingerprint(sums: CellSums) -> str:
    """SHA-256 of the figures in one fixed spelling."""
    said = [
        [*cell, {name: str(amount) for name, amount in sorted(values.items()) if amount}]
        for cell, values in sorted(sums.items())
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
