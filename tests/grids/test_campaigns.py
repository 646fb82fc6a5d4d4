"""专项行动: plan, tasks, months, acceptance, summary, through page and API (seeds 001, 003)."""

import random
import string
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from rest_framework.test import APIClient

from grids.enums import Role
from grids.exports.campaigns import context_of, summary_of
from grids.models import Campaign, CampaignAcceptance, CampaignProgress, CampaignTask
from grids.notices import campaigns as notices
from grids.selectors import campaigns as found
from grids.services import campaign_work as work
from grids.services import campaigns, register_invariants
from mediation.core import documents
from mediation.core.errors import Refused
from tests.factories import V1, V2, Town

pytestmark = pytest.mark.django_db
# Seed 003 四: the three phases, of this year.
PHASES = (
    ("集中排查梳理阶段", date(2026, 2, 1), date(2026, 3, 31)),
    ("攻坚化解阶段", date(2026, 4, 1), date(2026, 10, 31)),
    ("验收考评总结阶段", date(2026, 11, 1), date(2026, 12, 31)),
)


def word() -> str:
    return "字" + "".join(random.choices(string.ascii_lowercase, k=10))


def page(town: Town, account: str) -> Client:
    client = Client()
    client.force_login(town.user(account))
    return client


def api(town: Town, account: str) -> APIClient:
    client = APIClient()
    client.force_login(town.user(account))
    return client


@pytest.fixture
def scene(town: Town, calendar_2026: Any, at: Callable[[str], Any]) -> Town:
    at("2026-02-02 09:00")
    return town


@pytest.fixture
def drive(scene: Town) -> Campaign:
    """Led by 平安办; two villages and 规建办 take part; the phases of seed 003."""
    peace = scene.user("peace")
    made = campaigns.open_campaign(
        peace,
        name="矛盾纠纷大排查",
        goal="调解率100%，成功率96%以上",
        starts_on=date(2026, 2, 1),
        ends_on=date(2026, 12, 31),
        units=[scene.unit(V1), scene.unit(V2), scene.unit("guijian")],
        report_day=5,
    )
    for name, from_on, to_on in PHASES:
        campaigns.set_phase(made, peace, name=name, from_on=from_on, to_on=to_on)
    return made


def test_a_campaign_is_built_on_its_page(scene: Town) -> None:
    peace = page(scene, "peace")
    units = [str(scene.unit(code).pk) for code in (V1, V2)]
    answer = peace.post(
        "/campaigns/new/",
        {
            "name": "大排查", "goal": word(), "starts_on": "2026-02-01",
            "ends_on": "2026-12-31", "units": units, "filed_on": "2026-01-30",
        },
    )  # fmt: skip
    campaign = Campaign.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/campaigns/{campaign.pk}/")
    assert campaign.lead_unit == scene.unit("peace")
    head = scene.user("leader").posts.get()
    for act in (
        {"do": "phase", "name": "第一阶段", "from_on": "2026-02-01", "to_on": "2026-03-31"},
        {"do": "seat", "post": str(head.pk), "seat": "head", "duty": "全面负责"},
        {"do": "target", "unit": units[0], "measure": "success_rate", "value": "96"},
        {"do": "task", "unit": units[0], "text": "摸清底数", "due_on": "2026-03-20"},
        {"do": "criterion", "text": "台账齐全", "points": "40"},
    ):
        answer = peace.post(f"/campaigns/{campaign.pk}/", act)
        assert answer.status_code == 302, answer.context["errors"]
    shown = peace.get(f"/campaigns/{campaign.pk}/").content.decode()
    for words in ("第一阶段", "秦志宏", "全面负责", "成功率（%）", "摸清底数", "台账齐全"):
        assert words in shown
    wrong = peace.post(
        f"/campaigns/{campaign.pk}/",
        {"do": "phase", "name": "第二阶段", "from_on": "2026-03-31", "to_on": "2026-04-30"},
    )
    assert wrong.status_code == 200
    assert "和“第一阶段”的日期重叠" in wrong.content.decode()
    assert campaign.phases.count() == 1


def test_who_may_build_one(scene: Town) -> None:
    for account, expected in {
        "peace": 200, "director": 200, "justice": 200, "leader": 404, "village": 404,
        "department": 404, "auditor": 404,
    }.items():  # fmt: skip
        assert page(scene, account).get("/campaigns/new/").status_code == expected, account
    for account, expected in {"peace": 200, "mediator": 200, "auditor": 404}.items():
        assert page(scene, account).get("/campaigns/").status_code == expected, account


def test_a_unit_reads_its_own_part_and_the_overseers_all(
    scene: Town, drive: Campaign, settings: Any
) -> None:
    settings.DEMO = True  # an administrator without his second factor
    mine, theirs = word(), word()
    peace = scene.user("peace")
    for code, text in ((V1, mine), (V2, theirs)):
        campaigns.add_task(drive, peace, unit=scene.unit(code), text=text, due_on=date(2026, 3, 1))
    for account, expected in {
        "village": {mine}, "village2": {theirs}, "peace": {mine, theirs},
        "director": {mine, theirs}, "leader": {mine, theirs}, "department": set(),
    }.items():  # fmt: skip
        shown = page(scene, account).get(f"/campaigns/{drive.pk}/").content.decode()
        assert {one for one in (mine, theirs) if one in shown} == expected, account
        body = api(scene, account).get(f"/api/v1/campaigns/{drive.pk}/").json()
        assert {one["text"] for one in body["tasks"]} == expected, account
    for account in ("mediator", "police", "auditor", "secadmin", "grid"):
        assert page(scene, account).get(f"/campaigns/{drive.pk}/").status_code == 404, account
        assert api(scene, account).get(f"/api/v1/campaigns/{drive.pk}/").status_code == 404
    v2 = scene.unit(V2).pk
    assert page(scene, "village").get(f"/campaigns/{drive.pk}/sheet/{v2}/").status_code == 404
    assert page(scene, "village2").get(f"/campaigns/{drive.pk}/sheet/{v2}/").status_code == 200
    assert page(scene, "village2").get(f"/campaigns/{drive.pk}/summary/").status_code == 404
    book = page(scene, "village").get(f"/campaigns/{drive.pk}/workbook/?for=check")
    assert book.status_code == 200


def test_a_task_is_done_by_its_unit_alone(scene: Town, drive: Campaign) -> None:
    task = campaigns.add_task(
        drive, scene.user("peace"), unit=scene.unit(V1), text=word(), due_on=date(2026, 3, 1)
    )
    result = word()
    for account in ("village2", "peace"):
        with pytest.raises(Refused) as refused:
            work.finish_task(task, scene.user(account), result=result)
        assert refused.value.code == "not_yours"
    answer = page(scene, "village").post(
        f"/campaigns/{drive.pk}/", {"do": "done", "task": str(task.pk), "result": result}
    )
    assert answer.status_code == 302
    task.refresh_from_db()
    assert (task.done_on, task.result, task.done_by) == (
        date(2026, 2, 2), result, scene.user("village"),
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="done_by_somebody"), transaction.atomic():
        CampaignTask.objects.filter(pk=task.pk).update(done_by=None)


def test_a_month_is_reported_once_late_is_late_and_missing_stays_in_view(
    scene: Town, drive: Campaign, at: Callable[[str], Any]
) -> None:
    """February's report is due on 5 March (本镇规定); late begins the day after."""
    text = word()
    asked = {"act": "progress", "unit": scene.unit(V1).code, "month": "2026-02-28", "text": text}
    at("2026-03-05 17:00")
    answer = api(scene, "village").post(f"/api/v1/campaigns/{drive.pk}/", asked, format="json")
    assert answer.status_code == 200, answer.json()
    assert [one["months"][0]["state"] for one in answer.json()["units"]] == ["on_time"]
    at("2026-03-06 09:00")
    again = asked | {"text": text + "改", "found": 3}
    api(scene, "village").post(f"/api/v1/campaigns/{drive.pk}/", again, format="json")
    report = CampaignProgress.objects.get()
    assert (report.text, report.found, report.month) == (text + "改", 3, date(2026, 2, 1))
    late = asked | {"unit": scene.unit(V2).code}
    answer = api(scene, "village2").post(f"/api/v1/campaigns/{drive.pk}/", late, format="json")
    assert [one["months"][0]["state"] for one in answer.json()["units"]] == ["late"]
    units = api(scene, "peace").get(f"/api/v1/campaigns/{drive.pk}/").json()["units"]
    states = {one["unit"]: [cell["state"] for cell in one["months"]] for one in units}
    assert states == {
        scene.unit(V1).code: ["on_time", "open"],
        scene.unit(V2).code: ["late", "open"],
        scene.unit("guijian").code: ["missing", "open"],
    }
    shown = page(scene, "peace").get(f"/campaigns/{drive.pk}/").content.decode()
    assert "1 份月推进没有报" in shown
    for wrong in ({"month": "2026-04-01"}, {"month": "2026-01-31"}):
        answer = api(scene, "village").post(
            f"/api/v1/campaigns/{drive.pk}/", asked | wrong, format="json"
        )
        assert list(answer.json()["fields"]) == ["month"]
    for_another = asked | {"unit": scene.unit(V2).code}
    answer = api(scene, "village").post(
        f"/api/v1/campaigns/{drive.pk}/", for_another, format="json"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "not_yours")


def test_a_unit_is_accepted_line_by_line_and_never_by_itself(scene: Town, drive: Campaign) -> None:
    peace, unit = scene.user("peace"), scene.unit(V1)
    first = work.add_criterion(drive, peace, text="台账齐全", points="40")
    second = work.add_criterion(drive, peace, text="回访到位", points="60")
    lines = [first.pk, second.pk]
    target = campaigns.set_target(drive, peace, unit=unit, measure="success_rate", value="96")
    form = {
        f"points_{lines[0]}": "38.5", f"points_{lines[1]}": "60.5", "verdict": "passed",
        "opinion": word(), "accepted_on": "2026-02-02", f"reached_{target.pk}": "97.5",
    }  # fmt: skip
    address = f"/campaigns/{drive.pk}/accept/{unit.pk}/"
    wrong = page(scene, "peace").post(address, form)
    assert "请填 0 到 60.0 的数字" in wrong.content.decode()
    assert not CampaignAcceptance.objects.exists()
    form[f"points_{lines[1]}"] = "55"
    assert page(scene, "peace").post(address, form).status_code == 302
    sheet = page(scene, "village").get(f"/campaigns/{drive.pk}/sheet/{unit.pk}/").content.decode()
    assert "93.5" in sheet
    assert "97.5" in sheet
    assert form["opinion"] in sheet
    assert page(scene, "village").post(address, form).status_code == 404
    campaigns.add_units(drive, peace, [scene.unit("peace")])
    with pytest.raises(Refused) as refused:
        work.accept_unit(
            drive, peace, unit=scene.unit("peace"), verdict="passed", opinion="好",
            points=dict.fromkeys(lines, "1"),
        )  # fmt: skip
    assert refused.value.code == "own_unit"
    work.accept_unit(
        drive, scene.user("director"), unit=scene.unit("peace"), verdict="passed", opinion="好",
        points=dict.fromkeys(lines, "1"),
    )  # fmt: skip
    with pytest.raises(Refused) as late:
        work.add_criterion(drive, peace, text="又一条", points="1")
    assert late.value.code == "too_late"


def test_it_is_closed_with_a_summary_in_word_and_then_stands_still(
    scene: Town, drive: Campaign, at: Callable[[str], Any]
) -> None:
    peace = scene.user("peace")
    with pytest.raises(Refused) as early:
        work.close_campaign(drive, peace, achievements=word())
    assert early.value.code == "too_early"
    at("2026-12-31 10:00")
    words = f"{word()}\n第二段<&{{{{ {word()} }}}}"
    answer = page(scene, "peace").post(
        f"/campaigns/{drive.pk}/", {"do": "close", "achievements": words, "problems": word()}
    )
    assert answer.status_code == 302
    drive.refresh_from_db()
    docx = page(scene, "director").get(f"/campaigns/{drive.pk}/summary/?for=report").content
    printed = documents.text_of(docx)
    for text in ("矛盾纠纷大排查工作总结", *words.splitlines(), drive.problems, "致远"):
        assert text in printed, text
    for name, from_on, _ in PHASES:
        assert f"{name}（{from_on.year}年{from_on.month}月{from_on.day}日至" in printed
    for act in (
        lambda: campaigns.amend_campaign(drive, peace, name="另名"),
        lambda: work.report_progress(
            drive, scene.user("village"), unit=scene.unit(V1), month=date(2026, 12, 1), text="迟"
        ),
        lambda: work.close_campaign(drive, peace, achievements="再来"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "closed"


def test_the_summary_of_an_open_campaign_can_be_drawn_up_too(scene: Town, drive: Campaign) -> None:
    whole = found.whole(scene.user("peace"), drive)
    assert context_of(whole)["achievements"] == "（待写）"
    assert summary_of(whole)[:4] == b"PK\x03\x04"


def test_heads_are_reminded_of_tasks_phases_and_months(
    scene: Town, drive: Campaign, calendar_2026: Any
) -> None:
    """A task of Friday 20 March; phase two begins on 1 April; February is owed on 5 March."""
    campaigns.add_task(
        drive, scene.user("peace"), unit=scene.unit(V1), text=word(), due_on=date(2026, 3, 20)
    )

    def told(day: date, key: str) -> set[tuple[int, str]]:
        before = date.fromordinal(day.toordinal() - 1)
        rows = notices.reminders(before, day, calendar_2026)
        return {(row.user_id, row.kind) for row in rows if row.matter_key.startswith(key)}

    village, village2, department, peace = (
        scene.user(name).pk for name in ("village", "village2", "department", "peace")
    )
    assert told(date(2026, 3, 17), "campaign_task") == {(village, "before3")}
    assert told(date(2026, 3, 18), "campaign_task") == set()
    assert told(date(2026, 3, 23), "campaign_task") == {(village, "over1"), (peace, "over1")}
    assert told(date(2026, 4, 1), "campaign_phase") == {(peace, "begins")}
    assert told(date(2026, 3, 5), "campaign_month") == {
        (village, "day"), (village2, "day"), (department, "day"),
    }  # fmt: skip
    work.report_progress(
        drive, scene.user("village"), unit=scene.unit(V1), month=date(2026, 2, 1), text="零报告"
    )
    assert told(date(2026, 3, 5), "campaign_month") == {(village2, "day"), (department, "day")}


def test_today_shows_what_ones_unit_owes(scene: Town, drive: Campaign) -> None:
    text = word()
    campaigns.add_task(
        drive, scene.user("peace"), unit=scene.unit("guijian"), text=text, due_on=date(2026, 2, 6)
    )
    assert text in page(scene, "department").get("/").content.decode()
    assert text not in page(scene, "village").get("/").content.decode()


def test_a_deputy_acts_for_the_head_and_the_day_after_no_more(
    scene: Town, drive: Campaign, at: Callable[[str], Any]
) -> None:
    peace = scene.user("peace")
    stand_in = scene.hire("wenlv", Role.DEPARTMENT_OFFICER)
    peace.deputies.create(deputy=stand_in, from_on=date(2026, 2, 1), to_on=date(2026, 2, 2))
    campaigns.amend_campaign(drive, stand_in, filed_as="平安〔2026〕1号")
    assert drive.events.get(verb="amend").on_behalf_of == peace
    assert drive.events.get(verb="open").on_behalf_of is None
    at("2026-02-03 09:00")
    with pytest.raises(Refused) as refused:
        campaigns.amend_campaign(drive, scene.user(stand_in.username), filed_as="又改")
    assert refused.value.code == "not_yours"


def test_nothing_is_wrong_with_what_the_services_wrote(scene: Town, drive: Campaign) -> None:
    assert list(register_invariants.faults()) == []
    drive.phases.filter(name="攻坚化解阶段").update(from_on=date(2026, 3, 31))
    assert list(register_invariants.faults()) == [f"campaign {drive.pk} has phases that overlap"]
    assert Decimal(drive.phases.count()) == 3
