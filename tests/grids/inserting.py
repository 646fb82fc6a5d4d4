"""One process that takes a slot by SQL; it knows no model, so that it starts at once."""

from datetime import datetime, timedelta
from typing import Any

import psycopg2

INSERT = (
    "INSERT INTO grids_occupancy (resource_id, during, is_cancelled, reason)"
    " VALUES (%s, tstzrange(%s, %s), false, '')"
)


PATIENCE = 120  # seconds: how long one waits for the others on a busy machine


def insert(
    address: dict[str, Any], gate: Any, answers: Any, resource: int, start: datetime
) -> None:
    """One process with a connection of its own; what the database said goes into the queue.

    Whoever was turned away to break a tie comes again when all have been answered once: at once he
    would be in the next tie, and twenty of them can go on like that for ever.
    """
    link = psycopg2.connect(**address)
    gate.wait(PATIENCE)
    answer = ""
    try:
        answer = try_once(link, resource, start)
        gate.wait(PATIENCE)
        while not answer:
            answer = try_once(link, resource, start)
    finally:
        link.close()
        answers.put(answer)


def try_once(link: Any, resource: int, start: datetime) -> str:
    """What came of one try; empty where the database broke a tie by turning this one away.

    Two that check the constraint against each other's row wait for each other, and after a second
    one of them is sent back as a deadlock.
    """
    try:
        with link, link.cursor() as cursor:
            cursor.execute(INSERT, [resource, start, start + timedelta(hours=1)])
        return "taken"
    except psycopg2.errors.ExclusionViolation as fault:
        return str(fault.diag.constraint_name)
    except psycopg2.errors.DeadlockDetected:
        return ""
