"""Sending by the channels beside e-mail: each message once, or somebody is told that it did not go.

A pass first writes an outbox row for every (notice, channel, person) that is due, unique in the
database. Then it claims one message at a time (`SKIP LOCKED`), commits that it is being sent, speaks
to the other side with nothing locked, and writes down the receipt. What was surely not taken is
tried again after growing waits, for a day. Where nobody knows (silence in mid-message, a process
killed in it), it is tried again only as long as the other side drops a second copy with the same
key; after that it is in doubt, shown, and goes by e-mail and not by this channel again.
"""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from mediation.core import calendar, clock
from mediation.core.models import (
    Channel,
    Delivery,
    DeliveryFault,
    DeliveryState,
    Notice,
    NoticeState,
    Subscription,
)
from mediation.core.notices import words
from mediation.core.notices.channels import Adapter, Message, Receipt, adapter_of
from mediation.core.notices.checking import still_due
from mediation.core.notices.preferences import not_brought, quiet_people
from mediation.core.notices.rows import DIGEST_AT, is_written

log = logging.getLogger(__name__)

PERSON_LOCK = 8301  # first key of the advisory locks, beside the digests' of e-mail
LOOKS_BACK = timedelta(days=30)
LONGEST_WAIT = timedelta(hours=1)
TRIES_FOR = timedelta(days=1)
CUT_SHORT_AFTER = timedelta(minutes=5)  # far longer than one request may take
# The whole channel is in trouble, not this one message: the others wait for the next pass.
REST = frozenset(
    {
        DeliveryFault.UNREACHABLE,
        DeliveryFault.NO_ANSWER,
        DeliveryFault.SERVER_FAULT,
        DeliveryFault.TOO_OFTEN,
        DeliveryFault.BAD_KEY,
    }
)
NOT_SET_UP = Receipt(DeliveryFault.BAD_KEY)
LEFT_TODAY = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.IN_DOUBT)


@dataclass
class Passed:
    """What one pass did: messages sent and put off; rows dropped, given up, in doubt."""

    messages: int = 0
    put_off: int = 0
    dropped: int = 0
    given_up: int = 0
    in_doubt: int = 0


@dataclass(frozen=True)
class Claim:
    """One message that this process alone is sending."""

    channel: Channel
    deliveries: list[Delivery]
    message: Message

    @property
    def ids(self) -> list[int]:
        return [one.pk for one in self.deliveries]


def send_outside(at: datetime | None = None) -> Passed:
    """One pass over everything that is due at `at` (default now). Any number may run at once."""
    at = timezone.localtime(at) if at else clock.now()
    passed = Passed()
    channels = list(Channel.objects.filter(is_on=True))
    for channel in channels:
        write_rows(channel, at)
    sweep(at, passed)
    for channel in channels:
        _Round(channel, at, passed).send()
    return passed


# --- rows -----------------------------------------------------------------------------------


def write_rows(channel: Channel, at: datetime) -> None:
    """An outbox row for each notice that somebody wants by this channel and that is due."""
    mine = Subscription.objects.filter(channel=channel)
    wants = mine.filter(user=OuterRef("user"), since__lte=OuterRef("not_before"))
    due = (
        Notice.objects.filter(
            user__in=mine.values("user"),
            user__is_active=True,
            day__gte=clock.local_day(at) - LOOKS_BACK,
            not_before__lte=at,
        )
        .exclude(state=NoticeState.DROPPED)
        .filter(
            Q(Exists(wants.filter(for_urgent=True)), is_urgent=True)
            | Q(Exists(wants.filter(for_digest=True)), is_urgent=False)
        )
        .exclude(Exists(Delivery.objects.filter(notice=OuterRef("pk"), channel=channel)))
    )
    Delivery.objects.bulk_create(
        (
            Delivery(
                notice=notice,
                channel=channel,
                user_id=notice.user_id,
                is_urgent=notice.is_urgent,
                created_at=at,
                not_before=at,
            )
            for notice in due.order_by("pk")
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )


def sweep(at: datetime, passed: Passed) -> None:
    """What no sender will come for: cut short in mid-message, or its way out was closed."""
    stale = Delivery.objects.filter(
        state=DeliveryState.SENDING, tried_at__lt=at - CUT_SHORT_AFTER
    ).select_related("channel")
    with transaction.atomic():
        by_key: dict[str, list[Delivery]] = {}
        for one in stale.select_for_update(skip_locked=True, of=("self",)).order_by("pk"):
            by_key.setdefault(one.message_key, []).append(one)
        for rows in by_key.values():
            _settle(rows, Receipt(DeliveryFault.CUT_SHORT, may_have_it=True), at, passed)
    own = Subscription.objects.filter(channel=OuterRef("channel"), user=OuterRef("user"))
    closed = Delivery.objects.filter(state=DeliveryState.PENDING).filter(
        Q(channel__is_on=False) | ~Exists(own)
    )
    with transaction.atomic():
        rows = list(closed.select_for_update(skip_locked=True, of=("self",)).order_by("pk"))
        passed.given_up += _mark(rows, state=DeliveryState.FAILED, fault=DeliveryFault.SWITCHED_OFF)
        _fall_back(rows, at)


# --- sending --------------------------------------------------------------------------------


@dataclass
class _Round:
    """One channel's part of a pass; it ends at the first sign that the channel is in trouble."""

    channel: Channel
    at: datetime
    passed: Passed
    held: set[int] = field(default_factory=set)  # people to leave alone in this pass

    def send(self) -> None:
        if not self._waiting().exists():
            return
        adapter = adapter_of(self.channel)
        waiting = self._waiting().filter(is_urgent=False).values_list("user", flat=True)
        self.held = quiet_people(waiting.distinct(), self.at)
        while claim := self._claim():
            receipt = adapter.send(claim.message) if adapter else NOT_SET_UP
            self._write_down(claim, receipt)
            if receipt.fault in REST:
                log.warning("channel %s rests: %s", self.channel.pk, receipt.fault)
                self._rest(receipt.fault)
                return

    def _rest(self, fault: str) -> None:
        """The others are put off untried, for the same reason: by e-mail they come at once."""
        again_at = self.at + _wait(1)
        with transaction.atomic():
            due = self._due().filter(message_key="")
            rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("pk"))
            over = [one for one in rows if one.give_up_at and one.give_up_at <= self.at]
            self.passed.given_up += _mark(over, state=DeliveryState.FAILED, fault=fault)
            _mark(
                [one for one in rows if one not in over],
                fault=fault,
                not_before=again_at,
                give_up_at=Coalesce("give_up_at", Value(self.at + TRIES_FOR)),
            )
            _fall_back(rows, self.at)

    def _waiting(self) -> QuerySet[Delivery]:
        own = Subscription.objects.filter(channel=self.channel, user=OuterRef("user"))
        return Delivery.objects.filter(
            Exists(own),
            channel=self.channel,
            state=DeliveryState.PENDING,
            not_before__lte=self.at,
        )

    def _claim(self) -> Claim | None:
        """The next message, marked as being sent and committed; None when there is none."""
        while True:
            with transaction.atomic():
                first = self._first()
                if first is None:
                    return None
                if not first.is_urgent and not _lock(first.user_id):
                    self.held.add(first.user_id)
                    continue
                rows = self._with_its_own(first)
                if rows:
                    return self._as_sending(rows)
                if not first.is_urgent:
                    self.held.add(first.user_id)

    def _first(self) -> Delivery | None:
        """What is urgent first; digests when it is their hour, for those who may be disturbed."""
        claimed = self._due().select_for_update(skip_locked=True, of=("self",))
        return claimed.order_by("-is_urgent", "not_before", "pk").first()

    def _due(self) -> QuerySet[Delivery]:
        if self._is_digest_time():
            return self._waiting().filter(Q(is_urgent=True) | ~Q(user__in=self.held))
        return self._waiting().filter(is_urgent=True)

    def _is_digest_time(self) -> bool:
        today = self.at.date()
        is_hour = self.at.time() >= DIGEST_AT and calendar.load().is_workday(today)
        return is_hour and is_written(today)

    def _with_its_own(self, first: Delivery) -> list[Delivery]:
        """The rows of one message, in order; those whose matter moved on are dropped.

        A message that the other side may have keeps its rows and its words to the end.
        """
        if first.message_key:
            same = self._waiting().filter(message_key=first.message_key, user=first.user_id)
            return _with_notices(same)
        if first.is_urgent:
            rows = _with_notices(self._waiting().filter(pk=first.pk))
        elif self._has_left_today(first.user_id):
            return []  # today's is out; these wait for the next working day
        else:
            own = self._waiting().filter(user=first.user_id, is_urgent=False, message_key="")
            rows = _with_notices(own)
        return self._still_due(rows)

    def _has_left_today(self, user_id: int) -> bool:
        start = self.at.replace(hour=0, minute=0, second=0, microsecond=0)
        return Delivery.objects.filter(
            channel=self.channel,
            user=user_id,
            is_urgent=False,
            state__in=LEFT_TODAY,
            tried_at__gte=start,
        ).exists()

    def _still_due(self, rows: list[Delivery]) -> list[Delivery]:
        open_ones = [
            one.notice
            for one in rows
            if one.user.is_active and one.notice.state != NoticeState.DROPPED
        ]
        alive = {notice.pk for notice in still_due(open_ones)}
        moved_on = [one for one in rows if one.notice_id not in alive]
        self.passed.dropped += _mark(moved_on, state=DeliveryState.DROPPED, message_key="")
        return [one for one in rows if one.notice_id in alive]

    def _as_sending(self, rows: list[Delivery]) -> Claim:
        key = rows[0].message_key or _key(rows)
        tried_at = max(self.at, clock.now())
        _mark(
            rows,
            state=DeliveryState.SENDING,
            message_key=key,
            tried_at=tried_at,
            attempts=F("attempts") + 1,
            give_up_at=Coalesce("give_up_at", Value(tried_at + TRIES_FOR)),
        )
        address = Subscription.objects.get(channel=self.channel, user=rows[0].user_id).address
        lines = tuple(words.line_of(one.notice) for one in rows)
        message = Message(key=key, to=address, lines=lines, inbox=words.inbox_link())
        return Claim(self.channel, rows, message)

    def _write_down(self, claim: Claim, receipt: Receipt) -> None:
        with transaction.atomic():
            rows = Delivery.objects.filter(pk__in=claim.ids, state=DeliveryState.SENDING)
            kept = list(rows.select_for_update(of=("self",)).order_by("pk"))
            if kept:
                _settle(kept, receipt, max(self.at, clock.now()), self.passed, claim.channel)


# --- what became of it ----------------------------------------------------------------------


def _settle(
    rows: list[Delivery],
    receipt: Receipt,
    at: datetime,
    passed: Passed,
    channel: Channel | None = None,
) -> None:
    """Write the receipt of one message down on its rows."""
    if receipt.is_taken:
        _mark(rows, state=DeliveryState.SENT, sent_at=at, fault="")
        passed.messages += 1
        return
    over = [one for one in rows if one.give_up_at and one.give_up_at <= at]
    rest = [one for one in rows if one not in over]
    again_at = at + _wait(max(one.attempts for one in rows))
    again_at = min([again_at, *(one.give_up_at for one in rest if one.give_up_at)])
    doubted_at = rows[0].doubted_at or (at if receipt.may_have_it else None)
    may_double = doubted_at is not None and (
        bool(over) or again_at - doubted_at >= _forgets_after(channel or rows[0].channel)
    )
    fault = receipt.fault
    if may_double:
        passed.in_doubt += _mark(
            rows, state=DeliveryState.IN_DOUBT, fault=fault, doubted_at=doubted_at
        )
    else:
        passed.given_up += _mark(over, state=DeliveryState.FAILED, fault=fault)
        passed.put_off += bool(rest)
        _mark(
            rest,
            state=DeliveryState.PENDING,
            fault=fault,
            not_before=again_at,
            doubted_at=doubted_at,
            message_key=rows[0].message_key if doubted_at else "",
        )
    _fall_back(rows, at)


def _forgets_after(channel: Channel) -> timedelta:
    adapter: Adapter | None = adapter_of(channel)
    return adapter.forgets_after if adapter else timedelta()


def _wait(attempts: int) -> timedelta:
    """A minute after the first try, then twice as long each time, an hour at most."""
    return min(timedelta(minutes=2 ** min(max(attempts - 1, 0), 10)), LONGEST_WAIT)


def _fall_back(rows: Iterable[Delivery], at: datetime) -> None:
    """Who gets this kind by a channel alone gets by e-mail what the channel did not bring."""
    stuck = not_brought().filter(pk__in=[one.pk for one in rows])
    Notice.objects.filter(
        pk__in=stuck.values("notice"), state=NoticeState.INBOX, day__gte=at.date() - LOOKS_BACK
    ).exclude(user__email="").update(state=NoticeState.PENDING)


def _lock(user_id: int) -> bool:
    """Until the end of the transaction only this process puts a digest of this person together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [PERSON_LOCK, user_id])
        return bool(cursor.fetchone()[0])


def _with_notices(rows: QuerySet[Delivery]) -> list[Delivery]:
    claimed = rows.select_related("notice", "user").select_for_update(of=("self",))
    return list(claimed.order_by("notice__day", "pk"))


def _key(rows: Iterable[Delivery]) -> str:
    ids = ",".join(str(one.pk) for one in sorted(rows, key=lambda one: one.pk))
    return hashlib.sha256(ids.encode()).hexdigest()[:32]


def _mark(rows: list[Delivery], **values: object) -> int:
    if not rows:
        return 0
    return Delivery.objects.filter(pk__in=[one.pk for one in rows]).update(**values)
