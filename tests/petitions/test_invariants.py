"""`check_invariants` finds each fault that is planted in the petitions, and none where there is none."""

import datetime as dt
import secrets
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from mediation.core.notices import notify
from petitions.enums import Clock, Status
from petitions.services import invariants
from petitions.services.reference import load_contents
from tests.cases.factories import some_text
from tests.conftest import SHANGHAI
from tests.factories import make_town
from tests.petitions.factories import Office
from tests.petitions.histories import FIELDS, bring
from tests.petitions.test_workflow import STATES

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    """A petition of every kind in every status, half of them asking units for something; one done
    again, one reopened. Taken back at the end of the module."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(START, tick=False),
        transaction.atomic(),
    ):
        load_contents()
        office = Office(make_town())
        for n, (kind, status) in enumerate(STATES):
            bring(office, kind, status, asks=kind != "accusation" and n % 2 == 0)
        again = bring(office, "ordinary", "reviewing", asks=True)
        office.move(again, "review_decided", result="redo", number="渝信复〔2026〕1号")
        back = bring(office, "passed_on", "returned")
        office.move(back, "reopen", ground="sender_disagrees")
        office.move(
            bring(office, "accusation", "registered"),
            "note",
            "discipline",
            stuck=some_text(),
            next_step=some_text(),
        )
        yield office
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _taken_back(office: Office) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def plant(sql: str) -> None:
    """Past the triggers and constraints that can be passed, as somebody with the database would."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        assert cursor.rowcount == 1, "the fault must be planted"
        cursor.execute("SET LOCAL session_replication_role = origin")


def one(status: str, kind: str = "claim") -> str:
    """The id of the first petition of a status."""
    return (
        f"(SELECT id FROM petitions_petition WHERE status = '{status}' AND kind = '{kind}' "
        "ORDER BY id LIMIT 1)"
    )


def last_event(status: str = "handling") -> str:
    return f"(SELECT max(id) FROM petitions_event WHERE petition_id = {one(status)})"


ACCUSED = one("forwarded", "accusation")
UNSEALED = "is an accusation and is not sealed in every place"
PHONE = f"139{secrets.randbelow(10**8):08d}"
PLANTS = [
    (
        "shows another due day than its nearest running clock",
        f"UPDATE petitions_petition SET due_on = due_on + 1 WHERE id = {one('handling')}",
    ),
    (
        "stands otherwise than its last event says",
        f"UPDATE petitions_petition SET status = 'replied' WHERE id = {one('finalised')}",
    ),
    (
        "must be told what becomes of it and nobody is reminded",
        f"""UPDATE petitions_deadline SET stopped_on = due_on, stopped_by = 'nobody'
        WHERE clock = 'NOTIFY' AND stopped_on IS NULL AND petition_id = {one("guided")}""",
    ),
    (
        "is being handled without a day to conclude",
        f"""UPDATE petitions_deadline SET stopped_on = due_on, stopped_by = 'nobody'
        WHERE clock = 'CONCLUDE' AND petition_id = {one("handling")}""",
    ),
    (
        "is concluded otherwise than its opinion was sent",
        f"UPDATE petitions_petition SET concluded_on = NULL WHERE id = {one('reviewed')}",
    ),
    (
        "the time to conclude runs otherwise than its opinion was sent",
        f"""UPDATE petitions_deadline SET stopped_on = NULL, stopped_by = ''
        WHERE clock = 'CONCLUDE' AND petition_id = {one("replied")}""",
    ),
    (
        "has a running clock for a direction that is answered or handed back",
        """UPDATE petitions_direction SET answered_at = at WHERE id = (
            SELECT min(w.id) FROM petitions_direction w JOIN petitions_deadline d
            ON d.direction_id = w.id AND d.stopped_on IS NULL)""",
    ),
    (
        "has a letter whose file is not the one that was locked",
        f"""UPDATE petitions_issuedletter SET sha256 = 'abc'
        WHERE kind = 'opinion' AND petition_id = {one("replied")}""",
    ),
    (
        "has a private number in its history",
        f"""UPDATE petitions_event SET payload = '{{"to": "{PHONE}"}}' WHERE id = {last_event()}""",
    ),
    (
        "has a clock running that its status does not know",
        f"""UPDATE petitions_deadline SET stopped_on = NULL, stopped_by = ''
        WHERE clock = 'NOTIFY' AND petition_id = {one("withdrawn")}""",
    ),
    (
        "went a way that the rules do not know",
        f"""UPDATE petitions_event SET status = 'guided'
        WHERE verb = 'accept' AND petition_id = {one("handling")}""",
    ),
    (
        "petition numbers 500102011000 2026",
        """UPDATE petitions_petition SET short_number = short_number + 1
        WHERE short_number = (SELECT max(short_number) FROM petitions_petition)""",
    ),
    (
        "letter numbers opinion 500102011000 2026",
        """UPDATE petitions_issuedletter SET serial = serial + 1 WHERE id = (
            SELECT max(id) FROM petitions_issuedletter WHERE kind = 'opinion')""",
    ),
    ("counter at", "UPDATE core_counter SET last = last + 1 WHERE kind = 'letter:extension'"),
    (
        "was changed after it was written",
        f"UPDATE petitions_event SET booked_on = booked_on + 1 WHERE id = {last_event()}",
    ),
    (
        ", expected 1",
        f"DELETE FROM petitions_event WHERE seq = 1 AND petition_id = {one('replied')}",
    ),
    (
        "is found by words that are no longer its own",
        f"UPDATE petitions_petition SET place = place || '门口' WHERE id = {one('closed')}",
    ),
    (
        "petitions_petitioner.phone: 1 values stand in clear",
        f"UPDATE petitions_petitioner SET phone = '{PHONE}' WHERE petition_id = {one('replied')}",
    ),
    (UNSEALED, f"UPDATE petitions_petitioner SET name = '某人' WHERE petition_id = {ACCUSED}"),
    (
        UNSEALED,
        f"""UPDATE petitions_demand SET text = '查一查'
        WHERE position = 1 AND petition_id = {ACCUSED}""",
    ),
    (UNSEALED, f"UPDATE petitions_ending SET reason = '有人说' WHERE petition_id = {ACCUSED}"),
    (
        UNSEALED,
        f"""UPDATE petitions_issuedletter SET place = '某处'
        WHERE kind = 'forwarding' AND petition_id = {ACCUSED}""",
    ),
    (UNSEALED, f"DELETE FROM petitions_sealedcontent WHERE petition_id = {ACCUSED}"),
    (
        UNSEALED,
        f"""UPDATE petitions_record SET petition_id = {ACCUSED}
        WHERE id = (SELECT min(id) FROM petitions_record)""",
    ),
]


def test_a_sound_house_has_no_faults(office: Office) -> None:
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert out.getvalue().strip() == "all invariants hold"


@pytest.mark.parametrize(
    ("fault", "sql"), PLANTS, ids=[f"{n} {fault}" for n, (fault, _) in enumerate(PLANTS)]
)
def test_a_planted_fault_is_found(office: Office, fault: str, sql: str) -> None:
    if "petitions_record" in sql:
        petition = bring(office, "ordinary", "handling")
        office.move(petition, "record", **FIELDS["record"](petition))
    if "letter:extension" in sql:
        office.move(bring(office, "ordinary", "handling"), "extend", "director", **EXTENDED)
    plant(sql)
    said = StringIO()
    with pytest.raises(CommandError, match="faults"):
        call_command("check_invariants", stderr=said, stdout=StringIO())
    assert fault in said.getvalue()


EXTENDED = {"days": 5, "reason": "等鉴定意见"}


def test_a_number_in_a_notice_is_found(office: Office) -> None:
    petition = bring(office, "ordinary", "registered")
    key = f"petition:{petition.pk}"
    notify(office.town.user("peace"), "note", "请看一看", subject="test:1", matter_key=key)
    assert not list(invariants.faults())
    plant(f"UPDATE core_notice SET text = 'x {PHONE}' WHERE subject = 'test:1'")
    assert list(invariants.faults()) == [
        f"petition {petition.number} has a private number in a notice"
    ]


def test_the_clocks_that_may_run_are_written_down_for_every_status() -> None:
    assert set(invariants.RUNNING) == set(Status)
    assert set().union(*invariants.RUNNING.values()) == set(Clock)
