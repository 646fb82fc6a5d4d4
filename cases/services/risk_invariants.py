"""What must always be true of assessed risks, standstill and instant reports (settings.INVARIANTS)."""

from collections.abc import Iterator, Mapping

from django.db import connection

from cases.enums import WORK

_WORK = ", ".join(f"'{verb.value}'" for verb in sorted(WORK))
# Sentence → SELECT of the numbers of which it is true.
FAULTS: Mapping[str, str] = {
    "shows another risk than its last assessment": """
        SELECT c.number FROM cases_case c
        JOIN LATERAL (SELECT a.risk FROM cases_riskassessment a
                      WHERE a.case_id = c.id ORDER BY a.id DESC LIMIT 1) last ON true
        WHERE last.risk <> c.risk""",
    "has an assessment that does not go on from the one before": """
        SELECT c.number FROM cases_case c JOIN (
            SELECT a.case_id, a.previous,
                   lag(a.risk, 1, '') OVER (PARTITION BY a.case_id ORDER BY a.id) AS before
            FROM cases_riskassessment a) chain ON chain.case_id = c.id
        WHERE chain.previous <> chain.before""",
    "shows another last day of work than its history": f"""
        SELECT c.number FROM cases_case c
        WHERE c.worked_on IS DISTINCT FROM (
            SELECT max(e."on") FROM cases_event e
            WHERE e.case_id = c.id AND e.verb IN ({_WORK}))""",  # noqa: S608 - codes of our own
    "was reported to nobody": """
        SELECT r.number FROM cases_instantreport r
        WHERE NOT EXISTS (SELECT FROM cases_instantstep s WHERE s.report_id = r.id)""",
    "is a report of a case that does not have it in its history": """
        SELECT r.number FROM cases_instantreport r
        WHERE r.case_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM cases_event e WHERE e.case_id = r.case_id AND e.verb = 'urgent'
              AND (e.payload ->> 'report')::bigint = r.id)""",
}


def faults() -> Iterator[str]:
    """One sentence for each thing that is wrong."""
    for sentence, sql in FAULTS.items():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            for (number,) in cursor.fetchall():
                yield f"{number} {sentence}"
