"""A locked half-month: nothing in it changes, later acts go to the next one, it locks itself."""

from datetime import date

import pytest
from django.db import Error, connection, transaction

from cases import services
from mediation.core.errors import Refused
from reporting.models import Booking, HalfMonth, Movement, Snapshot
from reporting.periods import NotACutOff, half_month
from reporting.selectors import table
from reporting.selectors.sums import live_sums
from reporting.services import lock, lock_overdue, rebuild
from reporting.services.locking import fingerprint
from reporting.tasks import lock_overdue as lock_overdue_task
from tests.cases.factories import fields_for, registration
from tests.factories import V1, V2

NOVEMBER = date(2026, 11, 14)


@pytest.fixture
def locked(example, at):
    at("2026-11-16 09:00")
    lock(NOVEMBER, example.town.user("peace"), example.town.centre)
    return example


def refused_by_the_database(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except Error as error:
        return "locked" in str(error)
    return False


def test_rows_of_a_locked_half_month_refuse_every_raw_write(locked):
    inside = Movement.objects.filter(booked_on__lte=NOVEMBER)
    row = inside.first()
    assert refused_by_the_database(lambda: inside.update(sub="oral"))
    assert refused_by_the_database(lambda: inside.update(booked_on=date(2026, 11, 20)))
    assert refused_by_the_database(lambda: inside.delete())
    again = Movement(
        centre=row.centre,
        case=row.case,
        booked_on=NOVEMBER,
        kind="adjusted",
        division=row.division,
        category=row.category,
        source=row.source,
    )
    assert refused_by_the_database(again.save)
    bookings = Booking.objects.filter(booked_on__lte=NOVEMBER)
    assert refused_by_the_database(lambda: bookings.update(booked_on=date(2026, 11, 20)))
    assert refused_by_the_database(lambda: bookings.delete())
    with connection.cursor() as cursor:
        raw = "UPDATE reporting_movement SET amount = 1 WHERE id = %s"
        assert refused_by_the_database(lambda: cursor.execute(raw, [row.pk]))
    again.booked_on = date(2026, 11, 15)
    assert not refused_by_the_database(again.save)
    assert not refused_by_the_database(again.delete)


def test_what_was_kept_of_a_locked_half_month_refuses_every_raw_write(locked):
    half = HalfMonth.objects.get(cut_off=NOVEMBER)
    kept = Snapshot.objects.filter(half_month=half)

    def fails(act) -> bool:
        try:
            with transaction.atomic():
                act()
        except Error:
            return True
        return False

    assert kept.exists()
    assert fails(lambda: kept.update(closing=7))
    assert fails(lambda: kept.delete())
    assert fails(lambda: HalfMonth.objects.filter(pk=half.pk).update(state="open"))
    assert fails(lambda: half.delete())
    first = kept.first()
    first.pk, first.source = None, "other"
    assert fails(lambda: first.save(force_insert=True))
    still_open = HalfMonth.objects.create(centre=half.centre, cut_off=date(2026, 11, 30))
    first.half_month = still_open
    assert not fails(lambda: first.save(force_insert=True))


def test_an_act_of_a_locked_day_typed_later_counts_in_the_next_half_month(locked, at):
    at("2026-11-18 10:00")
    case, village = locked.cases["C2"], locked.town.user("mediator")
    data = fields_for("settle", case)
    services.move(case, "settle", village, on=date(2026, 11, 12), **data)
    row = Movement.objects.get(case=case, kind="resolved")
    assert row.booked_on == date(2026, 11, 18)
    assert case.bookings.get(kind="resolved").on == date(2026, 11, 12)
    assert row.days == 18  # 25 October to 12 November, whatever day it was typed
    before = table(locked.town.centre, half_month(NOVEMBER)).total
    after = table(locked.town.centre, half_month(date(2026, 11, 30))).total
    assert (before["resolved"], before["closing"]) == (2, 4)
    assert (after["opening"], after["resolved"], after["closing"]) == (4, 1, 3)


def test_a_corrected_village_of_a_carried_case_is_a_pair_of_lines_on_the_first_open_day(locked, at):
    at("2026-11-20 10:00")
    case = locked.cases["C7"]
    services.move(case, "amend", locked.town.user("village2"), division=V1, reason="地点记错")
    pair = Movement.objects.filter(case=case, kind="adjusted").order_by("amount")
    assert [(row.division.code, row.amount, f"{row.booked_on}") for row in pair] == [
        (V2, -1, "2026-11-15"),
        (V1, 1, "2026-11-15"),
    ]
    assert table(locked.town.centre, half_month(NOVEMBER)).total["closing"] == 4


def test_a_locked_table_keeps_what_was_reported_when_a_case_changes_afterwards(locked):
    before = table(locked.town.centre, half_month(NOVEMBER))
    case = locked.cases["C10"]
    assert before.total["closing_blue"] == 4
    services.move(
        case, "reassess", locked.town.user("village2"), risk="orange", reason="有人动手了"
    )
    after = table(locked.town.centre, half_month(NOVEMBER))
    live = live_sums(locked.town.centre, half_month(NOVEMBER))
    assert after.total.sums == before.total.sums
    assert sum(values.get("closing_orange", 0) for values in live.values()) == 1


def test_the_fingerprint_of_a_locked_half_month_is_of_its_figures(locked):
    half = HalfMonth.objects.get(cut_off=NOVEMBER)
    sums = live_sums(locked.town.centre, half_month(NOVEMBER))
    assert fingerprint(sums) == half.sha256
    cell = next(iter(sums))
    sums[cell] = sums[cell] | {"new": sums[cell].get("new", 0) + 1}
    assert fingerprint(sums) != half.sha256


def test_rebuilding_a_case_changes_nothing(locked):
    rows = list(Movement.objects.order_by("pk").values())
    for case in locked.cases.values():
        rebuild(case)
    kept = [{**row, "id": 0} for row in Movement.objects.order_by("case", "booked_on").values()]
    rows.sort(key=lambda row: (row["case_id"], row["booked_on"]))
    assert kept == [{**row, "id": 0} for row in rows]


def test_a_half_month_is_locked_once_and_not_before_its_cut_off(example, at):
    peace, centre = example.town.user("peace"), example.town.centre
    with pytest.raises(Refused) as early:
        lock(NOVEMBER, peace, centre)
    assert early.value.code == "too_early"
    at("2026-11-14 17:00")
    assert lock(NOVEMBER, peace, centre).is_locked
    with pytest.raises(Refused) as twice:
        lock(NOVEMBER, peace, centre)
    assert twice.value.code == "already_locked"
    with pytest.raises(Refused):
        lock(date(2026, 9, 30), peace, centre)
    with pytest.raises(NotACutOff):
        lock(date(2026, 11, 15), peace, centre)


def test_what_is_typed_on_the_cut_off_day_after_locking_counts_in_the_next(example, at):
    at("2026-11-14 17:00")
    lock(NOVEMBER, example.town.user("peace"), example.town.centre)
    words = registration(division=V1, category="02")
    case = services.register(example.town.user("window"), **words).case
    assert Movement.objects.get(case=case).booked_on == date(2026, 11, 15)


@pytest.mark.parametrize(("moment", "count"), [("2026-11-23 06:00", 0), ("2026-11-24 06:00", 1)])
def test_ten_days_after_the_cut_off_it_locks_itself(example, at, moment, count):
    at(moment)
    assert lock_overdue() == count
    locked = HalfMonth.objects.filter(cut_off=NOVEMBER)
    assert [(each.is_auto, each.locked_by) for each in locked] == [(True, None)] * count
    assert lock_overdue_task() == 0
