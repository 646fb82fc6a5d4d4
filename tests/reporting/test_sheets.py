"""Sheets that a page hands out at once: asked what for, written down, shown to who oversees it."""

from datetime import date
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import Client

from cases.models import SubsidySheet
from cases.services import subsidies
from grids.models import Campaign, SheetAccess
from grids.services import campaigns, registers
from tests.factories import V1, Town
from tests.grids.test_registers import word

pytestmark = pytest.mark.django_db
# What the log calls each, by hand from the pages' own titles.
NAMES = {
    "register.education": "普法宣传",
    "campaign.months": "专项行动月推进表",
    "campaign.summary": "专项行动工作总结",
    "petitions.dispatch": "信访调度清单",
    "petitions.backlog": "信访积案清单",
    "subsidies.month": "案件补贴月表",
}


@pytest.fixture(autouse=True)
def _monday(town: Town, calendar_2026: Any, at: Any) -> None:
    at("2026-11-16 10:07")


def opened(town: Town, account: str) -> Client:
    client = Client()
    client.force_login(town.user(account))
    return client


def drive(town: Town) -> Campaign:
    return campaigns.open_campaign(
        town.user("peace"),
        name=word(),
        goal=word(),
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 10, 31),
        units=[town.unit(V1)],
        report_day=5,
    )


def line(town: Town, title: str) -> None:
    registers.enter(
        "education", town.user("village"), happened_on="2026-11-10", title=title,
        sort="talk", place=word(), headcount="30", text=word(),
    )  # fmt: skip


def sheets(town: Town) -> dict[str, tuple[str, str, str]]:
    """Code with its key → (address of the file, the page it is asked from, its name in the log)."""
    line(town, word())
    campaign = drive(town)
    month: SubsidySheet = subsidies.make_sheet(town.user("justice"), date(2026, 10, 1))
    own = f"/campaigns/{campaign.pk}/"
    return {
        "register.education": ("/registers/education/workbook/", "/registers/education/", ""),
        f"campaign.months.{campaign.pk}": (f"{own}workbook/", own, f" {campaign.pk}"),
        f"campaign.summary.{campaign.pk}": (f"{own}summary/", own, f" {campaign.pk}"),
        "petitions.dispatch": ("/petitions/dispatch/list.xlsx", "/petitions/dispatch/", ""),
        "petitions.backlog": ("/petitions/backlog/list.xlsx", "/petitions/backlog/", ""),
        "subsidies.month.2026-10": (
            f"/subsidies/{month.pk}/file/", f"/subsidies/{month.pk}/", " 2026-10",
        ),
    }  # fmt: skip


def test_every_sheet_asks_what_for_and_each_fetch_stands_in_the_log(town: Town) -> None:
    desk, auditor = opened(town, "director"), opened(town, "auditor")
    for what, (file, page, which) in sheets(town).items():
        shown = desk.get(page).content.decode()
        assert f'action="{file}"' in shown or f'formaction="{file}"' in shown, what
        assert '<option value="archive">归档</option>' in shown, what
        for purpose in ("", "fun"):
            answer = desk.get(file, {"for": purpose})
            assert (answer.status_code, answer["Location"]) == (302, page), what
            assert "请选一下导出来做什么用" in desk.get(page).content.decode()
        assert not SheetAccess.objects.filter(what=what).exists()
        answer = desk.get(file, {"for": "archive"})
        assert answer.status_code == 200, what
        assert answer["Content-Disposition"].startswith("attachment"), what
        one = SheetAccess.objects.get(what=what)
        assert (one.user, one.reason, one.centre) == (town.user("director"), "归档", town.centre)
        log = auditor.get("/exports/log/").content.decode()
        assert f"<td>{NAMES['.'.join(what.split('.')[:2])]}{which}</td>" in log
    assert town.user("director").name in log
    assert "2026-11-16 10:07" in log


def test_a_fetch_says_how_many_lines_and_nothing_of_what_was_searched(town: Town) -> None:
    sought = word()
    line(town, sought)
    line(town, word())
    desk = opened(town, "village")
    file = "/registers/education/workbook/"
    asked = desk.get(file, {"q": sought})
    assert asked["Location"].startswith("/registers/education/?q=")
    assert sought in desk.get(asked["Location"]).context["typed"][0]
    desk.get(file, {"q": sought, "for": "check"})
    desk.get(file, {"for": "check"})
    assert [one.rows for one in SheetAccess.objects.order_by("pk")] == [1, 2]
    log = opened(town, "auditor").get("/exports/log/").content.decode()
    assert town.user("village").name in log
    assert sought not in log


def test_the_sheets_of_others_are_no_list_of_ones_own(town: Town) -> None:
    opened(town, "petition").get("/petitions/backlog/list.xlsx?for=meeting")
    for account, number in {"petition": 1, "director": 1, "peace": 0, "village": 0}.items():
        page = opened(town, account).get("/exports/log/")
        assert len(page.context["sheets"]) == number, account
        told = opened(town, account).get("/api/v1/exports/log/sheets/").json()["results"]
        assert [(one["title"], one["purpose"]) for one in told] == [
            ("信访积案清单", "会议研判")
        ] * number, account


def test_who_may_not_read_it_is_not_written_down(town: Town) -> None:
    assert opened(town, "window").get("/petitions/backlog/list.xlsx?for=check").status_code == 404
    assert not SheetAccess.objects.exists()
    assert opened(town, "petition").get("/petitions/backlog/list.xlsx?for=check").status_code == 200
    assert SheetAccess.objects.count() == 1


def test_the_json_door_asks_the_same(town: Town) -> None:
    month = subsidies.make_sheet(town.user("justice"), date(2026, 10, 1))
    desk, address = opened(town, "director"), f"/api/v1/subsidies/{month.pk}/file/"
    refused = desk.get(address)
    assert (refused.status_code, refused.json()["code"]) == (400, "needs_purpose")
    assert refused.json()["message"] == "请选一下导出来做什么用。"
    assert not SheetAccess.objects.exists()
    assert desk.get(address, {"for": "report"}).status_code == 200
    one = SheetAccess.objects.get()
    assert (one.what, one.reason, one.rows) == ("subsidies.month.2026-10", "上报材料", 0)


def test_the_trace_only_grows(town: Town) -> None:
    opened(town, "petition").get("/petitions/backlog/list.xlsx?for=meeting")
    for sql in ("UPDATE %s SET reason = ''", "DELETE FROM %s"):
        with (
            pytest.raises(Error, match="Cannot update or delete"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql % SheetAccess._meta.db_table)
    assert SheetAccess.objects.get().reason == "会议研判"
