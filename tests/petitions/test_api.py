"""Petitions over JSON: the same calls and shape as cases (DESIGN §5.4)."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from mediation.core import clock
from petitions.models import Petition
from tests.cases.factories import some_text
from tests.petitions.factories import Office, registration

pytestmark = pytest.mark.django_db

PETITIONS = "/api/v1/petitions/"
FILE_ONLY = {"narrative", "title", "channel", "sent_by", "place", "stuck", "head_count"}


@pytest.fixture
def of(office: Office, at: Callable[[str], Any]) -> Callable[[str], APIClient]:
    """The API as one of the demo accounts sees it, on Monday 3 August 2026."""
    at("2026-08-03 09:00")

    def client(account: str) -> APIClient:
        api = APIClient()
        api.force_authenticate(office.town.user(account))
        return api

    return client


def body(**more: Any) -> dict[str, Any]:
    return registration(**more) | {"form_key": str(uuid.uuid4())} | more


def test_a_petition_is_registered_once_with_its_codes_and_read_back(
    of: Callable[[str], APIClient],
) -> None:
    given = body(
        petitioners=[
            {"name": "何永昌", "phone": "13800000867"},
            {"name": "李桂兰", "id_number": "999901196804120025"},
        ],
        head_count=12,
    )
    api = of("petition")
    answer = api.post(PETITIONS, given, format="json")
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert made["number"] == "李信〔2026〕1号"
    assert (made["status"], made["due_on"], made["due_rule"]) == (
        "registered",
        "2026-08-18",
        "NOTIFY",
    )
    people = list(Petition.objects.get().petitioners.all())
    assert made["lookup_code"] == people[0].lookup_code
    assert [one["lookup_code"] for one in made["receipts"]] == [one.lookup_code for one in people]
    assert [one["pin"] for one in made["receipts"]] == ["", people[1].receipt_pin]
    assert made["petitioners"][0]["phone"] == "138****0867"
    again = api.post(PETITIONS, given, format="json")
    assert (again.status_code, again.json()["id"]) == (200, made["id"])
    assert Petition.objects.count() == 1
    read = api.get(f"{PETITIONS}{made['id']}/").json()
    assert read["narrative"] == given["narrative"]
    assert "lookup_code" not in read


def test_a_fault_of_shape_is_400_with_its_field_and_a_stranger_to_registration_is_told(
    of: Callable[[str], APIClient],
) -> None:
    api = of("petition")
    late = api.post(PETITIONS, body(received_on="2026-08-04"), format="json")
    assert (late.status_code, list(late.json()["fields"])) == (400, ["received_on"])
    assert api.post(PETITIONS, body(channel="pigeon"), format="json").status_code == 400
    six = body(petitioners=[{"name": f"某{n}"} for n in range(6)], head_count=6)
    refused = api.post(PETITIONS, six, format="json")
    assert refused.json()["code"] == "too_many_representatives"
    assert of("mediator").post(PETITIONS, body(), format="json").status_code == 409
    assert Petition.objects.count() == 0
    assert api.post(PETITIONS, body(received_on="2026-08-03"), format="json").status_code == 201


def test_the_level_of_the_reader_decides_what_is_there(
    of: Callable[[str], APIClient], office: Office
) -> None:
    petition = office.register()
    address = f"{PETITIONS}{petition.pk}/"
    card, file = of("window").get(address).json(), of("petition").get(address).json()
    assert file.keys() >= FILE_ONLY
    assert card.keys().isdisjoint(FILE_ONLY)
    assert card["petitioners"] == [
        {"id": petition.petitioners.get().pk, "name": petition.petitioners.get().name}
    ]
    for account in ("mediator", "department", "leader", "discipline", "auditor", "village"):
        api = of(account)
        missing = api.get(f"{PETITIONS}987654321/")
        for path in ("", "events/", "deadlines/", "moves/", "demands/", "attachments/"):
            answer = api.get(f"{address}{path}")
            assert answer.status_code == 404, (account, path)
            assert answer.content == missing.content
        assert api.get(PETITIONS).json()["results"] == []
    for path in ("events/", "deadlines/", "demands/", "attachments/"):
        assert of("window").get(f"{address}{path}").status_code == 404, path
        assert of("petition").get(f"{address}{path}").status_code == 200, path


def test_moves_are_offered_and_made_and_who_comes_second_is_told(
    of: Callable[[str], APIClient], office: Office
) -> None:
    petition = office.register()
    address, api = f"{PETITIONS}{petition.pk}/moves/", of("petition")
    offered = {one["verb"]: one for one in api.get(address).json()["moves"]}
    assert offered.keys() >= {"accept", "guide", "forward", "decline"}
    assert "way" in {field["name"] for field in offered["accept"]["fields"]}
    assert offered["decline"]["is_signed"] is False
    version = petition.version
    made = api.post(address, {"verb": "accept", "way": "6", "version": version}, format="json")
    assert (made.status_code, made.json()["status"]) == (200, "handling")
    stale = api.post(address, {"verb": "accept", "way": "6", "version": version}, format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert stale.json()["current"]["status"] == "handling"
    again = api.post(address, {"verb": "accept", "way": "6"}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "not_now")
    unknown = api.post(address, {"verb": "dance"}, format="json")
    assert unknown.json()["code"] == "unknown_verb"
    needs = api.post(address, {"verb": "assign"}, format="json")
    assert needs.status_code == 400
    assert needs.json()["fields"].keys() >= {"unit", "text", "due_on"}


def test_what_the_director_signs_waits_for_him_and_may_come_back(
    of: Callable[[str], APIClient], office: Office
) -> None:
    petition = office.accept(office.register())
    address = f"{PETITIONS}{petition.pk}/"
    asked = {"verb": "extend", "days": 30, "reason": "要鉴定"}
    waiting = of("petition").post(f"{address}moves/", asked, format="json")
    assert waiting.status_code == 202
    decide = f"{address}proposals/{waiting.json()['proposal']}/"
    refused = of("petition").post(decide, {"decision": "sign"}, format="json")
    assert refused.status_code == 409
    back = {"decision": "return", "reason": "先去看看现场"}
    assert of("director").post(decide, back, format="json").status_code == 200
    second = of("petition").post(f"{address}moves/", asked, format="json").json()["proposal"]
    signed = of("director").post(
        f"{address}proposals/{second}/", {"decision": "sign"}, format="json"
    )
    assert signed.status_code == 200
    dues = {one["clock"]: one for one in of("petition").get(f"{address}deadlines/").json()}
    due_on = clock.today() + timedelta(days=90)
    assert dues["CONCLUDE"]["due_on"] == due_on.isoformat()
    sentences = [one["sentence"] for one in of("petition").get(f"{address}events/").json()]
    assert sentences[-1].startswith("办理期限延 30 天")


def test_demands_are_answered_one_by_one_and_only_then_is_there_a_reply(
    of: Callable[[str], APIClient], office: Office
) -> None:
    petition = office.accept(office.register())
    address, api = f"{PETITIONS}{petition.pk}/", of("petition")
    demands = api.get(f"{address}demands/").json()
    assert [one["is_answered"] for one in demands] == [False, False]
    for one in demands:
        early = of("director").post(f"{address}moves/", {"verb": "reply"}, format="json")
        assert early.json()["code"] == "demands_open"
        words = {"finding": some_text(), "opinion": "explain", "basis": some_text()}
        written = api.post(f"{address}demands/", {"demand": one["id"]} | words, format="json")
        assert written.status_code == 200, written.json()
        assert words.items() <= written.json()[one["position"] - 1].items()
    done = of("director").post(f"{address}moves/", {"verb": "reply"}, format="json")
    assert (done.status_code, done.json()["status"]) == (200, "replied")
    other = office.register().demands.first()
    assert other is not None
    stray = {"demand": other.pk, "finding": "x", "opinion": "explain", "basis": "x"}
    assert api.post(f"{address}demands/", stray, format="json").status_code == 400


def test_files_are_kept_and_listed(of: Callable[[str], APIClient], office: Office) -> None:
    address = f"{PETITIONS}{office.register().pk}/attachments/"
    upload = SimpleUploadedFile("现场.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    made = of("petition").post(address, {"file": upload}, format="multipart")
    assert made.status_code == 201, made.json()
    assert [one["name"] for one in of("director").get(address).json()] == ["现场.pdf"]


def test_the_list_narrows_by_every_filter_and_an_accusation_is_of_discipline_alone(
    of: Callable[[str], APIClient], office: Office
) -> None:
    one = office.register(channel="letter", content="0302", received_on="2026-07-20")
    office.register()
    sealed = office.register(by="discipline", kind="accusation")

    def ids(account: str, **asked: Any) -> list[int]:
        return [row["id"] for row in of(account).get(PETITIONS, asked).json()["results"]]

    assert len(ids("petition")) == 2
    for asked in (
        {"channel": "letter"},
        {"content": "0302"},
        {"content": "03"},
        {"received_to": "2026-07-31"},
        {"due_before": "2026-08-10"},
        {"q": one.narrative[-8:]},
        {"q": "1"},
    ):
        assert ids("petition", **asked) == [one.pk], asked
    # The card does not say how it came: a card reader cannot find that out by filtering.
    assert ids("window", channel="letter") == []
    assert ids("window", content="0302") == [one.pk]
    assert ids("petition", kind="accusation") == []
    assert ids("discipline") == [sealed.pk]
    assert ids("discipline", q=str(sealed.short_number)) == [sealed.pk]
    assert ids("petition", q=str(sealed.short_number)) == []


def test_the_categories_of_content_are_among_the_codes(of: Callable[[str], APIClient]) -> None:
    tables = of("window").get("/api/v1/codes/").json()["tables"]
    names = {row["code"]: row["label"] for row in tables["petition_content"]}
    assert names["0302"] == "自然资源：矿山开采"
    assert {"visit", "video"} <= {row["code"] for row in tables["petition_channel"]}


def test_the_same_matter_is_found_by_its_words_and_not_by_its_people(
    of: Callable[[str], APIClient], office: Office
) -> None:
    one = office.register(title="采石场夜里放炮", petitioners=[{"name": "何永昌"}])

    def found(account: str, q: str) -> list[int]:
        answer = of(account).post(f"{PETITIONS}earlier/", {"q": q}, format="json")
        assert answer.status_code == 200
        assert "何永昌" not in answer.content.decode()
        return [row["id"] for row in answer.json()]

    assert found("petition", "放炮") == [one.pk]
    assert found("petition", "何永昌") == []
    assert found("window", "1") == [one.pk]
    assert found("window", "放炮") == found("mediator", "1") == []
