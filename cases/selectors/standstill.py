"""停滞 and 进展: open cases in which nothing was done for some time, and the notes that red and
orange ones owe (seed 000, 001; rules.md §4 PROGRESS). Said of the matter and its unit, never of a person.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases import access, enums
from cases.enums import Clock, Risk, Status, Verb
from cases.models import Case, Deadline, Event, RiskAssessment
from cases.selectors.matters import for_lists
from cases.selectors.rows import Row, row
from mediation.core.deadlines import pick
from mediation.core.models import Rule, User

STAGNANT = "STAGNANT"  # a length that the town sets, no clock of a case
DAYS_WITHOUT_A_RULE = 15
SHOWN = 200
# What moves the matter itself. A note says why nothing moves; 督办 and 批示 ask, they do not act.
WORK = frozenset(
    {
        Verb.REGISTER,
        Verb.ACCEPT,
        Verb.SIGN_FOR,
        Verb.ASSIGN,
        Verb.HAND_BACK,
        Verb.SCHEDULE,
        Verb.RECORD,
        Verb.ESCALATE,
        Verb.SEND_BACK,
        Verb.WHISTLE,
        Verb.REPORT_IN,
        Verb.ANSWER,
        Verb.DELIVER,
        Verb.RESUME,
        Verb.REOPEN,
    }
)
HIGH = (Risk.RED, Risk.ORANGE)


def stagnant_days(today: date) -> int | None:
    """After how many days a matter counts as stagnant; None where the town switched the list off."""
    rules = list(Rule.objects.filter(clock=STAGNANT).order_by("pk"))
    if not rules:
        return DAYS_WITHOUT_A_RULE
    rule = pick(rules, STAGNANT, today)
    return rule.length if rule else None


def stagnant_on(today: date, days: int | None) -> Q:
    """Open, not at rest, and nothing done in it for `days` days."""
    if days is None:
        return Q(pk__in=[])
    since = today - timedelta(days=days)
    # `last_act_on` is the day of the last step of the ladder: an index-free first sieve.
    return Q(
        ~Exists(Event.objects.filter(case=OuterRef("pk"), verb__in=WORK, on__gt=since)),
        status__in=enums.OPEN,
        is_resting=False,
        last_act_on__lte=since,
    )


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

    Heaps are of all of them; `division` and `unit` (codes) narrow the lines. In five queries.
    """
    limit = stagnant_days(today)
    worked = Event.objects.filter(case=OuterRef("pk"), verb__in=WORK).order_by("-on")
    found = (
        access.visible_to(user)
        .filter(stagnant_on(today, limit))
        .annotate(
            worked_on=Coalesce(
                Subquery(worked.values("on")[:1], output_field=DateField()), F("last_act_on")
            )
        )
    )
    keys = found.order_by().values_list(
        "division__code", "division__short_name", "unit__code", "unit__short_name", "worked_on"
    )
    places, units = _heaps(list(keys), today)
    narrowed = found
    if division:
        narrowed = narrowed.filter(division__code=division)
    if unit:
        narrowed = narrowed.filter(unit__code=unit)
    in_order: Any = for_lists(narrowed).order_by("worked_on", "pk")  # type: ignore[misc]
    cases = list(in_order[: SHOWN + 1])
    return Standstill(
        limit=limit,
        rows=[
            StagnantRow(row(case, today), case.worked_on, (today - case.worked_on).days)
            for case in cases[:SHOWN]
        ],
        places=places,
        units=units,
        has_more=len(cases) > SHOWN,
    )


def _heaps(
    found: Sequence[tuple[str, str, str, str, date]], today: date
) -> tuple[list[Heap], list[Heap]]:
    """By place in the order of their codes; by unit, the most first."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    units: dict[tuple[str, str], list[int]] = defaultdict(list)
    for code, name, slug, unit, on in found:
        places[code, name].append((today - on).days)
        units[slug, unit].append((today - on).days)
    return (
        [Heap(*key, len(places[key]), max(places[key])) for key in sorted(places)],
        [
            Heap(*key, len(units[key]), max(units[key]))
            for key in sorted(units, key=lambda key: (-len(units[key]), key))
        ],
    )


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
