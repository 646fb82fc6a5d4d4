"""The monthly petition table: its numbers, and the petitions behind each (domain.md §5.4).

Every read starts at `petitions.access.visible_to` and leaves the sealed kind out, so that a number
and the list behind it are the same rows (rules.md §6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    DurationField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least

from grids.models import Division
from mediation.core import clock
from mediation.core.models import User
from petitions import access
from petitions.enums import Clock, Letter, Verb
from petitions.models import (
    ContentCategory,
    Deadline,
    Event,
    IssuedLetter,
    Petition,
    Rating,
    Reception,
    ReceptionDay,
    Review,
)
from petitions.workflow.conditions import RATE_WITHIN_DAYS
from reporting.figures import Number, rate
from reporting.figures.petitions import (
    CATALOGUE,
    CONTENT,
    FIGURES,
    GROUPS,
    Counted,
    PetitionFigure,
    Rows,
    content_figure,
)
from reporting.figures.queries import Share
from reporting.periods import Period, natural_month

TOP = 5
DAY = timedelta(days=1)
# How each row leads to its petition.
PETITION = dict.fromkeys(Rows, "petition") | {Rows.RECEIVED: "pk", Rows.DAYS: "pk"}

Values = Mapping[str, Number | None]
Group = tuple[str, tuple[PetitionFigure, ...]]


@dataclass(frozen=True)
class Line:
    """One row of the table: this month, the one before, the same of last year, the year so far."""

    key: str
    label: str
    period: Period
    values: Values


@dataclass(frozen=True)
class MonthTable:
    """`changes` are 环比 and 同比: per cent of a count, points of a rate; None on a base of 0."""

    centre: Division
    period: Period
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    changes: tuple[tuple[str, str, Values], ...]

    @property
    def figures(self) -> tuple[PetitionFigure, ...]:
        return tuple(figure for _, group in self.groups for figure in group)

    @property
    def this(self) -> Line:
        return self.lines[0]


@dataclass(frozen=True)
class Sight:
    """The town, and what the reader sees of its petitions."""

    centre: Division
    seen: QuerySet[Petition]


def sight_of(user: User, centre: Division) -> Sight:
    """Of the sealed kind nobody counts anything here."""
    return Sight(centre, access.visible_to(user).filter(centre=centre).exclude(access.SEALED))


def month_table(user: User, centre: Division, period: Period) -> MonthTable:
    """The table of one natural month, in a fixed number of queries."""
    sight = sight_of(user, centre)
    top = top_contents(sight, period)
    lines = tuple(
        Line(key, label, stretch, values_of(sight, stretch, top))
        for key, (label, stretch) in stretches(period).items()
    )
    this, before, year_ago = (line.values for line in lines[:3])
    return MonthTable(
        centre=centre,
        period=period,
        groups=with_contents(top),
        lines=lines,
        changes=(
            ("from_before", "环比", changes(this, before)),
            ("from_year_ago", "同比", changes(this, year_ago)),
        ),
    )


def stretches(period: Period) -> dict[str, tuple[str, Period]]:
    """What the rows of a month's table cover, by the key that the address names them by."""
    first = period.first_on
    before = first - DAY
    return {
        "this": ("本月", period),
        "before": ("上月", natural_month(before.year, before.month)),
        "year_ago": ("去年同月", natural_month(first.year - 1, first.month)),
        "year": ("本年累计", Period(first.replace(month=1), period.last_on)),
    }


def values_of(
    sight: Sight, period: Period, top: tuple[PetitionFigure, ...] = ()
) -> dict[str, Number | None]:
    """Every column by name; a rate is None when its base is 0."""
    sums = sums_of(sight, period, (*CATALOGUE.values(), *top))
    return {figure.name: value_of(figure, sums) for figure in (*FIGURES, *top)}


def sums_of(sight: Sight, period: Period, figures: tuple[PetitionFigure, ...]) -> dict[str, int]:
    """The counts: one aggregate for each kind of rows."""
    sums: dict[str, int] = {}
    for rows in Rows:
        counts = {
            figure.name: aggregate(figure.query)
            for figure in figures
            if isinstance(figure.query, Counted) and figure.query.rows is rows
        }
        sums |= rows_of(rows, sight, period).order_by().aggregate(**counts)
    return {name: count or 0 for name, count in sums.items()}


def aggregate(query: Counted) -> Count | Sum:
    if query.value:
        return Sum(query.value, filter=query.where)
    return Count(PETITION[query.rows], distinct=True, filter=query.where)


def value_of(figure: PetitionFigure, sums: Mapping[str, int]) -> Number | None:
    if isinstance(figure.query, Share):
        return rate(sums[figure.query.part], sums[figure.query.whole])
    return sums[figure.name] if figure.query else None


def changes(now: Values, then: Values) -> dict[str, Number | None]:
    """By how much each column grew; None where there is nothing to compare with."""
    found: dict[str, Number | None] = {}
    for name, value in now.items():
        earlier = then[name]
        if value is None or earlier is None:
            found[name] = None
        elif name in CATALOGUE and CATALOGUE[name].is_rate:
            found[name] = value - earlier
        else:
            found[name] = rate(value - earlier, earlier)
    return found


def top_contents(sight: Sight, period: Period) -> tuple[PetitionFigure, ...]:
    """The five contents that came most often, by the upper level; equal ones by their code."""
    found = (
        rows_of(Rows.RECEIVED, sight, period)
        .values(upper=Coalesce("content__parent", "content"))
        .annotate(came=Count("pk"))
        .order_by("-came", Coalesce("content__parent__code", "content__code"))[:TOP]
    )
    keys = [row["upper"] for row in found]
    categories = ContentCategory.objects.in_bulk(keys)
    return tuple(content_figure(categories[key]) for key in keys)


def with_contents(top: tuple[PetitionFigure, ...]) -> tuple[Group, ...]:
    """The groups of columns; the contents stand after the three kinds."""
    if not top:
        return GROUPS
    place = next(n for n, (label, _) in enumerate(GROUPS) if label == "三分类") + 1
    return (*GROUPS[:place], (f"内容分类前{'一二三四五'[len(top) - 1]}位", top), *GROUPS[place:])


# --- the petitions behind a number ---------------------------------------------------------------


def figure_of(name: str) -> PetitionFigure | None:
    """The column that an address names; None if there is none, or no petition is behind it."""
    if name.startswith(CONTENT):
        code = name.removeprefix(CONTENT)
        category = ContentCategory.objects.filter(code=code, parent=None).first()
        return content_figure(category) if category else None
    return next((one for one in FIGURES if one.name == name and one.has_petitions), None)


def behind(
    user: User, centre: Division, figure: PetitionFigure, period: Period
) -> tuple[QuerySet[Petition], QuerySet[Petition] | None]:
    """The petitions behind a number; of a rate those above the line, and those below it."""
    query = figure.query
    if isinstance(query, Share):
        part, whole = CATALOGUE[query.part].query, CATALOGUE[query.whole].query
        return (
            petitions_of(user, centre, part, period),
            petitions_of(user, centre, whole, period),
        )
    return petitions_of(user, centre, query, period), None


def petitions_of(
    user: User, centre: Division, query: Counted | Share | None, period: Period
) -> QuerySet[Petition]:
    """Exactly the petitions that a count counts, each with its level for the row that is shown."""
    if not isinstance(query, Counted):
        return Petition.objects.none()
    town = Sight(centre, Petition.objects.filter(centre=centre))
    keys = rows_of(query.rows, town, period).filter(query.where).order_by()
    seen = sight_of(user, centre).seen.filter(pk__in=keys.values(PETITION[query.rows]))
    return seen.order_by("year", "short_number")


# --- the rows of a month --------------------------------------------------------------------------


def rows_of(rows: Rows, sight: Sight, period: Period) -> QuerySet[Any]:
    """The rows that figures of one kind run over, with the annotations their conditions name."""
    within = (period.first_on, period.last_on)
    if rows is Rows.RECEIVED:
        return sight.seen.filter(first_received_on__range=within)
    if rows is Rows.DAYS:
        return ReceptionDay.objects.filter(
            centre=sight.centre, on__range=(period.first_on, min(period.last_on, clock.today()))
        )
    mine = Q(petition__in=sight.seen.order_by().values("pk"))
    if rows is Rows.STEPS:
        return _steps(mine, period)
    if rows is Rows.OPINIONS:
        return _first_sent().filter(mine, sent_on__range=within)
    if rows is Rows.NOTICES:
        # Told, or too late: whichever day came first.
        settled_on = Least(Coalesce("stopped_on", "due_on"), F("due_on"))
        found = _clocks(mine, Clock.NOTIFY).annotate(settled_on=settled_on)
        return found.filter(settled_on__range=within)
    if rows is Rows.CONCLUSIONS:
        return _clocks(mine, Clock.CONCLUDE).filter(due_on__range=within)
    if rows is Rows.RATINGS:
        return _ratings(mine, period)
    if rows is Rows.OBSERVED:
        return _observed(mine, period)
    if rows is Rows.RECEPTIONS:
        return Reception.objects.filter(mine, day__on__range=within)
    return Review.objects.filter(mine, on__range=within)


def _steps(mine: Q, period: Period) -> QuerySet[Event]:
    """Acts by the day they were done; `is_concluded`: an opinion was sent from then to the end."""
    sent = IssuedLetter.objects.filter(
        petition=OuterRef("petition"),
        kind=Letter.OPINION,
        sent_on__range=(OuterRef("on"), period.last_on),
    )
    found = Event.objects.filter(mine, on__range=(period.first_on, period.last_on))
    return found.annotate(is_concluded=Exists(sent))


def _first_sent() -> QuerySet[IssuedLetter]:
    """Opinions when they were first sent: a corrected copy of the same number counts nothing."""
    earlier = IssuedLetter.objects.filter(
        petition=OuterRef("petition"),
        kind=Letter.OPINION,
        number=OuterRef("number"),
        version__lt=OuterRef("version"),
        sent_on__isnull=False,
    )
    return IssuedLetter.objects.filter(~Exists(earlier), kind=Letter.OPINION, sent_on__isnull=False)


def _clocks(mine: Q, which: Clock) -> QuerySet[Deadline]:
    """Clocks that came to something: stopped by the letter, or over. `is_in_time`: by its day.

    What was withdrawn, taken back by its sender or cannot be told to anybody in time is no case of
    either (domain.md §4).
    """
    in_time = Q(stopped_by=Verb.DELIVER, stopped_on__lte=F("due_on"))
    otherwise = Q(stopped_on__lte=F("due_on")) & ~Q(stopped_by=Verb.DELIVER)
    still_running = Q(stopped_on=None, due_on__gte=clock.today())
    found = Deadline.objects.filter(mine, clock=which).exclude(otherwise | still_running)
    return found.exclude(stopped_by=Verb.AMEND).annotate(
        is_in_time=Case(When(in_time, then=True), default=False, output_field=BooleanField())
    )


def _ratings(mine: Q, period: Period) -> QuerySet[IssuedLetter]:
    """Opinions whose days for rating ended in the period, with the grades; "" where none was given."""
    ends_on = Cast(F("received_on") + timedelta(days=RATE_WITHIN_DAYS), DateField())
    given = Rating.objects.filter(
        petition=OuterRef("petition"),
        at__date__gte=OuterRef("received_on"),
        at__date__lte=OuterRef("ends_on"),
    )

    def grade(column: str) -> Coalesce:
        return Coalesce(Subquery(given.values(column)[:1]), Value(""), output_field=CharField())

    received = IssuedLetter.objects.filter(mine, kind=Letter.OPINION, received_on__isnull=False)
    found = received.annotate(ends_on=ends_on)
    return found.filter(ends_on__range=(period.first_on, _over(period))).annotate(
        office_grade=grade("for_office"), unit_grade=grade("for_unit")
    )


def _observed(mine: Q, period: Period) -> QuerySet[IssuedLetter]:
    """Opinions of matters that came for the first time, watched to an end in the period."""
    months = Cast(Value(f"{settings.PETITION_OBSERVED_MONTHS} months"), DurationField())
    ends_on = Cast(F("sent_on") + months, DateField())
    again = Petition.objects.filter(
        repeats=OuterRef("petition"),
        first_received_on__gt=OuterRef("sent_on"),
        first_received_on__lte=OuterRef("ends_on"),
    ).exclude(access.SEALED)
    reopened = Event.objects.filter(
        petition=OuterRef("petition"),
        verb=Verb.REOPEN,
        on__gte=OuterRef("sent_on"),
        on__lte=OuterRef("ends_on"),
    )
    found = _first_sent().filter(mine, petition__repeats=None).annotate(ends_on=ends_on)
    return found.filter(ends_on__range=(period.first_on, _over(period))).annotate(
        came_again=Case(
            When(Exists(again) | Exists(reopened), then=True),
            default=False,
            output_field=BooleanField(),
        )
    )


def _over(period: Period) -> date:
    """The last day of the period that is over: what ends today has not ended yet."""
    return min(period.last_on, clock.today() - DAY)
