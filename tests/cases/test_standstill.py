"""停滞 after 15 days without an act (本镇规定), and a note every 10 days on red and orange ones."""

from collections.abc import Callable
from typing import Any

import pytest

from cases.models import Case
from mediation.core.models import Notice, Rule
from tests.cases.factories import Cast, act, register, some_text

pytestmark = pytest.mark.django_db


def ageing(client: Any, **asked: str) -> Any:
    return client.get("/api/v1/ageing/", asked).json()


def stagnant(client: Any, **asked: str) -> dict[int, int]:
    return {one["case"]: one["days"] for one in ageing(client, **asked)["rows"]}


def accepted(scene: Cast, **more: Any) -> Case:
    return act(register(scene, **more), "accept", scene.members["village"])


def test_a_case_stands_still_on_the_fifteenth_day_without_an_act(
    scene: Cast, browser: Any, at: Any
) -> None:
    left, worked = accepted(scene), accepted(scene)
    at("2026-03-10 09:00")
    act(worked, "record", scene.members["village"])
    at("2026-03-16 09:00")
    assert stagnant(browser(scene.peace)) == {}
    at("2026-03-17 09:00")
    assert stagnant(browser(scene.peace)) == {left.pk: 15}
    at("2026-03-25 09:00")  # 10 March and 15 days
    assert stagnant(browser(scene.peace)) == {left.pk: 23, worked.pk: 15}
    page = browser(scene.peace).get("/ageing/").content.decode()
    assert "<b>2 件</b>在办的 15 天没有办理动作，最久的 <b>23 天</b>" in page
    listed = browser(scene.peace).get("/cases/?stagnant=true").content.decode()
    assert "<b>2 件</b>" in listed


def test_words_about_a_case_are_no_act(scene: Cast, browser: Any, at: Any) -> None:
    case, words = accepted(scene), some_text()
    at("2026-03-10 09:00")
    act(case, "urge", scene.peace)
    act(case, "note", scene.members["village"], stuck=words)
    act(case, "reassess", scene.members["village"])
    at("2026-03-17 09:00")
    assert stagnant(browser(scene.peace)) == {case.pk: 15}
    assert words in browser(scene.peace).get("/ageing/").content.decode()


def test_whoever_oversees_urges_from_the_list_and_the_case_still_stands(
    scene: Cast, browser: Any, at: Any
) -> None:
    """seed 000: 停滞清单，督办单. To ask is no work: only the answer takes the case off the list."""
    case = accepted(scene)
    at("2026-03-20 09:00")
    link = f'href="/cases/{case.pk}/moves/urge/"'
    assert link not in browser(scene.members["village"]).get("/ageing/").content.decode()
    peace = browser(scene.peace)
    assert link in peace.get("/ageing/").content.decode()
    here = f"/cases/{case.pk}/moves/urge/"
    sent = {"text": some_text(), "version": str(case.version), "on": "2026-03-20"}
    assert peace.post(here, sent).status_code == 302
    assert stagnant(peace) == {case.pk: 18}
    act(case, "answer", scene.members["village"])
    assert stagnant(peace) == {}


def test_what_rests_or_is_over_does_not_stand_still(scene: Cast, browser: Any, at: Any) -> None:
    resting, settled, left = accepted(scene), accepted(scene), accepted(scene)
    Case.objects.filter(pk=resting.pk).update(is_resting=True)
    act(settled, "settle", scene.members["village"])
    at("2026-03-20 09:00")
    assert stagnant(browser(scene.peace)) == {left.pk: 18}


def test_the_list_is_by_place_and_unit_and_within_sight(scene: Cast, browser: Any, at: Any) -> None:
    case = accepted(scene)
    at("2026-03-20 09:00")
    found = ageing(browser(scene.peace))
    assert [(one["key"], one["count"], one["longest"]) for one in found["places"]] == [
        ("500102011011", 1, 18)
    ]
    [unit] = found["units"]
    assert (unit["key"], unit["count"]) == (case.unit.code, 1)
    assert stagnant(browser(scene.peace), unit=unit["key"]) == {case.pk: 18}
    assert stagnant(browser(scene.peace), division="500102011209") == {}
    assert stagnant(browser(scene.town.user("village2"))) == {}
    assert browser(scene.clerk).get("/ageing/").status_code == 404


def test_the_town_sets_the_days_or_switches_the_list_off(
    scene: Cast, browser: Any, at: Any
) -> None:
    case = accepted(scene)
    at("2026-03-09 09:00")
    assert stagnant(browser(scene.peace)) == {}
    Rule.objects.filter(clock="STAGNANT").update(length=7)
    assert stagnant(browser(scene.peace)) == {case.pk: 7}
    Rule.objects.filter(clock="STAGNANT").update(is_on=False)
    assert ageing(browser(scene.peace))["limit"] is None
    assert stagnant(browser(scene.peace)) == {}


def progress(client: Any) -> dict[int, tuple[str, int, bool]]:
    rows = client.get("/api/v1/progress/").json()
    return {one["case"]: (one["due_on"], one["days"], one["is_running"]) for one in rows}


def test_red_and_orange_owe_a_note_every_ten_days(scene: Cast, browser: Any, at: Any) -> None:
    red, calm, later = accepted(scene, risk="red"), accepted(scene), accepted(scene)
    at("2026-03-05 09:00")
    act(later, "reassess", scene.members["village"], risk="orange")
    at("2026-03-13 09:00")
    peace = browser(scene.peace)
    assert progress(peace) == {
        red.pk: ("2026-03-12", -1, True),
        later.pk: ("2026-03-15", 2, False),
    }
    page = peace.get("/progress/").content.decode()
    assert '<b class="bad">1 件</b>红色、橙色的该写进展了' in page
    assert f"/cases/{calm.pk}/" not in page
    act(later, "note", scene.members["village"])
    act(red, "note", scene.members["village"])
    assert progress(peace) == {
        red.pk: ("2026-03-23", 10, True),
        later.pk: ("2026-03-23", 10, True),
    }


def told(day: str) -> set[str]:
    rows = Notice.objects.filter(kind="progress", day=day)
    return set(rows.values_list("user__username", flat=True))


def test_the_first_note_of_what_became_orange_is_reminded_of(
    cast: Cast, at: Any, days: Callable[..., None]
) -> None:
    case, officer = accepted(cast), cast.members["village"]
    days("2026-03-03", "2026-03-05")
    at("2026-03-06 09:00")
    act(case, "reassess", officer, risk="orange")
    days("2026-03-07", "2026-03-16")  # due on Monday the 16th
    assert told("2026-03-13") == {officer.username}  # a day before is a Sunday
    assert told("2026-03-16") == {officer.username, cast.heads["village"].username}
    at("2026-03-16 15:00")
    act(case, "note", officer)
    days("2026-03-17", "2026-03-17")
    assert told("2026-03-17") == set()


def test_both_lists_cost_the_same_however_many_there_are(
    scene: Cast, browser: Any, at: Any, queries: Any
) -> None:
    def cost() -> list[int]:
        peace = browser(scene.peace)
        peace.get("/rules/")
        return [queries(lambda page=page: peace.get(page)) for page in ("/ageing/", "/progress/")]

    accepted(scene, risk="red")
    at("2026-03-20 09:00")
    first = cost()
    at("2026-03-02 10:00")
    for risk in ("red", "orange"):
        accepted(scene, risk=risk)
    at("2026-03-20 09:00")
    assert cost() == first
