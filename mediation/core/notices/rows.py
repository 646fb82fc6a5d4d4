"""Writing what is to be told: one row per (person, kind, subject, day), however often it is tried.

The rows are the inbox; e-mail is made of them later. So a worker that dies between the two neither
loses nor doubles anything, and a beat that was down catches up by writing the missed days' rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone

from mediation.core import calendar, clock
from mediation.core.models import Notice, NoticeState, ReminderRun, User
from mediation.core.privacy import mask_numbers_in

DIGEST_AT = time(8, 30)
TEXT_LENGTH = 300
BATCH = 2000


@dataclass(frozen=True, kw_only=True)
class Row:
    """One notice to be written.

    `subject` is the clock or event it is about; `day` the local day it belongs to (None: it comes
    from an act just now). `text` is a sentence without narrative; numbers in it are masked anyway.
    """

    user_id: int
    kind: str
    subject: str
    text: str
    day: date | None = None
    matter_key: str = ""
    url: str = ""
    is_urgent: bool = False


def notify(user: User, kind: str, text: str, *, subject: str, **more: object) -> None:
    """Write one notice; `more` are the other fields of `Row`."""
    notify_many([Row(user_id=user.pk, kind=kind, text=text, subject=subject, **more)])  # type: ignore[arg-type]


def notify_many(
    rows: Iterable[Row], at: datetime | None = None, *, hold: timedelta = timedelta()
) -> None:
    """Write notices as of `at` (default now); those already there stay as they are.

    `hold` keeps urgent ones back for a moment, where their act may still be taken back.
    """
    at = timezone.localtime(at) if at else clock.now()
    days = calendar.load()
    after_act = next_digest_at(at, days)
    moments: dict[date, datetime] = {}

    def not_before(row: Row) -> datetime:
        if row.is_urgent:
            return at + hold
        if row.day is None:
            return after_act
        if row.day not in moments:
            moments[row.day] = digest_at(row.day, days)
        return moments[row.day]

    Notice.objects.bulk_create(
        (
            Notice(
                user_id=row.user_id,
                kind=row.kind,
                matter_key=row.matter_key,
                url=row.url,
                subject=row.subject,
                day=row.day or at.date(),
                text=mask_numbers_in(row.text)[:TEXT_LENGTH],
                is_urgent=row.is_urgent,
                created_at=at,
                not_before=not_before(row),
            )
            for row in rows
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def digest_at(day: date, days: calendar.Calendar) -> datetime:
    """08:30 of the first working day on or after `day`."""
    workday = days.workday_on_or_after(day)
    return datetime.combine(workday, DIGEST_AT, timezone.get_default_timezone())


def next_digest_at(at: datetime, days: calendar.Calendar) -> datetime:
    """The first digest that leaves after the instant `at`."""
    moment = digest_at(clock.local_day(at), days)
    return moment if moment > at else digest_at(clock.local_day(at) + timedelta(days=1), days)


def drop_unsent(subject: str) -> int:
    """What was to be told of an act that is taken back; how many rows have not left yet."""
    unsent = Notice.objects.filter(subject=subject, state=NoticeState.PENDING)
    return unsent.update(state=NoticeState.DROPPED)


# --- the reminder engine's days -------------------------------------------------------------


def last_written() -> date | None:
    """The last day whose reminders are all written: the engine goes on from the day after."""
    return ReminderRun.objects.aggregate(last=models.Max("day"))["last"]


def is_written(day: date) -> bool:
    return ReminderRun.objects.filter(day=day).exists()


def finish_day(day: date) -> None:
    """Say that every reminder of `day` is written: from now on its digests may leave."""
    ReminderRun.objects.bulk_create(
        [ReminderRun(day=day, finished_at=clock.now())], ignore_conflicts=True
    )


# --- the inbox ------------------------------------------------------------------------------


def inbox(user: User) -> models.QuerySet[Notice]:
    """What this person was told, latest first, without what was no longer due."""
    return Notice.objects.filter(user=user).exclude(state=NoticeState.DROPPED)


def unread_count(user: User) -> int:
    return inbox(user).filter(read_at__isnull=True).count()


def mark_read(user: User, notice_ids: Iterable[int] | None = None) -> None:
    """Mark some (default all) of a person's notices as read; other people's stay untouched."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    unread.update(read_at=clock.now())
