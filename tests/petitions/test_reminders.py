"""Who is reminded of a petition's clock, on which day, in which words (rules.md §10), over real days
of 2026; and that what moved on sends nothing."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cases.notices import write_due
from mediation.core import clock
from mediation.core.models import Notice
from petitions.models import Petition
from petitions.notices import still_due
from tests.cases.factories import some_text
from tests.petitions.factories import Office

At = Callable[[str], Any]
Told = set[tuple[str, str, str]]


@pytest.fixture
def days(at: At) -> Callable[..., None]:
    """`days("2026-08-04", "2026-08-21")`: the engine's pass at 08:30 of every day of these."""

    def live(first: str, last: str) -> None:
        day = dt.date.fromisoformat(first)
        while day <= dt.date.fromisoformat(last):
            at(f"{day} 08:30")
            write_due()
            day += dt.timedelta(days=1)

    return live


def told(petition: Petition, clock_code: str) -> Told:
    """(day, kind, account) of everything that was written about a clock of the petition."""
    keys = petition.deadlines.filter(clock=clock_code).values_list("pk", flat=True)
    return {
        (row.day.isoformat(), row.kind, row.user.username)
        for key in keys
        for row in Notice.objects.filter(subject__startswith=f"petition_deadline:{key}:")
    }


def to(day: str, kind: str, *accounts: str) -> Told:
    return {(day, kind, account) for account in accounts}


def test_every_step_of_the_notice_clock_is_told_once_and_to_whom_it_concerns(
    office: Office, petition: Petition, days: Any
) -> None:
    """Received Mon 08-03, fifteen days: Tue 08-18. Over: Wed 08-19, then Mon 08-24."""
    days("2026-08-04", "2026-08-25")
    expected = (
        to("2026-08-14", "before3", "petition")  # 08-15 is a Saturday
        | to("2026-08-17", "before1", "petition")
        | to("2026-08-18", "day", "petition", "director")
        | to("2026-08-19", "over1", "petition", "director", "peace")
        | to("2026-08-24", "over_every3wd", "petition", "director", "peace")
    )
    assert told(petition, "NOTIFY") == expected
    assert Notice.objects.filter(subject__startswith="petition_deadline:").count() == len(expected)
    write_due()
    assert Notice.objects.filter(subject__startswith="petition_deadline:").count() == len(expected)


def test_a_petition_that_was_told_of_in_time_reminds_nobody(
    office: Office, petition: Petition, at: At, days: Any
) -> None:
    late = office.register()
    office.accept(petition, told_now=True)
    days("2026-08-04", "2026-08-19")
    assert told(petition, "NOTIFY") == set()
    assert told(late, "NOTIFY") != set()


def test_ten_days_before_the_end_the_officer_is_asked_to_think_of_the_extension(
    office: Office, petition: Petition, at: At, days: Any
) -> None:
    """Accepted 08-03, sixty days: Fri 10-02, a holiday; 09-22 is ten days before, 09-29 three."""
    extended = office.register()
    for one in (petition, extended):
        office.accept(one, told_now=True)
    office.move(extended, "extend", "director", days=30, reason=some_text())
    days("2026-09-21", "2026-09-23")
    assert told(petition, "CONCLUDE") == to("2026-09-22", "before10", "petition")
    (row,) = Notice.objects.filter(kind="before10")
    assert row.text == (
        f"{petition.aloud} 致远社区：信访办结还剩 10 天（10月2日到期），"
        "到期前作不出处理意见的，请看要不要申请延期"
    )
    days("2026-10-20", "2026-10-22")  # extended: 11-01, ten days before: 10-22
    (row,) = Notice.objects.filter(kind="before10", matter_key=f"petition:{extended.pk}")
    assert row.text == f"{extended.aloud} 致远社区：信访办结还剩 10 天（11月1日到期）"
    # All that is left of the holiday's warnings meets on the last working day before it.
    days("2026-09-30", "2026-09-30")


def test_an_opinion_that_is_written_and_not_sent_says_what_is_missing(
    office: Office, petition: Petition, at: At, days: Any
) -> None:
    office.accept(petition, told_now=True)
    office.reply(petition)
    days("2026-09-30", "2026-09-30")
    (row,) = Notice.objects.filter(kind="day", user__username="petition")
    assert row.text.endswith("（10月2日到期），处理意见书送出才算办结")


def test_an_assignment_is_reminded_of_to_the_unit_and_late_to_who_asked(
    office: Office, petition: Petition, days: Any
) -> None:
    """Answer by Thu 08-13."""
    office.accept(petition, told_now=True)
    office.assign(petition)
    days("2026-08-04", "2026-08-17")
    assert told(petition, "ASSIGNMENT") == (
        to("2026-08-10", "before3", "department")
        | to("2026-08-12", "before1", "department")
        | to("2026-08-13", "day", "department")
        | to("2026-08-14", "over1", "department", "petition", "peace")
    )


def test_an_assignment_nobody_signs_for_is_told_after_one_working_day(
    office: Office, petition: Petition, at: At, days: Any
) -> None:
    """Given on Mon 08-03: Tuesday to sign, told on Wednesday, once; a signed one never."""
    signed = office.register()
    for one in (petition, signed):
        office.accept(one, told_now=True)
        office.assign(one)
    office.move(signed, "sign_for", "department")
    days("2026-08-04", "2026-08-07")
    rows = list(Notice.objects.filter(kind="unsigned"))
    assert {(f"{row.day}", row.user.username) for row in rows} == {
        ("2026-08-05", account) for account in ("department", "petition", "peace")
    }
    assert {row.matter_key for row in rows} == {f"petition:{petition.pk}"}
    assert rows[0].text == f"{petition.aloud} 致远社区：8月3日交办到规建办，还没有签收"
    assert still_due(rows) == {row.pk for row in rows}
    office.move(petition, "sign_for", "department")
    assert still_due(rows) == set()


def test_the_days_to_object_lapse_and_nobody_is_late(office: Office, at: At, days: Any) -> None:
    """Passed on and received Thu 09-17: Wed 09-23, Sun 09-20 is worked (rules.md §9)."""
    at("2026-09-17 09:00")
    passed_on = {"sender": "bureau", "sent_by": "区信访办", "external_number": "无"}
    petition = office.register("window", **passed_on)
    days("2026-09-18", "2026-09-29")
    assert told(petition, "OBJECT") == (
        to("2026-09-22", "before1", "petition") | to("2026-09-23", "day", "petition", "director")
    )
    (row,) = Notice.objects.filter(kind="before1", matter_key=f"petition:{petition.pk}")
    assert row.text.endswith("（9月23日到期），不属本单位职权的，请在期限内提出")


def test_the_petitioners_right_lapses_and_nobody_is_late(
    office: Office, petition: Petition, at: At, days: Any
) -> None:
    """Received 09-01, thirty days roll over the holiday: Thu 10-08. 10-05 and 10-07 are off."""
    office.accept(petition, told_now=True)
    at("2026-09-01 09:00")
    office.reply(petition)
    office.deliver(petition, "opinion")
    days("2026-09-28", "2026-10-16")
    assert told(petition, "Z_REVIEW") == (
        to("2026-09-30", "before1", "petition") | to("2026-10-08", "day", "petition")
    )


def test_the_body_above_is_followed_on_its_day_only_and_by_the_officer_alone(
    office: Office, petition: Petition, at: At, days: Any
) -> None:
    """Asked for on 09-02: Fri 10-02, which is off; told on 09-30."""
    office.accept(petition, told_now=True)
    at("2026-09-01 09:00")
    office.reply(petition)
    office.deliver(petition, "opinion")
    at("2026-09-02 09:00")
    office.move(petition, "review_requested")
    days("2026-09-21", "2026-10-20")
    assert told(petition, "REVIEW") == to("2026-09-30", "day", "petition")


def test_an_extension_that_nobody_was_told_of_is_said_every_working_day(
    office: Office, petition: Petition, at: At, days: Any
) -> None:
    office.accept(petition, told_now=True)
    office.move(petition, "extend", "director", days=10, reason=some_text())
    days("2026-08-04", "2026-08-09")  # the 8th and 9th are a week-end
    rows = list(Notice.objects.filter(kind="extension_untold"))
    assert {(f"{row.day}", row.user.username) for row in rows} == {
        (day, account)
        for day in ("2026-08-04", "2026-08-05", "2026-08-06", "2026-08-07")
        for account in ("petition", "director")
    }
    assert {row.user.username for row in rows if row.pk in still_due(rows)} == {
        "petition", "director"
    }  # fmt: skip
    at("2026-08-10 09:00")
    office.deliver(petition, "extension")
    assert still_due(rows) == set()
    before = len(rows)
    days("2026-08-11", "2026-08-12")
    assert Notice.objects.filter(kind="extension_untold").count() == before


def test_what_moved_on_since_it_was_written_is_not_said(
    office: Office, petition: Petition, at: At, days: Any
) -> None:
    stays = office.register()
    days("2026-08-14", "2026-08-17")
    rows = list(Notice.objects.filter(subject__startswith="petition_deadline:"))
    mine = [row for row in rows if row.matter_key == f"petition:{petition.pk}"]
    assert {row.kind for row in mine} == {"before3", "before1"}
    assert {row.kind for row in mine if row.pk in still_due(rows)} == {"before1"}  # the last only
    office.accept(petition, told_now=True)
    alive = still_due(rows)
    assert [row for row in mine if row.pk in alive] == []
    assert {row.kind for row in rows if row.pk in alive} == {"before1"}
    assert stays.pk != petition.pk


def test_an_accusations_clock_names_neither_the_clock_nor_the_number(
    office: Office, at: At, days: Any
) -> None:
    at("2026-08-03 09:00")
    secret = office.register("discipline", kind="accusation")
    days("2026-08-14", "2026-08-20")
    rows = Notice.objects.filter(matter_key=f"petition:{secret.pk}")
    assert {(row.user.username, row.kind, row.text) for row in rows} == {
        ("discipline", "sealed", "一件密件有新动静")
    }
    assert rows.count() == 4
    control = office.register()
    assert clock.today() == dt.date(2026, 8, 20)
    assert control.number not in {row.text for row in rows}
