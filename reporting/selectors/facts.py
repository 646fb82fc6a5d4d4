"""The figures that a written report fills in by itself: headline, comparison, tables, split, chart.

All of them come from the catalogue (`reporting.figures`) over the turn of the report; as plain
values, so that what was put before the issuer can be kept with the report as it stood.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cases.enums import Difficulty, EscalateGround, Risk, Tier
from cases.models import Listing, Stage, TaskForce
from grids.enums import Level
from grids.models import Department, Division, RoutingRule
from mediation.core import clock
from mediation.core.models import User
from reporting.enums import StayKind
from reporting.figures import CATALOGUE, FIGURES, Number, rate, value_of
from reporting.models import Stay
from reporting.periods import Period
from reporting.rhythm import Every, turn_a_year_before, turn_before
from reporting.selectors.locks import last_lock
from reporting.selectors.petition_months import month_table
from reporting.selectors.sums import CellSums, cell_sums
from reporting.selectors.tables import Row, table
from reporting.small_cells import SMALL

DASH = "—"
HEADLINE = (
    "opening",
    "new",
    "reopened",
    "handled",
    "handled_rate",
    "resolved",
    "succeeded",
    "success_rate",
    "ended",
    "closing",
    "resolve_rate",
    "local_rate",
    "avg_days",
    "tracking",
)
BY_PLACE = ("opening", "new", "resolved", "ended", "closing", "resolve_rate", "success_rate")
BY_CATEGORY = ("new", "resolved", "closing", "resolve_rate")
IN_CHART = 6
SHARES = frozenset(figure.name for figure in FIGURES if figure.unit == "%")

LOCAL, TOGETHER, ABOVE = "local", "together", "above"
SPLIT: Mapping[str, tuple[str, str]] = {
    LOCAL: ("就地化解", "期末未化解里，按现在看不属于下面两类的，由现在的承办单位就地办。"),
    TOGETHER: (
        "集中攻坚",
        "按现在看，到了包案领导一级，或者风险红色、橙色，或者难易程度为疑难，或者挂牌督办、成立了专班的。",
    ),
    ABOVE: (
        "需上级协调",
        "按现在看，在包案领导一级，而且以“超出本级权限”上报、或者难易程度为疑难的。",
    ),
}


@dataclass(frozen=True)
class Span:
    """What a report speaks of: a place of a town over a turn, all categories or some."""

    centre: Division
    division: Division
    every: Every
    turn: Period
    categories: frozenset[int] | None = None


def led_categories(unit: Department) -> frozenset[int]:
    """Categories that a unit leads as a rule (牵头规则); those by a word or a sub-type are not."""
    today = clock.today()
    rules = RoutingRule.objects.filter(
        Q(since=None) | Q(since__lte=today),
        Q(until=None) | Q(until__gte=today),
        lead=unit,
        category__isnull=False,
        subtype__isnull=True,
        keyword="",
    )
    return frozenset(rules.values_list("category", flat=True))


def facts_of(span: Span) -> dict[str, Any]:
    """Everything that a report prints by itself, as plain values (JSON)."""
    sums = _within(cell_sums(span.centre, span.turn), span)
    now = table(span.centre, span.turn, division=span.division, sums=sums)
    before = _total(span, None if span.every is Every.ONCE else turn_before(span.every, span.turn))
    last_year = _total(span, turn_a_year_before(span.every, span.turn))
    lines = [_headline(name, now.total, before, last_year) for name in HEADLINE]
    split = _split(span)
    locked = last_lock(span.centre)
    return {
        "as_of": clock.now().isoformat(timespec="minutes"),
        "is_locked": locked is not None and locked.cut_off >= span.turn.last_on,
        "headline": lines,
        "words": _words(lines, split),
        "split": [
            {"key": key, "label": label, "definition": definition, "count": split[key]}
            for key, (label, definition) in SPLIT.items()
        ],
        "places": _grid(now.rows, now.total, BY_PLACE) if _is_town(span) else None,
        "categories": _grid(
            [row for row in now.by_category if any(row.sums.values())], now.total, BY_CATEGORY
        ),
        "chart": _chart(span, now.by_category),
    }


def as_of_words(facts: Mapping[str, Any]) -> str:
    """Said under the first table: as of when the figures stand, and whether they may still move."""
    at = clock.local(datetime.fromisoformat(facts["as_of"]))
    state = "已锁定" if facts["is_locked"] else "尚未锁定"
    return f"数字截至{at.year}年{at.month}月{at.day}日{at:%H:%M}，这一期的半月报{state}。"


PETITIONS = ("items_in", "people", "claims", "accepted", "refused", "concluded", "timely_rate")


def petition_facts(user: User, centre: Division, month: Period) -> list[list[str]]:
    """信访 of a natural month as far as the writer sees it: label, number, 环比, 同比.

    Counts of matters; nothing of who came. The sealed kind is in no number. A count changes by per
    cent, a rate by points.
    """
    found = month_table(user, centre, month)
    changes = {key: values for key, _, values in found.changes}
    return [
        [
            figure.label,
            _with(found.this.values.get(figure.name), "%" if figure.is_rate else ""),
            _signed(changes["from_before"].get(figure.name), "点" if figure.is_rate else "%"),
            _signed(changes["from_year_ago"].get(figure.name), "点" if figure.is_rate else "%"),
        ]
        for figure in found.figures
        if figure.name in PETITIONS
    ]


def public_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What of the figures goes with a public text: the town's as a whole. Tables by village and by
    category would give cells of 1 or 2 away, and the three parts of few cases too."""
    counts = [part["count"] for part in facts["split"]]
    is_small = any(count in SMALL for count in counts)
    return dict(facts) | {
        "words": facts["words"][:-1] if is_small else facts["words"],
        "split": [] if is_small else facts["split"],
        "places": None,
        "categories": {"heads": [], "rows": [], "total": []},
        "chart": {"labels": [], "series": []},
    }


def _with(value: Number | None, unit: str) -> str:
    return DASH if value is None else f"{value}{unit}"


def _signed(value: Number | None, unit: str) -> str:
    return DASH if value is None else f"{value:+}{unit}"


def _is_town(span: Span) -> bool:
    return span.division.level == Level.TOWN and span.categories is None


def _within(sums: CellSums, span: Span) -> CellSums:
    if span.categories is None:
        return sums
    return {cell: values for cell, values in sums.items() if cell.category in span.categories}


def _total(span: Span, turn: Period | None) -> Row | None:
    if turn is None:
        return None
    sums = _within(cell_sums(span.centre, turn), span)
    return table(span.centre, turn, division=span.division, sums=sums).total


# --- headline ---------------------------------------------------------------------------------


def _headline(name: str, now: Row, before: Row | None, last_year: Row | None) -> dict[str, Any]:
    value, earlier, year = (
        None if row is None else _value(row, name) for row in (now, before, last_year)
    )
    figure = CATALOGUE[name]
    return {
        "name": name,
        "label": figure.label,
        "definition": figure.definition,
        "unit": figure.unit,
        "now": spelled(value),
        "before": spelled(earlier),
        "change": _change(name, value, earlier),
        "last_year": spelled(year),
        "year_change": _change(name, value, year),
    }


def _value(row: Row, name: str) -> Number | None:
    return value_of(CATALOGUE[name], row.sums)


def spelled(value: Number | None) -> str:
    return DASH if value is None else str(value)


def _change(name: str, now: Number | None, then: Number | None) -> str:
    """In per cent of what was; a rate by how many points. — on a base of 0."""
    if now is None or then is None:
        return DASH
    if name in SHARES:
        return f"{Decimal(now) - Decimal(then):+}点"
    change = rate(Decimal(now) - Decimal(then), Decimal(then))
    return DASH if change is None else f"{change:+}%"


def _words(lines: list[dict[str, Any]], split: Mapping[str, int]) -> list[str]:
    """The situation in two or three sentences; every number in them stands in the table."""
    by_name = {line["name"]: line for line in lines}
    new = by_name["new"]
    first = (
        f"上期末未化解{by_name['opening']['now']}件，本期新增{new['now']}件"
        f"{_compared(new)}，反弹重开{by_name['reopened']['now']}件，"
        f"化解{by_name['resolved']['now']}件{_compared(by_name['resolved'])}，"
        f"分流{by_name['ended']['now']}件，期末未化解{by_name['closing']['now']}件。"
    )
    rates = "，".join(
        f"{by_name[name]['label']}{by_name[name]['now']}%"
        for name in ("handled_rate", "success_rate", "resolve_rate", "local_rate")
        if by_name[name]["now"] != DASH
    )
    third = "期末未化解的件中，" + "，".join(
        f"{label}{split[key]}件" for key, (label, _) in SPLIT.items()
    )
    return [first, *([f"{rates}。"] if rates else []), f"{third}。"]


def _compared(line: Mapping[str, Any]) -> str:
    """（比上期15件增加20.00%，同比…）; nothing where there is nothing to compare with."""
    said = []
    for name, then, change in (
        ("比上期", line["before"], line["change"]),
        ("比去年同期", line["last_year"], line["year_change"]),
    ):
        if then != DASH:
            said.append(f"{name}{then}件{_up_or_down(change)}")
    return f"（{'，'.join(said)}）" if said else ""


def _up_or_down(change: str) -> str:
    if change == DASH:
        return ""
    number = change.removesuffix("%")
    if Decimal(number) == 0:
        return "持平"
    return f"{'增加' if number.startswith('+') else '减少'}{number[1:]}%"


# --- tables, chart ----------------------------------------------------------------------------


def _grid(rows: Collection[Row], total: Row, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "heads": [CATALOGUE[name].label for name in names],
        "rows": [[row.short_label or row.label, *_cells(row, names)] for row in rows],
        "total": ["合计", *_cells(total, names)],
    }


def _cells(row: Row, names: tuple[str, ...]) -> list[str]:
    return [
        f"{value}%" if name in SHARES and value is not None else spelled(value)
        for name in names
        for value in [_value(row, name)]
    ]


def _chart(span: Span, rows: Collection[Row]) -> dict[str, Any]:
    """新增 and 化解 of the categories with most new matters, in the order of the catalogue."""
    busiest = sorted(rows, key=lambda row: -row["new"])[:IN_CHART]
    shown = [row for row in rows if row in busiest and (row["new"] or row["resolved"])]
    return {
        "labels": [row.short_label for row in shown],
        "series": [
            ["新增", [int(row["new"]) for row in shown]],
            ["化解", [int(row["resolved"]) for row in shown]],
        ],
    }


# --- 就地化解、集中攻坚、需上级协调 ---------------------------------------------------------------


def _split(span: Span) -> dict[str, int]:
    """The cases open at the end of the turn in three parts, each case in one; one query.

    Which part a case belongs to is read from how it stands now (domain.md §7 row 86; 本镇规定).
    """
    stays = Stay.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gt=span.turn.last_on),
        centre=span.centre,
        kind=StayKind.OPEN,
        entered_on__lte=span.turn.last_on,
        division__path__startswith=span.division.path,
    )
    if span.categories is not None:
        stays = stays.filter(category__in=span.categories)
    above = Q(case__tier=Tier.LEADER) & (Q(case__difficulty=Difficulty.HARD) | Q(is_beyond=True))
    more_than_local = (
        Q(case__tier=Tier.LEADER)
        | Q(case__difficulty=Difficulty.HARD)
        | Q(case__risk__in=[Risk.RED, Risk.ORANGE])
        | Q(is_listed=True)
        | Q(has_force=True)
    )
    counts = (
        stays.order_by()
        .annotate(
            is_beyond=Exists(_of_case(Stage).filter(ground=EscalateGround.BEYOND_POWER)),
            is_listed=Exists(_of_case(Listing).filter(lifted_on__isnull=True)),
            has_force=Exists(TaskForce.objects.filter(cases=OuterRef("case"), to_on__isnull=True)),
        )
        .aggregate(
            all=Count("pk"),
            more=Count("pk", filter=more_than_local),
            above=Count("pk", filter=above),
        )
    )
    return {
        LOCAL: counts["all"] - counts["more"],
        TOGETHER: counts["more"] - counts["above"],
        ABOVE: counts["above"],
    }


def _of_case(model: type[Stage] | type[Listing]) -> QuerySet[Any]:
    return model.objects.filter(case=OuterRef("case"))
