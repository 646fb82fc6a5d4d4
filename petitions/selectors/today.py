"""What stands in a person's day of petitions: blocks of the page `/` (settings.TODAY_BLOCKS).

Each person has those of his posts, each in a fixed number of queries.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cases.access import Standing, standing
from grids.enums import Role
from mediation.core import clock
from mediation.core.models import Decision, User
from petitions import access, enums, labels
from petitions.models import Direction, IssuedLetter, Petition, Proposal
from petitions.selectors.matters import for_lists
from petitions.selectors.rows import Row, rows, title_of

SHOWN = 20
SOON_DAYS = 3
RETURNED_DAYS = 14
REGISTERED = "petitions/today/registered.html"
LIST, SIGN, BACK = (
    "petitions/today/list.html",
    "petitions/today/sign.html",
    "petitions/today/back.html",
)
ANSWER, LETTERS = "petitions/today/answer.html", "petitions/today/letters.html"
# Shown as late to those who watch over the whole town.
OVERSEERS = frozenset({Role.DIRECTOR, Role.PEACE_OFFICER})


@dataclass(frozen=True, slots=True)
class Block:
    """One section; `template` prints its `rows`, at most SHOWN of them. `summary` may head the page."""

    key: str
    title: str
    hint: str
    template: str
    rows: list[Any]
    has_more: bool = False
    summary: str = ""


MaySign = Callable[[Proposal, User], bool]


def blocks(user: User, may_sign: MaySign) -> list[Block]:
    """Those that have something in them, in the order of the page. `may_sign` is the door's word."""
    me, today = standing(user), clock.today()
    return [block for block in _all(user, may_sign, me, today) if block.rows]


def _all(user: User, may_sign: MaySign, me: Standing, today: date) -> Iterator[Block]:
    seen = access.visible_to(user).exclude(access.SEALED)
    if Role.DIRECTOR in me.roles:
        yield _to_sign(user, may_sign, seen)
    if me.answering_units:
        yield _to_answer(me, seen, today)
    if Role.PETITION_OFFICER in me.roles:
        yield _returned(me, seen)
        fresh = seen.filter(status=enums.Status.REGISTERED)
        yield _petitions(
            "new", "信访：登记了，还没有定怎么办", "收到 15 日内书面告知", fresh, today
        )
        soon = today + timedelta(days=SOON_DAYS)
        due = seen.exclude(status=enums.Status.REGISTERED).filter(due_on__lte=soon)
        yield _petitions("due", "信访：快到期和已逾期的", "按到期日排", due, today)
        yield _unsigned(seen, today)
        yield _letters(seen)
    elif me.roles & OVERSEERS:
        late = seen.filter(status__in=enums.OPEN, due_on__lt=today)
        yield _petitions("late_petitions", "信访：已逾期的", "按超期长短排", late, today)
    if Role.LEADER in me.roles:
        owned = seen.filter(owner__in=me.users, status__in=enums.OPEN)
        yield _petitions("owned_petitions", "信访：我包案的", "按到期日排", owned, today)
    if Role.WINDOW_CLERK in me.roles:
        start, _ = clock.day_bounds(today)
        mine = for_lists(seen.filter(registered_by=user, registered_at__gte=start))
        own = rows(mine.order_by("-registered_at", "-pk")[:SHOWN], today)
        yield Block("registered_petitions", "信访：我今天登记的", "回执可以补打", REGISTERED, own)
    if Role.DISCIPLINE in me.roles:
        sealed = access.visible_to(user).filter(access.SEALED, status=enums.Status.REGISTERED)
        yield _petitions("sealed", "检举控告：还没有办的", "内容只在各件里面看", sealed, today)


def _petitions(
    key: str, title: str, hint: str, petitions: QuerySet[Petition], today: date
) -> Block:
    ordered = for_lists(petitions).order_by(F("due_on").asc(nulls_last=True), "pk")
    found = list(ordered[: SHOWN + 1])
    shown = rows(found[:SHOWN], today)
    has_more = len(found) > SHOWN
    return Block(key, title, hint, LIST, shown, has_more, _how_late(key, shown, has_more))


def _how_late(key: str, shown: list[Row], has_more: bool) -> str:
    """信访 8 件已逾期，最久的超了 31 天; empty while nothing is due. The latest stand first."""
    late = [-row.days for row in shown if row.days is not None and row.days < 0]
    now = sum(1 for row in shown if row.days == 0)
    many = "以上" if has_more and len(late) == SHOWN else ""
    said = [
        f"{len(late)} 件{many}已逾期，最久的超了 {late[0]} 天" if late else "",
        f"{now} 件今天到期" if now else "",
    ]
    what = {"new": "没定怎么办的信访", "sealed": "检举控告"}.get(key, "信访")
    return f"{what} {'，'.join(filter(None, said))}" if late or now else ""


def _to_sign(user: User, may_sign: MaySign, seen: QuerySet[Petition]) -> Block:
    """Prepared moves that wait for this signer's word."""
    waiting = (
        Proposal.objects.filter(decided_at__isnull=True, petition__in=seen.values("pk"))
        .select_related("by", "petition__division", "petition__content")
        .prefetch_related(
            *(f"petition__{name}" for name in ("directions", "letters", "demands", "ratings")),
            "petition__deadlines__extensions",
        )
        .order_by("at", "pk")[:SHOWN]
    )
    found = [
        {
            "proposal": one,
            "label": labels.button(one.verb),
            "title": title_of(one.petition, is_file=True),
            "lines": _prepared(one),
        }
        for one in waiting
        if may_sign(one, user)
    ]
    return Block(
        "sign_petitions", "信访：等您签", "", SIGN, found, summary=f"信访 {len(found)} 件等您签"
    )


def _prepared(proposal: Proposal) -> list[str]:
    """The prepared words that a signer wants to read first."""
    data = proposal.data
    days = f"延 {data['days']} 天" if data.get("days") else ""
    ground = labels.label(enums.DeclineGround, data["ground"]) if data.get("ground") else ""
    return [line for line in (days, ground, str(data.get("reason") or "")) if line]


def _returned(me: Standing, seen: QuerySet[Petition]) -> Block:
    """What the signer gave back and nobody has taken up since."""
    since = clock.now() - timedelta(days=RETURNED_DAYS)
    found = Proposal.objects.filter(
        by__in=me.users,
        decision=Decision.RETURNED,
        decided_at__gte=since,
        version=F("petition__version"),
        petition__in=seen.values("pk"),
    ).select_related("decided_by", "petition__division", "petition__content")
    shown = [
        {
            "proposal": one,
            "label": labels.button(one.verb),
            "title": title_of(one.petition, is_file=True),
        }
        for one in found.order_by("-decided_at")[:SHOWN]
    ]
    return Block("back_petitions", "信访：签字人退回的", "", BACK, shown)


def _to_answer(me: Standing, seen: QuerySet[Petition], today: date) -> Block:
    """交办, 批示, 督办 and 吹哨 that wait for a word of his unit, the nearest day first."""
    found = (
        Direction.objects.filter(
            to_unit__in=me.answering_units,
            answered_at__isnull=True,
            handed_back_at__isnull=True,
            petition__in=seen.values("pk"),
        )
        .select_related("by", "petition__division", "petition__content")
        .order_by("due_on", "pk")[:SHOWN]
    )
    shown = [_direction(one, today) for one in found]
    summary = f"信访 {len(shown)} 条等本单位回话"
    return Block("answer_petitions", "信访：等本单位办的", "", ANSWER, shown, summary=summary)


def _unsigned(seen: QuerySet[Petition], today: date) -> Block:
    found = (
        Direction.objects.filter(
            kind=enums.DirectionKind.ASSIGNMENT,
            signed_at__isnull=True,
            answered_at__isnull=True,
            handed_back_at__isnull=True,
            petition__in=seen.values("pk"),
        )
        .select_related("by", "to_unit", "petition__division", "petition__content")
        .order_by("due_on", "pk")[:SHOWN]
    )
    shown = [_direction(one, today) | {"is_ours": True} for one in found]
    return Block("unsigned_petitions", "信访：交办了还没签收", "可以督办", ANSWER, shown)


def _direction(one: Direction, today: date) -> dict[str, Any]:
    return {
        "direction": one,
        "title": title_of(one.petition, is_file=True),
        "days": (one.due_on - today).days,
        "is_ours": False,
    }


def _letters(seen: QuerySet[Petition]) -> Block:
    """Letters that went out of the house's hand and have not arrived: nobody is told by them yet."""
    newer = IssuedLetter.objects.filter(
        petition=OuterRef("petition"),
        kind=OuterRef("kind"),
        subject=OuterRef("subject"),
        version__gt=OuterRef("version"),
    )
    still = Q(petition__reopened_at__isnull=True) | Q(issued_at__gte=F("petition__reopened_at"))
    found = (
        IssuedLetter.objects.filter(
            still,
            ~Exists(newer),
            kind__in=enums.SENT_OUT,
            received_on__isnull=True,
            petition__in=seen.exclude(status=enums.Status.CLOSED).values("pk"),
        )
        .select_related("petition")
        .order_by("issued_at", "pk")[: SHOWN + 1]
    )
    shown = [{"letter": one, "label": labels.label(enums.Letter, one.kind)} for one in found]
    return Block(
        "letters",
        "信访：文书还没有送到",
        "送达才算告知",
        LETTERS,
        shown[:SHOWN],
        len(shown) > SHOWN,
    )
