"""The counter: tickets, the queue, transfers, and no visit without an outcome (首接负责)."""

import uuid
from typing import Any

import pytest

from tests.cases.factories import Cast, some_text

pytestmark = pytest.mark.django_db


def ticket(client: Any, **more: Any) -> dict[str, Any]:
    given = {"form_key": str(uuid.uuid4()), "window": "mediation"} | more
    answer = client.post("/api/v1/visits/", given, content_type="application/json")
    assert answer.status_code == 201, answer.json()
    return dict(answer.json())


def post(client: Any, path: str, **data: Any) -> Any:
    return client.post(f"/api/v1/visits/{path}", data, content_type="application/json")


def test_a_ticket_is_taken_called_and_finished(scene: Cast, browser: Any) -> None:
    clerk, words = browser(scene.clerk), some_text()
    taken = ticket(clerk, said=words)
    assert (taken["label"], taken["on"], taken["said"]) == ("A001", "2026-03-02", words)
    called = post(clerk, "next/", window="mediation").json()
    assert (called["id"], called["served_by"]) == (taken["id"], scene.clerk.name)
    assert post(clerk, "next/", window="mediation").status_code == 204
    sent = {"outcome": "elsewhere", "where_to": "区人民法院", "words": some_text()}
    done = post(clerk, f"{taken['id']}/finish/", **sent)
    assert (done.status_code, done.json()["where_to"]) == (200, "区人民法院")
    assert clerk.get("/window/").status_code == 200
    assert browser(scene.bystander).get("/window/").status_code == 404
