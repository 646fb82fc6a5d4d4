"""A party refuses: mediation ends at once, no reason asked, R9 names the other ways.

人民调解法 17, 23, 26; rules.md §2 row 15.
"""

from typing import Any

import pytest

from cases.enums import Status, Tier
from cases.models import Case
from tests.cases.agreements import client_of, mediating, now, officer, sides
from tests.cases.factories import Cast, register, some_person

pytestmark = pytest.mark.django_db


def post(person: Any, case: Case, **fields: Any) -> Any:
    url = f"/api/v1/cases/{case.pk}/refusal/"
    return client_of(person).post(url, fields, content_type="application/json")


def test_one_click_ends_the_mediation_with_its_notice(scene: Cast) -> None:
    case = mediating(scene)
    client, url = client_of(officer(scene)), f"/cases/{case.pk}/refusal/"
    assert url in client.get(f"/cases/{case.pk}/").content.decode()
    page = client.get(url).content.decode()
    _, respondent = sides(case)
    assert f'name="party" value="{respondent}"' in page
    answer = client.post(url, {"party": respondent, "version": case.version})
    assert answer.url == f"/cases/{case.pk}/"
    case = now(case)
    assert (case.status, case.outcome) == (Status.TERMINATED, "terminated")
    ending = case.endings.get()
    assert (ending.ground, respondent) == ("refused", case.consents.get(is_given=False).party_id)
    assert case.papers.filter(kind="termination").exists()
    assert not case.deadlines.filter(stopped_on=None).exists()


@pytest.mark.parametrize("side", [0, 1])
def test_either_side_may_and_the_notice_says_not_which(scene: Cast, side: int) -> None:
    case = mediating(scene)
    party = sides(case)[side]
    answer = post(officer(scene), case, party=party)
    assert (answer.status_code, answer.json()["status"]) == (200, "terminated")
    reason = now(case).endings.get().reason
    assert reason
    assert not [one.name for one in case.parties.all() if one.name in reason]
    consents = client_of(officer(scene)).get(f"/api/v1/cases/{case.pk}/refusal/").json()
    assert [row["party"] for row in consents if not row["is_given"]] == [party]
    assert len([row for row in consents if row["is_given"]]) == 2


@pytest.mark.parametrize(
    ("person", "status"),
    [("officer", 200), ("head", 200), ("owner", 200), ("clerk", 409), ("peace", 409)],
)
def test_who_records_it(scene: Cast, person: str, status: int) -> None:
    case = mediating(scene)
    who = {
        "officer": officer(scene),
        "head": scene.heads[Tier.VILLAGE],
        "owner": scene.owner,
        "clerk": scene.clerk,
        "peace": scene.peace,
    }[person]
    assert post(who, case, party=sides(case)[0]).status_code == status
    expected = Status.TERMINATED if status == 200 else Status.MEDIATING
    assert now(case).status == expected
    assert case.consents.filter(is_given=False).exists() == (status == 200)


def test_whoever_does_not_see_the_file_finds_no_page(scene: Cast) -> None:
    case = mediating(scene)
    for path in (f"/cases/{case.pk}/refusal/", f"/api/v1/cases/{case.pk}/refusal/"):
        assert client_of(scene.bystander).get(path).status_code == 404
        assert client_of(officer(scene)).get(path).status_code == 200


def test_before_mediation_began_there_is_none_to_end(scene: Cast) -> None:
    case = register(scene)
    assert post(officer(scene), case, party=sides(case)[0]).status_code == 409
    assert not case.consents.exists()
    assert now(case).status == Status.REGISTERED


def test_a_stranger_and_a_third_person_cannot_end_it(scene: Cast) -> None:
    parties = [some_person(role) for role in ("applicant", "respondent", "third_party")]
    case, other = mediating(scene, parties=parties), register(scene)
    third = case.parties.get(role="third_party").pk
    for party in (third, sides(other)[0], 0):
        assert post(officer(scene), case, party=party).status_code == 400
    assert now(case).status == Status.MEDIATING
    assert not case.consents.filter(is_given=False).exists()
    assert post(officer(scene), case, party=sides(case)[0]).status_code == 200


def test_an_old_screen_is_told_what_happened_since(scene: Cast) -> None:
    case = mediating(scene)
    stale = post(officer(scene), case, party=sides(case)[0], version=case.version - 1)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    fresh = post(officer(scene), case, party=sides(case)[0], version=case.version)
    assert fresh.status_code == 200
