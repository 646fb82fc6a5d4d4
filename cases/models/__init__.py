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
from cases.models.booking import CaseResource, ModeChange, SessionGuest
from cases.models.case import Case
from cases.models.clocks import Deadline, Extension, Pause
from cases.models.guidance import Guidance
from cases.models.history import Access, Attachment, Event, Paper, Proposal, Revision
from cases.models.lookup import LookupTry
from cases.models.parties import Party
from cases.models.stages import Stage, TeamMember

__all__ = [
    "Access",
    "Agreement",
    "Attachment",
    "Case",
    "CaseResource",
    "Consent",
    "Deadline",
    "Direction",
    "Ending",
    "Event",
    "Extension",
    "FollowUp",
    "Guidance",
    "LookupTry",
    "MediationSession",
    "ModeChange",
    "Note",
    "Paper",
    "Party",
    "Pause",
    "Proposal",
    "Revision",
    "SessionGuest",
    "Stage",
    "TeamMember",
]
