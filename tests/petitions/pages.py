"""Opening a petition's pages as somebody, and reading what stands on them."""

import re
from typing import Any

from django.test import Client

from petitions.models import Petition
from tests.petitions.factories import Office


def desk(office: Office, who: str) -> Client:
    """Somebody who has logged in just now."""
    client = Client()
    client.force_login(office.town.user(who))
    return client


def page_of(office: Office, who: str, petition: Petition, more: str = "") -> str:
    answer = desk(office, who).get(f"/petitions/{petition.pk}/{more}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def post(office: Office, who: str, petition: Petition, more: str, **data: Any) -> Any:
    """What the browser would send: the version that the screen had loaded, unless the test says so."""
    petition.refresh_from_db(fields=["version"])
    sent = {"version": petition.version} | data
    return desk(office, who).post(f"/petitions/{petition.pk}/{more}", sent)


def verbs_on(page: str) -> set[str]:
    return set(re.findall(r'data-verb="(\w+)"', page))


def first_on(page: str) -> str:
    """The verb of the solid button."""
    found = re.search(r'class="btn btn--p"[^>]*data-verb="(\w+)"', page)
    return found[1] if found else ""


def told(answer: Any) -> list[str]:
    """The messages of the page that a move led to."""
    page = answer.client.get(answer.url).content.decode()
    return re.findall(r'<div class="note note--\w+" role="status"><span>(.*?)</span>', page)
