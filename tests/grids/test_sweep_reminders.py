"""Reminders before the last day of a sweep, and after it (rules.md §10; settings.REMINDERS)."""

from datetime import date
from typing import Any

import pytest

from cases import notices as engine
from grids.notices.sweeps import still_missing, still_waiting
from mediation.core.models import Notice
from tests.factories import V1, Town
from tests.grids.sweeping import UNITS, asked, browser, rolling, unit_page, zero

pytestmark = pytest.mark.django_db


def kinds(town: Town, account: str) -> list[tuple[date, str]]:
    told = Notice.objects.filter(user=town.user(account), matter_key__startswith="sweep")
    return list(told.exclude(kind="sweep_opened").order_by("day").values_list("day", "kind"))


def test_a_unit_is_reminded_up_to_its_report_and_the_peace_office_told_once_who_is_missing(
    town: Town, calendar_2026: Any, at: Any
) -> None:
    """The last day, 31 December 2026, is a Thursday; 1 January and the week-end are off."""
    at("2026-11-02 09:00")
    round_ = rolling()
    engine.write_due()
    at("2026-12-30 08:30")
    engine.write_due()
    browser(town.user("village2")).post(unit_page(asked(round_, town, "500102011209")), zero())
    at("2027-01-04 08:30")
    engine.write_due()
    first_two = [(date(2026, 12, 28), "before3"), (date(2026, 12, 30), "before1")]
    assert kinds(town, "village2") == first_two
    assert kinds(town, "village") == [
        *first_two,
        (date(2026, 12, 31), "day"),
        (date(2027, 1, 4), "over1"),
    ]
    (told,) = Notice.objects.filter(kind="sweep_missing")
    assert told.user == town.user("peace")
    assert f"还有 {UNITS - 1} 个单位没有报" in told.text


def test_what_was_reported_since_is_not_said_any_more(
    town: Town, calendar_2026: Any, at: Any
) -> None:
    at("2026-11-02 09:00")
    line = asked(rolling(), town, V1)
    told = list(Notice.objects.filter(matter_key=f"sweep:{line.pk}"))
    assert still_waiting(told) == {one.pk for one in told} != set()
    round_told = Notice(pk=7, matter_key=f"sweep_round:{line.round_id}")
    browser(town.user("village")).post(unit_page(line), zero())
    assert still_waiting(told) == set()
    assert still_missing([round_told]) == {7}  # the others still owe theirs
