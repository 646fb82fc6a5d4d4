"""《人民调解案件情况统计表》 of a quarter or a year: one line for each committee (domain.md §5.3)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from grids.enums import DepartmentKind
from grids.models import Category, Department, Division
from grids.selectors.sweep_counts import reports_filed
from reporting.enums import FormKind
from reporting.figures import Number, rounded
from reporting.figures.mediation import (
    COUNTS,
    FOUND_BY_SWEEPING,
    MediationColumn,
    body_of,
    columns,
)
from reporting.periods import Period
from reporting.selectors.natural import counted
from reporting.selectors.survey import State, kept_form, state_of
from reporting.spans import Span

BY = ("case__committee__code", "source", "category__code")
COMMITTEES = (DepartmentKind.STREET_ROOM, DepartmentKind.COMMITTEE)
TEN_THOUSAND = 10_000
BY_PLACE = ("sweeps", "found")  # of the village, whoever mediates there


@dataclass(frozen=True)
class Unit:
    """A line: its code, its name, which body it is, the village it stands for ("": the town)."""

    code: str
    name: str
    body: str
    village: str


@dataclass(frozen=True)
class MediationForm:
    """The form; `numbers` are by unit, source and category, `places` by name and village."""

    centre: Division
    span: Span
    units: tuple[Unit, ...]
    columns: tuple[MediationColumn, ...]
    numbers: Mapping[tuple[str, str, str], Mapping[str, Number]]
    places: Mapping[str, Mapping[str, int]]
    bodies: Mapping[str, str]  # which body each unit is, those that are not shown among them
    state: State

    def value(self, column: MediationColumn, unit: Unit | None = None) -> Number | None:
        """One cell; None where the house keeps nothing. No unit: the whole town."""
        if not column.counted:
            return None
        if column.counted in BY_PLACE:
            found = self.places[column.counted]
            return sum(found.values()) if unit is None else found.get(unit.village, 0)
        amount = sum(
            (
                values.get(column.counted, 0)
                for (code, source, category), values in self.numbers.items()
                if (unit is None or code == unit.code)
                and (not column.sources or source in column.sources)
                and column.category in ("", category)
                and (not column.body or self.bodies.get(code) == column.body)
            ),
            start=0,
        )
        if column.style == "money":
            return rounded(Decimal(amount) / TEN_THOUSAND, 2)
        return amount


def mediation_form(
    centre: Division, span: Span, villages: Collection[str] | None = None
) -> MediationForm:
    """The form of a town; `villages` (codes) limits the lines for who reads no more of them."""
    kept = kept_form(centre, FormKind.MEDIATION, span.period)
    numbers = kept.numbers if kept else mediation_numbers(centre, span)
    cells = {
        (unit, source, category): {
            name: Decimal(amount) if isinstance(amount, str) else amount
            for name, amount in values.items()
        }
        for unit, source, category, values in numbers["cells"]
    }
    units = _units(centre, {code for code, _, _ in cells})
    return MediationForm(
        centre=centre,
        span=span,
        units=tuple(unit for unit in units if villages is None or unit.village in villages),
        columns=columns(_categories({category for _, _, category in cells})),
        numbers=cells,
        places=numbers["places"],
        bodies={unit.code: unit.body for unit in units},
        state=state_of(centre, span, kept, villages),
    )


def mediation_numbers(centre: Division, span: Span) -> dict[str, Any]:
    """What the rows say now, as it is kept; decimals as text."""
    cells = counted(centre, span.period, COUNTS, BY, Q(case__committee__isnull=False))
    return {
        "cells": [[*key, _spelled(values)] for key, values in sorted(cells.items())],
        "places": {
            "sweeps": reports_filed(centre, span.period.first_on, span.period.last_on),
            "found": _found(centre, span.period),
        },
    }


def _spelled(values: Mapping[str, Number]) -> dict[str, int | str]:
    return {
        name: str(amount) if isinstance(amount, Decimal) else amount
        for name, amount in values.items()
    }


def _found(centre: Division, period: Period) -> dict[str, int]:
    found = counted(centre, period, FOUND_BY_SWEEPING, ("division__code",))
    return {division: int(values["found"]) for (division,), values in sorted(found.items())}


def _units(centre: Division, named: Collection[str]) -> tuple[Unit, ...]:
    """Every committee in use, and every other one that has a number; the town's room first."""
    found = (
        Department.objects.filter(Q(is_active=True) | Q(code__in=named), centre=centre)
        .filter(kind__in=COMMITTEES)
        .select_related("division")
    )
    units = sorted(found, key=lambda unit: (COMMITTEES.index(unit.kind), unit.code))
    return tuple(
        Unit(
            unit.code,
            unit.name,
            body_of(unit.kind, unit.division.kind if unit.division else centre.kind),
            unit.division.code if unit.kind == DepartmentKind.COMMITTEE and unit.division else "",
        )
        for unit in units
    )


def _categories(named: Collection[str]) -> dict[str, str]:
    """Our kinds in use, and every other one that has a number."""
    found = sorted(Category.objects.all(), key=lambda each: (each.order, each.code))
    return {each.code: each.short_name for each in found if each.is_active or each.code in named}
