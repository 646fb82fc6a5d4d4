"""联席会议: whose meetings a person sees, and what stands on their agenda as far as his sight goes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from cases.access import standing
from grids.enums import Role
from mediation.core import clock
from mediation.core.models import User
from petitions import access, enums
from petitions.enums import DirectionKind, JointReason
from petitions.models import (
    JointAttendee,
    JointDecision,
    JointItem,
    JointMeeting,
    Petition,
)
from petitions.selectors.matters import for_lists
from petitions.selectors.rows import Row, row

CONVENERS = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR})
# The petition office is the meeting's own office: it prepares papers and minutes.
READERS = CONVENERS | {Role.PETITION_OFFICER}
MOST_ITEMS = 40


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item for one reader. At card level there are no reasons and no words, only the row."""

    item: JointItem
    row: Row
    reasons: str
    is_file: bool
    decisions: list[JointDecision]


@dataclass(frozen=True, slots=True)
class Agenda:
    """`hidden` items lie outside the reader's sight; `is_whole`: he may read the file of each."""

    items: list[ItemRow]
    hidden: int
    is_whole: bool


def may_convene(user: User) -> bool:
    return not standing(user).roles.isdisjoint(CONVENERS)


def may_read_joint_meetings(user: User) -> bool:
    """Whose menu names them, also while there has been none yet."""
    return not standing(user).roles.isdisjoint(READERS)


def joint_meetings_for(user: User) -> QuerySet[JointMeeting]:
    """Conveners and the petition office see every meeting of their town; others those that their
    unit is asked to, or that they chair."""
    me = standing(user)
    found = JointMeeting.objects.filter(centre__in=me.centres)
    if me.roles.isdisjoint(READERS):
        asked = JointAttendee.objects.filter(unit__in=me.units)
        found = found.filter(Q(chair__in=me.users) | Q(pk__in=asked.values("meeting")))
    return found.select_related("centre", "chair", "by", "minutes_by")


def get_joint_meeting(user: User, pk: int) -> JointMeeting:
    """Raises Http404."""
    attendees = JointAttendee.objects.select_related("unit").order_by("pk")
    found = joint_meetings_for(user).prefetch_related(Prefetch("attendees", attendees))
    meeting = found.filter(pk=pk).first()
    if meeting is None:
        raise Http404
    return meeting


def joint_agenda_of(user: User, meeting: JointMeeting) -> Agenda:
    """The items within the reader's sight, in a fixed number of queries."""
    decisions = JointDecision.objects.select_related("unit", "by", "direction").order_by("pk")
    items = list(
        meeting.items.order_by("position").prefetch_related(Prefetch("decisions", decisions))
    )
    keys = [item.petition_id for item in items]
    seen = access.visible_to(user).exclude(access.SEALED).filter(pk__in=keys)
    petitions = {one.pk: one for one in for_lists(seen)}
    today = clock.today()
    rows = [
        _item_row(item, row(petitions[item.petition_id], today))
        for item in items
        if item.petition_id in petitions
    ]
    return Agenda(
        items=rows,
        hidden=len(items) - len(rows),
        is_whole=len(rows) == len(items) and all(one.is_file for one in rows),
    )


def _item_row(item: JointItem, found: Row) -> ItemRow:
    return ItemRow(
        item=item,
        row=found,
        reasons=reason_words(item.reasons) if found.is_file else "",
        is_file=found.is_file,
        decisions=list(item.decisions.all()) if found.is_file else [],
    )


def reason_words(codes: Iterable[str]) -> str:
    labels = dict(JointReason.choices)
    return "、".join(labels.get(code, code) for code in codes)


def joint_candidates(user: User) -> QuerySet[Petition]:
    """Open petitions whose file the user reads and that are hard: over their day, the same matter
    again, difficult, urgent, or with several units."""
    seen = access.visible_to(user).exclude(access.SEALED).filter(status__in=enums.OPEN)
    seen = seen.filter(level__gte=access.FILE)  # type: ignore[misc]
    given = Q(directions__kind=DirectionKind.ASSIGNMENT, directions__handed_back_at__isnull=True)
    found = seen.annotate(units=Count("directions__to_unit", filter=given, distinct=True))
    return found.filter(
        Q(due_on__lt=clock.today())
        | Q(repeats__isnull=False)
        | Q(is_difficult=True)
        | Q(is_urgent=True)
        | Q(units__gt=1)
    ).order_by("-is_urgent", "due_on", "pk")


def joint_reasons_of(petition: Petition) -> list[str]:
    """Why a petition of `joint_candidates` stands there."""
    found = {
        JointReason.URGENT: petition.is_urgent,
        JointReason.OVERDUE: petition.due_on is not None and petition.due_on < clock.today(),
        JointReason.DIFFICULT: petition.is_difficult,
        JointReason.REPEATED: petition.repeats_id is not None,
        JointReason.UNITS: getattr(petition, "units", 0) > 1,
    }
    return [str(code) for code, holds in found.items() if holds]
