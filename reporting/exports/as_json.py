"""The half-month as JSON (DESIGN §5.4)."""

from decimal import Decimal
from typing import Any

from django.core.paginator import Page

from cases.models import Case
from reporting.enums import State
from reporting.figures import FIGURES, Number
from reporting.report import Report
from reporting.selectors import Behind, Row


def half_month(report: Report) -> dict[str, Any]:
    """Figures, their definitions and the checks. Rates are text; null when their base is 0."""
    table = report.figures
    return {
        "cut_off": table.period.last_on.isoformat(),
        "from": table.period.first_on.isoformat(),
        "to": table.period.last_on.isoformat(),
        "state": table.half_month.state if table.half_month else State.OPEN.value,
        "is_auto": table.half_month is not None and table.half_month.is_auto,
        "division": table.division.code,
        "columns": [
            {"name": figure.name, "label": figure.label, "definition": figure.definition}
            for figure in FIGURES
        ],
        "rows": [_row("division", row) for row in table.rows],
        "by_category": [_row("category", row) for row in table.by_category],
        "by_source": [_row("source", row) for row in table.by_source],
        "total": values(row=table.total),
        "checks": [
            {
                "code": check.code,
                "ok": check.ok,
                "message": check.message,
                "cells": [dict(cell) for cell in check.cells],
            }
            for check in report.checks
        ],
    }


def values(row: Row) -> dict[str, int | str | None]:
    return {name: spelled(value) for name, value in row.values.items()}


def spelled(value: Number | None) -> int | str | None:
    """Counts as numbers, rates and money as text, nothing as null."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def _row(axis: str, row: Row) -> dict[str, Any]:
    return {axis: row.key, "label": row.label} | values(row)


def cell(under: Behind, row: str, page: Page[Case], of_page: Page[Case] | None) -> dict[str, Any]:
    """The cases behind a number; a rate has those above the line, and `of` those below it."""
    return {
        "column": under.figure.name,
        "label": under.figure.label,
        "definition": under.figure.definition,
        "row": row,
        "cases": [_case(each) for each in page],
        "hidden": under.hidden,
        "gone": under.gone,
        "is_kept": under.is_kept,
        "locked": under.locked,
        "message": remark(under),
        "of": [_case(each) for each in of_page] if of_page is not None else None,
        "of_hidden": under.of.hidden if under.of else None,
        "of_locked": under.of.locked if under.of else None,
    }


def remark(under: Behind) -> str:
    """What is to be said beside a list of cases; empty where it is just the list."""
    said = [
        _which_list(under),
        hidden_sentence(under.hidden),
        f"另 {under.gone} 件现在不在系统里" if under.gone else "",
    ]
    return "；".join(filter(None, said))


def _which_list(under: Behind) -> str:
    if under.is_of_today:
        said = "数是锁定时的，名单按现在的记录列出"
        more = under.count - under.number
        if not more:
            return said
        changed = f"{'多' if more > 0 else '少'} {abs(more)} 件"
        return f"{said}：锁定时 {under.number} 件，现在 {under.count} 件，{changed}"
    return "" if under.is_kept else "这一期锁定时没有留存名单，按现在的记录列出"


def hidden_sentence(count: int) -> str:
    return f"另 {count} 件不在您的查看范围" if count else ""


def _case(case: Case) -> dict[str, Any]:
    return {
        "id": case.pk,
        "number": case.number,
        "division": case.division.code,
        "category": case.category.code,
        "source": case.source,
        "status": case.status,
    }
