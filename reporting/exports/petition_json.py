"""The monthly petition table as JSON (DESIGN §5.4)."""

from typing import Any

from django.core.paginator import Page

from petitions.models import Petition
from reporting.exports.as_json import spelled
from reporting.figures.petitions import PetitionFigure
from reporting.selectors.petition_months import MonthTable, Values


def month(table: MonthTable) -> dict[str, Any]:
    """Figures and their definitions. Rates are text; null when their base is 0."""
    return {
        "month": f"{table.period.first_on:%Y-%m}",
        "from": table.period.first_on.isoformat(),
        "to": table.period.last_on.isoformat(),
        "centre": table.centre.code,
        "columns": [
            column(figure) | {"group": group}
            for group, figures in table.groups
            for figure in figures
        ],
        "rows": [
            {
                "row": line.key,
                "label": line.label,
                "from": line.period.first_on.isoformat(),
                "to": line.period.last_on.isoformat(),
                "values": values(line.values),
            }
            for line in table.lines
        ],
        "changes": [
            {"row": key, "label": label, "values": values(grown)}
            for key, label, grown in table.changes
        ],
    }


def column(figure: PetitionFigure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "label": figure.label,
        "definition": figure.definition,
        "unit": figure.unit,
    }


def values(found: Values) -> dict[str, int | str | None]:
    return {name: spelled(value) for name, value in found.items()}


def listed(page: Page[Petition]) -> list[dict[str, Any]]:
    """The petitions behind a number; who petitions is on their own page."""
    return [
        {
            "id": one.pk,
            "number": one.number,
            "received_on": one.received_on.isoformat(),
            "channel": one.channel,
            "status": one.status,
        }
        for one in page
    ]
