"""The lists that may be asked for as a file: of cases, of petitions, of leads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cases import exports as cases
from grids.exports import leads
from mediation.core.models import User
from petitions import exports as petitions

OF = "of"  # which list, among the filters of a request; absent: cases


@dataclass(frozen=True)
class Listing:
    """Its sheet's title, its columns with their widths, its rows in a user's sight, their lines;
    whether one has to say what the file is for (domain.md §8 row 26: 导出须选用途)."""

    title: str
    widths: Mapping[str, int]
    rows: Callable[[User, Mapping[str, Any]], QuerySet[Any]]
    lines: Callable[[QuerySet[Any]], Iterable[list[cases.Value]]]
    needs_purpose: bool = False


LISTS: Mapping[str, Listing] = {
    "cases": Listing(
        "案件台账",
        {label: column.width for label, column in cases.COLUMNS.items()},
        cases.cases_for,
        cases.lines,
    ),
    "petitions": Listing(
        "信访台账",
        {label: column.width for label, column in petitions.COLUMNS.items()},
        petitions.petitions_for,
        petitions.lines,
    ),
    "leads": Listing(
        "苗头台账",
        {label: column.width for label, column in leads.COLUMNS.items()},
        leads.leads_for,
        leads.lines,
        needs_purpose=True,
    ),
}


def asked_for(params: Mapping[str, Any]) -> tuple[Listing, dict[str, Any]]:
    """The list that a request names, and its filters."""
    filters = {name: value for name, value in params.items() if name != OF}
    return LISTS.get(str(params.get(OF)), LISTS["cases"]), filters
