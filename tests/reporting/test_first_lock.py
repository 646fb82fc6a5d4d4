"""The first lock of a town, and a town that has nothing to lock."""

from datetime import date

from cases import services
from reporting.models import HalfMonth
from reporting.services import lock, lock_overdue
from tests.cases.factories import registration
from tests.factories import V1

NOVEMBER = date(2026, 11, 14)


def test_locking_takes_the_half_months_left_open_before_with_it(town, at):
    at("2026-10-09 09:00")
    services.register(town.user("window"), **registration(division=V1))
    at("2026-11-16 09:00")
    lock(NOVEMBER, town.user("peace"), town.centre)
    locked = HalfMonth.objects.filter(state="locked").values_list("cut_off", flat=True)
    assert [f"{day}" for day in locked] == ["2026-10-14", "2026-10-30", "2026-11-14"]


def test_a_town_without_a_case_is_not_locked(town, at):
    at("2026-11-24 06:00")
    assert lock_overdue() == 0
    assert not HalfMonth.objects.exists()
