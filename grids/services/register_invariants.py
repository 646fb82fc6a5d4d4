"""What must always be true of registers and campaigns (settings.INVARIANTS)."""

from collections.abc import Iterator, Mapping

from grids.models import CampaignEvent, Register, RegisterEvent
from grids.registers import KINDS
from mediation.core import events
from mediation.core.invariants import gaps, rows, told

# Sentence → SELECT of the ids of the lines of which it is true.
REGISTERS: Mapping[str, str] = {
    "is addressed to a unit of another town": """
        SELECT r.id FROM grids_register r JOIN grids_department d ON d.id = r.to_unit_id
        WHERE d.centre_id <> r.centre_id""",
    "was written by a unit of another town": """
        SELECT r.id FROM grids_register r JOIN grids_department d ON d.id = r.unit_id
        WHERE d.centre_id <> r.centre_id""",
    "has no history": """
        SELECT r.id FROM grids_register r
        WHERE NOT EXISTS (SELECT FROM grids_registerevent e WHERE e.register_id = r.id)""",
}
CAMPAIGNS: Mapping[str, str] = {
    "has phases that overlap": """
        SELECT DISTINCT a.campaign_id FROM grids_campaignphase a JOIN grids_campaignphase b
          ON b.campaign_id = a.campaign_id AND b.id > a.id
         AND b.from_on <= a.to_on AND b.to_on >= a.from_on""",
    "has a phase outside its days": """
        SELECT DISTINCT p.campaign_id FROM grids_campaignphase p JOIN grids_campaign c
          ON c.id = p.campaign_id
        WHERE p.from_on < c.starts_on OR p.to_on > c.ends_on""",
    "gave a task to a unit that takes no part": """
        SELECT DISTINCT t.campaign_id FROM grids_campaigntask t
        WHERE NOT EXISTS (SELECT FROM grids_campaignunit u
                          WHERE u.campaign_id = t.campaign_id AND u.unit_id = t.unit_id)""",
    "has more points than a line of its sheet is worth": """
        SELECT DISTINCT c.campaign_id FROM grids_campaignscore s
          JOIN grids_campaigncriterion c ON c.id = s.criterion_id
        WHERE s.points > c.points""",
}
SERIES = {
    "register": """
        SELECT s.kind || ' ' || s.unit_code || ' ' || s.year, count(r.id), coalesce(max(r.number), 0),
               s.last
        FROM core_counter s
        LEFT JOIN (SELECT r.*, d.code FROM grids_register r
                   JOIN grids_division d ON d.id = r.centre_id) r
          ON 'register_' || r.kind = s.kind AND r.code = s.unit_code AND r.year = s.year
        WHERE s.kind LIKE 'register\\_%' GROUP BY s.id""",
}


def faults() -> Iterator[str]:
    strange = Register.objects.exclude(kind__in=KINDS).order_by("pk")
    yield from told(
        "register line", "is of a kind that nobody knows", strange.values_list("pk", flat=True)
    )
    for sentence, sql in REGISTERS.items():
        yield from told("register line", sentence, [row[0] for row in rows(sql)])
    for sentence, sql in CAMPAIGNS.items():
        yield from told("campaign", sentence, [row[0] for row in rows(sql)])
    yield from gaps(SERIES)
    for broken in events.verify_chain(RegisterEvent.objects.all(), "register"):
        yield f"register event {broken.event_id}: {broken.fault}"
    for broken in events.verify_chain(CampaignEvent.objects.all(), "campaign"):
        yield f"campaign event {broken.event_id}: {broken.fault}"
