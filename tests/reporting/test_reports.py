"""Written reports: figures fill themselves in, judgement is a person's, what is sent stays.

The ten cases of rules.md §8, half-month of 2026-11-14: opening 2, new 6, reopened 1, resolved 2,
ended 3, closing 4, handled 6; 33.33 % of the handled succeeded, 22.22 % of 9 were resolved.
"""

import random
from typing import Any

import pytest
from django.db import Error, transaction
from rest_framework.test import APIClient

from cases.models import Case, Listing
from mediation.core.errors import Refused
from mediation.core.models import Notice
from petitions.services import register as register_petition
from petitions.services.reference import load_contents
from reporting.models import ReportRecipient, WrittenReport
from reporting.selectors.naming import UNSEEN
from reporting.selectors.written import facts_now
from reporting.services.reports import correct_report, sign_report
from tests.cases.factories import registration, some_text
from tests.factories import V1, V2
from tests.petitions.factories import registration as petition_registration
from tests.reporting.writing import begun, page_of, send, status_for, word_file, words_for

pytestmark = pytest.mark.django_db
NOVEMBER = "2026-11-14"


@pytest.fixture
def town(example: Any) -> Any:
    """On the cut-off day, in the evening."""
    example.at(f"{NOVEMBER} 18:00")
    return example.town


@pytest.fixture
def report(town: Any) -> WrittenReport:
    return begun(town, "justice", "half_month", "justice", NOVEMBER)


def sent(town: Any, report: WrittenReport, **words: str) -> WrittenReport:
    send(town, "justice", report, **words_for(report, **words), then="submit")
    send(town, "director", report, "sign")
    assert report.state == "sent"
    return report


def headline(facts: dict[str, Any], column: str = "now") -> dict[str, str]:
    return {line["name"]: line[column] for line in facts["headline"]}


# --- figures ------------------------------------------------------------------------------------


def test_the_figures_of_the_example_fill_themselves_in(town: Any, report: WrittenReport) -> None:
    facts = facts_now(report)
    assert headline(facts) == {
        "opening": "2",
        "new": "6",
        "reopened": "1",
        "handled": "6",
        "handled_rate": "60.00",
        "resolved": "2",
        "succeeded": "2",
        "success_rate": "33.33",
        "ended": "3",
        "closing": "4",
        "resolve_rate": "22.22",
        "local_rate": "100.00",
        "avg_days": "7.5",
        "tracking": "1",
    }
    page = page_of(town, "justice", report)
    assert "水磨滩村" in page
    assert "李渡街道2026年11月上半月矛盾纠纷半月研判报告" in page
    assert "上期末未化解2件，本期新增6件" in page
    rows = {row[0]: row[1:] for row in facts["places"]["rows"]}
    heads = facts["places"]["heads"]
    assert heads[:5] == ["上期末未化解", "新增", "化解", "分流", "期末未化解"]
    assert rows["致远社区"][:5] == ["1", "4", "2", "1", "3"]
    assert rows["水磨滩村"][:5] == ["1", "2", "0", "2", "1"]
    assert facts["places"]["total"][:6] == ["合计", "2", "6", "2", "3", "4"]


def test_it_is_compared_with_the_turn_before_and_the_same_a_year_ago(
    town: Any, report: WrittenReport
) -> None:
    """The half-month of 30 October: C7 was open, C1 and C2 came, C7 was settled on the 22nd."""
    facts = facts_now(report)
    before, change = headline(facts, "before"), headline(facts, "change")
    assert (before["new"], change["new"]) == ("2", "+200.00%")
    assert (before["resolved"], change["resolved"]) == ("1", "+100.00%")
    assert (before["closing"], change["closing"]) == ("2", "+100.00%")
    year = headline(facts, "last_year"), headline(facts, "year_change")
    assert (year[0]["new"], year[1]["new"]) == ("0", "—")  # a base of 0
    assert (year[0]["success_rate"], year[1]["success_rate"]) == ("—", "—")


def test_what_is_open_falls_into_three_parts_that_add_up(
    example: Any, town: Any, report: WrittenReport
) -> None:
    """Open are C2 C7 C8 C10."""

    def split() -> list[int]:
        return [part["count"] for part in facts_now(report)["split"]]

    assert split() == [4, 0, 0]
    key = {name: example.cases[name].pk for name in ("C2", "C7", "C8", "C10")}
    Case.objects.filter(pk=key["C7"]).update(risk="orange")
    assert split() == [3, 1, 0]
    Case.objects.filter(pk=key["C2"]).update(tier="leader", difficulty="hard")
    assert split() == [2, 1, 1]
    Listing.objects.create(
        centre=town.centre,
        case_id=key["C8"],
        listed_on=NOVEMBER,
        by=town.user("director"),
        at=report.at,
        reason=some_text(),
        due_on="2026-11-30",
    )
    assert split() == [1, 2, 1]
    assert sum(split()) == int(headline(facts_now(report))["closing"])


def test_a_village_s_report_counts_its_own_and_a_department_s_what_it_leads(town: Any) -> None:
    week = begun(town, "village", "village_week", V1, "2026-11-10")
    assert (week.first_on.isoformat(), week.last_on.isoformat()) == ("2026-11-09", "2026-11-15")
    facts = facts_now(week)
    # C10 came on the 12th; C8 was settled on the 9th and relapsed, C4 ended on the 10th
    assert (headline(facts)["new"], headline(facts)["ended"]) == ("1", "1")
    assert facts["places"] is None
    # 劳保所 leads 10 and 11: C5 came on the 3rd and was declined on the 5th
    month = begun(town, "d04", "department_month", "laobao", "2026-11-10")
    facts = facts_now(month)
    assert (headline(facts)["new"], headline(facts)["ended"]) == ("1", "1")
    assert [row[1] for row in facts["categories"]["rows"]] == ["1"]
    assert facts["categories"]["total"][:2] == ["合计", "1"]


# --- judgement, signature -----------------------------------------------------------------------


def test_without_the_judgement_it_is_not_put_before_the_issuer(
    town: Any, report: WrittenReport
) -> None:
    words = words_for(report, causes="")
    answer = send(town, "justice", report, **words, then="submit")
    assert answer.status_code == 200
    assert "这一段还没有写。" in answer.content.decode()
    assert report.state == "draft"
    assert report.sections["features"] == words["features"]  # nothing typed is lost
    send(town, "justice", report, **words, then="submit")
    assert report.state == "draft"
    answer = send(town, "justice", report, **(words | {"causes": some_text()}), then="submit")
    assert (answer.status_code, report.state) == (302, "to_sign")


def test_the_director_signs_and_it_gets_its_number(town: Any, report: WrittenReport) -> None:
    send(town, "justice", report, **words_for(report), then="submit")
    assert Notice.objects.filter(user=town.user("director"), kind="report_to_sign").exists()
    send(town, "justice", report, "sign")  # the writer is not the issuer
    assert report.state == "to_sign"
    send(town, "director", report, "sign")
    assert (report.state, report.number) == ("sent", "李矛研〔2026〕1号")
    assert report.signed_by == town.user("director")
    assert {one.sent_at for one in report.recipients.all()} == {report.sent_at}
    assert Notice.objects.filter(user=town.user("peace"), kind="report_sent").exists()


def test_the_director_returns_it_with_a_reason_and_the_figures_move_again(
    town: Any, report: WrittenReport
) -> None:
    send(town, "justice", report, **words_for(report), then="submit")
    why = some_text()
    send(town, "director", report, "return", **{"return-reason": ""})
    assert report.state == "to_sign"
    send(town, "director", report, "return", **{"return-reason": why})
    assert (report.state, report.facts, report.returned_why) == ("draft", {}, why)
    assert why in page_of(town, "justice", report)


def test_before_the_turn_is_over_it_is_written_but_not_sent(example: Any, town: Any) -> None:
    example.at("2026-11-12 09:00")
    early = begun(town, "justice", "half_month", "justice", "2026-11-12")
    answer = send(town, "justice", early, **words_for(early), then="submit")
    assert early.state == "draft"
    assert "11月14日才完" in answer.content.decode()
    example.at("2026-11-14 09:00")
    send(town, "justice", early, **words_for(early), then="submit")
    assert early.state == "to_sign"


def test_who_comes_second_is_told_and_loses_nothing(town: Any, report: WrittenReport) -> None:
    first, second = some_text(), some_text()
    loaded = report.version
    send(town, "justice", report, features=first)
    answer = send(town, "justice", report, features=second, version=loaded)
    assert "刚才有人改过" in answer.content.decode()
    assert second in answer.content.decode()  # still in his form
    assert first in answer.content.decode()  # and what is stored beside it
    assert report.sections["features"] == first


# --- sent ---------------------------------------------------------------------------------------


def test_what_was_sent_never_changes_whoever_tries(town: Any, report: WrittenReport) -> None:
    draft = begun(town, "justice", "quarter", "justice", "2026-11-14")
    WrittenReport.objects.filter(pk=draft.pk).update(sections={"did": "改"})  # a draft may
    sent(town, report)
    for change in (
        lambda: WrittenReport.objects.filter(pk=report.pk).update(sections={}),
        lambda: WrittenReport.objects.filter(pk=report.pk).update(facts={}),
        lambda: WrittenReport.objects.filter(pk=report.pk).update(state="draft"),
        lambda: report.recipients.all().delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    answer = send(town, "justice", report, features=some_text())
    assert "不能再改" in answer.content.decode()


def test_later_cases_change_a_draft_and_not_what_was_sent(
    example: Any, town: Any, report: WrittenReport
) -> None:
    sent(town, report)
    client = APIClient()
    client.force_authenticate(town.user("window"))
    late = registration(received_on=NOVEMBER, division=V2, category="02")
    assert client.post("/api/v1/cases/", late, format="json").status_code == 201
    assert headline(facts_now(report))["new"] == "6"
    assert "本期新增6件" in page_of(town, "justice", report)
    reason = some_text()
    send(town, "justice", report, "correct", **{"correct-reason": reason})
    edition = WrittenReport.objects.get(corrects=report)
    assert (edition.edition, edition.state, edition.reason) == (2, "draft", reason)
    assert headline(facts_now(edition))["new"] == "7"
    assert edition.sections == report.sections
    again = send(town, "justice", report, "correct", **{"correct-reason": reason})
    assert again.status_code == 302
    assert WrittenReport.objects.filter(corrects=report).count() == 1
    sent(town, edition)
    assert edition.number == "李矛研〔2026〕2号"
    assert page_of(town, "justice", report).count(edition.number) == 1


def test_a_unit_receives_for_itself_and_an_office_outside_is_noted_down(
    town: Any, report: WrittenReport
) -> None:
    sent(town, report)
    rows = {one.name: one for one in report.recipients.all()}
    assert set(rows) == {"李渡街道平安建设办公室", "李渡街道领导班子", "涪陵区司法局"}
    ours, outside = rows["李渡街道平安建设办公室"], rows["涪陵区司法局"]
    send(town, "justice", report, "receive", recipient=ours.pk)  # the writer cannot
    ours.refresh_from_db()
    assert ours.received_at is None
    send(town, "peace", report, "receive", recipient=ours.pk)
    ours.refresh_from_db()
    assert ours.received_by == town.user("peace").name
    who = some_text(4)
    send(town, "justice", report, "receipt", recipient=outside.pk, received_by=who)
    outside.refresh_from_db()
    assert (outside.received_by, outside.recorded_by) == (who, town.user("justice"))
    with pytest.raises(Error), transaction.atomic():
        ReportRecipient.objects.filter(pk=outside.pk).update(received_by=some_text(4))


# --- sight --------------------------------------------------------------------------------------


def test_a_draft_is_its_writers_and_a_village_s_report_no_other_village_s(town: Any) -> None:
    week = begun(town, "village", "village_week", V1, "2026-11-03")
    for who, status in (("village", 200), ("peace", 404), ("director", 404), ("village2", 404)):
        assert status_for(town, who, week) == status, who
    send(town, "village", week, **words_for(week), then="sign")
    assert (week.state, week.signed_by) == ("sent", town.user("village"))
    for who, status in (("peace", 200), ("director", 200), ("leader", 200), ("village2", 404)):
        assert status_for(town, who, week) == status, who
    assert status_for(town, "department", week) == 404


def test_nobody_writes_for_a_unit_that_is_not_his(town: Any, report: WrittenReport) -> None:
    client = APIClient()
    client.force_authenticate(town.user("village"))
    body = {"kind": "half_month", "unit": town.unit("justice").pk, "day": NOVEMBER}
    answer = client.post("/api/v1/reports/written/", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_yours")
    client.force_authenticate(town.user("justice"))
    answer = client.post("/api/v1/reports/written/", body, format="json")
    assert answer.json()["report"]["id"] == report.pk  # the one that was begun
    words = {"sections": {"features": some_text()}}
    done = client.post(f"/api/v1/reports/written/{report.pk}/", words, format="json")
    assert done.json()["sections"]["features"] == words["sections"]["features"]
    step = client.post(f"/api/v1/reports/written/{report.pk}/submit/", {}, format="json")
    assert (step.status_code, step.json()["code"]) == (400, "needs_sections")


# --- 公开 ---------------------------------------------------------------------------------------


def test_before_it_is_made_public_names_numbers_and_places_are_listed(
    example: Any, town: Any, report: WrittenReport
) -> None:
    party = example.cases["C3"].parties.first().name
    case = example.cases["C3"].number
    text = f"其中{party}一件（{case}）在大塘村4组。"
    found = send(
        town,
        "justice",
        report,
        **words_for(report, causes=text),
        disclosure="public",
        then="submit",
    )
    said = found.content.decode()
    assert report.state == "draft"
    assert f"“{party}”：姓名或单位名称" in said
    assert f"“{case}”" in said
    assert "“4组”：村（社区）以下的地点" in said
    # inside the house the same words may stand
    send(town, "justice", report, **words_for(report, causes=text), then="submit")
    assert report.state == "to_sign"


@pytest.fixture
def petitioner(town: Any) -> str:
    """The name of somebody who petitioned: 司法所 does not see him, the director does."""
    load_contents()
    name = f"乜{''.join(random.sample('伟芳秀英敏静丽强磊军', 2))}"
    register_petition(town.user("petition"), **petition_registration(petitioners=[{"name": name}]))
    return name


def test_a_writer_is_told_of_people_whom_he_sees_and_the_issuer_of_everybody(
    example: Any, town: Any, report: WrittenReport, petitioner: str
) -> None:
    party = example.cases["C3"].parties.first().name
    both = words_for(report, causes=f"其中{party}、{petitioner}各一件。")
    said = send(town, "justice", report, **both, disclosure="public", then="submit")
    assert report.state == "draft"
    assert f"“{party}”：姓名" in said.content.decode()
    assert f"“{petitioner}”：姓名" not in said.content.decode()
    one = words_for(report, causes=f"其中{petitioner}一件。")
    send(town, "justice", report, **one, disclosure="public", then="submit")
    assert report.state == "to_sign"
    send(town, "director", report, "sign")
    assert report.state == "to_sign"
    with pytest.raises(Refused) as refused:
        sign_report(report, town.user("director"))
    assert refused.value.code == "names_found"
    assert f"“{petitioner}”：姓名" in refused.value.message


def test_a_correction_of_a_public_report_names_nobody_whoever_writes_its_reason(
    example: Any, town: Any, report: WrittenReport, petitioner: str
) -> None:
    report = sent(town, report, disclosure="public")
    writer = town.user("justice")
    with pytest.raises(Refused) as refused:
        correct_report(report, writer, f"{petitioner}一件算错了")
    assert refused.value.code == "names_found"
    assert UNSEEN in refused.value.message
    assert petitioner not in refused.value.message
    assert correct_report(report, writer, "一件算错了").edition == 2


def test_a_public_report_is_read_by_every_reader_of_figures(
    town: Any, report: WrittenReport
) -> None:
    send(
        town,
        "justice",
        report,
        **words_for(report, causes="邻里纠纷多因用水用电，集中在大塘村。"),
        disclosure="public",
        then="submit",
    )
    assert (report.state, report.disclosure) == ("to_sign", "public")
    assert status_for(town, "village2", report) == 404
    assert "水磨滩村" not in page_of(town, "justice", report)  # small cells of villages
    send(town, "director", report, "sign")
    assert status_for(town, "village2", report) == 200
    assert status_for(town, "grid", report) == 404
    text = "\n".join(
        line.text
        for line in word_file(town, "village2", f"/reports/written/{report.pk}/docx/").paragraphs
    )
    assert "（此件公开发布）" in text


# --- the file -----------------------------------------------------------------------------------


def test_the_word_file_says_what_the_page_says(town: Any, report: WrittenReport) -> None:
    draft = word_file(town, "justice", f"/reports/written/{report.pk}/docx/")
    assert any("起草，还没有报送" in line.text for line in draft.paragraphs)
    assert any("这一段还没有写" in line.text for line in draft.paragraphs)
    words = words_for(report)
    sent(town, report, **words)
    sheet = word_file(town, "justice", f"/reports/written/{report.pk}/docx/")
    lines = [line.text for line in sheet.paragraphs]
    assert f"{report.number}\t签发人：{town.user('director').name}" in lines
    assert (
        "涪陵区司法局、李渡街道领导班子：" in lines or "李渡街道领导班子、涪陵区司法局：" in lines
    )
    assert "抄送：李渡街道平安建设办公室。" in lines
    assert {words["features"], words["advice"]} <= set(lines)
    assert not any("还没有报送" in line for line in lines)
    headline_rows = [[cell.text for cell in row.cells] for row in sheet.tables[0].rows]
    assert ["新增", "6", "2", "+200.00%", "0", "—"] in headline_rows
    assert next(row for row in headline_rows if row[0] == "化解率")[:2] == ["化解率", "22.22%"]
    total = [cell.text for cell in sheet.tables[1].rows[-1].cells]
    assert total[:6] == ["合计", "2", "6", "2", "3", "4"]
