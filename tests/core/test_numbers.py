"""Numbers without gaps."""

import threading

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from mediation.core import numbers
from mediation.core.numbers import parse_number, reserve, take


@pytest.mark.django_db
def test_each_series_counts_from_one_on_its_own() -> None:
    assert [take("case", "500102011", 2026) for _ in range(3)] == [1, 2, 3]
    assert take("case", "500102011", 2027) == 1
    assert take("case", "500102012", 2026) == 1
    assert take("dossier", "500102011", 2026) == 1
    assert take("case", "500102011", 2026) == 4


@pytest.mark.django_db
def test_a_failed_registration_gives_its_number_back() -> None:
    assert take("case", "u", 2026) == 1
    with transaction.atomic():
        assert take("case", "u", 2026) == 2
        transaction.set_rollback(True)
    assert take("case", "u", 2026) == 2


@pytest.mark.django_db
def test_a_bulk_load_takes_its_numbers_in_one_piece() -> None:
    take("case", "u", 2026)
    assert list(reserve("case", "u", 2026, 4)) == [2, 3, 4, 5]
    assert take("case", "u", 2026) == 6


@pytest.mark.django_db(transaction=True)
def test_a_number_is_only_taken_inside_a_transaction() -> None:
    with transaction.atomic():
        assert take("case", "u", 2026) == 1
    with pytest.raises(TransactionManagementError):
        take("case", "u", 2026)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_of_whom_three_fail_leave_seventeen_in_a_row() -> None:
    start = threading.Barrier(20)
    taken: list[int] = []
    errors: list[Exception] = []

    def register(place: int) -> None:
        try:
            start.wait(10)
            with transaction.atomic():
                number = take("case", "500102011", 2026)
                if place in (2, 9, 15):
                    raise ZeroDivisionError
            taken.append(number)
        except ZeroDivisionError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=register, args=(place,)) for place in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(errors) == 3
    assert sorted(taken) == list(range(1, 18))


def test_numbers_are_written_as_on_paper() -> None:
    assert numbers.case_number("李", 2026, 1) == "李矛调〔2026〕1号"
    assert numbers.petition_number("李", 2026, 12) == "李信〔2026〕12号"
    assert numbers.dossier_number("李渡", 2026, 1) == "（2026）李渡人调字第0001号"
    assert numbers.dossier_number("李渡", 2026, 12345) == "（2026）李渡人调字第12345号"
    assert numbers.short_number(797) == "797号"


@pytest.mark.parametrize(
    ("typed", "year", "number"),
    [
        ("797号", None, 797),
        ("797", None, 797),
        (" ７９７ 号", None, 797),
        ("〔2026〕797", 2026, 797),
        ("[2026]797号", 2026, 797),
        ("（2026）797", 2026, 797),
        ("李矛调〔2026〕797号", 2026, 797),
        ("（2026）李渡人调字第0012号", 2026, 12),
    ],
)
def test_numbers_are_read_as_they_are_said(typed: str, year: int | None, number: int) -> None:
    assert parse_number(typed) == (year, number)


@pytest.mark.parametrize("typed", ["", "张三", "13812345678", "3栋2号", "797号楼", "〔26〕797"])
def test_what_is_no_number_is_not_read_as_one(typed: str) -> None:
    assert parse_number(typed) is None
