"""Reminders of the clocks of a case: rules.md §10 row by row, over real days of 2026."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import notices, services, tasks
from cases.enums import Clock, Status, Tier
from cases.models import Case, Deadline, Pause
from grids.models import Deputy
from mediation.core.models import Notice, NoticeState, ReminderRun, Rule, User
from mediation.core.notices import send_due
from tests.cases.factories import Cast, act, bring, register, some_text
from tests.factories import make_town

MORNING = dt.time(8, 30)
Move = Callable[[str], Any]
Told = set[tuple[str, str, str]]


@pytest.fixture
def cast(calendar_2026: Any, at: Move) -> Cast:
    """Monday 2026-03-02, the town and the people around its cases, everybody with a mailbox."""
    at("2026-03-02 09:00")
    cast = Cast(make_town())
    for user in User.objects.all():
        user.email = mailbox(user)
        user.save(update_fields=["email"])
    return cast


@pytest.fixture
def days(at: Move) -> Callable[..., None]:
    """`days("2026-03-03", "2026-03-23")`: the engine's pass at 08:30 of every day, both included."""

    def live(first: str, last: str) -> None:
        day = dt.date.fromisoformat(first)
        while day <= dt.date.fromisoformat(last):
            at(f"{day} 08:30")
            notices.write_due()
            day += dt.timedelta(days=1)

    return live


def mediating(cast: Cast) -> Case:
    """Accepted in 致远社区 on the day it came: the village's ten days run out on Thu 03-12."""
    case = act(register(cast), "accept", cast.members[Tier.VILLAGE])
    assert case.due_on == dt.date(2026, 3, 12)
    return case


def instruct(cast: Cast, case: Case, due_on: dt.date) -> Case:
    """The director asks 规建办 for a word."""
    unit = cast.town.unit("guijian").pk
    director = cast.town.user("director")
    services.move(case, "instruct", director, text=some_text(), due_on=due_on, to=unit)
    return Case.objects.get(pk=case.pk)


def told(case: Case, clock: str) -> Told:
    """(day, kind, account) of everything that was written about a clock of the case."""
    keys = case.deadlines.filter(clock=clock).values_list("pk", flat=True)
    return {
        (notice.day.isoformat(), notice.kind, notice.user.username)
        for key in keys
        for notice in Notice.objects.filter(subject__startswith=f"deadline:{key}:")
    }


def to(day: str, kind: str, *users: User) -> Told:
    return {(day, kind, user.username) for user in users}


def mailbox(user: User) -> str:
    return f"{user.username}@town.example"


def sent_to(user: User) -> list[str]:
    return [message.body for message in mail.outbox if message.to == [mailbox(user)]]


# --- rules.md §10, line by line -----------------------------------------------------------------


def test_a_village_rung_warns_reminds_and_is_suggested_for_passing_up(
    cast: Cast, days: Any
) -> None:
    """Due Thu 03-12. Over: Fri 03-13, then every third working day: Wed 18, Mon 23. Five days over:
    Tue 03-17."""
    case = mediating(cast)
    days("2026-03-03", "2026-03-24")
    officer, head = cast.members[Tier.VILLAGE], cast.heads[Tier.VILLAGE]
    peace = cast.town.user("peace")
    room = [cast.members[Tier.STREET], cast.heads[Tier.STREET]]
    assert told(case, Clock.RUNG) == (
        to("2026-03-09", "before3", officer)
        | to("2026-03-11", "before1", officer)
        | to("2026-03-12", "day", officer, head)
        | to("2026-03-13", "over1", officer, head, peace)
        | to("2026-03-17", "rung_below_over", *room)
        | to("2026-03-17", "suggest_escalation", peace)
        | to("2026-03-18", "over_every3wd", officer, head, peace)
        | to("2026-03-23", "over_every3wd", officer, head, peace)
    )


def test_the_leaders_rung_tells_owner_and_director_and_then_the_justice_office(
    cast: Cast, days: Any, at: Move
) -> None:
    """Up on Mon 03-02; thirty days: Wed 04-01. Over: Thu 04-02; 04-03 Fri; 04-04…06 off; 04-07,
    04-08: the third working day is Wed 04-08... and five days over, Mon 04-06, is off: Tue 04-07."""
    case = bring(cast, Status.MEDIATING, Tier.LEADER)
    officer, head = cast.members[Tier.LEADER], cast.heads[Tier.LEADER]
    director, peace = cast.town.user("director"), cast.town.user("peace")
    days("2026-03-03", "2026-04-08")
    heads = {
        name for day, kind, name in told(case, Clock.RUNG) if kind == "day" and day == "2026-04-01"
    }
    assert {officer.username, head.username} <= heads
    assert {row for row in told(case, Clock.RUNG) if row[0] > "2026-04-01"} == (
        to("2026-04-02", "over1", cast.owner, director)
        | to("2026-04-07", "rung_below_over", cast.members[Tier.LITIGATION])
        | to("2026-04-07", "suggest_escalation", peace)
        | to("2026-04-08", "over_every3wd", cast.owner, director)
    )


def test_a_case_on_the_leaders_rung_that_nobody_owns_is_with_the_peace_office(
    cast: Cast, days: Any
) -> None:
    case = bring(cast, Status.MEDIATING, Tier.LEADER)
    Case.objects.filter(pk=case.pk).update(owner=None, officer=None)
    days("2026-03-28", "2026-04-02")
    peace, director = cast.town.user("peace"), cast.town.user("director")
    rows = told(case, Clock.RUNG)
    assert to("2026-03-31", "before1", peace) <= rows
    assert {row for row in rows if row[1] == "over1"} == to("2026-04-02", "over1", peace, director)


def test_a_day_inside_the_national_holiday_is_reminded_of_before_it(
    cast: Cast, days: Any, at: Move
) -> None:
    """Registered Wed 09-23, ten days: Sat 10-03. All three warnings meet on Wed 09-30 and are one;
    late is told when the house opens, on Thu 10-08."""
    at("2026-09-23 09:00")
    case = act(register(cast), "accept", cast.members[Tier.VILLAGE])
    assert case.deadlines.get(clock=Clock.RUNG).due_on == dt.date(2026, 10, 3)
    days("2026-09-24", "2026-10-08")
    officer, head = cast.members[Tier.VILLAGE], cast.heads[Tier.VILLAGE]
    peace = cast.town.user("peace")
    assert {row for row in told(case, Clock.RUNG) if "over5" not in row[1]} >= (
        to("2026-09-30", "day", officer, head) | to("2026-10-08", "over1", officer, head, peace)
    )
    assert {day for day, _, _ in told(case, Clock.RUNG)} == {"2026-09-30", "2026-10-08"}


def test_a_case_without_an_officer_is_everybodys_in_its_unit(cast: Cast, days: Any) -> None:
    case = mediating(cast)
    Case.objects.filter(pk=case.pk).update(officer=None)
    days("2026-03-09", "2026-03-09")
    people = [cast.members[Tier.VILLAGE], cast.heads[Tier.VILLAGE]]
    assert told(case, Clock.RUNG) == to("2026-03-09", "before3", *people)


def test_an_officer_who_is_away_has_his_deputy_told(cast: Cast, days: Any) -> None:
    case = mediating(cast)
    officer, deputy = cast.members[Tier.VILLAGE], cast.town.user("village2")
    Deputy.objects.create(user=officer, deputy=deputy, from_on=dt.date(2026, 3, 1))
    User.objects.filter(pk=officer.pk).update(is_active=False)
    days("2026-03-09", "2026-03-09")
    assert told(case, Clock.RUNG) == to("2026-03-09", "before3", deputy)


def test_a_direction_is_reminded_of_to_whom_it_was_given(cast: Cast, days: Any) -> None:
    """Answer by Tue 03-10; the rule of instructions warns one day before."""
    case = instruct(cast, mediating(cast), dt.date(2026, 3, 10))
    days("2026-03-03", "2026-03-11")
    desk, peace = cast.addressee, cast.town.user("peace")
    rows = told(case, Clock.INSTRUCTION)
    assert to("2026-03-09", "before1", desk) <= rows
    assert {day for day, _, _ in rows} == {"2026-03-09", "2026-03-10", "2026-03-11"}
    assert to("2026-03-11", "over1", desk, peace) <= rows
    assert cast.members[Tier.VILLAGE].username not in {name for _, _, name in rows}


def test_the_parties_own_period_lapses_and_nobody_is_late(cast: Cast, days: Any) -> None:
    """CONFIRM, 30 days from Mon 03-02: Wed 04-01; its rule warns 10, 3 and 0 days before."""
    case = act(mediating(cast), "settle", cast.members[Tier.VILLAGE], form="written", signed=True)
    days("2026-03-03", "2026-04-10")
    rows = told(case, Clock.CONFIRM)
    # 03-22 is a Sunday: Fri 03-20; 03-29 is a Sunday: Fri 03-27.
    assert {(day, kind) for day, kind, _ in rows} == {
        ("2026-03-20", "before10"),
        ("2026-03-27", "before3"),
        ("2026-04-01", "day"),
    }
    assert {kind for _, kind, _ in told(case, Clock.FOLLOW_UP)} >= {"day", "over1"}


def test_a_stage_nobody_signs_for_is_told_after_one_working_day(cast: Cast, days: Any) -> None:
    """Passed up on Fri 03-06: Monday to sign, told on Tuesday 03-10, once."""
    case = mediating(cast)
    days("2026-03-03", "2026-03-05")
    days("2026-03-06", "2026-03-06")
    case = act(case, "escalate", cast.members[Tier.VILLAGE])
    days("2026-03-07", "2026-03-13")
    stage = case.stages.get(tier=Tier.STREET)
    rows = Notice.objects.filter(subject=f"stage:{stage.pk}:unsigned").select_related("user")
    assert {(row.day.isoformat(), row.user.username) for row in rows} == {
        ("2026-03-10", cast.heads[Tier.STREET].username),
        ("2026-03-10", "peace"),
    }
    assert rows[0].text == (f"{case.aloud} 致远社区：3月6日转到{case.unit.short_name}，还没有签收")


def test_a_signed_stage_is_not_told(cast: Cast, days: Any) -> None:
    case = act(mediating(cast), "escalate", cast.members[Tier.VILLAGE])
    act(case, "sign_for", cast.members[Tier.STREET])
    days("2026-03-03", "2026-03-06")
    assert not Notice.objects.filter(kind="unsigned").exists()


def test_the_words_say_which_clock_and_how_late_and_nothing_about_people(
    cast: Cast, days: Any
) -> None:
    word = some_text()
    case = register(cast, narrative=f"两家为围墙争执 {word}")
    names = [party.name for party in case.parties.all()]
    act(case, "accept", cast.members[Tier.VILLAGE])
    days("2026-03-03", "2026-03-18")
    texts = dict(
        Notice.objects.filter(subject__startswith="deadline:", text__contains="村（社区）办理")
        .order_by("pk")
        .values_list("kind", "text")
    )
    head = f"{case.aloud} 致远社区：村（社区）办理"
    assert texts == {
        "before3": f"{head}还剩 3 天（3月12日到期）",
        "before1": f"{head}还剩 1 天（3月12日到期）",
        "day": f"{head}今天到期（3月12日到期）",
        "over1": f"{head}逾期 1 天（3月12日到期）",
        "rung_below_over": f"{head}逾期 5 天（3月12日到期），可能会转到您这里",
        "suggest_escalation": f"{head}逾期 5 天（3月12日到期），建议上提到街道人民调解室",
        "over_every3wd": f"{head}逾期 6 天（3月12日到期）",
    }
    everything = " ".join(Notice.objects.values_list("text", flat=True))
    assert not any(secret in everything for secret in [word, *names])


# --- again, late, at rest, moved on -------------------------------------------------------------


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


def test_what_was_overtaken_while_the_beat_was_down_is_not_said(
    cast: Cast, days: Any, at: Move
) -> None:
    """Three steps are written; the officer's one digest says only that it is late."""
    mediating(cast)
    days("2026-03-03", "2026-03-10")
    send_due()
    mail.outbox.clear()
    at("2026-03-13 10:00")
    notices.write_due()
    send_due()
    (body,) = sent_to(cast.members[Tier.VILLAGE])
    assert "逾期 1 天" in body
    assert "今天到期" not in body
    assert "还剩" not in body
    assert body.count("村（社区）办理") == 1
    send_due()
    assert len(sent_to(cast.members[Tier.VILLAGE])) == 1


def test_the_first_pass_of_a_new_house_looks_at_its_own_day_only(cast: Cast, days: Any) -> None:
    case = mediating(cast)
    days("2026-03-12", "2026-03-12")
    assert {day for day, _, _ in told(case, Clock.RUNG)} == {"2026-03-12"}


def test_a_matter_that_moved_on_sends_nothing(cast: Cast, days: Any, at: Move) -> None:
    """Written at 08:30, passed up at 08:31, before the mail leaves."""
    moved, stays = mediating(cast), mediating(cast)
    days("2026-03-03", "2026-03-11")
    mail.outbox.clear()
    days("2026-03-12", "2026-03-12")
    act(moved, "escalate", cast.members[Tier.VILLAGE])
    Notice.objects.exclude(subject__startswith="deadline:").delete()
    send_due()
    (body,) = sent_to(cast.members[Tier.VILLAGE])
    assert f"{stays.aloud} 致远社区：村（社区）办理今天到期" in body
    assert f"{moved.aloud} 致远社区：村（社区）办理" not in body
    gone = Notice.objects.filter(matter_key=f"case:{moved.pk}", kind="day")
    assert set(gone.values_list("state", flat=True)) == {NoticeState.DROPPED}


def test_more_time_takes_the_reminder_back(cast: Cast, days: Any) -> None:
    case = mediating(cast)
    days("2026-03-03", "2026-03-11")
    head = cast.heads[Tier.VILLAGE]
    services.move(case, "extend", head, clock="RUNG", days=5, reason="等材料")
    send_due()
    assert not sent_to(cast.members[Tier.VILLAGE])
    days("2026-03-12", "2026-03-14")
    assert not [row for row in told(case, Clock.RUNG) if row[0] > "2026-03-11" and row[1] == "day"]


def test_whoever_no_longer_has_the_case_is_not_told(cast: Cast, days: Any) -> None:
    """The head takes it over after the row for the officer was written."""
    case = mediating(cast)
    days("2026-03-03", "2026-03-11")
    act(case, "assign", cast.heads[Tier.VILLAGE], officer=cast.heads[Tier.VILLAGE].pk)
    send_due()
    assert not [body for body in sent_to(cast.members[Tier.VILLAGE]) if "村（社区）办理" in body]


def test_nobody_has_a_digest_of_nothing(cast: Cast, days: Any) -> None:
    case = mediating(cast)
    days("2026-03-03", "2026-03-12")
    act(case, "settle", cast.members[Tier.VILLAGE])
    Notice.objects.exclude(kind="day").delete()
    sent = send_due()
    assert (sent.messages, sent.dropped) == (0, 2)
    assert mail.outbox == []


def test_a_clock_at_rest_is_not_late(cast: Cast, days: Any, at: Move) -> None:
    """Paused from Tue 03-10; without the pause there is something to tell on 03-11 and 03-12."""
    case, control = mediating(cast), mediating(cast)
    Pause.objects.create(
        centre=case.centre,
        case=case,
        from_on=dt.date(2026, 3, 10),
        expected_on=dt.date(2026, 4, 1),
        ground="appraisal",
        reason=some_text(),
    )
    days("2026-03-09", "2026-03-17")
    assert {day for day, _, _ in told(case, Clock.RUNG)} == {"2026-03-09"}
    assert "2026-03-12" in {day for day, _, _ in told(control, Clock.RUNG)}


def test_an_arrival_somebody_has_signed_for_is_not_announced_to_the_others(
    cast: Cast, at: Move, days: Any
) -> None:
    case = act(mediating(cast), "escalate", cast.members[Tier.VILLAGE])
    case = act(case, "send_back", cast.heads[Tier.STREET])
    officer, head = cast.members[Tier.VILLAGE], cast.heads[Tier.VILLAGE]
    rows = Notice.objects.filter(kind="send_back", matter_key=f"case:{case.pk}")
    assert {row.user for row in rows} == {officer, head}
    assert notices.still_due(list(rows)) == {row.pk for row in rows}
    act(case, "sign_for", officer)
    assert notices.still_due(list(rows)) == set()


def test_a_case_put_into_somebodys_hands_is_announced_to_him_once(cast: Cast, at: Move) -> None:
    """Registered, then named officer by the head: one line in the morning, for him alone."""
    case = register(cast)
    officer, head = cast.members[Tier.VILLAGE], cast.heads[Tier.VILLAGE]
    arrivals = Notice.objects.filter(matter_key=f"case:{case.pk}")
    assert {(row.kind, row.user) for row in arrivals} == {
        ("register", officer),
        ("register", head),
        ("assign", officer),
    }
    assert notices.still_due(list(arrivals)) == {arrivals.get(kind="assign").pk}


def test_an_answered_instruction_is_no_longer_announced(cast: Cast) -> None:
    case = instruct(cast, mediating(cast), dt.date(2026, 3, 10))
    rows = list(Notice.objects.filter(kind="instruct"))
    assert rows
    assert notices.still_due(rows) == {row.pk for row in rows}
    act(case, "answer", cast.addressee)
    assert notices.still_due(rows) == set()


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
