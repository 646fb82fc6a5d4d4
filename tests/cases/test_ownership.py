"""包案: 四定四包, 五个一, 挂牌督办, and the town's own lists (domain.md §7 rows 25, 26, 184, 185)."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.enums import Risk
from cases.models import Case, Listing, OwnershipFile
from cases.services import consultations, ownership, task_forces
from grids.models import ChecklistItem, Deputy
from tests.cases.factories import Cast, bring, register, satisfy_closing, some_text

TODAY = date(2026, 3, 2)
EIGHT = ("定领导", "定措施", "定时间", "定责任", "包统筹", "包协调", "包疏导", "包化解")
FIVE = ("一名包案领导", "一个工作专班", "一套化解方案", "一份会议纪要", "一套疏导措施")


@pytest.fixture
def case(scene: Cast) -> Case:
    return bring(scene, "mediating", "village")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def sheet(**more: Any) -> dict[str, Any]:
    names = (*ownership.TEXTS[:-1],)
    return {name: some_text() for name in names} | {"due_on": "2026-03-31", "version": "0"} | more


def test_the_owner_fills_the_eight_items_and_sees_what_is_missing(
    scene: Cast, case: Case, browser: Any
) -> None:
    owner = browser(scene.owner)
    path = f"/api/v1/cases/{case.pk}/ownership/"
    assert owner.get(path).json()["missing"] == list(EIGHT)
    words = sheet(overall="", guidance="")
    assert owner.post(f"/cases/{case.pk}/ownership/", words).status_code == 302
    assert owner.get(path).json()["missing"] == ["包统筹", "包疏导"]
    page = text(owner.get(f"/cases/{case.pk}/co-handling/"))
    assert "四定四包还差 2 项" in page
    for name in ("measures", "responsibility", "coordination", "resolution"):
        assert words[name] in page
    whole = words | {"overall": some_text(), "guidance": some_text(), "version": "1"}
    assert owner.post(f"/cases/{case.pk}/ownership/", whole).status_code == 302
    assert owner.get(path).json()["missing"] == []
    assert OwnershipFile.objects.filter(case=case).count() == 2
    assert words["measures"] in text(owner.get(f"/cases/{case.pk}/co-handling/"))


def test_only_the_owner_and_who_types_for_him_write_it(
    scene: Cast, case: Case, browser: Any
) -> None:
    path = f"/api/v1/cases/{case.pk}/ownership/"
    for letter, status in (("O", 409), ("H", 409), ("P", 409), ("D", 409), ("X", 404)):
        answer = browser(scene.person(letter, "village")).post(
            path, {"measures": "甲"}, content_type="application/json"
        )
        assert answer.status_code == status, letter
    assert not OwnershipFile.objects.exists()
    liaison = scene.town.hire("leadership", "liaison")
    Deputy.objects.create(
        user=scene.owner, deputy=liaison, kind="liaison", from_on=date(2026, 1, 1)
    )
    typed = some_text()
    assert (
        browser(liaison)
        .post(path, {"measures": typed}, content_type="application/json")
        .status_code
        == 200
    )
    found = OwnershipFile.objects.get(case=case)
    assert (found.leader, found.by, found.measures) == (scene.owner, liaison, typed)
    assert typed in text(browser(scene.peace).get(f"/cases/{case.pk}/co-handling/"))


def test_the_five_are_checked_one_by_one(scene: Cast, case: Case, browser: Any) -> None:
    """五个一: owner and 责任组 stand; plan, minutes and soothing measures come one after another."""
    owner = browser(scene.owner)
    case.team.all().delete()
    Case.objects.filter(pk=case.pk).update(risk=Risk.RED)

    def there() -> list[str]:
        found = owner.get(f"/api/v1/cases/{case.pk}/ownership/").json()["five"]
        assert [one["label"] for one in found] == list(FIVE)
        return [one["label"] for one in found if one["is_there"]]

    assert there() == ["一名包案领导"]
    force = task_forces.found(
        scene.peace, name="某专班", problem="一个问题", lead_unit=scene.town.unit("guijian")
    )
    task_forces.put_case(force, scene.peace, case)
    assert there() == list(FIVE[:2])
    page = {"version": "0", "goal": "甲", "measures": "乙", "ends_on": "2026-03-31",
            "steps-TOTAL_FORMS": "0", "steps-INITIAL_FORMS": "0"}  # fmt: skip
    owner.post(f"/cases/{case.pk}/plan/", page)
    assert there() == list(FIVE[:3])
    meeting = consultations.convene(
        scene.peace, kind="regular", topic="例会", held_on=TODAY, place="会议室"
    )
    assert there() == list(FIVE[:3])  # called, but no minutes yet
    consultations.finish_minutes(meeting, scene.peace, minutes=some_text())
    assert there() == list(FIVE[:4])
    owner.post(f"/cases/{case.pk}/ownership/", sheet(soothing="多走动，讲清政策"))
    assert there() == list(FIVE)


def test_a_case_is_listed_and_taken_off_with_reasons(scene: Cast, case: Case, browser: Any) -> None:
    peace, reason, why = browser(scene.peace), some_text(), some_text()
    path = f"/cases/{case.pk}/listing/"
    peace.post(path, {"do": "list", "reason": reason, "due_on": "2026-03-31"})
    listing = Listing.objects.get(case=case)
    assert (listing.by, listing.listed_on, listing.due_on) == (
        scene.peace,
        TODAY,
        date(2026, 3, 31),
    )
    assert "挂牌督办" in text(browser(scene.members["village"]).get(f"/cases/{case.pk}/"))
    assert reason in text(peace.get("/listings/"))
    tag, board = 'tag--dai">挂牌督办', browser(scene.owner)
    assert tag in text(board.get("/cases/board/"))
    empty = text(peace.post(path, {"do": "lift", "lift_reason": " "}))
    assert "这一格还没有填" in empty
    assert Listing.objects.get(case=case).lifted_on is None
    peace.post(path, {"do": "lift", "lift_reason": why})
    listing.refresh_from_db()
    assert (listing.lifted_by, listing.lift_reason, listing.lifted_on) == (scene.peace, why, TODAY)
    assert reason not in text(peace.get("/listings/"))
    assert tag not in text(board.get("/cases/board/"))
    page = text(peace.get(f"/cases/{case.pk}/co-handling/"))
    assert reason in page
    assert why in page


def test_who_lists_a_case(scene: Cast, case: Case, browser: Any) -> None:
    path = f"/api/v1/cases/{case.pk}/listing/"
    asked = {"reason": "久拖不决", "due_on": "2026-03-31"}
    for letter, status in (
        ("O", 409), ("H", 409), ("J", 409), ("X", 404), ("L", 201), ("D", 201), ("P", 201),
    ):  # fmt: skip
        person = browser(scene.person(letter, "village"))
        answer = person.post(path, asked, content_type="application/json")
        assert answer.status_code == status, letter
        Listing.objects.filter(case=case).delete()


def test_one_listing_stands_at_a_time(scene: Cast, case: Case, browser: Any) -> None:
    path = f"/api/v1/cases/{case.pk}/listing/"
    asked = {"reason": "久拖不决", "due_on": "2026-03-31"}
    peace = browser(scene.peace)
    assert peace.post(path, asked, content_type="application/json").status_code == 201
    again = peace.post(path, asked, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "listed_already")
    first = Listing.objects.get(case=case)
    first.pk = None
    with pytest.raises(IntegrityError, match="listing_one_open"), transaction.atomic():
        first.save(force_insert=True)
    with pytest.raises(IntegrityError, match="listing_lifted_with_reason"), transaction.atomic():
        Listing.objects.filter(case=case).update(lifted_on=TODAY)
    lifted = peace.post(f"{path}lift/", {"lift_reason": "已化解"}, content_type="application/json")
    assert lifted.status_code == 200
    assert peace.post(path, asked, content_type="application/json").status_code == 201


def test_the_list_shows_what_its_reader_may_read_the_late_ones_first(
    scene: Cast, browser: Any, at: Any
) -> None:
    soon, later = register(scene), register(scene)
    words = {soon.pk: some_text(), later.pk: some_text()}
    for case, due_on in ((later, date(2026, 3, 20)), (soon, date(2026, 3, 4))):
        ownership.list_case(case, scene.director, reason=words[case.pk], due_on=due_on)
    Case.objects.filter(pk=later.pk).update(owner=None)
    at("2026-03-05 09:00")
    page = text(browser(scene.peace).get("/listings/"))
    assert page.index(words[soon.pk]) < page.index(words[later.pk])
    assert "1 件过了限期" in page
    mine = text(browser(scene.owner).get("/listings/"))
    assert words[soon.pk] in mine
    assert words[later.pk] not in mine  # neither owned nor in a village he is stationed in
    rows = browser(scene.owner).get("/api/v1/listings/").json()
    assert [row["case"] for row in rows] == [soon.pk]
    for person in (scene.members["village"], scene.clerk, scene.bystander):
        assert browser(person).get("/listings/").status_code == 404
        assert browser(person).get("/api/v1/listings/").status_code == 404


def test_the_list_costs_the_same_for_one_and_for_twenty(
    scene: Cast, browser: Any, queries: Any
) -> None:
    peace = browser(scene.peace)
    counts = []
    for more in (1, 19):
        for _ in range(more):
            ownership.list_case(register(scene), scene.director, reason=some_text(), due_on=TODAY)
        peace.get("/listings/")
        counts.append(queries(lambda: peace.get("/listings/")))
    assert counts[0] == counts[1]


def test_the_towns_lists_are_empty_until_it_writes_them(
    scene: Cast, case: Case, browser: Any
) -> None:
    """五重新, 五清楚 (seed 000): the seeds name no item, so none is made up."""
    assert not ChecklistItem.objects.exists()
    officer = browser(scene.members["village"])
    assert officer.get(f"/api/v1/cases/{case.pk}/checklists/").json() == []
    assert "还没有写这两份清单的内容" in text(officer.get(f"/cases/{case.pk}/co-handling/"))


def test_an_item_is_ticked_and_taken_back_by_name(scene: Cast, case: Case, browser: Any) -> None:
    words = some_text()
    item = ChecklistItem.objects.create(centre=scene.town.centre, checklist="renewed", text=words)
    closed = ChecklistItem.objects.create(
        centre=scene.town.centre, checklist="clear", text=some_text(), is_active=False
    )
    officer, path = browser(scene.members["village"]), f"/cases/{case.pk}/checklists/"
    officer.post(path, {"item": item.pk})
    (row,) = officer.get(f"/api/v1{path}").json()
    assert (row["text"], row["by"]) == (words, scene.members["village"].name)
    assert row["at"].startswith("2026-03-02T09:00")
    officer.post(path, {"item": item.pk})
    assert case.ticks.count() == 1
    for key in (closed.pk, 0):
        officer.post(path, {"item": key})
    browser(scene.heads["village"]).post(path, {"item": item.pk, "do": "undo"})
    tick = case.ticks.get()
    assert (tick.by, tick.undone_by) == (scene.members["village"], scene.heads["village"])
    assert officer.get(f"/api/v1{path}").json()[0]["by"] is None
    assert browser(scene.bystander).post(path, {"item": item.pk}).status_code == 404


def test_the_town_writes_its_lists_in_the_back_office(
    scene: Cast, browser: Any, settings: Any
) -> None:
    settings.DEMO = True
    url = "/admin/grids/checklistitem/add/"
    row = {"centre": scene.town.centre.pk, "checklist": "clear", "text": some_text(), "order": "1",
           "is_active": "on"}  # fmt: skip
    assert browser(scene.town.user("sysadmin")).post(url, row).status_code == 403
    assert browser(scene.town.user("secadmin")).post(url, row).status_code == 302
    assert ChecklistItem.objects.get().text == row["text"]


def test_a_listed_case_is_taken_off_before_it_is_closed(scene: Cast, browser: Any) -> None:
    """件件有结果 (domain.md §7 row 25): the listing ends with a reason, then the case is closed."""
    settled = satisfy_closing(scene, bring(scene, "settled", "village"))
    Listing.objects.create(
        centre=settled.centre, case=settled, listed_on=TODAY, by=scene.peace,
        at="2026-03-02T09:00+08:00", reason="久拖不决", due_on=date(2026, 3, 31),
    )  # fmt: skip
    head, path = browser(scene.heads["village"]), f"/api/v1/cases/{settled.pk}/moves/"
    refused = head.post(path, {"verb": "close"}, content_type="application/json")
    assert refused.status_code == 409
    assert list(refused.json()["fields"]) == ["listing"]
    ownership.lift_listing(settled, scene.peace, reason="已化解")
    done = head.post(path, {"verb": "close"}, content_type="application/json")
    assert (done.status_code, done.json()["status"]) == (200, "closed")
