"""停滞 and 进展: open cases in which nothing was done for some time, and the notes that red and
orange ones owe (seed 000, 001; rules.md §4 PROGRESS). Said of the matter and its unit, never of a person.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, F, Min, OuterRef, Q, QuerySet, Subquery

from cases import access, enums
from cases.enums import Clock, Risk, Status
from cases.models import Case, Deadline, RiskAssessment
from cases.selectors.matters import for_lists
from cases.selectors.rows import Row, row
from mediation.core.deadlines import pick
from mediation.core.models import Rule, User

STAGNANT = "STAGNANT"  # a length that the town sets, no clock of a case
DAYS_WITHOUT_A_RULE = 15
SHOWN = 200
HIGH = (Risk.RED, Risk.ORANGE)


def stagnant_days(today: date) -> int | None:
    """After how many days a matter counts as stagnant; None where the town switched the list off."""
    rules = list(Rule.objects.filter(clock=STAGNANT).order_by("pk"))
    if not rules:
        return DAYS_WITHOUT_A_RULE
    rule = pick(rules, STAGNANT, today)
    return rule.length if rule else None


def stagnant_on(today: date, days: int | None) -> Q:
    """Open, not at rest, and nobody worked on it (enums.WORK) for `days` days."""
    if days is None:
        return Q(pk__in=[])
    return Q(status__in=enums.OPEN, is_resting=False, worked_on__lte=today - timedelta(days=days))


@dataclass(frozen=True, slots=True)
class StagnantRow:
    """`days` since anything was done in it."""

    row: Row
    last_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Heap:
    """How many stand still at one place or with one unit, and the longest."""

    key: str
    label: str
    count: int
    longest: int


@dataclass(frozen=True, slots=True)
class Standstill:
    """`limit` is None where the town switched the list off."""

    limit: int | None
    rows: list[StagnantRow]
    places: list[Heap]
    units: list[Heap]
    has_more: bool


def standing_still(user: User, today: date, *, division: str = "", unit: str = "") -> Standstill:
    """The stagnant cases in the user's sight, the longest first; at most SHOWN lines.

    Heaps are of all of them; `division` and `unit` (codes) narrow the lines.
    """
    limit = stagnant_days(today)
    found = access.visible_to(user).filter(stagnant_on(today, limit))
    narrowed = found
    if division:
        narrowed = narrowed.filter(division__code=division)
    if unit:
        narrowed = narrowed.filter(unit__code=unit)
    in_order = for_lists(narrowed).order_by("worked_on", "pk")
    cases = list(in_order[: SHOWN + 1])
    return Standstill(
        limit=limit,
        rows=[
            StagnantRow(row(case, today), case.worked_on, (today - case.worked_on).days)
            for case in cases[:SHOWN]
        ],
        places=sorted(_heaps(found, "division", today), key=lambda one: one.key),
        units=sorted(_heaps(found, "unit", today), key=lambda one: (-one.count, one.key)),
        has_more=len(cases) > SHOWN,
    )


def _heaps(found: QuerySet[Case], by: str, today: date) -> list[Heap]:
    """How many stand still at each place or with each unit."""
    code, name = f"{by}__code", f"{by}__short_name"
    counted = (
        found.order_by().values(code, name).annotate(many=Count("pk"), longest=Min("worked_on"))
    )
    return [
        Heap(one[code], one[name], one["many"], (today - one["longest"]).days) for one in counted
    ]


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A red or orange case and the day by which its next note is due; `days` to it."""

    row: Row
    due_on: date
    days: int
    is_running: bool  # False: it became red or orange since, the first note starts the clock


def progress_rule(today: date) -> Rule | None:
    rules = list(Rule.objects.filter(clock=Clock.PROGRESS).order_by("pk"))
    return pick(rules, Clock.PROGRESS, today, risk=Risk.RED)


def in_progress(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The red and orange ones that are mediated, with `note_due_on` of the running clock and
    `high_on`, the day on which they last got their colour."""
    running = Deadline.objects.filter(
        case=OuterRef("pk"), clock=Clock.PROGRESS, stopped_on__isnull=True
    )
    coloured = (
        RiskAssessment.objects.filter(case=OuterRef("pk"), risk__in=HIGH)
        .exclude(previous__in=HIGH)
        .order_by("-pk")
    )
    return cases.filter(status=Status.MEDIATING, risk__in=HIGH, is_resting=False).annotate(
        note_due_on=Subquery(
            running.order_by("due_on").values("due_on")[:1], output_field=DateField()
        ),
        high_on=Subquery(coloured.values("on")[:1], output_field=DateField()),
    )


def owed_on(case: Any, rule: Rule) -> date:
    """By which day a case that came through `in_progress` owes its next note."""
    if case.note_due_on is not None:
        due: date = case.note_due_on
        return due
    began = max(filter(None, (case.high_on, case.accepted_on)), default=case.last_act_on)
    return began + timedelta(days=rule.length)


def progress_of(user: User, today: date) -> list[ProgressRow]:
    """What owes a note, the longest overdue first; empty where the town switched the clock off."""
    rule = progress_rule(today)
    if rule is None:
        return []
    found = for_lists(in_progress(access.visible_to(user)))
    # Those without a clock first, then by the day: what is cut off owes nothing for a while.
    first = F("note_due_on").asc(nulls_first=True)
    cases: list[Any] = list(found.order_by(first, "pk")[:SHOWN])
    rows = [
        ProgressRow(row(case, today), due, (due - today).days, case.note_due_on is not None)
        for case in cases
        for due in [owed_on(case, rule)]
    ]
    return sorted(rows, key=lambda one: (one.due_on, one.row.case.pk))
