"""联席会议 (条例13(3)): called by director or 平安办, its agenda, decisions that become directions."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from mediation.core.errors import Refused
from mediation.core.models import Notice
from petitions.models import JointMeeting, Petition
from petitions.services import joint_meetings
from petitions.services.ownership import name_owner
from tests.cases.factories import some_text
from tests.petitions.factories import Office
from tests.petitions.pages import desk

pytestmark = pytest.mark.django_db


def hard(office: Office, petition: Petition) -> Petition:
    name_owner(petition, office.town.user("director"), office.town.user("leader").pk)
    petition.refresh_from_db()
    return petition


def meeting_of(office: Office, who: str = "director", **more: Any) -> JointMeeting:
    data = {"topic": some_text(), "held_on": date(2026, 8, 3), "place": "会议室"}
    return joint_meetings.convene(office.town.user(who), **(data | more))


def test_hard_petitions_stand_on_the_agenda_with_their_reasons(
    office: Office, petition: Petition
) -> None:
    easy = office.register()
    again = office.register(repeats=easy.pk)
    sealed = office.register("discipline", kind="accusation")
    hard(office, petition)
    meeting = meeting_of(office, "peace", units=[office.town.unit("guijian").pk])
    assert meeting.number == "李信联〔2026〕1号"
    on_it = {one.petition: one.reasons for one in meeting.items.all()}
    assert on_it == {petition: ["difficult"], again: ["repeated"]}
    page = desk(office, "peace").get(f"/petitions/joint-meetings/{meeting.pk}/").content.decode()
    assert petition.title in page
    assert sealed.number not in page
    with pytest.raises(Refused):
        joint_meetings.add_item(meeting, office.town.user("peace"), sealed)
    joint_meetings.add_item(meeting, office.town.user("peace"), easy)
    assert meeting.items.count() == 3


def test_who_calls_and_who_is_told(office: Office, petition: Petition) -> None:
    for who in ("petition", "leader", "department", "window"):
        with pytest.raises(Refused) as refused:
            meeting_of(office, who)
        assert refused.value.code == "not_yours", who
        there = desk(office, who).get("/petitions/joint-meetings/new/")
        assert there.status_code == 404, who
    for who, status in (("petition", 200), ("director", 200), ("window", 404)):
        there = desk(office, who).get("/petitions/joint-meetings/")  # none was called yet
        assert there.status_code == status, who
    hard(office, petition)
    form = {"topic": "例会", "held_on": "2026-08-03", "place": "会议室"}
    form["units"] = str(office.town.unit("guijian").pk)
    director = desk(office, "director")
    assert director.get("/petitions/joint-meetings/new/").status_code == 200
    assert director.post("/petitions/joint-meetings/new/", form).status_code == 302
    assert "李信联〔2026〕1号" in director.get("/petitions/joint-meetings/").content.decode()
    notice = Notice.objects.get(user=office.town.user("department"), kind="joint_meeting")
    assert petition.title not in notice.text
    assert "李信联〔2026〕1号" in notice.text


def test_a_unit_sees_the_meeting_and_only_its_own_petitions(
    office: Office, petition: Petition
) -> None:
    hard(office, petition)
    meeting = meeting_of(office, units=[office.town.unit("guijian").pk])
    here = f"/petitions/joint-meetings/{meeting.pk}/"
    unit = desk(office, "department").get(here).content.decode()
    assert petition.title not in unit
    assert "另 1 件不在您的查看范围" in unit
    assert desk(office, "justice").get(here).status_code == 404
    assert desk(office, "discipline").get(here).status_code == 404
    office.accept(petition)
    office.assign(petition)
    assert petition.title in desk(office, "department").get(here).content.decode()


def test_a_decision_with_a_unit_and_a_day_becomes_a_direction(
    office: Office, petition: Petition
) -> None:
    hard(office, petition)
    meeting = meeting_of(office)
    item, text = meeting.items.get(), some_text()
    here = f"/petitions/joint-meetings/{meeting.pk}/items/{item.pk}/"
    unit = str(office.town.unit("guijian").pk)
    fields = {"do": "decide", f"i{item.pk}-text": text, f"i{item.pk}-unit": unit}
    half = desk(office, "director").post(here, fields)
    assert half.status_code == 200  # a unit without a day
    assert not petition.directions.exists()
    desk(office, "director").post(here, fields | {f"i{item.pk}-due_on": "2026-08-10"})
    direction = petition.directions.get()
    assert (direction.kind, direction.text, direction.due_on) == (
        "instruction",
        text,
        date(2026, 8, 10),
    )
    assert office.running(petition)["INSTRUCTION"] == date(2026, 8, 10)
    joint_meetings.decide(
        item, office.town.user("peace"), text="请来", unit=int(unit), due_on=date(2026, 8, 11)
    )
    assert petition.directions.order_by("-pk")[0].kind == "whistle"
    joint_meetings.decide(item, office.town.user("petition"), text="只记一笔")
    assert petition.directions.count() == 2


def test_minutes_are_final_and_read_by_who_reads_every_item(
    office: Office, petition: Petition, at: Callable[[str], Any]
) -> None:
    hard(office, petition)
    meeting = meeting_of(office, held_on=date(2026, 8, 5), units=[office.town.unit("guijian").pk])
    words, officer = some_text(), office.town.user("petition")
    with pytest.raises(Refused) as refused:
        joint_meetings.finish_minutes(meeting, officer, minutes=words)
    assert refused.value.code == "too_early"
    at("2026-08-05 15:00")
    here = f"/petitions/joint-meetings/{meeting.pk}/"
    present = str(meeting.attendees.get().pk)
    desk(office, "petition").post(f"{here}minutes/", {"minutes": words, "present": present})
    assert words in desk(office, "peace").get(f"{here}print/").content.decode()
    assert words not in desk(office, "department").get(here).content.decode()
    assert meeting.attendees.get().is_present
    with pytest.raises(Refused) as refused:
        joint_meetings.discuss(meeting.items.get(), officer, "再说一句")
    assert refused.value.code == "final"


def test_the_same_over_json(office: Office, petition: Petition) -> None:
    hard(office, petition)
    client = APIClient()
    client.force_login(office.town.user("director"))
    sent = {"topic": "例会", "held_on": "2026-08-03", "place": "会议室"}
    made = client.post("/api/v1/petitions/joint-meetings/", sent, format="json")
    assert made.status_code == 201, made.json()
    meeting, item = made.json()["meeting"]["id"], made.json()["items"][0]
    assert (item["petition"], item["reasons"]) == (petition.pk, ["difficult"])
    here = f"/api/v1/petitions/joint-meetings/{meeting}/"
    said = client.post(f"{here}items/{item['id']}/", {"discussion": "研究了"}, format="json")
    assert said.json()["items"][0]["discussion"] == "研究了"
    done = client.post(f"{here}minutes/", {"minutes": "纪要"}, format="json")
    assert done.json()["minutes"] == "纪要"
    client.force_login(office.town.user("window"))
    assert client.get(here).status_code == 404
