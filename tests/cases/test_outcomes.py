"""What came of it is chosen on the spot (screen i2): the right form, and every page of the photo."""

import re
from typing import Any

import pytest

from cases.enums import Status
from cases.services.scans import MOST_PAGES
from tests.cases.agreements import client_of, mediating, now, officer
from tests.cases.factories import Cast, some_text
from tests.cases.test_signed_photo import JPG, photo, typed

pytestmark = pytest.mark.django_db


def choices_at(client: Any, case: Any, verb: str) -> dict[str, bool]:
    """Verb → whether it is the one shown, of what stands above the form."""
    page = client.get(f"/cases/{case.pk}/moves/{verb}/").content.decode()
    found = re.findall(rf'<a href="/cases/{case.pk}/moves/(\w+)/"( aria-current="page")?><b>', page)
    return {name: bool(here) for name, here in found}


def test_from_each_outcome_the_others_are_one_tap_away(scene: Cast) -> None:
    client, case = client_of(officer(scene)), mediating(scene)
    for verb in ("settle", "schedule", "record", "escalate"):
        expected = dict.fromkeys(("settle", "schedule", "record", "escalate"), False) | {verb: True}
        assert choices_at(client, case, verb) == expected
    assert choices_at(client, case, "note") == {}


def test_only_what_is_open_to_him_is_offered(scene: Cast) -> None:
    client, case = client_of(officer(scene)), mediating(scene)
    fields = {"form": "oral", "terms": some_text(), "signed": "on", "version": case.version}
    client.post(f"/cases/{case.pk}/moves/settle/", fields | {"harmless": "on"})
    assert now(case).status == Status.SETTLED
    assert choices_at(client, case, "follow_up") == {}


def test_every_page_that_was_photographed_is_kept_in_its_order(scene: Cast) -> None:
    case = mediating(scene)
    pages = [photo(JPG + bytes(place)) for place in (2, 0, 1)]
    url = f"/cases/{case.pk}/moves/settle/"
    answer = client_of(officer(scene)).post(url, typed(case, photo=pages))
    assert answer.status_code == 302, answer.content.decode()
    kept = [one.size - len(JPG) for one in case.attachments.order_by("pk")]
    assert kept == [2, 0, 1]
    assert {one.paper.kind for one in case.attachments.all() if one.paper} == {"agreement"}


def test_one_page_that_is_no_photo_settles_nothing(scene: Cast) -> None:
    case, client = mediating(scene), client_of(officer(scene))
    url = f"/cases/{case.pk}/moves/settle/"
    for pages in ([photo(), photo(b"MZ" + b"0" * 64)], [photo() for _ in range(MOST_PAGES + 1)]):
        assert client.post(url, typed(case, photo=pages)).status_code == 200
        assert now(case).status == Status.MEDIATING
        assert not case.attachments.exists()
