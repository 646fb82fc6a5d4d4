"""包案 of a difficult petition: named, read, instructed; 四定四包 and 五个一 (domain.md §7 rows 184, 185)."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from mediation.core.errors import Refused
from mediation.core.models import Notice
from petitions.models import Petition
from petitions.services.joint_meetings import convene, finish_minutes
from petitions.services.ownership import name_owner, write_ownership
from tests.cases.factories import some_text
from tests.petitions.factories import Office
from tests.petitions.pages import desk, page_of, post, told

pytestmark = pytest.mark.django_db

EIGHT = ("measures", "responsibility", "overall", "coordination", "guidance", "resolution")


def key(office: Office, who: str = "leader") -> int:
    return office.town.user(who).pk


def own(office: Office, petition: Petition) -> Petition:
    name_owner(petition, office.town.user("director"), key(office))
    petition.refresh_from_db()
    return petition


def test_the_director_names_an_owner_who_then_reads_and_instructs(
    office: Office, petition: Petition
) -> None:
    leader = desk(office, "leader")
    assert leader.get(f"/petitions/{petition.pk}/").status_code == 404
    answer = post(office, "director", petition, "ownership/", do="name", owner=key(office))
    assert "包案，已经告诉他了" in told(answer)[0]
    petition.refresh_from_db()
    assert (petition.owner_id, petition.is_difficult, petition.last_verb) == (
        key(office),
        True,
        "own",
    )
    notice = Notice.objects.get(user=key(office), kind="own")
    assert (notice.is_urgent, petition.title in notice.text) == (True, False)
    assert petition.narrative in leader.get(f"/petitions/{petition.pk}/").content.decode()
    assert petition.aloud in leader.get("/").content.decode()
    given = {"to": str(office.town.unit("guijian").pk), "text": "请查", "due_on": "2026-08-10"}
    office.move(petition, "instruct", "leader", **given)
    assert petition.directions.get().kind == "instruction"
    assert desk(office, "leader2").get(f"/petitions/{petition.pk}/").status_code == 404


def test_only_director_and_peace_office_name_an_owner(office: Office, petition: Petition) -> None:
    for who in ("petition", "department", "window"):
        with pytest.raises(Refused) as refused:
            name_owner(petition, office.town.user(who), key(office))
        assert refused.value.code == "not_yours", who
    with pytest.raises(Refused) as refused:
        name_owner(petition, office.town.user("peace"), key(office, "department"))
    assert refused.value.code == "invalid_choice"
    name_owner(petition, office.town.user("peace"), key(office))
    assert Petition.objects.get().owner_id == key(office)


def test_an_accusation_has_no_owner(office: Office, petition: Petition) -> None:
    sealed = office.register("discipline", kind="accusation")
    for who in ("director", "peace"):
        with pytest.raises(Refused):
            name_owner(sealed, office.town.user(who), key(office))
        assert desk(office, who).get(f"/petitions/{sealed.pk}/ownership/").status_code == 404
    assert desk(office, "discipline").get(f"/petitions/{sealed.pk}/ownership/").status_code == 404
    assert desk(office, "peace").get(f"/petitions/{petition.pk}/ownership/").status_code == 200


def test_the_file_says_what_is_missing_of_the_eight_and_the_five(
    office: Office, petition: Petition
) -> None:
    own(office, petition)
    measures = some_text()
    sent = {"do": "write", "version": 0, "measures": measures}
    assert told(post(office, "leader", petition, "ownership/", **sent)) == ["包案表存好了。"]
    page = page_of(office, "peace", petition, "ownership/")
    assert measures in page
    assert "四定四包还差 6 项" in page  # leader and measures are there
    assert page.count("还缺") == 4  # of the 五个一 only the owner is there
    whole: dict[str, Any] = {name: some_text() for name in (*EIGHT, "team", "plan", "soothing")}
    sent = {"do": "write", "version": 1, "due_on": "2026-09-30"} | whole
    post(office, "leader", petition, "ownership/", **sent)
    director = office.town.user("director")
    meeting = convene(director, topic="例会", held_on=petition.received_on, place="会议室")
    assert meeting.items.get().petition == petition
    assert page_of(office, "peace", petition, "ownership/").count("还缺") == 1
    finish_minutes(meeting, director, minutes=some_text())
    page = page_of(office, "peace", petition, "ownership/")
    assert "四定四包齐了" in page
    assert "还缺" not in page


def test_the_file_is_the_owners_and_keeps_its_versions(office: Office, petition: Petition) -> None:
    own(office, petition)
    first = some_text()
    with pytest.raises(Refused) as refused:
        write_ownership(petition, office.town.user("peace"), measures=first)
    assert refused.value.code == "not_yours"
    leader = office.town.user("leader")
    write_ownership(petition, leader, measures=first, version=0)
    with pytest.raises(Refused) as refused:
        write_ownership(petition, leader, measures="别的", version=0)
    assert refused.value.code == "stale"
    with pytest.raises(Refused) as refused:
        write_ownership(petition, leader, measures=first, version=1)
    assert refused.value.code == "nothing_changed"
    with pytest.raises(Refused) as refused:
        write_ownership(petition, leader, measures="打 13800138000", version=1)
    assert refused.value.field == "measures"
    write_ownership(petition, leader, measures="新的", version=1)
    assert [one.measures for one in petition.ownership_files.all()] == [first, "新的"]


def test_the_same_over_json(office: Office, petition: Petition) -> None:
    client = APIClient()
    client.force_login(office.town.user("director"))
    here = f"/api/v1/petitions/{petition.pk}/"
    named = client.post(f"{here}owner/", {"owner": key(office)}, format="json")
    assert (named.status_code, named.json()["is_difficult"]) == (200, True)
    again = client.post(f"{here}owner/", {"owner": key(office)}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "nothing_changed")
    client.force_login(office.town.user("leader"))
    done = client.post(f"{here}ownership/", {"plan": "方案", "version": 0}, format="json")
    assert done.status_code == 201, done.json()
    assert [one["is_there"] for one in done.json()["five"]] == [True, False, True, False, False]
    client.force_login(office.town.user("window"))
    assert client.get(f"{here}ownership/").status_code == 404
