"""Tables of the ground floor. The abstract ones become tables in the apps above."""

from mediation.core.models.accounts import User
from mediation.core.models.channels import (
    Channel,
    ChannelKind,
    Delivery,
    DeliveryFault,
    DeliveryState,
    NoticePreference,
    Subscription,
)
from mediation.core.models.deadlines import (
    TOWN_RULE,
    AbstractDeadline,
    AbstractExtension,
    AbstractPause,
    CalendarDay,
    DaySource,
    PauseGround,
    Rule,
    Unit,
)
from mediation.core.models.drafts import Draft
from mediation.core.models.events import AbstractAccess, AbstractEvent, append_only
from mediation.core.models.files import AbstractAttachment, FileType
from mediation.core.models.notices import Notice, NoticeState, ReminderRun
from mediation.core.models.numbers import Counter
from mediation.core.models.papers import AbstractPaper
from mediation.core.models.proposals import AbstractProposal, Decision

__all__ = [
    "TOWN_RULE",
    "AbstractAccess",
    "AbstractAttachment",
    "AbstractDeadline",
    "AbstractEvent",
    "AbstractExtension",
    "AbstractPaper",
    "AbstractPause",
    "AbstractProposal",
    "CalendarDay",
    "Channel",
    "ChannelKind",
    "Counter",
    "DaySource",
    "Decision",
    "Delivery",
    "DeliveryFault",
    "DeliveryState",
    "Draft",
    "FileType",
    "Notice",
    "NoticePreference",
    "NoticeState",
    "PauseGround",
    "ReminderRun",
    "Rule",
    "Subscription",
    "Unit",
    "User",
    "append_only",
]
