"""勾稽校验 (domain.md §4): what must add up, tried against each other, and where it does not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from cases.enums import OPEN
from cases.models import Case
from mediation.core import clock
from reporting.figures import LINES, Number
from reporting.models import Movement
from reporting.periods import previous
from reporting.selectors import Row, Table, table
from reporting.selectors.sums import live_sums


@dataclass(frozen=True)
class Check:
    """One rule and whether the table keeps it; `cells` are the places where it does not."""

    code: str
    ok: bool
    message: str
    cells: tuple[Mapping[str, str], ...] = ()


def run(figures: Table, before: Table | None = None) -> list[Check]:
    """Every check of a half-month table, in the order of domain.md §4.

    `before` spares reading the half-month before where the caller has its whole table.
    """
    if before is None:
        before = table(
            figures.centre,
            previous(figures.period),
            division=figures.division,
            locks=figures.locks,
        )
    return [
        _identity(figures),
        _counted(figures),
        _carried(figures, before),
        _sums(figures),
        _lines(figures),
        _people(figures),
        _agreements(figures),
        _succeeded(figures),
        *_status(figures),
        *_kept(figures),
    ]


def _check(code: str, message: str, wrong: Iterable[tuple[str, str]]) -> Check:
    cells = tuple({"column": column, "row": row} for column, row in wrong)
    if not cells:
        return Check(code, True, message)
    return Check(code, False, f"{message}有 {len(cells)} 处对不上，请看标红的格子。", cells)


def _every_row(figures: Table) -> tuple[Row, ...]:
    return (*figures.rows, *figures.by_category, *figures.by_source, figures.total)


def _wrong(figures: Table, column: str, is_right: Callable[[Row], bool]) -> list[tuple[str, str]]:
    return [(column, row.key) for row in _every_row(figures) if not is_right(row)]


def _identity(figures: Table) -> Check:
    def is_right(row: Row) -> bool:
        came = row["opening"] + row["new"] + row["reopened"] + row["adjusted"]
        return row["closing"] == came - row["resolved"] - row["ended"]

    return _check(
        "identity",
        "上期末＋新增＋反弹重开±调整－化解－分流＝期末。",
        _wrong(figures, "closing", is_right),
    )


def _counted(figures: Table) -> Check:
    wrong = _wrong(figures, "closing", lambda row: row["closing"] == row["counted_closing"])
    wrong += _wrong(figures, "opening", lambda row: row["opening"] == row["counted_opening"])
    return _check("counted", "期初、期末与逐件数出来的一样。", wrong)


def _carried(figures: Table, before: Table) -> Check:
    closings = {row.key: row["closing"] for row in _every_row(before)}
    return _check(
        "carried",
        "本期期初＝上期期末。",
        _wrong(figures, "opening", lambda row: row["opening"] == closings.get(row.key, 0)),
    )


def _sums(figures: Table) -> Check:
    wrong = []
    for name in LINES:
        for rows in (figures.rows, figures.by_category, figures.by_source):
            if sum(row[name] for row in rows) != figures.total[name]:
                wrong.append((name, ""))
    return _check("sums", "各村之和＝各类别之和＝各来源之和＝合计。", dict.fromkeys(wrong))


def _lines(figures: Table) -> Check:
    """The total once more, straight from the rows and not by way of villages."""
    lines = Movement.objects.filter(
        centre=figures.centre,
        division__path__startswith=figures.division.path,
        booked_on__range=(figures.period.first_on, figures.period.last_on),
    )
    found = dict(lines.order_by().values_list("kind").annotate(Sum("amount")))
    names = ("new", "reopened", "adjusted", "resolved", "ended")
    wrong = [(name, "") for name in names if found.get(name, 0) != figures.total[name]]
    return _check("lines", "合计与逐条进出之和一样。", wrong)


def _people(figures: Table) -> Check:
    bands = ("people_under_50", "people_50_99", "people_100_499", "people_500_up")

    def is_right(row: Row) -> bool:
        return sum(row[band] for band in bands) == row["new"]

    return _check("people", "涉及人数四档之和＝新增。", _wrong(figures, "new", is_right))


def _agreements(figures: Table) -> Check:
    def is_right(row: Row) -> bool:
        return row["written"] + row["oral"] == row["succeeded"]

    return _check("agreements", "书面＋口头＝成功数。", _wrong(figures, "succeeded", is_right))


def _succeeded(figures: Table) -> Check:
    def is_right(row: Row) -> bool:
        within: Number = min(row["resolved"], row["handled"])
        return row["succeeded"] <= within and row["handled"] <= row["base"]

    return _check(
        "succeeded",
        "成功数不超过化解数，也不超过调处数；调处数不超过应化解。",
        _wrong(figures, "succeeded", is_right),
    )


def _status(figures: Table) -> list[Check]:
    """期末 = open cases by status: only of the open half-month that today is in."""
    today = clock.today()
    if today not in figures.period or figures.is_locked:
        return []
    open_cases: Any = Case.objects.filter(
        centre=figures.centre,
        division__path__startswith=figures.division.path,
        status__in=sorted(OPEN),
    )
    counts = dict(open_cases.order_by().values_list("division__code").annotate(Count("pk")))
    wrong = [
        ("closing", row.key) for row in figures.rows if row["closing"] != counts.get(row.key, 0)
    ]
    if figures.total["closing"] != sum(counts.values()):
        wrong.append(("closing", ""))
    return [_check("status", "期末未化解＝现在还在办的件数。", wrong)]


def _kept(figures: Table) -> list[Check]:
    """A locked half-month: its rows still say what was kept."""
    if figures.half_month is None or not figures.is_locked:
        return []
    live = table(
        figures.centre,
        figures.period,
        division=figures.division,
        sums=live_sums(figures.centre, figures.period, figures.locks),
        locks=figures.locks,
    )
    rows = {row.key: row for row in _every_row(live)}
    wrong = [
        (name, row.key)
        for row in _every_row(figures)
        for name in LINES
        if row.key in rows and rows[row.key][name] != row[name]
    ]
    return [_check("kept", "锁定的数字与逐条进出仍然一致。", wrong)]
