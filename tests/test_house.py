"""What holds for every page and for the timetable, whatever the apps do."""

import json
import re

import pytest
from django.conf import settings
from django.test import Client

from mediation import demo
from mediation.celery import app
from mediation.core.models import User


@pytest.fixture
def clerk(db):
    return User.objects.create_user("clerk", password="Sunny-day-26", must_change_password=False)


def test_every_job_of_the_timetable_exists():
    app.loader.import_default_modules()
    planned = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert planned <= set(app.tasks)


def test_a_stranger_is_sent_to_the_log_in_page(db):
    answer = Client().get("/cases/")
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/cases/")


def test_a_stranger_gets_401_from_the_api(db):
    answer = Client().get("/api/v1/schema/?format=json")
    assert answer.status_code == 401
    assert set(json.loads(answer.content)) >= {"code", "message"}


def test_no_cache_keeps_a_page_of_somebody_signed_in(clerk):
    client = Client()
    client.force_login(clerk)
    assert "no-store" in client.get("/api/v1/schema/")["Cache-Control"]
    assert "no-store" not in Client().get("/healthz").get("Cache-Control", "")


def test_a_page_seen_renews_the_half_hour_and_silence_ends_it(clerk, at):
    at("2026-11-14 09:00")
    client = Client()
    client.force_login(clerk)
    for moment in ("09:25", "09:50", "10:15"):
        at(f"2026-11-14 {moment}")
        assert client.get("/api/v1/schema/").status_code == 200
    at("2026-11-14 10:46")
    assert client.get("/api/v1/schema/").status_code == 401


def test_a_second_page_within_the_minute_writes_nothing(clerk, at, django_assert_num_queries):
    at("2026-11-14 09:00")
    client = Client()
    client.force_login(clerk)
    client.get("/api/v1/schema/")
    with django_assert_num_queries(2):  # the session and its user
        client.get("/api/v1/schema/")


def test_pages_allow_no_inline_script_and_nothing_from_outside():
    policy = Client().get("/healthz")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert not re.search(r"https?:", policy)


def test_the_access_log_leaves_query_strings_out():
    line = (settings.BASE_DIR / "deploy" / "gunicorn.conf.py").read_text()
    written = re.search(r"access_log_format = (.*)", line)[1]
    assert "%(U)s" in written
    assert not {"%(r)s", "%(q)s", "%(f)s"} & set(re.findall(r"%\(\w+\)s", written))


def test_secrets_of_a_trial_run_are_kept_and_unreadable_to_others(tmp_path):
    first = demo.with_secrets(demo.read(tmp_path))
    demo.write(tmp_path, first)
    assert demo.with_secrets(demo.read(tmp_path)) == first
    assert (tmp_path / demo.FILE).stat().st_mode & 0o077 == 0
    assert demo.with_secrets({}) != first
