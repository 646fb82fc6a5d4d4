"""Who comes with a party, what he may keep from the other side, and what he need not have."""

from typing import Any

import pytest

from cases.models import Attachment, Case
from mediation.core.privacy import id_check_digit
from tests.cases.factories import Cast, act, fields_for, register, some_person, some_text

pytestmark = pytest.mark.django_db


def move(client: Any, case: Case, verb: str, **more: Any) -> Any:
    given = {"verb": verb, **fields_for(verb, case), **more}
    return client.post(f"/api/v1/cases/{case.pk}/moves/", given, content_type="application/json")


def id_born(day: str) -> str:
    """A resident's number of the area that does not exist, born on a day."""
    head = f"999901{day.replace('-', '')}001"
    return head + id_check_digit(head)


def accepted(scene: Cast, **applicant: Any) -> Case:
    parties = [some_person("applicant", **applicant), some_person("respondent")]
    return act(register(scene, parties=parties), "accept", scene.members["village"])


@pytest.mark.parametrize("verb", ["record", "settle"])
@pytest.mark.parametrize(
    "minor", [{"is_minor": True}, {"id_number": id_born("2008-03-03")}]
)  # eighteen tomorrow
def test_a_minor_is_heard_and_agrees_with_his_guardian(
    scene: Cast, browser: Any, verb: str, minor: dict[str, Any]
) -> None:
    officer = browser(scene.members["village"])
    alone = accepted(scene, **minor)
    refused = move(officer, alone, verb)
    assert (refused.status_code, refused.json()["code"]) == (400, "needs_guardian")
    accompanied = accepted(scene, **minor, guardian=f"某{some_text(4)}，关系：母亲")
    assert move(officer, accompanied, verb).status_code == 200
    of_age = accepted(scene, id_number=id_born("2008-03-02"))  # eighteen today
    assert move(officer, of_age, verb).status_code == 200


def test_the_guardian_is_written_on_the_page_of_parties(scene: Cast, browser: Any) -> None:
    case, name = accepted(scene, is_minor=True), f"某{some_text(6)}"
    officer, party = browser(scene.members["village"]), case.parties.get(role="applicant")
    page = officer.get(f"/cases/{case.pk}/parties/")
    given = {"version": case.version}
    for form in page.context["forms"]:
        for field in form:
            if field.value() not in (None, "", False):
                given[field.html_name] = field.value()
    given |= {
        "new-role": "applicant",
        f"party{party.pk}-guardian": name,
        f"party{party.pk}-support_person": name,
    }
    assert officer.post(f"/cases/{case.pk}/parties/", given).status_code == 302
    party.refresh_from_db()
    assert (party.guardian, party.support_person, party.is_minor) == (name, name, True)
    assert move(officer, case, "record").status_code == 200
    shown = officer.get(f"/cases/{case.pk}/").content.decode()
    assert "有监护人" in shown
    assert name not in shown  # sealed: whole only by POST with a reason


def test_a_hidden_address_stands_on_no_page_and_no_paper(scene: Cast, browser: Any) -> None:
    street = some_text(10)
    address = f"李渡街道{street}路8号"
    hidden = accepted(scene, address=address, is_address_hidden=True)
    shown = accepted(scene, address=address)
    officer = browser(scene.members["village"])
    mask = officer.get(f"/api/v1/cases/{shown.pk}/").json()["parties"][0]["address"]
    assert mask
    assert officer.get(f"/api/v1/cases/{hidden.pk}/").json()["parties"][0]["address"] == ""
    for case, is_there in ((shown, True), (hidden, False)):
        sheet = officer.get(f"/cases/{case.pk}/print/acceptance/").content.decode()
        assert (mask in sheet) == is_there
        page = officer.get(f"/cases/{case.pk}/").content.decode()
        assert (mask in page) == is_there
        assert is_there or street not in sheet + page


def test_a_hidden_address_is_whole_only_for_those_who_handle_the_case(
    scene: Cast, browser: Any
) -> None:
    street = some_text(10)
    case = accepted(scene, address=f"{street}路8号", is_address_hidden=True)
    party = case.parties.get(role="applicant")
    look = {"reason": some_text()}
    url = f"/cases/{case.pk}/parties/{party.pk}/unmask/"
    assert street in browser(scene.members["village"]).post(url, look).content.decode()
    peace = browser(scene.peace).post(url, look)
    assert peace.status_code == 200
    assert street not in peace.content.decode()


def test_a_party_may_have_no_card_no_telephone_and_no_address(scene: Cast, browser: Any) -> None:
    reasons = {
        "no_id_reason": "none_held",
        "no_phone_reason": "declined",
        "no_address_reason": "unknown",
    }
    case = accepted(scene, **reasons)
    party = case.parties.get(role="applicant")
    assert {name: getattr(party, name) for name in reasons} == reasons
    page = browser(scene.members["village"]).get(f"/cases/{case.pk}/").content.decode()
    for words in ("证件号：没有", "电话：不愿留", "住址：还不知道"):
        assert words in page


def test_an_agent_has_his_power_and_his_paper(scene: Cast, browser: Any) -> None:
    case, other = accepted(scene), accepted(scene)
    officer = scene.members["village"]
    files = [
        Attachment.objects.create(
            centre=one.centre,
            case=one,
            name="委托书.pdf",
            file_type="pdf",
            size=1,
            sha256="0" * 64,
            uploaded_by=officer,
            uploaded_at=one.registered_at,
        )
        for one in (case, other)
    ]
    party = case.parties.get(role="applicant")
    row = {"id": party.pk, "agent": f"某{some_text(4)}", "agent_power": "special"}
    strange = move(
        browser(officer), case, "amend", place="", parties=[row | {"authority": files[1].pk}]
    )
    assert strange.status_code == 400
    own = move(
        browser(officer), case, "amend", place="", parties=[row | {"authority": files[0].pk}]
    )
    assert own.status_code == 200, own.json()
    party.refresh_from_db()
    assert (party.agent_power, party.authority) == ("special", files[0])
    page = browser(officer).get(f"/cases/{case.pk}/").content.decode()
    assert "特别授权" in page
    assert f"/cases/files/{files[0].pk}/" in page
