"""Four processes run `remind` at once, two of them are killed while a message is on its way: an
outside mail server has each expected message exactly once."""

import datetime as dt
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from cases.enums import Clock, Tier
from cases.models import Deadline
from cases.notices.reminding import PASS_LOCK
from grids.enums import Role
from mediation.core.models import Notice, NoticeState, User
from mediation.core.notices import Row, notify_many
from tests.cases.factories import Cast, act, register, some_text
from tests.core.smtp_sink import Sink, smtp_sink
from tests.factories import V1, make_town
from tests.forks import fork

ROUNDS, PROCESSES, KILLED = 10, 4, 2
OFFICERS, URGENT = 5, 5
# Ten working days of November 2026, Saturday and Sunday left out.
DAYS = [dt.date(2026, 11, day) for day in (9, 10, 11, 12, 13, 16, 17, 18, 19, 20)]


class Crowd:
    """Processes that run `remind`, known to the mail server by the sender they write as."""

    def __init__(self, sink: Sink, at: str) -> None:
        self.at = at
        self.sink = sink
        self.pids: dict[str, int] = {}
        self.victims: set[int] = set()
        self.killed: list[str] = []
        sink.before_answer, sink.hang_up_on = self.kill_the_sender, self.is_sender_dead

    def start(self, count: int) -> None:
        for number in range(len(self.pids), len(self.pids) + count):
            sender = f"p{number}@town.example"
            self.pids[sender] = fork(partial(remind, self.at, sender))

    def kill_the_sender(self, number: int) -> None:
        """Before the server has said 250: nobody can know whether the message was taken."""
        if number in self.victims:
            sender = self.sink.senders[number - 1]
            self.killed.append(sender)  # first: the test's own thread may see the death before us
            os.kill(self.pids[sender], signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitid(os.P_PID, self.pids[sender], os.WEXITED | os.WNOWAIT)

    def is_sender_dead(self, number: int) -> bool:
        return self.sink.senders[number - 1] in self.killed

    def wait(self) -> None:
        ends = {sender: os.waitpid(pid, 0)[1] for sender, pid in self.pids.items()}
        assert {sender for sender, end in ends.items() if end} == set(self.killed)


def remind(at: str, sender: str) -> None:
    """The command, as a person in another terminal would give it."""
    settings.DEFAULT_FROM_EMAIL = sender
    call_command("remind", "--at", at, stdout=StringIO())


class Door:
    """The lock of the pass, held from outside, so that all come in together."""

    def __init__(self) -> None:
        self.session = connection.copy()

    def hold(self) -> None:
        self.run("SELECT pg_advisory_lock(%s)")

    def open_when_waiting(self, count: int) -> None:
        for _ in range(6000):
            waiting = self.run(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted "
                "AND objid = %s AND database = "
                "(SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if waiting == count:
                break
            time.sleep(0.02)
        else:
            pytest.fail(f"{waiting} of {count} processes came to the lock")
        self.run("SELECT pg_advisory_unlock(%s)")

    def run(self, sql: str) -> Any:
        with self.session.cursor() as cursor:
            cursor.execute(sql, [PASS_LOCK])
            return cursor.fetchone()[0]


@pytest.fixture
def officers(transactional_db: None, calendar_2026: Any, at: Callable[[str], Any]) -> list[User]:
    """Each has one case of 致远社区, with one running clock; their head is the account `village`."""
    at("2026-11-02 09:00")
    cast = Cast(make_town())
    found = []
    for _ in range(OFFICERS):
        officer = cast.town.hire(V1, Role.MEDIATOR)
        case = register(cast)
        case = act(case, "assign", cast.heads[Tier.VILLAGE], officer=officer.pk)
        act(case, "accept", officer)
        found.append(officer)
    running = Deadline.objects.filter(stopped_on=None)
    running.exclude(clock=Clock.RUNG).update(stopped_on="2026-11-02", stopped_by="test")
    for user in User.objects.all():
        user.email = mailbox(user)
        user.save(update_fields=["email"])
    Notice.objects.all().delete()
    return found


def mailbox(user: User) -> str:
    return f"{user.username}@town.example"


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with smtp_sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 120  # a slow machine is not a dead mail server
        yield server


@pytest.fixture
def door(transactional_db: None) -> Iterator[Door]:
    door = Door()
    yield door
    door.session.close()


def test_four_at_once_and_two_killed_send_each_message_exactly_once(
    officers: list[User], sink: Sink, door: Door
) -> None:
    """Every day all clocks fall due: a digest for each officer and for their head, and as many
    urgent ones for the director as were written."""
    head, director = (User.objects.get(username=name) for name in ("village", "director"))
    for day in DAYS[:ROUNDS]:
        Deadline.objects.filter(stopped_on=None).update(due_on=day)
        words = write_urgent(director, day)
        sink.taken.clear()
        crowd = Crowd(sink, f"{day}T08:30")
        expected = OFFICERS + 1 + URGENT
        crowd.victims = {
            sink.offered + number for number in random.sample(range(1, expected + 1), KILLED)
        }
        door.hold()
        crowd.start(PROCESSES)
        door.open_when_waiting(PROCESSES)
        crowd.wait()
        assert len(crowd.killed) == KILLED
        send_the_rest(crowd)

        boxes = Counter(one for taken in sink.taken for one in taken.recipients)
        theirs = {mailbox(one): 1 for one in (*officers, head)} | {mailbox(director): URGENT}
        assert {box: boxes[box] for box in theirs} == theirs, day
        # Before a cut-off the villages hear of their returns, once as well.
        assert {boxes[box] for box in boxes if box not in theirs} <= {1}, day
        texts = "\n".join(taken.text for taken in sink.taken)
        assert texts.count("村（社区）办理今天到期") == 2 * OFFICERS
        assert [texts.count(word) for word in words] == [1] * URGENT


def write_urgent(user: User, day: dt.date) -> list[str]:
    words = [some_text() for _ in range(URGENT)]
    at = dt.datetime.combine(day, dt.time(7), dt.UTC) - dt.timedelta(hours=8)
    notify_many(
        [
            Row(user_id=user.pk, kind="red", subject=f"test:{word}", text=word, is_urgent=True)
            for word in words
        ],
        at=at,
    )
    return words


def send_the_rest(crowd: Crowd) -> None:
    """The next passes, until the database has let go of what the dead held."""
    for _ in range(3000):
        if not Notice.objects.filter(state=NoticeState.PENDING).exists():
            return
        call_command("remind", "--at", crowd.at, stdout=StringIO())
        time.sleep(0.02)
    pytest.fail("notices are still waiting")
