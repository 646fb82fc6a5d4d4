"""Reminders of what moved on, came to rest or was answered meanwhile: written, but not said."""

import datetime as dt
from typing import Any

from django.core import mail

from cases import notices, services
from cases.enums import Clock, Tier
from cases.models import Pause
from mediation.core.models import Notice, NoticeState
from mediation.core.notices import send_due
from tests.cases.factories import Cast, act, register, some_text
from tests.cases.reminders import Move, instruct, mediating, sent_to, told


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
