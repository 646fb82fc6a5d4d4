"""What petitions show on the queue page: registered today, and receipts not yet handed out (条例22)."""

import re

import pytest
from django.test import Client

from petitions.models import Petition
from tests.petitions.factories import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(shared_office: Office) -> Office:
    """Monday 3 August 2026, nine o'clock."""
    return shared_office


def page_for(office: Office, account: str) -> Client:
    client = Client()
    client.force_login(office.town.user(account))
    return client


def words_on(client: Client) -> str:
    text = re.sub(r"<[^>]+>", " ", client.get("/window/").content.decode())
    return re.sub(r"\s+", " ", text)


def registered_by(office: Office, petition: Petition) -> str:
    return str(petition.registered_by.username)


def test_a_receipt_of_a_petition_waits_among_the_loose_ends_until_it_is_printed(
    office: Office,
) -> None:
    petition = office.register()
    desk = page_for(office, registered_by(office, petition))
    assert f"信访 {petition.aloud} 回执没打印" in words_on(desk)
    address = f"/petitions/{petition.pk}/print/receipt/printed/"
    assert address in desk.get(f"/petitions/{petition.pk}/print/receipt/").content.decode()
    assert page_for(office, "village").post(address).status_code == 404
    assert f"信访 {petition.aloud} 回执没打印" in words_on(desk)
    assert desk.post(address).status_code == 204
    page = words_on(desk)
    assert "回执没打印" not in page
    assert f"{petition.aloud}" in page  # it stands among those of today
    assert "已打印" in page
