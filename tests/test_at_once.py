"""Many at the same moment, against a running server with four web processes."""

import uuid
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from cases.models import Case
from grids.enums import Role
from tests.cases.factories import registration
from tests.factories import V1, Town
from tests.faults import MARK
from tests.servers import Answer, Server, all_at_once, gunicorn, token_of

pytestmark = pytest.mark.django_db(transaction=True)

CASES = "/api/v1/cases/"
REGISTRARS = ("window", "village", "village2", "mediator", "department")
ROUNDS = 4


@pytest.fixture(scope="module")
def server(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with django_db_blocker.unblock(), gunicorn(tmp_path_factory.mktemp("web")) as server:
        yield server


@pytest.fixture
def tokens(town: Town) -> list[str]:
    return [token_of(town.user(account)) for account in REGISTRARS]


def register_all(server: Server, tokens: list[str], rows: list[dict[str, Any]]) -> list[Answer]:
    return all_at_once(
        [partial(server.post, CASES, tokens[n % len(tokens)], row) for n, row in enumerate(rows)]
    )


def short(answer: Answer) -> int:
    """The running number in 李矛调〔2026〕1号."""
    return int(answer.body["number"].rpartition("〕")[2].removesuffix("号"))


def test_twenty_at_once_get_twenty_consecutive_numbers(server: Server, tokens: list[str]) -> None:
    answers = register_all(server, tokens, [registration() for _ in range(20)])
    assert [answer.status for answer in answers] == [201] * 20
    assert sorted(map(short, answers)) == list(range(1, 21))
    assert Case.objects.count() == 20


def test_three_that_fail_after_drawing_a_number_leave_no_gap(
    server: Server, tokens: list[str]
) -> None:
    rows = [registration() for _ in range(20)]
    for place in (3, 9, 14):
        rows[place]["narrative"] += MARK
    answers = register_all(server, tokens, rows)
    failed = [place for place, answer in enumerate(answers) if answer.status != 201]
    assert failed == [3, 9, 14]
    assert {answers[place].status for place in failed} == {500}
    made = [short(answer) for answer in answers if answer.status == 201]
    assert sorted(made) == list(range(1, 18))
    assert short(server.post(CASES, tokens[0], registration())) == 18


def test_of_two_officers_moving_one_case_one_wins_and_the_other_reads_who_did_what(
    server: Server, town: Town, tokens: list[str]
) -> None:
    officers = [town.hire(V1, Role.MEDIATOR) for _ in range(2)]
    theirs = [token_of(officer) for officer in officers]
    for _ in range(ROUNDS):
        case = server.post(CASES, tokens[0], registration()).body
        address = f"{CASES}{case['id']}/moves/"
        accept = {"verb": "accept", "version": case["version"], "consent": True}
        answers = all_at_once([partial(server.post, address, token, accept) for token in theirs])
        assert sorted(answer.status for answer in answers) == [200, 409]
        won = next(place for place, answer in enumerate(answers) if answer.status == 200)
        winner, refusal = officers[won], answers[1 - won].body
        assert winner.name in refusal["message"]
        assert "受理" in refusal["message"]
        assert refusal["current"]["by"] == winner.name
        assert refusal["current"]["status"] == "mediating"
        assert refusal["current"]["version"] == case["version"] + 1
        assert Case.objects.get(pk=case["id"]).events.filter(verb="accept").count() == 1


def test_one_form_handed_in_eight_times_at_once_makes_one_case(
    server: Server, tokens: list[str]
) -> None:
    form = registration(form_key=uuid.uuid4())
    answers = all_at_once([partial(server.post, CASES, tokens[0], form)] * 8)
    assert sorted(answer.status for answer in answers) == [200] * 7 + [201]
    assert len({answer.body["id"] for answer in answers}) == 1
    assert short(server.post(CASES, tokens[0], registration())) == 2


def test_four_processes_answer(server: Server) -> None:
    assert server.log.read_text("utf-8").count("Booting worker") == 4
