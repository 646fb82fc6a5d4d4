"""What each kind of report becomes when it is signed: recipients, files, what is made public.

The ten cases of rules.md §8. In November came C4, C5, C6, C8 and C10.
"""

import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader
from rest_framework.test import APIClient

from grids.access import menu_for
from grids.enums import Role
from grids.models import Campaign
from mediation.core import clock, documents
from reporting.exports.written import minutes_file, report_file
from reporting.models import HalfMonth, Meeting, WrittenReport
from reporting.selectors.facts import as_of_words
from reporting.selectors.meetings import get_meeting
from reporting.selectors.written import facts_now
from reporting.services import lock, meetings, reports
from tests.cases.factories import some_text
from tests.factories import V1
from tests.reporting.writing import begun, desk, page_of, send, word_file, words_for

pytestmark = pytest.mark.django_db
HALF_MONTH = "2026-11-14"


@pytest.fixture
def town(example: Any) -> Any:
    example.at(f"{HALF_MONTH} 18:00")
    return example.town


def signed(town: Any, writer: str, report: WrittenReport, **words: str) -> WrittenReport:
    send(town, writer, report, **words_for(report, **words), then="submit")
    send(town, "director", report, "sign")
    assert report.state == "sent"
    return report


def half_month(town: Any) -> WrittenReport:
    return begun(town, "justice", "half_month", "justice", HALF_MONTH)


def lines_of(town: Any, who: str, report: WrittenReport) -> list[str]:
    sheet = word_file(town, who, f"/reports/written/{report.pk}/docx/")
    return [line.text for line in sheet.paragraphs]


def errors_of(answer: Any) -> str:
    return "".join(answer.context["form"].non_field_errors())


def rows_of(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def client_of(town: Any, who: str) -> APIClient:
    client = APIClient()
    client.force_authenticate(town.user(who))
    return client


def drive(town: Any, name: str) -> Campaign:
    return Campaign.objects.create(
        centre=town.centre,
        name=name,
        goal=some_text(),
        lead_unit=town.unit("peace"),
        starts_on="2026-10-01",
        ends_on="2026-12-31",
        by=town.user("peace"),
        at=clock.now(),
    )


# --- each kind ----------------------------------------------------------------------------------


def test_the_month_s_report_goes_to_the_county_s_centre_and_the_leaders_who_receive_it(
    example: Any, town: Any
) -> None:
    example.at("2026-12-03 09:00")
    report = signed(town, "window", begun(town, "window", "month", "centre", "2026-11-20"))
    assert report.number == "李矛月〔2026〕1号"
    rows = {one.name: one for one in report.recipients.all()}
    county, leaders = "涪陵区矛盾纠纷调处化解中心", "李渡街道领导班子"
    assert set(rows) == {county, leaders, "李渡街道平安建设办公室"}
    lines = lines_of(town, "director", report)
    assert f"{county}、{leaders}：" in lines
    assert "抄送：李渡街道平安建设办公室。" in lines
    who = some_text(4)
    send(town, "leader", report, "receive", recipient=rows[leaders].pk)
    send(town, "window", report, "receipt", recipient=rows[county].pk, received_by=who)
    got = {one.name: one.received_by for one in report.recipients.all()}
    assert got == {
        county: who,
        leaders: town.user("leader").name,
        "李渡街道平安建设办公室": "",
    }
    new = next(line for line in report.facts["headline"] if line["name"] == "new")
    assert new["now"] == "5"


def test_the_year_s_summary_is_written_before_its_last_day(example: Any, town: Any) -> None:
    example.at("2026-12-20 09:00")
    draft = begun(town, "justice", "year", "justice", "2026-12-20")
    assert draft.due_on == date(2026, 12, 31)
    report = signed(town, "justice", draft)
    sheet = word_file(town, "justice", f"/reports/written/{report.pk}/docx/")
    lines = [line.text for line in sheet.paragraphs]
    assert report.number == "李矛年〔2026〕1号"
    assert "李渡街道2026年矛盾纠纷排查化解年度总结" in lines
    assert {"一、总体情况", "二、主要做法", "五、下一步打算"} <= set(lines)
    assert report.sections["results"] in lines
    # C9 never came to the books; there are no figures of 2025 to compare with but noughts
    assert rows_of(sheet.tables[0])[2][:2] == ["新增", "9"]


def test_a_campaign_s_summary_bears_its_name_and_counts_its_days(example: Any, town: Any) -> None:
    name = some_text()
    campaign = drive(town, name)
    example.at("2026-12-31 09:00")
    what = {"what": f"campaign:{campaign.pk}", "on": "2026-12-31"}
    assert desk(town, "justice").post("/reports/written/", what).status_code == 200  # not his
    assert desk(town, "peace").post("/reports/written/", what).status_code == 302
    report = WrittenReport.objects.get(campaign=campaign)
    assert (report.first_on, report.last_on) == (date(2026, 10, 1), date(2026, 12, 31))
    signed(town, "peace", report)
    sheet = word_file(town, "peace", f"/reports/written/{report.pk}/docx/")
    lines = [line.text for line in sheet.paragraphs]
    assert f"“{name}”专项行动总结" in lines
    assert "李渡街道领导班子：" in lines
    assert rows_of(sheet.tables[0])[0] == ["指标", "本期"]  # there is no turn before it


# --- as of when ---------------------------------------------------------------------------------


def test_file_and_page_say_as_of_when_and_whether_the_half_month_is_locked(
    example: Any, town: Any
) -> None:
    report = half_month(town)
    open_words = "数字截至2026年11月14日18:00，这一期的半月报尚未锁定。"
    assert open_words in lines_of(town, "justice", report)
    assert open_words in page_of(town, "justice", report)
    example.at("2026-11-16 08:05")
    assert HalfMonth.objects.get(cut_off="2026-10-30").is_locked
    assert as_of_words(facts_now(report)).endswith("尚未锁定。")
    lock(date(2026, 11, 14), town.user("peace"), town.centre)
    locked_words = "数字截至2026年11月16日08:05，这一期的半月报已锁定。"
    assert locked_words in lines_of(town, "justice", report)
    assert all("按现在看" in part["definition"] for part in facts_now(report)["split"])


# --- 公开 ---------------------------------------------------------------------------------------


def test_a_village_s_or_department_s_report_is_never_public(town: Any) -> None:
    for who, kind, unit in (
        ("village", "village_week", V1),
        ("d04", "department_month", "laobao"),
    ):
        report = begun(town, who, kind, unit, "2026-11-03")
        words = words_for(report)
        said = send(town, who, report, **words, disclosure="public").content.decode()
        assert "不能公开" in said
        assert 'value="public"' not in said
        assert report.disclosure == "internal"
        send(town, who, report, **words)
        assert report.sections == words
    report = half_month(town)
    assert 'value="public"' in page_of(town, "justice", report)
    send(town, "justice", report, **words_for(report), disclosure="public")
    assert report.disclosure == "public"


def test_the_name_of_a_campaign_is_looked_over_before_it_is_made_public(
    example: Any, town: Any
) -> None:
    party = example.cases["C3"].parties.first().name
    campaign = drive(town, f"{party}专项")
    example.at("2026-12-31 09:00")
    report = reports.open_campaign_report(town.user("peace"), campaign)
    words = words_for(report)
    said = send(town, "peace", report, **words, disclosure="public", then="submit")
    assert f"标题：第 1 个字起“{party}”：姓名或单位名称" in errors_of(said)
    assert report.state == "draft"
    Campaign.objects.filter(pk=campaign.pk).update(name=some_text())
    send(town, "peace", report, **words, disclosure="public", then="submit")
    assert report.state == "to_sign"


def test_why_a_public_report_is_corrected_names_nobody(example: Any, town: Any) -> None:
    party = example.cases["C3"].parties.first().name
    report = half_month(town)
    send(town, "justice", report, **words_for(report), disclosure="public", then="submit")
    send(town, "director", report, "sign")
    send(town, "justice", report, "correct", **{"correct-reason": f"{party}一件漏了。"})
    assert not WrittenReport.objects.filter(corrects=report).exists()
    send(town, "justice", report, "correct", **{"correct-reason": "漏了一件。"})
    assert WrittenReport.objects.get(corrects=report).disclosure == "public"


def test_a_reason_given_inside_the_house_is_looked_over_when_the_edition_is_made_public(
    example: Any, town: Any
) -> None:
    party = example.cases["C3"].parties.first().name
    report = signed(town, "justice", half_month(town))
    send(town, "justice", report, "correct", **{"correct-reason": f"{party}一件漏了。"})
    edition = WrittenReport.objects.get(corrects=report)
    words = words_for(edition)
    said = send(town, "justice", edition, **words, disclosure="public", then="submit")
    assert f"更正理由：第 1 个字起“{party}”" in errors_of(said)
    assert edition.state == "draft"
    send(town, "justice", edition, **words, then="submit")
    assert edition.state == "to_sign"


# --- files --------------------------------------------------------------------------------------


def test_control_signs_in_what_was_signed_do_not_keep_it_from_being_a_file(town: Any) -> None:
    first, second, third = (some_text() for _ in range(3))
    hostile = f"{first}\x0b{second}\x1f\x08\ufffe\x0c{third}"
    report = half_month(town)
    words = dict.fromkeys(words_for(report), hostile)
    reports.write_report(report, town.user("justice"), sections=words)
    reports.submit_report(report, town.user("justice"))
    reports.sign_report(report, town.user("director"))
    report.refresh_from_db()
    assert report.sections["advice"] == hostile
    assert {first, second, third} <= set(lines_of(town, "justice", report))

    meetings.open_meetings()
    meeting = Meeting.objects.get(kind="half_month", unit=town.unit("peace"))
    peace = town.user("peace")
    meetings.add_task(
        meeting, peace, text=hostile, unit=town.unit("guijian"), due_on=date(2026, 11, 20)
    )
    meetings.finish_minutes(meeting, peace, minutes=hostile, place=f"三楼\x1f{first}")
    sheet = word_file(town, "peace", f"/meetings/{meeting.pk}/docx/")
    assert {first, second, third} <= {line.text for line in sheet.paragraphs}
    assert any(f"在三楼{first}召开" in line.text for line in sheet.paragraphs)


def test_libreoffice_prints_a_report_and_minutes_with_table_chart_and_foot(town: Any) -> None:
    if documents.converter() is None:
        pytest.fail("LibreOffice is not installed")
    report = half_month(town)
    send(town, "justice", report, **words_for(report), then="submit")
    send(town, "director", report, "sign")
    meetings.open_meetings()
    meeting = Meeting.objects.get(kind="half_month", unit=town.unit("peace"))
    minutes = some_text()
    meetings.finish_minutes(meeting, town.user("peace"), minutes=minutes, place="三楼会议室")
    files = [
        report_file(report, facts_now(report)),
        minutes_file(get_meeting(town.user("peace"), meeting.pk)),
    ]
    first, second = (
        re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
        for pdf in documents.to_pdfs(files)
    )
    for words in ("表1", "表2", "图1", "水磨滩村", "反弹重开", report.sections["advice"]):
        assert words in first, words
    label = report.facts["chart"]["labels"][0]
    # once in the table of categories, once under the bars
    assert first.count(label) >= 2
    assert "抄送：李渡街道平安建设办公室。" in first
    for text in (first, second):
        assert "2026年11月14日印发" in text
    assert minutes in second
    assert "出席" in second


def test_the_files_are_there_over_json_for_whoever_has_their_pages(town: Any) -> None:
    report = half_month(town)
    send(town, "justice", report, **words_for(report))
    address = f"/api/v1/reports/written/{report.pk}/docx/"
    sheet = Document(io.BytesIO(client_of(town, "justice").get(address).content))
    assert report.sections["causes"] in [line.text for line in sheet.paragraphs]
    assert client_of(town, "village").get(address).status_code == 404  # a draft
    meetings.open_meetings()
    village = Meeting.objects.get(kind="village", unit=town.unit(V1))
    address = f"/api/v1/meetings/{village.pk}/docx/"
    sheet = Document(io.BytesIO(client_of(town, "village").get(address).content))
    assert sheet.paragraphs[0].text.endswith("每周研判纪要")
    assert client_of(town, "village2").get(address).status_code == 404
    for address, reads, not_his in (
        ("/reports/forms/survey/2026-11/xlsx/", "village", "grid"),
        ("/reports/forms/mediation/2026-Q4/xlsx/", "village", "petition"),
        (f"/reports/half-months/{HALF_MONTH}/xlsx/", "village", "grid"),
        ("/reports/petitions/2026-10/xlsx/", "petition", "village"),
    ):
        api, page = (
            client_of(town, reads).get(f"/api/v1{address}"),
            desk(town, reads).get(address),
        )
        assert cells_of(api.content) == cells_of(page.content), address
        assert api["Content-Disposition"] == page["Content-Disposition"]
        assert client_of(town, not_his).get(f"/api/v1{address}").status_code == 404, address


def cells_of(content: bytes) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(found)
    return found


def test_the_forms_over_json_are_those_of_the_page(town: Any) -> None:
    def of(who: str) -> Any:
        return client_of(town, who).get("/api/v1/reports/forms/", {"month": "2026-11"})

    body = of("peace").json()
    assert {one["form"] for one in body["forms"]} == {"survey", "mediation"}
    assert [(one["form"], one["code"], one["is_locked"]) for one in body["others"]] == [
        ("half_month", "2026-11-14", False),
        ("petitions", "2026-11", False),
    ]
    assert [one["params"] for one in body["lists"]] == [
        {"of": "ledger", "cut_off": "2026-11-14"},
        {"of": "gb31000", "month": "2026-11"},
    ]
    petition = of("petition").json()
    assert (petition["forms"], petition["lists"]) == ([], [])
    assert [one["form"] for one in petition["others"]] == ["petitions"]
    assert of("grid").status_code == 404


# --- menu ---------------------------------------------------------------------------------------


def test_a_leader_s_liaison_finds_the_public_reports_in_his_menu(town: Any) -> None:
    liaison = town.hire("leadership", Role.LIAISON)
    assert ("报告", "reporting:written_list") in menu_for(liaison)
    assert ("研判会议", "reporting:meetings") not in menu_for(liaison)
    client = APIClient()
    client.force_login(liaison)
    assert client.get("/reports/written/").status_code == 200
    assert client.get("/meetings/").status_code == 404
    assert ("报告", "reporting:written_list") not in menu_for(town.user("grid"))
