"""监测预警: told once, answered by the units in charge, ended by 平安办 with a reason.

The town has kept its books since 3 August. On Monday 16 November the last seven days are the 9th
to the 15th, held against twelve weeks from 17 August.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import services
from cases.models import Case
from grids.models import Department, Division, Post
from grids.services import leads
from mediation.core import calendar
from mediation.core.models import Notice, User
from mediation.core.notices import notify_many
from reporting.models import Warning, WarningAsk, WarningMatter, WarningSetting, WarningStep
from reporting.notices.warnings import reminders, still_due
from reporting.selectors import warnings as reading
from reporting.selectors.warning_details import answered_late
from reporting.selectors.warnings import units_to_ask, visible_warnings
from reporting.services import warnings
from reporting.services.demo_warnings import load_demo_warnings
from reporting.services.warning_invariants import faults
from reporting.tasks import raise_warnings
from tests.cases.factories import registration, some_text
from tests.factories import V1, V2, Town, make_town

pytestmark = pytest.mark.django_db
LAND, WAGES = "07", "10"  # led by 土地所 (d07) and 劳保所 (d04): grids/data/routing.csv
V3, V4 = "500102011014", "500102011208"
MONDAY = "2026-11-16 06:20"
API = "/api/v1/reports/warnings/"


def came(town: Town, category: str, division: str, *days: str) -> list[Case]:
    """Cases that the window wrote down on these days."""
    found = []
    for day in days:
        with time_machine.travel(f"{day}T09:30:00+08:00", tick=False):
            words = registration(category=category, division=division)
            found.append(services.register(town.user("window"), **words).case)
    return found


@pytest.fixture(scope="module")
def books(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """The town, and what it wrote down until the week before; built once for the module."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel("2026-08-03T09:00:00+08:00", tick=False),
        transaction.atomic(),
    ):
        town = make_town()
        came(town, "02", V2, "2026-08-03")
        came(town, LAND, V1, "2026-09-01", "2026-10-10")
        yield town
        transaction.set_rollback(True)


@pytest.fixture
def town(books: Town, db: None, calendar_2026: Any, at: Any) -> Town:
    at(MONDAY)
    return books


@pytest.fixture
def land(town: Town) -> list[Case]:
    """Four disputes over land in 致远社区 within the week, and one that was merged into another."""
    found = came(town, LAND, V1, "2026-11-09", "2026-11-12", "2026-11-14", "2026-11-15")
    (twice,) = came(town, LAND, V1, "2026-11-15")
    services.move(twice, "merge", town.user("village"), into=found[3].pk, reason=some_text())
    return found


@pytest.fixture
def browser() -> Callable[[User], Client]:
    def open_for(user: User) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=user.pk))
        return client

    return open_for


def the_one() -> Warning:
    return Warning.objects.get()


def say(client: Client, one: Warning, path: str, **fields: Any) -> Any:
    return client.post(f"{API}{one.pk}/{path}/", fields, content_type="application/json")


def answered(client: Client, one: Warning, unit: Any, **more: Any) -> Any:
    fields = {"unit": unit.pk, "found": some_text(), "done": some_text()} | more
    return say(client, one, "answers", **fields)


def all_answered(town: Town, browser: Any, one: Warning) -> None:
    for account, unit in (("village", V1), ("d07", "tudi")):
        done = answered(browser(town.user(account)), one, town.unit(unit))
        assert done.status_code == 201, done.json()


# --- raising --------------------------------------------------------------------------------------


def test_a_rise_is_told_once_with_its_reason_and_its_rows(town: Town, land: Any, at: Any) -> None:
    assert raise_warnings() == 1
    one = the_one()
    # Two in the twelve weeks before: 2/12 = 0.17 a week. Of the merged pair one counts.
    assert one.reason == "近7天4件，前12周平均每周0.2件"
    assert (one.division.code, one.category.code, one.series) == (V1, LAND, "cases")
    assert (one.from_on, one.to_on) == (date(2026, 11, 9), date(2026, 11, 15))
    assert one.base_from_on == date(2026, 8, 17)
    assert set(one.matters.values_list("case", flat=True)) == {case.pk for case in land}
    assert raise_warnings() == 0
    came(town, LAND, V1, "2026-11-16")
    at("2026-11-17 06:20")
    assert raise_warnings() == 0
    one.refresh_from_db()
    # The 9th has left the week, the 16th is in it: still four, and the fixed number stays.
    assert (one.last_on, one.most, one.counted) == (date(2026, 11, 17), 4, 4)
    assert list(faults()) == []


def test_the_village_and_the_lead_department_are_asked_within_three_working_days(
    town: Town, land: Any
) -> None:
    raise_warnings()
    asks = {ask.unit: ask.due_on for ask in the_one().asks.select_related("unit")}
    assert asks == dict.fromkeys([town.unit(V1), town.unit("tudi")], date(2026, 11, 19))
    told = Notice.objects.filter(matter_key=the_one().matter_key)
    assert set(told.values_list("user__username", flat=True)) == {"village", "d07", "peace"}
    for notice in told:
        assert "近7天4件" in notice.text
        assert not any(
            word in notice.text
            for case in land
            for word in (case.number, case.narrative, *case.parties.values_list("name", flat=True))
        )


def test_a_unit_in_which_nobody_works_is_not_asked(town: Town, land: Any, at: Any) -> None:
    def units() -> list[str]:
        return [unit.short_name for unit in units_to_ask(town.centre, town.v1, category)]

    def nobody_in(unit: Department) -> None:
        Post.objects.filter(department=unit).update(to_on=date(2026, 11, 15))
        Department.objects.filter(pk=unit.pk).update(first_responsible=None)

    category, room = town.category(LAND), town.unit("room")
    committee, lead = town.unit(V1), town.unit("tudi")
    assert units() == [committee.short_name, lead.short_name]
    nobody_in(committee)
    assert units() == [lead.short_name]
    nobody_in(lead)
    assert units() == [room.short_name]
    raise_warnings()
    assert [ask.unit for ask in the_one().asks.all()] == [room]


def test_one_town_that_fails_keeps_no_other_from_its_look(
    town: Town, land: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first town breaks down; the second still has its warning, and the job says it failed."""
    broken = Division(name=some_text())
    monkeypatch.setattr(warnings, "towns", lambda: Towns([broken, town.centre]))
    look = warnings.raise_in

    def raise_in(centre: Division) -> list[Warning]:
        if centre is broken:
            raise InternalError(some_text())
        return look(centre)

    monkeypatch.setattr(warnings, "raise_in", raise_in)
    with pytest.raises(ExceptionGroup) as failed:
        raise_warnings()
    assert [type(one) for one in failed.value.exceptions] == [InternalError]
    assert the_one().division == town.v1


class Towns(list[Division]):
    def order_by(self, _name: str) -> list[Division]:
        return self


def test_a_warning_that_is_ended_while_the_day_s_look_runs_stops_nothing(
    town: Town, land: Any, browser: Any, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    raise_warnings()
    one, peace = the_one(), town.user("peace")
    at("2026-11-16 07:20")
    tally = reading.tally

    def ended_meanwhile(*asked: Any) -> Any:
        warnings.close(one, peace, ending="false_alarm", reason=some_text())
        return tally(*asked)

    monkeypatch.setattr(reading, "tally", ended_meanwhile)
    assert raise_warnings() == 0
    one.refresh_from_db()
    assert (one.closed_on, one.last_on) == (date(2026, 11, 16), date(2026, 11, 16))


def test_a_quiet_week_tells_nothing(town: Town, at: Any) -> None:
    # Three in a week come by chance once in 463 weeks where 0.25 are expected: 500 are asked for.
    came(town, LAND, V1, "2026-11-10", "2026-11-11", "2026-11-13")
    assert raise_warnings() == 0
    came(town, LAND, V1, "2026-11-12")
    assert raise_warnings() == 1


def test_a_town_is_told_what_is_spread_over_its_villages(town: Town) -> None:
    for village in (V2, V3, V4):
        came(town, WAGES, village, "2026-11-10", "2026-11-13")
    assert raise_warnings() == 1
    one = the_one()
    assert (one.division, one.counted, one.is_of_the_rest) == (town.centre, 6, False)
    assert [ask.unit for ask in one.asks.all()] == [town.unit("laobao")]


def test_a_village_that_is_told_by_itself_is_not_counted_again_for_the_town(town: Town) -> None:
    came(town, WAGES, V1, *["2026-11-10"] * 4)
    came(town, WAGES, V2, "2026-11-11")
    raise_warnings()
    assert the_one().division.code == V1
    came(town, WAGES, V3, "2026-11-12", "2026-11-13", "2026-11-14")
    raise_warnings()
    of_town = Warning.objects.exclude(division__code=V1).get()
    assert (of_town.division, of_town.counted, of_town.is_of_the_rest) == (town.centre, 4, True)
    assert of_town.matters.count() == 4
    assert not of_town.matters.filter(case__division__code=V1).exists()


def test_books_of_less_than_four_weeks_tell_nothing(town: Town, at: Any) -> None:
    early = "2026-09-06 06:20"  # since 3 August: 27 days before the week
    at(early)
    came(town, WAGES, V1, *["2026-09-01"] * 6)
    assert raise_warnings() == 0
    at("2026-09-07 06:20")
    assert raise_warnings() == 1


def test_what_was_ended_is_told_again_only_of_matters_that_are_all_new(
    town: Town, land: Any, at: Any
) -> None:
    raise_warnings()
    warnings.close(the_one(), town.user("peace"), ending="false_alarm", reason=some_text())
    came(town, LAND, V1, "2026-11-17", "2026-11-18")
    at("2026-11-20 06:20")
    assert raise_warnings() == 0
    came(town, LAND, V1, *["2026-11-18"] * 3, *["2026-11-22"] * 3)
    at("2026-11-23 06:20")  # the week begins on the 16th, the day on which it was ended
    assert raise_warnings() == 0
    at("2026-11-24 06:20")
    assert raise_warnings() == 1
    assert Warning.objects.filter(closed_on__isnull=True).get().counted == 8


def test_leads_are_counted_by_themselves(town: Town, at: Any) -> None:
    def reported(day: str, **more: Any) -> None:
        at(f"{day} 09:00")
        leads.report(
            town.user("village"),
            form_key=uuid.uuid4(),
            words=some_text(),
            division=V1,
            category=WAGES,
            **more,
        )

    reported("2026-08-10")
    for day in ("2026-11-10", "2026-11-11", "2026-11-12", "2026-11-14"):
        reported(day)
    reported("2026-11-14", kind="suggestion")  # no dispute
    came(town, WAGES, V1, "2026-11-10", "2026-11-10")
    at(MONDAY)
    assert raise_warnings() == 1
    one = the_one()
    assert (one.series, one.counted) == ("leads", 4)
    assert one.matters.filter(case__isnull=True).count() == 4
    assert list(faults()) == []


# --- answering and ending -------------------------------------------------------------------------


def test_every_unit_answers_before_peace_office_ends_it(
    town: Town, land: Any, browser: Any
) -> None:
    raise_warnings()
    one, peace = the_one(), browser(town.user("peace"))
    early = say(peace, one, "close", ending="genuine", reason=some_text())
    assert (early.status_code, early.json()["code"]) == (409, "not_answered")
    found, done = some_text(), some_text()
    village = browser(town.user("village"))
    address = f"/reports/warnings/{one.pk}/"
    given = {"do": "answer", "unit": town.unit(V1).pk, "found": found, "done": done}
    empty = village.post(address, given | {"done": ""})
    assert "请写做了什么" in empty.content.decode()
    assert village.post(address, given).status_code == 302
    half = say(peace, one, "close", ending="explained", reason=some_text())
    assert (half.status_code, half.json()["code"]) == (409, "not_answered")
    assert answered(browser(town.user("d07")), one, town.unit("tudi")).status_code == 201
    page = peace.get(address).content.decode()
    assert found in page
    assert done in page
    why = some_text()
    ended = peace.post(address, {"do": "close", "ending": "genuine", "reason": why})
    assert ended.status_code == 302
    one.refresh_from_db()
    assert (one.ending, one.closing_reason, one.closed_on) == ("genuine", why, date(2026, 11, 16))
    late = answered(village, one, town.unit(V1))
    assert (late.status_code, late.json()["code"]) == (409, "not_now")
    assert list(faults()) == []


def test_a_false_alarm_is_ended_at_once_and_with_its_reason(
    town: Town, land: Any, browser: Any
) -> None:
    raise_warnings()
    one, peace = the_one(), browser(town.user("peace"))
    silent = say(peace, one, "close", ending="false_alarm", reason=" ")
    assert silent.status_code == 400
    assert say(peace, one, "close", ending="false_alarm", reason=some_text()).status_code == 200
    closed = Notice.objects.filter(kind="warning_closed").values_list("user__username", flat=True)
    assert set(closed) == {"village", "d07"}


def test_only_whom_it_concerns_reads_it_and_only_the_asked_unit_answers(
    town: Town, land: Any, browser: Any
) -> None:
    raise_warnings()
    one = the_one()
    readers = {
        user.username
        for user in User.objects.filter(is_demo=True)
        if visible_warnings(user).exists()
    }
    assert readers == {"village", "d07", "peace", "director", "justice", "leader", "leader2"}
    for stranger in ("village2", "department", "window", "grid", "auditor"):
        client = browser(town.user(stranger))
        assert client.get(f"/reports/warnings/{one.pk}/").status_code == 404
        assert answered(client, one, town.unit(V1)).status_code == 404
    other = answered(browser(town.user("d07")), one, town.unit(V1))
    assert (other.status_code, other.json()["code"]) == (409, "not_yours")
    ended = say(browser(town.user("village")), one, "close", ending="genuine", reason="好")
    assert (ended.status_code, ended.json()["code"]) == (409, "not_yours")


def test_the_rows_behind_the_number_are_the_readers_own_and_the_others_are_counted(
    town: Town, browser: Any
) -> None:
    for village in (V1, V2, V3):
        came(town, WAGES, village, "2026-11-10", "2026-11-13")
    raise_warnings()
    one = the_one()

    def seen(account: str) -> tuple[int, int]:
        body = browser(town.user(account)).get(f"{API}{one.pk}/").json()
        return len(body["matters"]), body["hidden"]

    assert (seen("peace"), seen("d04")) == ((6, 0), (6, 0))
    own = Case.objects.filter(division__in=town.user("leader").stations.values("division"))
    mine = own.filter(category__code=WAGES).count()
    assert 0 < mine < 6
    assert seen("leader") == (mine, 6 - mine)
    page = browser(town.user("leader")).get(f"/reports/warnings/{one.pk}/").content.decode()
    assert f"另 {6 - mine} 件不在您的查看范围" in page
    assert len(re.findall(r'href="/cases/\d+/"', page)) == mine


def test_an_answer_that_says_too_little_goes_back_with_a_new_day(
    town: Town, land: Any, browser: Any, at: Any
) -> None:
    raise_warnings()
    one, peace = the_one(), browser(town.user("peace"))
    not_yet = say(peace, one, "asks", do="send_back", unit=town.unit(V1).pk, words="再看看")
    assert (not_yet.status_code, not_yet.json()["code"]) == (409, "not_answered")
    all_answered(town, browser, one)
    at("2026-11-18 10:00")
    peace = browser(town.user("peace"))
    back = say(peace, one, "asks", do="send_back", unit=town.unit(V1).pk, words=some_text())
    assert back.status_code == 201, back.json()
    ask = one.asks.get(unit=town.unit(V1))
    assert (ask.answered_on, ask.due_on) == (None, date(2026, 11, 23))
    refused = say(peace, one, "close", ending="genuine", reason=some_text())
    assert refused.json()["code"] == "not_answered"
    assert answered(browser(town.user("village")), one, town.unit(V1)).status_code == 201
    assert say(peace, one, "close", ending="genuine", reason=some_text()).status_code == 200
    assert list(faults()) == []


def test_an_answer_that_came_late_stays_late_when_it_goes_back(
    town: Town, land: Any, browser: Any, at: Any
) -> None:
    """Asked on Monday, to be answered by Thursday: 致远社区 on Friday, 土地所 in time."""

    def late() -> set[int]:
        return answered_late(one, one.steps.order_by("pk"))

    raise_warnings()
    one, unit = the_one(), town.unit(V1)
    at("2026-11-18 10:00")
    assert answered(browser(town.user("d07")), one, town.unit("tudi")).status_code == 201
    assert late() == set()
    at("2026-11-20 10:00")
    assert answered(browser(town.user("village")), one, unit).status_code == 201
    assert late() == {unit.pk}
    address, peace = f"/reports/warnings/{one.pk}/", browser(town.user("peace"))
    assert peace.get(address).content.decode().count("，晚于期限") == 1
    back = say(peace, one, "asks", do="send_back", unit=unit.pk, words=some_text())
    assert back.status_code == 201, back.json()
    assert "（前一次回复晚于期限）" in peace.get(address).content.decode()
    at("2026-11-23 10:00")
    assert answered(browser(town.user("village")), one, unit).status_code == 201
    assert late() == {unit.pk}
    page = browser(town.user("peace")).get(address).content.decode()
    assert page.count("，晚于期限") == 1


def test_one_more_unit_may_be_asked_and_then_reads_it(town: Town, land: Any, browser: Any) -> None:
    raise_warnings()
    one, helper = the_one(), browser(town.user("department"))
    assert helper.get(f"/reports/warnings/{one.pk}/").status_code == 404
    asked = browser(town.user("peace")).post(
        f"/reports/warnings/{one.pk}/", {"do": "ask", "unit": town.unit("guijian").pk}
    )
    assert asked.status_code == 302
    assert "请回复的预警" in helper.get("/").content.decode()
    assert answered(helper, one, town.unit("guijian")).status_code == 201
    assert "请回复的预警" not in helper.get("/").content.decode()


def test_a_unit_is_urged_once_a_day(town: Town, land: Any, browser: Any, at: Any) -> None:
    raise_warnings()
    one, peace = the_one(), browser(town.user("peace"))
    urge = {"do": "urge", "unit": town.unit("tudi").pk}
    assert say(peace, one, "asks", **urge).status_code == 201
    again = say(peace, one, "asks", **urge)
    assert (again.status_code, again.json()["code"]) == (409, "urged_today")
    at("2026-11-17 09:00")
    peace = browser(town.user("peace"))
    page = peace.post(f"/reports/warnings/{one.pk}/", urge)
    assert (page.status_code, page["Location"]) == (302, f"/reports/warnings/{one.pk}/")
    urged = Notice.objects.filter(kind="warning_urged", user=town.user("d07"))
    assert urged.count() == 2


@pytest.mark.parametrize("field", ["found", "done"])
def test_an_answer_says_no_number_of_anybody(
    town: Town, land: Any, browser: Any, field: str
) -> None:
    raise_warnings()
    village = browser(town.user("village"))
    words = {field: f"{some_text()} 13812345678"}
    refused = answered(village, the_one(), town.unit(V1), **words)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_text")
    assert answered(village, the_one(), town.unit(V1)).status_code == 201


def test_today_says_what_is_owed_and_what_may_be_ended(town: Town, land: Any, browser: Any) -> None:
    raise_warnings()
    one, peace = the_one(), browser(town.user("peace"))
    village = browser(town.user("village"))
    assert "请回复的预警" in village.get("/").content.decode()
    assert "都回复了的预警" not in peace.get("/").content.decode()
    all_answered(town, browser, one)
    assert "请回复的预警" not in village.get("/").content.decode()
    assert "都回复了的预警" in peace.get("/").content.decode()


def test_late_answers_are_asked_for_and_not_after_they_came(
    town: Town, land: Any, browser: Any
) -> None:
    raise_warnings()
    one = the_one()
    days = calendar.load()
    rows = list(reminders(date(2026, 11, 16), date(2026, 11, 20), days))
    told = {(row.day.day, User.objects.get(pk=row.user_id).username) for row in rows if row.day}
    asked = {(day, account) for day in (18, 19, 20) for account in ("village", "d07")}
    assert told == asked | {(20, "peace")}
    notify_many(rows)
    of_village = Notice.objects.filter(user=town.user("village"), matter_key=one.matter_key)
    assert still_due(list(of_village)) == {notice.pk for notice in of_village}
    answered(browser(town.user("village")), one, town.unit(V1))
    left = Notice.objects.filter(user=town.user("village"), matter_key=one.matter_key)
    assert still_due(list(left)) == set()
    of_land = list(Notice.objects.filter(user=town.user("d07"), matter_key=one.matter_key))
    assert len(of_land) == 4
    assert still_due(of_land) == {notice.pk for notice in of_land}


# --- the measure ----------------------------------------------------------------------------------


def test_the_town_sets_its_own_measure_and_it_is_kept(town: Town, land: Any, browser: Any) -> None:
    peace = browser(town.user("peace"))
    assert browser(town.user("village")).get("/reports/warnings/measure/").status_code == 404
    assert "预警规则" in peace.get("/reports/warnings/measure/").content.decode()
    typed = {"is_on": "on", "at_least": 5, "times": "2.5", "one_in": 100, "answer_workdays": 2}
    sent = {f"cases-{name}": value for name, value in typed.items()} | {"series": "cases"}
    wrong = peace.post("/reports/warnings/measure/", sent | {"cases-at_least": 1})
    assert "请填 2 到 50" in wrong.content.decode()
    assert not WarningSetting.objects.exists()
    assert peace.post("/reports/warnings/measure/", sent).status_code == 302
    assert raise_warnings() == 0  # four, and five are asked for
    lower = {"series": "cases", "is_on": True, "at_least": 4, "times": "1.5", "one_in": 200}
    done = peace.post(
        f"{API}measure/", lower | {"answer_workdays": 1}, content_type="application/json"
    )
    assert done.status_code == 201, done.json()
    assert raise_warnings() == 1
    assert the_one().asks.first().due_on == date(2026, 11, 17)
    assert WarningSetting.objects.filter(centre=town.centre).count() == 2
    off = {f"cases-{name}": value for name, value in typed.items() if name != "is_on"}
    assert peace.post("/reports/warnings/measure/", off | {"series": "cases"}).status_code == 302
    came(town, WAGES, V2, *["2026-11-12"] * 6)
    assert raise_warnings() == 0


# --- what the database holds ----------------------------------------------------------------------


def test_the_database_keeps_the_number_its_rows_and_the_end(town: Town, land: Any) -> None:
    raise_warnings()
    one = the_one()
    for change in (
        lambda: Warning.objects.filter(pk=one.pk).update(counted=9),
        lambda: Warning.objects.filter(pk=one.pk)._raw_delete("default"),
        lambda: WarningMatter.objects.filter(warning=one).update(case=land[0]),
        lambda: WarningStep.objects.filter(warning=one).delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()
    one.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save(force_insert=True)
    one = the_one()
    with pytest.raises(IntegrityError), transaction.atomic():
        Warning.objects.filter(pk=one.pk).update(closed_on=date(2026, 11, 16))
    warnings.close(one, town.user("peace"), ending="false_alarm", reason=some_text())
    with pytest.raises(InternalError), transaction.atomic():
        Warning.objects.filter(pk=one.pk).update(ending="genuine")


def test_an_answer_that_no_step_tells_of_is_found(town: Town, land: Any) -> None:
    raise_warnings()
    assert list(faults()) == []
    WarningAsk.objects.filter(unit=town.unit(V1)).update(answered_on=date(2026, 11, 16))
    assert [fault for fault in faults() if "no step says so" in fault] != []


def test_the_list_asks_as_often_for_many_warnings_as_for_one(
    town: Town, land: Any, browser: Any
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert peace.get("/reports/warnings/").status_code == 200
        return len(queries)

    raise_warnings()
    peace = browser(town.user("peace"))
    peace.get("/reports/warnings/")
    one = asked()
    for village in (V2, V3, V4):
        came(town, WAGES, village, *["2026-11-12"] * 4)
    assert raise_warnings() == 3
    assert asked() == one


def test_the_demo_town_has_warnings_that_wait_and_that_were_ended(town: Town, land: Any) -> None:
    came(town, WAGES, V2, *["2026-10-07"] * 4)
    load_demo_warnings(town.centre, town.user("peace"))
    ended = Warning.objects.get(division__code=V2, category__code=WAGES)
    # Told on Monday 12 October, answered two working days later and ended on the third.
    assert (ended.raised_on, ended.closed_on) == (date(2026, 10, 12), date(2026, 10, 15))
    assert not ended.asks.filter(answered_on__isnull=True).exists()
    assert Warning.objects.filter(division__code=V1, closed_on__isnull=True).exists()
    assert list(faults()) == []
    many = Warning.objects.count()
    load_demo_warnings(town.centre, town.user("peace"))
    assert Warning.objects.count() == many
