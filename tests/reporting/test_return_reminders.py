"""Reminders of returns, their block on `/` and what must always be true of them.

11-14 of 2026 is a Saturday: its own day is reminded of on Friday the 13th, and late on Monday the
16th; then every third working day, Thursday the 19th.
"""

import uuid
from datetime import date

import pytest
from django.db import connection

from cases import notices as engine
from mediation.core.models import Notice
from reporting.models import VillageReturn
from reporting.notices.returns import half_months_still_so, returns_still_due
from reporting.periods import half_month
from reporting.selectors.return_blocks import blocks
from reporting.services import return_invariants, return_review, returns, steps
from reporting.services.returns import Typed
from tests.cases.factories import some_text
from tests.factories import V1, V2

NOVEMBER = date(2026, 11, 14)
PERIOD = half_month(NOVEMBER)
FRIDAY, MONDAY, THURSDAY = date(2026, 11, 13), date(2026, 11, 16), date(2026, 11, 19)
ACCOUNTS = {V1: "village", V2: "village2"}


def filed(example, village=V1, **more):
    return returns.file_return(
        example.town.place(village),
        example.town.centre,
        PERIOD,
        example.town.user(ACCOUNTS[village]),
        **{"form_key": uuid.uuid4(), "features": some_text()} | more,
    )


def asked_of(example, village=V1):
    return VillageReturn.objects.get(due_on=NOVEMBER, division=example.town.place(village))


def told(example, account):
    """Of the returns of the 14th: on which day, which step, in which words."""
    rows = Notice.objects.filter(
        user=example.town.user(account),
        matter_key__startswith="return:",
        url__contains=f"{NOVEMBER}",
    )
    return [(one.day, one.kind, one.text) for one in rows.order_by("day", "pk")]


def row_of(example, account):
    """The reader's block on `/`, its rows in words."""
    found = blocks(example.town.user(account))
    return [
        (row.half_month.cut_off, row.asked.division.code if row.asked else "", row.is_late)
        for block in found
        for row in block.rows
    ]


def test_a_village_is_reminded_on_the_last_day_and_when_it_is_late(example, at):
    returns.open_returns()
    at("2026-11-13 08:30")
    engine.write_due()
    filed(example, V2)
    many = VillageReturn.objects.filter(due_on=NOVEMBER).count()
    at("2026-11-19 08:30")
    engine.write_due()
    assert [(day, kind) for day, kind, _ in told(example, "village")] == [
        (FRIDAY, "day"),
        (MONDAY, "over1"),
        (THURSDAY, "over_every3wd"),
    ]
    assert [(day, kind) for day, kind, _ in told(example, "village2")] == [(FRIDAY, "day")]
    texts = [text for _, _, text in told(example, "village")]
    assert "致远社区截至11月14日的半月报表：还剩 1 天，还没有报" in texts[0]
    assert "逾期 5 天还没有报" in texts[-1]
    (missing,) = Notice.objects.filter(kind="return_missing", url__contains=f"{NOVEMBER}")
    assert missing.user == example.town.user("peace")
    assert missing.text == f"截至11月14日的半月报：还有 {many - 1} 个村（社区）没有报"


def test_a_village_whose_return_came_in_time_and_went_back_is_not_called_late(example, at):
    returns.open_returns()
    filed(example)
    return_review.send_back(asked_of(example), example.town.user("peace"), some_text())
    many = VillageReturn.objects.filter(due_on=NOVEMBER).count()
    at("2026-11-16 08:30")
    engine.write_due()
    late = [text for _, kind, text in told(example, "village") if kind == "over1"]
    assert len(late) == 1
    assert "退回后还没有重报" in late[0]
    assert "逾期" not in late[0]
    beside = [text for _, kind, text in told(example, "village2") if kind == "over1"]
    assert "逾期 2 天还没有报" in beside[0]
    missing = Notice.objects.get(kind="return_missing", url__contains=f"{NOVEMBER}")
    assert f"还有 {many - 1} 个村（社区）没有报，1 个村（社区）退回后没有重报" in missing.text
    assert [late for _, _, late in row_of(example, "village")] == [False]


def test_what_was_filed_or_submitted_since_is_not_said_any_more(example, at):
    returns.open_returns()
    at("2026-11-13 08:30")
    engine.write_due()
    at("2026-11-16 08:30")
    engine.write_due()
    of_v1 = Notice.objects.filter(matter_key=f"return:{asked_of(example).pk}")
    assert of_v1.count() == 2
    last = of_v1.order_by("-day", "-pk")[0]
    assert returns_still_due(list(of_v1)) == {last.pk}
    missing = Notice.objects.get(kind="return_missing", url__contains=f"{NOVEMBER}")
    assert half_months_still_so([missing]) == {missing.pk}
    filed(example)
    assert returns_still_due(list(of_v1)) == set()
    steps.explain(example.town.centre, PERIOD, example.town.user("peace"), "02", some_text())
    steps.submit(example.town.centre, PERIOD, example.town.user("peace"), some_text())
    assert half_months_still_so([missing]) == set()


def test_the_block_on_todays_page_is_of_what_waits_for_the_reader(example, at):
    returns.open_returns()
    assert row_of(example, "village") == [(NOVEMBER, V1, False)]
    assert row_of(example, "peace") == row_of(example, "director") == []  # its day has not come
    filed(example)
    assert row_of(example, "village") == []
    at("2026-11-15 09:00")
    assert row_of(example, "village2") == [(NOVEMBER, V2, True)]
    assert blocks(example.town.user("village2"))[0].summary == "1 份半月报表过期没有报"
    assert row_of(example, "peace") == [(NOVEMBER, "", True)]
    peace, centre = example.town.user("peace"), example.town.centre
    steps.explain(centre, PERIOD, peace, "02", some_text())
    steps.submit(centre, PERIOD, peace, some_text())
    assert row_of(example, "peace") == []
    assert row_of(example, "director") == [(NOVEMBER, "", True)]
    assert row_of(example, "village2") == [(NOVEMBER, V2, True)]  # may still send its first one
    steps.approve(centre, PERIOD, example.town.user("director"))
    assert row_of(example, "peace") == [(NOVEMBER, "", True)]
    assert row_of(example, "director") == []
    assert row_of(example, "window") == []


PLANTS = {
    "报表：状态与报的各版、退回不符": (
        "UPDATE reporting_villagereturn SET state = 'sent_back' WHERE id = %(asked)s"
    ),
    "报表：第一次报的日期与第一版不符": (
        "UPDATE reporting_villagereturn SET first_filed_on = '2026-11-01' WHERE id = %(asked)s"
    ),
    "报表：期限不是半月报的截止日，或者不在同一个街道（乡镇）": (
        "UPDATE reporting_villagereturn SET due_on = '2026-11-15' WHERE id = %(asked)s"
    ),
    "报表：手工数没有写系统的数，或者系统的数与当时的不符": (
        "UPDATE reporting_typednumber SET system = 1 WHERE version_id IN "
        "(SELECT id FROM reporting_returnversion WHERE of_id = %(asked)s)"
    ),
    "半月报：没有锁定的状态与最后一步不符": (
        "UPDATE reporting_halfmonth SET state = 'open' WHERE id = %(half)s"
    ),
    "半月报：由同一个人提交和批准": (
        "UPDATE reporting_halfmonthstep SET by_id = (SELECT by_id FROM reporting_halfmonthstep "
        "WHERE half_month_id = %(half)s AND step = 'submit') "
        "WHERE half_month_id = %(half)s AND step = 'approve'"
    ),
}


@pytest.mark.parametrize("sentence", sorted(PLANTS))
def test_a_fault_past_the_triggers_is_named(example, at, sentence):
    peace, centre = example.town.user("peace"), example.town.centre
    at("2026-11-15 09:00")
    version = filed(example, typed=[Typed("02", "new", 2, some_text())])
    return_review.decide(version.typed.get(), peace, "system")
    steps.explain(centre, PERIOD, peace, "02", some_text())
    steps.submit(centre, PERIOD, peace, some_text())
    steps.approve(centre, PERIOD, example.town.user("director"))
    assert list(return_invariants.faults()) == []
    keys = {"asked": version.of_id, "half": version.of.half_month_id}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(PLANTS[sentence], keys)
        assert cursor.rowcount == 1, "the fault must be planted"
        cursor.execute("SET LOCAL session_replication_role = origin")
    key = keys["half"] if sentence.startswith("半月报") else keys["asked"]
    assert list(return_invariants.faults()) == [f"{sentence}（{key}）"]


def test_a_correction_of_an_open_half_month_is_named(example):
    peace, asked = example.town.user("peace"), filed(example).of
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "INSERT INTO reporting_correction (centre_id, half_month_id, seq, reason, sha256, "
            "by_id, at) VALUES (%s, %s, 1, %s, %s, %s, now())",
            [asked.centre_id, asked.half_month_id, some_text(), "0" * 64, peace.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert list(return_invariants.faults()) == [
        f"半月报：更正的是没有锁定的一期（{asked.half_month_id}）"
    ]
