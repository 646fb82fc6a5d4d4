"""任务日历: the duties of the seeds, due on the days that domain.md §1.3 says, done as things are done."""

from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from grids.models import Campaign, CampaignUnit, SweepRound, SweepUnit
from mediation.core import calendar, clock
from mediation.core.errors import Refused
from reporting import spans
from reporting.duties import BY_KEY, DUTIES
from reporting.models import DutyMark, Meeting, SampledCase, Sampling
from reporting.notices import duties as notices
from reporting.periods import Period
from reporting.review_enums import Mark
from reporting.rhythm import Every, turn_of
from reporting.sampling import points_of
from reporting.selectors.duties import calendar_for
from reporting.services import meetings, returns, sampling
from tests.cases.factories import some_text
from tests.factories import V1, V2, Town
from tests.reporting.writing import begun, desk, send, words_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun_on(town: Town, at: Any) -> Town:
    """The calendar begins on Monday 2 November."""
    at("2026-11-02 00:30")
    meetings.open_meetings()
    return town


def items(town: Town, who: str, unit: str) -> dict[str, Any]:
    """Key of the duty and first day of the turn → item of one unit, as somebody sees it."""
    rows = {row.unit.pk: row for row in calendar_for(town.user(who))}
    return {f"{one.duty.key} {one.first_on}": one for one in rows[town.unit(unit).pk].items}


# --- the table ----------------------------------------------------------------------------------


def test_every_duty_of_the_seeds_stands_in_the_table() -> None:
    found = {duty.code for duty in DUTIES}
    assert found == {f"D{number}" for number in range(1, 19)}
    assert len(BY_KEY) == len(DUTIES)  # each key is of one
    assert all(duty.words and duty.seed and duty.due_words for duty in DUTIES)


@pytest.mark.parametrize(
    ("key", "day", "due_on"),
    [
        ("D4.village_week", "2026-11-11", "2026-11-16"),  # the week to Sunday 15th: Monday
        ("D4.department_month", "2026-11-11", "2026-12-05"),
        ("D12.half_month", "2026-11-11", "2026-11-17"),
        ("D9.month", "2026-09-30", "2026-10-05"),  # in the holiday: not moved
        ("D11.public_order", "2026-12-31", "2027-01-05"),
        ("D13.quarter", "2026-12-01", "2027-01-05"),
        ("D13.quarter", "2026-03-31", "2026-04-05"),  # a Sunday, 清明: not moved
        ("D14.year", "2026-05-01", "2026-12-31"),
        ("D18", "2026-10-10", "2026-11-05"),
        ("D7", "2026-11-11", "2027-01-15"),  # drawn when the quarter is over
    ],
)
def test_a_duty_is_due_on_the_day_that_its_seed_names(key: str, day: str, due_on: str) -> None:
    duty = BY_KEY[key]
    assert duty.due_on(turn_of(duty.every, date.fromisoformat(day))) == date.fromisoformat(due_on)


def test_turns_of_a_week_and_of_a_quarter() -> None:
    assert turn_of(Every.WEEK, date(2026, 11, 15)) == Period(date(2026, 11, 9), date(2026, 11, 15))
    assert turn_of(Every.WEEK, date(2026, 11, 16)).first_on == date(2026, 11, 16)
    assert turn_of(Every.QUARTER, date(2026, 11, 1)) == Period(
        date(2026, 10, 1), date(2026, 12, 31)
    )


# --- due, done, late ----------------------------------------------------------------------------


def test_nothing_is_late_that_fell_due_before_the_calendar_began(begun_on: Town, at: Any) -> None:
    assert not any(row.late for row in calendar_for(begun_on.user("peace")))
    assert "D4.village_week 2026-10-26" not in items(begun_on, "village", V1)
    at("2026-11-10 09:00")  # the week to the 8th was due on Monday the 9th
    week = items(begun_on, "village", V1)["D4.village_week 2026-11-02"]
    assert (week.due_on, week.state) == (date(2026, 11, 9), "过期 1 天")


def test_a_report_is_done_when_it_is_sent(begun_on: Town, at: Any) -> None:
    at("2026-11-09 09:00")
    key = "D4.village_week 2026-11-02"
    assert items(begun_on, "village", V1)[key].state == "今天到期"
    report = begun(begun_on, "village", "village_week", V1, "2026-11-02")
    send(begun_on, "village", report, **words_for(report))
    assert not items(begun_on, "village", V1)[key].is_done  # written is not sent
    send(begun_on, "village", report, **words_for(report), then="sign")
    item = items(begun_on, "peace", V1)[key]
    assert (item.done_on, item.state) == (date(2026, 11, 9), "已办")


def test_what_is_done_late_stays_late(begun_on: Town, at: Any) -> None:
    at("2026-11-10 09:00")
    report = begun(begun_on, "village", "village_week", V1, "2026-11-02")
    send(begun_on, "village", report, **words_for(report), then="sign")
    assert items(begun_on, "village", V1)["D4.village_week 2026-11-02"].state == "已办（晚了）"


def test_a_meeting_is_done_with_its_minutes(begun_on: Town, at: Any) -> None:
    at("2026-11-06 09:00")
    meeting = Meeting.objects.get(kind="village", unit=begun_on.unit(V1))
    key = f"D12.village {meeting.first_on}"
    assert items(begun_on, "village", V1)[key].due_on == date(2026, 11, 9)  # Friday + 3
    meetings.finish_minutes(meeting, begun_on.user("village"), minutes=some_text(), place="村委会")
    assert items(begun_on, "village", V1)[key].done_on == date(2026, 11, 6)


def test_a_village_s_return_counts_when_it_came(begun_on: Town, at: Any) -> None:
    at("2026-11-03 09:00")
    returns.open_returns()
    key = "D2 2026-11-14"
    assert items(begun_on, "village", V1)[key].due_on == date(2026, 11, 14)
    assert not items(begun_on, "village", V1)[key].is_done


def test_a_campaign_s_months_plan_phases_and_end_are_duties(begun_on: Town) -> None:
    peace = begun_on.unit("peace")
    drive = Campaign.objects.create(
        centre=begun_on.centre,
        name=some_text(),
        goal=some_text(),
        lead_unit=peace,
        starts_on="2026-11-01",
        ends_on="2026-12-31",
        by=begun_on.user("peace"),
        at=clock.now(),
    )
    drive.phases.create(
        centre=begun_on.centre, name="排查", from_on="2026-11-01", to_on="2026-11-20"
    )
    CampaignUnit.objects.create(centre=begun_on.centre, campaign=drive, unit=begun_on.unit(V1))
    month = items(begun_on, "village", V1)["D3 2026-11-01"]
    assert (month.due_on, month.is_done) == (date(2026, 11, 30), False)
    rows = {row.unit.pk: row for row in calendar_for(begun_on.user("peace"))}
    led = {one.duty.key: one.due_on for one in rows[peace.pk].items if drive.name in one.words}
    assert led == {
        "D15": date(2026, 11, 19),  # 3月30日前 for a phase to 3月31日
        "D16": date(2026, 11, 20),
        "D16.campaign": date(2026, 12, 31),
    }
    Campaign.objects.filter(pk=drive.pk).update(filed_on="2026-11-02")
    rows = {row.unit.pk: row for row in calendar_for(begun_on.user("peace"))}
    assert [one.is_done for one in rows[peace.pk].items if one.duty.key == "D15"] == [True]


def test_a_rolling_round_is_a_duty_of_each_unit_that_it_asks(begun_on: Town) -> None:
    asked = SweepRound.objects.create(
        centre=begun_on.centre,
        kind="rolling",
        title=some_text(),
        asked_by="平安办",
        from_on="2026-11-01",
        to_on="2026-12-31",
        due_on="2026-12-31",
        at=clock.now(),
    )
    SweepUnit.objects.create(centre=begun_on.centre, round=asked, unit=begun_on.unit(V1))
    assert items(begun_on, "village", V1)["D5 2026-11-01"].due_on == date(2026, 12, 31)
    assert "D5 2026-11-01" not in items(begun_on, "village2", "500102011209")


def test_what_is_done_outside_is_said_by_the_unit_once(begun_on: Town, at: Any) -> None:
    at("2026-12-03 09:00")
    key = "D18 2026-11-01"
    assert items(begun_on, "peace", "peace")[key].state == "还剩 2 天"
    sent = {"unit": begun_on.unit("peace").pk, "duty": "D18", "first_on": "2026-11-01"}
    desk(begun_on, "justice").post("/duties/mark/", sent | {"note": some_text()})
    desk(begun_on, "peace").post("/duties/mark/", sent | {"note": ""})
    desk(begun_on, "peace").post("/duties/mark/", sent | {"duty": "D9", "note": some_text()})
    assert not DutyMark.objects.exists()
    note = some_text()
    for _ in range(2):
        desk(begun_on, "peace").post("/duties/mark/", sent | {"note": note})
    mark = DutyMark.objects.get()
    assert (mark.note, mark.done_on, mark.by) == (
        note,
        date(2026, 12, 3),
        begun_on.user("peace"),
    )
    assert items(begun_on, "peace", "peace")[key].is_done


def drawn(town: Town, size: int = 1) -> Sampling:
    span = spans.begun_span("2026-Q4")
    assert span is not None
    return sampling.draw(town.user("peace"), town.centre, span, size)


def test_the_quarter_s_draw_is_made_in_time_once_the_quarter_is_over(
    begun_on: Town, at: Any
) -> None:
    def item() -> Any:
        return items(begun_on, "peace", "peace")["D7 2026-10-01"]

    at("2026-12-31 09:00")
    with pytest.raises(Refused, match="还没有过完"):
        drawn(begun_on)
    assert (item().due_on, item().state) == (date(2027, 1, 15), "还剩 15 天")
    at("2027-01-16 09:00")
    assert item().state == "过期 1 天"
    at("2027-01-15 09:00")
    drawn(begun_on)
    assert (item().done_on, item().state) == (date(2027, 1, 15), "已办")


def test_what_was_drawn_from_a_village_is_its_duty_until_each_case_has_its_sheet(
    example: Any, at: Any
) -> None:
    """C1, C3, C8 and C4 of 致远, as in test_sampling."""
    town = example.town
    at("2027-01-05 09:00")
    assert "D7.sheets 2026-10-01" not in items(town, "village", V1)
    found = drawn(town, 10)

    def item(who: str = "village", unit: str = V1) -> Any:
        return items(town, who, unit)["D7.sheets 2026-10-01"]

    assert (item().due_on, item().state) == (date(2027, 1, 20), "还剩 15 天")
    assert (item().words, item().note) == ("2026年第4季度", "抽中 4 件，评查了 0 件")
    for left in (3, 2, 1, 0):
        case = SampledCase.objects.filter(
            of__sampling=found, of__unit=town.unit(V1), sheet__isnull=True
        ).first()
        marks = {point.code: Mark.OK.value for point in points_of(case.of.kind)}
        assert not item().is_done
        at(f"2027-01-{10 - left:02} 09:00")
        sampling.fill(town.user("village"), case, marks=marks, findings=some_text())
    assert (item().done_on, item().state) == (date(2027, 1, 10), "已办")
    assert not item("village2", V2).is_done
    assert not any(key.startswith("D7.sheets") for key in items(town, "peace", "peace"))


# --- sight --------------------------------------------------------------------------------------


def test_a_unit_sees_its_own_line_and_the_overseers_all(begun_on: Town) -> None:
    seen = {
        who: {row.unit.code for row in calendar_for(begun_on.user(who))}
        for who in ("village", "department", "peace")
    }
    assert seen["village"] == {begun_on.unit(V1).code}
    assert seen["department"] == {begun_on.unit("guijian").code}
    assert seen["peace"] > seen["village"] | seen["department"]
    assert desk(begun_on, "grid").get("/duties/").status_code == 404
    page = desk(begun_on, "peace").get("/duties/").content.decode()
    assert "社会治安综合分析研判报告" in page
    client = APIClient()
    client.force_authenticate(begun_on.user("village"))
    (row,) = client.get("/api/v1/duties/").json()
    # The week to the 8th is due on the 9th; its meeting is held on the 6th, minutes by the 9th.
    assert row["next"]["due_on"] == "2026-11-09"


# --- reminders ----------------------------------------------------------------------------------


def told(town: Town, who: str, after: str, upto: str) -> dict[str, str]:
    days = calendar.load()
    rows = notices.reminders(date.fromisoformat(after), date.fromisoformat(upto), days)
    key = town.user(who).pk
    return {f"{row.subject} {row.day}": row.text for row in rows if row.user_id == key}


def test_the_heads_are_told_three_days_before_the_day_before_and_on_the_day(
    begun_on: Town, at: Any
) -> None:
    at("2026-11-09 08:30")
    unit = begun_on.unit(V1)
    found = told(begun_on, "village", "2026-11-02", "2026-11-09")
    mine = [line for line in found if line.startswith(f"duty:D4.village_week:{unit.pk}:2026-11-02")]
    # due on Monday the 9th; three days and the day before fall on Friday the 6th, said once
    assert [line.rpartition(":")[2] for line in sorted(mine)] == [
        "before1 2026-11-06",
        "day 2026-11-09",
    ]
    assert not [
        line
        for line in told(begun_on, "village2", "2026-11-02", "2026-11-09")
        if f":{unit.pk}:" in line
    ]
    report = begun(begun_on, "village", "village_week", V1, "2026-11-02")
    send(begun_on, "village", report, **words_for(report), then="sign")
    later = told(begun_on, "village", "2026-11-02", "2026-11-09")
    assert not [line for line in later if "D4.village_week" in line and "2026-11-02" in line]


def test_a_day_in_the_holiday_is_reminded_of_on_the_working_day_before(town: Town, at: Any) -> None:
    at("2026-09-01 00:30")
    meetings.open_meetings()
    at("2026-09-30 08:30")
    found = told(town, "peace", "2026-09-25", "2026-09-30")
    line = [key for key in found if "D11.public_order" in key and ":2026-09-01:" in key]
    assert [key.rpartition(":")[2] for key in line] == ["day 2026-09-30"]
    assert "还剩 5 天（10月5日）" in found[line[0]]
