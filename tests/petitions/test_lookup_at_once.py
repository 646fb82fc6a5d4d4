"""The public look-up under many tries: over four web processes, and by the clock."""

import http.client
import re
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from cases.models import LookupTry
from mediation.core import clock
from petitions.services.reference import load_contents
from tests.factories import Town
from tests.petitions.factories import Office
from tests.servers import PATIENCE, Server, gunicorn

HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
PHONE = "13912340867"
WRONG, RESTS = "没有查到", "请过 15 分钟再查"
TRIES, ROUNDS = 120, 10


@pytest.fixture(scope="module")
def server(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with django_db_blocker.unblock(), gunicorn(tmp_path_factory.mktemp("web")) as server:
        yield server


def ask(server: Server, source: str, code: str, second: str) -> str:
    """The page that somebody at this address is answered."""
    line = http.client.HTTPConnection(
        HERE, server.port, timeout=PATIENCE, source_address=(source, 0)
    )
    try:
        line.request("GET", "/lookup/")
        form = line.getresponse()
        cookie = form.getheader("Set-Cookie", "").partition(";")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.read().decode())
        assert token
        body = urlencode({"csrfmiddlewaretoken": token[1], "code": code, "second": second})
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", "/lookup/", body, headers)
        answer = line.getresponse()
        assert answer.status == 200
        return answer.read().decode()
    finally:
        line.close()


@pytest.mark.django_db(transaction=True)
def test_a_hundred_wrong_tries_rest_their_source_and_no_other(server: Server, town: Town) -> None:
    load_contents()
    petition = Office(town).register(petitioners=[{"name": "某人", "phone": PHONE}])
    code = petition.petitioners.get().lookup_code
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda n: ask(server, HERE, code, f"{n:04d}"), range(1000, 1100)))
    assert sum(WRONG in page for page in pages) == 5
    assert sum(RESTS in page for page in pages) == 95
    assert LookupTry.objects.count() == 5
    assert RESTS in ask(server, HERE, code, PHONE[-4:])
    assert petition.aloud in ask(server, ELSEWHERE, code, PHONE[-4:])
    assert LookupTry.objects.filter(at__lte=clock.now()).count() == 5


@pytest.mark.django_db
def test_the_time_of_a_wrong_try_does_not_tell_which_half_was_wrong(
    office: Office,
) -> None:
    petition = office.register(petitioners=[{"name": "某人", "phone": PHONE}])
    pin = office.register(petitioners=[{"name": "某人"}]).petitioners.get()
    code = petition.petitioners.get().lookup_code
    tries = {
        "wrong factor": (code, "0868"),
        "wrong factor of a receipt": (pin.lookup_code, f"{(int(pin.receipt_pin) + 1) % 10000:04d}"),
        "wrong code": (code[::-1], PHONE[-4:]),
        "unknown code": ("ABCDEFGH", "0000"),
    }
    for _ in range(ROUNDS):  # something else may be running on the machine
        medians = medians_of(tries)
        if max(medians.values()) <= 1.1 * min(medians.values()):
            return
    raise AssertionError(medians)


def medians_of(tries: dict[str, tuple[str, str]]) -> dict[str, float]:
    """Of each kind in turn, every try from an address of its own."""
    times: dict[str, list[float]] = {name: [] for name in tries}
    for n in range(TRIES):
        for place, (name, (code, second)) in enumerate(tries.items()):
            client = Client(REMOTE_ADDR=f"10.{place}.{n % 250}.{n // 250}")
            LookupTry.objects.all().delete()
            began = time.perf_counter()
            answer = client.post("/lookup/", {"code": code, "second": second})
            times[name].append(time.perf_counter() - began)
            assert WRONG in answer.content.decode()
    return {name: statistics.median(found) for name, found in times.items()}
