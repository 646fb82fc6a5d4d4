"""Tables of the reports: what was booked, what follows from it, what is locked, what was asked for."""

from reporting.models.books import Booking, Movement, Stay
from reporting.models.corrections import Correction, CorrectionLine
from reporting.models.counted import CountedCase, CountedList
from reporting.models.exports import Export, ExportAccess
from reporting.models.forms import KeptForm
from reporting.models.half_months import HalfMonth, Snapshot
from reporting.models.library import LibraryConsent, LibraryEntry
from reporting.models.meetings import DutyMark, Meeting, MeetingItem, MeetingSeat, MeetingTask
from reporting.models.reports import ReportEvent, ReportRecipient, WrittenReport
from reporting.models.returns import (
    COUNTED_LINES,
    HalfMonthStep,
    NumberDecision,
    ReturnSendBack,
    ReturnUrge,
    ReturnVersion,
    RiseExplanation,
    TypedNumber,
    VillageReturn,
)
from reporting.models.sampling import (
    SampledCase,
    SampleList,
    SampleReply,
    SampleSheet,
    Sampling,
)
from reporting.models.targets import Target
from reporting.models.warnings import (
    Warning,
    WarningAsk,
    WarningMatter,
    WarningSetting,
    WarningStep,
)

__all__ = [
    "COUNTED_LINES",
    "Booking",
    "Correction",
    "CorrectionLine",
    "CountedCase",
    "CountedList",
    "DutyMark",
    "Export",
    "ExportAccess",
    "HalfMonth",
    "HalfMonthStep",
    "KeptForm",
    "LibraryConsent",
    "LibraryEntry",
    "Meeting",
    "MeetingItem",
    "MeetingSeat",
    "MeetingTask",
    "Movement",
    "NumberDecision",
    "ReportEvent",
    "ReportRecipient",
    "ReturnSendBack",
    "ReturnUrge",
    "ReturnVersion",
    "RiseExplanation",
    "SampleList",
    "SampleReply",
    "SampleSheet",
    "SampledCase",
    "Sampling",
    "Snapshot",
    "Stay",
    "Target",
    "TypedNumber",
    "VillageReturn",
    "Warning",
    "WarningAsk",
    "WarningMatter",
    "WarningSetting",
    "WarningStep",
    "WrittenReport",
]
