"""The lists that may be asked for as a file: of cases, of petitions, of leads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cases import exports as cases
from grids.exports import leads
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import exports as petitions
from reporting.exports import form_lists

OF = "of"  # which list, among the filters of a request; absent: cases
CASES = "cases"


def nothing(_user: User, _filters: Mapping[str, Any]) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Listing:
    """Its sheet's title, its columns with their widths, its rows in a user's sight, their lines.

    Each names people or their matters, so that one has to say what the file is for (domain.md §8
    row 26: 导出须选用途); a list without personal data may say that it `needs_purpose` not.
    `above` are the lines over the headings of a form: its title, unit, period and state.
    """

    title: str
    widths: Mapping[str, int]
    rows: Callable[[User, Mapping[str, Any]], QuerySet[Any]]
    lines: Callable[[QuerySet[Any]], Iterable[list[cases.Value]]]
    needs_purpose: bool = True
    above: Callable[[User, Mapping[str, Any]], Sequence[str]] = nothing

    @property
    def is_form(self) -> bool:
        """Of a period, which its own page names; a plain list can be asked for as it is."""
        return self.above is not nothing


LISTS: Mapping[str, Listing] = {
    CASES: Listing(
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
    ),
    "ledger": Listing(
        "专项行动工作台账",
        form_lists.widths_of(form_lists.LEDGER),
        form_lists.ledger_cases,
        form_lists.lines_of(form_lists.LEDGER),
        above=form_lists.ledger_above,
    ),
    "gb31000": Listing(
        "排查化解数据项（GB31000表30）",
        form_lists.widths_of(form_lists.GB31000),
        form_lists.gb_cases,
        form_lists.lines_of(form_lists.GB31000),
        above=form_lists.gb_above,
    ),
}


def asked_for(params: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The name of the list that a request asks for, and its filters.

    Raises Refused ("invalid_list") for a list that is none.
    """
    of = str(params.get(OF) or CASES)
    if of not in LISTS:
        raise Refused("invalid_list", "没有这份清单。", field=OF)
    return of, {name: value for name, value in params.items() if name != OF}


def title_of(name: str) -> str:
    """What a list is called; its own name where there is no such list any more."""
    return LISTS[name].title if name in LISTS else name
