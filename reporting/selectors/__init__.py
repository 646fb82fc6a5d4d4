"""Reading the books: sums by village, category and source, tables, and the cases behind a number."""

from reporting.selectors.behind import Behind, Slice, behind, slice_of
from reporting.selectors.locks import Locks, half_month_of, last_lock, locked_half_months
from reporting.selectors.sums import Cell, CellSums, cell_sums
from reporting.selectors.tables import Row, Table, table, trend

__all__ = [
    "Behind",
    "Cell",
    "CellSums",
    "Locks",
    "Row",
    "Slice",
    "Table",
    "behind",
    "cell_sums",
    "half_month_of",
    "last_lock",
    "locked_half_months",
    "slice_of",
    "table",
    "trend",
]
