"""A claim that lapses within 90 days is said aloud at registration, shown and printed."""

import uuid
from typing import Any

import pytest

from cases.models import Case
from tests.cases.factories import Cast, act, register, registration, some_text

pytestmark = pytest.mark.django_db


def posted(client: Any, **fields: Any) -> dict[str, Any]:
    given = registration(**fields) | {"form_key": str(uuid.uuid4())}
    done = client.post("/api/v1/cases/", given, content_type="application/json")
    assert done.status_code == 201, done.json()
    return dict(done.json())


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        # today is 2026-03-02; 89 days on is 2026-05-30 (29 + 30 + 30), 90 days on the 31st
        ({"limitation_on": "2026-05-30"}, "诉讼时效到2026年5月30日，还剩 89 天"),
        ({"limitation_on": "2026-05-31"}, ""),
        ({"limitation_on": "2026-03-01"}, "诉讼时效可能已在2026年3月1日届满"),
        ({"occurred_on": "2023-04-01"}, "按发生日期推算，诉讼时效到2026年4月1日，还剩 30 天"),
        ({"occurred_on": "2023-06-01"}, ""),
        ({"occurred_on": "2023-06-01", "category": "10"}, "劳动仲裁时效可能已在2024年6月1日届满"),
        ({"occurred_on": "2025-04-01", "category": "11"}, "劳动仲裁时效到2026年4月1日，还剩 30 天"),
        ({"occurred_on": "2025-04-01", "category": "02"}, ""),
        ({"occurred_on": "2023-04-01", "limitation_on": "2027-04-01"}, ""),
        ({}, ""),
    ],
)
def test_it_is_said_aloud_at_registration_below_ninety_days(
    scene: Cast, browser: Any, fields: dict[str, Any], said: str
) -> None:
    answer = posted(browser(scene.clerk), **fields)
    assert (said in answer["limitation_warning"]) if said else not answer["limitation_warning"]
    receipt = browser(scene.clerk).get(f"/cases/{answer['id']}/print/receipt/").content.decode()
    assert ("请当面说一遍" in receipt) == bool(said)
    assert said in receipt
    page = browser(scene.members["village"]).get(f"/cases/{answer['id']}/").content.decode()
    assert ("<b>时效</b>" in page) == bool(said)


def test_the_day_may_be_corrected_later(scene: Cast, browser: Any) -> None:
    officer = browser(scene.members["village"])
    case = register(scene)
    api = f"/api/v1/cases/{case.pk}/moves/"
    given = {"verb": "amend", "limitation_on": "2026-03-12"}
    done = officer.post(api, given, content_type="application/json")
    assert done.status_code == 200, done.json()
    assert "还剩 10 天" in done.json()["limitation_warning"]
    assert Case.objects.get(pk=case.pk).events.order_by("-seq").first().payload == {  # type: ignore[union-attr]
        "fields": ["limitation_on"]
    }


def test_a_slip_of_the_year_is_asked_about(scene: Cast, browser: Any) -> None:
    given = registration(limitation_on="2206-05-30") | {"form_key": str(uuid.uuid4())}
    done = browser(scene.clerk).post("/api/v1/cases/", given, content_type="application/json")
    assert done.status_code == 400
    assert "limitation_on" in done.json()["fields"]


@pytest.mark.parametrize(
    ("verb", "document"),
    [("terminate", "termination"), ("refer", "referral"), ("decline", "decline")],
)
def test_it_is_printed_on_every_paper_that_ends_or_refuses_mediation(
    scene: Cast, browser: Any, verb: str, document: str
) -> None:
    officer, head = scene.members["village"], scene.heads["village"]
    near = register(scene, limitation_on="2026-03-12")
    far = register(scene, limitation_on="2028-03-12")
    for case, is_said in ((near, True), (far, False)):
        if verb == "terminate":
            case = act(case, "accept", officer)
        case = act(case, verb, head if verb == "decline" else officer)
        sheet = browser(head).get(f"/cases/{case.pk}/print/{document}/").content.decode()
        assert ("还剩 10 天" in sheet) == is_said
        assert "12348" in sheet  # legal aid, whatever the day


def test_after_the_end_of_mediation_traffic_has_three_days_for_the_police(
    scene: Cast, browser: Any
) -> None:
    officer = scene.members["village"]
    for category, is_said in (("16", True), ("02", False)):
        case = act(register(scene, category=category), "accept", officer)
        case = act(case, "terminate", officer, reason=some_text())
        sheet = browser(officer).get(f"/cases/{case.pk}/print/termination/").content.decode()
        assert ("道路交通事故" in sheet and "三日内" in sheet) == is_said


def test_what_is_settled_is_warned_of_no_more(scene: Cast, browser: Any) -> None:
    officer = scene.members["village"]
    case = act(register(scene, limitation_on="2026-03-12"), "accept", officer)
    assert "<b>时效</b>" in browser(officer).get(f"/cases/{case.pk}/").content.decode()
    case = act(case, "settle", officer)
    assert "<b>时效</b>" not in browser(officer).get(f"/cases/{case.pk}/").content.decode()
