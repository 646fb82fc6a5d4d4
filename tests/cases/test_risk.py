"""The risk of a case over time: every assessment is kept with its reason; going lower needs grounds."""

from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction

from cases.models import Case, RiskAssessment
from mediation.core.models import Notice, NoticeState
from mediation.core.notices import send_due
from tests.cases.factories import Cast, act, register, some_text

pytestmark = pytest.mark.django_db


def move(client: Any, case: Case, **fields: Any) -> Any:
    case.refresh_from_db()
    sent = {"verb": "reassess", "version": case.version} | fields
    return client.post(f"/api/v1/cases/{case.pk}/moves/", sent, content_type="application/json")


def test_going_lower_is_refused_without_grounds_and_done_with_them(
    scene: Cast, browser: Any
) -> None:
    case = register(scene, risk="red", risk_reason=some_text())
    officer, reason, grounds = browser(scene.members["village"]), some_text(), some_text()
    refused = move(officer, case, risk="yellow", reason=reason)
    assert (refused.status_code, refused.json()["code"]) == (400, "needs")
    assert "grounds" in refused.json()["fields"]
    case.refresh_from_db()
    assert case.risk == "red"
    assert not RiskAssessment.objects.exists()
    assert move(officer, case, risk="yellow", reason=reason, grounds=grounds).status_code == 200
    case.refresh_from_db()
    assert (case.risk, case.risk_reason) == ("yellow", reason)
    higher = move(officer, case, risk="orange", reason=some_text())
    assert higher.status_code == 200, higher.json()


def test_the_page_tells_the_risk_through_the_stages_with_every_reason(
    scene: Cast, browser: Any, at: Any
) -> None:
    words = {name: some_text() for name in ("first", "up", "down", "grounds")}
    case = register(scene, risk="blue", risk_reason=words["first"])
    at("2026-03-05 09:00")
    act(case, "reassess", scene.members["village"], risk="red", reason=words["up"])
    at("2026-03-10 09:00")
    act(case, "reassess", scene.members["village"], risk="orange", reason=words["down"],
        grounds=words["grounds"])  # fmt: skip
    at("2026-03-12 09:00")
    spans = browser(scene.peace).get(f"/api/v1/cases/{case.pk}/assessments/").json()
    assert [(one["risk"], one["from_on"], one["until"], one["days"]) for one in spans] == [
        ("blue", "2026-03-02", "2026-03-05", 3),
        ("red", "2026-03-05", "2026-03-10", 5),
        ("orange", "2026-03-10", None, 2),
    ]
    page = browser(scene.peace).get(f"/cases/{case.pk}/").content.decode()
    assert [word for word in words.values() if word not in page] == []
    assert browser(scene.bystander).get(f"/api/v1/cases/{case.pk}/assessments/").status_code == 404


def test_a_case_never_assessed_again_has_the_risk_of_its_registration(
    scene: Cast, browser: Any
) -> None:
    reason = some_text()
    case = register(scene, risk="yellow", risk_reason=reason)
    [span] = browser(scene.peace).get(f"/api/v1/cases/{case.pk}/assessments/").json()
    assert (span["risk"], span["reason"], span["until"]) == ("yellow", reason, None)


def test_red_is_told_at_once_to_leader_peace_office_and_head(scene: Cast) -> None:
    case = register(scene)
    act(case, "reassess", scene.members["village"], risk="orange")
    assert not Notice.objects.filter(kind="reassess").exists()
    act(case, "reassess", scene.members["village"], risk="red")
    told = Notice.objects.filter(kind="reassess", is_urgent=True)
    names = set(told.values_list("user__username", flat=True))
    assert {scene.owner.username, "peace", scene.heads["village"].username} <= names


def test_the_database_keeps_no_downgrade_without_grounds_and_edits_none(scene: Cast) -> None:
    case = register(scene, risk="red")
    act(case, "reassess", scene.peace, risk="blue", grounds=some_text())
    row = RiskAssessment.objects.get(case=case, risk="blue")
    again = {
        name: getattr(row, name)
        for name in ("centre", "case", "tier", "previous", "risk", "reason", "on", "by", "at")
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskAssessment.objects.create(**again, grounds="")
    assert RiskAssessment.objects.create(**again, grounds=some_text()).pk
    with pytest.raises(InternalError, match="Cannot update rows"), transaction.atomic():
        RiskAssessment.objects.filter(pk=row.pk).update(reason=some_text())


def test_red_is_told_of_a_settled_case_too_and_no_more_once_it_went_lower(cast: Cast) -> None:
    """rules.md §2 row 28: open, settled and referred; what moved on since sends nothing."""
    officer = cast.members["village"]
    settled, lowered = (act(register(cast), "accept", officer) for _ in range(2))
    act(settled, "settle", officer)
    for case in (settled, lowered):
        act(case, "reassess", cast.peace, risk="red")
    act(lowered, "reassess", cast.peace, risk="yellow", grounds=some_text())
    send_due()
    told = Notice.objects.filter(kind="reassess")
    dropped = told.filter(state=NoticeState.DROPPED)
    assert set(told.values_list("matter_key", flat=True)) == {
        f"case:{settled.pk}",
        f"case:{lowered.pk}",
    }
    assert set(dropped.values_list("matter_key", flat=True)) == {f"case:{lowered.pk}"}
