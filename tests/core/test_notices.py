"""Notices: rows before messages, one digest a working day, each message once."""

import random
import secrets
import smtplib
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from mediation.core import clock, notices
from mediation.core.models import Notice, NoticeState, User
from mediation.core.notices import Row, notify, notify_many, send_due
from tests.core.smtp_sink import Sink, smtp_sink

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 13), date(2026, 11, 14), date(2026, 11, 16)


def person(username: str = "", **more: object) -> User:
    username = username or f"u{secrets.token_hex(4)}"
    values = {"name": "王芳", "email": f"{username}@town.example", **more}
    return User.objects.create(username=username, **values)


def row(user: User, subject: str = "deadline:1", day: date | None = FRIDAY, **more: object) -> Row:
    values = {"kind": "before1", "text": "797号明天到期", **more}
    return Row(user_id=user.pk, subject=subject, day=day, **values)


def states() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def friday(at, calendar_2026) -> Callable[[str], object]:
    """Friday 2026-11-13 at 08:30, its reminders written."""
    at("2026-11-13 08:30")
    notices.finish_day(FRIDAY)
    return at


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    with smtp_sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server


# --- rows


def test_the_same_notice_is_written_once_however_often_it_is_tried(friday) -> None:
    user, other = person(), person()
    rows = [row(user), row(user, "deadline:2"), row(other), row(user, day=SATURDAY)]
    notify_many(rows)
    notify_many(reversed(rows))
    assert Notice.objects.count() == 4


def test_ten_thousand_are_written_in_one_pass_without_a_double(friday) -> None:
    users = [person(f"p{n}") for n in range(10)]
    rows = [row(users[n % 10], f"deadline:{n}") for n in range(10_000)]
    notify_many(rows)
    notify_many(rows[:5000])
    assert Notice.objects.count() == 10_000


def test_a_number_in_a_text_is_masked(friday) -> None:
    notify(person(), "answer", "请回电13812345678", subject="event:1")
    assert Notice.objects.get().text == "请回电138****5678"


def test_a_notice_waits_for_the_right_moment(at, calendar_2026) -> None:
    at("2026-11-13 14:00")
    user = person()
    notify_many(
        [
            row(user, "a", FRIDAY),
            row(user, "b", SATURDAY),
            row(user, "c", None),
            row(user, "d", None, is_urgent=True),
        ]
    )
    local = dict(Notice.objects.values_list("subject", "not_before"))
    assert local["a"] == datetime.fromisoformat("2026-11-13T08:30+08:00")
    assert local["b"] == datetime.fromisoformat("2026-11-16T08:30+08:00")
    assert local["c"] == datetime.fromisoformat("2026-11-16T08:30+08:00")
    assert local["d"] == datetime.fromisoformat("2026-11-13T14:00+08:00")


# --- digests


def test_one_person_gets_one_digest_with_all_of_the_day(friday) -> None:
    user, other = person(), person()
    words = [f"{secrets.randbelow(900) + 100}号到期" for _ in range(3)]
    notify_many([row(user, f"s{n}", text=word) for n, word in enumerate(words)] + [row(other)])
    sent = send_due()
    assert (sent.messages, sent.notices) == (2, 4)
    to_user = next(message for message in mail.outbox if message.to == [user.email])
    assert to_user.subject == "今天有 3 件事请您留意"
    assert all(word in to_user.body for word in words)
    assert states() == ["sent"] * 4
    assert send_due().messages == 0


def test_nobody_gets_a_digest_of_nothing(friday) -> None:
    person()
    assert send_due().messages == 0
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ("2026-11-13 08:29", 0),
        ("2026-11-13 08:30", 1),
        ("2026-11-13 17:00", 1),
        ("2026-11-14 09:00", 0),
        ("2026-11-15 09:00", 0),
        ("2026-11-16 08:30", 1),
    ],
)
def test_digests_leave_on_working_days_from_half_past_eight(
    at, calendar_2026, moment: str, count: int
) -> None:
    at("2026-11-13 08:00")
    notify_many([row(person())])
    at(moment)
    notices.finish_day(clock.today())
    assert send_due().messages == count


def test_no_digest_leaves_before_the_days_reminders_are_written(at, calendar_2026) -> None:
    at("2026-11-13 08:31")
    user = person()
    notify_many([row(user, "of yesterday", date(2026, 11, 12))])
    assert send_due().messages == 0
    notify_many([row(user, "of today")])
    notices.finish_day(FRIDAY)
    assert send_due().notices == 2
    assert len(mail.outbox) == 1


def test_what_comes_after_the_digest_waits_for_the_next_working_day(friday) -> None:
    user = person()
    notify_many([row(user, "a")])
    assert send_due().messages == 1
    notify_many([row(user, "b")])
    friday("2026-11-13 08:31")
    assert send_due().messages == 0
    friday("2026-11-16 08:30")
    notices.finish_day(MONDAY)
    assert send_due().notices == 1


def test_an_urgent_notice_goes_alone_at_any_hour(at, calendar_2026) -> None:
    at("2026-11-14 23:40")
    user = person()
    notify(user, "red", "797号报红", subject="event:1", is_urgent=True, url="/cases/797/")
    notify(user, "red", "798号报红", subject="event:2", is_urgent=True)
    notify(user, "answer", "799号有答复", subject="event:3")
    assert send_due().messages == 2
    assert sorted(message.subject for message in mail.outbox) == ["797号报红", "798号报红"]
    assert "/cases/797/" in mail.outbox[0].body


def still_due(some: list[Notice]) -> set[int]:
    return {notice.pk for notice in some if notice.matter_key != "case:2"}


def test_a_matter_that_moved_on_sends_nothing(friday, settings) -> None:
    settings.NOTICE_CHECKS = {"case": "tests.core.test_notices.still_due"}
    user, other = person(), person()
    notify_many(
        [
            row(user, "a", matter_key="case:1", text="一号"),
            row(user, "b", matter_key="case:2", text="二号"),
            row(other, "c", matter_key="case:2", text="二号"),
            row(other, "d", None, matter_key="case:2", text="二号", is_urgent=True),
            row(user, "e", matter_key="petition:2", text="三号"),
        ]
    )
    sent = send_due()
    assert (sent.messages, sent.notices, sent.dropped) == (1, 2, 3)
    assert "二号" not in mail.outbox[0].body
    assert not notices.inbox(other).exists()


def test_without_an_address_it_stays_in_the_inbox_and_a_closed_account_gets_nothing(
    friday,
) -> None:
    quiet, gone = person(email=""), person(is_active=False)
    notify_many([row(quiet), row(gone)])
    sent = send_due()
    assert (sent.messages, sent.inbox_only, sent.dropped) == (0, 1, 1)
    assert notices.unread_count(quiet) == 1


# --- the mail server


def test_the_server_hangs_up_on_one_message_and_every_message_arrives_once(friday, sink) -> None:
    users = [person() for _ in range(8)]
    notify_many([row(user, f"{n}") for user in users for n in range(3)])
    victim = random.randrange(1, 9)
    sink.hang_up_on = lambda number: number == victim
    sent = send_due()
    assert (sent.messages, sent.put_off) == (7, 3)
    friday("2026-11-13 08:31")
    assert send_due().messages == 1
    friday("2026-11-13 08:32")
    assert send_due().messages == 0
    assert sink.by_recipient == {user.email: 1 for user in users}
    assert set(states()) == {"sent"}


def test_a_server_that_is_away_loses_nothing(friday, settings, sink) -> None:
    user = person()
    notify_many([row(user)])
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert send_due().messages == 0
    assert states() == ["pending"]
    settings.EMAIL_PORT = port
    assert send_due().messages == 1
    assert sink.by_recipient == {user.email: 1}


def test_an_address_that_is_refused_three_times_is_given_up_and_stays_in_the_inbox(
    friday, sink
) -> None:
    bad, good = person(), person()
    sink.refuse = {bad.email}
    notify_many([row(bad), row(good)])
    for minute in (30, 31, 33, 50):
        friday(f"2026-11-13 08:{minute}")
        send_due()
    assert sink.by_recipient == {good.email: 1}
    assert Notice.objects.get(user=bad).state == NoticeState.FAILED
    assert Notice.objects.get(user=bad).attempts == 3
    assert notices.inbox(bad).exists()


def test_a_message_sent_again_bears_the_same_id(friday, sink, monkeypatch) -> None:
    """The one unavoidable moment: the server has it, and the process dies before the commit."""
    user = person()
    notify_many([row(user, "a"), row(user, "b")])
    real = smtplib.SMTP.sendmail

    def die_after(self, *args: object, **kwargs: object) -> object:
        real(self, *args, **kwargs)
        raise KeyboardInterrupt

    monkeypatch.setattr(smtplib.SMTP, "sendmail", die_after)
    with pytest.raises(KeyboardInterrupt):
        send_due()
    assert states() == ["pending", "pending"]
    monkeypatch.setattr(smtplib.SMTP, "sendmail", real)
    assert send_due().messages == 1
    assert len(sink.taken) == 2
    assert len(sink.by_message_id) == 1


@pytest.mark.django_db(transaction=True)
def test_four_at_once_send_each_message_once(at, calendar_2026, sink) -> None:
    at("2026-11-13 08:30")
    notices.finish_day(FRIDAY)
    users = [person() for _ in range(12)]
    rows = [row(user, f"{n}") for user in users for n in range(3)]
    rows += [row(user, "urgent", None, is_urgent=True, text="急") for user in users]
    start = threading.Barrier(4)
    failures: list[Exception] = []

    def work() -> None:
        try:
            start.wait(10)
            notify_many(rows)
            send_due()
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    send_due()
    assert failures == []
    assert Notice.objects.count() == 48
    assert sink.by_recipient == {user.email: 2 for user in users}
    assert set(sink.by_message_id.values()) == {1}


# --- the inbox


def test_the_inbox_shows_ones_own_notices_and_marks_them_read(friday, settings) -> None:
    settings.DEMO = True
    user, other = person(is_demo=True), person()
    word = f"{secrets.randbelow(900) + 100}号到期"
    notify_many([row(user, text=word), row(other, text="别人的事")])
    client = Client()
    client.force_login(user)
    page = client.get("/notices/").content.decode()
    assert word in page
    assert "有 1 条没看" in page
    assert "别人的事" not in page
    client.post("/notices/")
    assert notices.unread_count(user) == 0
    assert notices.unread_count(other) == 1
    assert "提醒都看过了" in client.get("/notices/").content.decode()
