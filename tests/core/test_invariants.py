"""The nightly check prints what is wrong, and fails."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import TextField, Value

from mediation.celery import app
from mediation.core import tasks
from mediation.core.models import User

pytestmark = pytest.mark.django_db


def two_faults() -> Iterator[str]:
    yield "case 12: two open stages"
    yield "case 15: no open stage"


def run() -> tuple[str, str, int]:
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("check_invariants", stdout=out, stderr=err)
    except CommandError as failure:
        code = failure.returncode
    return out.getvalue(), err.getvalue(), code


def test_when_all_is_well_it_says_so(settings) -> None:
    settings.INVARIANTS = []
    User.objects.create(username="zhang", name="张", phone="13812345678")
    assert run() == ("all invariants hold\n", "", 0)


def test_every_apps_checks_are_asked_and_every_fault_is_printed(settings) -> None:
    settings.INVARIANTS = ["tests.core.test_invariants.two_faults"]
    assert run() == ("", "case 12: two open stages\ncase 15: no open stage\n", 1)


def test_a_number_in_clear_is_a_fault(settings) -> None:
    settings.INVARIANTS = []
    user = User.objects.create(username="zhang", name="张")
    User.objects.filter(pk=user.pk).update(phone=Value("138", output_field=TextField()))
    assert run() == ("", "core_user.phone: 1 values stand in clear\n", 1)


def test_the_jobs_have_the_names_that_the_timetable_calls() -> None:
    called = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {tasks.send_notices.name, tasks.check_invariants.name} <= called
