"""What must always be true of 管辖争议 (settings.INVARIANTS; see `cases.services.invariants`)."""

from collections.abc import Iterator, Mapping

from django.db import connection

# Sentence → SELECT of the numbers of the cases of which it is true.
FAULTS: Mapping[str, str] = {
    "waits for a decision on its jurisdiction and has left the unit that asked": """
        SELECT c.number FROM cases_case c JOIN cases_jurisdictiondispute d ON d.case_id = c.id
        WHERE d.decided_on IS NULL AND d.lapsed_on IS NULL
          AND (c.unit_id <> d.unit_id OR c.status NOT IN ('registered', 'mediating'))""",
    "has a dispute of jurisdiction that its history does not tell": """
        SELECT c.number FROM cases_case c JOIN cases_jurisdictiondispute d ON d.case_id = c.id
        WHERE NOT EXISTS (SELECT FROM cases_event e WHERE e.case_id = c.id
                          AND e.verb = 'disputed' AND (e.payload ->> 'dispute')::bigint = d.id)
           OR d.decided_on IS NOT NULL
          AND NOT EXISTS (SELECT FROM cases_event e WHERE e.case_id = c.id
                          AND e.verb = 'placed' AND (e.payload ->> 'dispute')::bigint = d.id)""",
}


def faults() -> Iterator[str]:
    """One sentence for each thing that is wrong."""
    for sentence, sql in FAULTS.items():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            for (number,) in cursor.fetchall():
                yield f"case {number} {sentence}"
