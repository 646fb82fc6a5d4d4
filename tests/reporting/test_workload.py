"""工作量: tasks of mediators and grid workers; each reads his own, a head his people's."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from rest_framework.test import APIClient

from grids.enums import Role
from grids.models import Lead
from mediation.core import clock
from tests.factories import V1


@pytest.fixture
def read(example):
    def of(account, **query):
        client = APIClient()
        user = example.town.user(account) if isinstance(account, str) else account
        client.force_authenticate(user)
        answer = client.get("/api/v1/reports/workload/", {"span": "2026-11"} | query)
        return answer.json() if answer.status_code == 200 else answer.status_code

    return of


def row(body, name, kind="mediators"):
    return next(one for one in body[kind]["rows"] if one["name"] == name)


def test_a_mediator_s_numbers_are_those_of_his_stages(read, example):
    body = read("director")
    # rules.md §8, stages that ended in November: 致远 settled C3 and C8, C8 came back; C1 was
    # settled on 29 October. 水磨滩 passed C2 up.
    village = row(body, example.town.user("village").name)["values"]
    assert (village["settled"], village["relapsed"], village["passed_up"]) == ("2", "1", "0")
    village2 = row(body, example.town.user("village2").name)["values"]
    assert (village2["settled"], village2["relapsed"], village2["passed_up"]) == ("0", "0", "1")
    assert village["answer"] not in {"0", ""}
    october = row(read("director", span="2026-10"), example.town.user("village").name)["values"]
    assert october["settled"] == "1"


def test_the_director_reads_all_a_head_his_own_and_a_member_himself(read, example):
    colleague = example.town.hire(V1, Role.MEDIATOR)
    everybody = {one["name"] for one in read("director")["mediators"]["rows"]}
    names = {account: example.town.user(account).name for account in ("village", "village2")}
    assert {*names.values(), colleague.name} <= everybody
    of_head = {one["name"] for one in read("village")["mediators"]["rows"]}
    assert {names["village"], colleague.name} <= of_head
    assert names["village2"] not in of_head
    own = read(colleague)["mediators"]["rows"]
    assert [(one["name"], one["is_own"]) for one in own] == [(colleague.name, True)]


@pytest.mark.parametrize("account", ["window", "auditor", "discipline"])
def test_who_has_no_such_work_finds_no_page(read, example, account):
    assert read(account) == 404
    client = Client()
    client.force_login(example.town.user(account))
    assert client.get("/reports/workload/").status_code == 404


def test_peace_office_reads_nobodys_workload(read, example):
    answer = read("peace")
    if answer != 404:  # its own people, if the demo town makes it a head of some
        names = {one["name"] for one in answer["mediators"]["rows"]}
        assert example.town.user("village").name not in names


def test_a_grid_worker_s_leads_are_counted_with_the_hours_they_took(read, example):
    worker, town = example.town.user("grid"), example.town
    now = clock.now()
    for hours in (1, 3):
        number = Lead.objects.count() + 1
        Lead.objects.create(
            centre=town.centre,
            number=f"李苗〔2026〕{9000 + number}号",
            year=2026,
            short_number=9000 + number,
            form_key=uuid.uuid4(),
            kind="dispute",
            words="两家",
            division=town.v1,
            unit=town.unit(V1),
            found_at=now - timedelta(hours=hours),
            reported_at=now,
            reported_by=worker,
        )
    mine = row(read("grid"), worker.name, "grid_workers")
    assert mine["is_own"]
    assert (mine["values"]["reported"], mine["values"]["report_hours"]) == ("2", "2.0")
    assert read("grid", span="2026-10")["grid_workers"]["rows"][0]["values"]["reported"] == "0"


def test_the_page_counts_tasks_and_names_no_citizen(example):
    client = Client()
    client.force_login(example.town.user("director"))
    text = client.get("/reports/workload/", {"span": "2026-11"}).content.decode()
    assert "不打分，不排名" in text
    names = {party.name for case in example.cases.values() for party in case.parties.all()}
    assert names
    assert not [name for name in names if name in text]
