"""排查: rounds by the calendar and by hand, reports of units, visits, urging, the coverage matrix
(issue 6, Build 2; domain.md §7 rows 3, 57, 61, 64, 153–157, §4 排查率)."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import IntegrityError, InternalError, connection, transaction
from rest_framework.test import APIClient

from grids.enums import Role
from grids.models import (
    Department,
    Deputy,
    SweepReport,
    SweepRound,
    SweepUnit,
    SweepUrge,
    SweepVisit,
)
from grids.selectors.sweeps import coverage_of, rate
from grids.services import sweeps
from grids.services.sweep_invariants import faults
from grids.services.sweeps.rounds import period_of
from mediation.core.errors import Refused
from mediation.core.models import Notice
from tests.cases.factories import some_text
from tests.conftest import SHANGHAI
from tests.factories import GRID, V1, V2, Town, make_town
from tests.grids.sweeping import (
    UNITS,
    asked,
    browser,
    rolling,
    text,
    typed_report,
    typed_round,
    typed_visit,
    unit_page,
    zero,
)

MONDAY = "2026-11-02 09:00"


@pytest.fixture(scope="module")
def town_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with (
        django_db_blocker.unblock(),
        time_machine.travel(datetime.fromisoformat(MONDAY).replace(tzinfo=SHANGHAI), tick=False),
        transaction.atomic(),
    ):
        yield make_town()
        transaction.set_rollback(True)


@pytest.fixture
def town(town_of_module: Town, db: None, calendar_2026: Any, at: Any) -> Town:
    at(MONDAY)
    return town_of_module


# --- by the calendar ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "months", "first", "last"),
    [
        ("2026-11-02", 2, "2026-11-01", "2026-12-31"),
        ("2026-12-31", 2, "2026-11-01", "2026-12-31"),
        ("2027-01-01", 2, "2027-01-01", "2027-02-28"),
        ("2028-02-29", 2, "2028-01-01", "2028-02-29"),
        ("2026-08-31", 3, "2026-07-01", "2026-09-30"),
        ("2026-08-31", 12, "2026-01-01", "2026-12-31"),
    ],
)
def test_a_year_is_cut_into_equal_rounds(on: str, months: int, first: str, last: str) -> None:
    days = tuple(date.fromisoformat(one) for one in (on, first, last))
    assert period_of(days[0], months) == days[1:]


def test_every_two_months_the_calendar_asks_every_unit_once(town: Town, at: Any) -> None:
    first = rolling()
    assert first.title == "2026年第6轮滚动排查（11—12月）"
    assert (first.from_on, first.due_on) == (date(2026, 11, 1), date(2026, 12, 31))
    assert first.units.count() == UNITS
    assert sweeps.make_rolling_rounds() == []
    at("2026-12-31 23:59")
    assert sweeps.make_rolling_rounds() == []
    at("2027-01-01 00:10")
    assert rolling().title == "2027年第1轮滚动排查（1—2月）"
    told = Notice.objects.filter(kind="sweep_opened", user=town.user("village"))
    assert told.count() == 2


def test_the_towns_own_rule_holds_from_the_next_round_on(town: Town, at: Any) -> None:
    rolling()
    client = browser(town.user("peace"))
    assert client.get("/sweeps/rule/").status_code == 200
    client.post("/sweeps/rule/", {"months": "3", "days_after": "5", "is_on": "on"})
    assert sweeps.make_rolling_rounds() == []
    at("2027-01-01 00:10")
    made = rolling()
    assert (made.to_on, made.due_on) == (date(2027, 3, 31), date(2027, 4, 5))
    browser(town.user("peace")).post("/sweeps/rule/", {"months": "3", "days_after": "0"})
    at("2027-04-01 00:10")
    assert sweeps.make_rolling_rounds() == []
    assert browser(town.user("village")).get("/sweeps/rule/").status_code == 404


def test_a_rule_changed_in_mid_year_never_lets_two_rounds_share_a_day(town: Town, at: Any) -> None:
    at("2026-07-01 00:10")
    rolling()  # July and August
    sweeps.set_rule(town.user("peace"), months=3)
    at("2026-09-01 00:10")
    assert (rolling().from_on, rolling_days()) == (date(2026, 9, 1), date(2026, 9, 30))
    assert list(faults()) == []


def rolling_days() -> date:
    return SweepRound.objects.order_by("-to_on")[0].to_on


# --- by hand --------------------------------------------------------------------------------------


def test_the_peace_office_opens_a_themed_round_for_the_units_it_names(town: Town) -> None:
    client, typed = browser(town.user("peace")), typed_round(town, V1, "tudi")
    done = client.post("/sweeps/new/", typed)
    made = SweepRound.objects.get()
    assert done.url == f"/sweeps/{made.pk}/"
    assert (made.title, made.due_on, made.by) == (
        typed["title"], date(2026, 11, 10), town.user("peace"),
    )  # fmt: skip
    assert [theme.category.code for theme in made.themes.all()] == ["07"]
    assert {line.unit for line in made.units.all()} == {town.unit(V1), town.unit("tudi")}
    client.post("/sweeps/new/", typed)
    assert SweepRound.objects.count() == 1
    assert "山林土地纠纷" in text(client.get(done.url))


def test_all_villages_are_asked_by_one_tick(town: Town) -> None:
    typed = typed_round(town, "tudi", groups=["committee"])
    assert browser(town.user("peace")).post("/sweeps/new/", typed).status_code == 302
    assert SweepRound.objects.get().units.count() == 19 + 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "rolling"},
        {"categories": []},
        {"units": []},
        {"to_on": "2026-11-01"},
        {"due_on": "2026-11-09"},
        {"title": ""},
        {"what": "电话 13800000843"},
    ],
)
def test_a_round_that_says_too_little_is_refused_and_the_words_stay(
    town: Town, wrong: dict[str, Any]
) -> None:
    client = browser(town.user("peace"))
    typed = typed_round(town, V1, what=some_text())
    page = text(client.post("/sweeps/new/", typed | wrong))
    assert "处要改" in page
    assert (typed | wrong)["what"] in page
    assert not SweepRound.objects.exists()
    assert client.post("/sweeps/new/", typed).status_code == 302


@pytest.mark.parametrize("account", ["village", "leader", "department", "grid"])
def test_nobody_else_opens_a_round(town: Town, account: str) -> None:
    assert browser(town.user(account)).get("/sweeps/new/").status_code == 404
    with pytest.raises(Refused) as refused:
        sweeps.open_round(
            town.user(account),
            kind="campaign",
            title="专项",
            from_on=date(2026, 11, 2),
            to_on=date(2026, 11, 3),
            units=[town.unit(V1)],
            form_key="6f8f7f2e-0000-4000-8000-000000000001",
        )
    assert refused.value.code == "not_yours"


def test_a_round_called_off_waits_for_nobody_and_leaves_the_matrix(town: Town) -> None:
    round_, client = rolling(), browser(town.user("peace"))
    page = f"/sweeps/{round_.pk}/"
    client.post(page + "call-off/", {"why": ""})
    round_.refresh_from_db()
    assert not round_.is_called_off
    client.post(page + "call-off/", {"why": f"开重了 {some_text()}"})
    round_.refresh_from_db()
    assert round_.is_called_off
    assert "已撤销" in text(client.get(page))
    assert coverage_of(town.user("peace"), 2026).rounds == []
    line = asked(round_, town, V1)
    assert browser(town.user("village")).post(unit_page(line), zero()).status_code == 404
    assert Notice.objects.filter(kind="sweep_called_off", user=town.user("village")).exists()


# --- reports --------------------------------------------------------------------------------------


def test_a_unit_reports_by_kind_and_the_last_day_is_still_in_time(town: Town, at: Any) -> None:
    line = asked(rolling(), town, V1)
    at("2026-12-31 23:50")
    client, typed = browser(town.user("village")), typed_report(c01="3")
    assert client.post(unit_page(line), typed).status_code == 302
    report = SweepReport.objects.get()
    assert (report.found_count, report.settled_count, report.is_zero) == (5, 1, False)
    page = text(client.get(unit_page(line)))
    assert typed["analysis"] in page
    assert "按时报" in page
    client.post(unit_page(line), typed)
    assert SweepReport.objects.count() == 1


def test_a_day_later_it_is_late_and_stays_so(town: Town, at: Any) -> None:
    round_ = rolling()
    line = asked(round_, town, V1)
    at("2027-01-01 00:01")
    peace = browser(town.user("peace"))
    assert "缺报 35 个" in text(peace.get(f"/sweeps/{round_.pk}/"))
    browser(town.user("village")).post(unit_page(line), zero())
    page = text(peace.get(f"/sweeps/{round_.pk}/"))
    assert "缺报 34 个" in page
    plain = re.sub(r"<[^>]+>|\s", "", page)
    assert "逾期报1月1日" in plain  # the words alone stand in the legend too
    assert "按时报" not in plain


def test_a_zero_is_a_report_only_where_it_is_said(town: Town) -> None:
    line, client = asked(rolling(), town, V1), browser(town.user("village"))
    for wrong in (typed_report(c02=""), zero(c02="1"), typed_report(settled_count="3")):
        assert "处要改" in text(client.post(unit_page(line), wrong))
    assert not SweepReport.objects.exists()
    assert client.post(unit_page(line), zero()).status_code == 302
    assert SweepReport.objects.get().is_zero
    coverage = coverage_of(town.user("peace"), 2026)
    assert (coverage.total.reported, coverage.total.found) == (1, 0)


def test_a_correction_says_why_and_the_earlier_words_stay(town: Town, at: Any) -> None:
    line, client = asked(rolling(), town, V1), browser(town.user("village"))
    first, second = typed_report(), typed_report(c02="4")
    client.post(unit_page(line), first)
    at("2027-01-05 10:00")
    client = browser(town.user("village"))
    assert "处要改" in text(client.post(unit_page(line), second))
    reason = f"漏了两件 {some_text()}"
    assert client.post(unit_page(line), second | {"reason": reason}).status_code == 302
    page = text(client.get(unit_page(line)))
    assert all(words in page for words in (first["analysis"], second["analysis"], reason))
    assert "按时报" in page
    assert coverage_of(town.user("peace"), 2026).total.found == 4
    with pytest.raises(InternalError), transaction.atomic():
        SweepReport.objects.update(found_count=9)


def test_only_the_unit_itself_reports(town: Town) -> None:
    line = asked(rolling(), town, V1)
    for account in ("village2", "grid", "peace", "leader"):
        posted = browser(town.user(account)).post(unit_page(line), zero())
        assert posted.status_code == 404, account
    assert not SweepReport.objects.exists()
    assert browser(town.user("village")).post(unit_page(line), zero()).status_code == 302


def test_a_deputy_reports_for_the_unit_and_the_report_says_so(town: Town, at: Any) -> None:
    round_, deputy = rolling(), town.user("village2")
    Deputy.objects.create(
        user=town.user("village"),
        deputy=deputy,
        from_on=date(2026, 11, 2),
        to_on=date(2026, 11, 3),
    )
    line = asked(round_, town, V1)
    assert browser(deputy).post(unit_page(line), zero()).status_code == 302
    report = SweepReport.objects.get()
    assert (report.by, report.on_behalf_of) == (deputy, town.user("village"))
    assert "代何永芳" in text(browser(town.user("peace")).get(unit_page(line)))
    at("2026-11-04 09:00")
    assert browser(deputy).get(unit_page(line)).status_code == 404


def test_the_database_keeps_no_report_that_contradicts_itself(town: Town) -> None:
    line = asked(rolling(), town, V1)
    report = sweeps.report(
        line,
        town.user("village"),
        is_zero=True,
        analysis="走遍各组",
        form_key="6f8f7f2e-0000-4000-8000-000000000002",
    )
    for wrong in ({"is_zero": True, "found_count": 1}, {"is_zero": False, "found_count": 0}):
        copy = SweepReport.objects.get(pk=report.pk)
        copy.pk, copy.seq, copy.reason = None, 2, "改"
        copy.form_key = "6f8f7f2e-0000-4000-8000-000000000003"
        for name, value in wrong.items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)
    assert list(faults()) == []


# --- visits ---------------------------------------------------------------------------------------


def test_a_visit_keeps_place_day_who_went_and_what_was_asked_for(town: Town) -> None:
    line, client = asked(rolling(), town, V1), browser(town.user("grid"))
    typed = typed_visit(town, "grid", division=GRID)
    assert client.post(unit_page(line) + "visits/new/", typed).status_code == 302
    visit = SweepVisit.objects.get()
    assert (visit.division.code, visit.place, visit.on) == (GRID, "农贸市场", date(2026, 11, 2))
    assert [one.person for one in visit.goers.all()] == [town.user("grid")]
    assert typed["asked_for"] in text(client.get(unit_page(line)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT asked_for FROM grids_sweepvisit")
        assert str(cursor.fetchone()[0]).startswith("v1:")


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": ""},
        {"asked_for": "电话 13800000843"},
        {"asked_for": ""},
        {"on": "2026-11-03"},
        {"on": "2026-10-31"},
        {"division": V2},
        {"goers": []},
    ],
)
def test_a_visit_elsewhere_at_another_time_or_with_a_number_is_refused(
    town: Town, wrong: dict[str, Any]
) -> None:
    line, client = asked(rolling(), town, V1), browser(town.user("village"))
    page = unit_page(line) + "visits/new/"
    assert "处要改" in text(client.post(page, typed_visit(town) | wrong))
    assert not SweepVisit.objects.exists()
    assert client.post(page, typed_visit(town)).status_code == 302


def test_what_was_asked_for_is_read_by_the_unit_and_the_peace_office_alone(town: Town) -> None:
    round_ = rolling()
    line, typed = asked(round_, town, V1), typed_visit(town)
    browser(town.user("village")).post(unit_page(line) + "visits/new/", typed)
    shown = {
        account: typed["asked_for"]
        in text(browser(town.user(account)).get(f"/sweeps/{round_.pk}/"))
        for account in ("village", "grid", "peace", "director", "leader", "village2", "police")
    }
    assert shown == {
        "village": True, "grid": True, "peace": True, "director": True,
        "leader": False, "village2": False, "police": False,
    }  # fmt: skip


# --- who is missing -------------------------------------------------------------------------------


def test_the_rate_rounds_half_up_and_is_a_dash_on_nothing(town: Town) -> None:
    assert rate(1, 800) == Decimal("0.13")
    assert rate(2, 35) == Decimal("5.71")
    assert rate(0, 0) is None
    page = text(browser(town.user("peace")).get("/sweeps/"))
    assert "排查率 <b>—</b>" in page


def test_the_matrix_shows_units_rounds_and_who_is_missing(town: Town, at: Any) -> None:
    round_ = rolling()
    for account, slug in (("village", V1), ("village2", V2)):
        browser(town.user(account)).post(unit_page(asked(round_, town, slug)), typed_report())
    peace = browser(town.user("peace"))
    assert '<b id="rate">5.71%</b>' in text(peace.get("/sweeps/?year=2026"))
    asked_of = asked(round_, town, "wenlv")
    peace.post(unit_page(asked_of) + "excuse/", {"why": "机构撤并"})
    at("2027-01-04 09:00")
    peace = browser(town.user("peace"))
    page = text(peace.get("/sweeps/?year=2026"))
    assert '<b id="rate">5.88%</b>' in page  # 2 of 34
    assert "缺报 32 个" in page
    own = text(browser(town.user("village2")).get("/sweeps/?year=2026"))
    assert '<b id="rate">100.00%</b>' in own
    assert "致远社区" not in own
    assert "—" in text(peace.get("/sweeps/?year=2025"))


def test_the_workbook_says_the_same_as_the_page(town: Town, at: Any) -> None:
    round_ = rolling()
    browser(town.user("village")).post(unit_page(asked(round_, town, V1)), typed_report())
    at("2027-01-04 09:00")
    browser(town.user("village2")).post(unit_page(asked(round_, town, V2)), zero())
    answer = browser(town.user("peace")).get("/sweeps/export/?year=2026")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = {row[0]: row for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert rows["致远社区"][1:] == (2, 1, 1, 1, 0, 2, 100)
    assert rows["水磨滩村"][1:] == ("0（逾期）", 1, 1, 0, 0, 0, 100)
    assert rows["规建办"][1:] == ("缺报", 1, 0, 0, 1, 0, 0)
    assert rows["排查率（%）"][1:] == (5.71, UNITS, 2, 1, UNITS - 2, 2, 5.71)
    assert len(rows) == UNITS + 4  # the sum, an empty line, the definition, the marks


def test_an_urge_is_kept_told_at_once_and_once_a_day(town: Town, at: Any) -> None:
    round_, peace = rolling(), browser(town.user("peace"))
    line = asked(round_, town, V1)
    words = f"请今天报 {some_text()}"
    for _ in range(2):
        peace.post(unit_page(line) + "urge/", {"text": words})
    urge = SweepUrge.objects.get()
    assert (urge.words, urge.by) == (words, town.user("peace"))
    told = Notice.objects.get(kind="sweep_urged")
    assert (told.user, told.is_urgent) == (town.user("village"), True)
    assert words not in told.text  # they stand on the page
    assert words in text(browser(town.user("village")).get(unit_page(line)))
    peace.post(f"/sweeps/{round_.pk}/urge/")
    assert SweepUrge.objects.count() == UNITS
    at("2026-11-03 09:00")
    browser(town.user("village")).post(unit_page(line), zero())
    browser(town.user("peace")).post(f"/sweeps/{round_.pk}/urge/")
    assert SweepUrge.objects.count() == 2 * UNITS - 1


@pytest.mark.parametrize("account", ["village", "village2", "leader", "grid"])
def test_nobody_else_urges_or_excuses(town: Town, account: str) -> None:
    line = asked(rolling(), town, V1)
    for act in ("urge/", "excuse/"):
        browser(town.user(account)).post(unit_page(line) + act, {"why": "不用", "text": "快"})
    line.refresh_from_db()
    assert (SweepUrge.objects.count(), line.excused_at) == (0, None)
    browser(town.user("peace")).post(unit_page(line) + "excuse/", {"why": "村已合并"})
    line.refresh_from_db()
    assert line.excuse == "村已合并"


# --- over JSON ------------------------------------------------------------------------------------


def api(town: Town, account: str) -> APIClient:
    client = APIClient()
    client.force_authenticate(town.user(account))
    return client


def test_the_same_over_json(town: Town) -> None:
    peace, village = api(town, "peace"), api(town, "village")
    typed = typed_round(town, V1, V2)
    made = peace.post("/api/v1/sweeps/", typed, format="json")
    assert made.status_code == 201, made.content
    round_ = SweepRound.objects.get()
    line = asked(round_, town, V1)
    reports = f"/api/v1/sweeps/{round_.pk}/units/{line.pk}/reports/"
    body = {
        "form_key": typed_report()["form_key"],
        "findings": [{"category": "07", "count": 2}],
        "settled_count": 1,
        "analysis": "两处林界",
    }
    done = village.post(reports, body, format="json")
    assert (done.status_code, done.json()["found_count"]) == (201, 2)
    assert api(town, "village2").get(reports).status_code == 404
    assert village.get(reports).json()[0]["analysis"] == "两处林界"
    coverage = peace.get("/api/v1/sweeps/coverage/?year=2026").json()
    assert (coverage["total"]["asked"], coverage["total"]["rate"]) == (2, "50.00")
    rows = {row["unit"]: row for row in coverage["rows"]}
    assert rows[town.unit(V1).code]["cells"] == [
        {"round": round_.pk, "state": "on_time", "found": 2}
    ]
    assert rows[town.unit(V2).code]["cells"][0]["state"] == "waiting"
    visits = f"/api/v1/sweeps/{round_.pk}/visits/"
    visit = typed_visit(town) | {"unit": town.unit(V1).code, "goers": []}
    assert village.post(visits, visit, format="json").status_code == 201
    assert len(village.get(visits).json()["results"]) == 1
    assert api(town, "village2").get(visits).json()["results"] == []
    assert peace.post(f"/api/v1/sweeps/{round_.pk}/urge/").json() == {"urged": 1}
    assert village.post("/api/v1/sweeps/", typed, format="json").status_code == 409


def test_the_rule_over_json(town: Town) -> None:
    address, rule = "/api/v1/sweeps/rule/", {"months": 3, "days_after": 5, "is_on": True}
    begun = {"months": 2, "days_after": 0, "is_on": True}  # the scheme's own measure
    assert api(town, "village").get(address).json() == begun
    assert api(town, "village").post(address, rule, format="json").status_code == 409
    assert api(town, "peace").post(address, rule | {"months": 5}).status_code == 400
    assert api(town, "village").get(address).json() == begun
    assert api(town, "peace").post(address, rule, format="json").json() == rule
    assert api(town, "village").get(address).json() == rule


def test_who_sweeps_nothing_finds_no_page(town: Town, settings: Any) -> None:
    settings.DEMO = True  # administrators without their second factor
    rolling()
    for account in ("secadmin", "auditor", "sysadmin", "discipline"):
        assert browser(town.user(account)).get("/sweeps/").status_code == 404, account
    stranger = town.hire("room", Role.MEDIATOR)  # of a unit that no round asks
    assert not SweepUnit.objects.filter(unit=town.unit("room")).exists()
    assert "还没有排查" in text(browser(stranger).get("/sweeps/"))


def test_a_unit_that_was_closed_is_not_asked_any_more(town: Town, at: Any) -> None:
    Department.objects.filter(pk=town.unit("wenlv").pk).update(is_active=False)
    assert rolling().units.count() == UNITS - 1
