"""窗口 × 办理类型: every number leads to its matters, and only to those in sight."""

import uuid
from typing import Any

import pytest
from django.test import Client

from cases.services.inquiries import answer_on_the_spot
from grids.models import Department
from tests.cases.factories import Cast, act, register, some_text

pytestmark = pytest.mark.django_db


def cells(client: Client, window: str) -> dict[str, int]:
    lines = client.get("/api/v1/window/handling/").json()
    (line,) = [one for one in lines if one["window"] == window]
    assert line["total"] == line["cells"]["own"] + line["cells"]["passed"]
    return dict(line["cells"])


def test_what_came_in_is_divided_and_the_rest_counted_beside(scene: Cast, browser: Any) -> None:
    director = browser(scene.director)
    before = cells(director, "mediation")
    own, passed = register(scene), register(scene)
    neighbour = Department.objects.get(division__code="500102011209", kind="committee")
    act(passed, "assign", scene.peace, unit=neighbour.pk)
    act(own, "urge", scene.peace)
    after = cells(director, "mediation")
    assert {name: after[name] - before[name] for name in after} == {
        "own": 1,
        "passed": 1,
        "assigned": 0,
        "urged": 1,
        "followed": 0,
    }
    behind = director.get("/api/v1/window/handling/mediation/urged/").json()
    numbers = {one["number"] for one in behind}
    assert own.number in numbers
    assert passed.number not in numbers
    page = director.get("/window/handling/mediation/passed/").content.decode()
    assert passed.number in page
    assert own.number not in page
    assert own.number in director.get("/window/handling/mediation/urged/").content.decode()


def test_an_answer_on_the_spot_is_the_legal_windows_own(scene: Cast, browser: Any) -> None:
    inquiry = answer_on_the_spot(
        scene.clerk,
        window="legal",
        form_key=uuid.uuid4(),
        asked=some_text(),
        answer=some_text(),
        law="民法典第188条",
    )
    assert cells(browser(scene.clerk), "legal")["own"] == 1
    assert (
        inquiry.number in browser(scene.clerk).get("/window/handling/legal/own/").content.decode()
    )
    # 平安办 reads how many there were by topic, not the questions: none of them is in its cells.
    assert cells(browser(scene.peace), "legal")["own"] == 0


def test_who_sees_no_window_has_no_such_page(scene: Cast, browser: Any) -> None:
    for other in (scene.members["village"], scene.bystander, scene.grid):
        assert browser(other).get("/window/handling/").status_code == 404
        assert browser(other).get("/window/handling/legal/own/").status_code == 404
        assert browser(other).get("/api/v1/window/handling/").status_code == 404
        assert browser(other).get("/api/v1/window/handling/legal/own/").status_code == 404
    director = browser(scene.director)
    assert director.get("/window/handling/?month=2026-02").status_code == 200
    assert director.get("/window/handling/?month=nothing").status_code == 200
    assert director.get("/window/handling/nowhere/own/").status_code == 404
