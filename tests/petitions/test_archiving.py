"""归档 ends the one clock that a closed petition still has, once, by whoever kept its file."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from mediation.core.errors import Refused
from petitions.models import Petition
from petitions.services.archiving import archive
from tests.petitions.factories import Office


@pytest.fixture
def closed(office: Office, petition: Petition, at: Callable[[str], Any]) -> Petition:
    office.accept(petition, told_now=True)
    office.reply(petition)
    office.deliver(petition, "opinion")
    at("2026-09-10 09:00")
    office.move(petition, "close", "director")
    assert set(office.running(petition)) == {"ARCHIVE"}
    return petition


def browser(office: Office, account: str) -> Client:
    client = Client()
    client.force_login(office.town.user(account))
    return client


def test_the_officer_archives_by_one_click(office: Office, closed: Petition, settings: Any) -> None:
    settings.DEMO = True
    client, path = browser(office, "petition"), f"/petitions/{closed.pk}/archive/"
    assert path in client.get(f"/petitions/{closed.pk}/").content.decode()
    closed.refresh_from_db()
    assert client.post(path, {"version": closed.version}).status_code == 302
    assert office.running(closed) == {}
    page = client.get(f"/petitions/{closed.pk}/").content.decode()
    assert path not in page
    assert closed.events.latest("seq").verb == "archived"
    answer = client.post(f"/api/v1{path}", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_now")


def test_nobody_else_does_and_not_before_it_is_closed(
    office: Office, closed: Petition, settings: Any
) -> None:
    settings.DEMO = True
    for account in ("director", "peace"):
        with pytest.raises(Refused) as refused:
            archive(closed, office.town.user(account))
        assert refused.value.code == "not_yours"
    assert browser(office, "window").post(f"/petitions/{closed.pk}/archive/").status_code == 404
    assert browser(office, "village").post(f"/petitions/{closed.pk}/archive/").status_code == 404
    fresh = office.register()
    with pytest.raises(Refused) as refused:
        archive(fresh, office.town.user("petition"))
    assert refused.value.code == "not_now"
    assert set(office.running(closed)) == {"ARCHIVE"}
    archive(closed, office.town.user("petition"))
    assert office.running(closed) == {}
