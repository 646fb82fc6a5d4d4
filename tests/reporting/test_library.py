"""案例库: nobody's case is told without his word, and no example names anybody."""

import random
import uuid
from itertools import cycle, permutations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from rest_framework.test import APIClient

from cases import services
from cases.models import Case, Party
from petitions.services import register as register_petition
from petitions.services.reference import load_contents
from reporting.models import LibraryEntry
from reporting.selectors.naming import UNSEEN
from tests.cases.factories import fields_for, registration, some_text
from tests.factories import V2
from tests.petitions.factories import registration as petition_registration

URL = "/api/v1/library/"
GIVEN = "伟芳秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂香"
SURNAMES = "乜郏郗鄢逯"
EVERYBODY = [s + "".join(given) for s in SURNAMES for given in permutations(GIVEN, 2)]
random.shuffle(EVERYBODY)
nobody_yet = cycle(EVERYBODY)


def some_name():
    """Nobody else's: each is given out once."""
    return next(nobody_yet)


@pytest.fixture
def told(example, at):
    """A case of 致远, settled, between two people whose names nobody else has."""
    names = [some_name(), some_name()]
    while names[0][0] == names[1][0]:
        names[1] = some_name()
    case = services.register(
        example.town.user("window"),
        **registration(
            narrative=f"{names[0]}和{names[1]}为3组的一段水沟争了很久",
            place="3组水沟",
            parties=[
                {"role": "applicant", "kind": "person", "name": names[0]},
                {"role": "respondent", "kind": "person", "name": names[1]},
            ],
        ),
    ).case
    for verb in ("accept", "settle"):
        case.refresh_from_db()
        services.move(case, verb, example.town.user("village"), **fields_for(verb, case))
    return Case.objects.get(pk=case.pk), names


@pytest.fixture
def api(example):
    def of(account):
        client = APIClient()
        client.force_authenticate(example.town.user(account))
        return client

    return of


def words(case, **more):
    return {
        "case": case.pk,
        "form_key": str(uuid.uuid4()),
        "title": f"水沟怎么修 {some_text(5)}",
        "story": "张某和李某为一段水沟争了很久",
        "way": "请两家一起到现场量了一遍",
        "lesson": "先量清楚再谈钱",
        "cause": "boundary",
    } | more


def step(client, pk, do, **more):
    entry = LibraryEntry.objects.get(pk=pk)
    return client.post(f"{URL}{pk}/", {"do": do, "version": entry.version, **more})


def draft_by(client, case, **more):
    answer = client.post(URL, words(case, **more))
    assert answer.status_code == 201, answer.json()
    return answer.json()["id"]


def agreed(client, case, pk):
    for party in case.parties.all():
        answer = step(client, pk, "consent", party=party.pk, is_written=True)
        assert answer.status_code == 200, answer.json()


def test_the_first_words_come_from_the_file_without_its_people(example, told):
    case, names = told
    client = Client()
    client.force_login(example.town.user("village"))
    page = client.get("/library/new/", {"case": case.pk}).content.decode()
    assert f"{names[0][0]}某和{names[1][0]}某为某处的一段水沟争了很久" in page
    assert not [name for name in names if name in page]


def test_it_is_published_by_another_when_all_agreed_and_nobody_is_named(example, told, api):
    case, _ = told
    pk = draft_by(api("village"), case)
    early = step(api("justice"), pk, "publish")
    assert (early.status_code, early.json()["code"]) == (409, "not_agreed")
    agreed(api("village"), case, pk)
    assert step(api("village"), pk, "publish").json()["code"] == "not_yours"
    assert api("mediator").get(f"{URL}{pk}/").status_code == 404  # a draft is its people's
    done = step(api("justice"), pk, "publish")
    assert (done.status_code, done.json()["state"]) == (200, "published")
    for account in ("mediator", "window", "grid"):
        body = api(account).get(f"{URL}{pk}/").json()
        assert body["title"] == done.json()["title"]
        assert "case" not in body
        assert case.number not in str(body)
    assert api("auditor").get(f"{URL}{pk}/").status_code == 404


@pytest.mark.parametrize("field", ["title", "story", "way", "lesson"])
def test_a_name_in_any_of_its_words_keeps_it_out(example, told, api, field):
    case, names = told
    pk = draft_by(api("village"), case, **{field: f"这件事里{names[0]}先让了步"})
    agreed(api("village"), case, pk)
    refused = step(api("justice"), pk, "publish", is_looked_over=True)
    assert (refused.status_code, refused.json()["code"]) == (409, "named")
    assert names[0] in refused.json()["message"]
    changed = words(case, **{field: "这件事里乜某先让了步"})
    assert step(api("village"), pk, "amend", **changed).status_code == 200
    assert step(api("justice"), pk, "publish").status_code == 200


def page_of(example, account, pk=None):
    client = Client()
    client.force_login(example.town.user(account))
    return client.get(f"/library/{pk}/" if pk else "/library/").content.decode()


@pytest.fixture
def strangers(example):
    """A party of a case in another village, and somebody who petitioned."""
    load_contents()
    names = [some_name(), some_name()]
    services.register(
        example.town.user("window"),
        **registration(
            division=V2,
            parties=[
                {"role": "applicant", "kind": "person", "name": names[0]},
                {"role": "respondent", "kind": "person", "name": some_name()},
            ],
        ),
    )
    register_petition(
        example.town.user("petition"),
        **petition_registration(division=V2, petitioners=[{"name": names[1]}]),
    )
    return names


def test_the_check_tells_who_writes_only_of_people_whom_he_sees_anyway(
    example, told, api, strangers
):
    case, names = told
    pk = draft_by(api("village"), case, way=f"{strangers[0]}、{strangers[1]}和{names[0]}都来了")
    seen = page_of(example, "village", pk)
    assert f"“{names[0]}”：姓名" in seen
    assert f"“{strangers[0]}”：姓名" not in seen
    assert f"“{strangers[1]}”：姓名" not in seen
    everybody = page_of(example, "peace", pk)
    assert all(f"“{name}”：姓名" in everybody for name in (*strangers, names[0]))


@pytest.mark.parametrize("which", [0, 1])
def test_nobody_of_the_town_gets_in_and_who_cannot_see_him_is_told_the_field(
    example, told, api, strangers, which
):
    case, _ = told
    pk = draft_by(api("village"), case, lesson=f"后来{strangers[which]}也来劝了")
    agreed(api("village"), case, pk)
    by_all = step(api("peace"), pk, "publish", is_looked_over=True)
    assert (by_all.status_code, by_all.json()["code"]) == (409, "named")
    assert strangers[which] in by_all.json()["message"]
    by_some = step(api("justice"), pk, "publish", is_looked_over=True)
    assert (by_some.status_code, by_some.json()["code"]) == (409, "named")
    # 司法所 sees the card of every case, and no petition
    assert (strangers[which] in by_some.json()["message"]) == (which == 0)
    assert (f"经验或教训：{UNSEEN}" in by_some.json()["message"]) == (which == 1)
    assert step(api("village"), pk, "amend", **words(case)).status_code == 200
    assert step(api("justice"), pk, "publish").status_code == 200


@pytest.mark.parametrize("beside", ["agent", "guardian", "interpreter", "support_person"])
def test_who_stands_beside_a_party_is_not_named_either(example, told, api, beside):
    case, names = told
    name = some_name()
    while name[0] in {known[0] for known in names}:  # 乜某甲 is another test's
        name = some_name()
    Party.objects.filter(pk=case.parties.first().pk).update(
        **{beside: f"{name}，电话 13812345678，关系：母亲"}
    )
    Case.objects.filter(pk=case.pk).update(narrative=f"{name}说是为一段水沟")
    client = Client()
    client.force_login(example.town.user("village"))
    first = client.get("/library/new/", {"case": case.pk}).content.decode()
    assert f"{name[0]}某说是为一段水沟" in first
    pk = draft_by(api("village"), case, way=f"请{name}一起到现场量了一遍")
    agreed(api("village"), case, pk)
    refused = step(api("justice"), pk, "publish", is_looked_over=True)
    assert (refused.status_code, refused.json()["code"]) == (409, "named")
    assert name in refused.json()["message"]
    assert step(api("village"), pk, "amend", **words(case)).status_code == 200
    assert step(api("justice"), pk, "publish").status_code == 200


def test_who_changed_the_words_last_does_not_put_them_in_either(example, told, api):
    case, _ = told
    pk = draft_by(api("village"), case)
    agreed(api("village"), case, pk)
    button = "放入案例库</button>"
    assert button in page_of(example, "justice", pk)
    changed = words(case, way=f"请两家量了一遍 {some_text()}")
    assert step(api("justice"), pk, "amend", **changed).status_code == 200
    own = step(api("justice"), pk, "publish")
    assert (own.status_code, own.json()["code"]) == (409, "own")
    page = page_of(example, "justice", pk)
    assert button not in page
    assert "请另一位同志核对后放入" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        LibraryEntry.objects.filter(pk=pk).update(
            state="published",
            published_by=example.town.user("justice"),
            published_at=LibraryEntry.objects.get(pk=pk).written_at,
        )
    assert "改草稿" in page_of(example, "village", pk)  # it is still the writer's
    done = step(api("peace"), pk, "publish")
    assert (done.status_code, done.json()["way"]) == (200, changed["way"])


@pytest.mark.parametrize(
    "text", ["在3组量的", "卷宗是李矛调〔2026〕3号", "量的是746号那户门前", "住在锦绣苑小区的两家"]
)
def test_a_number_or_a_place_below_the_village_keeps_it_out(example, told, api, text):
    case, _ = told
    pk = draft_by(api("village"), case, way=text)
    agreed(api("village"), case, pk)
    refused = step(api("justice"), pk, "publish", is_looked_over=True)
    assert refused.json()["code"] == "named"


def test_what_only_looks_like_a_name_may_stay_when_somebody_looked(example, told, api):
    case, _ = told
    pk = draft_by(api("village"), case, way="请村民代表会议定，再请业主高兴地签字")
    agreed(api("village"), case, pk)
    first = step(api("justice"), pk, "publish")
    if first.status_code == 409:
        assert first.json()["code"] == "named"
        assert step(api("justice"), pk, "publish", is_looked_over=True).status_code == 200
    else:
        assert first.json()["state"] == "published"


def test_a_party_who_takes_his_word_back_takes_it_out(example, told, api):
    case, _ = told
    pk = draft_by(api("village"), case)
    agreed(api("village"), case, pk)
    assert step(api("justice"), pk, "publish").status_code == 200
    party = case.parties.first()
    assert step(api("village"), pk, "take_back", party=party.pk).json()["state"] == "withdrawn"
    assert api("mediator").get(f"{URL}{pk}/").status_code == 404


def test_nobody_publishes_his_own_and_what_is_published_stays_as_it_was_read(example, told, api):
    case, _ = told
    pk = draft_by(api("justice"), case)
    agreed(api("justice"), case, pk)
    assert step(api("justice"), pk, "publish").json()["code"] == "own"
    assert step(api("peace"), pk, "publish").status_code == 200
    with pytest.raises(DatabaseError), transaction.atomic():
        LibraryEntry.objects.filter(pk=pk).update(story="改了")
    with pytest.raises(DatabaseError), transaction.atomic():
        LibraryEntry.objects.filter(pk=pk).delete()
    assert step(api("peace"), pk, "amend", **words(case)).status_code == 404


def test_minors_danger_and_what_is_still_open_do_not_go_in(example, told, api):
    case, _ = told
    open_one = example.cases["C10"]
    assert api("peace").post(URL, words(open_one)).json()["code"] == "still_open"
    Case.objects.filter(pk=case.pk).update(has_minor=True)
    refused = api("village").post(URL, words(case))
    assert (refused.status_code, refused.json()["code"]) == (409, "not_for_the_library")
    assert api("village2").post(URL, words(case)).status_code == 404


def test_what_failed_says_why_and_is_counted_by_category(example, api):
    case = example.cases["C4"]
    missing = api("village").post(URL, words(case))
    assert (missing.status_code, list(missing.json()["fields"])) == (400, ["reason"])
    pk = draft_by(api("village"), case, reason="gap")
    agreed(api("village"), case, pk)
    assert step(api("justice"), pk, "publish").status_code == 200
    client = Client()
    client.force_login(example.town.user("mediator"))
    page = client.get("/library/").content.decode()
    assert "要求差得太远" in page
    assert "终止：一方不愿再调解" in page  # C4 of the year's cases
    assert "上报：谈过，没谈成" in page  # C2


def test_reasons_of_all_cases_are_counted_for_a_village_as_far_as_it_is_its_own(example):
    """C4 was ended and C2 passed up, both of 致远; here C4 is 水磨滩's."""
    Case.objects.filter(pk=example.cases["C4"].pk).update(division=example.town.v2)
    for account, said in (
        ("peace", ["终止：一方不愿再调解", "上报：谈过，没谈成"]),
        ("village", ["上报：谈过，没谈成"]),
        ("village2", ["终止：一方不愿再调解"]),
    ):
        page = page_of(example, account)
        assert [
            one for one in ("终止：一方不愿再调解", "上报：谈过，没谈成") if one in page
        ] == said


@pytest.mark.parametrize("account", ["grid", "petition"])
def test_who_reads_no_figures_reads_the_examples_without_the_counts(example, account):
    page = page_of(example, account)
    assert "案例库有" in page
    assert "没谈成的理由" not in page
    assert "没谈成的理由" in page_of(example, "mediator")
