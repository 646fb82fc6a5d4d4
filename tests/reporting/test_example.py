"""The ten cases of rules.md §8, entered act by act: every row, every cell, every list of cases."""

import datetime as dt
from collections import defaultdict
from typing import Any

from mediation.core.models import User
from reporting import checks
from reporting.figures import CATALOGUE
from reporting.models import Movement
from reporting.periods import cut_off_of, half_month
from reporting.selectors import Behind, behind, slice_of, table
from tests.reporting.acts import Example, table_of

COLUMNS = ("case", "kind", "sub", "booked_on", "division", "category", "source", "amount")


def shown(value: Any) -> str:
    return "" if value is None else str(value)


def test_each_case_has_exactly_the_rows_of_the_example(example):
    expected = {
        tuple(row[name] for name in ("cut_off", *COLUMNS)) for row in table_of("figures_rows.csv")
    }
    found = {
        (
            f"{cut_off_of(row.booked_on)}",
            example.name_of(row.case),
            row.kind,
            row.sub if row.kind not in {"new", "reopened"} else "",
            f"{row.booked_on}",
            row.division.code,
            row.category.code,
            row.source,
            f"{row.amount}",
        )
        for row in Movement.objects.select_related("case", "division", "category")
    }
    assert found == expected


def test_every_cell_of_the_example_has_its_value_and_its_cases(example):
    peace = User.objects.get(username="peace")
    tables = {}
    wrong = []
    for line in table_of("figures.csv"):
        period = half_month(dt.date.fromisoformat(line["cut_off"]))
        found = tables.setdefault(period, table(example.town.centre, period))
        rows = (*found.rows, *found.by_category, *found.by_source, found.total)
        row = next(row for row in rows if row.key == line["row"])
        where = slice_of(line["row"], example.town.centre)
        under = behind(peace, CATALOGUE[line["column"]], example.town.centre, period, where)
        got = (
            shown(row.values[line["column"]]),
            names(example, under),
            names(example, under.of) if under.of else "",
        )
        if got != (line["value"], line["cases"], line["of"]):
            wrong.append((line["cut_off"], line["row"], line["column"], got, line))
    assert wrong == []


def names(example: Example, under: Behind) -> str:
    assert under.hidden == 0
    found = [example.name_of(case) for case in under.cases]
    return " ".join(sorted(found, key=lambda name: int(name[1:])))


def test_every_check_of_the_example_holds(example):
    for cut_off in ("2026-10-14", "2026-10-30", "2026-11-14"):
        found = table(example.town.centre, half_month(dt.date.fromisoformat(cut_off)))
        assert [check for check in checks.run(found) if not check.ok] == []


def test_the_number_of_queries_does_not_depend_on_the_cells(example, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        table(example.town.centre, half_month(dt.date(2026, 11, 14)))


def test_the_example_has_lines_to_check(example):
    columns = defaultdict(set)
    for line in table_of("figures.csv"):
        columns[line["column"]].add(line["value"])
    assert len(columns) > 20
