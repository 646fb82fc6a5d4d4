"""What the database would do for a page: no statement may go through a big table."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction

BIG = 10_000  # rows: a table to be reached by an index
# Rows of a big table that one step of a plan may touch: counts stop at 10,001, and what a unit
# has ever had in hand is read from an index alone.
MOST_READ = 25_000
MOST_READ_FROM_INDEX = 100_000

Statement = tuple[str, Any]


def big_tables() -> set[str]:
    """Tables of more than 10,000 rows, as the planner knows them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [BIG])
        return {name for (name,) in cursor.fetchall()}


def statements_of(call: Callable[[], Any]) -> tuple[Any, list[Statement]]:
    """What a call gives back, and the reading statements that it sends."""
    sent: list[Statement] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("SELECT", "WITH", "(SELECT")):
            sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        answer = call()
    return answer, sent


def faults_of(statement: Statement, big: set[str]) -> Iterator[str]:
    """What is wrong with the plan of a statement, as it ran: one sentence per step."""
    sql, params = statement
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
        found = cursor.fetchone()[0]
        transaction.set_rollback(True)
    plan = json.loads(found) if isinstance(found, str) else found
    for step in steps_of(plan[0]["Plan"]):
        table = step.get("Relation Name", "")
        if table not in big or not step["Actual Loops"]:
            continue
        dropped = step.get("Rows Removed by Filter", 0)
        read = round((step["Actual Rows"] + dropped) * step["Actual Loops"])
        if step["Node Type"] == "Seq Scan":
            yield f"Seq Scan on {table}, {read} rows"
        elif read > (MOST_READ_FROM_INDEX if "Only" in step["Node Type"] else MOST_READ):
            yield f"{step['Node Type']} on {table} reads {read} rows"


def steps_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from steps_of(below)
