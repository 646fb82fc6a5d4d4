"""Places merge, split, get other names and close, through the page, with open and closed cases."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from cases import services as case_services
from cases.access import visible_to
from cases.models import Case
from cases.services.invariants import faults as case_faults
from grids.models import Department, Division, DivisionChange, GridPoint, Mediator, Post
from grids.selectors import committee_of, grids_of, stationed_leader, villages
from grids.selectors.changes import find_by_name
from mediation.core.models import User
from reporting.invariants import faults as figure_faults
from reporting.periods import half_month
from reporting.selectors import table
from reporting.services import lock
from tests.cases.factories import registration, some_text
from tests.factories import GRID, V1, V2, Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(settings: Any) -> Client:
    settings.DEMO = True
    return Client()


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def opened(town: Town, **more: Any) -> Case:
    """Registered at the window and taken on by its village."""
    case = case_services.register(town.user("window"), **registration(**more)).case
    return case_services.move(case, "accept", town.user("village"), consent=True).case


def settled(town: Town, **more: Any) -> Case:
    case = opened(town, **more)
    return case_services.move(
        case, "settle", town.user("village"), form="oral", terms=some_text(), signed=True
    ).case


def merge_page(client: Client, source: Division, target: Division, **more: str) -> Any:
    words = {"into": str(target.pk), "on": "2027-01-04", "reason": "村级建制调整", "document": ""}
    return client.post(f"/places/{source.code}/change/merge/", words | more)


def test_a_merge_carries_open_work_leaves_closed_work_and_the_tables_add_up(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-12-10 09:00")
    before = settled(town)
    waiting = opened(town, division=GRID)
    carried_in = opened(town)
    at("2027-01-02 09:00")
    for cut_off in (date(2026, 12, 14), date(2026, 12, 30)):
        lock(cut_off, town.user("peace"), town.centre)
    at("2027-01-04 09:00")
    fresh = opened(town)
    clocks = {
        case.pk: list(case.deadlines.order_by("pk").values_list("clock", "start_on", "due_on"))
        for case in (waiting, carried_in, fresh)
    }
    source, target = town.v1, town.v2

    answer = merge_page(signed_in(client, town.user("sysadmin")), source, target)
    assert answer.status_code == 302, answer.context["form"].errors
    page = client.get("/places/").content.decode()
    assert "致远社区并入水磨滩村" in page
    assert "案件 3 件" in page

    for case in (waiting, carried_in, fresh):
        case.refresh_from_db()
        assert case.division == target
        assert case.unit == town.unit(V2)
        assert case.officer == town.user("village")
        event = case.events.order_by("-seq")[0]
        assert (event.verb, event.payload["from"], event.payload["to"]) == ("replaced", V1, V2)
        rows = case.deadlines.order_by("pk").values_list("clock", "start_on", "due_on")
        assert list(rows) == clocks[case.pk]
    assert waiting.grid is not None
    assert waiting.grid.parent == target
    assert waiting.grid.short_name == "致远社区1组"
    before.refresh_from_db()
    assert before.division == source  # what is settled keeps the name under which it was
    assert before.unit == Department.objects.get(code=f"{V1}-committee")

    old = table(town.centre, half_month(date(2026, 12, 30)))
    new = table(town.centre, half_month(date(2027, 1, 14)))
    names = {row.key: row for row in old.rows}
    assert names[V1]["closing"] == 2
    assert names[V1]["resolved"] == 0
    assert names[V2]["closing"] == 0
    rows = {row.key: row for row in new.rows}
    assert (rows[V1]["opening"], rows[V1]["adjusted"], rows[V1]["closing"]) == (2, -2, 0)
    assert (rows[V2]["adjusted"], rows[V2]["new"], rows[V2]["closing"]) == (2, 1, 3)
    assert (new.total["opening"], new.total["closing"]) == (2, 3)
    later = {row.key for row in table(town.centre, half_month(date(2027, 1, 30))).rows}
    assert V1 not in later
    assert V2 in later
    assert list(case_faults()) == []
    assert list(figure_faults()) == []


def test_people_go_along_and_answer_for_what_the_old_village_left(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2027-01-04 09:00")
    done = settled(town)
    stranger = settled(town, division=V1)
    source, target = town.v1, town.v2
    GridPoint.objects.create(division=town.place(GRID), latitude="29.7", longitude="107.2")
    Mediator.objects.filter(user=town.user("village")).delete()
    term = Mediator.objects.create(
        user=town.user("village"), unit=town.unit(V1), kind="committee_member",
        from_on=date(2026, 1, 1), to_on=date(2028, 12, 31),
    )  # fmt: skip
    assert merge_page(signed_in(client, town.user("sysadmin")), source, target).status_code == 302

    head, old_head = town.user("village2"), town.user("village")
    terms = Mediator.objects.filter(user=old_head).order_by("pk")
    assert [(one.unit.division, one.to_on) for one in terms] == [
        (source, date(2027, 1, 3)),
        (target, term.to_on),
    ]
    assert GridPoint.objects.get().division == target.children.get(short_name="致远社区1组")
    held = Post.objects.get(user=old_head, to_on=None)
    assert (held.department, held.is_head) == (town.unit(V2), False)
    grid_post = Post.objects.get(user=town.user("grid"), to_on=None)
    assert grid_post.division == target.children.get(short_name="致远社区1组")
    assert grid_post.department == town.unit(V2)
    assert committee_of(source) is None
    assert stationed_leader(target) == town.user("leader2")
    assert source not in villages(town.centre)
    assert not grids_of(source).exists()

    # Whoever settled it asks how it went; the head of the new village answers for the old one.
    assert visible_to(head).filter(pk__in=[done.pk, stranger.pk], level=3).count() == 2
    moved = case_services.move(done, "follow_up", old_head, how="phone", performed="done").case
    assert moved.division == source
    reopened = case_services.move(
        stranger, "reopen", head, ground="relapse", reason=some_text()
    ).case
    assert (reopened.division, reopened.unit) == (target, town.unit(V2))


def test_who_may_merge_and_what_is_refused(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2027-01-04 09:00")
    source, target = town.v1, town.v2
    for account in ("peace", "village", "secadmin", "mediator"):
        answer = merge_page(signed_in(client, town.user(account)), source, target)
        assert answer.status_code == 404, account
    signed_in(client, town.user("director"))
    assert "还没有到" in merge_page(client, source, target, on="2027-01-05").content.decode()
    assert "请写一句事由" in merge_page(client, source, target, reason=" ").content.decode()
    assert merge_page(client, source, source).status_code == 200
    assert not DivisionChange.objects.exists()
    assert merge_page(client, source, target).status_code == 302
    change = DivisionChange.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        DivisionChange.objects.filter(pk=change.pk).update(reason="另一个说法")
    assert merge_page(client, source, target).status_code == 200  # once is enough


def test_a_village_with_open_work_is_not_closed_and_an_empty_one_is(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2027-01-04 09:00")
    opened(town)
    signed_in(client, town.user("sysadmin"))
    words = {"on": "2027-01-04", "reason": "整村搬迁", "document": ""}
    answer = client.post(f"/places/{V1}/change/close/", words)
    assert "不能直接撤销" in answer.content.decode()
    assert town.v1.is_active
    assert client.post(f"/places/{V2}/change/close/", words).status_code == 302
    assert (town.v2.is_active, town.v2.valid_to) == (False, date(2027, 1, 4))


def test_a_split_takes_the_cases_of_the_grids_that_go(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2027-01-04 09:00")
    goes, stays = opened(town, division=GRID), opened(town)
    signed_in(client, town.user("sysadmin"))
    words = {
        "code": "500102011015",
        "name": "双桥社区居民委员会",
        "short_name": "双桥社区",
        "grids": [str(town.place(GRID).pk)],
        "on": "2027-01-04",
        "reason": "人口增加",
        "document": "李渡街道〔2027〕1号",
    }
    answer = client.post(f"/places/{V1}/change/split/", words)
    assert answer.status_code == 302, answer.context["form"].errors
    new = town.place("500102011015")
    goes.refresh_from_db()
    stays.refresh_from_db()
    assert committee_of(new) is not None
    # Nobody works there yet: the case stays on the desk that knows it.
    assert (goes.division, goes.unit) == (new, town.unit(V1))
    assert (stays.division, stays.unit) == (town.v1, town.unit(V1))
    assert grids_of(town.v1).count() == 3
    assert list(case_faults()) == []


def test_a_new_name_keeps_the_old_one(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2027-01-04 09:00")
    signed_in(client, town.user("sysadmin"))
    words = {"name": "致远新区居民委员会", "short_name": "致远新区", "on": "2027-01-04"}
    url = f"/places/{V1}/change/rename/"
    assert client.post(url, words | {"reason": "更名"}).status_code == 302
    assert town.v1.former_names.get().short_name == "致远社区"
    assert DivisionChange.objects.get().name_before == "致远社区"
    twin = words | {"short_name": "水磨滩村", "reason": "更名"}
    assert "已经有叫" in client.post(url, twin).content.decode()


def test_a_name_alone_is_no_place(town: Town) -> None:
    other = Division.objects.create(
        code="500102099000", path="500102099", name="别镇", short_name="别镇", level="town",
        kind="town", parent=town.centre.parent,
    )  # fmt: skip
    for parent, code in ((town.centre, "500102011091"), (other, "500102099001")):
        Division.objects.create(
            code=code, path=code, name="街道社区居民委员会", short_name="街道社区",
            level="village", kind="community", parent=parent,
        )  # fmt: skip
    found = find_by_name(other, "街道社区")
    assert found is not None
    assert found.code == "500102099001"
    assert find_by_name(town.centre.parent, "街道社区") is None  # type: ignore[arg-type]
