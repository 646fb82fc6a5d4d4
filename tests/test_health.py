"""/readyz names the part that does not work, and nobody needs to sign in for it."""

import datetime as dt

import pytest
import redis
from django.db import OperationalError
from django.test import Client

from mediation import health, heartbeat
from mediation.core.models import CalendarDay

PARTS = {"database", "broker", "worker", "beat", "calendar"}


@pytest.fixture
def all_well(db, monkeypatch):
    CalendarDay.objects.create(date=dt.date(2026, 10, 1), is_workday=False, name="国庆节")
    monkeypatch.setattr(heartbeat, "alive", lambda *parts: dict.fromkeys(parts, True))


def ready():
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()


def test_a_stranger_may_ask_whether_the_process_lives():
    assert Client().get("/healthz").status_code == 200


def test_all_parts_are_named_when_all_is_well(all_well, at):
    at("2026-11-14 09:00")
    status, body = ready()
    assert status == 200
    assert {part: body[part] for part in PARTS} == {
        part: {"ok": True, "message": "正常"} for part in PARTS
    }


@pytest.mark.parametrize("silent", ["worker", "beat"])
def test_a_silent_process_is_named_alone(all_well, monkeypatch, silent):
    monkeypatch.setattr(heartbeat, "alive", lambda *parts: {p: p != silent for p in parts})
    status, body = ready()
    assert (status, body["failed"]) == (503, [silent])


def test_without_redis_only_the_broker_is_blamed(all_well, monkeypatch):
    def refuse(*parts):
        raise redis.ConnectionError

    monkeypatch.setattr(heartbeat, "alive", refuse)
    status, body = ready()
    assert (status, body["failed"]) == (503, ["broker"])
    assert body["worker"]["ok"] is None


def test_without_a_database_the_answer_still_comes(all_well, monkeypatch):
    def refuse():
        raise OperationalError

    monkeypatch.setattr(health.connection, "cursor", refuse)
    status, body = ready()
    assert (status, body["failed"]) == (503, ["database"])


def test_a_missing_calendar_is_named(all_well):
    CalendarDay.objects.all().delete()
    status, body = ready()
    assert (status, body["failed"]) == (503, ["calendar"])


def test_a_year_not_announced_yet_does_not_close_the_office(all_well, at):
    at("2027-01-04 09:00")
    status, body = ready()
    assert status == 200
    assert "暂定" in body["calendar"]["message"]
