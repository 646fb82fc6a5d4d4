"""The columns of 专项行动统计表 (domain.md §5.2), in two rows of headings."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from grids.selectors.sweeps import rolling_reports
from reporting.figures import CATALOGUE, Number
from reporting.selectors import Row, Table

DASH = "—"
TEN_THOUSAND = 10_000
SOURCES: tuple[tuple[str, frozenset[str]], ...] = (
    ("排查", frozenset({"sweep", "grid"})),
    ("来访", frozenset({"visit", "reception"})),
    ("信访转", frozenset({"petition"})),
    ("12345", frozenset({"hotline"})),
    ("公安、法院移送", frozenset({"police", "court", "procuratorate"})),
    ("其他", frozenset()),
)

Getter = Callable[[Table, Row], Number | str | None]


@dataclass(frozen=True)
class Column:
    """One column. `group` stands above it; an empty `label`: the heading spans both rows."""

    group: str
    label: str
    value: Getter
    style: str = "count"


def columns(table: Table) -> list[Column]:
    """All columns between the names on the left and the remark on the right."""
    return [
        _figure("opening"),
        Column("本期新排查", "合计", _of("new")),
        *(Column("本期新排查", each.short_label, _new_of(each.key)) for each in table.by_category),
        _figure("reopened"),
        Column("调整（±）", "", _of("adjusted")),
        *(Column("来源", label, _from(label, codes)) for label, codes in SOURCES),
        *_group("调处", "handled", "handled_rate"),
        *_group(
            "化解", "resolved", "resolved_earlier", "succeeded", "success_rate", "resolve_rate"
        ),
        *_group(
            "分流",
            "ended",
            "ended_terminated",
            "ended_withdrawn",
            "ended_declined",
            "ended_transferred",
            "ended_referred",
            "ended_merged",
            first="合计",
        ),
        *_group(
            "期末未化解",
            "closing",
            "closing_red",
            "closing_orange",
            "closing_yellow",
            "closing_blue",
            first="合计",
        ),
        *_group(
            "涉及人数",
            "people_under_50",
            "people_50_99",
            "people_100_499",
            "people_500_up",
        ),
        *_group("重大矛盾", "major_new", "major_handled", "major_succeeded", "major_owned"),
        Column("重大矛盾", "挂牌督办", _nothing),
        *_group("协议", "written", "oral"),
        Column("协议", "金额（万元）", _money, "money"),
        Column("协议", "司法确认", _nothing),
        *_group("回访", "follow_ups_due", "follow_ups_done"),
        Column("滚动排查次数", "", _swept(table)),
        *_group("年度累计", "year_new", "year_resolved", "year_resolve_rate"),
        *_group(
            "其他指标",
            "base",
            "resolve_ratio",
            "success_rate_ended",
            "local_rate",
            "first_rung_rate",
            "avg_days",
            "tracking",
            "court_accepted",
        ),
    ]


def _of(name: str) -> Getter:
    return lambda _table, row: row.values[name]


def _figure(name: str) -> Column:
    """A figure whose heading spans both rows."""
    return Column(CATALOGUE[name].label, "", _of(name))


def _group(group: str, *names: str, first: str = "") -> list[Column]:
    styles = {"%": "rate", "天": "days"}
    return [
        Column(
            group,
            first if first and place == 0 else CATALOGUE[name].label,
            _of(name),
            styles.get(CATALOGUE[name].unit, "count"),
        )
        for place, name in enumerate(names)
    ]


def _new_of(category: str) -> Getter:
    def count(table: Table, row: Row) -> int:
        if row.key:
            return table.new_by_category.get((row.key, category), 0)
        return sum(n for (_, code), n in table.new_by_category.items() if code == category)

    return count


def _from(label: str, codes: frozenset[str]) -> Getter:
    named = frozenset().union(*(each for _, each in SOURCES))

    def count(table: Table, row: Row) -> int:
        return sum(
            n
            for (division, source), n in table.new_by_source.items()
            if row.key in {"", division} and (source in codes if codes else source not in named)
        )

    return count


def _swept(table: Table) -> Getter:
    """Rolling rounds that a village reported within the period; a first report never changes."""
    period = table.period
    found = rolling_reports(table.centre, period.first_on, period.last_on)
    in_rows = sum(found.get(row.key, 0) for row in table.rows)
    total = sum(found.values()) if table.division == table.centre else in_rows
    return lambda _table, row: found.get(row.key, 0) if row.key else total


def _money(_table: Table, row: Row) -> Decimal:
    return Decimal(row["agreement_amount"]) / TEN_THOUSAND


def _nothing(_table: Table, _row: Row) -> None:
    """What the system does not keep yet is a dash, never a nought."""
    return
