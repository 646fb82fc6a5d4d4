"""Sending what was written: urgent notices alone, the others in one digest a person a working day.

Each message has a transaction of its own: its rows are claimed, marked as sent, handed to the mail
server, and committed as soon as the server has taken them. A process killed before leaves them to
the next one. Between the server's answer and the commit lies the one moment in which a kill makes
a second copy; it bears the same Message-ID, by which mailboxes drop it.
"""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from mediation.core import calendar, clock
from mediation.core.models import Notice, NoticeState, User
from mediation.core.notices.checking import still_due
from mediation.core.notices.preferences import without_mail
from mediation.core.notices.rows import DIGEST_AT, is_written

log = logging.getLogger(__name__)

# First key of the advisory locks that let one process at a time send to one person.
DIGEST_LOCK = 8300
LONGEST_WAIT = timedelta(hours=1)
REFUSALS_BEFORE_GIVING_UP = 3
LINES_IN_MAIL = 100


@dataclass
class Sent:
    """What one pass did: messages sent, and notices dropped, kept for the inbox only, put off."""

    messages: int = 0
    notices: int = 0
    dropped: int = 0
    inbox_only: int = 0
    put_off: int = 0


class MailServerAway(Exception):
    """No connection to the mail server: this pass is over, nothing is lost."""


def send_due(at: datetime | None = None) -> Sent:
    """One pass: everything that is due at `at` (default now). Any number may run at once.

    Digests leave on working days from 08:30 on, once that day's reminders are written.
    """
    at = timezone.localtime(at) if at else clock.now()
    sent = Sent()
    post = _Post(at, sent)
    try:
        post.send_urgent()
        today = at.date()
        is_digest_time = calendar.load().is_workday(today) and at.time() >= DIGEST_AT
        if is_digest_time and is_written(today):
            post.send_digests()
    except MailServerAway:
        log.warning("mail server away; notices wait for the next pass")
    finally:
        post.close()
    return sent


class _Post:
    """One pass over the rows, with one connection to the mail server."""

    def __init__(self, at: datetime, sent: Sent) -> None:
        self.at = at
        self.sent = sent
        self.connection: BaseEmailBackend | None = None

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def send_urgent(self) -> None:
        due = Notice.objects.filter(
            state=NoticeState.PENDING, is_urgent=True, not_before__lte=self.at
        ).select_related("user")
        while True:
            with transaction.atomic():
                claimed = due.select_for_update(skip_locked=True, of=("self",))
                notice = claimed.order_by("not_before", "pk").first()
                if notice is None:
                    return
                self._deliver(notice.user, [notice], f"notice:{notice.pk}")

    def send_digests(self) -> None:
        day = self.at.date()
        due = Notice.objects.filter(
            state=NoticeState.PENDING, is_urgent=False, not_before__lte=self.at
        )
        for user in User.objects.filter(pk__in=due.values("user")).order_by("pk"):
            key = f"digest:{user.pk}:{day.isoformat()}"
            with transaction.atomic():
                if not _lock(user):
                    continue
                if Notice.objects.filter(user=user, message_key=key).exists():
                    continue  # today's is out; these wait for the next working day
                claimed = due.filter(user=user).select_for_update(skip_locked=True)
                self._deliver(user, list(claimed.order_by("day", "pk")), key)

    def _deliver(self, user: User, claimed: Sequence[Notice], key: str) -> None:
        notices = still_due(claimed)
        kept = {notice.pk for notice in notices}
        moved_on = [notice for notice in claimed if notice.pk not in kept]
        self.sent.dropped += _mark(moved_on, state=NoticeState.DROPPED)
        if not notices:
            return
        if not user.is_active:
            self.sent.dropped += _mark(notices, state=NoticeState.DROPPED)
            return
        unwanted = notices if not user.email else without_mail(user, notices)
        self.sent.inbox_only += _mark(unwanted, state=NoticeState.INBOX)
        if wanted := [notice for notice in notices if notice not in unwanted]:
            self._send(user, wanted, key)

    def _send(self, user: User, notices: Sequence[Notice], key: str) -> None:
        connection = self._open()
        message = _message(user, notices, connection)
        try:
            with transaction.atomic():
                _mark(notices, state=NoticeState.SENT, sent_at=self.at, message_key=key)
                message.send()
        except (SMTPRecipientsRefused, SMTPResponseException) as refusal:
            self._put_off(notices, is_refused=_is_final(refusal))
            self.close()
        except OSError:  # dropped or timed out in mid-message; SMTPException is one, too
            self._put_off(notices, is_refused=False)
            self.close()
        else:
            self.sent.messages += 1
            self.sent.notices += len(notices)

    def _open(self) -> BaseEmailBackend:
        if self.connection is None:
            fresh = mail.get_connection()
            try:
                fresh.open()
            except OSError as fault:
                raise MailServerAway from fault
            self.connection = fresh
        return self.connection

    def _put_off(self, notices: Sequence[Notice], *, is_refused: bool) -> None:
        attempts = max(notice.attempts for notice in notices) + 1
        gives_up = is_refused and attempts >= REFUSALS_BEFORE_GIVING_UP
        wait = min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_WAIT)
        self.sent.put_off += _mark(
            notices,
            attempts=attempts,
            not_before=self.at + wait,
            state=NoticeState.FAILED if gives_up else NoticeState.PENDING,
        )


def _lock(user: User) -> bool:
    """Until the end of the transaction only this process sends a digest to `user`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [DIGEST_LOCK, user.pk])
        return bool(cursor.fetchone()[0])


def _mark(notices: Sequence[Notice], **values: object) -> int:
    if not notices:
        return 0
    return Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(**values)


def _is_final(refusal: Exception) -> bool:
    """The server says that it will never take this (5xx), not that it is busy (4xx)."""
    if isinstance(refusal, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in refusal.recipients.values())
    return isinstance(refusal, SMTPResponseException) and refusal.smtp_code >= 500


def _message(user: User, notices: Sequence[Notice], through: BaseEmailBackend) -> mail.EmailMessage:
    lines = [f"{place}. {_line(notice)}" for place, notice in enumerate(notices, start=1)]
    if len(lines) > LINES_IN_MAIL:
        more = len(lines) - LINES_IN_MAIL
        lines = [*lines[:LINES_IN_MAIL], f"还有 {more} 件，请登录查看。"]
    if notices[0].is_urgent:
        subject, opening = notices[0].text, f"{user.name}，您好："
    else:
        subject = f"今天有 {len(notices)} 件事请您留意"
        opening = f"{user.name}，您好。今天有 {len(notices)} 件事："
    return mail.EmailMessage(
        subject=" ".join(subject.split()),
        body="\n".join([opening, "", *lines, "", "本邮件由系统发出，不用回复。"]),
        to=[user.email],
        headers={"Message-ID": _message_id(notices)},
        connection=through,
    )


def _line(notice: Notice) -> str:
    link = f"{settings.SITE_URL}{notice.url}" if notice.url else ""
    return f"{notice.text} {link}".rstrip()


def _message_id(notices: Sequence[Notice]) -> str:
    """The same for the same rows, in whatever process and however often."""
    ids = ",".join(str(pk) for pk in sorted(notice.pk for notice in notices))
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    return f"<{hashlib.sha256(ids.encode()).hexdigest()[:40]}@{host}>"
