"""Meetings that are held again and again: open by themselves, sign-in, minutes, tasks, the next one."""

from datetime import date
from typing import Any

import pytest
from django.db import Error, transaction
from rest_framework.test import APIClient

from mediation.core.models import Notice
from reporting.models import Meeting, MeetingTask
from reporting.services import meetings
from tests.cases.factories import some_text
from tests.factories import V1, Town
from tests.reporting.writing import desk, word_file

pytestmark = pytest.mark.django_db
# Friday; the half-month runs from 31 October to 14 November, the week from the 9th to the 15th.
FRIDAY = "2026-11-13 08:00"


@pytest.fixture
def opened(town: Town, at: Any) -> Town:
    at(FRIDAY)
    meetings.open_meetings()
    return town


def half_month(town: Town) -> Meeting:
    return Meeting.objects.get(kind="half_month", unit=town.unit("peace"))


def post(town: Town, who: str, meeting: Meeting, do: str, **data: Any) -> Any:
    meeting.refresh_from_db()
    sent = {"do": do, "version": meeting.version} | data
    answer = desk(town, who).post(f"/meetings/{meeting.pk}/", sent)
    meeting.refresh_from_db()
    return answer


def arrange(town: Town, meeting: Meeting, on: str = "2026-11-13") -> Any:
    data = {"arrange-held_on": on, "arrange-place": "三楼会议室"}
    return post(town, "peace", meeting, "arrange", **data)


def finish(town: Town, meeting: Meeting, **data: Any) -> Any:
    return post(town, "peace", meeting, "minutes", **({"minutes": some_text(30)} | data))


def test_each_unit_has_its_meeting_of_the_turn_once(opened: Town) -> None:
    count = Meeting.objects.count()
    assert meetings.open_meetings() == 0
    assert Meeting.objects.count() == count
    days = {
        (one.kind, one.unit.code.rpartition("-")[2]): (one.first_on, one.last_on, one.held_on)
        for one in Meeting.objects.exclude(kind="village").select_related("unit")
    }
    # Those whose usual day is over are held today: the week's Monday, the month's 5th.
    turn = (date(2026, 10, 31), date(2026, 11, 14), date(2026, 11, 14))
    assert days == {
        ("half_month", "peace"): turn,
        ("justice", "justice"): turn,
        ("week", "centre"): (date(2026, 11, 9), date(2026, 11, 15), date(2026, 11, 13)),
        ("month", "peace"): (date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 13)),
    }
    village = Meeting.objects.get(kind="village", unit=opened.unit(V1))
    assert village.held_on == date(2026, 11, 13)  # the Friday of the week
    meeting = half_month(opened)
    assert meeting.items.first().title == "上次议定事项的落实"
    assert meeting.seats.filter(unit=opened.unit("police")).exists()


def test_day_and_place_are_told_to_who_is_asked(opened: Town) -> None:
    meeting = half_month(opened)
    arrange(opened, meeting, "2026-11-16")
    assert (meeting.held_on, meeting.place) == (date(2026, 11, 16), "三楼会议室")
    told = Notice.objects.get(user=opened.user("police"), kind="meeting")
    assert told.text == "半月例会：11月16日，三楼会议室，请参加"
    late = arrange(opened, meeting, "2026-12-20")  # past the next turn
    assert late.status_code == 200
    assert meeting.held_on == date(2026, 11, 16)
    assert (
        desk(opened, "department")
        .post(
            f"/meetings/{meeting.pk}/",
            {"do": "arrange", "arrange-held_on": "2026-11-17", "arrange-place": "别处"},
        )
        .status_code
        == 302
    )
    meeting.refresh_from_db()
    assert meeting.place == "三楼会议室"


def test_a_unit_signs_in_for_itself_on_the_day(opened: Town, at: Any) -> None:
    meeting = half_month(opened)
    police = meeting.seats.get(unit=opened.unit("police"))
    justice = meeting.seats.get(unit=opened.unit("justice"))
    post(opened, "police", meeting, "sign_in", seat=police.pk)  # held on the 14th
    police.refresh_from_db()
    assert police.signed_at is None
    at("2026-11-14 09:00")
    post(opened, "police", meeting, "sign_in", seat=justice.pk)  # another unit's
    justice.refresh_from_db()
    assert justice.signed_at is None
    post(opened, "police", meeting, "sign_in", seat=police.pk)
    police.refresh_from_db()
    assert police.post.user == opened.user("police")
    page = desk(opened, "peace").get(f"/meetings/{meeting.pk}/").content.decode()
    assert f"{opened.user('police').name}（派出所民警）" in page


def test_what_was_decided_stands_on_the_unit_s_day_until_it_is_done(opened: Town) -> None:
    meeting = half_month(opened)
    text, result = some_text(20), some_text(20)
    guijian = opened.unit("guijian").pk
    half = post(opened, "peace", meeting, "task", **{"task-text": text, "task-unit": guijian})
    assert half.status_code == 200  # a unit without a day
    assert not meeting.tasks.exists()
    sent = {"task-text": text, "task-unit": guijian, "task-due_on": "2026-11-20"}
    post(opened, "peace", meeting, "task", **sent)
    task = meeting.tasks.get()
    assert text in desk(opened, "department").get("/").content.decode()
    assert text not in desk(opened, "police").get("/").content.decode()
    notice = Notice.objects.get(user=opened.user("department"), kind="meeting_task")
    assert text not in notice.text
    address = f"/meetings/tasks/{task.pk}/"
    desk(opened, "justice").post(address, {"result": result})  # sees it, and is not asked
    task.refresh_from_db()
    assert task.done_on is None
    desk(opened, "department").post(address, {"result": result, "next": "/"})
    task.refresh_from_db()
    assert (task.done_on, task.result) == (date(2026, 11, 13), result)
    assert text not in desk(opened, "department").get("/").content.decode()
    with pytest.raises(Error), transaction.atomic():
        MeetingTask.objects.filter(pk=task.pk).update(result="别的")


def test_final_minutes_stay_and_the_next_meeting_is_there(opened: Town) -> None:
    meeting = half_month(opened)
    early = finish(opened, meeting)
    assert early.status_code == 200  # not held yet
    assert meeting.minutes_at is None
    arrange(opened, meeting)
    item = meeting.items.first()
    seat = meeting.seats.get(unit=opened.unit("justice"))
    said, minutes = some_text(30), some_text(30)
    finish(
        opened,
        meeting,
        minutes=minutes,
        present=[str(seat.pk)],
        **{f"item_{item.pk}": said},
    )
    assert meeting.number == "平安办矛议〔2026〕1号"
    seat.refresh_from_db()
    assert seat.post.user == opened.user("justice")
    following = Meeting.objects.get(
        kind="half_month", unit=meeting.unit, first_on=date(2026, 11, 15)
    )
    assert (following.last_on, following.held_on) == (date(2026, 11, 30), date(2026, 11, 30))
    for change in (
        lambda: Meeting.objects.filter(pk=meeting.pk).update(minutes="别的"),
        lambda: meeting.items.update(words="别的"),
        lambda: meeting.seats.update(signed_at=None, post=None),
        lambda: meeting.items.filter(pk=item.pk).delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    following.items.update(words="可以")  # while it is open
    sheet = word_file(opened, "police", f"/meetings/{meeting.pk}/docx/")
    lines = [line.text for line in sheet.paragraphs]
    assert lines[0] == "李渡街道半月例会纪要"
    assert meeting.number in lines
    assert {said, minutes} <= set(lines)
    assert "出席：司法所" in lines


def test_what_an_earlier_meeting_asked_for_stands_on_the_next_agenda(opened: Town) -> None:
    meeting = half_month(opened)
    arrange(opened, meeting)
    text = some_text(20)
    task = {"task-text": text, "task-unit": opened.unit("guijian").pk}
    post(opened, "peace", meeting, "task", **task, **{"task-due_on": "2026-11-20"})
    finish(opened, meeting)
    following = Meeting.objects.get(kind="half_month", first_on=date(2026, 11, 15))
    assert text in desk(opened, "peace").get(f"/meetings/{following.pk}/").content.decode()
    desk(opened, "department").post(
        f"/meetings/tasks/{meeting.tasks.get().pk}/", {"result": some_text()}
    )
    assert text not in desk(opened, "peace").get(f"/meetings/{following.pk}/").content.decode()


def test_a_village_s_meeting_is_its_own_and_the_town_s_overseers(opened: Town) -> None:
    village = Meeting.objects.get(kind="village", unit=opened.unit(V1))
    for who, status in (
        ("village", 200),
        ("peace", 200),
        ("justice", 200),
        ("village2", 404),
        ("department", 404),
        ("window", 404),
    ):
        found = desk(opened, who).get(f"/meetings/{village.pk}/").status_code
        assert found == status, who
    assert desk(opened, "grid").get("/meetings/").status_code == 404


def test_the_same_over_json(opened: Town) -> None:
    meeting = half_month(opened)
    client = APIClient()
    client.force_authenticate(opened.user("peace"))
    address = f"/api/v1/meetings/{meeting.pk}/"
    body = {"held_on": "2026-11-13", "place": "三楼"}
    assert client.post(f"{address}arrange/", body, format="json").status_code == 200
    task = {"text": some_text(), "unit": opened.unit("guijian").pk, "due_on": "2026-11-20"}
    assert (
        client.post(f"{address}task/", task, format="json").json()["tasks"][0]["text"]
        == (task["text"])
    )
    done = client.post(f"{address}minutes/", {"minutes": some_text()}, format="json").json()
    assert done["meeting"]["is_final"] is True
    again = client.post(f"{address}minutes/", {"minutes": some_text()}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "final")
    client.force_authenticate(opened.user("department"))
    answer = client.post(
        f"/api/v1/meetings/tasks/{done['tasks'][0]['id']}/done/",
        {"result": some_text()},
        format="json",
    )
    assert answer.json()["done_on"] == "2026-11-13"
    client.force_authenticate(opened.user("village2"))
    assert client.get(f"{address}").status_code == 200  # villages are asked to the half-month's
    client.force_authenticate(opened.user("window"))
    assert client.get(f"{address}").status_code == 404
