"""The columns of 专项行动统计表 (domain.md §5.2), in two rows of headings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from grids.selectors.sweeps import rolling_reports
from reporting.figures import CATALOGUE, Number, rounded
from reporting.selectors import Row, Table

DASH = "—"
TEN_THOUSAND = 10_000
SOURCES: tuple[tuple[str, frozenset[str]], ...] = (
    ("排查", frozenset({"sweep", "grid"})),
    ("来访", frozenset({"visit", "reception"})),
    ("信访转", frozenset({"petition"})),
    ("12345", frozenset({"hotline"})),
    ("公安/法院移送", frozenset({"police", "court", "procuratorate"})),
    ("其他", frozenset()),
)
RESOLVED = {
    "resolved": "化解数",
    "resolved_earlier": "其中往期",
    "succeeded": "成功数",
    "success_rate": "成功率",
    "resolve_rate": "化解率",
}
ENDED = {
    "ended": "合计",
    "ended_terminated": "终止",
    "ended_withdrawn": "撤回",
    "ended_declined": "不受理",
    "ended_transferred": "移送",
    "ended_referred": "引导诉讼",
    "ended_merged": "并入",
}
CLOSING = {
    "closing": "合计",
    "closing_red": "红",
    "closing_orange": "橙",
    "closing_yellow": "黄",
    "closing_blue": "蓝",
}
PEOPLE = {
    "people_under_50": "<50",
    "people_50_99": "50–99",
    "people_100_499": "100–499",
    "people_500_up": "≥500",
}
MAJOR = {
    "major_new": "排查",
    "major_handled": "调处",
    "major_succeeded": "成功",
    "major_owned": "领导包案数",
    "major_listed": "挂牌督办数",
}

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
        *_group("调处", {"handled": "调处数", "handled_rate": "调处率"}),
        *_group("化解", RESOLVED),
        *_group("分流", ENDED),
        *_group("期末未化解", CLOSING),
        *_group("涉及人数（起）", PEOPLE),
        *_group("重大矛盾", MAJOR),
        *_group("协议", {"written": "书面", "oral": "口头"}),
        Column("协议", "金额（万元）", _money, "money"),
        *_group("协议", {"confirmed": "司法确认"}),
        *_group("回访", {"follow_ups_due": "应访", "follow_ups_done": "已访"}),
        Column("滚动排查次数", "", _swept(table)),
        *_group(
            "年度累计",
            {"year_new": "排查", "year_resolved": "化解", "year_resolve_rate": "化解率"},
        ),
    ]


def _of(name: str) -> Getter:
    return lambda _table, row: row.values[name]


def _figure(name: str) -> Column:
    """A figure whose heading spans both rows."""
    return Column(CATALOGUE[name].label, "", _of(name))


def _group(group: str, labels: Mapping[str, str]) -> list[Column]:
    """Figures under one heading, each by the form's own name for it."""
    styles = {"%": "rate", "天": "days"}
    return [
        Column(group, label, _of(name), styles.get(CATALOGUE[name].unit, "count"))
        for name, label in labels.items()
    ]


def _new_of(category: str) -> Getter:
    def count(table: Table, row: Row) -> int:
        if row.key:
            return table.new_by_category.get((row.key, category), 0)
        return table.total_by_category.get(category, 0)

    return count


def _from(label: str, codes: frozenset[str]) -> Getter:
    named = frozenset().union(*(each for _, each in SOURCES))

    def count(table: Table, row: Row) -> int:
        found = (
            {source: n for (key, source), n in table.new_by_source.items() if key == row.key}
            if row.key
            else table.total_by_source
        )
        return sum(
            n for source, n in found.items() if (source in codes if codes else source not in named)
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
    return rounded(Decimal(row["agreement_amount"]) / TEN_THOUSAND, 2)
