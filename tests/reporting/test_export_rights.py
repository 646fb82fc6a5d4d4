"""A right that was lost since is lost for the file, too; each download is written down, and shown."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from rest_framework.test import APIClient

from grids.enums import Role
from grids.models import Deputy, Post
from mediation.core.models import User
from reporting import services, tasks
from reporting.models import Export, ExportAccess
from reporting.services.demo_exports import load_demo_exports
from tests.factories import V1, V2, Town, make_user
from tests.reporting.exporting import asked, made, register, rows_of, written

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


@pytest.fixture(autouse=True)
def _monday(town: Town, at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at("2026-11-16 10:00")
    monkeypatch.setattr(tasks.write_export, "delay", lambda key: None)


def fresh(user: User) -> User:
    """As the next request reads him."""
    return User.objects.get(pk=user.pk)


def opened(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def leave(user: User, on: date) -> None:
    assert Post.objects.filter(user=user).update(to_on=on)


def fetched(user: User, export: Export) -> int:
    api = APIClient()
    api.force_authenticate(fresh(user))
    return int(api.get(f"/api/v1/exports/{export.pk}/file/").status_code)


def test_who_left_between_asking_and_writing_gets_no_file(town: Town, at: Any) -> None:
    register(town, division=V1)
    leaves, stays = (town.hire("peace", Role.PEACE_OFFICER) for _ in range(2))
    his, other = asked(leaves), asked(stays)
    leave(leaves, MONDAY)
    at("2026-11-17 10:00")
    assert not services.write_export(his.pk)
    his.refresh_from_db()
    assert (his.state, his.file.name) == ("failed", "")
    assert "岗位不能导出" in his.message
    assert len(rows_of(written(other))) == 3
    assert "再生成一次" not in opened(fresh(leaves)).get("/exports/").content.decode()


def test_an_account_that_was_closed_gets_no_file(town: Town) -> None:
    register(town, division=V1)
    peace = town.user("peace")
    export = asked(peace)
    User.objects.filter(pk=peace.pk).update(is_active=False)
    assert not services.write_export(export.pk)
    export.refresh_from_db()
    assert export.state == "failed"


def test_rows_are_those_that_he_sees_when_it_is_written(town: Town, at: Any) -> None:
    here, there = register(town, division=V1), register(town, division=V2)
    mediator = town.hire(V1, Role.MEDIATOR)
    before = made(mediator)
    export = asked(fresh(mediator))
    leave(mediator, MONDAY)
    Post.objects.create(
        user=mediator, department=town.unit(V2), role=Role.MEDIATOR, from_on=TUESDAY
    )
    at("2026-11-17 10:00")
    after = written(export)
    assert [row[0] for row in rows_of(before)[1:-1]] == [here.number]
    assert [row[0] for row in rows_of(after)[1:-1]] == [there.number]
    assert (fetched(mediator, before), fetched(mediator, after)) == (409, 200)
    assert [one.export for one in ExportAccess.objects.all()] == [after]


def test_whoever_stood_in_for_somebody_fetches_what_he_read_then_only_while_he_does(
    town: Town, at: Any
) -> None:
    register(town, division=V1)
    deputy = town.hire("guijian", Role.DEPARTMENT_OFFICER)
    Deputy.objects.create(user=town.user("peace"), deputy=deputy, from_on=MONDAY, to_on=TUESDAY)
    export = made(fresh(deputy))
    assert len(rows_of(export)) == 3
    at("2026-11-17 18:00")
    assert fetched(deputy, export) == 200
    at("2026-11-18 09:00")
    assert fetched(deputy, export) == 409
    page = opened(fresh(deputy)).get(f"/exports/{export.pk}/file/", follow=True)
    assert "岗位有变动" in page.content.decode()


def test_a_new_post_beside_the_old_takes_no_file_away(town: Town, at: Any) -> None:
    register(town, division=V1)
    officer = town.hire("peace", Role.PEACE_OFFICER)
    export = made(officer)
    Post.objects.create(
        user=officer, department=town.unit("centre"), role=Role.DIRECTOR, from_on=TUESDAY
    )
    at("2026-11-17 10:00")
    assert fetched(officer, export) == 200


@pytest.mark.parametrize(
    ("account", "status"),
    [("peace", 201), ("petition", 201), ("village", 201), ("grid", 409), ("auditor", 409),
     ("sysadmin", 409), ("discipline", 409)],
)  # fmt: skip
def test_only_some_posts_take_lists_along(town: Town, account: str, status: int) -> None:
    api = APIClient()
    api.force_authenticate(town.user(account))
    answer = api.post("/api/v1/exports/", {"purpose": "check"}, format="json")
    assert answer.status_code == status
    assert Export.objects.count() == (status == 201)


def test_the_page_offers_the_lists_that_can_be_asked_for_as_they_are(town: Town) -> None:
    desk = opened(town.user("director"))
    offered = re.findall(
        r'<option value="(\w+)">[^<]*（我能看到', desk.get("/exports/").content.decode()
    )
    assert offered == ["cases", "petitions", "leads"]
    for of in (*offered, "ledger"):
        desk.post("/exports/", {"of": of, "for": "check"})
    assert sorted(one.listing for one in Export.objects.all()) == sorted(offered)


@pytest.mark.parametrize("of", ["cases", "petitions", "leads"])
def test_every_list_of_peoples_matters_asks_what_it_is_for(town: Town, of: str) -> None:
    desk = opened(town.user("director"))
    page = desk.post("/exports/", {"of": of}, follow=True).content.decode()
    assert "请选一下导出来做什么用" in page
    assert not Export.objects.exists()
    desk.post("/exports/", {"of": of, "for": "meeting", "as": "csv"})
    export = Export.objects.get()
    assert (export.listing, export.purpose, export.format) == (of, "meeting", "csv")


def test_each_download_is_written_down_and_its_owner_sees_it(town: Town, at: Any) -> None:
    register(town, division=V1)
    peace = town.user("peace")
    export = made(peace)
    desk = opened(peace)
    at("2026-11-16 10:05")
    assert desk.get(f"/exports/{export.pk}/file/").status_code == 200
    at("2026-11-16 10:20")
    assert fetched(peace, export) == 200
    first, second = ExportAccess.objects.order_by("pk")
    assert (first.user, first.export, first.what, first.reason) == (
        peace, export, "export.file", "核对台账",
    )  # fmt: skip
    assert first.centre == town.centre
    assert second.at > first.at
    page = desk.get("/exports/").content.decode()
    assert "11月16日 10:05 下载" in page
    assert "11月16日 10:20 下载" in page
    api = APIClient()
    api.force_authenticate(peace)
    told = api.get(f"/api/v1/exports/{export.pk}/").json()["accesses"]
    assert [(one["user"], one["reason"]) for one in told] == [(peace.name, "核对台账")] * 2


def test_what_was_not_handed_out_is_not_written_down(town: Town) -> None:
    register(town, division=V1)
    export = made(town.user("peace"))
    waiting = asked(town.user("peace"))
    assert opened(town.user("director")).get(f"/exports/{export.pk}/file/").status_code == 404
    assert fetched(town.user("peace"), waiting) == 409
    export.file.storage.delete(export.file.name)
    assert fetched(town.user("peace"), export) == 409
    assert not ExportAccess.objects.exists()


def test_the_log_of_downloads_only_grows(town: Town) -> None:
    register(town, division=V1)
    export = made(town.user("peace"))
    assert fetched(town.user("peace"), export) == 200
    for sql in ("UPDATE %s SET reason = ''", "DELETE FROM %s"):
        with (
            pytest.raises(Error, match="Cannot update or delete"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql % ExportAccess._meta.db_table)
    assert ExportAccess.objects.get().reason == "核对台账"


def test_the_auditor_and_the_director_see_who_took_what_along_and_nothing_of_what_is_in_it(
    town: Town, at: Any
) -> None:
    secret = register(town, division=V1).parties.first().name
    peace = town.user("peace")
    export = made(peace, q=secret, division=V1)
    at("2026-11-16 10:07")
    assert fetched(peace, export) == 200
    for account in ("auditor", "director"):
        desk = opened(town.user(account))
        page = desk.get("/exports/log/").content.decode()
        assert peace.name in page
        assert "11月16日 10:07" in page
        assert "核对台账" in page
        assert secret not in page
        assert desk.get(f"/exports/{export.pk}/file/").status_code == 404
        api = APIClient()
        api.force_authenticate(town.user(account))
        (told,) = api.get("/api/v1/exports/log/").json()["results"]
        assert (told["user"], told["listing"], len(told["accesses"])) == (peace.name, "cases", 1)
        assert "params" not in told
        assert "file" not in told
        assert secret not in str(told)


@pytest.mark.parametrize("account", ["village", "window", "sysadmin", "secadmin", "grid"])
def test_the_log_of_others_is_no_list_of_theirs(town: Town, account: str) -> None:
    register(town, division=V1)
    made(town.user("peace"))
    page = opened(town.user(account)).get("/exports/log/").content.decode()
    assert town.user("peace").name not in page
    api = APIClient()
    api.force_authenticate(town.user(account))
    assert api.get("/api/v1/exports/log/").json()["results"] == []


def test_an_overseer_without_that_post_any_more_sees_his_own_alone(town: Town, at: Any) -> None:
    made(town.user("peace"))
    auditor = town.hire("centre", Role.AUDITOR)
    api = APIClient()
    api.force_authenticate(auditor)
    assert len(api.get("/api/v1/exports/log/").json()["results"]) == 1
    leave(auditor, MONDAY)
    at("2026-11-17 10:00")
    api.force_authenticate(fresh(auditor))
    assert api.get("/api/v1/exports/log/").json()["results"] == []


def test_one_is_cancelled_and_asked_again_by_the_api_and_only_by_its_owner(town: Town) -> None:
    export = asked(town.user("peace"), category="02")
    api, other = APIClient(), APIClient()
    api.force_authenticate(town.user("peace"))
    other.force_authenticate(town.user("director"))
    address = f"/api/v1/exports/{export.pk}/"
    assert api.post(f"{address}again/").status_code == 409  # it is still to come
    for verb in ("cancel", "again"):
        assert other.post(f"{address}{verb}/").status_code == 404
    assert api.post(f"{address}cancel/").json()["state"] == "cancelled"
    answer = api.post(f"{address}again/")
    assert answer.status_code == 201
    second = Export.objects.get(pk=answer.json()["id"])
    assert (second.params, second.purpose, second.state) == ({"category": "02"}, "check", "waiting")
    done = written(second)
    assert api.post(f"/api/v1/exports/{done.pk}/cancel/").json()["state"] == "done"
    assert api.post(f"/api/v1/exports/{done.pk}/again/").status_code == 409


def test_somebody_without_a_post_is_refused_as_everybody_is(town: Town) -> None:
    nobody = make_user()
    api = APIClient()
    api.force_authenticate(nobody)
    answer = api.post("/api/v1/exports/", {"purpose": "check"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_yours")
    assert api.get("/api/v1/exports/log/").json()["results"] == []


def test_the_demo_town_has_a_file_that_was_fetched_and_one_that_broke_off(town: Town) -> None:
    register(town, division=V1)
    load_demo_exports(town.user("peace"))
    fetched_one, broken = Export.objects.order_by("format").reverse()
    assert (fetched_one.state, broken.state) == ("done", "failed")
    assert [one.export for one in ExportAccess.objects.all()] == [fetched_one]
    page = opened(town.user("peace")).get("/exports/").content.decode()
    assert "中途断了" in page
    assert f"/exports/{fetched_one.pk}/file/" in page
