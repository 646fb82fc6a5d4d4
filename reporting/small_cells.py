"""Which numbers a public table must keep to itself: cells of 1 or 2, and what would give them away.

Pure. A cell of 1 or 2 is shown as "·". Whoever knows that, and the totals, may still reckon a cell
out; so totals are left out, as few as it takes, until each "·" may be a 1 as well as a 2.

With x = cell − 1, the open cells are a 0/1 table with known margins. In the graph that leads from
row to column where x = 0 and from column to row where x = 1, a cell can be otherwise exactly when
its row and column lie on one cycle (the residual graph of a flow). A total that is not shown is a
row or column that leads to and from everywhere.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

DOT = "·"
SMALL = frozenset({1, 2})

Node = Hashable
# All rows without a total are held together by one node, all such columns by another; where the
# total of totals is not shown either, the two are one.
ROWS, COLUMNS = "rows", "columns"


@dataclass(frozen=True)
class Published:
    """A table as the public may read it: numbers, or "·" for what is not said."""

    cells: tuple[tuple[int | str, ...], ...]
    row_totals: tuple[int | str, ...]
    column_totals: tuple[int | str, ...]
    total: int | str


def publish(cells: Sequence[Sequence[int]], *, has_column_totals: bool = True) -> Published:
    """The table with its totals, without a cell of 1 or 2 and without what betrays one.

    `has_column_totals` False: the page shows none (or a table of one row, where a column's total
    is its cell).
    """
    small = {
        (row, column): value - 1
        for row, line in enumerate(cells)
        for column, value in enumerate(line)
        if value in SMALL
    }
    width = len(cells[0]) if cells else 0
    silent_rows: set[int] = set()
    silent_columns = set() if has_column_totals else set(range(width))
    is_total_silent = False
    while betrayed := _betrayed(small, silent_rows, silent_columns, is_joined=is_total_silent):
        row, column = betrayed
        if row not in silent_rows:
            silent_rows.add(row)
        elif column not in silent_columns:
            silent_columns.add(column)
        else:
            is_total_silent = True
    rows = [sum(line) for line in cells]
    columns = [sum(line[column] for line in cells) for column in range(width)]
    return Published(
        cells=tuple(tuple(said(value) for value in line) for line in cells),
        row_totals=tuple(
            DOT if row in silent_rows else said(value) for row, value in enumerate(rows)
        ),
        column_totals=tuple(
            DOT if column in silent_columns else said(value) for column, value in enumerate(columns)
        ),
        total=DOT if is_total_silent else said(sum(rows)),
    )


def said(value: int) -> int | str:
    """One number that stands alone."""
    return DOT if value in SMALL else value


def _betrayed(
    small: Mapping[tuple[int, int], int],
    silent_rows: set[int],
    silent_columns: set[int],
    *,
    is_joined: bool,
) -> tuple[int, int] | None:
    """The first small cell that can only be what it is; None when there is none."""
    leads: dict[Node, set[Node]] = {}
    for (row, column), extra in small.items():
        here, there = (ROWS, row), (COLUMNS, column)
        start, end = (there, here) if extra else (here, there)
        leads.setdefault(start, set()).add(end)
    for row in silent_rows:
        _both_ways(leads, (ROWS, row), ROWS)
    for column in silent_columns:
        _both_ways(leads, (COLUMNS, column), COLUMNS)
    if is_joined:
        _both_ways(leads, ROWS, COLUMNS)
    for row, column in sorted(small):
        here, there = (ROWS, row), (COLUMNS, column)
        if there not in _reached(leads, here) or here not in _reached(leads, there):
            return row, column
    return None


def _both_ways(leads: dict[Node, set[Node]], one: Node, other: Node) -> None:
    leads.setdefault(one, set()).add(other)
    leads.setdefault(other, set()).add(one)


def _reached(leads: Mapping[Node, Iterable[Node]], start: Node) -> set[Node]:
    found, ahead = {start}, [start]
    while ahead:
        for node in leads.get(ahead.pop(), ()):
            if node not in found:
                found.add(node)
                ahead.append(node)
    return found
