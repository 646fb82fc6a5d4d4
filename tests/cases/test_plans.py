"""一案一策: writing a plan, 倒排工期, 销号 (domain.md §7 rows 73, 194)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import notices, services
from cases.models import Case, PlanStep
from cases.services.plans import schedule_backwards, strike_off
from mediation.core import calendar
from mediation.core.errors import Refused
from mediation.core.models import Notice
from tests.cases.factories import Cast, act, bring, some_text

TODAY = date(2026, 3, 2)


@pytest.fixture
def case(scene: Cast) -> Case:
    return bring(scene, "mediating", "village")


def plan_page(**more: Any) -> dict[str, Any]:
    """What the form of the plan posts, with no step."""
    return {
        "version": "0",
        "goal": some_text(),
        "measures": some_text(),
        "ends_on": "2026-03-20",
        "steps-TOTAL_FORMS": "0",
        "steps-INITIAL_FORMS": "0",
    } | more


def with_steps(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    page = plan_page(**more) | {"steps-TOTAL_FORMS": str(len(rows))}
    for place, row in enumerate(rows):
        page |= {f"steps-{place}-{name}": value for name, value in row.items()}
    return page


def step(scene: Cast, slug: str = "guijian", due_on: str = "2026-03-10") -> dict[str, Any]:
    return {"what": some_text(), "who": str(scene.town.unit(slug).pk), "due_on": due_on}


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("ends_on", "lengths", "starts_on", "due_on"),
    [
        # March 2026 has no holiday: weekends only. The 20th is a Friday.
        ("2026-03-20", [2, 3, 1], "2026-03-12", ["2026-03-16", "2026-03-19", "2026-03-20"]),
        # Over the Spring Festival: 15th to 23rd off, Saturday the 14th worked.
        ("2026-02-27", [2, 3, 1], "2026-02-12", ["2026-02-14", "2026-02-26", "2026-02-27"]),
        # A last day that is none of work: the working day before.
        ("2026-03-22", [1], "2026-03-19", ["2026-03-20"]),
        # Over the Qingming days (Saturday 4 to Monday 6 April): 3 April is the day before the 7th.
        ("2026-04-07", [1, 1], "2026-04-02", ["2026-04-03", "2026-04-07"]),
    ],
)
def test_days_are_reckoned_back_from_the_last_day(
    calendar_2026: Any, ends_on: str, lengths: list[int], starts_on: str, due_on: list[str]
) -> None:
    found = schedule_backwards(date.fromisoformat(ends_on), lengths, calendar.load())
    assert found.starts_on.isoformat() == starts_on
    assert [one.isoformat() for one in found.due_on] == due_on


def test_a_length_of_no_days_is_refused(calendar_2026: Any) -> None:
    with pytest.raises(Refused) as refused:
        schedule_backwards(date(2026, 3, 20), [1, 0], calendar.load())
    assert (refused.value.code, refused.value.field) == ("invalid_days", "steps.1.days")


def test_a_new_text_makes_a_new_version_and_the_old_one_stays_readable(
    scene: Cast, case: Case, browser: Any
) -> None:
    officer = browser(scene.members["village"])
    first = with_steps(step(scene))
    assert officer.post(f"/cases/{case.pk}/plan/", first).status_code == 302
    second = plan_page(version="1")
    assert officer.post(f"/cases/{case.pk}/plan/", second).status_code == 302
    assert list(case.plans.values_list("version", "goal")) == [
        (1, first["goal"]),
        (2, second["goal"]),
    ]
    page = text(officer.get(f"/cases/{case.pk}/co-handling/"))
    for word in (first["goal"], first["measures"], first["steps-0-what"], second["goal"]):
        assert word in page
    assert "第 2 版" in page
    answer = officer.post(f"/cases/{case.pk}/plan/", second | {"version": "2"})
    assert "没有改动" in text(answer)
    assert case.plans.count() == 2


def test_who_writes_a_plan(scene: Cast, case: Case, browser: Any) -> None:
    """O H L P write; the director and 司法所 read; a card reader and strangers find nothing."""
    for version, letter in enumerate("OHLP"):
        person = browser(scene.person(letter, "village"))
        page = plan_page(version=str(version))
        assert person.post(f"/cases/{case.pk}/plan/", page).status_code == 302, letter
        assert case.plans.count() == version + 1, letter
    for letter in "DJ":
        person = browser(scene.person(letter, "village"))
        person.post(f"/cases/{case.pk}/plan/", plan_page(version="4"))
        assert case.plans.count() == 4, letter
        assert page["goal"] in text(person.get(f"/cases/{case.pk}/co-handling/"))
    for stranger in (scene.bystander, scene.town.user("village2")):
        for path in ("plan", "co-handling"):
            assert browser(stranger).get(f"/cases/{case.pk}/{path}/").status_code == 404
        assert (
            browser(stranger).post(f"/cases/{case.pk}/plan/", plan_page(version="4")).status_code
            == 404
        )
    assert case.plans.count() == 4


def test_a_plan_is_written_while_the_case_is_open_only(scene: Cast, browser: Any) -> None:
    settled = bring(scene, "settled", "village")
    officer = browser(scene.members["village"])
    officer.post(f"/cases/{settled.pk}/plan/", plan_page())
    assert settled.plans.count() == 0
    answer = officer.post(
        f"/api/v1/cases/{settled.pk}/plan/",
        {"goal": "甲", "measures": "乙", "ends_on": "2026-03-20"},
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "not_now")


def test_who_writes_over_a_version_he_never_saw_is_told_and_loses_nothing(
    scene: Cast, case: Case, browser: Any
) -> None:
    officer, head = browser(scene.members["village"]), browser(scene.heads["village"])
    head.post(f"/cases/{case.pk}/plan/", plan_page())
    mine = plan_page(version="0")
    answer = officer.post(f"/cases/{case.pk}/plan/", mine)
    assert answer.status_code == 200
    assert mine["goal"] in text(answer)
    assert scene.heads["village"].name in text(answer)
    assert case.plans.count() == 1
    assert officer.post(f"/cases/{case.pk}/plan/", mine | {"version": "1"}).status_code == 302
    assert case.plans.count() == 2


def test_the_button_fills_in_days_and_saves_nothing(scene: Cast, case: Case, browser: Any) -> None:
    officer = browser(scene.members["village"])
    rows = [step(scene) | {"days": days, "due_on": ""} for days in ("2", "3", "1")]
    answer = officer.post(f"/cases/{case.pk}/plan/", with_steps(*rows, do="dates"))
    page = text(answer)
    for day in ("2026-03-16", "2026-03-19", "2026-03-20"):
        assert f'value="{day}"' in page
    assert rows[0]["what"] in page
    assert case.plans.count() == 0
    # Back from Friday the 6th: 6, 5, 2 March, begun after 27 February; the 27th and the worked
    # Saturday 28th are gone.
    late = with_steps(*rows, do="dates", ends_on="2026-03-06")
    assert "少 2 个工作日" in text(officer.post(f"/cases/{case.pk}/plan/", late))


def test_a_step_names_its_unit_and_a_day_within_the_plan(
    scene: Cast, case: Case, browser: Any
) -> None:
    officer = browser(scene.members["village"])
    for row, words in (
        (step(scene) | {"who": ""}, "请选一个单位"),
        (step(scene) | {"due_on": "2026-03-21"}, "不能晚于 2026-03-20"),
        (step(scene) | {"what": "联系 13812345678"}, "电话或证件号"),
    ):
        page = text(officer.post(f"/cases/{case.pk}/plan/", with_steps(row)))
        assert words in page
        assert case.plans.count() == 0
    good = with_steps(step(scene, due_on="2026-03-20"))
    assert officer.post(f"/cases/{case.pk}/plan/", good).status_code == 302
    assert case.plan_steps.count() == 1


def test_a_person_in_charge_is_of_the_unit(scene: Cast, case: Case, browser: Any) -> None:
    officer = browser(scene.members["village"])
    unit, person = scene.town.unit("guijian"), scene.addressee
    row = step(scene) | {"who": f"{unit.pk}:{person.pk}"}
    assert officer.post(f"/cases/{case.pk}/plan/", with_steps(row)).status_code == 302
    assert case.plan_steps.get().person == person
    answer = officer.post(
        f"/api/v1/cases/{case.pk}/plan/",
        {
            "goal": "甲", "measures": "乙", "ends_on": "2026-03-20",
            "steps": [
                {"what": "丙", "unit": scene.town.unit("jingfa").pk, "person": person.pk,
                 "due_on": "2026-03-10"},
            ],
        },
        content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == 400
    assert "steps.0.person" in answer.json()["fields"]


def planned(scene: Cast, case: Case, browser: Any, **more: Any) -> PlanStep:
    """A plan of one step for 规建办, written by the officer."""
    officer = browser(scene.members["village"])
    page = with_steps(step(scene, **more))
    assert officer.post(f"/cases/{case.pk}/plan/", page).status_code == 302
    return PlanStep.objects.get(case=case)


@pytest.mark.parametrize("letter", list("OHL"))
def test_a_step_is_struck_off_by_signature(
    scene: Cast, case: Case, browser: Any, letter: str
) -> None:
    one = planned(scene, case, browser)
    signer, words = scene.person(letter, "village"), some_text()
    browser(signer).post(f"/cases/{case.pk}/plan/steps/{one.pk}/", {"result": words})
    one.refresh_from_db()
    assert (one.done_by, one.done_on, one.result) == (signer, TODAY, words)
    page = text(browser(signer).get(f"/cases/{case.pk}/co-handling/"))
    assert "已销号" in page
    assert words in page


def test_who_may_not_sign_a_step_off(scene: Cast, case: Case, browser: Any) -> None:
    """P writes plans and strikes nothing off; a unit that sees nothing of the case neither."""
    one = planned(scene, case, browser)
    for letter in "PDJ":
        browser(scene.person(letter, "village")).post(f"/cases/{case.pk}/plan/steps/{one.pk}/")
        one.refresh_from_db()
        assert one.done_by is None, letter
    path = f"/cases/{case.pk}/plan/steps/{one.pk}/"
    assert browser(scene.addressee).post(path).status_code == 404
    one.refresh_from_db()
    assert one.done_by is None


def test_the_unit_in_charge_signs_its_own_step_and_no_other(
    scene: Cast, case: Case, browser: Any
) -> None:
    officer = browser(scene.members["village"])
    page = with_steps(step(scene), step(scene, "jingfa"))
    officer.post(f"/cases/{case.pk}/plan/", page)
    own, other = PlanStep.objects.filter(case=case).order_by("position")
    services.move(
        case, "whistle", scene.members["village"],
        units=[str(scene.town.unit("guijian").pk)], text=some_text(), due_on=TODAY,
    )  # fmt: skip
    department = browser(scene.addressee)
    for one in (own, other):
        department.post(f"/cases/{case.pk}/plan/steps/{one.pk}/")
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.done_by, other.done_by) == (scene.addressee, None)


def test_a_step_is_signed_once_and_in_the_version_in_force(
    scene: Cast, case: Case, browser: Any
) -> None:
    one = planned(scene, case, browser)
    officer, head = browser(scene.members["village"]), browser(scene.heads["village"])
    path = f"/api/v1/cases/{case.pk}/plan/steps/{{}}/"
    officer.post(
        f"/cases/{case.pk}/plan/", plan_page(version="1") | with_steps(step(scene), version="1")
    )
    assert head.post(path.format(one.pk)).json()["code"] == "old_version"
    newest = case.plans.get(version=2).steps.get()
    assert head.post(path.format(newest.pk)).status_code == 200
    again = officer.post(path.format(newest.pk))
    assert (again.status_code, again.json()["code"]) == (409, "done_already")
    newest.refresh_from_db()
    assert newest.done_by == scene.heads["village"]


def test_what_was_struck_off_is_carried_into_the_next_version(
    scene: Cast, case: Case, browser: Any
) -> None:
    one = planned(scene, case, browser)
    officer, signer = browser(scene.members["village"]), scene.heads["village"]
    browser(signer).post(f"/cases/{case.pk}/plan/steps/{one.pk}/", {"result": "办好"})
    fresh = with_steps(step(scene), version="1")
    assert officer.post(f"/cases/{case.pk}/plan/", fresh).status_code == 302
    done, ahead = case.plans.get(version=2).steps.order_by("position")
    assert (done.what, done.done_by, done.done_on) == (one.what, signer, TODAY)
    assert (ahead.what, ahead.done_by) == (fresh["steps-0-what"], None)


def test_a_late_step_is_shown_from_the_day_after(
    scene: Cast, case: Case, browser: Any, at: Any
) -> None:
    planned(scene, case, browser, due_on="2026-03-05")
    reader = browser(scene.peace)
    at("2026-03-05 23:59")
    assert "步逾期" not in text(reader.get(f"/cases/{case.pk}/"))
    at("2026-03-06 00:00")
    browser(scene.peace)
    for path in (f"/cases/{case.pk}/", f"/cases/{case.pk}/co-handling/"):
        assert "1 步逾期" in text(browser(scene.peace).get(path))


def test_a_closed_case_has_its_steps_at_rest(scene: Cast, case: Case, browser: Any) -> None:
    one = planned(scene, case, browser)
    case = act(Case.objects.get(pk=case.pk), "settle", scene.members["village"])
    Case.objects.filter(pk=case.pk).update(status="closed")
    officer = browser(scene.members["village"])
    answer = officer.post(f"/api/v1/cases/{case.pk}/plan/steps/{one.pk}/")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_now")


def test_the_database_refuses_half_a_signature_and_a_second_version_of_one_number(
    scene: Cast, case: Case, browser: Any
) -> None:
    one = planned(scene, case, browser)
    with pytest.raises(IntegrityError, match="plan_step_signed_off_whole"), transaction.atomic():
        PlanStep.objects.filter(pk=one.pk).update(done_on=TODAY)
    plan = one.plan
    plan.pk = None
    with pytest.raises(IntegrityError, match="plan_version_once"), transaction.atomic():
        plan.save(force_insert=True)


def test_the_api_gives_every_version_and_proposes_days(
    scene: Cast, case: Case, browser: Any
) -> None:
    officer = browser(scene.members["village"])
    unit = scene.town.unit("guijian")
    asked = {
        "goal": some_text(),
        "measures": some_text(),
        "ends_on": "2026-03-20",
        "version": 0,
        "steps": [{"what": some_text(), "unit": unit.pk, "due_on": "2026-03-01"}],
    }
    path = f"/api/v1/cases/{case.pk}/plan/"
    early = officer.post(path, asked, content_type="application/json")
    assert early.status_code == 400
    asked["steps"][0]["due_on"] = (TODAY + timedelta(days=1)).isoformat()  # type: ignore[index]
    made = officer.post(path, asked, content_type="application/json")
    assert made.status_code == 201
    (version,) = officer.get(path).json()
    assert (version["goal"], version["steps"][0]["unit"]) == (asked["goal"], unit.short_name)
    dates = officer.post(
        f"{path}dates/",
        {"ends_on": "2026-02-27", "days": [2, 3, 1]},
        content_type="application/json",
    ).json()
    assert dates == {
        "starts_on": "2026-02-12",
        "due_on": ["2026-02-14", "2026-02-26", "2026-02-27"],
    }
    for person, method in ((scene.bystander, "get"), (scene.town.user("village2"), "post")):
        assert getattr(browser(person), method)(path).status_code == 404


def test_a_step_stands_on_today_s_page_of_the_unit_that_has_to_do_it(
    scene: Cast, case: Case, browser: Any, at: Any
) -> None:
    found = planned(scene, case, browser)
    heading = "方案里轮到本单位的"
    at("2026-03-06 09:00")
    assert heading not in text(browser(scene.addressee).get("/"))  # four days ahead
    at("2026-03-11 09:00")
    unit, others = browser(scene.addressee), browser(scene.town.hire("jingfa"))
    page = text(unit.get("/"))
    assert heading in page
    assert case.aloud in page
    assert "逾期 1 天" in page
    assert found.what not in page  # nobody has whistled for the unit: no word of the file
    asked = {"units": [scene.town.unit("guijian").pk], "text": some_text()}
    act(case, "whistle", scene.members["village"], due_on=date(2026, 3, 20), **asked)
    assert found.what in text(unit.get("/"))
    assert heading not in text(others.get("/"))
    officer = browser(scene.members["village"])
    officer.post(f"/cases/{case.pk}/plan/steps/{found.pk}/", {"result": some_text()})
    assert heading not in text(unit.get("/"))


def test_a_step_of_an_older_version_is_nobody_s_work(
    scene: Cast, case: Case, browser: Any, at: Any
) -> None:
    planned(scene, case, browser, due_on="2026-03-03")
    unit = browser(scene.addressee)
    assert "方案里轮到本单位的" in text(unit.get("/"))
    browser(scene.members["village"]).post(f"/cases/{case.pk}/plan/", plan_page(version="1"))
    assert case.plans.count() == 2
    assert "方案里轮到本单位的" not in text(unit.get("/"))


def test_a_step_is_reminded_of_to_its_unit_and_when_late_to_peace(
    scene: Cast, case: Case, browser: Any, days: Any
) -> None:
    """Due on Tuesday the 10th; three days before is Saturday the 7th: said on Friday."""
    found = planned(scene, case, browser)
    days("2026-03-03", "2026-03-11")

    def told(user: Any) -> list[tuple[str, str]]:
        rows = Notice.objects.filter(user=user, subject__startswith=f"plan_step:{found.pk}:")
        return [(row.day.isoformat(), row.kind) for row in rows.order_by("day")]

    assert told(scene.addressee) == [
        ("2026-03-06", "before3"),
        ("2026-03-09", "before1"),
        ("2026-03-10", "day"),
        ("2026-03-11", "over1"),
    ]
    assert told(scene.peace) == [("2026-03-11", "over1")]
    assert told(scene.bystander) == []
    rows = list(Notice.objects.filter(subject__startswith=f"plan_step:{found.pk}:"))
    assert not any(found.what in row.text for row in rows)
    last = {row.pk for row in rows if row.kind == "over1"}
    assert notices.still_due(rows) == last
    strike_off(found, scene.members["village"])
    assert notices.still_due(rows) == set()
