"""Who is told of a move: rows of the same transaction, and nothing leaves before it is committed."""

from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from cases import services
from mediation.core.models import Notice, User
from mediation.core.notices import send_due
from tests.cases.factories import registration
from tests.factories import Town
from tests.faults import Planted

pytestmark = pytest.mark.django_db


@pytest.fixture
def reachable(town: Town, calendar_2026: Any, at: Any) -> Town:
    """The town on a Monday morning, everybody with a mailbox."""
    at("2026-11-16 09:00")
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.invalid")
    return town


def red_case(town: Town) -> None:
    """Red risk is told at once, alone, at any hour (rules.md §10)."""
    services.register(town.user("village"), **registration(risk="red"))


@transaction.atomic
def register_and_fail(town: Town) -> None:
    red_case(town)
    raise Planted


def test_a_move_that_fails_at_the_end_has_told_nobody(reachable: Town) -> None:
    with pytest.raises(Planted):
        register_and_fail(reachable)
    send_due()
    assert (mail.outbox, Notice.objects.count()) == ([], 0)


def test_a_red_case_is_told_once_it_is_registered(reachable: Town) -> None:
    red_case(reachable)
    assert mail.outbox == []  # nothing leaves from inside the move
    send_due()
    told = {address for message in mail.outbox for address in message.to}
    assert {"leader@example.invalid", "peace@example.invalid"} <= told
    assert "village@example.invalid" not in told
    sent = len(mail.outbox)
    send_due()
    assert len(mail.outbox) == sent
