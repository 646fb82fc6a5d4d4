"""概览: how the villages stand today, as a matrix and as tiles. No map, no place finer than a village.

Every number counts cases in the reader's sight; a click lists them.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse

from cases import access
from cases.enums import OPEN, Risk, Status
from cases.selectors.rows import late_on
from cases.selectors.standstill import stagnant_days, stagnant_on
from grids.enums import Level
from grids.models import Division
from mediation.core.models import User
from reporting.access import Reader
from reporting.enums import Kind
from reporting.models import Movement
from reporting.periods import Period

OPEN_ONES = [("status", status.value) for status in sorted(OPEN)]
# Name, what the screen calls it, what it means; in the order of the page.
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("open", "在办", "已登记和调解中的案件"),
    ("registered", "待受理", "在办的里面，登记了还没有受理的"),
    ("mediating", "调解中", "在办的里面，已经受理的"),
    ("overdue", "逾期", "在办的里面，过了到期日的；暂停计时的不算"),
    ("red", "红色", "在办的里面，风险定为红色的"),
    ("orange", "橙色", "在办的里面，风险定为橙色的"),
    ("stagnant", "停滞", "在办的里面，超过本镇规定的天数没有办理动作的；暂停计时的不算"),
    ("referred", "诉讼跟踪", "已引导诉讼、还在跟踪结果的，不算在办"),
    ("new", "本期新增", "本半月登记的，同半月报的新增"),
    ("resolved", "本期化解", "本半月化解的，同半月报的化解"),
)
STATUSES = frozenset({"open", "registered", "mediating"})
OF_THE_PERIOD = {"new": Kind.NEW, "resolved": Kind.RESOLVED}
# How a tile looks: the first that is so.
STATES = ("overdue", "red", "stagnant", "open")
# What the list behind a number asks for beside the village; an open case has one of two statuses.
ASKED: dict[str, list[tuple[str, str]]] = {
    "open": OPEN_ONES,
    "registered": [("status", Status.REGISTERED.value)],
    "mediating": [("status", Status.MEDIATING.value)],
    "overdue": [*OPEN_ONES, ("overdue", "true")],
    "red": [*OPEN_ONES, ("risk", Risk.RED.value)],
    "orange": [*OPEN_ONES, ("risk", Risk.ORANGE.value)],
    "stagnant": [("stagnant", "true")],
    "referred": [("status", Status.REFERRED.value)],
}


@dataclass(frozen=True, slots=True)
class Number:
    """One number and the list behind it; no address where there is nothing to list."""

    name: str
    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class VillageRow:
    """`division` None: the total."""

    division: Division | None
    label: str
    numbers: list[Number]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def notable(self) -> list[Number]:
        """What a tile says beside how many are open."""
        return [one for one in self.numbers if one.count and one.name not in STATUSES]

    @property
    def state(self) -> str:
        """overdue · red · stagnant · open, or quiet where nothing is open."""
        return next((name for name in STATES if self.counts.get(name)), "quiet")


@dataclass(frozen=True, slots=True)
class Overview:
    """`is_partial`: the reader sees only some of the town's cases."""

    centre: Division
    period: Period
    rows: list[VillageRow]
    total: VillageRow
    limit: int | None
    is_partial: bool


def overview(user: User, who: Reader, centre: Division, period: Period, today: date) -> Overview:
    """In a fixed number of queries, whatever the number of villages and cases."""
    limit = stagnant_days(today)
    sees_all = access.sees_all(user)
    counts = _counted(user, centre, period, today, limit, sees_all=sees_all)
    of_posts = access.standing(user)
    own = of_posts.stationed_villages | of_posts.villages_of_committees
    rows = []
    for place in Division.objects.filter(
        level=Level.VILLAGE, path__startswith=centre.path
    ).order_by("code"):
        if who.villages is not None and place.pk not in who.villages:
            continue
        found = counts.get(place.pk, {})
        if any(found.values()) or (place.is_active and (sees_all or place.pk in own)):
            rows.append(_row(place, found, period))
    whole = {name: sum(one.counts[name] for one in rows) for name, _, _ in COLUMNS}
    return Overview(
        centre=centre,
        period=period,
        rows=rows,
        total=VillageRow(
            None,
            "合计",
            [Number(name, label, whole[name], "") for name, label, _ in COLUMNS],
            whole,
        ),
        limit=limit,
        is_partial=not sees_all or who.villages is not None,
    )


def _counted(
    user: User, centre: Division, period: Period, today: date, limit: int | None, *, sees_all: bool
) -> dict[int, dict[str, int]]:
    """Numbers by village, in three queries: of open cases, of those at court, of the period."""
    seen = access.visible_to(user).filter(centre=centre)
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    standing = seen.filter(status__in=OPEN).order_by().values("division")
    which = open_ones(today, limit)
    # Of a column that the index has and that is never empty.
    numbers = {name: Count("status", filter=one) for name, one in which.items()}
    for row in standing.annotate(open=Count("*"), **numbers):
        counts[row["division"]] |= {name: row[name] for name in ("open", *which)}  # type: ignore[literal-required]
    tracked = seen.filter(status=Status.REFERRED).order_by().values("division")
    for heap in tracked.annotate(many=Count("*")):
        counts[heap["division"]]["referred"] = heap["many"]
    lines = Movement.objects.filter(
        centre=centre,
        booked_on__range=(period.first_on, period.last_on),
        kind__in=OF_THE_PERIOD.values(),
    )
    if not sees_all:
        lines = lines.filter(case__in=seen.values("pk"))
    for line in lines.order_by().values("division", "kind").annotate(many=Sum("amount")):
        name = "new" if line["kind"] == Kind.NEW else "resolved"
        counts[line["division"]][name] = line["many"]
    return counts


def open_ones(today: date, limit: int | None) -> dict[str, Q]:
    """Which of the open cases each number counts."""
    return {
        "registered": Q(status=Status.REGISTERED),
        "mediating": Q(status=Status.MEDIATING),
        "overdue": late_on(today),
        "red": Q(risk=Risk.RED),
        "orange": Q(risk=Risk.ORANGE),
        "stagnant": stagnant_on(today, limit),
    }


def _row(place: Division, found: dict[str, int], period: Period) -> VillageRow:
    counts = {name: found.get(name, 0) for name, _, _ in COLUMNS}
    return VillageRow(
        place,
        place.short_name,
        [
            Number(
                name,
                label,
                counts[name],
                address_of(name, place, period) if counts[name] else "",
            )
            for name, label, _ in COLUMNS
        ],
        counts,
    )


def address_of(name: str, place: Division, period: Period) -> str:
    """The list behind a number: of cases as they stand, or of the half-month's figure."""
    if name in OF_THE_PERIOD:
        kwargs = {"cut_off": f"{period.last_on:%Y-%m-%d}", "column": name}
        return f"{reverse('reporting:cell', kwargs=kwargs)}?{urlencode({'row': place.code})}"
    query = [("division", place.code), *ASKED[name]]
    return f"{reverse('cases:list')}?{urlencode(query)}"
