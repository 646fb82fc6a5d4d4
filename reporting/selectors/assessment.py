"""考评: what each unit did of what it owed, beside the line of the plans. Figures only.

No score, no rank, nobody's opinion; places stand in the order of their codes. No number here is of
petitions, visits or what went to a higher level, nor of how many disputes a village has: every
column is a share of work that was due (信访工作条例 18(4), 39; domain.md §4). Nothing is of a person.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from grids.models import Division
from reporting.figures import rate
from reporting.periods import Period
from reporting.selectors.quality import QualityTable, quality_table
from reporting.selectors.returns import Counts, timeliness
from reporting.selectors.tables import Row, Table, table
from reporting.selectors.targets import Lines, lines_of


class Way(Enum):
    """Which rows a column is counted from."""

    RETURNS = "returns"
    QUALITY = "quality"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Column:
    """One share: `part` ÷ `whole` in per cent; its line is that of `figures.aims`."""

    name: str
    label: str
    definition: str
    way: Way
    part: str
    whole: str


COLUMNS: tuple[Column, ...] = (
    Column(
        "sent_rate",
        "报送及时率",
        "截止日落在本期的半月报里，截止日当天或以前就报的占多少；零报告也是报。",
        Way.RETURNS,
        "on_time",
        "due",
    ),
    Column(
        "swept_rate",
        "排查率",
        "报齐日期落在本期的各轮排查里，已经报的占多少；零报告、逾期报都算报了。",
        Way.QUALITY,
        "swept",
        "to_sweep",
    ),
    Column(
        "handled_rate",
        "调处率",
        "本期新增里除去不予受理和移送的，到期末已经受理的占多少。",
        Way.TABLE,
        "handled_new",
        "countable_new",
    ),
    Column(
        "success_rate",
        "成功率",
        "达成书面或口头协议的占调处数多少。",
        Way.TABLE,
        "succeeded",
        "handled",
    ),
    Column(
        "success_rate_ended",
        "办结成功率",
        "达成书面或口头协议的占化解和引导诉讼、终止、撤回的多少。",
        Way.TABLE,
        "succeeded",
        "judged",
    ),
    Column(
        "resolve_rate",
        "化解率",
        "化解的占应化解的多少。",
        Way.TABLE,
        "resolved",
        "base",
    ),
    Column(
        "rung_in_time_rate",
        "按期办结率",
        "本级办理期限落在本期的件里，期限内有结果（化解、上报、转出）的占多少；退回下级的不算。",
        Way.QUALITY,
        "rung_in_time",
        "rung_due",
    ),
    Column(
        "follow_up_rate",
        "回访率",
        "回访期限落在本期的件里，到期末已经回访的占多少；到期以前反弹重开、结案的不算。",
        Way.TABLE,
        "follow_ups_done",
        "follow_ups_due",
    ),
    Column(
        "kept_rate",
        "协议履行率",
        "履行期在本期届满或者提前履行完的协议里，全部履行完的占多少。",
        Way.QUALITY,
        "kept",
        "to_keep",
    ),
)


class Share(NamedTuple):
    """One cell with what it is made of; `is_below` its line. No base: None, and no line."""

    value: Decimal | None
    part: int
    whole: int
    is_below: bool

    @property
    def text(self) -> str:
        """Two decimals, "—" where nothing was due."""
        return "—" if self.value is None else f"{self.value}%"


@dataclass(frozen=True, slots=True)
class AssessedRow:
    """A village; `code` is empty for the town."""

    code: str
    label: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    centre: Division
    period: Period
    lines: tuple[Decimal | None, ...]
    sources: tuple[str, ...]
    rows: tuple[AssessedRow, ...]
    total: AssessedRow


def assessment(
    centre: Division,
    period: Period,
    shown: Collection[int] | None = None,
) -> Assessment:
    """The villages of a town over any period, in a fixed number of queries.

    `shown` limits the rows to some villages, the total stays whole. Each row stands beside its own
    line where one was drawn (`selectors.targets`), else beside the town's.
    """
    figures = table(centre, period, shown=shown)
    quality = quality_table(centre, period, shown)
    sent = timeliness(centre, period.first_on, period.last_on)
    drawn = lines_of(centre, period.last_on.year)
    wanted = [drawn.of(column.name) for column in COLUMNS]
    return Assessment(
        centre,
        period,
        tuple(line.least if line else None for line in wanted),
        tuple(line.source if line else "" for line in wanted),
        tuple(_rows(figures, quality, sent, drawn)),
        _row("", "合计", figures.total, quality.total.sums, _added(sent.values()), drawn),
    )


def _rows(
    figures: Table,
    quality: QualityTable,
    sent: Mapping[int, Counts],
    drawn: Lines,
) -> list[AssessedRow]:
    of_quality = {row.key: row.sums for row in quality.rows}
    codes = dict(Division.objects.filter(pk__in=sent).values_list("pk", "code"))
    of_returns = {codes[pk]: counts for pk, counts in sent.items()}
    return [
        _row(
            row.key,
            row.short_label,
            row,
            of_quality.get(row.key, {}),
            of_returns.get(row.key, Counts()),
            drawn,
        )
        for row in figures.rows
    ]


def _row(
    code: str,
    label: str,
    figures: Row,
    quality: Mapping[str, int],
    sent: Counts,
    drawn: Lines,
) -> AssessedRow:
    shares = []
    for column in COLUMNS:
        if column.way is Way.RETURNS:
            part, whole = sent.on_time, sent.due
        elif column.way is Way.QUALITY:
            part, whole = quality.get(column.part, 0), quality.get(column.whole, 0)
        else:
            part, whole = int(figures[column.part]), int(figures[column.whole])
        value, line = rate(part, whole), drawn.of(column.name, code)
        least = line.least if line else None
        is_below = value is not None and least is not None and value < least
        shares.append(Share(value, part, whole, is_below))
    return AssessedRow(code, label, tuple(shares))


def _added(counts: Collection[Counts]) -> Counts:
    return Counts(
        due=sum(each.due for each in counts), on_time=sum(each.on_time for each in counts)
    )
