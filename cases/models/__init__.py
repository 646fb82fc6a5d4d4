"""The tables of a dispute, by topic. Every table of a case carries its town (`centre`)."""

from cases.models.acts import (
    Agreement,
    Consent,
    Direction,
    Ending,
    FollowUp,
    MediationSession,
    Note,
)
from cases.models.case import Case
from cases.models.clocks import Deadline, Extension, Pause
from cases.models.history import Access, Attachment, Event, Paper, Proposal, Revision
from cases.models.lookup import LookupTry
from cases.models.parties import Party
from cases.models.stages import Stage, TeamMember

__all__ = [
    "Access",
    "Agreement",
    "Attachment",
    "Case",
    "Consent",
    "Deadline",
    "Direction",
    "Ending",
    "Event",
    "Extension",
    "FollowUp",
    "LookupTry",
    "MediationSession",
    "Note",
    "Paper",
    "Party",
    "Pause",
    "Proposal",
    "Revision",
    "Stage",
    "TeamMember",
]
