"""办理质量 over any period, by village: sums, hours to the first answer, the cases behind a number.

Everything is read as it stands today: nothing here is locked. A fixed number of queries whatever
the number of cases. Source: `figures.quality`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    DurationField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least

from cases import enums, models
from cases.access import visible_to
from grids.models import Division, SweepReport, SweepUnit
from grids.selectors.changes import villages_during
from mediation.core import calendar, clock
from mediation.core.models import User
from reporting.enums import Kind
from reporting.figures import Number, rate, rounded
from reporting.figures.quality import (
    CATALOGUE,
    FIGURES,
    MONTHS,
    Middle,
    QualityFigure,
    Rows,
    Tally,
)
from reporting.figures.queries import Share
from reporting.models import Booking, Movement
from reporting.periods import Period
from reporting.selectors.behind import Behind, Slice
from reporting.work_hours import WorkHours, work_hours

DAY = timedelta(days=1)
MOST_LISTED = 5_000  # cases behind a number that are named to the database one by one
# What the responsible unit does and nobody else; an appointment only if not the registrar made it.
ANSWERS = (
    enums.Verb.ACCEPT,
    enums.Verb.DECLINE,
    enums.Verb.RECORD,
    enums.Verb.SETTLE,
    enums.Verb.ESCALATE,
    enums.Verb.REFER,
    enums.Verb.TRANSFER,
    enums.Verb.TERMINATE,
)
# A clock that stopped so in time is neither kept nor missed (domain.md §4, 按期办结率).
NO_RESULT = (
    enums.Verb.MERGE,
    enums.Verb.WITHDRAW,
    enums.Verb.AMEND,
    enums.Verb.SEND_BACK,
)
GONE = (enums.Outcome.MERGED, enums.Outcome.WITHDRAWN)
KEPT = (enums.ObligationState.ON_SPOT, enums.ObligationState.DONE)
# How each kind of rows leads to its village and its case.
PLACE = dict.fromkeys(Rows, "case__division") | {
    Rows.REGISTERED: "division",
    Rows.OBSERVED: "division",
    Rows.NEW: "division",
    Rows.SWEEPS: "unit__division",
}
KEY = dict.fromkeys(Rows, "case") | {Rows.REGISTERED: "pk", Rows.SWEEPS: "pk"}
Values = Mapping[str, Number | None]


@dataclass(frozen=True)
class QualityRow:
    """`division` None: the total. `hours` are those of its answered cases, one each."""

    division: Division | None
    label: str
    values: Values
    sums: Mapping[str, int]

    @property
    def key(self) -> str:
        return self.division.code if self.division else ""


@dataclass(frozen=True)
class QualityTable:
    centre: Division
    period: Period
    rows: tuple[QualityRow, ...]
    total: QualityRow


def quality_table(
    centre: Division, period: Period, shown: Collection[int] | None = None
) -> QualityTable:
    """The table of a period; `shown` limits the rows to some villages, the total stays whole."""
    sums: dict[int | None, dict[str, int]] = defaultdict(dict)
    for rows in Rows:
        for place, name, many in _counted(rows, centre, period):
            sums[place][name] = many
    hours = first_answers(centre, period)
    total: dict[str, int] = defaultdict(int)
    for values in sums.values():
        for name, many in values.items():
            total[name] += many
    every = [one for some in hours.values() for one in some]
    places = {one.pk: one for one in villages_during(centre, period.first_on, period.last_on)}
    missing = {place for place in (*sums, *hours) if place is not None} - places.keys()
    if missing:
        found = Division.objects.in_bulk(missing)
        places |= {pk: one for pk, one in found.items() if one != centre}
    return QualityTable(
        centre,
        period,
        tuple(
            _row(place, place.short_name, sums.get(place.pk, {}), hours.get(place.pk, []))
            for place in sorted(places.values(), key=lambda one: one.code)
            if shown is None or place.pk in shown
        ),
        _row(None, "合计", total, every),
    )


def share_of(name: str, centre: Division, period: Period) -> Number | None:
    """One rate of the whole town, in one query for each of its two counts' kinds of rows."""
    query = CATALOGUE[name].query
    if not isinstance(query, Share):
        raise KeyError(name)
    kinds = {CATALOGUE[part].query.rows for part in (query.part, query.whole)}  # type: ignore[union-attr]
    sums: dict[str, int] = defaultdict(int)
    for rows in kinds:
        for _, part, many in _counted(rows, centre, period):
            sums[part] += many
    return rate(sums[query.part], sums[query.whole])


def _row(
    place: Division | None, label: str, sums: Mapping[str, int], minutes: list[int]
) -> QualityRow:
    return QualityRow(place, label, {one.name: _value(one, sums, minutes) for one in FIGURES}, sums)


def _value(figure: QualityFigure, sums: Mapping[str, int], minutes: list[int]) -> Number | None:
    query = figure.query
    if isinstance(query, Share):
        return rate(sums.get(query.part, 0), sums.get(query.whole, 0))
    if isinstance(query, Middle):
        if not minutes:
            return None
        middle = (
            Decimal(str(median(minutes)))
            if query is Middle.MEDIAN
            else Decimal(sum(minutes)) / len(minutes)
        )
        return rounded(middle / 60, 1)
    return sums.get(figure.name, 0)


def _counted(rows: Rows, centre: Division, period: Period) -> Iterable[tuple[int | None, str, int]]:
    """Village, figure, how many cases: all figures over one kind of rows in one query."""
    counts = {
        f"many_{one.name}": Count(KEY[rows], distinct=True, filter=one.query.where)
        for one in CATALOGUE.values()
        if isinstance(one.query, Tally) and one.query.rows is rows
    }
    found = rows_of(rows, centre, period).order_by().values(cell_place=F(PLACE[rows]))
    for row in found.annotate(**counts):
        for name in counts:
            yield row["cell_place"], name.removeprefix("many_"), row[name]


# --- the cases behind a number --------------------------------------------------------------------


@dataclass(frozen=True)
class QualityBehind(Behind):
    """The cases of a cell; of a rate or a mean those below the line stand in `of`."""

    figure: QualityFigure  # type: ignore[assignment]
    of: "QualityBehind | None" = None


def behind(
    user: User, figure: QualityFigure, centre: Division, period: Period, row: Slice
) -> QualityBehind:
    """Exactly the cases that a number counts, as far as the reader may see them."""
    query = figure.query
    if isinstance(query, Share):
        whole = behind(user, CATALOGUE[query.whole], centre, period, row)
        part = behind(user, CATALOGUE[query.part], centre, period, row)
        return replace(part, figure=figure, of=whole)
    if isinstance(query, Middle):
        over = behind(user, CATALOGUE["answered"], centre, period, row)
        return QualityBehind(figure, of=over)
    rows = rows_of(query.rows, centre, period).filter(query.where)
    prefix = PLACE[query.rows].removesuffix("division")
    keys = rows.filter(row.condition(prefix)).order_by().values(KEY[query.rows])
    # In two steps, so that sight is asked of these cases alone, whatever the planner thinks of both.
    found = list(keys.distinct().values_list(KEY[query.rows], flat=True)[: MOST_LISTED + 1])
    is_whole = len(found) <= MOST_LISTED
    which: Any = found if is_whole else keys
    cases = visible_to(user).filter(pk__in=which)
    seen = cases.count()
    total = len(found) if is_whole else keys.distinct().count()
    in_order = cases.select_related("division", "category").order_by("year", "short_number", "pk")
    return QualityBehind(figure, in_order, seen, total - seen)


# --- the rows of a period -------------------------------------------------------------------------


def rows_of(rows: Rows, centre: Division, period: Period) -> QuerySet[Any]:
    """The rows that figures of one kind run over, with the annotations their conditions name."""
    if rows is Rows.REGISTERED:
        return _registered(centre, period)
    if rows is Rows.RUNGS:
        return _clocks(centre, period, enums.Clock.RUNG)
    if rows is Rows.TALKS:
        return _clocks(centre, period, enums.Clock.MEDIATION)
    if rows is Rows.AGREEMENTS:
        return _agreements(centre, period)
    if rows is Rows.OBSERVED:
        return _observed(centre, period)
    if rows is Rows.NEW:
        within = (period.first_on, period.last_on)
        return Movement.objects.filter(centre=centre, booked_on__range=within, kind=Kind.NEW)
    return SweepUnit.objects.filter(
        centre=centre,
        round__due_on__range=(period.first_on, period.last_on),
        round__from_on__lte=clock.today(),
        round__called_off_at__isnull=True,
        excused_at__isnull=True,
    ).annotate(is_reported=Exists(SweepReport.objects.filter(asked=OuterRef("pk"))))


def _registered(centre: Division, period: Period) -> QuerySet[Any]:
    """Registered in the period; `answered_at`: when the responsible unit first did something."""
    acts = models.Event.objects.filter(
        Q(verb__in=ANSWERS) | Q(verb=enums.Verb.SCHEDULE) & ~Q(actor=OuterRef("registered_by")),
        case=OuterRef("pk"),
    )
    first = Subquery(acts.order_by("seq").values("at")[:1])
    found: QuerySet[Any] = models.Case.objects.filter(
        centre=centre, registered_at__gte=period.start_at, registered_at__lt=period.end_at
    ).annotate(answered_at=first, is_answered=Exists(acts))
    return found.exclude(is_answered=False, outcome__in=GONE)


def first_answers(centre: Division, period: Period) -> dict[int, list[int]]:
    """Minutes of work from registration to the first answer, of each answered case, by village."""
    found = (
        _registered(centre, period)
        .filter(is_answered=True)
        .order_by()
        .values_list("division", "registered_at", "answered_at")
    )
    rows: list[Any] = list(found)
    minutes: dict[int, list[int]] = defaultdict(list)
    if not rows:
        return minutes
    hours = hours_between(rows[0][1:], *(row[1:] for row in rows))
    for place, registered_at, answered_at in rows:
        minutes[place].append(hours.minutes(registered_at, answered_at))
    return minutes


def hours_between(*spans: tuple[datetime, datetime]) -> WorkHours:
    """The working time over all the spans, by the house's calendar."""
    first = clock.local_day(min(start for start, _ in spans))
    last = clock.local_day(max(end for _, end in spans))
    return work_hours(calendar.load(), first, max(first, last))


def _clocks(centre: Division, period: Period, which: str) -> QuerySet[models.Deadline]:
    """Time limits that came to something: stopped by a result, or over.

    `is_case_late`: one of the case's in the period was missed, so that a case is in time or late,
    never both.
    """
    over = Q(stopped_on__isnull=True, due_on__lt=clock.today())
    came = Q(stopped_on__isnull=False) & ~Q(stopped_by__in=NO_RESULT, stopped_on__lte=F("due_on"))
    due = models.Deadline.objects.filter(
        over | came,
        centre=centre,
        clock=which,
        due_on__range=(period.first_on, period.last_on),
    )
    late = due.filter(
        Q(stopped_on__isnull=True) | Q(stopped_on__gt=F("due_on")), case=OuterRef("case")
    )
    return due.annotate(is_case_late=Exists(late))


def _agreements(centre: Division, period: Period) -> QuerySet[models.Agreement]:
    """Agreements in force whose last day has passed in the period, or that were kept before it."""
    things = models.Obligation.objects.filter(agreement=OuterRef("pk")).order_by()
    open_ones = things.exclude(state__in=KEPT)
    done_on = things.values("agreement").annotate(last=Max("performed_on")).values("last")
    last_on = min(period.last_on, clock.today())
    touched = models.Obligation.objects.filter(
        Q(due_on__range=(period.first_on, last_on))
        | Q(performed_on__range=(period.first_on, last_on)),
        centre=centre,
    )
    found = models.Agreement.objects.filter(
        pk__in=touched.order_by().values("agreement"),
        is_undone=False,
        performed_by_on__isnull=False,
    ).annotate(
        done_on=Case(
            When(Exists(open_ones), then=None), default=Subquery(done_on), output_field=DateField()
        ),
    )
    judged = found.annotate(
        judged_on=Least(Coalesce("done_on", "performed_by_on"), F("performed_by_on"))
    )
    return judged.filter(
        Q(done_on__isnull=False) | Q(performed_by_on__lt=clock.today()),
        judged_on__range=(period.first_on, last_on),
    ).annotate(is_kept=_true(Q(done_on__lte=last_on)))


def _observed(centre: Division, period: Period) -> QuerySet[Movement]:
    """First settlements of a case whose months of watching ended in the period and are over."""
    months = Cast(Value(f"{MONTHS} months"), DurationField())
    ends_on = Cast(F("booked_on") + months, DateField())
    earlier = Movement.objects.filter(
        case=OuterRef("case"), kind=Kind.RESOLVED, booked_on__lt=OuterRef("booked_on")
    )
    again = Booking.objects.filter(
        case=OuterRef("case"),
        kind=Kind.REOPENED,
        booked_on__gt=OuterRef("booked_on"),
        booked_on__lte=OuterRef("ends_on"),
    )
    # A month has at most 31 days: what lies outside was not settled so long ago.
    widest = timedelta(days=31 * MONTHS + 1)
    found = Movement.objects.filter(
        centre=centre,
        kind=Kind.RESOLVED,
        booked_on__range=(period.first_on - widest, _over(period)),
    ).annotate(ends_on=ends_on)
    return found.filter(~Exists(earlier), ends_on__range=(period.first_on, _over(period))).annotate(
        came_again=Exists(again)
    )


def _true(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _over(period: Period) -> date:
    """The last day of the period that is over: what ends today has not ended yet."""
    return min(period.last_on, clock.today() - DAY)
