"""What must always be true of petitions, however they came in: typed, converted, seeded, restored.

`settings.INVARIANTS` names `faults`; `check_invariants` prints what it yields, every night and
after each load.
"""

from collections.abc import Iterator, Mapping

from django.db.models import Prefetch

from mediation.core import events
from mediation.core.invariants import gaps, rows, told
from petitions.enums import STATUS_PAIRS, Clock, Status
from petitions.models import Event, Petition, Petitioner
from petitions.services import search_text

BATCH = 2000

# Which clocks may run (rules.md §3 and §4). What was asked of a unit waits for its answer wherever
# the petition goes, until it is withdrawn or closed; so does telling the petitioner.
_ASKED = frozenset({Clock.INSTRUCTION, Clock.URGE, Clock.WHISTLE})
_GONE = _ASKED | {Clock.NOTIFY}
_HANDLED = _GONE | {Clock.ASSIGNMENT}
_ANSWERED = _HANDLED | {Clock.PETITION_FOLLOW_UP}
RUNNING: Mapping[str, frozenset[str]] = {
    Status.REGISTERED: _GONE | {Clock.OBJECT},
    Status.GUIDED: _GONE,
    Status.FORWARDED: _GONE,
    Status.RETURNED: _GONE,
    Status.DECLINED: _GONE,
    Status.NOT_AGAIN: _GONE,
    Status.HANDLING: _HANDLED | {Clock.CONCLUDE},
    Status.REPLIED: _ANSWERED | {Clock.CONCLUDE, Clock.Z_REVIEW},
    Status.REVIEWING: _ANSWERED | {Clock.REVIEW},
    Status.REVIEWED: _ANSWERED | {Clock.Z_FINAL},
    Status.FINAL_REVIEWING: _ANSWERED | {Clock.FINAL},
    Status.FINALISED: _ANSWERED,
    Status.WITHDRAWN: frozenset(),
    Status.CLOSED: frozenset({Clock.ARCHIVE}),
}

# Sentence → SELECT of the numbers of the petitions of which it is true.
FAULTS: Mapping[str, str] = {
    "shows another due day than its nearest running clock": """
        SELECT p.number FROM petitions_petition p LEFT JOIN (
            SELECT DISTINCT ON (petition_id) petition_id, due_on, clock FROM petitions_deadline
            WHERE stopped_on IS NULL AND is_office ORDER BY petition_id, due_on, id) d
          ON d.petition_id = p.id
        WHERE (p.due_on, p.due_rule) IS DISTINCT FROM (d.due_on, coalesce(d.clock, ''))""",
    "stands otherwise than its last event says": """
        SELECT p.number FROM petitions_petition p LEFT JOIN (
            SELECT DISTINCT ON (petition_id) petition_id, status FROM petitions_event
            ORDER BY petition_id, seq DESC) e ON e.petition_id = p.id
        WHERE p.status IS DISTINCT FROM e.status""",
    "must be told what becomes of it and nobody is reminded": """
        SELECT p.number FROM petitions_petition p
        WHERE p.status NOT IN ('withdrawn', 'closed') AND p.notice_waived = ''
          AND p.notified_on IS NULL AND p.agreed_on IS NULL
          AND NOT EXISTS (SELECT FROM petitions_deadline d WHERE d.petition_id = p.id
                          AND d.clock = 'NOTIFY' AND d.stopped_on IS NULL)""",
    "is being handled without a day to conclude": """
        SELECT p.number FROM petitions_petition p
        WHERE p.status = 'handling'
          AND NOT EXISTS (SELECT FROM petitions_deadline d WHERE d.petition_id = p.id
                          AND d.clock = 'CONCLUDE' AND d.stopped_on IS NULL)""",
    "is concluded otherwise than its opinion was sent": """
        SELECT p.number FROM petitions_petition p
        WHERE p.status IN ('replied', 'reviewing', 'reviewed', 'final_reviewing', 'finalised')
          AND p.concluded_on IS DISTINCT FROM (
              SELECT l.sent_on FROM petitions_issuedletter l
              WHERE l.petition_id = p.id AND l.kind = 'opinion' ORDER BY l.version DESC LIMIT 1)""",
    "was answered, and the time to conclude runs otherwise than its opinion was sent": """
        SELECT p.number FROM petitions_petition p
        WHERE p.status IN ('replied', 'reviewing', 'reviewed', 'final_reviewing', 'finalised')
          AND EXISTS (SELECT FROM petitions_deadline d WHERE d.petition_id = p.id
                      AND d.clock = 'CONCLUDE' AND d.stopped_on IS NULL)
              = (p.concluded_on IS NOT NULL)""",
    "has a running clock for a direction that is answered or handed back": """
        SELECT p.number FROM petitions_petition p
        JOIN petitions_deadline d ON d.petition_id = p.id
        JOIN petitions_direction w ON w.id = d.direction_id
        WHERE d.stopped_on IS NULL
          AND (w.answered_at IS NOT NULL OR w.handed_back_at IS NOT NULL)""",
    "has a letter whose file is not the one that was locked": """
        SELECT p.number FROM petitions_issuedletter l
        JOIN petitions_petition p ON p.id = l.petition_id
        LEFT JOIN petitions_letterdocument d ON d.letter_id = l.id
        WHERE l.sha256 <> coalesce(encode(sha256(d.docx), 'hex'), '')""",
    "is an accusation and a file of its letters is kept in clear": """
        SELECT DISTINCT p.number FROM petitions_letterdocument d
        JOIN petitions_petition p ON p.id = d.petition_id
        WHERE p.kind = 'accusation' AND d.docx IS NOT NULL""",
    "has a private number in its history": r"""
        SELECT DISTINCT p.number
        FROM petitions_petition p JOIN petitions_event e ON e.petition_id = p.id
        WHERE e.payload::text ~ '\m(1[3-9]\d{9}|\d{17}[\dXx])\M'""",
    "has a private number in a notice": r"""
        SELECT DISTINCT p.number FROM core_notice n
        JOIN petitions_petition p ON n.matter_key = 'petition:' || p.id
        WHERE n.text ~ '\m(1[3-9]\d{9}|\d{17}[\dXx])\M'""",
}

# Of 检举控告 nothing stands in clear outside its sealed content and its letters (条例30(3)). The
# petition's own columns are held by a constraint; here is everything that hangs on it.
CLEAR_TEXTS: Mapping[str, tuple[str, ...]] = {
    "petitions_petition": ("card_text", "risk_reason"),
    "petitions_petitioner": ("name", "phone_index", "phone_tail_index", "lookup_index"),
    "petitions_demand": ("finding", "basis", "answer"),
    "petitions_ending": ('"to"', "reason", "time_limit"),
    "petitions_issuedletter": ("place", "witness"),
}
# These would say of it what nobody may know; no step of an accusation writes them.
NEVER_WRITTEN = (
    "petitions_direction",
    "petitions_record",
    "petitions_petitioncase",
    "petitions_review",
    "petitions_rating",
    "petitions_supportmeasure",
    "petitions_proposal",
)
SEALED_DEMAND = "（密）"

SERIES: Mapping[str, str] = {
    "petition numbers": """
        SELECT c.code || ' ' || p.year, count(*), max(p.short_number),
               (SELECT last FROM core_counter k
                WHERE k.kind = 'petition' AND k.unit_code = c.code AND k.year = p.year)
        FROM petitions_petition p JOIN grids_division c ON c.id = p.centre_id
        GROUP BY c.code, p.year ORDER BY 1""",
    "letter numbers": """
        SELECT l.kind || ' ' || c.code || ' ' || l.year,
               count(DISTINCT l.serial), max(l.serial), max(k.last)
        FROM petitions_issuedletter l JOIN grids_division c ON c.id = l.centre_id
        LEFT JOIN core_counter k
          ON k.kind = 'letter:' || l.kind AND k.unit_code = c.code AND k.year = l.year
        WHERE l.serial IS NOT NULL GROUP BY l.kind, c.code, l.year ORDER BY 1""",
}

# A visit of the floor below names its petition by a string.
LOST_BY_VISITS = """
    SELECT v."on" || ' ' || v.ticket FROM cases_visit v
    WHERE v.matter_key LIKE 'petition:%'
      AND NOT EXISTS (SELECT FROM petitions_petition p WHERE 'petition:' || p.id = v.matter_key)"""


def faults() -> Iterator[str]:
    """One sentence for each thing that is wrong with the petitions."""
    for sentence, sql in FAULTS.items():
        yield from _told(sentence, (row[0] for row in rows(sql)))
    yield from _told("has a clock running that its status does not know", wrong_clocks())
    yield from _told("went a way that the rules do not know", wrong_ways())
    yield from _told("is an accusation and is not sealed in every place", unsealed_accusations())
    yield from gaps(SERIES)
    for (visit,) in rows(LOST_BY_VISITS):
        yield f"visit {visit} names a petition that does not exist"
    for link in events.verify_chain(Event.objects.all(), "petition"):
        yield f"petitions: event {link.event_id} {link.fault}"
    yield from _told("is found by words that are no longer its own", stale_search_texts())


def _told(sentence: str, numbers: Iterator[object]) -> Iterator[str]:
    return told("petition", sentence, numbers)


def wrong_clocks() -> Iterator[str]:
    running = Petition.objects.filter(deadlines__stopped_on__isnull=True)
    for status, clock in running.order_by().values_list("status", "deadlines__clock").distinct():
        if clock not in RUNNING[status]:
            found = Petition.objects.filter(
                status=status, deadlines__stopped_on__isnull=True, deadlines__clock=clock
            )
            yield from found.order_by("pk").values_list("number", flat=True)


def wrong_ways() -> Iterator[object]:
    """Whose history leaps: a step from one status to another that rules.md §3 does not have."""
    known = ", ".join(f"('{before}', '{after}')" for before, after in STATUS_PAIRS)
    leaps = rows(f"""
        SELECT DISTINCT p.number FROM (
            SELECT petition_id, status, coalesce(
                lag(status) OVER (PARTITION BY petition_id ORDER BY seq), 'registered') AS before
            FROM petitions_event) e
        JOIN petitions_petition p ON p.id = e.petition_id
        WHERE e.status <> e.before AND (e.before, e.status) NOT IN ({known})
        ORDER BY 1""")  # noqa: S608 (codes of an enum)
    for (number,) in leaps:
        yield number


def unsealed_accusations() -> Iterator[object]:
    of_one = "SELECT p.number FROM petitions_petition p"
    accusation = "p.kind = 'accusation'"
    checks = [
        f"{of_one} LEFT JOIN petitions_sealedcontent s ON s.petition_id = p.id"
        f" WHERE {accusation} AND s.id IS NULL",
        f"{of_one} JOIN petitions_demand t ON t.petition_id = p.id"
        f" WHERE {accusation} AND t.text <> '{SEALED_DEMAND}'",
    ]
    for table, columns in CLEAR_TEXTS.items():
        key = "id" if table == "petitions_petition" else "petition_id"
        said = " OR ".join(f"t.{column} <> ''" for column in columns)
        checks.append(f"{of_one} JOIN {table} t ON t.{key} = p.id WHERE {accusation} AND ({said})")
    checks += [
        f"{of_one} JOIN {table} t ON t.petition_id = p.id WHERE {accusation}"
        for table in NEVER_WRITTEN
    ]
    found = {row[0] for sql in checks for row in rows(sql)}
    yield from sorted(found, key=str)


def stale_search_texts() -> Iterator[str]:
    petitions = (
        Petition.objects.select_related("division", "content")
        .prefetch_related(
            Prefetch("petitioners", Petitioner.objects.only("petition", "position", "name")),
            "demands",
        )
        .order_by("pk")
    )
    for petition in petitions.iterator(chunk_size=BATCH):
        before = petition.card_text, petition.file_text
        search_text.refresh(petition)
        if (petition.card_text, petition.file_text) != before:
            yield petition.number
