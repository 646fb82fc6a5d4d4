"""Meetings that are held again and again: they open by themselves, one turn after the other.

With final minutes the next one is there. Nothing of a meeting changes after that but its tasks,
each of which its unit reports as done.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from grids.models import Department
from grids.selectors import heads_of
from grids.services import typed
from mediation.core import clock, notices, numbers
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.kinds import MEETINGS, MeetingRow
from reporting.models import Meeting, MeetingItem, MeetingSeat, MeetingTask
from reporting.periods import Period
from reporting.rhythm import turn_after, turn_of
from reporting.selectors.meetings import callers, may_prepare, post_in, row_of
from reporting.selectors.written import own_units

MOST_ITEMS = 30
NOTICE = "meeting"


# --- they open by themselves --------------------------------------------------------------------


@transaction.atomic
def open_meetings(today: date | None = None) -> int:
    """The meeting of the running turn for each unit that calls one; how many were new.

    Each is made once, however often this runs (the daily task and the list page).
    """
    day = today or clock.today()
    count = 0
    for row in MEETINGS:
        turn = turn_of(row.every, day)
        there = Meeting.objects.filter(kind=row.code, first_on=turn.first_on).values("unit")
        for unit in callers(row).exclude(pk__in=there).select_related("centre", "division"):
            count += _open(row, unit, turn) is not None
    return count


def _open(row: MeetingRow, unit: Department, turn: Period) -> Meeting | None:
    """None where somebody else opened it just now."""
    meeting = Meeting(
        centre=unit.centre,
        unit=unit,
        kind=row.code,
        first_on=turn.first_on,
        last_on=turn.last_on,
        held_on=max(row.held_on(turn), clock.today()),  # never a day that is over already
        opened_at=clock.now(),
    )
    Meeting.objects.bulk_create([meeting], ignore_conflicts=True)
    meeting = Meeting.objects.get(unit=unit, kind=row.code, first_on=turn.first_on)
    if meeting.items.exists():
        return None
    MeetingItem.objects.bulk_create(
        MeetingItem(centre=unit.centre, meeting=meeting, position=place, title=title)
        for place, title in enumerate(row.agenda, start=1)
    )
    asked = Department.objects.filter(centre=unit.centre, kind__in=row.asked, is_active=True)
    MeetingSeat.objects.bulk_create(
        MeetingSeat(centre=unit.centre, meeting=meeting, unit=one)
        for one in (unit, *asked.exclude(pk=unit.pk))
    )
    return meeting


# --- before and during --------------------------------------------------------------------------


def _prepared(meeting: Meeting, actor: User, what: str, *, version: int | None = None) -> Meeting:
    """The meeting, locked, while its minutes are not final. Raises Refused: not_yours · final · stale."""
    locked = (
        Meeting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("centre", "unit")
        .get(pk=meeting.pk)
    )
    if not may_prepare(actor, locked):
        raise Refused(
            "not_yours", f"这一步您现在不能办：{what}。", who=f"要由{locked.unit.short_name}来办"
        )
    _check_open(locked)
    if version is not None and locked.version != version:
        raise Refused(
            "stale",
            "这次会议刚才有人改过。",
            instead="请刷新页面，对照着再改；您写的还在草稿里",
            current={"version": locked.version},
        )
    return locked


def _check_open(meeting: Meeting) -> None:
    if meeting.minutes_at is not None:
        raise Refused("final", "纪要已经定稿，不能再改。", instead="有新的事请放到下一次会")


@transaction.atomic
def arrange(meeting: Meeting, actor: User, *, held_on: date | None, place: str) -> Meeting:
    """Day and place, and everybody asked is told. Raises Refused: not_yours · final · needs · invalid."""
    meeting = _prepared(meeting, actor, "安排会议")
    meeting.held_on = typed.needed_day(
        held_on,
        "held_on",
        earliest=meeting.first_on,
        latest=turn_after(row_of(meeting).every, Period(meeting.first_on, meeting.last_on)).last_on,
    )
    meeting.place = typed.words(place, "place", 100)
    meeting.version += 1
    meeting.save(update_fields=["held_on", "place", "version"])
    _invite(meeting, actor)
    return meeting


@transaction.atomic
def add_item(meeting: Meeting, actor: User, title: str) -> MeetingItem:
    """One more item of the agenda. Raises Refused: not_yours · final · needs · too_many."""
    meeting = _prepared(meeting, actor, "列议题")
    if meeting.items.count() >= MOST_ITEMS:
        raise Refused("too_many", f"一次会最多 {MOST_ITEMS} 个议题。", field="title")
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    return MeetingItem.objects.create(
        centre=meeting.centre,
        meeting=meeting,
        position=last + 1,
        title=typed.words(title, "title", 100),
    )


@transaction.atomic
def sign_in(seat: MeetingSeat, actor: User) -> MeetingSeat:
    """Somebody of a unit that was asked says that he is here, with his post.

    Raises Refused: not_yours · final · too_early · not_now.
    """
    seat = (
        MeetingSeat.objects.select_for_update(of=("self",))
        .select_related("meeting", "unit")
        .get(pk=seat.pk)
    )
    _check_open(seat.meeting)
    post = post_in(actor, seat.unit_id)
    if post is None:
        raise Refused("not_yours", "请由参会单位的同志签到。", who=f"{seat.unit.short_name}的同志")
    if seat.meeting.held_on > clock.today():
        raise Refused("too_early", "会还没有开，开会那天再签到。")
    if seat.signed_at is not None:
        raise Refused("not_now", f"{seat.unit.short_name}已经签到了。")
    seat.post, seat.signed_at = post, clock.now()
    seat.save(update_fields=["post", "signed_at"])
    return seat


@transaction.atomic
def add_task(
    meeting: Meeting, actor: User, *, text: str, unit: Department | int | str, due_on: date | None
) -> MeetingTask:
    """What was decided: a unit and a day; it stands on the unit's page of today.

    Raises Refused: not_yours · final · needs · invalid….
    """
    meeting = _prepared(meeting, actor, "写议定事项")
    owner = typed.needed_unit(unit, meeting.centre, "unit")
    task = MeetingTask.objects.create(
        centre=meeting.centre,
        meeting=meeting,
        unit=owner,
        text=typed.words(text, "text", 300),
        due_on=typed.needed_day(due_on, "due_on", earliest=meeting.first_on),
        by=actor,
        at=clock.now(),
    )
    on = task.due_on
    people = sorted({person.pk for person in heads_of(owner)} - {actor.pk})
    notices.notify_many(
        notices.Row(
            user_id=key,
            kind=f"{NOTICE}_task",
            subject=f"{NOTICE}_task:{task.pk}",
            matter_key=f"{NOTICE}_task:{task.pk}",
            url=f"/meetings/{meeting.pk}/",
            text=f"{meeting.get_kind_display()}有一件事请您单位办，{on.month}月{on.day}日前",
        )
        for key in people
    )
    return task


@transaction.atomic
def finish_task(task: MeetingTask, actor: User, result: str) -> MeetingTask:
    """The unit says what came of it. Raises Refused: not_yours · not_now · needs."""
    task = (
        MeetingTask.objects.select_for_update(of=("self",)).select_related("unit").get(pk=task.pk)
    )
    if task.unit_id not in own_units(actor):
        raise Refused(
            "not_yours", "完成情况由落实单位来写。", who=f"要由{task.unit.short_name}来办"
        )
    if task.done_on is not None:
        raise Refused("not_now", "这件事已经报过完成了。")
    task.result = typed.words(result, "result", 500)
    task.done_on, task.done_by, task.done_at = clock.today(), actor, clock.now()
    task.save(update_fields=["result", "done_on", "done_by", "done_at"])
    return task


# --- minutes ------------------------------------------------------------------------------------


@transaction.atomic
def finish_minutes(
    meeting: Meeting,
    actor: User,
    *,
    minutes: str,
    place: str = "",
    words: Mapping[Any, Any] | None = None,
    present: Collection[int | str] = (),
    version: int | None = None,
) -> Meeting:
    """The minutes, final, with a number; the next meeting is there at once.

    `words`: item → what was said of it. `present`: seats whose unit came and did not sign in; its
    head's post stands for it. Raises Refused: not_yours · final · stale · too_early · needs ·
    invalid….
    """
    meeting = _prepared(meeting, actor, "写纪要", version=version)
    if meeting.held_on > clock.today():
        on = meeting.held_on
        raise Refused(
            "too_early",
            f"会定在{on.month}月{on.day}日，开过才能写纪要。",
            instead="日子改了的，先改开会日期",
        )
    if not (place or meeting.place):
        raise Refused("needs", "还没有写会在哪里开。", instead="先定好日子和地点", field="place")
    meeting.place = typed.words(place or meeting.place, "place", 100)
    text = typed.words(minutes, "minutes", 20_000)
    said = {str(key): value for key, value in (words or {}).items()}
    for item in meeting.items.all():
        if str(item.pk) in said:
            item.words = typed.words(said[str(item.pk)], f"item_{item.pk}", 4_000, is_needed=False)
            item.save(update_fields=["words"])
    _seat(meeting, present)
    now = clock.now()
    number = numbers.take("meeting", meeting.unit.code, now.year)
    label = meeting.unit.serial_label or meeting.unit.short_name
    meeting.number = numbers.paper_number(label, "议", now.year, number)
    meeting.minutes, meeting.minutes_by, meeting.minutes_at = text, actor, now
    meeting.chair = meeting.chair or actor
    meeting.version += 1
    meeting.save()
    turn = turn_after(row_of(meeting).every, Period(meeting.first_on, meeting.last_on))
    if meeting.unit.is_active:
        _open(row_of(meeting), meeting.unit, turn)
    return meeting


def _seat(meeting: Meeting, present: Collection[int | str]) -> None:
    """Units that came without signing in: the post of their head stands for them."""
    wanted = {str(key) for key in present}
    seats = {str(one.pk): one for one in meeting.seats.select_related("unit")}
    if not wanted <= seats.keys():
        raise Refused("invalid_choice", "到会的请从参会单位里选。", field="present")
    for key in sorted(wanted):
        seat = seats[key]
        if seat.signed_at is not None:
            continue
        post = seat.unit.posts.on(clock.today()).order_by("-is_head", "pk").first()
        if post is None:
            raise Refused(
                "invalid_choice",
                f"{seat.unit.short_name}现在没有在岗的同志，不能记到会。",
                field="present",
            )
        seat.post, seat.signed_at = post, clock.now()
        seat.save(update_fields=["post", "signed_at"])


def _invite(meeting: Meeting, actor: User) -> None:
    people = {
        person.pk for seat in meeting.seats.select_related("unit") for person in heads_of(seat.unit)
    } - {actor.pk}
    on = meeting.held_on
    notices.notify_many(
        notices.Row(
            user_id=key,
            kind=NOTICE,
            subject=f"{NOTICE}:{meeting.pk}:{meeting.version}",
            matter_key=f"{NOTICE}:{meeting.pk}",
            url=f"/meetings/{meeting.pk}/",
            text=f"{meeting.get_kind_display()}：{on.month}月{on.day}日，{meeting.place}，请参加",
        )
        for key in sorted(people)
    )
