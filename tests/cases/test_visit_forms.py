"""The register form of a ticket: nothing typed twice, nothing lost, the visit ends with it."""

import random
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from cases.models import Case, Visit
from cases.services import visits
from mediation.core.models import Counter, Draft
from reporting.models import Movement
from reporting.services import locking
from tests.cases.factories import Cast
from tests.factories import V1, V2

pytestmark = pytest.mark.django_db


def chinese(length: int = 12) -> str:
    return "".join(random.choices("水沟田埂后墙院坝竹林小路邻家雨天屋檐谷场", k=length))


def ticket(scene: Cast, by: str = "window", **more: Any) -> Visit:
    user = scene.town.user(by)
    fields = {"window": "mediation", "form_key": uuid4()} | more
    return visits.call(user, visits.take_ticket(user, **fields))


def typed(**changes: Any) -> dict[str, Any]:
    """A complete form as the browser posts it; `__` stands for the hyphen."""
    fields = {
        "form_key": str(uuid4()),
        "window": "mediation",
        "source": "visit",
        "received_on": "",
        "narrative": chinese(),
        "division": V1,
        "category": "02",
        "people_count": "2",
        "risk": "yellow",
        "risk_reason": chinese(6),
        "route": "village",
        "scale": "01",
        "difficulty": "general",
        "trend": "steady",
        "parties-TOTAL_FORMS": "2",
        "parties-INITIAL_FORMS": "0",
        "parties-MIN_NUM_FORMS": "2",
        "parties-MAX_NUM_FORMS": "40",
        "parties-0-role": "applicant",
        "parties-0-kind": "person",
        "parties-0-name": "王秀英",
        "parties-1-role": "respondent",
        "parties-1-kind": "person",
        "parties-1-name": "陈国强",
    }
    return fields | {name.replace("__", "-"): value for name, value in changes.items()}


def address(visit: Visit, more: str = "") -> str:
    return f"/cases/new/?visit={visit.pk}{more}"


def value_of(page: str, name: str) -> str:
    """What stands in a text field of the page."""
    at = page.index(f'name="{name}"')
    head, tail = page.rindex("<", 0, at), page.index(">", at)
    tag = page[head : tail + 1]
    if tag.startswith("<textarea"):
        return page[tail + 1 : page.index("</textarea>", tail)].strip()
    return tag.split('value="')[1].split('"')[0] if 'value="' in tag else ""


def page_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_what_was_said_at_the_door_is_filled_in_and_the_registration_ends_the_visit(
    scene: Cast, browser: Any
) -> None:
    said = chinese()
    visit = ticket(scene, said=said, name_to_call="王秀英", division=V2)
    clerk = browser(scene.clerk)
    page = page_of(clerk, address(visit))
    assert value_of(page, "narrative") == said
    assert value_of(page, "parties-0-name") == "王秀英"
    assert f'<option value="{V2}" selected>' in page
    assert visit.label in page
    form = typed(narrative=said)
    for _ in range(2):  # a double press
        answer = clerk.post(address(visit), form)
        case = Case.objects.get()
        assert (answer.status_code, answer.url) == (302, f"/cases/{case.pk}/print/receipt/")
    visit.refresh_from_db()
    assert (visit.outcome, visit.matter_key) == ("case", f"case:{case.pk}")
    again = clerk.get(address(visit))
    assert (again.status_code, again.url) == (302, "/window/")


def test_when_the_visit_cannot_end_nothing_is_registered_and_no_number_is_used(
    scene: Cast, browser: Any
) -> None:
    """Somebody else has him at his desk: registration and outcome come together or not at all."""
    visit = ticket(scene, by="justice")
    clerk = browser(scene.clerk)
    answer = clerk.post(address(visit), typed())
    assert answer.status_code == 200
    assert f"{visit.label} 正由" in answer.content.decode()
    assert not Case.objects.exists()
    assert not Counter.objects.filter(kind="case", last__gt=0).exists()
    assert clerk.get(address(visit)).url == "/window/"
    free = ticket(scene)
    assert clerk.post(address(free), typed()).status_code == 302
    assert Case.objects.get().short_number == 1


def test_a_half_filled_form_stays_with_its_ticket_and_apart_from_others(
    scene: Cast, browser: Any
) -> None:
    one, other = ticket(scene, said=chinese()), ticket(scene, said=chinese())
    clerk, story = browser(scene.clerk), chinese()
    kept = typed(narrative=story, place="水井边")
    saved = clerk.post(f"/drafts/case/?key=visit-{one.pk}", kept, content_type="application/json")
    assert saved.status_code == 204
    page = page_of(clerk, address(one))
    assert (value_of(page, "narrative"), value_of(page, "place")) == (story, "水井边")
    assert value_of(page_of(clerk, address(other)), "narrative") == other.said
    assert value_of(page_of(clerk, "/cases/new/"), "narrative") == ""
    # A colleague at the next window takes him over and finds the same.
    visits.transfer(one, scene.clerk, "legal")
    colleague = browser(scene.town.user("justice"))
    assert value_of(page_of(colleague, address(one)), "narrative") == story
    assert colleague.post(address(one), kept).status_code == 302
    assert not Draft.objects.filter(key=f"visit-{one.pk}").exists()


def test_the_button_draft_keeps_the_form_under_the_ticket_without_scripts(
    scene: Cast, browser: Any
) -> None:
    visit, clerk, story = ticket(scene), browser(scene.clerk), chinese()
    answer = clerk.post(address(visit), typed(narrative=story) | {"step": "draft"})
    assert answer.url == address(visit)
    assert value_of(page_of(clerk, address(visit)), "narrative") == story
    cleared = clerk.post(f"/cases/new/clear/?visit={visit.pk}")
    assert cleared.url == address(visit)
    assert value_of(page_of(clerk, address(visit)), "narrative") == ""


def test_words_that_found_nothing_go_where_they_belong(scene: Cast, browser: Any) -> None:
    clerk, story = browser(scene.clerk), "屋檐水滴到后墙，说了三年"
    visit = ticket(scene, name_to_call="王秀英")
    page = page_of(clerk, address(visit, "&words=陈国强"))
    assert (value_of(page, "parties-0-name"), value_of(page, "parties-1-name")) == (
        "王秀英", "陈国强",
    )  # fmt: skip
    assert value_of(page_of(clerk, "/cases/new/?words=陈国强"), "parties-0-name") == "陈国强"
    assert value_of(page_of(clerk, f"/cases/new/?words={story}"), "narrative") == story
    assert f'<option value="{V2}" selected>' in page_of(clerk, "/cases/new/?words=smt")


def test_a_ticket_is_of_those_who_sit_at_a_window(scene: Cast, browser: Any) -> None:
    visit = ticket(scene, said=chinese())
    village = browser(scene.heads["village"])
    assert village.get("/cases/new/").status_code == 200
    for key in (visit.pk, 999_999, "x"):
        assert village.get(f"/cases/new/?visit={key}").status_code == 404
    clerk = browser(scene.clerk)
    assert clerk.get("/cases/new/?visit=999999").status_code == 404
    assert clerk.get(address(visit)).status_code == 200


def test_what_was_first_written_on_paper_says_so_and_its_clock_runs_from_the_paper_s_day(
    scene: Cast, browser: Any
) -> None:
    """Monday 2 March 2026; the paper is of Friday 27 February: with the worked
    Saturday between, three working days end on 3 March."""
    clerk = browser(scene.clerk)
    late = typed(received_on="2026-02-27", entered_later="on")
    assert clerk.post(address(ticket(scene)), late).status_code == 302
    case = Case.objects.get()
    assert f"{case.received_on}" == "2026-02-27"
    answer = case.deadlines.get(clock="ANSWER")
    assert (f"{answer.start_on}", f"{answer.due_on}") == ("2026-02-27", "2026-03-03")
    assert "纸上先登、后来补录" in page_of(clerk, f"/cases/{case.pk}/")
    # Not said of what came in today, and not of a day that is still to come.
    clerk.post("/cases/new/", typed())
    newest = Case.objects.latest("pk")
    assert "补录" not in page_of(clerk, f"/cases/{newest.pk}/")
    tomorrow = clerk.post("/cases/new/", typed(received_on="2026-03-03", entered_later="on"))
    assert "这一天还没到" in tomorrow.content.decode()
    assert Case.objects.count() == 2


def test_a_paper_of_a_locked_half_month_counts_on_the_day_it_was_typed(
    scene: Cast, browser: Any
) -> None:
    """rules.md §7.3: the half-month of 28 February is locked; papers say the 27th, figures the day typed, the 2nd."""
    locking.lock(date(2026, 2, 28), scene.peace, scene.town.centre)
    browser(scene.clerk).post("/cases/new/", typed(received_on="2026-02-27", entered_later="on"))
    case = Case.objects.get()
    assert f"{case.received_on}" == "2026-02-27"
    line = Movement.objects.get(case=case)
    assert (line.kind, f"{line.booked_on}") == ("new", "2026-03-02")
