"""What must always be true of a case and the lead that it grew from (settings.INVARIANTS)."""

from collections.abc import Iterator

from mediation.core.invariants import rows, told

FAULTS = {
    "is answered as a case and has none, or has one and is not": """
        SELECT l.number FROM grids_lead l
        WHERE (l.outcome = 'case') <> EXISTS (SELECT FROM cases_case c WHERE c.lead_id = l.id)""",
    "became a case with fewer photos than it had": """
        SELECT l.number FROM grids_lead l JOIN cases_case c ON c.lead_id = l.id
        WHERE (SELECT count(*) FROM cases_attachment a WHERE a.case_id = c.id)
              < (SELECT count(*) FROM grids_leadphoto p
                 WHERE p.lead_id = l.id AND p.uploaded_at <= l.answered_at)""",
}


def faults() -> Iterator[str]:
    for sentence, sql in FAULTS.items():
        yield from told("lead", sentence, (number for (number,) in rows(sql)))
