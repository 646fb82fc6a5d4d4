"""Who is asked and what he answers, the week by room, the day before, collective disputes."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from cases import notices, services
from cases.enums import Tier
from cases.models import Case, Event, MediationSession, Party
from cases.services.invitations import outsiders_of
from grids.models import Deputy, Room
from mediation.core.models import Notice, User
from tests.cases.factories import Cast, act, register, registration, some_person, some_text
from tests.factories import V2

pytestmark = pytest.mark.django_db
TUESDAY = "2026-03-03"  # the scene is Monday 2 March, nine o'clock
PHONE = "13912340867"
AFTERNOON = {"starts_at": "2026-03-04T14:00", "ends_at": "2026-03-04T15:00"}


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def accepted(scene: Cast, **more: Any) -> Case:
    return act(register(scene, **more), "accept", scene.members[Tier.VILLAGE])


def book(client: Client, case: Case, day: str = TUESDAY, **fields: Any) -> MediationSession:
    data = {
        "verb": "schedule",
        "version": Case.objects.get(pk=case.pk).version,
        "starts_at": f"{day}T09:30",
        "ends_at": f"{day}T11:00",
        **fields,
    }
    url = f"/api/v1/cases/{case.pk}/moves/"
    answer = client.post(url, data, content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()
    return MediationSession.objects.order_by("-pk")[0]


@pytest.fixture
def officer(scene: Cast) -> User:
    return scene.members[Tier.VILLAGE]


@pytest.fixture
def client(officer: User, browser: Any) -> Client:
    return browser(officer)


def on_lookup(party: Party, second: str = "0867") -> str:
    return text(Client().post("/lookup/", {"code": party.lookup_code, "second": second}))


def test_a_party_answers_for_himself_on_the_public_page(scene: Cast, client: Client) -> None:
    parties = [some_person("applicant", phone=PHONE), some_person("respondent")]
    case = accepted(scene, parties=parties)
    session = book(client, case, place="村委会")
    party = case.parties.get(role="applicant")
    page = on_lookup(party)
    assert "您能来吗" in page
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert ticket
    mine = session.guests.get(party=party)
    other = session.guests.exclude(pk=mine.pk).get()
    form = {"ticket": ticket[1], "invitation": mine.pk, "answer": "coming"}
    assert "重新查一次" in text(Client().post("/lookup/", form | {"ticket": ticket[1] + "x"}))
    assert "没有找到这份邀请" in text(Client().post("/lookup/", form | {"invitation": other.pk}))
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.answer, other.answer) == ("open", "open")
    assert "记下了" in text(Client().post("/lookup/", form))
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.answer, mine.answered_by, other.answer) == ("coming", None, "open")
    assert "您已答复：能来" in on_lookup(party)
    assert "本人答复" in text(client.get(f"/sessions/{session.pk}/"))


def test_who_booked_hears_that_somebody_cannot_come_and_not_who(
    scene: Cast, client: Client, officer: User
) -> None:
    parties = [some_person("applicant", phone=PHONE), some_person("respondent")]
    case = accepted(scene, parties=parties)
    session = book(client, case, place="村委会")
    party = case.parties.get(role="applicant")
    services.answer_own(party, str(session.guests.get(party=party).pk), "unable")
    told = Notice.objects.get(user=officer, kind="session_answer")
    assert "有一位来不了" in told.text
    assert party.name not in told.text


def test_an_answer_by_telephone_is_written_down_by_who_books(
    scene: Cast, client: Client, officer: User, browser: Any
) -> None:
    case = accepted(scene)
    session = book(client, case, place="村委会")
    guest = session.guests.first()
    url = f"/sessions/{session.pk}/answer/"
    reader = browser(scene.stationed)  # reads the file, books nothing
    reader.post(url, {"guest": guest.pk, "answer": "coming"})
    guest.refresh_from_db()
    assert guest.answer == "open"
    client.post(url, {"guest": guest.pk, "answer": "maybe"})
    guest.refresh_from_db()
    assert guest.answer == "open"
    client.post(url, {"guest": guest.pk, "answer": "coming", "words": "晚到十分钟"})
    guest.refresh_from_db()
    assert (guest.answer, guest.answered_by, guest.words) == ("coming", officer, "晚到十分钟")


def test_a_stranger_s_week_says_taken_and_nothing_else(
    scene: Cast, client: Client, browser: Any
) -> None:
    case = accepted(scene)
    book(client, case, room=Room.objects.get(name="调解一室").pk)
    here = text(client.get("/sessions/"))
    assert f"{case.aloud} {case.category.name}" in here
    assert "已占用" not in here
    stranger = text(browser(scene.town.user("village2")).get("/sessions/"))
    assert "已占用" in stranger
    assert case.aloud not in stranger
    assert "09:30—11:00" in stranger
    for name in case.parties.values_list("name", flat=True):
        assert name not in stranger


def test_the_week_counts_and_lists_what_waits_for_a_date(
    scene: Cast, client: Client, browser: Any
) -> None:
    first, second = accepted(scene), accepted(scene)
    page = text(client.get("/sessions/"))
    assert "本周 0 场" in page
    assert "<b>2</b> 件等着约" in page
    book(client, first, room=Room.objects.get(name="调解一室").pk, day="2026-03-02")
    page = text(client.get("/sessions/"))
    assert "本周 1 场" in page
    assert "今天还有 <b>1</b> 场" in page
    assert "<b>1</b> 件等着约" in page
    assert f"/cases/{second.pk}/moves/schedule/" in page
    assert "本周 1 场" not in text(client.get("/sessions/?week=2026-03-09"))
    assert "本周 1 场" in text(client.get("/sessions/?week=nonsense"))
    for account, status in (("peace", 200), ("director", 200), ("justice", 200), ("auditor", 404)):
        assert browser(scene.town.user(account)).get("/sessions/").status_code == status


def test_an_empty_cell_leads_to_the_form_with_room_and_hour(scene: Cast, client: Client) -> None:
    case = accepted(scene)
    room = Room.objects.get(name="调解一室")
    week = text(client.get("/sessions/"))
    assert f"/sessions/new/?room={room.pk}&amp;at=2026-03-03T09:00" in week
    assert "at=2026-03-02T09:00" not in week  # it is nine o'clock already
    chosen = text(client.get(f"/sessions/new/?room={room.pk}&at=2026-03-03T09:00"))
    assert "调解一室 3月3日 09:00" in chosen
    link = re.search(rf'href="(/cases/{case.pk}/moves/schedule/[^"]*)"', chosen)
    assert link
    form = text(client.get(link[1].replace("&amp;", "&")))
    assert 'value="2026-03-03T09:00"' in form
    assert 'value="2026-03-03T10:30"' in form
    assert f'value="{room.pk}" selected' in form


def test_by_number_a_case_is_found_for_a_new_booking(
    scene: Cast, client: Client, browser: Any
) -> None:
    case = accepted(scene)
    url = f"/sessions/new/?q={case.short_number}"
    assert case.aloud in text(client.get(url))
    assert f"/cases/{case.pk}/" not in text(browser(scene.town.user("village2")).get(url))


def test_staff_are_reminded_on_the_last_working_day_before(
    scene: Cast, client: Client, officer: User, days: Any
) -> None:
    """Monday 9 March: the week-end before is off, so the word comes on Friday the 6th."""
    head = scene.heads[Tier.VILLAGE]
    case = accepted(scene)
    booked = book(client, case, day="2026-03-09", place="村委会", guests=[f"user:{head.pk}"])
    cancelled = book(client, accepted(scene), day="2026-03-10", place="王家院坝")
    client.post(f"/sessions/{cancelled.pk}/cancel/", {"reason": some_text()})
    days("2026-03-03", "2026-03-09")
    told = Notice.objects.filter(kind="session_tomorrow").order_by("user")
    assert {(str(one.day), one.user_id) for one in told} == {
        ("2026-03-06", officer.pk),
        ("2026-03-06", head.pk),
    }
    assert "3月9日 09:30 现场，请准时到" in told[0].text
    assert "村委会" not in told[0].text  # free words may name somebody's home
    assert str(booked.pk) in told[0].subject


def test_a_reminder_of_a_sitting_that_was_called_off_is_not_sent(
    scene: Cast, client: Client, officer: User, at: Any
) -> None:
    kept = book(client, accepted(scene), day="2026-03-04", place="村委会")
    dropped = book(client, accepted(scene), day="2026-03-04", place="王家院坝", **AFTERNOON)
    at("2026-03-03 08:00")
    notices.write_due()
    services.cancel_session(dropped, officer, some_text())
    rows = list(Notice.objects.filter(subject__startswith="session:", user=officer))
    alive = notices.still_due(rows)
    by_subject = {one.subject: one.pk in alive for one in rows}
    assert by_subject[f"session:{kept.pk}:before1"] is True
    assert by_subject[f"session:{dropped.pk}:before1"] is False


def test_a_policy_meeting_is_open_to_everybody(scene: Cast, client: Client) -> None:
    session = book(client, accepted(scene), place="村委会", kind="policy_meeting")
    assert (session.kind, session.is_public) == ("policy_meeting", True)
    assert "公开进行" in text(client.get(f"/sessions/{session.pk}/"))
    closed = book(client, accepted(scene), place="村委会", day="2026-03-04")
    assert not closed.is_public


def many(scene: Cast, count: int = 7) -> Case:
    people = [some_person("applicant") for _ in range(count)] + [some_person("respondent")]
    return accepted(scene, parties=people, people_count=40, demand=f"退还押金 {some_text()}")


def test_five_may_be_chosen_and_a_sixth_is_refused(scene: Cast, client: Client) -> None:
    case = many(scene)
    keys = list(case.parties.filter(role="applicant").values_list("pk", flat=True))
    url = f"/api/v1/cases/{case.pk}/representatives/"
    answer = client.post(url, {"representatives": keys[:6]}, content_type="application/json")
    assert answer.status_code == 409
    assert "最多推选 5 位" in answer.json()["message"]
    assert not case.parties.exclude(representative_seat=None).exists()
    answer = client.post(url, {"representatives": keys[:5]}, content_type="application/json")
    assert answer.status_code == 200
    assert answer.json()["representatives"] == keys[:5]
    assert case.events.last().payload["fields"] == ["representatives"]
    with pytest.raises(IntegrityError, match="party_five_representatives"), transaction.atomic():
        Party.objects.filter(pk=keys[5]).update(representative_seat=6)
    with (
        pytest.raises(IntegrityError, match="party_representative_seat_once"),
        transaction.atomic(),
    ):
        Party.objects.filter(pk=keys[5]).update(representative_seat=5)


def test_the_representatives_are_asked_to_come_and_everybody_may_still_speak(
    scene: Cast, client: Client
) -> None:
    case = many(scene)
    keys = list(case.parties.filter(role="applicant").values_list("pk", flat=True))
    form = {"representatives": keys[:2], "version": case.version}
    assert client.post(f"/cases/{case.pk}/representatives/", form).status_code == 302
    page = text(client.get(f"/cases/{case.pk}/"))
    assert "40 人" in page
    assert "每个人都可以自己到场说话" in page
    session = book(client, case, place="村委会")
    asked = {guest.party_id for guest in session.guests.all()}
    assert asked == {*keys[:2], case.parties.get(role="respondent").pk}


def test_a_small_dispute_shows_no_collective_block(scene: Cast, client: Client) -> None:
    assert "多人的事" not in text(client.get(f"/cases/{accepted(scene).pk}/"))
    assert "多人的事" in text(client.get(f"/cases/{many(scene).pk}/"))


def test_the_api_shows_sittings_and_takes_answers(
    scene: Cast, client: Client, browser: Any
) -> None:
    case = accepted(scene)
    session = book(client, case, room=Room.objects.get(name="调解一室").pk)
    url = f"/api/v1/cases/{case.pk}/sessions/"
    shown = client.get(url).json()
    assert [one["id"] for one in shown] == [session.pk]
    assert shown[0]["place"] == "调解一室"
    guest = shown[0]["guests"][0]
    assert guest["answer"] == "open"
    answered = client.post(
        f"{url}{session.pk}/answer/",
        {"guest": guest["id"], "answer": "coming"},
        content_type="application/json",
    )
    assert answered.status_code == 200
    assert answered.json()["guests"][0]["answer"] == "coming"
    stranger = browser(scene.town.user("village2"))
    assert stranger.get(url).status_code == 404
    cancel = {"reason": some_text()}
    address = f"{url}{session.pk}/cancel/"
    assert stranger.post(address, cancel, content_type="application/json").status_code == 404
    assert browser(scene.stationed).post(
        address, cancel, content_type="application/json"
    ).status_code == 409  # fmt: skip
    done = client.post(address, cancel, content_type="application/json")
    assert done.json()["is_cancelled"] is True
    week = client.get("/api/v1/sessions/?week=2026-03-03").json()
    assert week["monday"] == "2026-03-02"
    assert len(week["rooms"]) == 7
    assert week["slots"] == []


def test_a_slot_of_a_case_out_of_sight_has_no_case(
    scene: Cast, client: Client, browser: Any
) -> None:
    session = book(client, accepted(scene), room=Room.objects.get(name="调解一室").pk)
    mine = client.get("/api/v1/sessions/").json()["slots"]
    assert [(one["session"], one["case"]) for one in mine] == [(session.pk, session.case_id)]
    theirs = browser(scene.town.user("village2")).get("/api/v1/sessions/").json()["slots"]
    assert [(one["session"], one["case"]) for one in theirs] == [(None, None)]


def test_the_week_costs_the_same_with_many_sittings(
    scene: Cast, client: Client, queries: Any
) -> None:
    rooms = list(Room.objects.all())
    book(client, accepted(scene), room=rooms[0].pk)
    client.get("/sessions/")
    few = queries(lambda: client.get("/sessions/"))
    for n, hour in enumerate(("11:00", "12:00", "13:00", "14:00", "15:00")):
        book(
            client, accepted(scene), room=rooms[n % 3].pk,
            starts_at=f"{TUESDAY}T{hour}", ends_at=f"{TUESDAY}T{hour[:3]}50",
        )  # fmt: skip
    assert MediationSession.objects.count() == 6
    assert queries(lambda: client.get("/sessions/")) == few


def test_who_is_asked_without_seeing_the_case_reads_time_and_place_only(
    scene: Cast, client: Client, browser: Any
) -> None:
    narrative = some_text()
    case = accepted(scene, narrative=narrative)
    unit = scene.town.unit("guijian")
    session = book(client, case, place="村委会", guests=[f"unit:{unit.pk}"])
    asked = browser(scene.addressee)
    assert asked.get(f"/cases/{case.pk}/").status_code == 404
    today = text(asked.get("/"))
    assert "请您到场" in today
    page = text(asked.get(f"/sessions/{session.pk}/"))
    assert "村委会" in page
    for word in (narrative, *case.parties.values_list("name", flat=True)):
        assert word not in today + page
    guest = session.guests.get()
    form = {"guest": guest.pk, "answer": "coming", "next": "today"}
    assert asked.post(f"/sessions/{session.pk}/answer/", form).url == "/"
    guest.refresh_from_db()
    assert (guest.answer, guest.answered_by) == ("coming", scene.addressee)
    assert "请您到场" not in text(asked.get("/"))
    assert asked.post(f"/sessions/{session.pk}/cancel/", {"reason": "x"}).status_code == 404
    other = services.register(scene.town.user("village2"), **registration(division=V2)).case
    assert asked.get(f"/sessions/{other.pk + 10_000}/").status_code == 404


def test_who_is_only_asked_is_told_no_name_by_the_answer_over_json(
    scene: Cast, client: Client, browser: Any
) -> None:
    case, unit = accepted(scene), scene.town.unit("guijian")
    names = set(case.parties.values_list("name", flat=True))
    parties = [f"party:{pk}" for pk in case.parties.values_list("pk", flat=True)]
    session = book(client, case, place="村委会", guests=[f"unit:{unit.pk}", *parties])
    url = f"/api/v1/cases/{case.pk}/sessions/"
    shown = client.get(url).json()[0]["guests"]
    assert names < {one["name"] for one in shown}
    own = next(one["id"] for one in shown if one["kind"] == "unit")
    answered = browser(scene.addressee).post(
        f"{url}{session.pk}/answer/", {"guest": own, "answer": "coming"}, "application/json"
    )
    assert answered.status_code == 200
    assert [(one["id"], one["answer"]) for one in answered.json()["guests"]] == [(own, "coming")]


def test_somebody_of_neither_side_comes_by_name_to_this_one_sitting(
    scene: Cast, client: Client, officer: User, browser: Any
) -> None:
    case = accepted(scene)
    name, comes_as = some_person("applicant")["name"], some_text(4)
    session = book(client, case, place="村委会", outsiders=f"{name}（{comes_as}）、{name}二(邻居)")
    here = session.guests.get(comes_as=comes_as)
    assert here.name == name
    assert session.guests.filter(party__isnull=False).count() == 2  # the parties are asked as ever
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM cases_sessionguest WHERE id = %s", [here.pk])
        assert name not in cursor.fetchone()[0]
    page = text(client.get(f"/sessions/{session.pk}/"))
    assert name in page
    assert f"{comes_as}，只来这一场" in page
    guests = client.get(f"/api/v1/cases/{case.pk}/sessions/").json()[0]["guests"]
    assert {"kind": "outsider", "name": name, "comes_as": comes_as}.items() <= guests[-2].items()
    entry = text(client.get(f"/sessions/{session.pk}/calendar.ics")).replace("\r\n ", "")
    assert comes_as in entry
    for word in (name, *case.parties.values_list("name", flat=True)):
        assert word not in entry
    url = f"/api/v1/cases/{case.pk}/sessions/{session.pk}/answer/"
    answer = {"guest": here.pk, "answer": "coming"}
    client.post(url, answer, content_type="application/json")
    here.refresh_from_db()
    assert (here.answer, here.answered_by) == ("coming", officer)
    assert Event.objects.filter(case=case, payload__icontains=name).count() == 0
    assert not Notice.objects.filter(text__contains=name).exists()


def test_who_reads_the_file_only_learns_as_what_an_outsider_comes(
    scene: Cast, client: Client, browser: Any
) -> None:
    case = accepted(scene)
    name, comes_as = some_person("applicant")["name"], some_text(4)
    session = book(client, case, place="村委会", outsiders=f"{name}（{comes_as}）")
    reader = browser(scene.peace)  # the file, not the record
    page = text(reader.get(f"/sessions/{session.pk}/"))
    assert comes_as in page
    assert name not in page
    answer = reader.get(f"/api/v1/cases/{case.pk}/sessions/")
    assert comes_as in answer.content.decode()
    assert name not in answer.content.decode()
    guest = session.guests.get(comes_as=comes_as)
    reader.post(f"/sessions/{session.pk}/answer/", {"guest": guest.pk, "answer": "coming"})
    guest.refresh_from_db()
    assert guest.answer == "open"


def test_a_moved_sitting_asks_the_same_outsiders_again(scene: Cast, client: Client) -> None:
    case = accepted(scene)
    said = f"{some_text(3)}（{some_text(4)}）"
    before = book(client, case, place="村委会", outsiders=said)
    form = text(client.get(f"/cases/{case.pk}/moves/schedule/?instead_of={before.pk}"))
    assert said in form
    after = book(client, case, day="2026-03-05", instead_of=before.pk, place="村委会")
    assert outsiders_of(after) == said


@pytest.mark.parametrize(
    "said", ["张三", "张三（）", "（邻居）", "张三（邻居）13912345678", "张三（电话13912345678）"]
)
def test_an_outsider_without_a_name_or_a_capacity_is_refused(
    scene: Cast, client: Client, said: str
) -> None:
    case = accepted(scene)
    asked = {
        "verb": "schedule",
        "version": case.version,
        "starts_at": f"{TUESDAY}T09:30",
        "ends_at": f"{TUESDAY}T11:00",
        "place": "村委会",
        "outsiders": said,
    }
    answer = client.post(f"/api/v1/cases/{case.pk}/moves/", asked, content_type="application/json")
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["outsiders"]
    assert not case.sessions.exists()


def test_the_week_says_who_is_here_today_and_when_each_sits(
    scene: Cast, client: Client, officer: User, browser: Any
) -> None:
    case = accepted(scene)
    book(client, case, room=Room.objects.get(name="调解一室").pk, day="2026-03-02")
    away, stand_in = scene.members[Tier.STREET], scene.peace
    Deputy.objects.create(user=away, deputy=stand_in, from_on="2026-03-01", to_on="2026-03-02")
    page = text(client.get("/sessions/"))
    here = page[page.index("今天谁在") :]
    assert scene.clerk.name in here
    assert re.search(
        rf"<b>{away.name}</b>\s*<span class=\"mut\">今天不在，{stand_in.name} 代", here
    )
    assert re.search(rf"<b>{officer.name}</b>\s*<span class=\"mut\">09:30—11:00 有场次", here)
    assert scene.town.user("auditor").name not in here
    assert scene.town.user("village2").name not in here  # his desk is in the village, no sitting
    desks = client.get("/api/v1/sessions/").json()["here"]
    people = {one["name"]: one for desk in desks for one in desk["people"]}
    assert people[officer.name]["times"] == ["09:30—11:00"]
    assert people[away.name]["deputies"] == [stand_in.name]
    assert "今天谁在" not in text(client.get("/sessions/?week=2026-03-09"))
    assert client.get("/api/v1/sessions/?week=2026-03-09").json()["here"] == []


def test_where_a_stranger_s_case_sits_is_not_told_by_who_is_here(
    scene: Cast, client: Client, officer: User, browser: Any
) -> None:
    book(client, accepted(scene), place="村委会", day="2026-03-02")
    assert "09:30—11:00 有场次" in text(client.get("/sessions/"))
    assert "有场次" not in text(browser(scene.town.user("village2")).get("/sessions/"))
