"""`check_invariants` finds each fault that is planted, and none where there is none."""

import datetime as dt
import secrets
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from cases import services
from cases.enums import Clock, Status, Tier
from cases.models import BridgeLetter, Case
from cases.services import invariants
from cases.services.consultations import convene
from mediation.core import numbers
from mediation.core.notices import notify
from tests.cases.factories import (
    Cast,
    act,
    bring,
    instruct_department,
    register,
    satisfy_closing,
)
from tests.conftest import SHANGHAI
from tests.factories import make_town

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """A house with a case in every status, on every rung; taken back at the end of the module."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(START, tick=False),
        transaction.atomic(),
    ):
        cast = Cast(make_town())
        for tier in (Tier.VILLAGE, Tier.STREET, Tier.LEADER):
            bring(cast, Status.MEDIATING, tier)
        for status in (Status.SETTLED, Status.CLOSED, Status.TERMINATED, Status.WITHDRAWN):
            bring(cast, status, Tier.VILLAGE)
        for status in (Status.DECLINED, Status.TRANSFERRED):
            bring(cast, status, Tier.STREET)
        satisfy_closing(cast, bring(cast, Status.REFERRED, Tier.LITIGATION))
        reopened = bring(cast, Status.CLOSED, Tier.STREET)
        act(reopened, "reopen", cast.heads[Tier.STREET])
        merged, other = register(cast), register(cast)
        services.move(merged, "merge", cast.heads[Tier.VILLAGE], into=other.pk, reason="同一件事")
        answered = instruct_department(cast.town, register(cast))
        act(answered, "answer", cast.addressee)
        instruct_department(cast.town, register(cast))
        handed_back = register(cast)
        act(handed_back, "hand_back", cast.heads[Tier.VILLAGE])
        sit_and_call_off(cast, bring(cast, Status.MEDIATING, Tier.VILLAGE))
        yield cast
        transaction.set_rollback(True)


def sit_and_call_off(cast: Cast, case: Case) -> None:
    officer, starts_at = cast.members[Tier.VILLAGE], START + dt.timedelta(days=1)
    ends_at = starts_at + dt.timedelta(hours=1)
    services.move(case, "schedule", officer, starts_at=starts_at, ends_at=ends_at, place="村委会")
    services.cancel_session(case.sessions.get(starts_at=starts_at), officer, "改日再约")


def plant(sql: str) -> None:
    """Past the triggers, as somebody with the database in his hands would."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        assert cursor.rowcount == 1, "the fault must be planted"
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture(autouse=True)
def _taken_back(cast: Cast) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def one(status: str, more: str = "") -> str:
    """The id of the first case of a status."""
    return f"(SELECT id FROM cases_case WHERE status = '{status}' {more} ORDER BY id LIMIT 1)"


def last_event() -> str:
    return f"(SELECT max(id) FROM cases_event WHERE case_id = {one('mediating')})"


PHONE = f"139{secrets.randbelow(10**8):08d}"
PLANTS = {
    "has a sitting that was called off and still occupies something": """
        UPDATE grids_occupancy SET is_cancelled = false
        WHERE id = (SELECT min(id) FROM grids_occupancy)""",
    "is open or referred and does not stand on exactly one stage": f"""
        UPDATE cases_stage SET left_at = entered_at, left_on = entered_on, outcome = 'escalated'
        WHERE left_at IS NULL AND case_id = {one("mediating")}""",
    "has left and still stands on a stage": f"""
        UPDATE cases_stage SET left_at = NULL, left_on = NULL, outcome = ''
        WHERE case_id = {one("settled")}""",
    "shows another rung, unit or officer than its stage": f"""
        UPDATE cases_case SET officer_id = NULL WHERE id = {one("mediating")}""",
    "shows another due day than its nearest running clock": f"""
        UPDATE cases_case SET due_on = due_on + 1 WHERE id = {one("mediating")}""",
    "is open and its rung has no clock": f"""
        UPDATE cases_deadline SET stopped_on = due_on, stopped_by = 'nobody'
        WHERE clock = 'RUNG' AND stopped_on IS NULL AND case_id = {one("registered")}""",
    "has a running clock for a direction that is answered": """
        UPDATE cases_direction SET answered_at = at WHERE answered_at IS NULL""",
    "stands otherwise than its last event says": f"""
        UPDATE cases_event SET tier = 'leader' WHERE id = {last_event()}""",
    "has a private number in its history": f"""
        UPDATE cases_event SET payload = '{{"to": "{PHONE}"}}' WHERE id = {last_event()}""",
    "has an outcome that its status does not allow": f"""
        UPDATE cases_case SET outcome = 'declined' WHERE id = {one("settled")}""",
    "has a clock running that its status does not know": f"""
        UPDATE cases_deadline SET stopped_on = NULL, stopped_by = ''
        WHERE clock = 'RUNG' AND case_id = {one("settled")}""",
    "case numbers 500102011000 2026": """
        UPDATE cases_case SET short_number = short_number + 1
        WHERE short_number = (SELECT max(short_number) FROM cases_case)""",
    "counter at": """
        UPDATE core_counter SET last = last + 1 WHERE kind = 'case'""",
    "dossier numbers 500102011011-committee 2026": """
        UPDATE cases_case SET dossier_number = replace(dossier_number, '0001', '0099')
        WHERE dossier_number LIKE '%0001%'""",
    "was changed after it was written": f"""
        UPDATE cases_event SET booked_on = booked_on + 1 WHERE id = {last_event()}""",
    ", expected 1": f"""
        DELETE FROM cases_event WHERE seq = 1 AND case_id = {one("settled")}""",
    "is searched by words that are no longer its own": f"""
        UPDATE cases_case SET place = place || '门口' WHERE id = {one("closed")}""",
    "cases_party.phone: 1 values stand in clear": f"""
        UPDATE cases_party SET phone = '{PHONE}' WHERE position = 1 AND case_id = {one("settled")}""",
}


def test_a_sound_house_has_no_faults(cast: Cast) -> None:
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert out.getvalue().strip() == "all invariants hold"


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_is_found(cast: Cast, fault: str) -> None:
    plant(PLANTS[fault])
    said = StringIO()
    with pytest.raises(CommandError, match="faults"):
        call_command("check_invariants", stderr=said, stdout=StringIO())
    assert fault in said.getvalue()


def test_a_number_in_a_notice_is_found(cast: Cast) -> None:
    case_id = register(cast).pk
    notify(cast.bystander, "note", "请看一看", subject="test:1", matter_key=f"case:{case_id}")
    assert not list(invariants.faults())
    plant(f"UPDATE core_notice SET text = 'x {PHONE}' WHERE subject = 'test:1'")
    assert ["has a private number in a notice" in fault for fault in invariants.faults()] == [True]


def test_a_gap_in_the_numbers_of_meetings_and_of_replies_is_found(cast: Cast) -> None:
    """李矛会 and 李矛复 are kept only as they are written."""
    peace, today = cast.peace, START.date()
    meetings = [
        convene(peace, kind="ad_hoc", topic="会", held_on=today, place="会议室") for _ in range(2)
    ]
    assert [meeting.number for meeting in meetings] == ["李矛会〔2026〕1号", "李矛会〔2026〕2号"]
    for n in (1, 2):
        number = numbers.take("bridge_reply", cast.town.centre.code, 2026)
        BridgeLetter.objects.create(
            centre=cast.town.centre, case=Case.objects.get(status=Status.DECLINED), kind="court",
            entrusting="delegated", from_body="法院", their_number=f"{n}", received_on=today,
            reply_due_on=today, by=peace, at=START, result="not_settled", replied_on=today,
            reply_number=f"李矛复〔2026〕{number}号", sent_on=today,
        )  # fmt: skip
    assert not list(invariants.faults())
    plant("UPDATE cases_consultation SET number = '李矛会〔2026〕3号' WHERE number LIKE '%2号'")
    plant(
        "UPDATE cases_bridgeletter SET reply_number = '李矛复〔2026〕9号' WHERE reply_number LIKE '%1号'"
    )
    assert list(invariants.faults()) == [
        "meeting numbers 500102011000 2026: 2 given, the highest is 3, counter at 2",
        "reply numbers 500102011000 2026: 2 given, the highest is 9, counter at 2",
    ]


def test_the_clocks_that_may_run_are_written_down_for_every_status() -> None:
    assert set(invariants.RUNNING) == set(Status)
    assert set().union(*invariants.RUNNING.values()) == set(Clock)
