"""Signs of danger and offers of help: read by those who handle the case, by nobody else."""

from typing import Any

import pytest
from django.test import Client

from cases.models import Case, Event, SafetySign, SupportStep
from mediation.core.models import Notice, User
from tests.cases.factories import Cast, act, register, some_text

pytestmark = pytest.mark.django_db
Browser = Any


def sign(client: Client, case: Case, **fields: Any) -> Any:
    words = {"act": "sign", "kind": "violence", "text": some_text()} | fields
    return client.post(f"/cases/{case.pk}/safety/", words)


def page(client: Client, case: Case) -> str:
    return client.get(f"/cases/{case.pk}/safety/").content.decode()


def test_a_sign_is_read_by_officer_head_and_owner_and_by_nobody_else(
    scene: Cast, browser: Browser
) -> None:
    case, words = register(scene), some_text(20)
    officer = scene.members["village"]
    assert sign(browser(officer), case, text=words).status_code == 302
    for reader in (officer, scene.heads["village"], scene.owner):
        assert words in page(browser(reader), case)
        shown = browser(reader).get(f"/api/v1/cases/{case.pk}/safety/").json()
        assert shown["signs"][0]["text"] == words
    for other in (scene.peace, scene.director, scene.justice, scene.stationed, scene.clerk):
        client = browser(other)
        assert words not in page(client, case)
        assert words not in client.get(f"/cases/{case.pk}/").content.decode()
        assert client.get(f"/api/v1/cases/{case.pk}/safety/").status_code == 404
    stranger = browser(scene.town.user("village2"))
    assert stranger.get(f"/cases/{case.pk}/safety/").status_code == 404


def test_whoever_works_with_the_file_may_say_what_he_saw_and_read_nothing(
    scene: Cast, browser: Browser
) -> None:
    case, words = register(scene), some_text(20)
    client = browser(scene.grid)
    assert sign(client, case, kind="minor", text=words).status_code == 302
    assert SafetySign.objects.get(case=case).by == scene.grid
    assert words not in page(client, case)
    card_reader = browser(scene.bystander)  # lead department of the category: card only
    assert sign(card_reader, case).status_code == 404
    assert SafetySign.objects.filter(case=case).count() == 1


def test_a_sign_stands_in_no_search_no_event_no_notice_and_no_list(
    scene: Cast, browser: Browser
) -> None:
    case, words = register(scene), some_text(20)
    before = Event.objects.filter(case=case).count()
    sign(browser(scene.members["village"]), case, text=words)
    case.refresh_from_db()
    assert words not in case.card_text + case.file_text
    assert Event.objects.filter(case=case).count() == before
    told = Notice.objects.filter(matter_key=f"case:{case.pk}", kind="duty")
    assert {one.user for one in told} == {scene.members["village"], scene.heads["village"]}
    for one in told:
        assert not any(word in one.text for word in (words, "暴力", "动手", "公安", "未成年"))
    found = browser(scene.members["village"]).get("/cases/", {"q": words}).content.decode()
    assert case.aloud not in found


def test_names_are_masked_on_the_card_from_the_first_sign_on(scene: Cast, browser: Browser) -> None:
    case = register(scene)
    name = case.parties.get(role="applicant").name
    card = browser(scene.bystander)
    assert name in card.get(f"/cases/{case.pk}/").content.decode()
    sign(browser(scene.members["village"]), case)
    assert name not in card.get(f"/cases/{case.pk}/").content.decode()
    assert name in browser(scene.peace).get(f"/cases/{case.pk}/").content.decode()


def test_the_text_of_a_sign_is_sealed_in_the_database(scene: Cast, browser: Browser) -> None:
    from django.db import connection

    case, words = register(scene), some_text(20)
    sign(browser(scene.members["village"]), case, text=words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cases_safetysign WHERE case_id = %s", [case.pk])
        (stored,) = cursor.fetchone()
    assert words not in stored
    assert SafetySign.objects.get(case=case).text == words


def test_counselling_is_done_only_when_the_person_agreed_and_may_be_refused_later(
    scene: Cast, browser: Browser
) -> None:
    case, client = register(scene), browser(scene.members["village"])
    address = f"/api/v1/cases/{case.pk}/safety/support/"
    assert client.post(address, {"kind": "counselling"}).status_code == 201
    assert client.post(address, {"kind": "hospital"}).status_code == 201
    talk, hospital = SupportStep.objects.filter(case=case).order_by("pk")
    refused = client.post(f"{address}{talk.pk}/", {"change": "finish"})
    assert refused.status_code == 409
    assert refused.json()["code"] == "no_consent"
    assert client.post(f"{address}{hospital.pk}/", {"change": "finish"}).status_code == 200
    assert client.post(f"{address}{talk.pk}/", {"change": "consent"}).status_code == 200
    assert client.post(f"{address}{talk.pk}/", {"change": "withdraw"}).status_code == 200
    again = client.post(f"{address}{talk.pk}/", {"change": "finish"})
    assert again.json()["code"] == "over"


def test_a_whistle_for_safety_shows_it_until_it_is_answered(scene: Cast, browser: Browser) -> None:
    case, words = register(scene), some_text(20)
    officer = scene.members["village"]
    sign(browser(officer), case, text=words)
    police: User = scene.police
    unit = scene.town.unit("police").pk
    plain = scene.town.unit("guijian").pk
    given = {"text": some_text(), "due_on": "2026-03-05"}
    act_of = {"verb": "whistle", **given}
    client = browser(officer)
    api = f"/api/v1/cases/{case.pk}/moves/"
    asked = client.post(api, act_of | {"units": [plain]}, content_type="application/json")
    assert asked.status_code == 200, asked.json()
    assert words not in page(browser(scene.addressee), case)  # whistled, but not for this
    asked = client.post(
        api, act_of | {"units": [unit], "for_safety": True}, content_type="application/json"
    )
    assert asked.status_code == 200, asked.json()
    assert words in page(browser(police), case)
    case.refresh_from_db()
    act(case, "answer", police)
    assert words not in browser(police).get(f"/cases/{case.pk}/safety/").content.decode()
    asked = client.post(api, act_of | {"units": [unit]}, content_type="application/json")
    assert asked.status_code == 200, asked.json()
    assert words not in page(browser(police), case)  # called again, but not for this


def test_only_who_reads_the_safety_notes_may_show_them_by_whistle(
    scene: Cast, browser: Browser
) -> None:
    case = register(scene)
    given = {
        "verb": "whistle",
        "units": [scene.town.unit("police").pk],
        "text": some_text(),
        "due_on": "2026-03-05",
    }
    client = browser(scene.peace)
    api = f"/api/v1/cases/{case.pk}/moves/"
    refused = client.post(api, given | {"for_safety": True}, content_type="application/json")
    assert refused.status_code == 409
    assert client.post(api, given, content_type="application/json").status_code == 200
