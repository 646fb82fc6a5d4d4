"""Rows by the million, set-wise: what is there is repeated by one INSERT a table.

Only for measuring what goes through whole lists: copies have a case's own columns and its parties,
and nothing else that hangs on it. Indexes that no such reading needs are dropped first.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection, models, transaction

from cases.demo.copies import trusted
from cases.models import Case, Party

# What would be there twice, in SQL over the copied row `s` and the number `n` of the copy.
OF_CASE = {
    "number": "left(s.number, 20) || '-' || n",
    "short_number": "1000000 + n",
    "form_key": "NULL",
    "lead_id": "NULL",
    "dossier_number": "''",
}
OF_PARTY = {"lookup_code": "''", "lookup_index": "''"}


def drop_indexes(*kept: str) -> None:
    """Drop the indexes of the two tables that hold no rule and are not named: writing is quick."""
    with connection.cursor() as cursor:
        for model in (Case, Party):
            table = model._meta.db_table
            found = connection.introspection.get_constraints(cursor, table)
            for name, what in found.items():
                is_rule = what["primary_key"] or what["unique"] or what["check"]
                if what["index"] and not is_rule and name not in kept:
                    cursor.execute(f'DROP INDEX "{name}"')


def cases_up_to(count: int) -> None:
    """Repeat the cases that were led, with their parties, until there are `count`."""
    led = Case.objects.exclude(number__contains="-")  # copies have it in their numbers
    first = list(led.order_by("pk").values_list("pk", flat=True))
    more = count - Case.objects.count()
    if more <= 0:
        return
    start = Case.objects.count() - len(first)  # copies that are there
    with transaction.atomic(), connection.cursor() as cursor, trusted(cursor):
        cursor.execute("SELECT max(id) FROM cases_case")
        last = cursor.fetchone()[0] - start
        numbers = {"first": first, "size": len(first), "start": start, "end": start + more}
        source = (
            "SELECT s.*, n, %(last)s + n AS copy FROM generate_series(%(start)s + 1, %(end)s) AS n "
            "JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS turn FROM cases_case"
            " WHERE id = ANY(%(first)s)) AS s ON s.turn = (n - 1) %% %(size)s"
        )
        names, values = _columns(Case, {"id": "copy"} | OF_CASE)
        cursor.execute(
            f"INSERT INTO cases_case ({names}) SELECT {values} FROM ({source}) AS s",
            numbers | {"last": last},
        )
        names, values = _columns(
            Party, {"id": "nextval(pg_get_serial_sequence('cases_party', 'id'))", "case_id": "copy"}
            | OF_PARTY,
        )  # fmt: skip
        pairs = (
            "SELECT s.*, n, %(last)s + n AS copy FROM generate_series(%(start)s + 1, %(end)s) AS n "
            "JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS turn FROM cases_case"
            " WHERE id = ANY(%(first)s)) AS c ON c.turn = (n - 1) %% %(size)s "
            "JOIN cases_party AS s ON s.case_id = c.id"
        )
        cursor.execute(
            f"INSERT INTO cases_party ({names}) SELECT {values} FROM ({pairs}) AS s",
            numbers | {"last": last},
        )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('cases_case', 'id'), max(id)) FROM cases_case"
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cases_case, cases_party")


def _columns(model: type[models.Model], changed: Mapping[str, str]) -> tuple[str, str]:
    """The table's columns, and what stands in each of a copy."""
    fields: list[Any] = [field for field in model._meta.concrete_fields if not field.generated]
    names = [field.column for field in fields]
    values = [changed.get(name, f's."{name}"') for name in names]
    return ", ".join(f'"{name}"' for name in names), ", ".join(values)
