"""约个时间: a visit that ends with a day, and who comes on it says nothing twice."""

from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.enums import VisitOutcome
from cases.models import Visit
from cases.selectors.appointments import appointed_on
from cases.services import visits
from tests.cases.factories import Cast, register, some_text
from tests.cases.visiting import a_visit

TOMORROW = date(2026, 3, 3)


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def appoint(client: Any, visit: Visit, **fields: Any) -> Any:
    posted = {"version": visit.version, "on": TOMORROW, "time": "09:30", "window": "legal"}
    return client.post(f"/window/appointments/{visit.pk}/", posted | fields)


def test_a_visit_ends_with_a_day_at_a_window_and_a_slip(scene: Cast, browser: Any) -> None:
    client, visit, why = browser(scene.clerk), a_visit(scene, scene.clerk), some_text()
    done = appoint(client, visit, why=why)
    visit.refresh_from_db()
    assert visit.outcome == VisitOutcome.APPOINTMENT
    assert (visit.appointment_on, visit.appointment_time) == (TOMORROW, time(9, 30))
    slip = text(client.get(done.url))
    for words in ("2026年3月3日", "09:30", "法律服务窗口", why, "法院"):
        assert words in slip


def test_who_comes_on_the_day_gets_a_ticket_with_the_same_words(
    scene: Cast, browser: Any, at: Any
) -> None:
    client, why = browser(scene.clerk), some_text()
    visit = a_visit(scene, scene.clerk, name_to_call="某先生", priority="elder")
    appoint(client, visit, why=why)
    assert not appointed_on(scene.clerk, date(2026, 3, 2)).exists()
    at("2026-03-03 09:20")
    client = browser(scene.clerk)
    assert list(appointed_on(scene.clerk, TOMORROW)) == [visit]
    address = f"/window/appointments/{visit.pk}/come/"
    assert client.post(address).status_code == 302
    taken = Visit.objects.exclude(pk=visit.pk).get()
    assert (taken.on, taken.window, taken.said) == (TOMORROW, "legal", why)
    assert (taken.name_to_call, taken.priority) == ("某先生", "elder")
    assert not appointed_on(scene.clerk, TOMORROW).exists()
    assert client.post(address).status_code == 404
    assert Visit.objects.count() == 2


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"on": ""}, "请选哪天来"),
        ({"on": "2026-03-01"}, "不能早于 2026-03-02"),
        ({"on": "", "number": "99999"}, "没有找到在办的这一件"),
    ],
)
def test_an_appointment_needs_a_day_to_come_or_a_case_in_hand(
    scene: Cast, browser: Any, fault: dict[str, str], words: str
) -> None:
    client, visit = browser(scene.clerk), a_visit(scene, scene.clerk)
    assert words in text(appoint(client, visit, **fault))
    visit.refresh_from_db()
    assert visit.outcome == ""
    assert appoint(client, visit).status_code == 302


def test_for_a_case_in_hand_the_booking_of_its_sitting_opens(scene: Cast, browser: Any) -> None:
    case, visit = register(scene), a_visit(scene, scene.clerk)
    client = browser(scene.clerk)
    done = appoint(client, visit, on="", number=str(case.short_number))
    assert done.url == f"/cases/{case.pk}/moves/schedule/"
    visit.refresh_from_db()
    assert (visit.outcome, visit.matter_key) == (VisitOutcome.APPOINTMENT, f"case:{case.pk}")
    assert visit.appointment_on is None


def test_an_appointment_taken_back_leaves_no_day_behind(scene: Cast, browser: Any) -> None:
    client, visit = browser(scene.clerk), a_visit(scene, scene.clerk)
    appoint(client, visit)
    visits.take_up_again(visit, scene.clerk)
    visit.refresh_from_db()
    assert (visit.outcome, visit.appointment_on, visit.appointment_window) == ("", None, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(appointment_on=TOMORROW)


def test_nobody_but_the_windows_makes_an_appointment(scene: Cast, browser: Any) -> None:
    visit = a_visit(scene, scene.clerk)
    for user in (scene.director, scene.peace, scene.heads["village"]):
        assert appoint(browser(user), visit).status_code == 404
    assert Visit.objects.get(pk=visit.pk).outcome == ""


def test_the_api_makes_the_same_appointment(scene: Cast, browser: Any) -> None:
    client, visit = browser(scene.clerk), a_visit(scene, scene.clerk)
    address = f"/api/v1/visits/{visit.pk}/appointment/"
    missing = client.post(address, {"window": "legal"}, content_type="application/json")
    assert (missing.status_code, missing.json()["fields"].keys()) == (400, {"on"})
    asked = {"on": "2026-03-03", "time": "09:30", "window": "legal"}
    assert client.post(address, asked, content_type="application/json").json() == {
        "visit": visit.pk,
        "appointment_on": "2026-03-03",
        "appointment_time": "09:30:00",
        "appointment_window": "legal",
        "case": None,
    }
    other = browser(scene.director).post(address, asked, content_type="application/json")
    assert other.status_code == 404
