"""What may be the same matter, what is seen later, and how the list is searched (screen i)."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grids.models import Lead, LeadPhoto, LeadStep
from grids.services import leads
from tests.factories import GRID, V1, V2, Town
from tests.grids.test_leads import API, a_photo, opened, reported, some_words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(at: Any) -> None:
    at("2026-11-16 10:00")


def near(town: Town, account: str, place: str = GRID) -> list[str]:
    answer = opened(town.user(account)).get("/leads/near/", {"division": place})
    assert answer.status_code == 200
    return [one["label"] for one in answer.json()["results"]]


def test_what_is_open_at_the_same_place_is_shown_to_who_may_read_it(town: Town) -> None:
    lead = reported(town.user("police"))
    done = reported(town.user("police"))
    leads.settle(done, town.user("village"), words=some_words())
    reported(town.user("police"), division=V2)
    assert near(town, "grid") == near(town, "village", V1) == [lead.aloud]
    assert near(town, "village2") == []  # not his to read
    assert near(town, "grid", "x") == near(town, "grid", "") == []
    (one,) = opened(town.user("grid")).get("/leads/near/", {"division": GRID}).json()["results"]
    assert (one["on"], one["says"], one["id"]) == ("11月16日", "待跟踪", lead.pk)
    assert opened(town.user("auditor")).get("/leads/near/").status_code == 404


def test_numbers_of_persons_are_masked_in_what_may_be_the_same(town: Town) -> None:
    reported(town.user("grid"), words="打13800138000问他")
    (one,) = opened(town.user("grid")).get("/leads/near/", {"division": GRID}).json()["results"]
    assert "13800138000" not in one["words"]
    assert "问他" in one["words"]


def test_a_note_of_the_phone_is_added_once_with_its_photos(town: Town) -> None:
    lead, phone = reported(town.user("police"), pictures=[a_photo()]), opened(town.user("grid"))
    note = {"act": "note", "words": some_words(), "form_key": str(uuid.uuid4())}
    acts = f"{API}{lead.pk}/acts/"
    for _ in range(2):
        answer = phone.post(acts, note | {"photos": [a_photo(), a_photo()]})
        assert (answer.status_code, answer.json()["number"]) == (200, lead.number)
    assert LeadStep.objects.get(lead=lead, kind="noted").words == note["words"]
    assert len(answer.json()["photos"]) == LeadPhoto.objects.filter(lead=lead).count() == 3
    assert Lead.objects.count() == 1
    # the key of somebody else's note tells nothing
    other = opened(town.user("village")).post(acts, note)
    assert (other.status_code, other.json()["code"]) == (409, "form_key_used")


def test_what_is_no_photo_adds_nothing_and_the_words_stay(town: Town) -> None:
    lead, words = reported(town.user("grid")), some_words()
    file = SimpleUploadedFile("a.jpg", b"<html>", "image/jpeg")
    desk = opened(town.user("village"))
    page = desk.post(f"/leads/{lead.pk}/note/", {"words": words, "photos": [file]})
    assert "只收照片" in page.content.decode()
    assert words in page.content.decode()
    assert not LeadStep.objects.filter(kind="noted").exists()
    desk.post(f"/leads/{lead.pk}/note/", {"words": words, "photos": [a_photo()]})
    assert LeadStep.objects.get(kind="noted").words == words
    assert LeadPhoto.objects.filter(lead=lead).count() == 1


def test_the_list_is_searched_by_kind_place_and_day(town: Town, at: Any) -> None:
    at("2026-11-12 10:00")
    old = reported(town.user("grid"))
    at("2026-11-16 10:00")
    appeal = reported(town.user("grid"), kind="appeal")
    there = reported(town.user("police"), division=V2)
    desk = opened(town.user("peace"))
    for query, found in (
        ("", {old, appeal, there}),
        ("?kind=appeal", {appeal}),
        (f"?division={V1}", {old, appeal}),
        (f"?division={V1}&kind=dispute", {old}),
        ("?reported_after=2026-11-13", {appeal, there}),
        ("?reported_before=2026-11-12", {old}),
        ("?reported_after=soon", {old, appeal, there}),
    ):
        page = desk.get(f"/leads/{query}").content.decode()
        shown = {one for one in (old, appeal, there) if one.words in page}
        assert shown == found, query
    assert "没有找到" in desk.get("/leads/?kind=suggestion").content.decode()


def test_a_grid_workers_day_begins_with_reporting(town: Town) -> None:
    assert 'href="/leads/new/">上报一件' in opened(town.user("grid")).get("/").content.decode()
    assert (
        'href="/leads/new/">上报一件' not in opened(town.user("auditor")).get("/").content.decode()
    )
