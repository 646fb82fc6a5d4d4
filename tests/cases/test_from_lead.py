"""One tap turns a 苗头 into a case with everything carried over (issue 6, Build 3; DESIGN §5.4
`lead`; domain.md §7 row 11)."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage

from cases.demo.leads import SEEN, Leads
from cases.enums import Risk
from cases.models import Attachment, Case
from cases.services.lead_invariants import faults
from grids.enums import Role
from grids.enums.leads import LeadRisk
from grids.models import GridPoint, Lead
from grids.services import leads
from grids.services.lead_invariants import faults as lead_faults
from mediation.core import clock
from tests.cases.factories import Cast, registration, some_text
from tests.factories import GRID, V1
from tests.grids.test_leads import a_photo, opened, typed

pytestmark = pytest.mark.django_db


def reported(scene: Cast, account: str = "grid", **more: Any) -> Lead:
    return leads.report(scene.town.user(account), **typed(**more)).lead


def test_one_tap_carries_words_place_day_signs_and_photos(scene: Cast) -> None:
    lead = reported(
        scene,
        category="13",
        place="晒坝边",
        risk="orange",
        has_blows=True,
        has_danger=True,
        found_at=clock.now() - timedelta(days=1),
        pictures=[a_photo(), a_photo()],
    )
    page = opened(scene.town.user("village")).get(f"/leads/{lead.pk}/").content.decode()
    assert f'action="/cases/from-lead/{lead.pk}/"' in page
    done = opened(scene.town.user("village")).post(
        f"/cases/from-lead/{lead.pk}/", {"applicant": "", "respondent": "某丙"}
    )
    case = Case.objects.get(lead=lead)
    assert done.url == f"/cases/{case.pk}/"
    assert (case.narrative, case.place, case.source, case.risk) == (
        lead.words, "晒坝边", "grid", "orange",
    )  # fmt: skip
    assert (case.category.code, case.division.code, case.grid.code) == ("13", V1, GRID)
    assert (case.occurred_on, case.received_on) == (date(2026, 3, 1), date(2026, 3, 2))
    assert case.risk_reason == "动过手。"
    assert "人身危险" in case.safety_note  # so that names are masked on the card
    names = list(case.parties.order_by("position").values_list("role", "name"))
    assert names == [("applicant", "待查"), ("respondent", "某丙")]
    kept = [default_storage.open(p.stored_name.hex).read() for p in lead.photos.all()]
    files = Attachment.objects.filter(case=case)
    assert [default_storage.open(f.stored_name.hex).read() for f in files] == kept
    lead.refresh_from_db()
    assert (lead.outcome, lead.status) == ("case", "answered")
    assert case.number in lead.answer  # which the reporter reads
    assert list(faults()) == []


def test_pressed_twice_it_is_one_case(scene: Cast) -> None:
    lead, desk = reported(scene, pictures=[a_photo()]), opened(scene.town.user("village"))
    first = desk.post(f"/cases/from-lead/{lead.pk}/")
    second = desk.post(f"/cases/from-lead/{lead.pk}/")
    assert first.url == second.url
    assert (Case.objects.filter(lead=lead).count(), Attachment.objects.count()) == (1, 1)


@pytest.mark.parametrize("kind", ["appeal", "suggestion"])
def test_only_a_dispute_becomes_a_case(scene: Cast, kind: str) -> None:
    lead, desk = reported(scene, kind=kind), opened(scene.town.user("village"))
    assert "/cases/from-lead/" not in desk.get(f"/leads/{lead.pk}/").content.decode()
    desk.post(f"/cases/from-lead/{lead.pk}/")
    assert not Case.objects.filter(lead=lead).exists()
    desk.post(f"/leads/{lead.pk}/sort/", {"kind": "dispute", "category": "02"})
    desk.post(f"/cases/from-lead/{lead.pk}/")
    assert Case.objects.get(lead=lead).category.code == "02"


def test_who_does_not_follow_it_turns_nothing(scene: Cast) -> None:
    lead = reported(scene)
    for account, status in (("village2", 404), ("grid", 302), ("peace", 302), ("auditor", 404)):
        answer = opened(scene.town.user(account)).post(f"/cases/from-lead/{lead.pk}/")
        assert answer.status_code == status, account
    assert not Case.objects.filter(lead=lead).exists()
    lead.refresh_from_db()
    assert lead.status == "reported"
    opened(scene.town.user("village")).post(f"/cases/from-lead/{lead.pk}/")
    assert Case.objects.filter(lead=lead).exists()


def test_a_registration_over_the_api_names_its_lead(scene: Cast) -> None:
    lead, desk = reported(scene, pictures=[a_photo()]), opened(scene.town.user("village"))
    sent = registration(source="grid", lead=lead.pk, form_key=str(uuid.uuid4()))
    answer = desk.post("/api/v1/cases/", sent, "application/json")
    assert answer.status_code == 201, answer.content
    case = Case.objects.get(pk=answer.json()["id"])
    assert (case.lead, case.attachments.count()) == (lead, 1)
    again = desk.post("/api/v1/cases/", sent, "application/json")
    assert (again.status_code, again.json()["id"]) == (200, case.pk)
    unseen = registration(lead=reported(scene, "police", division="500102011209").pk)
    unseen["form_key"] = str(uuid.uuid4())
    refused = desk.post("/api/v1/cases/", unseen, "application/json")
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["lead"])


def test_one_tap_over_the_api_is_one_case_too(scene: Cast) -> None:
    lead, desk = reported(scene, pictures=[a_photo()]), opened(scene.town.user("village"))
    address = f"/api/v1/leads/{lead.pk}/case/"
    for account, code in (("village2", 404), ("grid", 409), ("auditor", 404)):
        answer = opened(scene.town.user(account)).post(address, {}, "application/json")
        assert answer.status_code == code, account
    first = desk.post(address, {"respondent": "某丁"}, "application/json")
    again = desk.post(address, {}, "application/json")
    case = Case.objects.get(lead=lead)
    assert first.json() == again.json() == {
        "id": case.pk, "number": case.number, "status": "registered",
    }  # fmt: skip
    assert case.attachments.count() == 1
    names = list(case.parties.order_by("position").values_list("name", flat=True))
    assert names == ["待查", "某丁"]


def test_a_lead_settled_meanwhile_becomes_no_case_and_takes_no_number(scene: Cast) -> None:
    lead = reported(scene)
    leads.settle(lead, scene.town.user("grid"), words=some_text())
    opened(scene.town.user("village")).post(f"/cases/from-lead/{lead.pk}/")
    assert not Case.objects.filter(lead=lead).exists()
    other = reported(scene)
    opened(scene.town.user("village")).post(f"/cases/from-lead/{other.pk}/")
    assert Case.objects.get(lead=other).short_number == 1


def test_a_grid_worker_reads_the_file_of_the_case_that_his_lead_became(scene: Cast) -> None:
    grids = scene.town.place(V1).children.order_by("code")
    mine, others = (
        scene.town.hire(V1, Role.GRID_WORKER, division=one) for one in (grids[1], grids[2])
    )
    lead = leads.report(mine, **typed(division=grids[1].code)).lead
    opened(scene.town.user("village")).post(f"/cases/from-lead/{lead.pk}/")
    case = Case.objects.get(lead=lead)
    assert lead.words in opened(mine).get(f"/cases/{case.pk}/").content.decode()
    assert opened(others).get(f"/cases/{case.pk}/").status_code == 404


def test_the_colours_of_a_lead_are_those_of_a_case() -> None:
    assert LeadRisk.values == Risk.values


def test_the_demo_has_leads_at_every_step_and_nothing_is_wrong_with_them(
    scene: Cast, at: Any
) -> None:
    at("2026-03-14 09:00")
    assert Leads(scene.town.centre, 2026).bring_in(date(2026, 3, 13)) == len(SEEN)
    found = Lead.objects.all()
    assert {one.status for one in found} == {"reported", "following", "answered"}
    assert {one.outcome for one in found} == {"", "on_spot", "handled", "case", "unfounded"}
    assert GridPoint.objects.exists()
    assert [*faults(), *lead_faults()] == []
