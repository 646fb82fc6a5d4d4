"""What the tests of reminders share: a case whose clock runs, and who was told what."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core import mail

from cases import services
from cases.enums import Tier
from cases.models import Case
from mediation.core.models import Notice, User
from tests.cases.factories import Cast, act, register, some_text

Move = Callable[[str], Any]
Told = set[tuple[str, str, str]]


def mediating(cast: Cast) -> Case:
    """Accepted in 致远社区 on the day it came: the village's ten days run out on Thu 03-12."""
    case = act(register(cast), "accept", cast.members[Tier.VILLAGE])
    assert case.due_on == dt.date(2026, 3, 12)
    return case


def instruct(cast: Cast, case: Case, due_on: dt.date) -> Case:
    """The director asks 规建办 for a word."""
    unit = cast.town.unit("guijian").pk
    director = cast.town.user("director")
    services.move(case, "instruct", director, text=some_text(), due_on=due_on, to=unit)
    return Case.objects.get(pk=case.pk)


def told(case: Case, clock: str) -> Told:
    """(day, kind, account) of everything that was written about a clock of the case."""
    keys = case.deadlines.filter(clock=clock).values_list("pk", flat=True)
    return {
        (notice.day.isoformat(), notice.kind, notice.user.username)
        for key in keys
        for notice in Notice.objects.filter(subject__startswith=f"deadline:{key}:")
    }


def to(day: str, kind: str, *users: User) -> Told:
    return {(day, kind, user.username) for user in users}


def mailbox(user: User) -> str:
    return f"{user.username}@town.example"


def sent_to(user: User) -> list[str]:
    return [message.body for message in mail.outbox if message.to == [mailbox(user)]]
