"""What must always be true of leads (settings.INVARIANTS)."""

from collections.abc import Iterator, Mapping

from mediation.core.invariants import gaps, rows, told

# Sentence → SELECT of the numbers of leads of which it is true.
FAULTS: Mapping[str, str] = {
    "does not begin with its report": """
        SELECT l.number FROM grids_lead l
        WHERE 'reported' IS DISTINCT FROM
              (SELECT s.kind FROM grids_leadstep s WHERE s.lead_id = l.id ORDER BY s.id LIMIT 1)
           OR 1 <> (SELECT count(*) FROM grids_leadstep s
                    WHERE s.lead_id = l.id AND s.kind = 'reported')""",
    "is answered without the step, or has the step and is not answered": """
        SELECT l.number FROM grids_lead l
        WHERE (l.answered_at IS NOT NULL)
              <> EXISTS (SELECT FROM grids_leadstep s WHERE s.lead_id = l.id AND s.kind = 'answered')""",
    "was answered to nobody": """
        SELECT l.number FROM grids_lead l WHERE l.answered_at IS NOT NULL AND l.answer = ''""",
    "stands in a village that is not its grid's": """
        SELECT l.number FROM grids_lead l
        JOIN grids_division g ON g.id = l.grid_id JOIN grids_division v ON v.id = l.division_id
        WHERE left(g.path, 12) <> v.path""",
}
GAPS = {
    "leads": """
        SELECT c.code || ' ' || l.year, count(*), max(l.short_number),
               (SELECT k.last FROM core_counter k
                WHERE k.kind = 'lead' AND k.unit_code = c.code AND k.year = l.year)
        FROM grids_lead l JOIN grids_division c ON c.id = l.centre_id
        GROUP BY c.code, l.year ORDER BY 1"""
}


def faults() -> Iterator[str]:
    """One sentence for each thing that is wrong."""
    for sentence, sql in FAULTS.items():
        yield from told("lead", sentence, (number for (number,) in rows(sql)))
    yield from gaps(GAPS)
