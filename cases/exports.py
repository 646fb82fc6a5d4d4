"""Columns of a list of cases as a workbook; what may be said of people is part of each entry.

A file leaves the house: parties are 张某 in it, whatever the reader may see on the page, and no
number, phone or address of theirs is a column. The levels are those of the API's case.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import QueryDict

from cases import enums, labels
from cases.access import CARD, FILE, visible_to
from cases.enums import PartyKind, PartyRole
from cases.filters import CaseFilter
from cases.models import Case, Party, SubsidyItem, SubsidySheet
from cases.selectors.rows import level_of
from mediation.core import clock, workbooks
from mediation.core.models import User
from mediation.core.privacy import mask_numbers_in

CHUNK = 2_000  # rows in memory at a time
Value = str | int | float | date | None
# Codes into words: `get_…_display` makes such a table anew for every cell.
SOURCES, RISKS, STATUSES, TIERS, OUTCOMES = (
    dict(one.choices) for one in (enums.Source, enums.Risk, enums.Status, enums.Tier, enums.Outcome)
)


@dataclass(frozen=True, slots=True)
class Column:
    """How a cell is got, and from which level on it is filled."""

    value: Callable[[Case], Value]
    level: int = CARD
    width: int = 12


def people(case: Case) -> str:
    """张某 与 李某等3人; organisations keep their names."""
    sides = []
    for role in (PartyRole.APPLICANT, PartyRole.RESPONDENT):
        names = [
            f"{party.name[:1]}某" if party.kind == PartyKind.PERSON else party.name
            for party in case.parties.all()
            if party.role == role
        ]
        if names:
            sides.append("、".join(names) if len(names) < 3 else f"{names[0]}等{len(names)}人")
    return " 与 ".join(sides)


COLUMNS: Mapping[str, Column] = {
    "案号": Column(lambda case: case.number, width=20),
    "村（社区）": Column(lambda case: case.division.short_name),
    "类别": Column(lambda case: case.category.name, width=16),
    "来源": Column(lambda case: SOURCES[case.source], FILE),
    "当事人": Column(people, width=24),
    "简要情况": Column(lambda case: mask_numbers_in(case.narrative), FILE, 60),
    "涉及人数": Column(lambda case: case.people_count, FILE, 8),
    "涉及金额（元）": Column(
        lambda case: None if case.amount is None else float(case.amount), FILE
    ),
    "风险": Column(lambda case: RISKS[case.risk]),
    "状态": Column(lambda case: STATUSES[case.status]),
    "层级": Column(lambda case: TIERS[case.tier]),
    "承办单位": Column(lambda case: case.unit.short_name, width=20),
    "包案领导": Column(lambda case: case.owner.name if case.owner else ""),
    "承办人": Column(lambda case: case.officer.name if case.officer else ""),
    "收到日期": Column(lambda case: case.received_on),
    "到期日": Column(lambda case: case.due_on),
    "时限": Column(
        lambda case: labels.due_words(case.due_on, clock.today(), is_resting=case.is_resting)
    ),
    "结果": Column(lambda case: OUTCOMES[case.outcome] if case.outcome else ""),
    "办结日期": Column(lambda case: case.left_on, FILE),
    "卡在哪": Column(lambda case: mask_numbers_in(case.stuck), FILE, 30),
}


# The columns of the table that the entries read; a few units, places and people stand behind many
# cases and are read once a chunk. Of a party nothing sealed is so much as fetched.
READ = (
    *("number", "division", "category", "source", "narrative", "people_count", "amount", "risk"),
    *("status", "tier", "unit", "owner", "officer", "received_on", "due_on", "is_resting"),
    *("outcome", "left_on", "stuck"),
)
FEW = ("division", "category", "unit", "owner", "officer")


def for_files(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a line of the file says, in as many queries a chunk as there are tables."""
    parties = Party.objects.order_by("position").only("case", "position", "role", "kind", "name")
    return cases.only(*READ).prefetch_related(*FEW, Prefetch("parties", parties))


def cases_for(user: User, params: Mapping[str, Any]) -> QuerySet[Case]:
    """The cases of the list page's filters, as far as the user sees them.

    Raises ValidationError for a filter that is none.
    """
    asked = QueryDict(mutable=True)
    for name, value in params.items():
        asked.setlist(name, [str(each) for each in (value if isinstance(value, list) else [value])])
    request: Any = SimpleNamespace(user=user)
    found = CaseFilter(asked, queryset=for_files(visible_to(user)), request=request)
    if not found.is_valid():
        raise ValidationError({name: list(texts) for name, texts in found.errors.items()})
    cases = found.qs
    return cases if "ordering" in asked else cases.order_by("year", "short_number")


def lines(cases: QuerySet[Case]) -> Iterator[list[Value]]:
    """One line per case; a cell above the reader's level is absent."""
    for case in cases.iterator(chunk_size=CHUNK):
        level = level_of(case)
        yield [column.value(case) if level >= column.level else None for column in COLUMNS.values()]


SUBSIDY_COLUMNS = {
    "调解员": 12,
    "案号": 20,
    "日期": 12,
    "为什么补贴": 12,
    "难易程度": 12,
    "协议形式": 14,
    "金额（元）": 12,
    "依据": 24,
}
SUBSIDY_NOTE = "按镇里的标准：难易程度×协议形式，经司法确认的另加；每件各只补一次。"


def subsidy_sheet(sheet: SubsidySheet, items: Iterable[SubsidyItem]) -> bytes:
    """A month's 案件补贴 as a workbook: staff and case numbers, no party."""
    lines = [
        (
            one.mediator.name,
            one.case.number,
            one.on,
            one.get_kind_display(),
            one.get_difficulty_display(),
            one.get_form_display(),
            one.amount,
            one.rate.basis,
        )
        for one in items
    ]
    title = f"案件补贴 {sheet}（{sheet.get_state_display()}）"
    return workbooks.workbook(title, SUBSIDY_COLUMNS, lines, [SUBSIDY_NOTE])
