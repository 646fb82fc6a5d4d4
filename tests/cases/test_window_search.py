"""先查后登: the window finds matters, within sight; numbers never travel in an address."""

import random
from typing import Any

import pytest
from django.test import Client

from cases import services
from cases.models import Access, Case, Party
from mediation.core.pinyin import kept_initials
from tests.cases.factories import Cast, registration
from tests.factories import GRID, V1, V2

pytestmark = pytest.mark.django_db
PHONE, OTHER_PHONE = "13800000867", "13900001111"
ID_NUMBER = "999901196804120025"
SEARCH = "/api/v1/window/search/"


def people(*names: str, **of_the_first: Any) -> list[dict[str, Any]]:
    rows = [
        {"role": "applicant" if n == 0 else "respondent", "kind": "person", "name": name}
        for n, name in enumerate(names)
    ]
    rows[0] |= of_the_first
    return rows


def filed(scene: Cast, *names: str, by: str = "window", **more: Any) -> Case:
    parties = people(*(names or ("王秀英", "李桂兰")), **more.pop("first", {}))
    return services.register(scene.town.user(by), **registration(parties=parties, **more)).case


def found(client: Client, q: str) -> list[str]:
    answer = client.get(SEARCH, {"q": q})
    assert answer.status_code == 200, answer.content
    return [one["key"] for one in answer.json()]


def by_number(client: Client, number: str) -> Any:
    return client.post(SEARCH, {"number": number}, content_type="application/json")


def keys(*cases: Case) -> list[str]:
    return [f"case:{case.pk}" for case in cases]


def test_number_name_place_words_and_first_letters_find_the_matter(
    scene: Cast, browser: Any
) -> None:
    word = "".join(random.choices("坝埂檐谷竹", k=5))
    story = f"两家为{word}吵了架"
    plain = {"narrative": story, "risk_reason": "双方情绪平稳"}  # no letter that could be found
    wanted = filed(scene, "王秀英", "陈国强", place="4组水井边", **plain)
    other = filed(scene, "李桂兰", "张大勇", division=V2, **plain | {"narrative": "也吵了架"})
    clerk = browser(scene.clerk)
    number = wanted.short_number
    for asked in (
        f"{number}",
        f"{number}号",
        wanted.number,
        "陈国强",
        word,
        "cgq",
        "ＣＧＱ",
        "wxy",
        f"cgq {word}",
        "zy4",  # group 4 of 致远社区, as the words of the place have it
    ):
        assert found(clerk, asked) == keys(wanted), asked
    assert found(clerk, "致远") == keys(wanted)
    assert found(clerk, "zy") == keys(wanted)
    assert found(clerk, "smt") == keys(other)
    assert found(clerk, "cgq smt") == []
    assert found(clerk, "") == found(clerk, "c") == found(clerk, "xyzq") == []


def test_the_letters_of_a_grid_find_what_lies_in_it(scene: Cast, browser: Any) -> None:
    inside = filed(scene, division=GRID)
    filed(scene, division=V1)
    grid = scene.town.place(GRID)
    assert found(browser(scene.clerk), grid.initials.split()[0]) == keys(inside)


def test_a_name_that_is_masked_on_the_card_is_not_found_by_its_letters(
    scene: Cast, browser: Any
) -> None:
    """A village registered it: the window reads the card alone, where he is 陈*强."""
    masked = filed(scene, "王秀英", "陈国强", by="village", safety_note="扬言动手")
    plain = filed(scene, "王秀英", "陈国强", by="village")
    clerk = browser(scene.clerk)
    assert found(clerk, "cgq") == found(clerk, "陈国强") == keys(plain)
    page = clerk.get("/window/search/", {"q": str(masked.short_number)}).content.decode()
    assert "陈*强" in page
    assert "陈国强" not in page


def test_corrected_names_are_found_by_their_new_letters(scene: Cast, browser: Any) -> None:
    case = filed(scene, "王秀英", "陈国强", narrative="两家争路")
    party = case.parties.get(name="陈国强")
    services.move(case, "amend", scene.clerk, parties=[{"id": party.pk, "name": "曾小雨"}])
    clerk = browser(scene.clerk)
    assert found(clerk, "zxy") == keys(case)  # 曾 as a surname: zēng
    assert found(clerk, "cgq") == []
    assert set(Party.objects.filter(name="待查").values_list("initials", flat=True)) <= {""}


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("陈国强", "cgq"),
        ("单小红", "sxh"),
        ("重庆某某建筑有限公司", "cqmmjzyxgs"),
        ("KTV老板", "ktvlb"),
    ],
)
def test_letters_of_names(name: str, letters: str) -> None:
    assert kept_initials(name) == letters


def test_a_number_is_asked_for_by_post_and_every_look_is_written_down(
    scene: Cast, browser: Any, at: Any
) -> None:
    case = filed(scene, first={"phone": PHONE, "id_number": ID_NUMBER})
    filed(scene, first={"phone": OTHER_PHONE})
    clerk = browser(scene.clerk)
    for asked in (PHONE, "138 0000 0867", "0867", ID_NUMBER, "０８６７", "0025"):
        before = Access.objects.count()
        answer = by_number(clerk, asked)
        assert [one["key"] for one in answer.json()] == keys(case), asked
        look = Access.objects.latest("pk")
        assert Access.objects.count() == before + 1
        assert (look.case_id, look.user_id, look.what) == (
            case.pk, scene.clerk.pk, "found_by_number",
        )  # fmt: skip
        assert look.reason == ""
    for part in ("867", "13800", "138000008"):  # no other part of a number
        answer = by_number(clerk, part)
        assert answer.status_code == 400 or answer.json() == [], part
    services.move(case, "withdraw", scene.clerk, by_party=case.parties.get(role="applicant").pk)
    at("2027-03-01 09:00")  # 364 days later
    assert [one["key"] for one in by_number(browser(scene.clerk), PHONE).json()] == keys(case)
    at("2027-03-03 09:00")  # more than twelve months after the last act
    assert by_number(browser(scene.clerk), PHONE).json() == []


def test_a_number_in_the_address_is_refused_and_nothing_is_looked_up(
    scene: Cast, browser: Any
) -> None:
    case = filed(scene, first={"phone": PHONE, "id_number": ID_NUMBER})
    clerk = browser(scene.clerk)
    for typed in (PHONE, "138-0000-0867", "１３８００００ ０８６７", ID_NUMBER):
        answer = clerk.get(SEARCH, {"q": typed})
        assert (answer.status_code, answer.json()["code"]) == (409, "number_in_address"), typed
        page = clerk.get("/window/search/", {"q": typed}).content.decode()
        assert "号码就不会留在网址里" in page
        assert typed not in page
        assert f"/cases/{case.pk}/" not in page
    assert not Access.objects.exists()
    assert found(clerk, case.number) == keys(case)  # 〔2026〕1号 has many digits, but not in a row


def test_the_page_answers_with_matters_alone_and_carries_the_words_on(
    scene: Cast, browser: Any
) -> None:
    case = filed(scene, "王秀英", "陈国强")
    clerk = browser(scene.clerk)
    page = clerk.get("/window/search/", {"q": "陈国强"}).content.decode()
    assert f'href="/cases/{case.pk}/"' in page
    assert f"/window/add/?to=case:{case.pk}" in page
    assert "words=%E9%99%88%E5%9B%BD%E5%BC%BA" in page
    piece = clerk.get("/window/search/", {"q": "陈国强"}, headers={"HX-Request": "true"})
    assert b"<html" not in piece.content
    assert f'href="/cases/{case.pk}/"' in piece.content.decode()
    posted = clerk.post("/window/search/", {"number": "12345"}).content.decode()
    assert "请填完整的号码" in posted


def test_only_those_who_sit_at_a_window_search_there_and_in_their_own_sight(
    scene: Cast, browser: Any
) -> None:
    case = filed(scene, "王秀英", "陈国强", first={"phone": PHONE})
    for account in ("mediator", "village", "police", "grid", "auditor", "peace"):
        client = browser(scene.town.user(account))
        assert client.get(SEARCH, {"q": "陈国强"}).status_code == 404, account
        assert by_number(client, PHONE).status_code == 404, account
        assert client.get("/window/search/", {"q": "陈国强"}).status_code == 404, account
    assert found(browser(scene.director), "陈国强") == keys(case)
    # The petition officer sits at a window too, but sees cases only that belong to a petition.
    assert found(browser(scene.town.user("petition")), "陈国强") == []
    assert by_number(browser(scene.town.user("petition")), PHONE).json() == []


def test_at_most_ten_newest_first(scene: Cast, browser: Any) -> None:
    cases = [filed(scene, f"陈国{sign}", "王秀英") for sign in "强平安民华富贵新春生明"]
    assert found(browser(scene.clerk), "cg") == keys(*cases[:0:-1])


@pytest.mark.parametrize("q", ["陈国强", "cgq", "cgq 致远", "zy", "1号"])
def test_a_search_costs_the_same_however_much_there_is(
    scene: Cast, browser: Any, queries: Any, q: str
) -> None:
    clerk = browser(scene.clerk)
    filed(scene, "王秀英", "陈国强")
    found(clerk, q)
    before = queries(lambda: found(clerk, q))
    for _ in range(4):
        filed(scene, "王秀英", "陈国强")
    assert queries(lambda: found(clerk, q)) == before
    assert before < 20
