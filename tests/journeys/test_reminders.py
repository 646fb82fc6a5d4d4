"""Step 6: the clock of a rung warns before the day, on it and after it; nothing moves by itself."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from cases import services
from tests.factories import Town
from tests.journeys.browser import Desk
from tests.journeys.walks import as_it_stands, notices_of, open_case, walk_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# The village's ten days from Monday 16 November end on Thursday the 26th (rules.md §10).
DAYS = {
    "2026-11-20": set(),
    "2026-11-23": {"village"},  # three days before
    "2026-11-25": {"village"},  # one day before
    "2026-11-26": {"village"},  # the day
    "2026-11-27": {"village", "peace"},  # one day over
    "2026-12-01": {"mediator", "peace"},  # five days over: the next rung, and 建议上提
    "2026-12-02": {"village", "peace"},  # every third working day: Fri 27, Wed 2
}


def test_a_rung_reminds_its_officer_then_his_head_and_the_peace_office(
    street: Town, sit_down: Callable[..., Desk], at: Any
) -> None:
    case = walk_in(street)
    services.move(case, "accept", street.user("village"), consent=True)
    accounts = ("village", "mediator", "peace", "leader2")
    desks = {account: sit_down(street.user(account)) for account in accounts}
    known = {account: len(notices_of(desk)) for account, desk in desks.items()}
    for day, told in DAYS.items():
        at(f"{day} 08:30")
        call_command("remind")
        call_command("remind")  # a second pass adds nothing
        for account, desk in desks.items():
            desk.sign_in(street.user(account))
            lines = notices_of(desk)
            new = lines[: len(lines) - known[account]]
            # Reports and returns of the house have days of their own.
            of_case = [line for line in new if "1号" in line]
            assert len(of_case) == (account in told), (day, account, new)
            known[account] = len(lines)
    desks["peace"].shot("6-peace-notices")
    assert any("上提" in line for line in notices_of(desks["peace"]))
    case = as_it_stands(case)
    assert (case.tier, case.due_on) == ("village", date(2026, 11, 26))  # no robot moved it
    peace = desks["peace"].go("/")
    assert "1 件已逾期，最久的超了 6 天" in peace.text
    peace.shot("6-peace-today")
    open_case(peace, case)
    assert "escalate" in peace.verbs()  # five days over: 平安办 may pass it up
