"""What was locked stands whatever happens to the rows, and the check names what parted from it."""

import json
from collections.abc import Callable
from datetime import date
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction
from django.test import Client

from cases import services
from reporting.models import CountedCase, CountedList, HalfMonth
from reporting.services import lock
from tests.cases.factories import some_text
from tests.factories import V1, V2
from tests.reporting.acts import Example

NOVEMBER = date(2026, 11, 14)
PAGE = "/reports/half-months/2026-11-14/"


@pytest.fixture
def locked(example: Example, at: Callable[[str], Any]) -> Example:
    at("2026-11-16 09:00")
    lock(NOVEMBER, example.town.user("peace"), example.town.centre)
    return example


def past_the_triggers(sql: str, *values: Any) -> None:
    """As somebody with the database's own password would do it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        assert cursor.rowcount != 0
        cursor.execute("SET LOCAL session_replication_role = origin")


def client_of(example: Example, account: str = "peace") -> Client:
    client = Client()
    client.force_login(example.town.user(account))
    return client


def table_of(example: Example) -> bytes:
    """The locked table as the API gives it; the checks beside it do look at rows."""
    body = client_of(example).get(f"/api/v1{PAGE}").json()
    assert body["state"] == "locked"
    del body["checks"]
    return json.dumps(body, ensure_ascii=False).encode()


def checked() -> tuple[int, str]:
    """The exit code of `half_month --check`, and what it says."""
    said = StringIO()
    try:
        call_command("half_month", "2026-11-14", "--check", stdout=said)
    except CommandError as error:
        return error.returncode, said.getvalue()
    return 0, said.getvalue()


def other_category(example: Example) -> int:
    return example.town.category("13").pk


def test_a_category_changed_past_the_triggers_changes_no_locked_number(locked: Example) -> None:
    before, case = table_of(locked), locked.cases["C3"]
    assert checked() == (0, "截至2026-11-14的半月报，留存的数字和现在的记录对得上。\n")
    past_the_triggers(
        "UPDATE cases_case SET category_id = %s WHERE id = %s", other_category(locked), case.pk
    )
    assert table_of(locked) == before
    code, said = checked()
    assert code == 1
    assert said.splitlines() == [
        f"{case.number}：锁定时计在“致远社区 · 02 {locked.town.category('02').short_name} · 来访”"
        f"一格，现在案件上写的类别是“13 {locked.town.category('13').short_name}”，"
        "锁定以后没有更正记录。"
    ]


def test_a_line_changed_past_the_triggers_is_named_with_both_its_cells(locked: Example) -> None:
    before, case = table_of(locked), locked.cases["C3"]
    past_the_triggers(
        "UPDATE reporting_movement SET category_id = %s WHERE case_id = %s AND kind = 'new'",
        other_category(locked),
        case.pk,
    )
    assert table_of(locked) == before
    code, said = checked()
    assert code == 1
    was, is_now = said.splitlines()
    assert was.startswith(f"{case.number}：锁定时在“致远社区 · 02 ")
    assert is_now.startswith(f"{case.number}：现在的记录在“致远社区 · 13 ")
    assert "一格计入新增" in was
    assert "一格计入新增" in is_now


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE reporting_snapshot SET new = new + 1 WHERE new > 0", "指纹对不上"),
        (
            "UPDATE reporting_countedcase SET figures = array_remove(figures, 'new')",
            "名单上是 0 件",
        ),
        ("DELETE FROM reporting_stay", "现在的记录里没有"),
        ("DELETE FROM reporting_countedcase", "名单上是 0 件"),
    ],
)
def test_the_check_sees_what_was_done_to_numbers_list_and_rows(
    locked: Example, sql: str, words: str
) -> None:
    assert checked()[0] == 0
    past_the_triggers(sql)
    code, said = checked()
    assert code == 1
    assert words in said


@pytest.mark.parametrize("sql", ["DELETE FROM cases_case", "TRUNCATE cases_case CASCADE"])
def test_without_any_case_the_locked_table_is_the_same(locked: Example, sql: str) -> None:
    before = table_of(locked)
    past_the_triggers(sql)
    assert table_of(locked) == before
    assert client_of(locked).get(PAGE).status_code == 200
    assert checked()[0] == 1


def test_the_list_of_a_locked_number_says_how_many_cases_are_gone(locked: Example) -> None:
    past_the_triggers("DELETE FROM cases_case WHERE id = %s", locked.cases["C3"].pk)
    page = client_of(locked).get(f"{PAGE}cells/new/").content.decode()
    assert "<b>6</b> 件" in page
    assert "另 1 件现在不在系统里" in page
    assert "不在您的查看范围" not in page


def test_of_an_adjustment_each_case_is_gone_once(locked: Example) -> None:
    """C2 left V2 and came to V1: two lines of one case."""
    address = f"{PAGE}cells/adjusted/"
    before = client_of(locked).get(address).content.decode()
    assert "<b>1</b> 件" in before
    assert "不在系统里" not in before
    past_the_triggers("DELETE FROM cases_case")
    page = client_of(locked).get(address).content.decode()
    assert "<b>1</b> 件" in page
    assert "另 1 件现在不在系统里" in page
    assert "不在您的查看范围" not in page


def test_what_was_done_through_the_door_after_the_lock_is_no_fault(
    locked: Example, at: Callable[[str], Any]
) -> None:
    at("2026-11-20 10:00")
    village = locked.town.user("village2")
    services.move(locked.cases["C7"], "amend", village, division=V1, reason=some_text())
    services.move(
        locked.cases["C2"],
        "reassess",
        locked.town.user("mediator"),
        risk="orange",
        reason=some_text(),
    )
    assert checked() == (
        0,
        "截至2026-11-14的半月报，留存的数字和现在的记录对得上。\n有 2 件在锁定以后改过，改动都有记录。\n",
    )


def test_a_half_month_that_is_not_locked_has_nothing_to_check(example: Example) -> None:
    code, said = checked()
    assert (code, said) == (2, "")


def test_the_list_refuses_every_raw_write_once_it_is_locked(locked: Example) -> None:
    half = HalfMonth.objects.get(cut_off=NOVEMBER)
    rows = CountedCase.objects.filter(half_month=half)

    def fails(act: Callable[[], Any]) -> bool:
        try:
            with transaction.atomic():
                act()
        except Error:
            return True
        return False

    row = rows.order_by("pk")[0]
    assert fails(lambda: rows.update(nth=2))
    assert fails(rows.delete)
    assert fails(CountedList.objects.filter(half_month=half).delete)
    assert fails(lambda: CountedList.objects.update(figures=[]))
    row.pk, row.nth = None, 9
    assert fails(lambda: row.save(force_insert=True))
    row.half_month, _ = HalfMonth.objects.get_or_create(
        centre=half.centre, cut_off=date(2026, 11, 30)
    )
    assert not fails(lambda: row.save(force_insert=True))


def test_a_village_counts_what_it_may_no_longer_open(
    locked: Example, at: Callable[[str], Any]
) -> None:
    """C10 stood in V1 when it was locked; since then it was found to be of V2."""
    at("2026-11-20 10:00")
    services.move(
        locked.cases["C10"], "amend", locked.town.user("village2"), division=V2, reason=some_text()
    )
    cell = f"{PAGE}cells/new/?row={V1}"
    page = client_of(locked, "village").get(cell).content.decode()
    whole = client_of(locked).get(cell).content.decode()
    assert "<b>4</b> 件" in page
    assert "<b>4</b> 件" in whole
    number = locked.cases["C10"].number
    assert "另 1 件不在您的查看范围" in page
    assert number not in page
    assert "不在您的查看范围" not in whole
    assert number in whole
    body = client_of(locked, "village").get(f"/api/v1{cell}").json()
    assert (len(body["cases"]), body["hidden"]) == (3, 1)


def test_lists_of_earlier_locks_are_told_from_the_books(locked: Example) -> None:
    """What the migration writes down is what the lock wrote, in the figures that books hold."""
    lists = import_module("reporting.migrations.0003_figures").BACKFILL

    def told(names: set[str]) -> set[tuple[Any, ...]]:
        rows = CountedCase.objects.values_list(
            "half_month", "case", "division", "category", "source", "nth", "figures"
        )
        return {
            (*where, found) for *where, figures in rows if (found := frozenset(figures) & names)
        }

    everything = set(CountedList.objects.get(half_month__cut_off=NOVEMBER).figures)
    before = told(everything)
    past_the_triggers("DELETE FROM reporting_countedcase")
    past_the_triggers("DELETE FROM reporting_countedlist")
    past_the_triggers(lists)
    names = set(CountedList.objects.get(half_month__cut_off=NOVEMBER).figures)
    assert before
    assert names < everything
    assert {(*row[:-1], row[-1] & names) for row in before if row[-1] & names} == told(names)
    assert checked()[0] == 0


def test_where_no_list_was_kept_the_page_says_so(locked: Example) -> None:
    cell = f"{PAGE}cells/closing_red/"
    client, words = client_of(locked), "这一期锁定时没有留存名单，按现在的记录列出"
    assert words not in client.get(cell).content.decode()
    past_the_triggers("DELETE FROM reporting_countedlist")
    assert words in client.get(cell).content.decode()
    body = client.get(f"/api/v1{PAGE}cells/new/").json()
    assert (body["is_kept"], len(body["cases"]), body["message"]) == (False, 6, words)
