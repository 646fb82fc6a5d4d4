"""The engine's passes: again, after a stop, by the command, up by itself, fifty thousand at once."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import notices, tasks
from cases.enums import Clock, Status, Tier
from cases.models import Case, Deadline
from mediation.core.models import Notice, ReminderRun, Rule
from tests.cases.factories import Cast, bring, register
from tests.cases.reminders import Move, mailbox, mediating, sent_to, told


def test_a_second_pass_of_the_day_changes_nothing(cast: Cast, days: Any, at: Move) -> None:
    mediating(cast)
    days("2026-03-03", "2026-03-12")
    before = list(Notice.objects.order_by("pk").values())
    assert any(notice["day"] == dt.date(2026, 3, 12) for notice in before)
    at("2026-03-12 17:00")
    assert notices.write_due().rows == 0
    assert list(Notice.objects.order_by("pk").values()) == before


def test_a_beat_that_was_down_writes_what_it_would_have_written(
    cast: Cast, days: Any, at: Move
) -> None:
    """Down from Tue 03-10 to Fri 03-13: the same rows as day by day, none twice."""
    case = mediating(cast)
    days("2026-03-03", "2026-03-10")
    at("2026-03-13 10:00")
    assert notices.write_due().after == dt.date(2026, 3, 10)
    caught_up = told(case, Clock.RUNG)
    Notice.objects.all().delete()
    ReminderRun.objects.all().delete()
    days("2026-03-03", "2026-03-13")
    assert caught_up == told(case, Clock.RUNG)
    assert len(caught_up) == 1 + 1 + 2 + 3


def test_the_first_pass_of_a_new_house_looks_at_its_own_day_only(cast: Cast, days: Any) -> None:
    case = mediating(cast)
    days("2026-03-12", "2026-03-12")
    assert {day for day, _, _ in told(case, Clock.RUNG)} == {"2026-03-12"}


def test_red_goes_out_alone_at_any_hour(cast: Cast, at: Move) -> None:
    at("2026-03-07 23:10")  # a Saturday night
    case = register(cast, risk="red")
    call_command("remind")
    red = [message for message in mail.outbox if "红色" in message.subject]
    assert {message.to[0] for message in red} >= {mailbox(cast.town.user("peace"))}
    assert all(case.aloud in message.subject for message in red)
    assert not [message for message in mail.outbox if "件事请您留意" in message.subject]


# --- up by itself, only if the town wants it ------------------------------------------------------


def test_nothing_moves_by_itself(cast: Cast, days: Any, at: Move) -> None:
    case = mediating(cast)
    at("2026-03-17 08:30")
    tasks.remind()
    case.refresh_from_db()
    assert case.tier == Tier.VILLAGE
    assert {kind for _, kind, _ in told(case, Clock.RUNG)} >= {"suggest_escalation"}


def test_a_town_may_have_its_long_overdue_cases_go_up_by_themselves(cast: Cast, at: Move) -> None:
    """Five days over on Tue 03-17, not on Mon 03-16."""
    case = mediating(cast)
    Rule.objects.filter(clock=Clock.RUNG).update(has_auto_escalate=True)
    at("2026-03-16 08:30")
    assert notices.escalate_overdue() == 0
    at("2026-03-17 08:30")
    tasks.remind()
    case.refresh_from_db()
    event = case.events.order_by("-seq").first()
    assert (case.tier, event.verb, event.actor.username) == (Tier.STREET, "escalate", "system")
    assert case.stages.get(outcome="escalated").ground == "overdue"
    assert not Notice.objects.filter(kind="suggest_escalation").exists()
    assert notices.escalate_overdue() == 0


def test_no_case_is_sent_to_court_by_itself(cast: Cast, at: Move) -> None:
    case = bring(cast, Status.MEDIATING, Tier.LEADER)
    Rule.objects.filter(clock=Clock.RUNG).update(has_auto_escalate=True)
    at("2026-04-20 08:30")
    assert notices.escalate_overdue() == 0
    case.refresh_from_db()
    assert (case.tier, case.status) == (Tier.LEADER, Status.MEDIATING)


# --- the command ----------------------------------------------------------------------------------


def test_remind_at_a_moment_writes_and_sends_as_of_it(cast: Cast) -> None:
    mediating(cast)
    call_command("remind", "--at", "2026-03-12T08:30")
    assert "今天到期" in sent_to(cast.heads[Tier.VILLAGE])[-1]
    count = len(mail.outbox)
    call_command("remind", "--at", "2026-03-12T08:31")
    assert len(mail.outbox) == count


def test_remind_with_a_moment_that_is_none_says_so(cast: Cast) -> None:
    with pytest.raises(CommandError, match="时间没看懂"):
        call_command("remind", "--at", "明天")


# --- many ------------------------------------------------------------------------------------------


def multiply(case: Case, count: int) -> None:
    """`count` more clocks like the case's rung, due on the same day."""
    columns = [field.column for field in Deadline._meta.fields if field.column != "id"]
    values = ["'many' || n" if column == "subject" else column for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_deadline ({', '.join(columns)}) "
            f"SELECT {', '.join(values)} FROM cases_deadline, generate_series(1, %s) AS n "
            "WHERE case_id = %s AND clock = 'RUNG'",
            [count, case.pk],
        )


def statements_of_a_pass(case: Case, count: int, at: Move) -> int:
    """SQL statements of one pass over `count` clocks that are due on 03-12."""
    Deadline.objects.filter(subject__startswith="many").delete()
    Notice.objects.all().delete()
    ReminderRun.objects.all().delete()
    multiply(case, count - 1)
    at("2026-03-12 08:30")
    with CaptureQueriesContext(connection) as queries:
        written = notices.write_due()
    assert written.rows == Notice.objects.count() == 2 * count
    return len(queries)


def test_the_sql_of_a_pass_grows_with_its_batches_not_with_its_rows(cast: Cast, at: Move) -> None:
    """Each clock has two rows: 5 and 500 clocks are one batch, 1,500 are two of clocks and three of
    rows."""
    case = mediating(cast)
    one_batch = statements_of_a_pass(case, 500, at)
    assert statements_of_a_pass(case, 5, at) == one_batch
    assert statements_of_a_pass(case, 1500, at) <= one_batch + 12 + 2 * 4


def test_fifty_thousand_reminders_are_written_in_one_pass_without_a_double(
    cast: Cast, at: Move
) -> None:
    """Two people each for 25,000 clocks."""
    multiply(mediating(cast), 24_999)
    at("2026-03-12 08:30")
    assert notices.write_due().rows == 50_000
    assert notices.write_due().rows == 0
    rows = Notice.objects.filter(kind="day")
    assert rows.count() == 50_000
    assert rows.values("user", "subject").distinct().count() == 50_000


def test_a_pass_that_forgot_its_day_writes_nothing_twice(cast: Cast, days: Any) -> None:
    mediating(cast)
    days("2026-03-12", "2026-03-12")
    count = Notice.objects.count()
    ReminderRun.objects.all().delete()
    assert notices.write_due().rows > 0
    assert Notice.objects.count() == count
