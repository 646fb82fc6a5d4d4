"""Many at the same moment: numbers stay without gaps, and what may be done once is done once."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from petitions.models import IssuedLetter, Petition
from petitions.services.reference import load_contents
from tests.factories import Town
from tests.petitions.factories import Office, registration
from tests.servers import Server, all_at_once, gunicorn, token_of

pytestmark = pytest.mark.django_db(transaction=True)

PETITIONS = "/api/v1/petitions/"


@pytest.fixture(scope="module")
def server(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with django_db_blocker.unblock(), gunicorn(tmp_path_factory.mktemp("web")) as server:
        yield server


def body(**more: Any) -> dict[str, Any]:
    row = registration(**more)
    return row | {"form_key": str(row["form_key"])}


def test_twenty_at_once_of_whom_three_are_refused_leave_seventeen_in_a_row(
    server: Server, town: Town
) -> None:
    load_contents()
    tokens = [token_of(town.user(account)) for account in ("window", "petition")]
    rows = [body() for _ in range(20)]
    for place in (3, 9, 14):
        rows[place]["content"] = "nix"
    answers = all_at_once(
        [partial(server.post, PETITIONS, tokens[n % 2], row) for n, row in enumerate(rows)]
    )
    assert [n for n, one in enumerate(answers) if one.status != 201] == [3, 9, 14]
    made = Petition.objects.order_by("short_number").values_list("short_number", flat=True)
    assert list(made) == list(range(1, 18))
    forms = IssuedLetter.objects.filter(kind="registration").order_by("serial")
    assert list(forms.values_list("serial", flat=True)) == list(range(1, 18))


def test_the_same_form_twice_at_once_is_one_petition(server: Server, town: Town) -> None:
    load_contents()
    token, row = token_of(town.user("window")), body()
    answers = all_at_once([partial(server.post, PETITIONS, token, row) for _ in range(4)])
    assert sorted(one.status for one in answers) == [200, 200, 200, 201]
    assert len({one.body["id"] for one in answers}) == 1
    assert Petition.objects.count() == 1


def moved(server: Server, petition: Petition, token: str, **data: Any) -> Any:
    return partial(server.post, f"{PETITIONS}{petition.pk}/moves/", token, data)


def test_of_two_replies_and_two_extensions_at_once_one_is_made(server: Server, town: Town) -> None:
    load_contents()
    office, head = Office(town), token_of(town.user("director"))
    petition = office.accept(office.register(), told_now=True)
    extend = moved(server, petition, head, verb="extend", days=30, reason="要鉴定")
    answers = all_at_once([extend] * 4)
    assert sorted(one.status for one in answers) == [200, 409, 409, 409]
    assert {one.body["code"] for one in answers if one.status == 409} == {"not_extendable"}
    office.answer_demands(petition)
    waiting = moved(server, petition, token_of(town.user("petition")), verb="reply")()
    sign = f"{PETITIONS}{petition.pk}/proposals/{waiting.body['proposal']}/"
    reply = moved(server, petition, head, verb="reply")
    signed = partial(server.post, sign, head, {"decision": "sign"})
    answers = all_at_once([reply, signed, reply, signed])
    assert sorted(one.status for one in answers) == [200, 409, 409, 409]
    assert petition.letters.filter(kind="opinion").count() == 1
    assert petition.events.filter(verb="reply").count() == 1
    assert petition.letters.filter(kind="extension").count() == 1
