"""专项行动: the rounds of 排查 that belong to one, its plan as a file, who may change it and how."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from grids.exports.campaigns import context_of
from grids.models import Campaign, CampaignFile, SweepRound
from grids.selectors.campaigns import due_of, whole
from grids.services import campaign_work, campaigns, register_invariants, sweeps
from mediation.core.errors import Refused
from tests.cases.factories import some_text
from tests.factories import V1, V2, Town
from tests.grids.sweeping import asked, browser, text, typed_round, unit_page, zero

pytestmark = pytest.mark.django_db


@pytest.fixture
def drive(town: Town, calendar_2026: Any, at: Callable[[str], Any]) -> Campaign:
    """Led by 平安办 from 1 October to the end of the year; two villages take part."""
    at("2026-11-02 09:00")
    return campaigns.open_campaign(
        town.user("peace"),
        name=f"大排查{some_text()}"[:80],
        goal=some_text(),
        starts_on=date(2026, 10, 1),
        ends_on=date(2026, 12, 31),
        units=[town.unit(V1), town.unit(V2)],
        report_day=5,
    )


def api(town: Town, account: str) -> APIClient:
    client = APIClient()
    client.force_login(town.user(account))
    return client


def typed(town: Town, drive: Campaign, **more: Any) -> dict[str, Any]:
    of_drive = {"kind": "campaign", "campaign": str(drive.pk), "categories": []}
    return typed_round(town, V1, V2) | of_drive | more


def test_a_round_is_opened_from_its_campaign_and_counts_for_it(town: Town, drive: Campaign) -> None:
    peace, page = browser(town.user("peace")), f"/campaigns/{drive.pk}/"
    campaigns.set_target(
        drive, town.user("peace"), unit=town.unit(V1), measure="sweep_rate", value="100"
    )
    address = f"/sweeps/new/?campaign={drive.pk}"
    assert address in text(peace.get(page))
    assert f'<option value="{drive.pk}" selected>' in text(peace.get(address))
    assert peace.post(address, typed(town, drive)).status_code == 302
    round_ = SweepRound.objects.get()
    assert round_.campaign == drive
    assert "排查率 0.00%" in text(peace.get(page))
    browser(town.user("village")).post(unit_page(asked(round_, town, V1)), zero())
    shown = text(peace.get(page))
    assert "排查率 50.00%" in shown  # one of two, a zero is a report
    assert "现在 100.00%" in shown  # 致远 against its target
    assert f"/campaigns/{drive.pk}/" in text(peace.get(f"/sweeps/{round_.pk}/"))
    assert api(town, "peace").get(f"/api/v1{page}").json()["rounds"] == [
        {"id": round_.pk, "title": round_.title, "asked": 2, "reported": 1, "rate": "50.00"}
    ]
    own = text(browser(town.user("village2")).get(page))
    assert "排查率 0.00%" in own  # a village sees its own line alone
    assert address not in own
    said = context_of(whole(town.user("peace"), drive))["achievements"]
    assert f"{round_.title}：应排查 2 个单位，已报 1 个，排查率 50.00%" in said


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "theme", "categories": ["07"]},
        {"from_on": "2026-09-30"},
        {"to_on": "2027-01-01"},
        {"campaign": "987654321"},
    ],
)
def test_a_round_that_does_not_fit_its_campaign_is_refused(
    town: Town, drive: Campaign, wrong: dict[str, Any]
) -> None:
    peace = browser(town.user("peace"))
    assert "处要改" in text(peace.post("/sweeps/new/", typed(town, drive, **wrong)))
    assert not SweepRound.objects.exists()
    assert peace.post("/sweeps/new/", typed(town, drive)).status_code == 302
    with pytest.raises(IntegrityError, match="of_campaign_kind"), transaction.atomic():
        SweepRound.objects.update(kind="place")


def test_the_same_over_json_and_not_for_a_campaign_that_is_closed(
    town: Town, drive: Campaign, at: Callable[[str], Any]
) -> None:
    body = typed(town, drive) | {"campaign": drive.pk}
    made = api(town, "peace").post("/api/v1/sweeps/", body, format="json")
    assert (made.status_code, made.json()["round"]["campaign"]) == (201, drive.pk), made.json()
    at("2026-12-31 09:00")
    campaign_work.close_campaign(drive, town.user("peace"), achievements=some_text())
    again = body | {"form_key": str(typed_round(town)["form_key"])}
    answer = api(town, "peace").post("/api/v1/sweeps/", again, format="json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["campaign"])
    assert SweepRound.objects.count() == 1


def test_the_plan_is_kept_and_read_by_all_who_take_part(town: Town, drive: Campaign) -> None:
    words = some_text()
    body = f"%PDF-1.4 {words}".encode()
    page, peace = f"/campaigns/{drive.pk}/", browser(town.user("peace"))
    wrong = SimpleUploadedFile("方案.exe", b"MZ" + body)
    assert "只收 PDF" in text(peace.post(page, {"do": "file", "file": wrong}))
    assert not CampaignFile.objects.exists()
    upload = SimpleUploadedFile(f"方案{words}.pdf", body)
    assert peace.post(page, {"do": "file", "file": upload}).status_code == 302
    kept = CampaignFile.objects.get()
    assert f"方案{words}.pdf" in text(browser(town.user("village")).get(page))
    for account, status in {"village": 200, "leader": 200, "mediator": 404}.items():
        for address in (f"/campaigns/files/{kept.pk}/", f"/api/v1{page}files/{kept.pk}/"):
            answer = browser(town.user(account)).get(address)
            assert answer.status_code == status, (account, address)
    got = browser(town.user("village")).get(f"/campaigns/files/{kept.pk}/")
    assert b"".join(got) == body
    for account, status in {"village": 409, "peace": 201}.items():
        second = SimpleUploadedFile("通知.pdf", body)
        answer = api(town, account).post(
            f"/api/v1{page}files/", {"file": second}, format="multipart"
        )
        assert answer.status_code == status, answer.json()
    assert drive.events.filter(verb="file").count() == 2


def test_who_changes_a_plan_that_somebody_changed_meanwhile_is_told(
    town: Town, drive: Campaign
) -> None:
    page = f"/campaigns/{drive.pk}/edit/"
    form = {
        "version": str(drive.version), "name": drive.name, "goal": some_text(),
        "starts_on": "2026-10-01", "ends_on": "2026-12-31", "report_day": "5",
    }  # fmt: skip
    assert browser(town.user("director")).post(page, form).status_code == 302
    late = form | {"goal": some_text()}
    answer = text(browser(town.user("peace")).post(page, late))
    assert "您打开以后" in answer
    assert late["goal"] in answer  # what was typed stays
    assert form["goal"] in answer  # beside what stands now
    drive.refresh_from_db()
    assert (drive.goal, drive.version) == (form["goal"], 2)
    with pytest.raises(Refused) as refused:
        campaigns.amend_campaign(drive, town.user("peace"), version=1, goal=late["goal"])
    assert refused.value.code == "stale"
    assert 'name="version" value="2"' in answer
    again = late | {"version": "2"}
    assert browser(town.user("peace")).post(page, again).status_code == 302


def test_in_time_is_a_rate_over_the_months_that_were_due(
    town: Town, drive: Campaign, at: Callable[[str], Any]
) -> None:
    """October is due on 5 November, November on 5 December."""
    unit, village = town.unit(V1), town.user("village")
    at("2026-11-05 17:00")
    campaign_work.report_progress(drive, village, unit=unit, month=date(2026, 10, 1), text="报")

    def rates() -> dict[str, str]:
        found = whole(town.user("peace"), drive).rows
        return {row.unit.code: row.punctuality for row in found}

    assert rates() == {unit.code: "100.00%", town.unit(V2).code: "—"}
    at("2026-12-06 09:00")
    assert rates() == {unit.code: "50.00%", town.unit(V2).code: "0.00%"}
    campaign_work.report_progress(drive, village, unit=unit, month=date(2026, 11, 1), text="迟")
    assert rates()[unit.code] == "50.00%"  # late is not in time


def test_the_form_of_a_month_offers_those_that_wait(town: Town, drive: Campaign) -> None:
    page, village = f"/campaigns/{drive.pk}/", browser(town.user("village"))
    assert '<option value="2026-10-01" selected>2026年10月</option>' in text(village.get(page))
    words = some_text()
    answer = village.post(
        page,
        {
            "do": "progress", "unit": str(town.unit(V1).pk), "month": "2026-10-01", "text": words,
        },
    )  # fmt: skip
    assert answer.status_code == 302
    shown = text(village.get(page))
    assert words in shown
    assert '<option value="2026-10-01">2026年10月（报过，可以改）</option>' in shown
    assert '<option value="2026-11-01" selected>2026年11月</option>' in shown
    assert "2026年12月" not in shown.split('name="month"')[1].split("</select>")[0]


def test_a_seat_in_the_group_reads_the_campaign_whatever_the_post(
    town: Town, drive: Campaign
) -> None:
    page, clerk = f"/campaigns/{drive.pk}/", town.user("petition")
    assert browser(clerk).get(page).status_code == 404
    duty = some_text()
    campaigns.seat(drive, town.user("peace"), post=clerk.posts.get(), seat="member", duty=duty)
    assert duty in text(browser(clerk).get(page))


def test_a_round_called_off_leaves_the_campaign(town: Town, drive: Campaign) -> None:
    peace = town.user("peace")
    round_ = sweeps.open_round(
        peace,
        kind="campaign",
        campaign=drive,
        title=some_text()[:60],
        from_on=date(2026, 11, 2),
        to_on=date(2026, 11, 3),
        units=[town.unit(V1)],
        form_key="6f8f7f2e-0000-4000-8000-000000000009",
    )
    assert round_.title in text(browser(peace).get(f"/campaigns/{drive.pk}/"))
    sweeps.call_off(round_, peace, "开重了")
    assert round_.title not in text(browser(peace).get(f"/campaigns/{drive.pk}/"))


def test_a_month_that_is_due_within_a_week_stands_on_todays_page_until_it_is_reported(
    town: Town, drive: Campaign, at: Callable[[str], Any]
) -> None:
    """October is due on Thursday 5 November; November, on 5 December, is not today's work yet."""
    village, block = browser(town.user("village")), 'id="campaign_months"'
    page = text(village.get("/"))
    assert block in page
    assert f'/campaigns/{drive.pk}/#months">2026年10月</a>' in page
    assert f'/campaigns/{drive.pk}/#months">2026年11月</a>' not in page
    assert block not in text(browser(town.user("department")).get("/"))  # takes no part
    campaign_work.report_progress(
        drive, town.user("village"), unit=town.unit(V1), month=date(2026, 10, 1), text=some_text()
    )
    assert block not in text(village.get("/"))
    assert block in text(browser(town.user("village2")).get("/"))
    at("2026-11-28 09:00")
    assert "2026年11月</a>" in text(browser(town.user("village")).get("/"))


def test_a_phase_is_changed_and_never_laid_over_another(town: Town, drive: Campaign) -> None:
    page, peace = f"/campaigns/{drive.pk}/", browser(town.user("peace"))
    first, second = (
        campaigns.set_phase(
            drive, town.user("peace"), name=name, from_on=date(2026, *a), to_on=date(2026, *b)
        )
        for name, a, b in (("排查", (10, 1), (10, 31)), ("化解", (11, 1), (11, 30)))
    )
    typed = {
        "do": "phase", "phase": str(first.pk), "name": "集中排查",
        "from_on": "2026-10-08", "to_on": "2026-11-01",
    }  # fmt: skip
    wrong = text(peace.post(page, typed))
    assert "和“化解”的日期重叠" in wrong
    assert peace.post(page, typed | {"to_on": "2026-10-31"}).status_code == 302
    first.refresh_from_db()
    assert (first.name, first.from_on) == ("集中排查", date(2026, 10, 8))
    assert drive.phases.count() == 2
    body = {"act": "phase", "phase": second.pk, "name": "攻坚", "from_on": "2026-11-01"}
    answer = api(town, "peace").post(
        f"/api/v1{page}", body | {"to_on": "2026-12-31"}, format="json"
    )
    assert [one["name"] for one in answer.json()["phases"]] == ["集中排查", "攻坚"]
    assert browser(town.user("village")).post(page, typed).status_code == 200  # refused
    assert drive.phases.get(pk=first.pk).to_on == date(2026, 10, 31)


def test_a_line_of_the_plan_is_taken_out_until_somebody_worked_on_it(
    town: Town, drive: Campaign
) -> None:
    peace, page, unit = town.user("peace"), f"/campaigns/{drive.pk}/", town.unit(V1)
    dates = {"from_on": date(2026, 10, 1), "to_on": date(2026, 10, 31)}
    phase = campaigns.set_phase(drive, peace, name="排查", **dates)
    task = campaigns.add_task(
        drive, peace, unit=unit, text="摸底", due_on=date(2026, 10, 20), phase=phase
    )
    seat = campaigns.seat(drive, peace, post=town.user("leader").posts.get(), seat="head")
    target = campaigns.set_target(drive, peace, unit=unit, measure="resolve_rate", value="80")
    line = campaign_work.add_criterion(drive, peace, text="台账", points="10")

    def take_out(account: str, what: str, row: int) -> int:
        typed = {"do": "drop", "what": what, "row": str(row)}
        return browser(town.user(account)).post(page, typed).status_code

    assert take_out("peace", "phase", phase.pk) == 200  # a task is of it
    assert take_out("peace", "unit", unit.pk) == 200  # it has a task
    assert take_out("village", "task", task.pk) == 200  # not the lead unit
    campaign_work.finish_task(task, town.user("village"), result="清了")
    assert take_out("peace", "task", task.pk) == 200  # done is done
    assert (drive.phases.count(), drive.tasks.count(), drive.units.count()) == (1, 1, 2)
    for what, row in {
        "seat": seat.pk, "target": target.pk, "criterion": line.pk, "unit": town.unit(V2).pk,
    }.items():  # fmt: skip
        assert take_out("peace", what, row) == 302, what
    assert (drive.group.count(), drive.targets.count(), drive.criteria.count()) == (0, 0, 0)
    assert [one.unit for one in drive.units.all()] == [unit]
    assert drive.events.filter(verb="drop").count() == 4
    spare = campaigns.add_task(drive, peace, unit=unit, text="多的", due_on=date(2026, 12, 1))
    body = {"act": "drop", "what": "task", "row": spare.pk}
    answer = api(town, "peace").post(f"/api/v1{page}", body, format="json")
    assert [one["id"] for one in answer.json()["tasks"]] == [task.pk]


@pytest.mark.parametrize(
    ("report_day", "month", "due"),
    [
        ("", (2026, 10, 1), (2026, 10, 31)),
        ("", (2028, 2, 1), (2028, 2, 29)),
        ("5", (2026, 12, 1), (2027, 1, 5)),
        ("28", (2027, 1, 1), (2027, 2, 28)),
    ],
)
def test_a_month_is_due_on_its_last_day_unless_the_plan_says_a_day_of_the_next(
    town: Town, drive: Campaign, report_day: str, month: tuple[int, ...], due: tuple[int, ...]
) -> None:
    """domain.md D3: 村居每月报送专项推进情况，日未定，默认月末."""
    form = {
        "version": str(drive.version), "name": drive.name, "goal": drive.goal,
        "starts_on": "2026-10-01", "ends_on": "2026-12-31", "report_day": report_day,
    }  # fmt: skip
    page, peace = f"/campaigns/{drive.pk}/edit/", browser(town.user("peace"))
    assert peace.post(page, form).status_code == 302
    drive.refresh_from_db()
    assert due_of(drive, date(*month)) == date(*due)
    late = form | {"version": str(drive.version), "report_day": "29"}
    assert "请填 1 到 28 的数字" in text(peace.post(page, late))


def test_a_village_that_merges_leaves_its_tasks_to_the_other_and_owes_no_month(
    town: Town, drive: Campaign, at: Callable[[str], Any], settings: Any
) -> None:
    settings.DEMO = True  # the system administrator without his second factor
    peace, gone, other = town.user("peace"), town.unit(V1), town.unit(V2)
    kept, open_ = (
        campaigns.add_task(drive, peace, unit=gone, text=text_, due_on=date(2026, 12, 20))
        for text_ in ("摸底", "回访")
    )
    campaign_work.finish_task(kept, town.user("village"), result="清了")
    campaigns.drop(drive, peace, what="unit", row=other.pk)  # so that it has to be asked
    at("2026-12-07 09:00")
    words = {"into": str(town.v2.pk), "on": "2026-12-07", "reason": "村级建制调整", "document": ""}
    answer = browser(town.user("sysadmin")).post(f"/places/{V1}/change/merge/", words)
    assert answer.status_code == 302, answer.context["form"].errors
    kept.refresh_from_db()
    open_.refresh_from_db()
    assert (kept.unit, open_.unit) == (gone, other)
    states = {
        row["unit"]: [cell["state"] for cell in row["months"]]
        for row in api(town, "peace").get(f"/api/v1/campaigns/{drive.pk}/").json()["units"]
    }
    assert states == {gone.code: ["excused"] * 3, other.code: ["missing", "missing", "open"]}
    campaign_work.finish_task(open_, town.user("village2"), result="都走到了")
    assert list(register_invariants.faults()) == []
