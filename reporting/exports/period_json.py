"""A natural month, quarter, half-year or year as JSON, in the shape of the half-month's (DESIGN §5.4)."""

from typing import Any

from reporting.exports.as_json import spelled, values
from reporting.figures import FIGURES
from reporting.figures import quality as figures
from reporting.figures.queries import Given
from reporting.selectors import Row, Table
from reporting.selectors.goals import GoalLine, Reached
from reporting.selectors.quality import QualityRow, QualityTable
from reporting.spans import Span

# The year's sums are of half-months; a natural stretch has none of them.
OF_HALF_MONTHS = {
    one.name for one in FIGURES if isinstance(one.query, Given) and one.query.year_of
} | {"year_resolve_rate"}
SHOWN = tuple(one for one in FIGURES if one.name not in OF_HALF_MONTHS)


def period(span: Span, table: Table, quality: QualityTable) -> dict[str, Any]:
    """Figures with their definitions. Rates are text; null when their base is 0."""
    return {
        "name": span.code,
        "label": span.label,
        "from": span.period.first_on.isoformat(),
        "to": span.period.last_on.isoformat(),
        "division": table.division.code,
        "columns": _columns(SHOWN),
        "rows": [_row("division", row) for row in table.rows],
        "by_category": [_row("category", row) for row in table.by_category],
        "by_source": [_row("source", row) for row in table.by_source],
        "total": _values(table.total),
        "quality": {
            "columns": _columns(figures.FIGURES),
            "rows": [
                {"division": row.key, "label": row.label} | _of_quality(row) for row in quality.rows
            ],
            "total": _of_quality(quality.total),
        },
    }


def _columns(some: Any) -> list[dict[str, str]]:
    return [{"name": one.name, "label": one.label, "definition": one.definition} for one in some]


def _values(row: Row) -> dict[str, int | str | None]:
    return {name: one for name, one in values(row).items() if name not in OF_HALF_MONTHS}


def _row(axis: str, row: Row) -> dict[str, Any]:
    return {axis: row.key, "label": row.label} | _values(row)


def _of_quality(row: QualityRow) -> dict[str, int | str | None]:
    return {name: spelled(value) for name, value in row.values.items()}


def goal(line: GoalLine) -> dict[str, Any]:
    return {
        "name": line.goal.name,
        "label": line.goal.label,
        "wish": line.goal.wish.name.lower(),
        "unit": line.goal.unit,
        "this": _reached(line.this),
        "before": _reached(line.before),
        "change": spelled(line.change),
    }


def _reached(one: Reached) -> dict[str, Any]:
    return {"value": spelled(one.value), "basis": one.basis}
