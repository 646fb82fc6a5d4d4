"""工作量: of mediators and grid workers, how much lies with each and what became of it.

Counts tasks, never citizens. Relapses and agreements that were kept stand beside what was settled,
so that a settlement that does not hold is seen. Nobody is ranked: units and posts in their order.
Source: domain.md §4, §7 rows 148, 177 and 201.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from cases.enums import OPEN, StageOutcome
from cases.models import Case, Event, Stage
from grids.enums import Role
from grids.enums.leads import LeadOutcome
from grids.models import Division, Lead, Post, SweepGoer
from grids.selectors import standings_today
from mediation.core import clock
from mediation.core.models import User
from reporting.enums import Kind
from reporting.figures import rounded
from reporting.figures.quality import Rows
from reporting.models import Booking
from reporting.periods import Period
from reporting.selectors.quality import ANSWERS, hours_between, rows_of

MEDIATORS, GRID_WORKERS = "mediators", "grid_workers"
# Name, what the screen calls it, what it is; in the order of the page.
COLUMNS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    MEDIATORS: (
        ("open", "手上在办", "今天还由他承办、没有结果的件数。"),
        ("taken", "本期接手", "本期到他手上的件数，同一件退回再来只算一件。"),
        ("settled", "化解", "本期在他手上化解的件数。"),
        ("passed_up", "上报", "本期在他手上没有谈成、报到上一级的件数。"),
        ("relapsed", "反弹", "本期在他手上化解、后来重新办理的件数。"),
        ("kept", "协议履行", "履行期在本期届满或提前履行完的、他化解的件，全部履行的和应履行的。"),
        ("answer", "首次响应（小时）", "本期接手的件从到手到他第一次办理，工作小时的中位数。"),
    ),
    GRID_WORKERS: (
        ("reported", "上报苗头", "本期上报的苗头件数。"),
        ("on_spot", "当场调好", "其中当场调好的件数。"),
        ("became_case", "转为案件", "其中转为案件的件数。"),
        ("report_hours", "发现到上报（小时）", "从发现到上报，小时数的中位数。"),
        ("visits", "排查走访", "本期参加的排查走访次数。"),
    ),
}
ROLES = {MEDIATORS: Role.MEDIATOR, GRID_WORKERS: Role.GRID_WORKER}


class Load(NamedTuple):
    """One person's numbers as text by column; `is_own`: the reader himself."""

    user: User
    unit: str
    texts: dict[str, str]
    is_own: bool


@dataclass(frozen=True)
class Workload:
    centre: Division
    period: Period
    kinds: Mapping[str, tuple[Load, ...]]


def workload(reader: User, period: Period) -> Workload:
    """As far as the reader may see it: the director his town, a head his units, everybody himself.

    Raises Http404 for who is neither and has no such work. In a fixed number of queries.
    """
    posts = list(visible_posts(reader))
    if not posts:
        raise Http404
    centre = posts[0].department.centre
    found = {
        MEDIATORS: of_mediators,
        GRID_WORKERS: of_grid_workers,
    }
    return Workload(
        centre,
        period,
        {
            kind: tuple(
                _loads(reader, [p for p in posts if p.role == role], found[kind], centre, period)
            )
            for kind, role in ROLES.items()
        },
    )


def visible_posts(reader: User) -> QuerySet[Post]:
    """Posts of mediators and grid workers whose numbers he reads, by unit and in their order.

    By his own posts alone: a deputy of the director stands in for his acts, not for his staff.
    """
    own = standings_today(reader)[:1]
    posts = [post for one in own for post in one.posts]
    towns = {post.department.centre_id for post in posts if post.role == Role.DIRECTOR}
    units = {pk for one in own for pk in one.headed_units}
    return (
        Post.objects.on(clock.today())
        .filter(role__in=ROLES.values())
        .filter(Q(user=reader) | Q(department__in=units) | Q(department__centre__in=towns))
        .select_related("department__centre", "department__division", "user", "division")
        .order_by("department__order", "department__code", "-is_head", "pk")
    )


def may_read(reader: User) -> bool:
    return visible_posts(reader).exists()


Counted = Callable[[Division, Collection[int], Period], Mapping[str, Mapping[int, str]]]


def _loads(
    reader: User, posts: list[Post], counted: Counted, centre: Division, period: Period
) -> Iterable[Load]:
    people: dict[int, Post] = {}
    for post in posts:
        people.setdefault(post.user_id, post)
    if not people:
        return
    texts = counted(centre, people.keys(), period)
    for key, post in people.items():
        place = post.division or post.department.division
        yield Load(
            post.user,
            place.short_name if place else post.department.short_name,
            {name: found.get(key, "0") for name, found in texts.items()},
            key == reader.pk,
        )


def of_mediators(
    centre: Division, people: Collection[int], period: Period
) -> dict[str, dict[int, str]]:
    """Columns of mediators, by person; seven queries and the calendar."""
    within = (period.first_on, period.last_on)
    stages = Stage.objects.filter(officer__in=people)
    left = stages.filter(left_on__range=within)
    settled = left.filter(outcome=StageOutcome.SETTLED)
    again = Booking.objects.filter(
        case=OuterRef("case"), kind=Kind.REOPENED, booked_on__gte=OuterRef("left_on")
    )
    return {
        "open": _per(Case.objects.filter(officer__in=people, status__in=OPEN), "officer", "pk"),
        "taken": _per(stages.filter(entered_on__range=within), "officer", "case"),
        "settled": _per(settled, "officer", "case"),
        "passed_up": _per(left.filter(outcome=StageOutcome.ESCALATED), "officer", "case"),
        "relapsed": _per(settled.filter(Exists(again)), "officer", "case"),
        "kept": _kept(centre, people, period),
        "answer": _answers(stages.filter(entered_on__range=within), people),
    }


def of_grid_workers(
    centre: Division, people: Collection[int], period: Period
) -> dict[str, dict[int, str]]:
    """Columns of grid workers, by person; five queries."""
    leads = Lead.objects.filter(
        centre=centre,
        reported_by__in=people,
        reported_at__gte=period.start_at,
        reported_at__lt=period.end_at,
    )
    spans: dict[int, list[float]] = defaultdict(list)
    for key, found_at, reported_at in leads.order_by().values_list(
        "reported_by", "found_at", "reported_at"
    ):
        spans[key].append((reported_at - found_at).total_seconds() / 3600)
    return {
        "reported": _per(leads, "reported_by", "pk"),
        "on_spot": _per(leads.filter(outcome=LeadOutcome.ON_SPOT), "reported_by", "pk"),
        "became_case": _per(leads.filter(outcome=LeadOutcome.CASE), "reported_by", "pk"),
        "report_hours": _medians(spans, people),
        "visits": _per(
            SweepGoer.objects.filter(
                person__in=people, visit__on__range=(period.first_on, period.last_on)
            ),
            "person",
            "visit",
        ),
    }


def _per(rows: QuerySet[Any], person: str, what: str) -> dict[int, str]:
    """How many different things of each person, in one query."""
    found = rows.order_by().values(key=F(person)).annotate(many=Count(what, distinct=True))
    return {row["key"]: str(row["many"]) for row in found}


def _kept(centre: Division, people: Collection[int], period: Period) -> dict[int, str]:
    """Agreements kept ÷ to be kept, of whoever settled the case: 3/4, or — where none was due."""
    stages = Stage.objects.filter(case=OuterRef("case"), outcome=StageOutcome.SETTLED)
    rows = rows_of(Rows.AGREEMENTS, centre, period).annotate(
        settled_by=Subquery(stages.order_by("-seq").values("officer")[:1])
    )
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    mine = rows.filter(settled_by__in=people).order_by().values_list("settled_by", "is_kept")
    for key, is_kept in mine:
        counts[key][0] += is_kept
        counts[key][1] += 1
    return {key: "{}/{}".format(*counts[key]) if key in counts else "—" for key in people}


def _answers(stages: QuerySet[Stage], people: Collection[int]) -> dict[int, str]:
    """Working hours from the day a case came to somebody to his first work on it, the median."""
    acts = Event.objects.filter(
        case=OuterRef("case"),
        actor=OuterRef("officer"),
        verb__in=ANSWERS,
        at__gte=OuterRef("entered_at"),
    )
    found = stages.annotate(first_at=Subquery(acts.order_by("seq").values("at")[:1]))
    rows: list[tuple[int, datetime, datetime]] = list(
        found.filter(first_at__isnull=False)
        .order_by()
        .values_list("officer", "entered_at", "first_at")
    )
    hours: dict[int, list[float]] = defaultdict(list)
    if rows:
        measured = hours_between(*(row[1:] for row in rows))
        for key, start, end in rows:
            hours[key].append(measured.minutes(start, end) / 60)
    return _medians(hours, people)


def _medians(hours: Mapping[int, list[float]], people: Collection[int]) -> dict[int, str]:
    return {
        key: f"{rounded(Decimal(str(median(hours[key]))), 1)}" if hours.get(key) else "—"
        for key in people
    }
