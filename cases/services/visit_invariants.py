"""What must always be true of visits (settings.INVARIANTS; see `cases.services.invariants`)."""

from collections.abc import Iterator, Mapping

from django.db import connection

# Sentence → SELECT of the visits ("2026-11-14 13") of which it is true. The matters of the upper
# floors are looked for there (`petitions.services.invariants`).
FAULTS: Mapping[str, str] = {
    "has an outcome and has not ended, or the other way round": """
        SELECT v."on" || ' ' || v.ticket FROM cases_visit v
        WHERE (v.left_at IS NULL) <> (v.outcome = '')""",
    "was served by somebody and never called, or the other way round": """
        SELECT v."on" || ' ' || v.ticket FROM cases_visit v
        WHERE (v.called_at IS NULL) <> (v.served_by_id IS NULL)""",
    "was called before it came, or ended before it was called": """
        SELECT v."on" || ' ' || v.ticket FROM cases_visit v
        WHERE v.called_at < v.taken_at OR v.left_at < v.taken_at OR v.left_at < v.called_at""",
    "names a case that does not exist": """
        SELECT v."on" || ' ' || v.ticket FROM cases_visit v
        WHERE v.matter_key LIKE 'case:%'
          AND NOT EXISTS (SELECT FROM cases_case c WHERE 'case:' || c.id = v.matter_key)""",
    "names an inquiry that does not exist": """
        SELECT v."on" || ' ' || v.ticket FROM cases_visit v
        WHERE v.matter_key LIKE 'inquiry:%'
          AND NOT EXISTS (SELECT FROM cases_inquiry i WHERE 'inquiry:' || i.id = v.matter_key)""",
    "does not begin with its ticket": """
        SELECT v."on" || ' ' || v.ticket FROM cases_visit v
        WHERE 'taken' IS DISTINCT FROM
              (SELECT s.kind FROM cases_visitstep s WHERE s.visit_id = v.id ORDER BY s.id LIMIT 1)
           OR 1 <> (SELECT count(*) FROM cases_visitstep s
                    WHERE s.visit_id = v.id AND s.kind = 'taken')""",
}
# The tickets of a day run from 1 without a gap to the last one that was given.
GAPS = """
    SELECT c.code || ' ' || v."on", count(*), max(v.ticket),
           (SELECT k.last FROM core_counter k
            WHERE k.kind = 'visit:' || to_char(v."on", 'MMDD')
              AND k.unit_code = c.code AND k.year = extract(year FROM v."on"))
    FROM cases_visit v JOIN grids_division c ON c.id = v.centre_id
    GROUP BY c.code, v."on" ORDER BY 1"""


def faults() -> Iterator[str]:
    """One sentence for each thing that is wrong with the visits."""
    for sentence, sql in FAULTS.items():
        for (visit,) in _rows(sql):
            yield f"visit {visit} {sentence}"
    for day, count, highest, last in _rows(GAPS):
        if not count == highest == last:
            yield f"tickets {day}: {count} given, the highest is {highest}, counter at {last}"


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
