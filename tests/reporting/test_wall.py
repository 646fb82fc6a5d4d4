"""The wall: the situation room reads the town, the hall reads nothing that names a matter."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases import services
from cases.models import Case
from grids.access import menu_for
from grids.models import Room
from petitions.services.reference import load_contents
from reporting.models import Movement
from tests.cases.factories import fields_for, registration, some_text
from tests.petitions.factories import Office

V1, V2 = "500102011011", "500102011209"
ALOUD = re.compile(r"(?<!\d)\d+号")
WHOLE_NUMBER = re.compile(r"〔\d{4}〕\d+号")


def page_of(example, account, query=""):
    client = Client()
    client.force_login(example.town.user(account))
    return client.get(f"/wall/{query}")


def api_of(example, account, **query):
    client = APIClient()
    client.force_authenticate(example.town.user(account))
    return client.get("/api/v1/reports/situation/", query)


def texts_of(html):
    """What stands on the page, without its markup and without coordinates."""
    body = re.sub(r"<svg.*?</svg>", "", html, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body[body.index("<body") :]))


@pytest.fixture
def late(example, at):
    """A case of V1 that is long past its day, with words in it that nobody else has."""
    words = {name: f"{name}{some_text()}" for name in ("narrative", "demand", "place", "name")}
    case = services.register(
        example.town.user("window"),
        **registration(
            narrative=words["narrative"],
            demand=words["demand"],
            place=words["place"],
            risk="red",
            parties=[
                {"role": "applicant", "kind": "person", "name": words["name"]},
                {"role": "respondent", "kind": "person", "name": "待查"},
            ],
        ),
    ).case
    Case.objects.filter(pk=case.pk).update(due_on="2026-11-01", stuck=words["demand"])
    return case, words


def test_the_situation_room_reads_the_numbers_of_the_half_month(example):
    page = page_of(example, "peace")
    assert page.status_code == 200
    # rules.md §8 on the evening of 13 November: C2 C8 C10 C7 are open, C6 is with the court.
    data = api_of(example, "peace").json()
    assert data["open"] == "4"
    assert [rung["value"] for rung in data["rungs"]] == ["3", "1", "0", "1"]
    rows = {row["label"]: row for row in data["rows"]}
    v1, v2 = example.town.v1.short_name, example.town.v2.short_name
    assert (rows[v1]["total"], rows[v2]["total"], data["total"]) == ("4", "2", "6")
    assert rows[v1]["cells"][data["columns"].index("邻里")] == "3"
    assert data["pace"][-1] | {"cut_off": ""} == {
        "cut_off": "",
        "new": 6,
        "resolved": 2,
        "new_before": 0,
    }
    assert len(data["pace"]) == 13
    text = texts_of(page.content.decode())
    assert "在办 4 件" in text
    assert "22.22 %" in text


def test_the_wall_names_what_is_overdue_by_its_short_number_and_the_hall_does_not(example, late):
    case, words = late
    wall = texts_of(page_of(example, "peace").content.decode())
    assert f"{case.short_number}号" in wall
    assert "1 件逾期" in wall
    hall = texts_of(page_of(example, "peace", "?hall=1").content.decode())
    assert not ALOUD.search(hall)
    assert not WHOLE_NUMBER.search(hall)
    for text in (wall, hall):
        assert not [word for word in words.values() if word in text]
    assert "逾期" not in hall
    whole = page_of(example, "peace", "?hall=1").content.decode()
    assert not [word for word in words.values() if word in whole]
    assert f"{case.short_number}号" not in whole


def test_the_hall_s_map_has_no_one_and_no_two_and_no_total_that_gives_them_away(example):
    room = api_of(example, "peace").json()
    cells = [cell for row in room["rows"] for cell in row["cells"]]
    assert {"1"} < set(cells)  # there is something to hide
    hall = api_of(example, "peace", hall="1").json()
    shown = [cell for row in hall["rows"] for cell in row["cells"]]
    assert set(shown) & {"1", "2"} == set()
    assert [("·" if cell in {"1", "2"} else cell) for cell in cells] == shown
    # V2: 07 one and 10 one, a total of two would say so; every total there is hidden or ambiguous.
    assert {row["total"] for row in hall["rows"]} & {"1", "2"} == set()
    assert hall["total"] == "·"
    assert {pace["new"] for pace in hall["pace"]} == {None}
    text = texts_of(page_of(example, "peace", "?hall=1").content.decode())
    assert "·" in text
    assert "化解率" not in text
    assert (hall["late"], hall["red"], hall["late_units"]) == (None, None, [])


def test_numbers_of_three_and_more_stand_on_the_hall_s_wall(example):
    for _ in range(3):
        services.register(example.town.user("window"), **registration(division=V2, category="09"))
    hall = api_of(example, "peace", hall="1").json()
    row = next(row for row in hall["rows"] if row["label"] == example.town.v2.short_name)
    assert row["cells"][hall["columns"].index("环境污染")] == "3"


def test_no_place_below_the_village_and_no_grid_stands_on_either_wall(example):
    grid = example.town.place("50010201101101")
    services.register(example.town.user("window"), **registration(division=grid.code))
    for query in ("", "?hall=1"):
        text = texts_of(page_of(example, "peace", query).content.decode())
        assert grid.short_name not in text
        assert grid.name not in text
        assert example.town.v1.short_name in text


def test_a_sitting_says_its_kind_in_the_room_and_nothing_in_the_hall(example, at):
    at("2026-11-13 15:00")
    case, room = example.cases["C2"], room_of(example)
    client = APIClient()
    client.force_authenticate(example.town.user("mediator"))
    booked = {
        "verb": "schedule",
        "version": Case.objects.get(pk=case.pk).version,
        "starts_at": "2026-11-13T16:30",
        "ends_at": "2026-11-13T17:00",
        "room": room.pk,
    }
    answer = client.post(f"/api/v1/cases/{case.pk}/moves/", booked)
    assert answer.status_code == 200, answer.json()
    kind = example.town.category("07").short_name
    wall = texts_of(page_of(example, "peace").content.decode())
    assert f"16:30 {room.name} {kind}" in wall
    hall = texts_of(page_of(example, "peace", "?hall=1").content.decode())
    assert f"16:30 {room.name} 已约" in hall


def room_of(example):
    return Room.objects.filter(centre=example.town.centre).order_by("pk").first()


@pytest.mark.parametrize(
    ("account", "room", "hall"),
    [
        ("peace", 200, 200),
        ("director", 200, 200),
        ("leader", 200, 200),
        ("window", 200, 200),
        ("mediator", 200, 200),
        ("village", 404, 200),
        ("grid", 404, 404),
        ("auditor", 404, 404),
        ("discipline", 404, 404),
    ],
)
def test_who_puts_up_which_wall(example, account, room, hall):
    assert page_of(example, account).status_code == room
    assert api_of(example, account).status_code == room
    assert page_of(example, account, "?hall=1").status_code == hall
    client = Client()
    client.force_login(example.town.user(account))
    assert client.get("/situation/").status_code == room
    assert ("态势" in dict(menu_for(example.town.user(account)))) == (room == 200)
    # Who puts up the hall's wall finds a link to it: 态势, or 概览 for a committee.
    page = client.get("/situation/" if room == 200 else "/overview/")
    assert ("/wall/?hall=1" in page.content.decode()) == (hall == 200)


def test_a_stranger_is_sent_to_the_log_in(example):
    for query in ("", "?hall=1"):
        answer = Client().get(f"/wall/{query}")
        assert answer.status_code == 302
        assert answer.url.startswith("/login/")


def test_petitions_are_a_view_for_their_readers_alone(example):
    page = page_of(example, "director", "?view=petitions")
    assert page.status_code == 200
    assert "检举控告不在内" in texts_of(page.content.decode())
    assert page_of(example, "leader", "?view=petitions").status_code == 404
    assert "?view=petitions" not in page_of(example, "leader").content.decode()
    assert page_of(example, "leader", "?view=rooms").status_code == 200


def test_the_hall_s_petitions_say_no_total_from_which_a_one_or_a_two_is_reckoned(example):
    """Four letters and one visit, four of them claims: 5 − 4 would be the visit and the fifth."""
    load_contents()
    office = Office(example.town)
    for number in range(4):
        office.register(channel="letter", kind="suggestion" if number == 3 else "claim")
    office.register(channel="visit")
    room = tiles_of(example, "?view=petitions")
    assert room == {"合计件次": "5", "来信件数": "4", "来访批次": "1", "申诉求决": "4"}
    hall = tiles_of(example, "?view=petitions&hall=1")
    assert hall == {"来信件数": "4", "来访批次": "·", "申诉求决": "4"}
    kept = kept_by(example, "director", hall="1").get("/wall/kept/?view=petitions")
    assert kept.status_code == 200
    assert "合计件次" not in kept.content.decode()


def tiles_of(example, query):
    """What stands under 本月收到, by its words."""
    html = page_of(example, "director", query).content.decode()
    part = html[html.index("本月收到") : html.index("<h2>办理")]
    return dict(re.findall(r"<li><span>([^<]+)</span><b>([^<]+)<small>", part))


def test_what_the_page_asks_by_itself_is_the_board_alone_and_keeps_nobody_signed_in(example, at):
    client = Client()
    client.force_login(example.town.user("peace"))
    client.get("/wall/")
    seen = client.session["seen"]
    at("2026-11-13 18:20")
    answer = client.get("/wall/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith("<main")
    assert client.session["seen"] == seen
    client.get("/wall/")
    assert client.session["seen"] > seen


def test_the_wall_asks_as_many_questions_for_many_cases_as_for_few(example):
    page_of(example, "peace")

    def count():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert page_of(example, "peace").status_code == 200
        return len(found)

    before = count()
    user = example.town.user("village")
    for number in range(6):
        case = services.register(
            example.town.user("window"), **registration(category=f"{number + 3:02}")
        ).case
        services.move(case, "accept", user, version=None, **fields_for("accept", case))
    assert Movement.objects.count() > 6
    assert count() == before


def test_on_the_page_of_the_house_a_number_of_the_map_leads_to_its_cases(example):
    client = Client()
    client.force_login(example.town.user("peace"))
    html = client.get("/situation/").content.decode()
    link = f"/reports/half-months/2026-11-14/cells/new/?row={V1}&amp;category=02"
    assert link in html
    cases = client.get(link.replace("&amp;", "&")).content.decode()
    shown = {name for name, case in example.cases.items() if case.number in cases}
    assert shown == {"C3", "C8", "C10"} & shown
    assert len(shown) >= 2


def kept_by(example, account, **data):
    """A screen on which somebody left a wall."""
    screen = Client()
    screen.force_login(example.town.user(account))
    answer = screen.post("/wall/keep/", data)
    assert (answer.status_code, answer.url) == (302, "/wall/kept/")
    return screen


def test_a_screen_keeps_its_wall_without_a_log_in_and_opens_nothing_else(example, late):
    case, _ = late
    screen = kept_by(example, "peace")
    page = screen.get("/wall/kept/")
    assert page.status_code == 200
    assert f"{case.short_number}号" in page.content.decode()
    assert "一直留在这块屏上" not in page.content.decode()
    for address in ("/wall/", "/situation/", "/cases/", f"/cases/{case.pk}/"):
        assert screen.get(address).url.startswith("/login/"), address


def test_the_hall_s_screen_stays_the_hall_s_whatever_its_address_says(example, late):
    case, _ = late
    screen = kept_by(example, "village", hall="1")
    for query in ("", "?hall=0", "?hall=", "?view=rooms&hall=0"):
        text = screen.get(f"/wall/kept/{query}").content.decode()
        assert "1、2 件的数字显示为" in text
        assert f"{case.short_number}号" not in text
    village = Client()
    village.force_login(example.town.user("village"))
    assert village.post("/wall/keep/", {}).status_code == 404


def test_a_pass_that_is_given_out_is_written_down(example, caplog):
    user = example.town.user("village")
    with caplog.at_level("INFO", logger="reporting.views.wall"):
        kept_by(example, "village", hall="1")
    code = example.town.centre.code
    assert caplog.messages == [f"wall pass: user {user.pk}, town {code}, hall"]
    with caplog.at_level("INFO", logger="reporting.views.wall"):
        Client().get("/wall/kept/")
    assert len(caplog.messages) == 1


def test_a_pass_ends_with_its_holder_s_post_password_and_thirty_days(example, at):
    screen = kept_by(example, "peace")
    user = example.town.user("peace")
    forged = Client()
    forged.cookies["wall"] = screen.cookies["wall"].value[:-2] + "xx"
    assert forged.get("/wall/kept/").status_code == 302
    assert Client().get("/wall/kept/").url.startswith("/login/")
    assert screen.get("/wall/kept/").status_code == 200
    before = user.password
    user.set_password(some_text())
    user.save(update_fields=["password"])
    assert screen.get("/wall/kept/").status_code == 302
    user.password = before
    user.save(update_fields=["password"])
    assert screen.get("/wall/kept/").status_code == 200
    posts = user.posts.all()
    posts.update(to_on="2026-11-01")
    assert screen.get("/wall/kept/").status_code == 302
    posts.update(to_on=None)
    assert screen.get("/wall/kept/").status_code == 200
    at("2026-12-14 18:00")
    assert screen.get("/wall/kept/").status_code == 302
