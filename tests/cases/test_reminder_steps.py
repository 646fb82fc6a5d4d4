"""Who is reminded of a clock, on which day, in which words: rules.md §10 row by row, over real days
of 2026."""

import datetime as dt
from typing import Any

from cases.enums import Clock, Status, Tier
from cases.models import Case
from grids.models import Deputy
from mediation.core.models import Notice, User
from tests.cases.factories import Cast, act, bring, register, some_text
from tests.cases.reminders import Move, instruct, mediating, to, told


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
