"""并入: a walk-in joins an open case: a line of history, no number, no clock, nothing else moved."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from cases import services
from cases.models import Case, Event, Visit
from cases.services import visits
from mediation.core.models import Counter, Notice
from reporting.models import Movement
from tests.cases.factories import Cast, registration, some_text

pytestmark = pytest.mark.django_db


def filed(scene: Cast, by: str = "window", **more: Any) -> Case:
    return services.register(scene.town.user(by), **registration(**more)).case


def at_the_desk(scene: Cast, said: str = "", by: str = "window") -> Visit:
    user = scene.town.user(by)
    visit = visits.take_ticket(user, window="mediation", form_key=uuid4(), said=said)
    return visits.call(user, visit)


def add(client: Client, visit: Visit, case: Case | str, said: str) -> Any:
    matter = case if isinstance(case, str) else f"case:{case.pk}"
    data = {"matter": matter, "said": said}
    return client.post(f"/api/v1/visits/{visit.pk}/add/", data, content_type="application/json")


def standing_of(case: Case) -> dict[str, Any]:
    """Everything that a merge leaves as it is."""
    row = Case.objects.values(
        "number", "short_number", "status", "tier", "due_on", "due_rule", "stuck", "last_act_on",
        "narrative", "card_text", "file_text", "unit", "officer",
    ).get(pk=case.pk)  # fmt: skip
    clocks = list(
        case.deadlines.order_by("pk").values_list("clock", "start_on", "due_on", "stopped_on")
    )
    lines = list(Movement.objects.filter(case=case).values_list("kind", "booked_on", "amount"))
    numbers = list(Counter.objects.filter(kind="case").values_list("kind", "last"))
    waiting = list(case.proposals.filter(decided_at=None).values_list("pk", flat=True))
    return {**row, "clocks": clocks, "lines": lines, "numbers": numbers, "waiting": waiting}


def test_a_merge_adds_a_line_of_history_and_moves_nothing_else(
    scene: Cast, browser: Any, at: Any
) -> None:
    case = filed(scene)
    services.move(case, "assign", scene.heads["village"], officer=scene.members["village"].pk)
    services.move(case, "accept", scene.members["village"], consent=True)
    ask = {"clock": "RUNG", "days": 3, "reason": some_text()}
    services.move(case, "extend", scene.members["village"], **ask)  # waits for the head's signature
    at("2026-03-05 10:00")
    before, cases, events = standing_of(case), Case.objects.count(), case.events.count()
    assert before["waiting"]
    said = f"昨天又堵了路{some_text()}"
    visit = at_the_desk(scene, "问进度")
    answer = add(browser(scene.clerk), visit, case, said)
    assert answer.status_code == 200, answer.content
    assert standing_of(case) == before
    assert Case.objects.count() == cases
    event = case.events.latest("seq")
    assert case.events.count() == events + 1
    assert (event.verb, event.actor, event.payload) == (
        "visited", scene.clerk, {"visit": visit.pk},
    )  # fmt: skip
    assert f"{event.on}" == "2026-03-05"
    visit.refresh_from_db()
    assert (visit.outcome, visit.matter_key, visit.outcome_words) == (
        "added", f"case:{case.pk}", said,
    )  # fmt: skip


def test_the_words_are_sealed_and_no_event_or_notice_carries_them(
    scene: Cast, browser: Any
) -> None:
    case, said = filed(scene), some_text()
    add(browser(scene.clerk), at_the_desk(scene), case, said)
    with connection.cursor() as cursor:
        cursor.execute("SELECT outcome_words FROM cases_visit")
        assert not any(said in row[0] for row in cursor.fetchall())
    told = Notice.objects.filter(kind="visited")
    assert told.exists()  # whoever handles it hears that there is something to read
    assert not [one for one in Notice.objects.all() if said in one.text]
    assert not [one for one in Event.objects.all() if said in str(one.payload)]


def test_the_handling_unit_reads_what_was_newly_said_and_the_card_reader_does_not(
    scene: Cast, browser: Any
) -> None:
    case, said = filed(scene), some_text()
    other, kept = filed(scene), some_text()
    clerk = browser(scene.clerk)
    assert add(clerk, at_the_desk(scene), case, said).status_code == 200
    assert add(clerk, at_the_desk(scene), other, kept).status_code == 200
    unit = browser(scene.heads["village"])
    page = unit.get(f"/cases/{case.pk}/").content.decode()
    assert said in page
    assert kept not in page
    assert "又到窗口，补充了情况" in page
    for reader in (scene.peace, scene.director):  # the file, but not the record
        page = browser(reader).get(f"/cases/{case.pk}/").content.decode()
        assert "又到窗口，补充了情况" in page
        assert said not in page


def test_what_is_no_longer_open_takes_no_visit(scene: Cast, browser: Any) -> None:
    case = filed(scene)
    services.move(case, "withdraw", scene.clerk, by_party=case.parties.first().pk)
    visit, clerk = at_the_desk(scene), browser(scene.clerk)
    answer = add(clerk, visit, case, some_text())
    assert (answer.status_code, answer.json()["code"]) == (409, "not_now")
    assert "新登记一件" in answer.json()["message"]
    visit.refresh_from_db()
    assert (visit.outcome, visit.left_at) == ("", None)  # he is still at the desk
    assert add(clerk, visit, filed(scene), some_text()).status_code == 200


def test_the_same_answer_twice_is_one_line(scene: Cast, browser: Any) -> None:
    case, visit, clerk = filed(scene), at_the_desk(scene), browser(scene.clerk)
    said = some_text()
    assert add(clerk, visit, case, said).status_code == 200
    assert add(clerk, visit, case, said).status_code == 200
    assert case.events.filter(verb="visited").count() == 1
    assert add(clerk, visit, filed(scene), said).status_code == 409  # he has left already


def test_only_into_what_he_sees(scene: Cast, browser: Any) -> None:
    case = filed(scene)
    officer = browser(scene.town.user("petition"))  # sees cases that belong to a petition only
    visit = at_the_desk(scene, by="petition")
    for matter in (f"case:{case.pk}", "case:999999", "person:1", "case:x", f"petition:{case.pk}"):
        assert add(officer, visit, matter, some_text()).status_code == 404, matter
    visit.refresh_from_db()
    assert visit.outcome == ""
    assert add(browser(scene.heads["village"]), visit, case, some_text()).status_code == 404
    assert not case.events.filter(verb="visited").exists()


def test_the_page_asks_whose_visit_it_is_and_what_was_new(scene: Cast, browser: Any) -> None:
    case, clerk = filed(scene), browser(scene.clerk)
    visit = at_the_desk(scene, said := some_text())
    url = f"/window/add/?to=case:{case.pk}&visit={visit.pk}"
    page = clerk.get(url).content.decode()
    assert case.aloud in page
    assert visit.label in page
    assert said in page  # what he said at the door need not be typed again
    empty = clerk.post(url, {"form_key": uuid4(), "visit": visit.pk, "said": ""})
    assert "请写一句这次新说了什么" in empty.content.decode()
    done = clerk.post(url, {"form_key": uuid4(), "visit": visit.pk, "said": some_text()})
    assert (done.status_code, done.url) == (302, "/window/")
    visit.refresh_from_db()
    assert visit.matter_key == f"case:{case.pk}"


def test_somebody_without_a_ticket_leaves_a_visit_all_the_same(scene: Cast, browser: Any) -> None:
    case, clerk, key = filed(scene), browser(scene.clerk), uuid4()
    url, data = f"/window/add/?to=case:{case.pk}", {"form_key": key, "visit": "", "said": "问进度"}
    for _ in range(2):  # a double press
        assert clerk.post(url, data).status_code == 302
    visit = Visit.objects.get()
    assert (visit.outcome, visit.matter_key, visit.form_key) == ("added", f"case:{case.pk}", key)
    assert visit.served_by == scene.clerk
    assert case.events.filter(verb="visited").count() == 1
