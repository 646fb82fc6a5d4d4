"""Four windows and one queue: every ticket is served once, and nobody waits for a colleague."""

import threading
import uuid
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from cases.models import Visit, VisitStep
from cases.services import visits
from grids.enums import Role
from mediation.core.models import User
from tests.factories import Town
from tests.servers import PATIENCE, Server, all_at_once, gunicorn, token_of

pytestmark = pytest.mark.django_db(transaction=True)

TICKETS = 40


@pytest.fixture(scope="module")
def server(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with django_db_blocker.unblock(), gunicorn(tmp_path_factory.mktemp("web")) as server:
        yield server


@pytest.fixture
def clerks(town: Town) -> list[User]:
    hired = town.hire("centre", Role.WINDOW_CLERK)
    return [*map(town.user, ("window", "petition", "justice")), hired]


def take(user: User, many: int) -> list[Visit]:
    return [
        visits.take_ticket(user, window="mediation", form_key=uuid.uuid4()) for _ in range(many)
    ]


def test_four_windows_serve_forty_tickets_once_each(server: Server, clerks: list[User]) -> None:
    taken = take(clerks[0], TICKETS)
    tokens = [token_of(one) for one in clerks]
    press = {"window": "mediation"}
    answers = all_at_once(
        [
            partial(server.post, "/api/v1/visits/next/", tokens[place % 4], press)
            for place in range(TICKETS)
        ]
    )
    assert [answer.status for answer in answers] == [200] * TICKETS
    assert sorted(answer.body["id"] for answer in answers) == [one.pk for one in taken]
    called = VisitStep.objects.filter(kind="called").values_list("visit", flat=True)
    assert sorted(called) == [one.pk for one in taken]
    for place, answer in enumerate(answers):
        assert Visit.objects.get(pk=answer.body["id"]).served_by == clerks[place % 4]
    assert server.post("/api/v1/visits/next/", tokens[0], press).status == 204


def test_tickets_taken_at_once_have_no_gap(server: Server, clerks: list[User]) -> None:
    token, form = token_of(clerks[0]), str(uuid.uuid4())
    rows = [{"form_key": str(uuid.uuid4()), "window": "legal"} for _ in range(18)]
    rows += [{"form_key": form, "window": "legal"}] * 2
    answers = all_at_once([partial(server.post, "/api/v1/visits/", token, row) for row in rows])
    assert [answer.status for answer in answers] == [201] * 20
    tickets = sorted({answer.body["label"] for answer in answers})
    assert tickets == [f"A{number:03}" for number in range(1, 20)]


def test_a_window_does_not_wait_for_one_that_is_just_calling(clerks: list[User]) -> None:
    first, second, third = take(clerks[0], 3)
    held, free = threading.Event(), threading.Event()
    called: list[Visit | None] = []

    def call_slowly() -> None:
        try:
            with transaction.atomic():
                called.append(visits.call_next(clerks[1], "mediation"))
                held.set()
                free.wait(PATIENCE)
        finally:
            connection.close()

    slow = threading.Thread(target=call_slowly)
    slow.start()
    try:
        assert held.wait(PATIENCE)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '30s'")
            assert visits.call_next(clerks[0], "mediation") == second
    finally:
        free.set()
        slow.join()
    assert called == [first]
    assert visits.call_next(clerks[0], "mediation") == third
    assert visits.call_next(clerks[0], "mediation") is None
