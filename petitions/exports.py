"""Columns of a list of petitions as a workbook; what may be said of people is part of each entry.

A file leaves the house: petitioners are 何某 in it, whatever the reader may see on the page, and no
number, phone or address of theirs is a column. An accusation stands in nobody's file.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from cases.exports import CHUNK, Value
from mediation.core import clock
from mediation.core.models import User
from mediation.core.privacy import mask_numbers_in
from petitions import labels
from petitions.access import CARD, FILE, SEALED, visible_to
from petitions.filters import PetitionFilter
from petitions.models import Petition
from petitions.selectors.matters import for_lists
from petitions.selectors.rows import level_of


@dataclass(frozen=True, slots=True)
class Column:
    """How a cell is got, and from which level on it is filled."""

    value: Callable[[Petition], Value]
    level: int = CARD
    width: int = 12


def people(petition: Petition) -> str:
    """何某、李某等12人."""
    names = [f"{one.name[:1]}某" for one in petition.petitioners.all() if one.name]
    if len(names) < petition.head_count and names:
        return f"{'、'.join(names[:2])}等{petition.head_count}人"
    return "、".join(names)


def place(petition: Petition) -> str:
    return petition.division.short_name if petition.division else ""


def content(petition: Petition) -> str:
    return petition.content.name if petition.content else ""


COLUMNS: Mapping[str, Column] = {
    "编号": Column(lambda one: one.number, width=20),
    "村（社区）": Column(place),
    "内容分类": Column(content, width=16),
    "信访人": Column(people, width=20),
    "人数": Column(lambda one: one.head_count, FILE, 8),
    "信访形式": Column(lambda one: one.get_channel_display(), FILE),
    "转来的机关": Column(lambda one: one.sent_by, FILE, 20),
    "来文编号": Column(lambda one: one.external_number, FILE, 20),
    "法定分类": Column(lambda one: one.get_kind_display()),
    "信访目的": Column(lambda one: one.get_purpose_display(), FILE),
    "事由": Column(lambda one: mask_numbers_in(one.title), FILE, 40),
    "原话": Column(lambda one: mask_numbers_in(one.narrative), FILE, 60),
    "同一事项再次提出": Column(lambda one: "是" if one.repeats_id else "否", FILE),
    "风险": Column(lambda one: one.get_risk_display()),
    "状态": Column(lambda one: one.get_status_display()),
    "接待员": Column(lambda one: one.officer.name if one.officer else ""),
    "包案领导": Column(lambda one: one.owner.name if one.owner else ""),
    "收到日期": Column(lambda one: one.received_on),
    "告知日期": Column(lambda one: one.notified_on, FILE),
    "受理日期": Column(lambda one: one.accepted_on, FILE),
    "答复日期": Column(lambda one: one.replied_on, FILE),
    "办结日期": Column(lambda one: one.concluded_on, FILE),
    "到期日": Column(lambda one: one.due_on),
    "时限": Column(lambda one: labels.due_words(one.due_on, clock.today())),
    "卡在哪": Column(lambda one: mask_numbers_in(one.stuck), FILE, 30),
}


def petitions_for(user: User, params: Mapping[str, Any]) -> QuerySet[Petition]:
    """The petitions of the list page's filters, as far as the user sees them.

    Raises ValidationError for a filter that is none.
    """
    asked = QueryDict(mutable=True)
    for name, value in params.items():
        asked.setlist(name, [str(each) for each in (value if isinstance(value, list) else [value])])
    request: Any = SimpleNamespace(user=user)
    seen = for_lists(visible_to(user).exclude(SEALED))
    found = PetitionFilter(asked, queryset=seen, request=request)
    if not found.is_valid():
        raise ValidationError({name: list(texts) for name, texts in found.errors.items()})
    petitions = found.qs
    return petitions if "ordering" in asked else petitions.order_by("year", "short_number")


def lines(petitions: QuerySet[Petition]) -> Iterator[list[Value]]:
    """One line per petition; a cell above the reader's level is absent."""
    for one in petitions.iterator(chunk_size=CHUNK):
        level = level_of(one)
        yield [column.value(one) if level >= column.level else None for column in COLUMNS.values()]
