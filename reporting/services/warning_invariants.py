"""What must always be true of warnings (settings.INVARIANTS; see `cases.services.invariants`)."""

from collections.abc import Iterator, Mapping

from django.db import connection

# Sentence → SELECT of the keys of the warnings of which it is true.
FAULTS: Mapping[str, str] = {
    "counts other than its rows": """
        SELECT w.id FROM reporting_warning w
        WHERE w.counted <> (SELECT count(*) FROM reporting_warningmatter m WHERE m.warning_id = w.id)
           OR EXISTS (SELECT FROM reporting_warningmatter m WHERE m.warning_id = w.id
                      AND (m.case_id IS NULL) = (w.series = 'cases'))""",
    "was answered, and no step says so": """
        SELECT w.id FROM reporting_warning w JOIN reporting_warningask a ON a.warning_id = w.id
        WHERE a.answered_on IS NOT NULL
          AND NOT EXISTS (SELECT FROM reporting_warningstep s WHERE s.warning_id = w.id
                          AND s.unit_id = a.unit_id AND s.kind = 'answered')""",
    "ended, and no step says so, or the other way round": """
        SELECT w.id FROM reporting_warning w
        WHERE (w.closed_on IS NOT NULL) <> EXISTS (
            SELECT FROM reporting_warningstep s WHERE s.warning_id = w.id AND s.kind = 'closed')""",
    "ended while a unit still owed its answer": """
        SELECT w.id FROM reporting_warning w
        WHERE w.ending NOT IN ('', 'false_alarm')
          AND EXISTS (SELECT FROM reporting_warningask a WHERE a.warning_id = w.id
                      AND a.answered_on IS NULL)""",
    "stands at a place of another town": """
        SELECT w.id FROM reporting_warning w JOIN grids_division d ON d.id = w.division_id
        JOIN grids_division c ON c.id = w.centre_id
        WHERE d.path NOT LIKE c.path || '%'""",
}


def faults() -> Iterator[str]:
    """One sentence for each thing that is wrong."""
    for sentence, sql in FAULTS.items():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            for (key,) in cursor.fetchall():
                yield f"warning {key} {sentence}"
