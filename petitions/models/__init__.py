"""The tables of a petition, by topic. Every table of a petition carries its town (`centre`)."""

from petitions.models.acts import (
    Direction,
    Ending,
    PetitionCase,
    Rating,
    Record,
    Review,
    SupportMeasure,
)
from petitions.models.clocks import Deadline, Extension, Pause
from petitions.models.history import Access, Attachment, Event, Proposal, Revision
from petitions.models.joint_meetings import (
    JointAttendee,
    JointDecision,
    JointItem,
    JointMeeting,
)
from petitions.models.letters import IssuedLetter, LetterDocument, LetterTemplate
from petitions.models.ownership import OwnershipFile
from petitions.models.people import MOST_REPRESENTATIVES, Demand, Petitioner
from petitions.models.petition import GROUP_FROM, ContentCategory, Petition, SealedContent
from petitions.models.public import DataRequest, PublicWord, TownNotice
from petitions.models.receptions import Reception, ReceptionDay, ReceptionLeader
from petitions.models.urgent import UrgentReport, UrgentStep

__all__ = [
    "GROUP_FROM",
    "MOST_REPRESENTATIVES",
    "Access",
    "Attachment",
    "ContentCategory",
    "DataRequest",
    "Deadline",
    "Demand",
    "Direction",
    "Ending",
    "Event",
    "Extension",
    "IssuedLetter",
    "JointAttendee",
    "JointDecision",
    "JointItem",
    "JointMeeting",
    "LetterDocument",
    "LetterTemplate",
    "OwnershipFile",
    "Pause",
    "Petition",
    "PetitionCase",
    "Petitioner",
    "Proposal",
    "PublicWord",
    "Rating",
    "Reception",
    "ReceptionDay",
    "ReceptionLeader",
    "Record",
    "Review",
    "Revision",
    "SealedContent",
    "SupportMeasure",
    "TownNotice",
    "UrgentReport",
    "UrgentStep",
]
