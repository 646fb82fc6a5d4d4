"""What must always be true of cases, however they came in: typed, imported, seeded, restored.

`settings.INVARIANTS` names `faults`; `check_invariants` prints what it yields, every night and
after each load.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from django.db import connection
from django.db.models import Prefetch

from cases.enums import OPEN, RESOLVED_OUTCOMES, Clock, Outcome, Status
from cases.models import Case, Event, Party
from cases.services import search_text
from cases.services.dossier import changed_dossiers
from mediation.core import events

TOLD = 20  # of each kind of fault
BATCH = 2000

# Which outcome a status may have (rules.md §1); no outcome while the case is open.
OUTCOMES: Mapping[str, frozenset[str]] = {
    Status.SETTLED: frozenset(RESOLVED_OUTCOMES),
    Status.REFERRED: frozenset({Outcome.REFERRED}),
    Status.TERMINATED: frozenset({Outcome.TERMINATED}),
    Status.WITHDRAWN: frozenset({Outcome.WITHDRAWN}),
    Status.DECLINED: frozenset({Outcome.DECLINED}),
    Status.TRANSFERRED: frozenset({Outcome.TRANSFERRED}),
    Status.CLOSED: frozenset(Outcome),
}

# Which clocks may run (rules.md §2 and §4). A direction given on an open case waits for its answer
# wherever the case may stay without one.
_ASKED = frozenset({Clock.INSTRUCTION, Clock.URGE, Clock.WHISTLE})
RUNNING: Mapping[str, frozenset[str]] = {
    Status.REGISTERED: frozenset({Clock.ANSWER, Clock.RUNG}) | _ASKED,
    Status.MEDIATING: frozenset({Clock.RUNG, Clock.MEDIATION, Clock.PROGRESS}) | _ASKED,
    Status.SETTLED: frozenset({Clock.CONFIRM, Clock.PERFORM, Clock.FOLLOW_UP, Clock.LOOK_BACK})
    | _ASKED,
    Status.REFERRED: frozenset({Clock.REFERRAL}) | _ASKED,
    Status.DECLINED: _ASKED,
    Status.TERMINATED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.TRANSFERRED: frozenset(),
    Status.CLOSED: frozenset({Clock.ARCHIVE}),
}

# Sentence → SELECT of the numbers of the cases of which it is true.
FAULTS: Mapping[str, str] = {
    "has a sitting that was called off and still occupies something": """
        SELECT c.number FROM cases_case c
        JOIN cases_mediationsession s ON s.case_id = c.id
        JOIN cases_mediationsession_occupancies m ON m.mediationsession_id = s.id
        JOIN grids_occupancy o ON o.id = m.occupancy_id
        WHERE s.is_cancelled AND NOT o.is_cancelled""",
    "is open or referred and does not stand on exactly one stage": """
        SELECT c.number FROM cases_case c
        WHERE c.status IN ('registered', 'mediating', 'referred') AND 1 <> (
            SELECT count(*) FROM cases_stage s WHERE s.case_id = c.id AND s.left_at IS NULL)""",
    "has left and still stands on a stage": """
        SELECT c.number FROM cases_case c JOIN cases_stage s ON s.case_id = c.id
        WHERE s.left_at IS NULL AND c.status NOT IN ('registered', 'mediating', 'referred')""",
    "shows another rung, unit or officer than its stage": """
        SELECT c.number FROM cases_case c JOIN cases_stage s ON s.case_id = c.id
        WHERE s.left_at IS NULL
          AND (c.tier, c.unit_id, c.officer_id)
              IS DISTINCT FROM (s.tier, s.unit_id, s.officer_id)""",
    "shows another due day than its nearest running clock": """
        SELECT c.number FROM cases_case c LEFT JOIN (
            SELECT DISTINCT ON (r.case_id) r.case_id, r.due_on, r.clock, p.id IS NOT NULL AS rests
            FROM cases_deadline r JOIN core_rule l ON l.id = r.rule_id
            LEFT JOIN cases_pause p ON p.case_id = r.case_id AND p.to_on IS NULL
              AND jsonb_exists(l.pause_grounds, p.ground)
            WHERE r.stopped_on IS NULL AND r.is_office
            ORDER BY r.case_id, rests, r.due_on, r.id) d
          ON d.case_id = c.id
        WHERE (c.due_on, c.due_rule, c.is_resting)
              IS DISTINCT FROM (d.due_on, coalesce(d.clock, ''), coalesce(d.rests, false))""",
    "is open and its rung has no clock": """
        SELECT c.number FROM cases_case c
        WHERE c.status IN ('registered', 'mediating')
          AND EXISTS (SELECT FROM core_rule r
                      WHERE r.clock = 'RUNG' AND r.tier = c.tier AND r.is_on)
          AND NOT EXISTS (SELECT FROM cases_deadline d WHERE d.case_id = c.id
                          AND d.clock = 'RUNG' AND d.stopped_on IS NULL)""",
    "has a running clock for a direction that is answered or taken back": """
        SELECT c.number FROM cases_case c JOIN cases_deadline d ON d.case_id = c.id
        JOIN cases_direction w ON w.id = d.direction_id
        WHERE d.stopped_on IS NULL
          AND (w.answered_at IS NOT NULL OR w.retracted_at IS NOT NULL)""",
    "is at rest and not being mediated": """
        SELECT c.number FROM cases_case c JOIN cases_pause p ON p.case_id = c.id
        WHERE p.to_on IS NULL AND c.status <> 'mediating'""",
    "has an officer who stepped aside": """
        SELECT c.number FROM cases_case c
        JOIN cases_recusal r ON r.case_id = c.id AND r.user_id = c.officer_id
        WHERE NOT c.is_recused""",
    "stands otherwise than its last event says": """
        SELECT c.number FROM cases_case c LEFT JOIN (
            SELECT DISTINCT ON (case_id) case_id, status, tier FROM cases_event
            ORDER BY case_id, seq DESC) e ON e.case_id = c.id
        WHERE (c.status, c.tier) IS DISTINCT FROM (e.status, e.tier)""",
    "was archived and its clock still runs": """
        SELECT c.number FROM cases_case c JOIN cases_dossier s ON s.case_id = c.id
        JOIN cases_deadline d ON d.case_id = c.id
        WHERE NOT s.is_undone AND d.clock = 'ARCHIVE' AND d.stopped_on IS NULL""",
    "is not closed and has a dossier in the archive": """
        SELECT c.number FROM cases_case c JOIN cases_dossier s ON s.case_id = c.id
        WHERE NOT s.is_undone AND c.status <> 'closed'""",
    "has a paper whose file is not the one that was locked": """
        SELECT c.number FROM cases_paper p JOIN cases_case c ON c.id = p.case_id
        LEFT JOIN cases_paperdocument d ON d.paper_id = p.id
        WHERE p.sha256 <> coalesce(encode(sha256(d.docx), 'hex'), '')""",
    "has a private number in its history": r"""
        SELECT DISTINCT c.number FROM cases_case c JOIN cases_event e ON e.case_id = c.id
        WHERE e.payload::text ~ '\m(1[3-9]\d{9}|\d{17}[\dXx])\M'""",
    "has a private number in a notice": r"""
        SELECT DISTINCT c.number FROM core_notice n
        JOIN cases_case c ON n.matter_key = 'case:' || c.id
        WHERE n.text ~ '\m(1[3-9]\d{9}|\d{17}[\dXx])\M'""",
}


def _written(kind: str, table: str, column: str) -> str:
    """The series of a centre whose numbers are kept only as they are written: 李矛会〔2026〕1号."""
    return rf"""
        SELECT code || ' ' || year, count(DISTINCT number), max(number), max(last) FROM (
            SELECT p.code, y.year, y.number, k.last
            FROM {table} t JOIN grids_division p ON p.id = t.centre_id
            CROSS JOIN LATERAL (SELECT
                substring(t.{column} FROM '〔(\d{{4}})〕')::int AS year,
                substring(t.{column} FROM '〕(\d+)号')::int AS number) y
            LEFT JOIN core_counter k
              ON k.kind = '{kind}' AND k.unit_code = p.code AND k.year = y.year
            WHERE t.{column} IS NOT NULL) d
        GROUP BY code, year ORDER BY 1"""  # noqa: S608 - the names stand in this file


SERIES: Mapping[str, str] = {
    "case numbers": """
        SELECT p.code || ' ' || c.year, count(*), max(c.short_number),
               (SELECT last FROM core_counter k
                WHERE k.kind = 'case' AND k.unit_code = p.code AND k.year = c.year)
        FROM cases_case c JOIN grids_division p ON p.id = c.centre_id
        GROUP BY p.code, c.year ORDER BY 1""",
    "dossier numbers": r"""
        SELECT code || ' ' || year, count(DISTINCT number), max(number), max(last) FROM (
            SELECT u.code, y.year, y.number, k.last
            FROM cases_case c JOIN grids_department u ON u.id = c.committee_id
            CROSS JOIN LATERAL (SELECT
                substring(c.dossier_number FROM '（(\d{4})）')::int AS year,
                substring(c.dossier_number FROM '第(\d+)号')::int AS number) y
            LEFT JOIN core_counter k
              ON k.kind = 'dossier' AND k.unit_code = u.code AND k.year = y.year
            WHERE c.dossier_number <> '') d
        GROUP BY code, year ORDER BY 1""",
    "paper numbers": """
        SELECT p.kind || ' ' || u.code || ' ' || p.year,
               count(DISTINCT p.serial), max(p.serial), max(k.last)
        FROM cases_paper p JOIN grids_department u ON u.id = p.unit_id
        LEFT JOIN core_counter k
          ON k.kind = 'paper:' || p.kind AND k.unit_code = u.code AND k.year = p.year
        WHERE p.serial IS NOT NULL GROUP BY p.kind, u.code, p.year ORDER BY 1""",
    "meeting numbers": _written("consultation", "cases_consultation", "number"),
    "reply numbers": _written("bridge_reply", "cases_bridgeletter", "reply_number"),
    "inquiry numbers": _written("inquiry", "cases_inquiry", "number"),
    "legal-aid numbers": _written("legal_aid", "cases_legalaidcheck", "number"),
}


def faults() -> Iterator[str]:
    """One sentence for each thing that is wrong with the cases."""
    for sentence, sql in FAULTS.items():
        yield from _told(sentence, (row[0] for row in _rows(sql)))
    yield from _told("has an outcome that its status does not allow", wrong_outcomes())
    yield from _told("has a clock running that its status does not know", wrong_clocks())
    yield from gaps()
    yield from _told("has a dossier that is not what was archived", changed_dossiers())
    for link in events.verify_chain(Event.objects.all()):
        yield f"event {link.event_id}: {link.fault}"
    yield from _told("is searched by words that are no longer its own", stale_search_texts())


def wrong_outcomes() -> Iterator[str]:
    rows = Case.objects.order_by().values_list("status", "outcome").distinct()
    for status, outcome in rows:
        fits = outcome is None if status in OPEN else outcome in OUTCOMES[status]
        if not fits:
            found = Case.objects.filter(status=status, outcome=outcome)
            yield from found.order_by("pk").values_list("number", flat=True)


def wrong_clocks() -> Iterator[str]:
    running = Case.objects.filter(deadlines__stopped_on__isnull=True)
    for status, clock in running.order_by().values_list("status", "deadlines__clock").distinct():
        if clock not in RUNNING[status]:
            found = Case.objects.filter(
                status=status, deadlines__stopped_on__isnull=True, deadlines__clock=clock
            )
            yield from found.order_by("pk").values_list("number", flat=True)


def gaps() -> Iterator[str]:
    """Numbers run from 1 without a gap to the last one that was given."""
    for name, sql in SERIES.items():
        for series, count, highest, last in _rows(sql):
            if not count == highest == last:
                yield f"{name} {series}: {count} given, the highest is {highest}, counter at {last}"


def stale_search_texts() -> Iterator[str]:
    cases = (
        Case.objects.select_related("division")
        .prefetch_related(Prefetch("parties", Party.objects.only("case", "position", "name")))
        .order_by("pk")
    )
    for case in cases.iterator(chunk_size=BATCH):
        before = case.card_text, case.file_text
        search_text.refresh(case)
        if (case.card_text, case.file_text) != before:
            yield case.number


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _told(sentence: str, numbers: Iterable[object]) -> Iterator[str]:
    rest = iter(numbers)
    for number in islice(rest, TOLD):
        yield f"case {number} {sentence}"
    more = sum(1 for _ in rest)
    if more:
        yield f"… and {more} more: {sentence}"
