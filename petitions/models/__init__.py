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
from petitions.models.letters import IssuedLetter, LetterDocument, LetterTemplate
from petitions.models.people import MOST_REPRESENTATIVES, Demand, Petitioner
from petitions.models.petition import GROUP_FROM, ContentCategory, Petition, SealedContent

__all__ = [
    "GROUP_FROM",
    "MOST_REPRESENTATIVES",
    "Access",
    "Attachment",
    "ContentCategory",
    "Deadline",
    "Demand",
    "Direction",
    "Ending",
    "Event",
    "Extension",
    "IssuedLetter",
    "LetterDocument",
    "LetterTemplate",
    "Pause",
    "Petition",
    "PetitionCase",
    "Petitioner",
    "Proposal",
    "Rating",
    "Record",
    "Review",
    "Revision",
    "SealedContent",
    "SupportMeasure",
]
