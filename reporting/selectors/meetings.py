"""Meetings that are held again and again, as a person may read them, and what they asked of whom.

A unit that calls a meeting or is asked to it reads it; 平安办, 司法所, leaders and the director read
every one of their town. No case stands in one.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from grids.models import Department, Post
from grids.selectors import standings_today
from grids.selectors.registers import posts_of
from mediation.core import clock
from mediation.core.models import User
from reporting.kinds import MEETING_ROWS, MeetingRow
from reporting.models import Meeting, MeetingItem, MeetingSeat, MeetingTask
from reporting.selectors.written import OVERSEERS, WRITERS, own_units

SHOWN = 20


def visible_meetings(user: User) -> QuerySet[Meeting]:
    """Where every read begins."""
    me = posts_of(user)
    seen = Q(pk__in=())
    if units := me.units(WRITERS):
        asked = MeetingSeat.objects.filter(unit__in=units)
        seen |= Q(unit__in=units) | Q(pk__in=asked.values("meeting"))
    if me.roles & OVERSEERS:
        for path in me.towns:
            seen |= Q(centre__path__startswith=path)
    return (
        Meeting.objects.filter(seen)
        .select_related("centre", "unit", "chair", "minutes_by")
        .order_by("-held_on", "-pk")
    )


def for_list(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return meetings.annotate(
        asked=Count("seats", distinct=True),
        came=Count("seats", filter=Q(seats__signed_at__isnull=False), distinct=True),
        tasks_open=Count("tasks", filter=Q(tasks__done_on__isnull=True), distinct=True),
    )


def get_meeting(user: User, pk: int) -> Meeting:
    """Raises Http404."""
    found = visible_meetings(user).prefetch_related(
        Prefetch(
            "seats",
            MeetingSeat.objects.select_related("unit", "post__user").order_by(
                "unit__order", "unit__code"
            ),
        ),
        Prefetch("items", MeetingItem.objects.order_by("position")),
        Prefetch(
            "tasks", MeetingTask.objects.select_related("unit", "done_by").order_by("due_on", "pk")
        ),
    )
    meeting = found.filter(pk=pk).first()
    if meeting is None:
        raise Http404
    return meeting


def row_of(meeting: Meeting) -> MeetingRow:
    return MEETING_ROWS[meeting.kind]


def may_prepare(user: User, meeting: Meeting) -> bool:
    """The unit that calls it."""
    return meeting.unit_id in own_units(user)


def seats_of(user: User, meeting: Meeting) -> list[MeetingSeat]:
    """Seats of the user's units at which nobody has signed in yet."""
    units = own_units(user)
    return [one for one in meeting.seats.all() if one.signed_at is None and one.unit_id in units]


def post_in(user: User, unit: int) -> Post | None:
    """His own post in a unit; a deputy signs in with the post of whom he stands for."""
    return next(
        (
            post
            for standing in standings_today(user)
            for post in standing.posts
            if post.department_id == unit and post.role in WRITERS
        ),
        None,
    )


def visible_tasks(user: User) -> QuerySet[MeetingTask]:
    """Tasks of the meetings in sight, and those of the user's own units."""
    seen = Q(meeting__in=visible_meetings(user).order_by().values("pk"))
    return MeetingTask.objects.filter(seen | Q(unit__in=own_units(user))).select_related("unit")


def open_tasks(user: User) -> QuerySet[MeetingTask]:
    """What meetings asked of the user's units and is not done, the most pressing first."""
    return (
        MeetingTask.objects.filter(unit__in=own_units(user), done_on__isnull=True)
        .select_related("meeting", "unit")
        .order_by("due_on", "pk")
    )


def open_tasks_of(meeting: Meeting) -> list[MeetingTask]:
    """What earlier meetings of the same kind and unit asked for and is not done."""
    found = MeetingTask.objects.filter(
        meeting__unit=meeting.unit_id,
        meeting__kind=meeting.kind,
        meeting__first_on__lt=meeting.first_on,
        done_on__isnull=True,
    )
    return list(found.select_related("unit", "meeting").order_by("due_on", "pk")[:SHOWN])


def callers(row: MeetingRow, centre: int | None = None) -> QuerySet[Department]:
    """Units that call a meeting of this kind."""
    units = Department.objects.filter(kind=row.who, is_active=True)
    return (units if centre is None else units.filter(centre=centre)).order_by("order", "code")


# --- on `/` -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """One section of `/`; `template` prints its `rows`, at most SHOWN. `summary` may head the page."""

    key: str
    title: str
    hint: str
    template: str
    rows: list[MeetingTask]
    has_more: bool
    summary: str


def blocks(user: User) -> list[Block]:
    """What meetings asked of the reader's units (settings.TODAY_BLOCKS), in one query."""
    if not own_units(user):
        return []
    rows = list(open_tasks(user)[: SHOWN + 1])
    if not rows:
        return []
    late = sum(task.due_on < clock.today() for task in rows)
    return [
        Block(
            key="meeting_tasks",
            title="会议交办的事",
            hint="办完了写一句完成情况",
            template="reporting/meetings/today.html",
            rows=rows[:SHOWN],
            has_more=len(rows) > SHOWN,
            summary=f"{late} 件会议交办的事过期了" if late else "",
        )
    ]


def is_late(task: MeetingTask, today: date | None = None) -> bool:
    return task.done_on is None and task.due_on < (today or clock.today())
