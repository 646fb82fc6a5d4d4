"""What must always be true of sweeps (settings.INVARIANTS)."""

from collections.abc import Iterator, Mapping

from mediation.core.invariants import rows, told

# Sentence → SELECT of the reports, rounds or visits of which it is true.
FAULTS: Mapping[str, str] = {
    "report: its kinds do not add up to what it found": """
        SELECT r.id FROM grids_sweepreport r
        WHERE r.found_count <> (SELECT coalesce(sum(f.count), 0) FROM grids_sweepfinding f
                                WHERE f.report_id = r.id)""",
    "report: one before it is missing": """
        SELECT r.id FROM grids_sweepreport r
        WHERE r.seq > 1 AND NOT EXISTS (SELECT FROM grids_sweepreport o
                                        WHERE o.asked_id = r.asked_id AND o.seq = r.seq - 1)""",
    "report: handed in before its round began": """
        SELECT r.id FROM grids_sweepreport r JOIN grids_sweepunit u ON u.id = r.asked_id
        JOIN grids_sweepround o ON o.id = u.round_id WHERE r.filed_on < o.from_on""",
    "report: of a unit that was excused": """
        SELECT r.id FROM grids_sweepreport r JOIN grids_sweepunit u ON u.id = r.asked_id
        WHERE u.excused_at IS NOT NULL""",
    "round: asks nobody": """
        SELECT o.id FROM grids_sweepround o
        WHERE NOT EXISTS (SELECT FROM grids_sweepunit u WHERE u.round_id = o.id)""",
    "round: two rolling rounds of a town share a day": """
        SELECT a.id FROM grids_sweepround a JOIN grids_sweepround b
          ON a.centre_id = b.centre_id AND a.id < b.id AND a.kind = 'rolling'
         AND b.kind = 'rolling' AND a.from_on <= b.to_on AND b.from_on <= a.to_on""",
    "visit: by a unit that the round does not ask": """
        SELECT v.id FROM grids_sweepvisit v
        WHERE NOT EXISTS (SELECT FROM grids_sweepunit u
                          WHERE u.round_id = v.round_id AND u.unit_id = v.unit_id)""",
    "visit: on a day outside its round": """
        SELECT v.id FROM grids_sweepvisit v JOIN grids_sweepround o ON o.id = v.round_id
        WHERE v."on" < o.from_on OR v."on" > o.due_on""",
    "visit: nobody went": """
        SELECT v.id FROM grids_sweepvisit v
        WHERE NOT EXISTS (SELECT FROM grids_sweepgoer g WHERE g.visit_id = v.id)""",
}


def faults() -> Iterator[str]:
    """One sentence for each thing that is wrong with the sweeps."""
    for sentence, sql in FAULTS.items():
        yield from told("sweep", sentence, (key for (key,) in rows(sql)))
