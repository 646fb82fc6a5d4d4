"""A case that comes in again: what is counted for which of its stays, and which visits were owed.

Expected numbers are reckoned by hand from the acts that each test types.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cases import services
from cases.models import Case
from reporting.figures import CATALOGUE
from reporting.figures.quality import Rows
from reporting.periods import Period, half_month, natural_month, natural_quarter
from reporting.selectors import Row, behind, quality, slice_of, table
from tests.cases.factories import fields_for, registration
from tests.factories import V1, Town

At = Callable[[str], Any]
QUARTER = natural_quarter(2026, 4)
VISIT = {"how": "phone", "performed": "done"}


@pytest.fixture
def came(town: Town, at: At) -> Callable[[str], Case]:
    def of(day: str) -> Case:
        at(f"{day} 09:00")
        words = registration(division=V1, category="02", received_on=day)
        return services.register(town.user("window"), **words).case

    return of


def done(town: Town, case: Case, at: At, *acts: tuple[str, str]) -> None:
    """Each verb on its day, by somebody who may."""
    for verb, day in acts:
        at(f"{day} 10:00")
        case = Case.objects.get(pk=case.pk)
        who = {"reopen": "peace", "follow_up": "window"}.get(verb, "village")
        words = VISIT if verb == "follow_up" else fields_for(verb, case)
        services.move(case, verb, town.user(who), on=dt.date.fromisoformat(day), **words)


def total(town: Town, period: Period) -> Row:
    return table(town.centre, period).total


def listed(town: Town, name: str, period: Period) -> list[int]:
    """Keys of the cases behind a number of the town."""
    place = slice_of("", town.centre)
    found = behind(town.user("peace"), CATALOGUE[name], town.centre, period, place)
    return list(found.cases.values_list("pk", flat=True))


def test_a_relapse_in_a_later_half_month_takes_nothing_from_the_stay_before(
    town: Town, came: Any, at: At
) -> None:
    """Settled on 12 October and relapsed on 20 November, where nobody has accepted it again."""
    case = came("2026-10-08")
    done(town, case, at, ("accept", "2026-10-09"), ("settle", "2026-10-12"))
    done(town, case, at, ("reopen", "2026-11-20"))
    row = total(town, QUARTER)
    assert [row[name] for name in ("new", "reopened", "resolved", "base")] == [1, 1, 1, 2]
    assert (row["succeeded"], row["handled"]) == (1, 1)
    assert str(row.values["success_rate"]) == "100.00"
    assert str(row.values["handled_rate"]) == "100.00"
    assert listed(town, "handled", QUARTER) == [case.pk]
    assert listed(town, "handled_new", QUARTER) == [case.pk]
    # Each half-month and the month of the relapse say what they said.
    before, after = half_month(dt.date(2026, 10, 14)), half_month(dt.date(2026, 11, 30))
    assert (total(town, before)["handled"], total(town, before)["handled_new"]) == (1, 1)
    assert (total(town, after)["base"], total(town, after)["handled"]) == (1, 0)
    assert total(town, natural_month(2026, 11))["handled"] == 0
    # The positive control: accepted again, both stays are handled.
    done(town, case, at, ("accept", "2026-11-23"))
    row = total(town, QUARTER)
    assert (row["base"], row["handled"], row["handled_new"]) == (2, 2, 1)


def test_a_relapse_within_its_half_month_waits_to_be_accepted_again(
    town: Town, came: Any, at: At
) -> None:
    case = came("2026-11-02")
    done(town, case, at, ("accept", "2026-11-03"), ("settle", "2026-11-09"))
    done(town, case, at, ("reopen", "2026-11-13"))
    for period in (half_month(dt.date(2026, 11, 14)), QUARTER):
        row = total(town, period)
        assert (row["new"], row["resolved"], row["base"]) == (1, 0, 1)
        assert (row["handled"], row["handled_new"]) == (0, 0)
    done(town, case, at, ("accept", "2026-11-16"))
    assert total(town, half_month(dt.date(2026, 11, 14)))["handled"] == 0
    assert total(town, QUARTER)["handled"] == 1


def test_what_was_never_accepted_before_it_relapsed_is_not_handled_by_a_later_accept(
    town: Town, came: Any, at: At
) -> None:
    """Withdrawn on 12 October without being accepted; back in November and accepted then."""
    case = came("2026-10-08")
    at("2026-10-12 10:00")
    services.move(case, "withdraw", town.user("window"), **fields_for("withdraw", case))
    done(town, case, at, ("reopen", "2026-11-20"), ("accept", "2026-11-21"))
    row = total(town, QUARTER)
    assert (row["base"], row["handled"], row["handled_new"]) == (2, 1, 0)


def test_a_visit_is_done_by_visiting_and_owed_unless_the_case_came_back_before(
    town: Town, came: Any, at: At
) -> None:
    """Settled on 12 October, each is to be visited by 11 November."""
    visited, back_before, back_after, waiting = (came("2026-10-08") for _ in range(4))
    for case in (visited, back_before, back_after, waiting):
        done(town, case, at, ("accept", "2026-10-09"), ("settle", "2026-10-12"))
    assert {str(one.due_on) for one in visited.deadlines.filter(clock="FOLLOW_UP")} == {
        "2026-11-11"
    }
    done(town, back_before, at, ("reopen", "2026-11-05"))
    done(town, visited, at, ("follow_up", "2026-11-10"))
    done(town, back_after, at, ("reopen", "2026-11-13"))
    period = half_month(dt.date(2026, 11, 14))
    row = total(town, period)
    assert (row["follow_ups_due"], row["follow_ups_done"]) == (3, 1)
    due = {visited.pk, back_after.pk, waiting.pk}
    assert set(listed(town, "follow_ups_due", period)) == due
    assert listed(town, "follow_ups_done", period) == [visited.pk]
    # Late visits are no visits of this half-month, but of the quarter.
    done(town, waiting, at, ("follow_up", "2026-11-18"))
    assert total(town, period)["follow_ups_done"] == 1
    assert total(town, QUARTER)["follow_ups_done"] == 2


def test_what_was_sent_down_in_time_is_no_result_of_that_rung(
    town: Town, came: Any, at: At
) -> None:
    """The village passed it up on the 4th (kept); the street, due on the 24th, sent it down on the
    6th."""
    month = natural_month(2026, 11)

    def share() -> tuple[int, int]:
        place = slice_of("", town.centre)
        assert place is not None
        figure = quality.CATALOGUE["rung_in_time_rate"]
        found = quality.behind(town.user("peace"), figure, town.centre, month, place)
        assert found.of is not None
        return found.count, found.of.count

    def moved(verb: str, who: str) -> None:
        now = Case.objects.get(pk=case.pk)
        services.move(now, verb, town.user(who), **fields_for(verb, now))

    case = came("2026-11-02")
    at("2026-11-04 09:00")
    moved("accept", "village")
    moved("escalate", "village")
    assert share() == (1, 1)
    moved("sign_for", "mediator")
    at("2026-11-06 09:00")
    moved("send_back", "mediator")
    rungs = case.deadlines.filter(clock="RUNG").order_by("pk")
    assert [one.stopped_by for one in rungs] == ["escalate", "send_back", ""]
    found = quality.rows_of(Rows.RUNGS, town.centre, month)
    assert list(found.values_list("stopped_by", flat=True)) == ["escalate"]
    assert share() == (1, 1)
    # The positive control: sent down after its day it is late, whatever came of it.
    rungs.filter(stopped_by="send_back").update(due_on=dt.date(2026, 11, 5))
    assert share() == (0, 1)
