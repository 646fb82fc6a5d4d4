"""会商: whose meetings a person sees, what stands on their agenda, as far as his sight of each case
goes (domain.md §7 rows 22, 23, 130)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from cases import access, enums
from cases.enums import AgendaReason
from cases.models import AgendaItem, Attendee, Case, Consultation, Decision, Direction, Listing
from cases.selectors.matters import for_lists
from cases.selectors.rows import Row, row
from grids.access import CONVENERS
from grids.enums import Role
from mediation.core import clock
from mediation.core.models import User

OVERSEERS = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR})
MOST_ITEMS = 40

# Which cases an agenda takes up by itself; the first three say that a case is major.
RISKS = (enums.Risk.RED, enums.Risk.ORANGE)
GROUPS = (enums.Scale.GROUP, enums.Scale.MAJOR_GROUP)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item for one reader. At card level there are no reasons and no words, only the row."""

    item: AgendaItem
    row: Row
    reasons: str
    is_file: bool
    decisions: list[Decision]


@dataclass(frozen=True, slots=True)
class Agenda:
    """`hidden` items lie outside the reader's sight; `is_whole`: he may read the file of each."""

    items: list[ItemRow]
    hidden: int
    is_whole: bool


def may_convene(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(CONVENERS)


def consultations_for(user: User) -> QuerySet[Consultation]:
    """平安办 and the director see every meeting of their town; others those they are part of."""
    me = access.standing(user)
    found = Consultation.objects.filter(centre__in=me.centres)
    if me.roles.isdisjoint(OVERSEERS):
        asked = Attendee.objects.filter(
            Q(person__in=me.users) | Q(person__isnull=True, unit__in=me.units)
        )
        found = found.filter(
            Q(by__in=me.users) | Q(chair__in=me.users) | Q(pk__in=asked.values("consultation"))
        )
    return found.select_related("organiser", "chair", "by", "minutes_by")


def agenda_of(user: User, consultation: Consultation) -> Agenda:
    """The items within the reader's sight, in a fixed number of queries."""
    items = list(
        consultation.items.order_by("position").prefetch_related(
            Prefetch(
                "decisions",
                Decision.objects.select_related("unit", "by", "direction").order_by("pk"),
            )
        )
    )
    keys = [item.case_id for item in items]
    seen = {case.pk: case for case in for_lists(access.visible_to(user).filter(pk__in=keys))}
    today = clock.today()
    rows = [
        _item_row(item, row(seen[item.case_id], today)) for item in items if item.case_id in seen
    ]
    return Agenda(
        items=rows,
        hidden=len(items) - len(rows),
        is_whole=len(rows) == len(items) and all(one.is_file for one in rows),
    )


def _item_row(item: AgendaItem, found: Row) -> ItemRow:
    return ItemRow(
        item=item,
        row=found,
        reasons=reason_words(item.reasons) if found.is_file else "",
        is_file=found.is_file,
        decisions=list(item.decisions.all()) if found.is_file else [],
    )


def reason_words(codes: Iterable[str]) -> str:
    labels = dict(AgendaReason.choices)
    return "、".join(labels.get(code, code) for code in codes)


def candidates(user: User) -> QuerySet[Case]:
    """Open cases whose file the user reads and that are major or cross-unit, the gravest first."""
    whistled = Direction.objects.filter(
        case=OuterRef("pk"),
        kind=enums.DirectionKind.WHISTLE,
        answered_at__isnull=True,
        retracted_at__isnull=True,
    )
    helping = Case.co_departments.through.objects.filter(case=OuterRef("pk"))
    listed = Listing.objects.filter(case=OuterRef("pk"), lifted_on__isnull=True)
    cases = access.visible_to(user).filter(status__in=enums.OPEN)
    cases = cases.filter(level__gte=access.FILE)  # type: ignore[misc]
    cases = cases.annotate(
        is_listed=Exists(listed), is_whistled=Exists(whistled), has_helpers=Exists(helping)
    )
    return cases.filter(
        Q(risk__in=RISKS)
        | Q(difficulty=enums.Difficulty.HARD)
        | Q(scale__in=GROUPS)
        | Q(route_reason=enums.RouteReason.TWO_VILLAGES)
        | Q(is_listed=True)
        | Q(is_whistled=True)
        | Q(has_helpers=True)
    ).order_by("-is_listed", "due_on", "pk")


def reasons_of(case: Case) -> list[str]:
    """Why a case of `candidates` stands there."""
    found = {
        AgendaReason.RISK: case.risk in RISKS,
        AgendaReason.HARD: case.difficulty == enums.Difficulty.HARD,
        AgendaReason.GROUP: case.scale in GROUPS,
        AgendaReason.LISTED: getattr(case, "is_listed", False),
        AgendaReason.DEPARTMENTS: getattr(case, "has_helpers", False),
        AgendaReason.WHISTLED: getattr(case, "is_whistled", False),
        AgendaReason.VILLAGES: case.route_reason == enums.RouteReason.TWO_VILLAGES,
    }
    return [str(code) for code, holds in found.items() if holds]
