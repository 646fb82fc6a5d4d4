"""One half-month as somebody opens it: the table as far as he may see it, and the checks."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from grids.models import Category, Division
from mediation.core import clock
from mediation.core.models import User
from reporting import checks, periods
from reporting.access import Reader, reader
from reporting.checks import Check
from reporting.periods import Period
from reporting.selectors import CellSums, Locks, Slice, Table, cell_sums, slice_of, table


@dataclass(frozen=True)
class Report:
    """`figures` has the rows that the reader may see; `checks` were run on all rows.

    `sums` and `before` (the half-month before) are of all rows too: for what is worked out
    further, never for showing.
    """

    figures: Table
    checks: tuple[Check, ...]
    sums: CellSums
    before: Table

    @property
    def wrong(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.ok)

    @property
    def is_open_to_lock(self) -> bool:
        """Its cut-off has come and it is not locked."""
        locked = self.figures.locks.last()
        cut_off = self.figures.period.last_on
        return cut_off <= clock.today() and (locked is None or locked.cut_off < cut_off)


@dataclass(frozen=True)
class Scope:
    """Where a reader stands: whose report, of which place, of which half-month."""

    reader: Reader
    centre: Division
    division: Division
    period: Period

    @property
    def villages(self) -> frozenset[int] | None:
        """The villages whose rows he may see in it; None: all."""
        return self.reader.villages


def scope_of(user: User, cut_off: date, code: str = "") -> Scope | None:
    """The scope a user asks for, or None where there is none for him.

    `code` names a place of the town, a village or the town itself. Raises `NotACutOff`.
    """
    period = periods.half_month(cut_off)
    who = reader(user)
    division = Division.objects.filter(code=code).first() if code else None
    if not who.may_read or (code and (division is None or not who.may_read_row(division))):
        return None
    centre = who.town_of(division)
    if centre is None:
        return None
    return Scope(who, centre, division or centre, period)


def may_read(user: User) -> bool:
    return reader(user).may_read


def row_of(scope: Scope, key: str, category: str = "") -> Slice | None:
    """The row that a key names, as far as the reader may open it; None if there is none for him.

    Of his own rows he sees the cases, of the town's total its number; a category or a source is
    that of his own villages.
    """
    if category and not Category.objects.filter(code=category).exists():
        return None
    row = slice_of(key, scope.division, category)
    if row is None or (row.division is not None and not scope.reader.may_read_row(row.division)):
        return None
    if row.category or row.source:
        return replace(row, villages=scope.villages)
    return row


def report_of(
    centre: Division,
    period: Period,
    division: Division | None = None,
    villages: Collection[int] | None = None,
) -> Report:
    """The report of a town or of a place in it; `villages` limits the rows that are shown."""
    locks = Locks.of(centre)
    sums = cell_sums(centre, period, locks)
    whole = table(centre, period, division=division, sums=sums, locks=locks)
    before = table(centre, periods.previous(period), division=division, locks=locks)
    found = checks.run(whole, before)
    if villages is None:
        return Report(whole, tuple(found), sums, before)
    shown = whole.limited_to(villages)
    keys = {row.key for row in (*shown.rows, shown.total)}
    return Report(shown, tuple(_within(check, keys) for check in found), sums, before)


def open_report(scope: Scope) -> Report:
    return report_of(scope.centre, scope.period, scope.division, scope.villages)


def _within(check: Check, keys: Collection[str]) -> Check:
    """A check without the cells of rows that the reader does not see."""
    return replace(check, cells=tuple(cell for cell in check.cells if cell["row"] in keys))
