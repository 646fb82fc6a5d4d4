"""What the law makes a duty: asked at once, said every working day, done before the case closes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases import notices
from cases.models import Case, Duty
from mediation.core.models import Notice
from tests.cases.factories import Cast, act, appoint, fields_for, register, some_text

pytestmark = pytest.mark.django_db


def raise_sign(client: Client, case: Case, **fields: Any) -> None:
    given = {"kind": "violence", "text": some_text()} | fields
    done = client.post(f"/api/v1/cases/{case.pk}/safety/signs/", given)
    assert done.status_code == 201, done.json()


def duties(case: Case) -> dict[str, str]:
    return {one.kind: one.law for one in Duty.objects.filter(case=case)}


@pytest.mark.parametrize(
    ("sign", "asked"),
    [
        ({"kind": "violence"}, {"crime_feared": "人民调解法第25条"}),
        (
            {"kind": "violence", "is_incapable": True},
            {"crime_feared": "人民调解法第25条", "family_violence": "反家庭暴力法第14条"},
        ),
        ({"kind": "minor"}, {"minor_harm": "未成年人保护法第11条"}),
        ({"kind": "crime_feared"}, {"crime_feared": "人民调解法第25条"}),
        ({"kind": "self_harm"}, {}),
    ],
)
def test_each_sign_asks_what_its_law_asks(
    scene: Cast, browser: Any, sign: dict[str, Any], asked: dict[str, str]
) -> None:
    case = register(scene)
    raise_sign(browser(scene.members["village"]), case, **sign)
    found = duties(case)
    assert found.keys() == asked.keys()
    assert all(found[kind].startswith(law) for kind, law in asked.items())


def test_red_asks_for_the_police_and_a_lesser_change_does_not(scene: Cast) -> None:
    calm, red = register(scene), register(scene)
    act(calm, "reassess", scene.peace, risk="orange")
    act(red, "reassess", scene.peace, risk="red")
    assert duties(calm) == {}
    assert list(duties(red)) == ["crime_feared"]
    act(red, "reassess", scene.peace, risk="red")
    assert Duty.objects.filter(case=red).count() == 1


def test_a_question_of_the_colour_may_be_answered_no_and_one_of_a_sign_may_not(
    scene: Cast, browser: Any
) -> None:
    officer, words = browser(scene.members["village"]), some_text()
    case = register(scene)
    act(case, "reassess", scene.peace, risk="red")
    duty = Duty.objects.get(case=case)
    address = f"/api/v1/cases/{case.pk}/safety/duties/{duty.pk}/"
    no_words = officer.post(address, {"reason": " "}, content_type="application/json")
    assert no_words.status_code == 400
    raise_sign(officer, case)  # the question becomes a duty
    assert Duty.objects.filter(case=case).count() == 1
    refused = officer.post(address, {"reason": words}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "sign_stands")
    other = register(scene)
    act(other, "reassess", scene.peace, risk="red")
    asked = Duty.objects.get(case=other)
    done = officer.post(
        f"/api/v1/cases/{other.pk}/safety/duties/{asked.pk}/",
        {"reason": words},
        content_type="application/json",
    )
    assert done.status_code == 200
    assert done.json()["duties"][0]["words"] == words


def test_a_report_says_when_and_to_whom_and_is_given_once(scene: Cast, browser: Any) -> None:
    case, officer, whom = register(scene), browser(scene.members["village"]), some_text()
    raise_sign(officer, case)
    duty = Duty.objects.get(case=case)
    page = f"/cases/{case.pk}/safety/"
    empty = officer.post(page, {"act": "report", "row": duty.pk, "to_whom": ""})
    assert "请写明向哪个单位" in empty.content.decode()
    late = {"act": "report", "row": duty.pk, "to_whom": whom, "on": "2026-03-03"}
    assert "不能晚于今天" in officer.post(page, late).content.decode()
    assert Duty.objects.get(pk=duty.pk).is_open
    done = officer.post(page, late | {"on": "2026-03-01"})
    assert done.status_code == 302
    shown = officer.get(page).content.decode()
    assert "2026年3月1日" in shown
    assert whom in shown
    again = officer.post(page, late | {"on": "2026-03-01"})
    assert "已经记过" in again.content.decode()


def test_who_saw_it_and_reported_it_himself_says_so_at_once(scene: Cast, browser: Any) -> None:
    case, whom = register(scene), some_text()
    raise_sign(browser(scene.grid), case, kind="minor", reported_on="2026-03-02", reported_to=whom)
    duty = Duty.objects.get(case=case)
    assert (duty.answer, duty.words, str(duty.done_on)) == ("reported", whom, "2026-03-02")
    assert duty.answered_by == scene.grid


def test_nobody_else_answers_a_duty(scene: Cast, browser: Any) -> None:
    case = register(scene)
    raise_sign(browser(scene.members["village"]), case)
    duty = Duty.objects.get(case=case)
    address = f"/api/v1/cases/{case.pk}/safety/duties/{duty.pk}/"
    given = {"to_whom": some_text()}
    for other in (scene.peace, scene.director, scene.grid, scene.justice):
        refused = browser(other).post(address, given, content_type="application/json")
        assert refused.status_code == 404
    owner = browser(scene.owner).post(address, given, content_type="application/json")
    assert owner.status_code == 200


def test_officer_and_head_are_told_every_working_day_until_it_is_done(
    cast: Cast, browser: Any, at: Any
) -> None:
    at("2026-04-02 09:00")  # Thursday; 04-04…06 are off, 04-07 is worked
    case = appoint(cast, register(cast))
    officer, head = cast.members["village"], cast.heads["village"]
    raise_sign(browser(officer), case)
    duty = Duty.objects.get(case=case)

    def told(user: Any) -> list[str]:
        rows = Notice.objects.filter(user=user, subject=f"duty:{duty.pk}").order_by("day")
        return [str(row.day) for row in rows]

    for day in ("02", "03", "04", "05", "06", "07"):
        at(f"2026-04-{day} 09:30")
        notices.write_due()
    days = ["2026-04-02", "2026-04-03", "2026-04-07"]
    assert told(officer) == days
    assert told(head) == days
    assert told(cast.peace) == told(cast.grid) == []
    given = {"to_whom": some_text()}
    address = f"/api/v1/cases/{case.pk}/safety/duties/{duty.pk}/"
    assert browser(officer).post(address, given).status_code == 200
    waiting = list(Notice.objects.filter(subject=f"duty:{duty.pk}"))
    assert notices.still_due(waiting) == set()
    at("2026-04-08 09:30")
    notices.write_due()
    assert told(officer) == days


def test_the_case_is_not_closed_while_a_duty_is_open(scene: Cast, browser: Any) -> None:
    officer, head = scene.members["village"], scene.heads["village"]
    case = act(register(scene), "accept", officer)
    raise_sign(browser(officer), case)
    case = act(case, "terminate", officer)
    close = {"verb": "close", **fields_for("close", case)}
    api = f"/api/v1/cases/{case.pk}/moves/"
    refused = browser(head).post(api, close, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "closing_gaps")
    for reader in (scene.peace, scene.director):  # the gap is said, not what is feared
        shown = browser(reader).get(f"/cases/{case.pk}/").content.decode()
        assert "内部必办" in shown
        assert "公安" not in shown.split("结案前还差")[1][:300]
    duty = Duty.objects.get(case=case)
    address = f"/api/v1/cases/{case.pk}/safety/duties/{duty.pk}/"
    assert browser(head).post(address, {"to_whom": "派出所"}).status_code == 200
    assert "内部必办" not in browser(head).get(f"/cases/{case.pk}/").content.decode()


def test_the_database_takes_no_half_answered_duty(scene: Cast, browser: Any) -> None:
    case = register(scene)
    raise_sign(browser(scene.members["village"]), case)
    rows: Callable[..., int] = Duty.objects.filter(case=case).update
    for half in ({"done_on": "2026-03-02"}, {"answer": "reported"}, {"answer": "no_danger"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows(**half)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows(
            answer="no_danger",
            answered_by=scene.peace,
            answered_at="2026-03-02T01:00:00Z",
        )
