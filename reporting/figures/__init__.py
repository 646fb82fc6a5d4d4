"""Every figure of the half-month table: its name, its definition and its query, side by side.

Source: rules.md §7, domain.md §4 and §5.2. To add a figure, add one `Figure` to `catalogue.py`.
"""

from reporting.figures.catalogue import CATALOGUE, FIGURES, LINES, PARTS
from reporting.figures.queries import (
    Count,
    Figure,
    Given,
    Mean,
    Number,
    Rows,
    Share,
    Sums,
    Total,
    value_of,
)
from reporting.figures.rounding import rate, rounded

__all__ = [
    "CATALOGUE",
    "FIGURES",
    "LINES",
    "PARTS",
    "Count",
    "Figure",
    "Given",
    "Mean",
    "Number",
    "Rows",
    "Share",
    "Sums",
    "Total",
    "rate",
    "rounded",
    "value_of",
]
