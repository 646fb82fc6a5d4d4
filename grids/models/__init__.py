from grids.models.campaigns import (
    Campaign,
    CampaignAcceptance,
    CampaignCriterion,
    CampaignEvent,
    CampaignFile,
    CampaignLeader,
    CampaignPhase,
    CampaignProgress,
    CampaignScore,
    CampaignTarget,
    CampaignTask,
    CampaignUnit,
)
from grids.models.categories import (
    Category,
    InstructionPreset,
    RoutingRule,
    Subtype,
)
from grids.models.changes import DivisionChange
from grids.models.checklists import ChecklistItem
from grids.models.duty import DutyDay
from grids.models.guide import GuidePlace, InquiryAnswer
from grids.models.handover import Handover
from grids.models.leads import GridPoint, Lead, LeadPhoto, LeadStep
from grids.models.mediators import Mediator
from grids.models.places import Division, DivisionName
from grids.models.post_changes import PostChange
from grids.models.posts import Department, Deputy, Post, Station, TeamSeat
from grids.models.registers import (
    Register,
    RegisterEvent,
    RegisterFile,
    RegisterRevision,
    RegisterTick,
)
from grids.models.resources import Helper, ResidentUnit
from grids.models.rooms import Occupancy, Resource, Room, StaffResource
from grids.models.sheets import SheetAccess
from grids.models.sweeps import (
    SweepFinding,
    SweepGoer,
    SweepReport,
    SweepRound,
    SweepRule,
    SweepTheme,
    SweepUnit,
    SweepUrge,
    SweepVisit,
)
from grids.models.village import VillageDesk, VillageStaff

__all__ = [
    "Campaign",
    "CampaignAcceptance",
    "CampaignCriterion",
    "CampaignEvent",
    "CampaignFile",
    "CampaignLeader",
    "CampaignPhase",
    "CampaignProgress",
    "CampaignScore",
    "CampaignTarget",
    "CampaignTask",
    "CampaignUnit",
    "Category",
    "ChecklistItem",
    "Department",
    "Deputy",
    "Division",
    "DivisionChange",
    "DivisionName",
    "DutyDay",
    "GridPoint",
    "GuidePlace",
    "Handover",
    "Helper",
    "InquiryAnswer",
    "InstructionPreset",
    "Lead",
    "LeadPhoto",
    "LeadStep",
    "Mediator",
    "Occupancy",
    "Post",
    "PostChange",
    "Register",
    "RegisterEvent",
    "RegisterFile",
    "RegisterRevision",
    "RegisterTick",
    "ResidentUnit",
    "Resource",
    "Room",
    "RoutingRule",
    "SheetAccess",
    "StaffResource",
    "Station",
    "Subtype",
    "SweepFinding",
    "SweepGoer",
    "SweepReport",
    "SweepRound",
    "SweepRule",
    "SweepTheme",
    "SweepUnit",
    "SweepUrge",
    "SweepVisit",
    "TeamSeat",
    "VillageDesk",
    "VillageStaff",
]
