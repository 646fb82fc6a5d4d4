"""Columns of a list of leads as a workbook.

A file leaves the house. What was seen and what was answered is sealed, and names people in running
words: neither is a column, nor the position, nor a sign of danger, nor who reported. The number
leads back to the page.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from grids.filters import LeadFilter
from grids.models import Lead
from grids.selectors.leads import for_lists, visible_leads
from mediation.core import clock
from mediation.core.models import User
from mediation.core.privacy import mask_numbers_in

CHUNK = 500
Value = str | None


@dataclass(frozen=True, slots=True)
class Column:
    value: Callable[[Lead], Value]
    width: int = 12


def _at(moment: datetime | None) -> Value:
    """To the minute, as text that sorts."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M}" if moment else None


def _case(lead: Lead) -> Value:
    case: Any = getattr(lead, "case", None)
    return str(case.number) if case is not None else None


COLUMNS: Mapping[str, Column] = {
    "编号": Column(lambda lead: lead.number, 22),
    "种类": Column(lambda lead: lead.get_kind_display()),
    "类别": Column(lambda lead: lead.category.name if lead.category else None, 16),
    "村（社区）": Column(lambda lead: lead.division.short_name, 16),
    "网格": Column(lambda lead: lead.grid.short_name if lead.grid else None, 16),
    "具体地点": Column(lambda lead: mask_numbers_in(lead.place), 24),
    "看样子": Column(lambda lead: lead.get_risk_display()),
    "跟踪单位": Column(lambda lead: lead.unit.short_name, 20),
    "发现": Column(lambda lead: _at(lead.found_at), 17),
    "上报": Column(lambda lead: _at(lead.reported_at), 17),
    "跟踪": Column(lambda lead: _at(lead.followed_at), 17),
    "反馈": Column(lambda lead: _at(lead.answered_at), 17),
    "结果": Column(lambda lead: lead.get_outcome_display() or lead.get_status_display(), 16),
    "案号": Column(_case, 20),
}


def leads_for(user: User, params: Mapping[str, Any]) -> QuerySet[Lead]:
    """The leads of the list page's filters, as far as the user sees them, in order of number.

    Raises ValidationError for a filter that is none.
    """
    asked = QueryDict(mutable=True)
    for name, value in params.items():
        asked.setlist(name, [str(each) for each in (value if isinstance(value, list) else [value])])
    found = LeadFilter(asked, queryset=for_lists(visible_leads(user)))
    if not found.is_valid():
        raise ValidationError({name: list(texts) for name, texts in found.errors.items()})
    return found.qs.order_by("year", "short_number", "pk")


def lines(leads: QuerySet[Lead]) -> Iterator[list[Value]]:
    """One line per lead."""
    for lead in leads.iterator(chunk_size=CHUNK):
        yield [column.value(lead) for column in COLUMNS.values()]
