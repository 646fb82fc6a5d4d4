"""Rounds by the calendar and by hand, units that need not report, the town's own rule.

Seeds: every unit sweeps once in two months (domain.md §7 row 64); campaigns, themes, places and
holidays by hand (rows 57, 61, 154–156).
"""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from grids.enums.sweeps import BY_HAND, EVERY, SWEEPING_KINDS, RoundKind
from grids.models import (
    Campaign,
    Category,
    Department,
    Division,
    SweepRound,
    SweepRule,
    SweepTheme,
    SweepUnit,
)
from grids.selectors import centre_of, departments, towns
from grids.selectors.campaigns import going_on
from grids.selectors.sweeps import rule_of, towns_made
from grids.services.sweeps import telling
from grids.services.sweeps.checks import (
    category,
    check_maker,
    check_runs,
    locked,
    locked_unit,
    not_yours,
    units_of_town,
)
from grids.services.writing import day, words
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

ROLLING_LOCK = 8401
LONGEST_TITLE, LONGEST_WHAT, LONGEST_WHERE, LONGEST_WHY = 60, 1_000, 200, 200
BY_CALENDAR = "本镇规定（滚动排查）"


def period_of(on: date, months: int) -> tuple[date, date]:
    """First and last day of the stretch of `months` months, cut from January on, that holds a day."""
    first_month = (on.month - 1) // months * months + 1
    after = first_month + months
    end = date(on.year + (after > 12), after - 12 if after > 12 else after, 1)
    return date(on.year, first_month, 1), end - timedelta(days=1)


def rolling_title(from_on: date, to_on: date, months: int) -> str:
    """2026年第6轮滚动排查（11—12月)."""
    number = (to_on.month - 1) // months + 1
    stretch = (
        f"{from_on.month}月"
        if from_on.month == to_on.month
        else (f"{from_on.month}—{to_on.month}月")
    )
    return f"{to_on.year}年第{number}轮滚动排查（{stretch}）"


@transaction.atomic
def make_rolling_rounds(on: date | None = None) -> list[SweepRound]:
    """The rolling round of the stretch that holds `on` (today), for every town that has none yet.

    Any number may run at once. A stretch that passed while nothing ran is not made up for: nobody
    was asked, so nobody is missing. After a change of the rule a round begins where the last ended.
    """
    on = on or clock.today()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ROLLING_LOCK])
    made = [_make_rolling(town, on) for town in towns()]
    return [one for one in made if one is not None]


def _make_rolling(town: Division, on: date) -> SweepRound | None:
    rule = rule_of(town)
    if not rule.is_on:
        return None
    from_on, to_on = period_of(on, rule.months)
    last = SweepRound.objects.filter(centre=town, kind=RoundKind.ROLLING).order_by("-to_on").first()
    if last is not None:
        from_on = max(from_on, last.to_on + timedelta(days=1))
    if not from_on <= on <= to_on:
        return None
    units = [one for one in departments(town) if one.kind in SWEEPING_KINDS]
    if not units:
        return None
    round_ = SweepRound.objects.create(
        centre=town,
        kind=RoundKind.ROLLING,
        title=rolling_title(from_on, to_on, rule.months),
        what="各类矛盾纠纷，不分领域；已经化解的看有没有反复。",
        asked_by=BY_CALENDAR,
        from_on=from_on,
        to_on=to_on,
        due_on=to_on + timedelta(days=rule.days_after),
        at=clock.now(),
    )
    _ask(round_, units)
    return round_


def open_round(
    actor: User,
    *,
    kind: str,
    title: str,
    from_on: date,
    to_on: date,
    units: Collection[int | Department],
    form_key: UUID | str,
    due_on: date | None = None,
    what: str = "",
    where: str = "",
    asked_by: str = "",
    categories: Collection[str | Category] = (),
    campaign: int | str | Campaign | None = None,
) -> SweepRound:
    """Open a round by hand; the same form key gives the first one back. A round of a campaign
    lies within its days.

    Raises `Refused`: not_yours · needs · invalid_choice · invalid_day · invalid_text.
    """
    centre = centre_of(actor)
    if centre is None or centre.pk not in towns_made(actor):
        raise not_yours("开一轮排查", "由平安办或中心主任来开")
    if known := SweepRound.objects.filter(form_key=form_key, centre=centre).first():
        return known
    if kind not in BY_HAND:
        raise Refused("invalid_choice", "滚动排查由日历自动开，请选别的种类。", field="kind")
    from_on, to_on = day(from_on, "from_on"), day(to_on, "to_on", earliest=from_on)
    round_ = SweepRound(
        centre=centre,
        kind=kind,
        title=words(title, "title", LONGEST_TITLE),
        what=words(what, "what", LONGEST_WHAT, is_needed=False),
        where=words(where, "where", LONGEST_WHERE, is_needed=kind == RoundKind.PLACE),
        asked_by=words(asked_by or "平安办", "asked_by", LONGEST_TITLE),
        from_on=from_on,
        to_on=to_on,
        due_on=day(due_on or to_on, "due_on", earliest=to_on),
        by=actor,
        at=clock.now(),
        form_key=UUID(str(form_key)),
        campaign=_campaign(actor, campaign, kind, from_on, to_on),
    )
    themes = [category(one) for one in categories]
    if kind == RoundKind.THEME and not themes:
        raise Refused("needs", "专题排查请选查哪几类纠纷。", field="categories")
    asked = units_of_town(units, centre)
    try:
        with transaction.atomic():
            round_.save(force_insert=True)
            SweepTheme.objects.bulk_create(
                SweepTheme(centre=centre, round=round_, category=one) for one in themes
            )
            _ask(round_, asked)
    except IntegrityError:  # the same form, pressed twice at once
        if known := SweepRound.objects.filter(form_key=form_key, centre=centre).first():
            return known
        raise
    return round_


def _campaign(
    actor: User, campaign: int | str | Campaign | None, kind: str, from_on: date, to_on: date
) -> Campaign | None:
    if campaign in (None, ""):
        return None
    if kind != RoundKind.CAMPAIGN:
        raise Refused("invalid_choice", "种类选“专项行动”，才归到专项行动里。", field="campaign")
    key = str(getattr(campaign, "pk", campaign))
    found = going_on(actor).filter(pk=int(key) if key.isdecimal() else 0).first()
    if found is None:
        raise Refused("invalid_choice", "请从还没有收尾的专项行动里选。", field="campaign")
    day(from_on, "from_on", earliest=found.starts_on)
    day(to_on, "to_on", latest=found.ends_on)
    return found


def _ask(round_: SweepRound, units: Collection[Department]) -> None:
    asked = SweepUnit.objects.bulk_create(
        SweepUnit(centre=round_.centre, round=round_, unit=one) for one in units
    )
    telling.opened(round_, asked)


@transaction.atomic
def call_off(round_: SweepRound, actor: User, why: str) -> SweepRound:
    """A round that was opened by mistake, or is not held; what was reported stays readable.

    Raises `Refused`: not_yours · not_now · needs.
    """
    round_ = locked(round_)
    check_maker(round_, actor, "撤销这一轮")
    check_runs(round_)
    round_.called_off_why = words(why, "why", LONGEST_WHY)
    round_.called_off_at, round_.called_off_by = clock.now(), actor
    round_.save(update_fields=["called_off_at", "called_off_by", "called_off_why"])
    silent = round_.units.filter(reports__isnull=True, excused_at__isnull=True)
    telling.called_off(round_, silent.select_related("unit"), actor)
    return round_


@transaction.atomic
def excuse(asked: SweepUnit, actor: User, why: str) -> SweepUnit:
    """A unit need not report after all (its village merged). It leaves the rate's base.

    Raises `Refused`: not_yours · not_now · needs.
    """
    asked = locked_unit(asked)
    check_maker(asked.round, actor, "免报")
    check_runs(asked.round)
    if asked.excused_at is not None or asked.reports.exists():
        raise Refused("not_now", "这个单位已经报了，或者已经免报。", instead="请刷新页面看一看")
    asked.excuse = words(why, "why", LONGEST_WHY)
    asked.excused_at, asked.excused_by = clock.now(), actor
    asked.save(update_fields=["excused_at", "excused_by", "excuse"])
    return asked


def set_rule(actor: User, *, months: int, days_after: int = 0, is_on: bool = True) -> SweepRule:
    """本镇规定: from the next round on; the rows before it stay. Raises `Refused`: not_yours · invalid."""
    centre = centre_of(actor)
    if centre is None or centre.pk not in towns_made(actor):
        raise not_yours("改滚动排查的规定", "由平安办或中心主任来定")
    if months not in EVERY:
        raise Refused("invalid_choice", "请选 1、2、3、4、6 或 12 个月。", field="months")
    if not 0 <= days_after <= 15:
        raise Refused("invalid_number", "最多宽限 15 天。", field="days_after")
    return SweepRule.objects.create(
        centre=centre,
        months=months,
        days_after=days_after,
        is_on=is_on,
        by=actor,
        at=clock.now(),
    )
