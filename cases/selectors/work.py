"""Today's work: what waits for this person, section by section, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models import prefetch_related_objects as fetch

from cases import access, enums
from cases.enums import Clock, StageOutcome, Tier
from cases.models import Case, Deadline, Direction, Pause, Proposal, Stage
from cases.selectors.matters import BESIDE, joined
from cases.selectors.rows import Row, late_on, rows
from cases.workflow.conditions import ESCALATE_AFTER_DAYS_OVER
from grids.enums import Role
from mediation.core import clock
from mediation.core.models import Decision, User

SHOWN = 20
SOON_DAYS = 3
RETURNED_DAYS = 14
OVERSEERS = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR})
# What the graph and `access.relations` read of a case: with these, buttons cost no query.
FOR_BUTTONS = (
    "stages",
    "deadlines",
    "directions",
    "team",
    "proposals",
    "pauses",
    "papers",
    "recusals",
    "sessions",
)

# What the closing checks look at besides (`cases.workflow.closing`): a signer may be asked to close.
FOR_CLOSING = ("agreements", "endings", "listings", "duties")


@dataclass(frozen=True, slots=True)
class Section:
    """Cases that wait for one kind of step; at most SHOWN of them, and whether there are more."""

    key: str
    title: str
    hint: str
    rows: list[Row]
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a set of cases: how many, how many late, due today and soon, and the oldest due day."""

    count: int = 0
    late: int = 0
    today: int = 0
    soon: int = 0
    oldest_on: date | None = None

    def oldest_days(self, today: date) -> int:
        return (today - self.oldest_on).days if self.oldest_on else 0


@dataclass(frozen=True, slots=True)
class Work:
    totals: Totals
    sections: list[Section]
    is_overseer: bool = False  # the totals are then those of all in sight, due within three days
    returned: list[Proposal] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.sections or self.returned)


def work_of(user: User) -> Work:
    """What waits for the user today (DESIGN §5.3, `/`), beside `to_sign` and `to_answer`."""
    me, today = access.standing(user), clock.today()
    seen = access.visible_to(user)
    # What went to the court is not signed for: it waits for its duty officer's follow-up.
    whose = Q(officer__in=me.users) | Q(
        officer__isnull=True, status=enums.Status.REFERRED, unit__in=me.handling_units
    )
    mine = (
        seen.filter(whose, due_on__isnull=False)
        .exclude(_unsigned(), status__in=enums.OPEN)
        .exclude(due_rule=Clock.ARCHIVE)  # a section of its own
    )
    plans = list(_plans(user, me, seen, mine, today))
    found = [list(_listed(cases)[: SHOWN + 1]) for *_, cases in plans]
    fetch([case for cases in found for case in cases], *BESIDE)
    sections = [
        Section(key, title, hint, rows(cases[:SHOWN], today), len(cases) > SHOWN)
        for (key, title, hint, _), cases in zip(plans, found, strict=True)
        if cases
    ]
    soon = today + timedelta(days=SOON_DAYS)
    if me.roles & OVERSEERS:
        scope = seen.filter(status__in=enums.OPEN, due_on__lte=soon, is_resting=False)
    else:
        scope = mine
    return Work(
        totals=totals(scope, today),
        is_overseer=bool(me.roles & OVERSEERS),
        sections=sections,
        returned=returned_to(me),
    )


Plan = tuple[str, str, str, QuerySet[Case]]


def _plans(
    user: User, me: access.Standing, seen: QuerySet[Case], mine: QuerySet[Case], today: date
) -> Iterable[Plan]:
    """The sections that this person's posts can have, in the order of the page."""
    if me.handling_units:
        nobody_or_me = Q(officer__isnull=True) | Q(officer__in=me.users)
        arrived = seen.filter(
            nobody_or_me, _unsigned(), status__in=enums.OPEN, unit__in=me.handling_units
        )
        yield "unsigned", "等签收", "签收以后才知道有人在办", arrived
        here = seen.filter(status__in=enums.OPEN, unit__in=me.handling_units)
        back = came_by(here, StageOutcome.SENT_BACK, StageOutcome.HANDED_BACK)
        yield "back", "退回来的", "退回的理由在“经过”里", back
    yield "mine", "我承办的", "按到期日排", mine
    if me.headed_units:
        others = seen.filter(
            status__in=enums.OPEN, unit__in=me.headed_units, officer__isnull=False
        ).exclude(officer__in=me.users)
        yield "unit", "本单位其他人在办", "您是负责人", others
    if me.handling_units or Role.LEADER in me.roles:
        to_bind = seen.filter(
            Q(officer__in=me.users)
            | Q(unit__in=me.headed_units)
            | Q(officer__isnull=True, unit__in=me.handling_units),
            status=enums.Status.CLOSED,
            due_rule=Clock.ARCHIVE,
        )
        yield "archive", "等归档", "结案后三十天内立卷归档", to_bind
    if Role.PEACE_OFFICER in me.roles:
        yield "push_up", "建议上提", "本级超期满 5 天，可以上提一级", _far_over(seen, today)
    if me.roles & OVERSEERS:
        late = seen.filter(late_on(today), status__in=enums.OPEN)
        yield "late", "全域逾期", "按超期长短排", late
    if Role.WINDOW_CLERK in me.roles:
        start, _ = clock.day_bounds(today)
        own = seen.filter(registered_by=user, registered_at__gte=start)
        yield "registered", "我今天登记的", "回执可以补打", own


def _listed(cases: QuerySet[Case]) -> QuerySet[Case]:
    return joined(cases).order_by(F("due_on").asc(nulls_last=True), "pk")


def _unsigned() -> Exists:
    return Exists(
        Stage.objects.filter(case=OuterRef("pk"), left_at__isnull=True, signed_at__isnull=True)
    )


def came_by(cases: QuerySet[Case], *outcomes: str) -> QuerySet[Case]:
    """Those whose last stay before the present one ended so."""
    last_left = (
        Stage.objects.filter(case=OuterRef("pk"), left_at__isnull=False)
        .order_by("-seq")
        .values("outcome")[:1]
    )
    return cases.alias(came_by=Subquery(last_left)).filter(came_by__in=outcomes)


def _far_over(seen: QuerySet[Case], today: date) -> QuerySet[Case]:
    """Open cases whose rung ran out some days ago. The day on the face, the nearest of all, is no
    later: with it the list is a short walk along an index even where there is nothing to find.
    """
    until = today - timedelta(days=ESCALATE_AFTER_DAYS_OVER)
    over = Deadline.objects.filter(
        clock=Clock.RUNG,
        stopped_on__isnull=True,
        tier__in=[Tier.VILLAGE, Tier.STREET],
        due_on__lte=until,
    )
    resting = Pause.objects.filter(to_on__isnull=True)
    late = seen.filter(status__in=enums.OPEN, due_on__lte=until, pk__in=over.values("case"))
    return late.exclude(pk__in=resting.values("case"))


def totals(cases: QuerySet[Case], today: date) -> Totals:
    """Counted in one query."""
    soon = today + timedelta(days=SOON_DAYS)
    found = cases.order_by().aggregate(
        count=Count("pk"),
        late=Count("pk", filter=late_on(today)),
        today=Count("pk", filter=Q(due_on=today, is_resting=False)),
        soon=Count("pk", filter=Q(due_on__gt=today, due_on__lte=soon, is_resting=False)),
        oldest_on=Min("due_on", filter=late_on(today)),
    )
    return Totals(**found)


def to_sign(user: User, me: access.Standing, seen: QuerySet[Case]) -> list[Proposal]:
    """Prepared moves of cases where this person may be the signer; the caller asks `may_sign`."""
    whose = Q(case__unit__in=me.headed_units) | Q(case__owner__in=me.users)
    if Role.DIRECTOR in me.roles:
        whose |= Q(case__tier=Tier.LEADER)
    waiting = list(
        Proposal.objects.filter(whose, decided_at__isnull=True)
        .select_related("by", "case__division", "case__category", "case__officer", "case__owner")
        .prefetch_related(*(f"case__{name}" for name in (*FOR_BUTTONS, *FOR_CLOSING)))
        .order_by("at", "pk")[:SHOWN]
    )
    # Asked of these few alone: joined, the database would go through every case in his sight.
    in_sight = set(
        seen.filter(pk__in={one.case_id for one in waiting}).values_list("pk", flat=True)
    )
    return [one for one in waiting if one.case_id in in_sight]


def returned_to(me: access.Standing) -> list[Proposal]:
    """What a signer gave back and nobody has taken up since."""
    since = clock.now() - timedelta(days=RETURNED_DAYS)
    return list(
        Proposal.objects.filter(
            by__in=me.users,
            decision=Decision.RETURNED,
            decided_at__gte=since,
            version=F("case__version"),
        )
        .select_related("decided_by", "case__division", "case__category")
        .order_by("-decided_at")[:SHOWN]
    )


def to_answer(me: access.Standing, seen: QuerySet[Case]) -> list[Direction]:
    """批示 and 督办 that wait for this person's word, the nearest day first."""
    return list(
        Direction.objects.filter(
            Q(to_user__in=me.users) | Q(to_unit__in=me.answering_units),
            answered_at__isnull=True,
            retracted_at__isnull=True,
            case__in=seen.values("pk"),
        )
        .select_related("by", "case__division", "case__category")
        .order_by("due_on", "pk")[:SHOWN]
    )
