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
from cases.models.agreements import JudicialConfirmation, Obligation
from cases.models.booking import CaseResource, ModeChange, SessionGuest
from cases.models.bridges import BridgeLetter
from cases.models.case import Case
from cases.models.clocks import Deadline, Extension, Pause
from cases.models.consultations import AgendaItem, Attendee, Consultation, Decision
from cases.models.dossier import Dossier, RetentionRule
from cases.models.guidance import Guidance
from cases.models.history import Access, Attachment, Event, Paper, Proposal, Revision
from cases.models.inquiries import Inquiry
from cases.models.jurisdiction import JurisdictionDispute
from cases.models.legal_aid import LegalAidCheck
from cases.models.lookup import LookupTry
from cases.models.ownership import Listing, OwnershipFile
from cases.models.papers import PaperDocument, PaperTemplate
from cases.models.parties import Party
from cases.models.plans import Plan, PlanStep
from cases.models.recusal import Recusal
from cases.models.requests import PartyRequest
from cases.models.risk import RiskAssessment
from cases.models.safety import Duty, SafetySign, SupportStep
from cases.models.stages import Stage, TeamMember
from cases.models.subsidies import SubsidyItem, SubsidyRate, SubsidySheet
from cases.models.task_forces import TaskForce, TaskForceDocument, TaskForceMember
from cases.models.ticks import ChecklistTick
from cases.models.urgent import InstantReport, InstantStep
from cases.models.visits import Visit, VisitStep

__all__ = [
    "Access",
    "AgendaItem",
    "Agreement",
    "Attachment",
    "Attendee",
    "BridgeLetter",
    "Case",
    "CaseResource",
    "ChecklistTick",
    "Consent",
    "Consultation",
    "Deadline",
    "Decision",
    "Direction",
    "Dossier",
    "Duty",
    "Ending",
    "Event",
    "Extension",
    "FollowUp",
    "Guidance",
    "Inquiry",
    "InstantReport",
    "InstantStep",
    "JudicialConfirmation",
    "JurisdictionDispute",
    "LegalAidCheck",
    "Listing",
    "LookupTry",
    "MediationSession",
    "ModeChange",
    "Note",
    "Obligation",
    "OwnershipFile",
    "Paper",
    "PaperDocument",
    "PaperTemplate",
    "Party",
    "PartyRequest",
    "Pause",
    "Plan",
    "PlanStep",
    "Proposal",
    "Recusal",
    "RetentionRule",
    "Revision",
    "RiskAssessment",
    "SafetySign",
    "SessionGuest",
    "Stage",
    "SubsidyItem",
    "SubsidyRate",
    "SubsidySheet",
    "SupportStep",
    "TaskForce",
    "TaskForceDocument",
    "TaskForceMember",
    "TeamMember",
    "Visit",
    "VisitStep",
]
