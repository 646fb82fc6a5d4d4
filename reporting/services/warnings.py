"""监测预警: raised once for a place, kind and spell; answered by its units; ended with a reason.

Nothing here hinders anybody: a warning asks offices what they found and what they do about a kind
of matter. It changes no case and names nobody (DESIGN §1; domain.md §7 row 132).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from grids.enums import Level
from grids.models import Category, Department, Division
from grids.selectors import in_whose_role, towns
from grids.services.writing import words
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.models import Warning, WarningAsk, WarningMatter, WarningSetting, WarningStep
from reporting.selectors import warnings as reading
from reporting.services import warning_notices
from reporting.warning_enums import WarningEnding, WarningSeries, WarningStepKind
from reporting.warnings import Measure, Spell, rises, spell_before

LONGEST = 500
BOUNDS = {
    "at_least": (2, 50),
    "times": (1, 10),
    "one_in": (20, 100_000),
    "answer_workdays": (1, 10),
}
GATE = 0x5941  # a number of our own among the advisory locks of the database


# --- raising --------------------------------------------------------------------------------------


def raise_warnings() -> int:
    """The day's look at every town (reporting.tasks); how many warnings it raised. May run twice.

    What goes wrong in a town is raised after all of them had their look.
    """
    raised = 0
    failures: list[Exception] = []
    for town in towns().order_by("code"):
        try:
            raised += len(raise_in(town))
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("no warnings in some towns", failures)
    return raised


@dataclass(frozen=True, slots=True)
class Rise:
    """One place and kind that the rule speaks of today."""

    division: Division
    category: int
    count: int
    before: int
    left_out: frozenset[int] = frozenset()


@transaction.atomic
def raise_in(centre: Division) -> list[Warning]:
    """Look at the seven whole days before today; tell what is new, note what still lasts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [GATE, centre.pk])
    raised = []
    for series in WarningSeries.values:
        since = reading.first_day(series, centre)
        spell = spell_before(clock.today(), since) if since else None
        setting = reading.setting_of(series, centre)
        if spell is not None and (setting is None or setting.is_on):
            raised += _raise_series(series, centre, spell, setting)
    return raised


def _raise_series(
    series: str, centre: Division, spell: Spell, setting: WarningSetting | None
) -> list[Warning]:
    measure = setting.measure if setting else Measure()
    # What was ended within these days is not told again for the same matters.
    known = {
        (one.division_id, one.category_id): one
        for one in Warning.objects.filter(centre=centre, series=series)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gte=spell.from_on))
        .order_by("pk")
    }
    found = reading.tally(series, centre, spell)
    places = {one.pk: one for one in Division.objects.filter(pk__in={cell[0] for cell in found})}
    raised = []
    for (division, category), (count, before) in sorted(found.items()):
        place = places[division]
        if place.level == Level.TOWN or not rises(count, before, spell.weeks, measure):
            continue
        rise = Rise(place, category, count, before)
        one = _tell(series, centre, spell, setting, rise, known.get((division, category)))
        if one is not None:
            known[division, category] = one
            raised.append(one)
    for rise in _rises_of_town(centre, found, frozenset(known), spell, measure):
        one = _tell(series, centre, spell, setting, rise, known.get((centre.pk, rise.category)))
        if one is not None:
            raised.append(one)
    return raised


def _rises_of_town(
    centre: Division,
    found: reading.Tally,
    told: frozenset[reading.Cell],
    spell: Spell,
    measure: Measure,
) -> list[Rise]:
    """Of the whole town by kind; a village that is told by itself is not counted a second time."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    apart: dict[int, set[int]] = defaultdict(set)
    for (division, category), (count, before) in found.items():
        if division != centre.pk and (division, category) in told:
            apart[category].add(division)
        else:
            sums[category][0] += count
            sums[category][1] += before
    return [
        Rise(centre, category, count, before, frozenset(apart[category]))
        for category, (count, before) in sorted(sums.items())
        if rises(count, before, spell.weeks, measure)
    ]


def _tell(
    series: str,
    centre: Division,
    spell: Spell,
    setting: WarningSetting | None,
    rise: Rise,
    known: Warning | None,
) -> Warning | None:
    """A new warning with its rows, its units and their notices; None while one of this spell is
    there."""
    today, now = clock.today(), clock.now()
    if known is not None:
        if known.is_open:  # it may have been ended since it was read
            Warning.objects.filter(pk=known.pk, closed_on__isnull=True).update(
                last_on=max(known.last_on, today), most=max(known.most, rise.count)
            )
        return None
    one = Warning.objects.create(
        centre=centre,
        series=series,
        division=rise.division,
        category_id=rise.category,
        is_of_the_rest=bool(rise.left_out),
        raised_on=today,
        raised_at=now,
        base_from_on=spell.base_from_on,
        from_on=spell.from_on,
        to_on=spell.to_on,
        counted=rise.count,
        base_counted=rise.before,
        setting=setting,
        last_on=today,
        most=rise.count,
    )
    rows = reading.counted_matters(
        series, centre, spell, rise.division, rise.category, rise.left_out
    )
    key = "case_id" if series == WarningSeries.CASES else "lead_id"
    WarningMatter.objects.bulk_create(
        WarningMatter(centre=centre, warning=one, **{key: pk})
        for pk in rows.order_by("pk").values_list("pk", flat=True)
    )
    WarningStep.objects.create(
        centre=centre, warning=one, kind=WarningStepKind.RAISED, words=one.reason, at=now
    )
    due_on = reading.answer_day(one, today)
    category = Category.objects.get(pk=rise.category)
    for unit in reading.units_to_ask(centre, rise.division, category):
        _ask(one, unit, due_on)
    warning_notices.tell_raised(one)
    return one


def _ask(one: Warning, unit: Department, due_on: date, by: User | None = None) -> WarningAsk:
    ask = WarningAsk.objects.create(
        centre=one.centre, warning=one, unit=unit, asked_on=clock.today(), due_on=due_on
    )
    _step(one, WarningStepKind.ASKED, by, unit=unit)
    return ask


# --- answering and ending -------------------------------------------------------------------------


@transaction.atomic
def answer(one: Warning, actor: User, *, unit: Any, found: str, done: str) -> WarningStep:
    """A unit says what it found and what it does; it may add to it as long as the warning is open.

    Raises `Refused`: not_now · not_yours · needs · invalid….
    """
    one = _lock(one)
    ask = next((a for a in reading.asks_of(actor, one) if a.unit_id == _key(unit)), None)
    if ask is None:
        raise Refused(
            "not_yours",
            "这个单位的回复不由您来写。",
            who="要由它自己的同志来写",
            instead="可以告诉他们，或请平安办加请您的单位",
            field="unit",
        )
    texts = {
        "found": words(found, "found", LONGEST),
        "done": words(done, "done", LONGEST),
    }
    if ask.answered_on is None:
        ask.answered_on = clock.today()
        ask.save(update_fields=["answered_on"])
    step = _step(
        one,
        WarningStepKind.ANSWERED,
        actor,
        unit=ask.unit,
        on_behalf_of=reading.answers_for(actor, ask.unit_id),
        **texts,
    )
    warning_notices.tell_answered(one, ask, step)
    return step


@transaction.atomic
def ask_too(one: Warning, actor: User, *, unit: Any, words_of: str = "") -> WarningAsk:
    """平安办 asks one more unit. Raises `Refused`: not_yours · not_now · invalid_choice · invalid…."""
    one = _lock(one)
    _check_keeper(one, actor)
    chosen = reading.units_to_ask_too(one).filter(pk=_key(unit)).first()
    if chosen is None:
        raise Refused("invalid_choice", "请从列出的单位里选一个。", field="unit")
    text = words(words_of, "words", LONGEST, is_needed=False)
    ask = WarningAsk.objects.create(
        centre=one.centre,
        warning=one,
        unit=chosen,
        asked_on=clock.today(),
        due_on=reading.answer_day(one, clock.today()),
    )
    step = _step(one, WarningStepKind.ASKED, actor, unit=chosen, words=text)
    warning_notices.tell_asked(one, ask, step)
    return ask


@transaction.atomic
def send_back(one: Warning, actor: User, *, unit: Any, reason: str) -> WarningAsk:
    """An answer that does not say enough: the unit is asked again, with a new day.

    That it came late stays known by the steps (`warning_details.answered_late`).

    Raises `Refused`: not_yours · not_now · not_answered · needs · invalid….
    """
    one = _lock(one)
    _check_keeper(one, actor)
    ask = _ask_of(one, unit)
    if ask.answered_on is None:
        raise Refused("not_answered", "这个单位还没有回复，可以催一催。", field="unit")
    text = words(reason, "reason", LONGEST)
    ask.answered_on = None
    ask.asked_on = clock.today()
    ask.due_on = reading.answer_day(one, ask.asked_on)
    ask.save(update_fields=["answered_on", "asked_on", "due_on"])
    step = _step(one, WarningStepKind.RETURNED, actor, unit=ask.unit, words=text)
    warning_notices.tell_returned(one, ask, step)
    return ask


@transaction.atomic
def urge(one: Warning, actor: User, *, unit: Any) -> WarningStep:
    """Once a day for a unit that has not answered.

    Raises `Refused`: not_yours · not_now · answered · urged_today.
    """
    one = _lock(one)
    _check_keeper(one, actor)
    ask = _ask_of(one, unit)
    if ask.answered_on is not None:
        raise Refused("answered", f"{ask.unit}已经回复了。", field="unit")
    midnight, _ = clock.day_bounds(clock.today())
    if one.steps.filter(kind=WarningStepKind.URGED, unit=ask.unit, at__gte=midnight).exists():
        raise Refused("urged_today", f"今天已经催过{ask.unit}，明天再看。", field="unit")
    step = _step(one, WarningStepKind.URGED, actor, unit=ask.unit)
    warning_notices.tell_urged(one, ask, step)
    return step


@transaction.atomic
def close(one: Warning, actor: User, *, ending: str, reason: str) -> Warning:
    """平安办 ends it with what it was and why, once every unit has answered.

    A false alarm (typed twice, a kind chosen wrongly) needs no answers. Raises `Refused`:
    not_yours · not_now · not_answered · needs · invalid….
    """
    one = _lock(one)
    _check_keeper(one, actor)
    if ending not in WarningEnding.values:
        raise Refused("invalid_choice", "请选一个结论。", field="ending")
    text = words(reason, "reason", LONGEST)
    waiting = [ask for ask in one.asks.all() if ask.answered_on is None]
    if waiting and ending != WarningEnding.FALSE_ALARM:
        names = "、".join(str(ask.unit) for ask in waiting)
        raise Refused(
            "not_answered",
            f"{names}还没有回复。",
            instead="可以先催一催；是误报的，结论选“误报”",
            field="ending",
        )
    one.ending, one.closing_reason = ending, text
    one.closed_on, one.closed_at, one.closed_by = clock.today(), clock.now(), actor
    one.save(update_fields=["ending", "closing_reason", "closed_on", "closed_at", "closed_by"])
    step = _step(one, WarningStepKind.CLOSED, actor, words=text)
    warning_notices.tell_closed(one, step)
    return one


# --- the measure ----------------------------------------------------------------------------------


@transaction.atomic
def set_measure(centre: Division, actor: User, *, series: str, **asked: Any) -> WarningSetting:
    """The town's own measure from now on (本镇规定); warnings that were raised keep theirs.

    `asked`: is_on, at_least, times, one_in, answer_workdays. Raises `Refused`: not_yours · invalid….
    """
    if not reading.may_keep(actor, centre):
        raise Refused("not_yours", "预警规则不由您来定。", who="由平安办或中心主任来定")
    if series not in WarningSeries.values:
        raise Refused("invalid_choice", "请选一项。", field="series")
    values: dict[str, Any] = {}
    for name, (least, most) in BOUNDS.items():
        value = Decimal(str(asked[name]))
        if not least <= value <= most:
            raise Refused("invalid_number", f"请填 {least} 到 {most}。", field=name)
        values[name] = value if name == "times" else int(value)
    return WarningSetting.objects.create(
        centre=centre,
        series=series,
        is_on=bool(asked["is_on"]),
        by=actor,
        at=clock.now(),
        **values,
    )


# --- shared ---------------------------------------------------------------------------------------


def _lock(one: Warning) -> Warning:
    """The row, locked, as it stands now. Raises `Refused`: not_now."""
    found = (
        Warning.objects.select_for_update(of=("self",), no_key=True)
        .select_related("centre", "division", "category", "setting")
        .get(pk=one.pk)
    )
    if not found.is_open:
        raise Refused("not_now", "这个预警已经结束了。", instead="请刷新页面看一看")
    return found


def _check_keeper(one: Warning, actor: User) -> None:
    if not reading.may_keep(actor, one.centre):
        raise Refused("not_yours", "这一步由平安办来办。", who="由平安办同志或中心主任来办")


def _ask_of(one: Warning, unit: Any) -> WarningAsk:
    ask = one.asks.filter(unit=_key(unit)).select_related("unit").first()
    if ask is None:
        raise Refused("invalid_choice", "请从已请的单位里选一个。", field="unit")
    return ask


def _key(value: Any) -> int:
    """A key as typed; one that no row has for what is none."""
    if isinstance(value, Department):
        return int(value.pk)
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _step(one: Warning, kind: str, by: User | None, **more: Any) -> WarningStep:
    if by is not None and "on_behalf_of" not in more:
        more["on_behalf_of"] = in_whose_role(by, reading.KEEPERS)
    return WarningStep.objects.create(
        centre=one.centre, warning=one, kind=kind, by=by, at=clock.now(), **more
    )
