"""监测预警: who reads which warnings, what is counted day by day, and who is asked."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cases.enums import Outcome
from cases.models import Case
from grids.enums import DepartmentKind, Level, Role
from grids.enums.leads import LeadKind, LeadOutcome
from grids.models import Category, Department, Division, Lead
from grids.selectors import (
    committee_of,
    department_of,
    departments,
    handling_people,
    heads_of,
    lead_department,
    standings_today,
    units_behind,
)
from mediation.core import calendar, clock
from mediation.core.models import User
from reporting.models import Warning, WarningAsk, WarningSetting
from reporting.warning_enums import WarningSeries
from reporting.warnings import Spell

# Who reads every warning of the town; everybody else those on which his unit is asked.
OVERSEERS = frozenset(
    {Role.PEACE_OFFICER, Role.DIRECTOR, Role.LEADER, Role.LIAISON, Role.JUSTICE_OFFICER}
)
# Whose posts in an asked unit read and answer.
ANSWERERS = OVERSEERS | {Role.MEDIATOR, Role.DEPARTMENT_OFFICER, Role.POLICE_OFFICER}
# Who asks units, ends a warning and sets the measure.
KEEPERS = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR})
ANSWER_WORKDAYS = 3  # 本镇规定; where the town set no other

Cell = tuple[int, int]  # (village, category)
Tally = dict[Cell, tuple[int, int]]  # → matters in the window, in the weeks before


# --- who reads ------------------------------------------------------------------------------------


def visible_warnings(user: User) -> QuerySet[Warning]:
    """Where every read of warnings starts."""
    seen = Q(pk__in=[])
    units: set[int] = set()
    if user.is_authenticated and user.is_active:
        for standing in standings_today(user):
            for post in standing.posts:
                if post.role in OVERSEERS:
                    seen |= Q(centre__path__startswith=post.department.centre.path)
                elif post.role in ANSWERERS:
                    units.update(units_behind(post))
    if units:
        seen |= Q(pk__in=WarningAsk.objects.filter(unit__in=units).values("warning"))
    return Warning.objects.filter(seen)


def may_read(user: User) -> bool:
    """Whether any of his posts is one that reads or answers warnings."""
    return any(not standing.roles.isdisjoint(ANSWERERS) for standing in standings_today(user))


def for_lists(warnings: QuerySet[Warning]) -> QuerySet[Warning]:
    """With what a line of a list shows; those that wait first, then the newest."""
    unanswered = WarningAsk.objects.filter(warning=OuterRef("pk"), answered_on__isnull=True)
    return (
        warnings.select_related("division", "category", "centre")
        .prefetch_related("asks__unit")
        .annotate(is_waiting=Exists(unanswered))
    )


def may_keep(user: User, centre: Division) -> bool:
    """Ask, send back, urge, end, set the measure: 平安办 and the director of that town."""
    return any(
        post.role in KEEPERS and centre.is_under(post.department.centre)
        for standing in standings_today(user)
        for post in standing.posts
    )


def keeping_centre(user: User) -> Division | None:
    """The town whose measure he sets; None for whoever sets none."""
    return next(
        (
            post.department.centre
            for standing in standings_today(user)
            for post in standing.posts
            if post.role in KEEPERS and post.department.centre.level == Level.TOWN
        ),
        None,
    )


def asks_of(user: User, warning: Warning) -> list[WarningAsk]:
    """Those on which he may answer: for his own unit, or that of somebody for whom he stands."""
    units = {
        pk
        for standing in standings_today(user)
        for post in standing.posts
        if post.role in ANSWERERS
        for pk in units_behind(post)
    }
    return [ask for ask in warning.asks.all() if ask.unit_id in units]


def answers_for(user: User, unit: int) -> User | None:
    """In whose place he answers for a unit; None where it is his own post's."""
    for standing in standings_today(user):
        if any(unit in units_behind(post) for post in standing.posts if post.role in ANSWERERS):
            return standing.on_behalf_of
    return None


# --- what is counted ------------------------------------------------------------------------------


def cases_between(centre: Division, first: date, last: date) -> QuerySet[Case]:
    """Cases received on these days, by the day that the parties came; what was merged is one."""
    since, _ = clock.day_bounds(first)
    # Nothing is registered before it is received: the index of the newest serves.
    return Case.objects.filter(
        centre=centre, registered_at__gte=since, received_on__range=(first, last)
    ).exclude(outcome=Outcome.MERGED)


def leads_between(centre: Division, first: date, last: date) -> QuerySet[Lead]:
    """Leads of disputes reported on these days; what turned out to be nothing is left out."""
    since, _ = clock.day_bounds(first)
    _, until = clock.day_bounds(last)
    return Lead.objects.filter(
        centre=centre,
        kind=LeadKind.DISPUTE,
        category__isnull=False,
        reported_at__gte=since,
        reported_at__lt=until,
    ).exclude(outcome=LeadOutcome.UNFOUNDED)


def matters_between(series: str, centre: Division, first: date, last: date) -> QuerySet[Any]:
    between = cases_between if series == WarningSeries.CASES else leads_between
    return between(centre, first, last)


def first_day(series: str, centre: Division) -> date | None:
    """Since when the town keeps these books."""
    if series == WarningSeries.CASES:
        at = (
            Case.objects.filter(centre=centre)
            .order_by("registered_at", "id")
            .values_list("registered_at", flat=True)
            .first()
        )
    else:
        at = (
            Lead.objects.filter(centre=centre)
            .order_by("reported_at", "id")
            .values_list("reported_at", flat=True)
            .first()
        )
    return clock.local_day(at) if at else None


def tally(series: str, centre: Division, spell: Spell) -> Tally:
    """Matters of the window and of the weeks before it by village and category, in two queries."""
    now = _cells(matters_between(series, centre, spell.from_on, spell.to_on))
    before = _cells(
        matters_between(series, centre, spell.base_from_on, spell.from_on - timedelta(days=1))
    )
    return {cell: (now.get(cell, 0), before.get(cell, 0)) for cell in now.keys() | before.keys()}


def _cells(matters: QuerySet[Any]) -> dict[Cell, int]:
    rows = matters.order_by().values("division", "category").annotate(many=Count("pk"))
    return {(row["division"], row["category"]): row["many"] for row in rows}


def counted_matters(
    series: str,
    centre: Division,
    spell: Spell,
    division: Division,
    category: int,
    left_out: Collection[int] = (),
) -> QuerySet[Any]:
    """The matters of the window at one place: exactly those that `tally` counts there."""
    found = matters_between(series, centre, spell.from_on, spell.to_on).filter(category=category)
    if division.level != Level.TOWN:
        return found.filter(division=division)
    return found.exclude(division__in=list(left_out)) if left_out else found


def setting_of(series: str, centre: Division) -> WarningSetting | None:
    """The town's newest word on this series; None: the house's measure holds."""
    return settings_of(series, centre).first()


def settings_of(series: str, centre: Division) -> QuerySet[WarningSetting]:
    """All the town ever said on it, newest first."""
    found = WarningSetting.objects.filter(centre=centre, series=series)
    return found.select_related("by").order_by("-pk")


def units_to_ask(centre: Division, division: Division, category: Category) -> list[Department]:
    """The village's committee and the lead department of the kind; where nobody is at work in either,
    the street's room, else the centre (rules.md §5)."""
    found = [
        committee_of(division) if division.level != Level.TOWN else None,
        lead_department(category, None, centre),
    ]
    above = [department_of(DepartmentKind.STREET_ROOM, centre)]
    above.append(department_of(DepartmentKind.CENTRE, centre))
    return _with_people(found) or _with_people(above)[:1]


def _with_people(units: Iterable[Department | None]) -> list[Department]:
    """Those in which somebody hears of it, each once."""
    return [
        unit
        for unit in dict.fromkeys(units)
        if unit is not None and (handling_people(unit).exists() or heads_of(unit).exists())
    ]


def answer_day(warning: Warning, asked_on: date) -> date:
    """By when a unit that was asked on a day answers."""
    setting = warning.setting
    workdays = setting.answer_workdays if setting else ANSWER_WORKDAYS
    return calendar.load().add_workdays(asked_on, workdays)


def units_to_ask_too(warning: Warning) -> QuerySet[Department]:
    """Whom 平安办 may ask beside them: units of the town, and the village's own committee."""
    asked = warning.asks.values("unit")
    return (
        departments(warning.centre)
        .filter(Q(division__isnull=True) | Q(division=warning.division))
        .exclude(kind=DepartmentKind.DISCIPLINE)
        .exclude(pk__in=asked)
    )
