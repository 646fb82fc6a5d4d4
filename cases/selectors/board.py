"""The case-owning leader's board (screen e): lanes by urgency, and what became of his words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models import prefetch_related_objects as fetch

from cases import access, enums
from cases.enums import Risk
from cases.models import Case, Direction
from cases.selectors.matters import BESIDE, joined
from cases.selectors.rows import Row, late_on, row
from cases.selectors.work import FOR_BUTTONS, SOON_DAYS, Totals, totals
from cases.workflow import GRAPH
from grids.models import InstructionPreset
from mediation.core import clock
from mediation.core.models import User

URGENT_SHOWN = 60
REST_SHOWN = 20
ECHOES = 10
PRESETS_PER_CARD = 4
CARD_VERBS = (enums.Verb.INSTRUCT, enums.Verb.URGE, enums.Verb.ASSIGN)


@dataclass(frozen=True, slots=True)
class Card:
    """One case on the board: its row, what the leader may do with it, his last word in it."""

    row: Row
    verbs: frozenset[str]
    presets: list[str]
    talks: int
    said: Direction | None
    is_owned: bool
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    key: str
    title: str
    cards: list[Card]
    count: int


@dataclass(frozen=True, slots=True)
class Echo:
    """One 批示 and whether it was answered; `days` to its day, negative when over."""

    direction: Direction
    days: int


@dataclass(frozen=True, slots=True)
class Board:
    totals: Totals
    lanes: list[Lane]
    echoes: list[Echo]
    villages: list[Any]
    owned: int
    stationed: int


def board_of(user: User, of: str = "") -> Board:
    """`of`: "own" his cases, "station" those of his villages, anything else both."""
    me, today = access.standing(user), clock.today()
    seen = access.visible_to(user).filter(status__in=enums.OPEN)
    own, station = Q(owner__in=me.users), Q(division__in=me.stationed_villages)
    shown = seen.filter({"own": own, "station": station}.get(of, own | station))
    found = totals(shown, today)
    both = seen.aggregate(
        owned=Count("pk", filter=own), stationed=Count("pk", filter=station & ~own)
    )
    cases = _listed(shown)
    soon = today + timedelta(days=SOON_DAYS)
    is_urgent = Q(due_on__lte=soon, is_resting=False)
    urgent = list(cases.filter(is_urgent)[:URGENT_SHOWN])
    rest = list(cases.exclude(is_urgent)[:REST_SHOWN])
    shown_cases = [*urgent, *rest]
    fetch(
        shown_cases,
        *BESIDE,
        *(name for name in FOR_BUTTONS if name != "directions"),
        Prefetch("directions", Direction.objects.select_related("by")),
        "listings",
    )
    cards = _cards(user, shown_cases, today)
    return Board(
        totals=found,
        lanes=[lane for lane in _lanes(cards, found) if lane.cards],
        echoes=_echoes(me, today),
        villages=_villages(seen.filter(station), today),
        **both,
    )


def _listed(cases: QuerySet[Case]) -> QuerySet[Case]:
    return joined(cases).order_by(F("due_on").asc(nulls_last=True), "pk")


def _cards(user: User, cases: list[Case], today: date) -> list[Card]:
    me = access.standing(user)
    presets = list(InstructionPreset.objects.filter(is_active=True).order_by("order", "pk"))
    return [
        Card(
            row=row(case, today),
            verbs=frozenset(GRAPH.available(case, access.relations(user, case))) & set(CARD_VERBS),
            presets=_presets(presets, case),
            talks=sum(1 for one in case.sessions.all() if one.outcome),
            said=next(
                (
                    one
                    for one in reversed(case.directions.all())
                    if one.by_id in me.users and one.on == today and one.retracted_at is None
                ),
                None,
            ),
            is_owned=case.owner_id in me.users,
            is_listed=any(one.lifted_on is None for one in case.listings.all()),
        )
        for case in cases
    ]


def _presets(presets: list[InstructionPreset], case: Case) -> list[str]:
    """Sentences for this kind of dispute first, then those that fit all."""
    special = [one.text for one in presets if one.category_id == case.category_id]
    general = [one.text for one in presets if one.category_id is None]
    return [*special, *general][:PRESETS_PER_CARD]


def _lanes(cards: list[Card], found: Totals) -> list[Lane]:
    def lane(key: str, title: str, count: int, holds: Any) -> Lane:
        return Lane(key, title, [card for card in cards if holds(card.row.days)], count)

    rest = found.count - found.late - found.today - found.soon
    return [
        lane("late", "逾期", found.late, lambda days: days is not None and days < 0),
        lane("today", "今天到期", found.today, lambda days: days == 0),
        lane("soon", "3 天内", found.soon, lambda days: days is not None and 0 < days <= SOON_DAYS),
        lane("rest", "其余", rest, lambda days: days is None or days > SOON_DAYS),
    ]


def _echoes(me: access.Standing, today: date) -> list[Echo]:
    """His words, the unanswered first."""
    directions = (
        Direction.objects.filter(by__in=me.users, retracted_at__isnull=True)
        .select_related("case", "to_unit", "to_user", "answered_by")
        .order_by(F("answered_at").desc(nulls_first=True), "due_on", "pk")[:ECHOES]
    )
    return [Echo(one, (one.due_on - today).days) for one in directions]


def _villages(cases: QuerySet[Case], today: date) -> list[Any]:
    return list(
        cases.order_by()
        .values("division__code", "division__short_name")
        .annotate(
            count=Count("pk"),
            high=Count("pk", filter=Q(risk__in=[Risk.RED, Risk.ORANGE])),
            late=Count("pk", filter=late_on(today)),
        )
        .order_by("division__code")
    )
