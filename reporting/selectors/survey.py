"""《矛盾纠纷排查情况表》 of a month, quarter, half-year or year (domain.md §5.1).

A case stands in one line, at one level: 村居 when the village's committee had it first, 乡镇街道
when the street took it at once. The county's column is the county's to fill in.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.enums import Route
from grids.models import Division
from grids.selectors.sweep_counts import reports_filed
from mediation.core import clock
from reporting.enums import FormKind, ReturnState
from reporting.figures import Number, value_of
from reporting.figures.survey import COUNTED, LINES, figure_of
from reporting.models import KeptForm, VillageReturn
from reporting.periods import Period
from reporting.selectors.locks import last_lock
from reporting.selectors.natural import added_up, counted, counts_of
from reporting.spans import Span, so_far

BY = ("division__code", "category__code", "case__subtype__code", "case__route")
LEVELS: Mapping[str, str] = {Route.STREET: "乡镇街道", Route.VILLAGE: "村居"}
SWEEPS = "sweeps"
Cells = Mapping[tuple[str, str, str], Mapping[str, Number]]


@dataclass(frozen=True)
class State:
    """How far the numbers of a natural stretch are settled."""

    is_over: bool
    is_locked: bool
    is_kept: bool
    missing: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """For a list of forms: how far it is, and how many have not reported."""
        if not self.is_over:
            said = "草稿：本期还没有结束"
        else:
            said = "已锁定" if self.is_locked else "草稿：还没有锁定"
        return f"{said}；{len(self.missing)} 个村（社区）没有上报" if self.missing else said

    @property
    def words(self) -> str:
        """As it stands on the form: 草稿 until its last day is locked, and who has not reported."""
        if not self.is_over:
            said = "草稿：本期还没有结束"
        elif not self.is_locked:
            said = "草稿：还没有锁定"
        elif self.is_kept:
            said = "已锁定"
        else:
            said = "已锁定（锁定时没有留存本表，按现在的记录列出）"
        return f"{said}；没有上报的：{'、'.join(self.missing)}" if self.missing else said


@dataclass(frozen=True)
class Half:
    """The numbers of one stretch: cells by village, line and level, and rounds of sweeping."""

    cells: Cells
    sweeps: Mapping[str, int]

    def sums(self, line: str = "", level: str = "") -> dict[str, Number]:
        """Everything of a line (none: all) and a level (none: all) added up."""
        return added_up(
            values
            for (_, its_line, its_level), values in self.cells.items()
            if line in ("", its_line) and level in ("", its_level)
        )

    def value(self, figure: str, line: str = "", level: str = "") -> Number | None:
        """One cell of the form; a rate is None on a base of 0."""
        if figure == SWEEPS:
            own = self.sweeps.get("", 0)
            if level == Route.STREET:
                return own
            return sum(self.sweeps.values()) - (own if level == Route.VILLAGE else 0)
        return value_of(figure_of(figure), self.sums(line, level))

    def within(self, villages: Collection[str]) -> "Half":
        """Only of these villages (codes)."""
        return Half(
            {key: values for key, values in self.cells.items() if key[0] in villages},
            {code: many for code, many in self.sweeps.items() if code in villages},
        )


@dataclass(frozen=True)
class Survey:
    """The form: the stretch itself and the year up to its end."""

    centre: Division
    unit: str
    span: Span
    now: Half
    year: Half
    state: State


def survey(
    centre: Division, span: Span, villages: Collection[str] | None = None, unit: str = ""
) -> Survey:
    """The form of a town, or of some of its villages (codes) for who reads no more; `unit` is
    who fills it in then."""
    kept = kept_form(centre, FormKind.SURVEY, span.period)
    numbers = kept.numbers if kept else survey_numbers(centre, span)
    now, year = (_half(numbers[name]) for name in ("now", "year"))
    if villages is not None:
        now, year = now.within(villages), year.within(villages)
    state = state_of(centre, span, kept, villages)
    return Survey(centre, unit or centre.name, span, now, year, state)


def survey_numbers(centre: Division, span: Span) -> dict[str, Any]:
    """What the rows say now, as it is kept."""
    return {"now": _read(centre, span.period), "year": _read(centre, so_far(span))}


def kept_form(centre: Division, form: FormKind, period: Period) -> KeptForm | None:
    return KeptForm.objects.filter(
        centre=centre, form=form, first_on=period.first_on, last_on=period.last_on
    ).first()


def state_of(
    centre: Division,
    span: Span,
    kept: KeptForm | None = None,
    villages: Collection[str] | None = None,
) -> State:
    """`kept`: what was kept of the form in question, if anything; `villages` (codes) are all of
    which the reader may learn whether they reported."""
    locked = last_lock(centre)
    last_on = span.period.last_on
    return State(
        is_over=last_on < clock.today(),
        is_locked=locked is not None and locked.cut_off >= last_on,
        is_kept=kept is not None,
        missing=not_reported(centre, span.period.first_on, last_on, villages),
    )


def not_reported(
    centre: Division, first_on: date, last_on: date, villages: Collection[str] | None = None
) -> tuple[str, ...]:
    """Villages (of these codes, if named) that have a return of these days still to send."""
    owed = VillageReturn.objects.filter(
        centre=centre, half_month__cut_off__range=(first_on, min(last_on, clock.today()))
    ).exclude(state=ReturnState.FILED)
    if villages is not None:
        owed = owed.filter(division__code__in=villages)
    names = owed.order_by("division__code").values_list("division__short_name", flat=True)
    return tuple(dict.fromkeys(names))


def _read(centre: Division, period: Period) -> dict[str, Any]:
    cells: dict[tuple[str, str, str], list[Mapping[str, Number]]] = {}
    for key, values in counted(centre, period, counts_of(COUNTED), BY).items():
        division, category, subtype, route = key
        line = LINES.line_of(category, subtype)
        cells.setdefault((division, line, route), []).append(values)
    return {
        "cells": [[*key, added_up(found)] for key, found in sorted(cells.items())],
        "sweeps": reports_filed(centre, period.first_on, period.last_on),
    }


def _half(numbers: Mapping[str, Any]) -> Half:
    cells = {(division, line, level): values for division, line, level, values in numbers["cells"]}
    return Half(cells, numbers["sweeps"])
