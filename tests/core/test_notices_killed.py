"""Four processes send at once, two of them are killed at a random moment: nothing lost or doubled."""

import os
import random
import secrets
import signal
import time
from collections import Counter
from contextlib import suppress
from functools import partial

import pytest

from mediation.core import clock, notices
from mediation.core.models import Notice, NoticeState, User
from mediation.core.notices import Row, notify_many, send_due
from tests.core.smtp_sink import Sink, smtp_sink
from tests.forks import fork

ROUNDS, PROCESSES, KILLED, PEOPLE = 10, 4, 2, 6


def write_and_send(rows: list[Row]) -> None:
    notify_many(rows)
    send_due()


def due_for(users: list[User], day: object) -> list[Row]:
    mark = secrets.token_hex(3)
    digest = [
        Row(user_id=user.pk, kind="before1", subject=f"{mark}:{n}", text=f"{mark} 到期", day=day)
        for user in users
        for n in range(3)
    ]
    urgent = [
        Row(user_id=user.pk, kind="red", subject=mark, text=f"{mark} 报红", is_urgent=True)
        for user in users
    ]
    return digest + urgent


def wait_for_the_rest(sink: Sink) -> None:
    """The next passes, until the database has let go of what the dead held."""
    for _ in range(1200):
        send_due()
        if not Notice.objects.filter(state=NoticeState.PENDING).exists():
            return
        time.sleep(0.05)
    pytest.fail("notices are still waiting")


@pytest.mark.django_db(transaction=True)
def test_killed_senders_lose_nothing_and_a_mailbox_keeps_each_message_once(
    at, calendar_2026, settings
) -> None:
    days = [f"2026-11-{day:02d}" for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13)]
    users = [
        User.objects.create(username=f"u{n}", name="王芳", email=f"u{n}@town.example")
        for n in range(PEOPLE)
    ]
    deaths = 0
    with smtp_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_TIMEOUT = 120  # a slow machine is not a dead mail server
        for day in days[:ROUNDS]:
            sink.taken.clear()
            at(f"{day} 08:30")
            rows = due_for(users, clock.today())
            notices.finish_day(clock.today())
            victim_at = sink.offered + random.randrange(1, PEOPLE)
            pids: list[int] = []

            def kill_two(number: int, victim_at: int = victim_at, pids: list[int] = pids) -> None:
                if number == victim_at:
                    while len(pids) < PROCESSES:  # the first may write before the last is born
                        time.sleep(0.01)
                    for pid in random.sample(pids, KILLED):
                        with suppress(ProcessLookupError):  # it may have found nothing and ended
                            os.kill(pid, signal.SIGKILL)

            sink.before_answer = kill_two
            while len(pids) < PROCESSES:
                pids.append(fork(partial(write_and_send, rows)))
            ends = [os.waitpid(pid, 0)[1] for pid in pids]
            deaths += sum(os.WIFSIGNALED(end) for end in ends)
            wait_for_the_rest(sink)

            kept = {taken.message_id: taken for taken in sink.taken}.values()
            by_recipient = Counter(one for taken in kept for one in taken.recipients)
            assert by_recipient == {user.email: 2 for user in users}, day
            assert len(sink.taken) <= len(kept) + KILLED
    assert deaths > 0
