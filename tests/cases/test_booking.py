"""Booking a sitting: nothing twice at one time, hours of the room, moving, cancelling (row 7)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cases import services
from cases.enums import Tier
from cases.models import Case, MediationSession, ModeChange
from grids.models import Occupancy, Room
from mediation.core.models import Notice, User
from tests.cases.factories import Cast, act, register, registration, some_person, some_text
from tests.conftest import SHANGHAI
from tests.factories import V2

pytestmark = pytest.mark.django_db
TUESDAY = "2026-03-03"  # the scene is Monday 2 March, nine o'clock


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def accepted(scene: Cast, **more: Any) -> Case:
    return act(register(scene, **more), "accept", scene.members[Tier.VILLAGE])


def slot(start: str = "09:30", end: str = "11:00", day: str = TUESDAY) -> dict[str, str]:
    return {"starts_at": f"{day}T{start}", "ends_at": f"{day}T{end}"}


def room(name: str = "调解一室") -> Room:
    return Room.objects.get(name=name)


def book(client: Client, case: Case, **fields: Any) -> Any:
    """Through the API, as any client does."""
    data = {"verb": "schedule", "version": now(case).version, **slot(), **fields}
    return client.post(f"/api/v1/cases/{case.pk}/moves/", data, content_type="application/json")


def booked(answer: Any) -> MediationSession:
    assert answer.status_code == 200, answer.content.decode()
    return MediationSession.objects.order_by("-pk")[0]


def refused(answer: Any, code: str) -> str:
    assert answer.status_code in (400, 409), answer.status_code
    body = answer.json()
    assert body["code"] == code, body
    return str(body["message"])


def held(session: MediationSession) -> int:
    return int(session.occupancies.filter(is_cancelled=False).count())


@pytest.fixture
def officer(scene: Cast) -> User:
    return scene.members[Tier.VILLAGE]


@pytest.fixture
def client(officer: User, browser: Any) -> Client:
    return browser(officer)


def test_a_sitting_takes_the_room_the_mediator_and_the_case(
    scene: Cast, client: Client, officer: User
) -> None:
    case = accepted(scene)
    session = booked(book(client, case, room=room().pk))
    assert (session.place, session.mediator, session.room) == ("调解一室", officer, room())
    assert session.starts_at == datetime(2026, 3, 3, 9, 30, tzinfo=SHANGHAI)
    assert held(session) == 3
    assert {one.resource.kind for one in session.occupancies.all()} == {"room", "staff", "case"}
    assert case.events.last().verb == "schedule"
    assert {guest.party for guest in session.guests.all()} == set(case.parties.all())
    assert {guest.answer for guest in session.guests.all()} == {"open"}


def test_a_room_is_not_taken_twice_and_the_end_may_be_the_next_start(
    scene: Cast, client: Client, browser: Any
) -> None:
    first, second = accepted(scene), accepted(scene)
    booked(book(client, first, room=room().pk))
    clerk = browser(scene.clerk)
    other = {"room": room().pk, "mediator": scene.heads[Tier.VILLAGE].pk}
    words = refused(book(clerk, second, **other, **slot("10:30", "12:00")), "occupied")
    assert "调解一室 3月3日 09:30—11:00 已有安排" in words
    assert f"（{first.aloud}）" in words  # the clerk sees all cards
    assert "最近的空档是 3月3日 11:00" in words
    assert not now(second).sessions.exists()
    assert booked(book(clerk, second, **other, **slot("11:00", "12:30"))).room == room()


def test_who_does_not_see_the_other_case_reads_only_that_it_is_taken(
    scene: Cast, client: Client, browser: Any
) -> None:
    first = accepted(scene)
    booked(book(client, first, room=room().pk))
    elsewhere = scene.town.user("village2")
    case = services.register(elsewhere, **registration(division=V2)).case
    act(case, "accept", elsewhere)
    words = refused(book(browser(elsewhere), case, room=room().pk), "occupied")
    assert "已有安排" in words
    assert first.aloud not in words
    assert booked(book(browser(elsewhere), case, room=room("调解二室").pk))


def test_a_mediator_does_not_sit_twice_at_one_time(
    scene: Cast, client: Client, officer: User
) -> None:
    first, second = accepted(scene), accepted(scene)
    booked(book(client, first, place="村委会"))
    words = refused(book(client, second, place="王家院坝", **slot("10:00", "10:30")), "occupied")
    assert officer.name in words
    assert booked(book(client, second, place="王家院坝", **slot("08:30", "09:30")))


def test_a_case_does_not_sit_twice_at_one_time(scene: Cast, client: Client) -> None:
    case = accepted(scene)
    booked(book(client, case, place="村委会"))
    head = scene.heads[Tier.VILLAGE]
    words = refused(book(client, case, place="另一处", mediator=head.pk), "occupied")
    assert case.aloud in words
    assert booked(book(client, case, place="另一处", mediator=head.pk, **slot("14:00", "15:00")))


def test_staff_who_are_asked_to_come_are_taken_too_and_free_when_they_cannot(
    scene: Cast, client: Client, officer: User, browser: Any
) -> None:
    head = scene.heads[Tier.VILLAGE]
    first, second = accepted(scene), accepted(scene)
    session = booked(book(client, first, place="村委会", guests=[f"user:{head.pk}"]))
    assert held(session) == 3  # mediator, head, case
    other = {"place": "王家院坝", "mediator": head.pk, **slot("10:00", "10:30")}
    assert head.name in refused(book(client, second, **other), "occupied")
    guest = session.guests.get(user=head)
    answer = {"guest": guest.pk, "answer": "unable"}
    browser(head).post(f"/sessions/{session.pk}/answer/", answer)
    assert held(session) == 2
    assert booked(book(client, second, **other)).mediator == head


def test_outside_the_hours_of_the_room_it_says_the_hours(scene: Cast, client: Client) -> None:
    case = accepted(scene)
    for start, end in (("08:00", "09:30"), ("17:00", "18:00"), ("16:00", "09:30")):
        hours = (
            slot(start, end)
            if start < end
            else slot(start, end, TUESDAY) | {"ends_at": f"2026-03-04T{end}"}
        )
        words = refused(book(client, case, room=room().pk, **hours), "closed")
        assert "09:00—17:30" in words
    assert booked(book(client, case, room=room().pk, **slot("09:00", "17:30")))


def test_a_sitting_has_a_place_and_a_time_to_come(scene: Cast, client: Client) -> None:
    case = accepted(scene)
    assert "地点" in refused(book(client, case), "needs")
    past = slot("08:00", "08:30", "2026-03-02")
    assert "已经过了" in refused(book(client, case, place="某处", **past), "invalid_time")
    back = slot("10:00", "09:00")
    assert "晚于" in refused(book(client, case, place="某处", **back), "invalid_time")
    assert booked(book(client, case, place="某处"))


def test_online_needs_a_platform_and_a_recording_everybody_s_consent(
    scene: Cast, client: Client
) -> None:
    case = accepted(scene)
    assert "平台" in refused(book(client, case, is_online=True), "needs")
    assert "同意" in refused(book(client, case, place="某处", is_recorded=True), "needs")
    session = booked(
        book(
            client, case, is_online=True, platform="解纷码",
            is_recorded=True, has_recording_consent=True,
        )
    )  # fmt: skip
    assert (session.place, session.is_online, session.is_recorded) == ("解纷码", True, True)


def test_a_moved_sitting_frees_its_slot_and_both_stand(
    scene: Cast, client: Client, officer: User, browser: Any
) -> None:
    case = accepted(scene)
    head = scene.heads[Tier.VILLAGE]
    guests = [f"user:{head.pk}", *(f"party:{party.pk}" for party in case.parties.all())]
    first = booked(book(client, case, room=room().pk, guests=guests))
    page = client.get(f"/cases/{case.pk}/moves/schedule/?instead_of={first.pk}").content.decode()
    assert "2026-03-03T09:30" in page
    moved = booked(
        book(
            client, case, room=room().pk, guests=guests, instead_of=first.pk,
            **slot("10:00", "11:30"),
        )
    )  # fmt: skip
    first.refresh_from_db()
    assert (first.is_cancelled, first.cancel_reason, held(first)) == (True, "改期", 0)
    assert (moved.moved_from, held(moved)) == (first, 4)
    told = Notice.objects.get(user=head, kind="session_moved")
    assert "3月3日 09:30的安排改到3月3日 10:00，调解一室" in told.text
    assert told.is_urgent
    assert refused(book(client, case, instead_of=first.pk, place="某处"), "invalid")


def test_a_move_that_fails_leaves_the_first_sitting_as_it_was(
    scene: Cast, client: Client, browser: Any
) -> None:
    case, other = accepted(scene), accepted(scene)
    session = booked(book(client, case, room=room().pk))
    clerk = browser(scene.clerk)
    head = scene.heads[Tier.VILLAGE].pk
    booked(book(clerk, other, room=room().pk, mediator=head, **slot("14:00", "15:00")))
    again = {"instead_of": session.pk, "room": room().pk, **slot("14:30", "15:30")}
    refused(book(client, case, **again), "occupied")
    session.refresh_from_db()
    assert not session.is_cancelled
    assert held(session) == 3
    assert now(case).sessions.count() == 1


def test_cancelling_frees_the_slot_and_tells_the_staff_at_once(
    scene: Cast, client: Client, browser: Any
) -> None:
    case = accepted(scene)
    head = scene.heads[Tier.VILLAGE]
    session = booked(book(client, case, room=room().pk, guests=[f"user:{head.pk}"]))
    reason = some_text()
    client.post(f"/sessions/{session.pk}/cancel/", {"reason": ""})
    session.refresh_from_db()
    assert not session.is_cancelled
    client.post(f"/sessions/{session.pk}/cancel/", {"reason": reason})
    session.refresh_from_db()
    assert (session.is_cancelled, session.cancel_reason, held(session)) == (True, reason, 0)
    told = Notice.objects.get(user=head, kind="session_cancelled")
    assert told.is_urgent
    assert case.aloud in told.text
    assert reason not in told.text  # free words are not sent about
    assert booked(book(client, accepted(scene), room=room().pk))


def test_only_who_books_may_cancel(scene: Cast, client: Client, browser: Any) -> None:
    case = accepted(scene)
    session = booked(book(client, case, place="村委会"))
    url = f"/sessions/{session.pk}/cancel/"
    assert browser(scene.stationed).post(url, {"reason": some_text()}).status_code == 302
    session.refresh_from_db()
    assert not session.is_cancelled
    assert browser(scene.town.user("village2")).post(url, {"reason": "x"}).status_code == 404
    browser(scene.clerk).post(url, {"reason": some_text()})
    session.refresh_from_db()
    assert session.is_cancelled
    assert session.cancelled_by == scene.clerk


def test_the_end_of_a_case_calls_off_what_was_arranged(
    scene: Cast, client: Client, officer: User
) -> None:
    case, head = accepted(scene), scene.heads[Tier.VILLAGE]
    session = booked(book(client, case, room=room().pk, guests=[f"user:{head.pk}"]))
    act(now(case), "terminate", officer)
    session.refresh_from_db()
    assert session.is_cancelled
    assert not Occupancy.objects.filter(is_cancelled=False).exists()
    assert Notice.objects.filter(user=head, kind="session_cancelled", is_urgent=True).exists()


def test_a_change_of_mode_is_recorded_with_its_reason(
    scene: Cast, client: Client, officer: User
) -> None:
    case = accepted(scene)
    session = booked(book(client, case, place="村委会"))
    assert session.mode == "people"
    url, reason = f"/sessions/{session.pk}/mode/", some_text()
    client.post(url, {"mode": "people", "reason": reason})
    client.post(url, {"mode": "judicial", "reason": ""})
    assert not ModeChange.objects.exists()
    client.post(url, {"mode": "judicial", "reason": reason})
    change = ModeChange.objects.get()
    assert (change.before, change.after, change.by) == ("people", "judicial", officer)
    page = client.get(f"/sessions/{session.pk}/").content.decode()
    assert "司法调解" in page
    assert reason in page


def test_the_parties_may_choose_the_mediator(scene: Cast, client: Client) -> None:
    case = accepted(scene)
    chosen = scene.members[Tier.STREET]
    fields = {"place": "村委会", "mediator": chosen.pk, "mediator_chosen_by": "party"}
    session = booked(book(client, case, **fields))
    assert (session.mediator, session.mediator_chosen_by) == (chosen, "party")
    assert "当事人选的" in client.get(f"/sessions/{session.pk}/").content.decode()
    assert Notice.objects.filter(user=chosen, kind="session_booked").exists()


def test_the_calendar_entry_names_nobody_in_full(scene: Cast, client: Client, browser: Any) -> None:
    parties = [some_person("applicant"), some_person("respondent")]
    case = accepted(scene, parties=parties)
    session = booked(book(client, case, room=room().pk))
    answer = client.get(f"/sessions/{session.pk}/calendar.ics")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in text
    assert "DTSTART" in text
    assert case.aloud in text
    assert "调解一室" in text
    for party in parties:
        assert party["name"] not in text
    stranger = browser(scene.town.user("village2"))
    assert stranger.get(f"/sessions/{session.pk}/calendar.ics").status_code == 404


def test_the_same_party_in_two_places_is_a_warning_after_booking(
    scene: Cast, client: Client, browser: Any
) -> None:
    phone = "13912340867"
    first = accepted(
        scene, parties=[some_person("applicant", phone=phone), some_person("respondent")]
    )
    second = accepted(
        scene, parties=[some_person("applicant", phone=phone), some_person("respondent")]
    )
    booked(book(client, first, place="村委会"))
    clerk = browser(scene.clerk)
    url = f"/cases/{second.pk}/moves/schedule/"
    head = scene.heads[Tier.VILLAGE]
    form = {"place": "王家院坝", "mediator": head.pk, "version": now(second).version}
    answer = clerk.post(url, form | slot("14:00", "15:00"), follow=True)
    assert "另有一场安排" not in answer.content.decode()
    earlier = now(second).sessions.get()
    form |= {"version": now(second).version, "instead_of": earlier.pk}
    answer = clerk.post(url, form | slot(), follow=True)
    assert now(second).sessions.get(is_cancelled=False).starts_at == datetime(
        2026, 3, 3, 9, 30, tzinfo=SHANGHAI
    )
    assert "另有一场安排" in answer.content.decode()
    week = clerk.get(f"/sessions/?week={TUESDAY}").content.decode()
    assert "1 场撞期" in week
    length = timedelta(minutes=90)
    assert now(second).sessions.last().ends_at - now(second).sessions.last().starts_at == length
