"""月调度清单 and 积案清单: what is not concluded, its node, the days there, by unit; by matter alone."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from rest_framework.test import APIClient

from petitions.models import Petition
from petitions.selectors.dispatch import backlog_of, dispatch_of
from tests.petitions.factories import Office
from tests.petitions.pages import desk

pytestmark = pytest.mark.django_db


def standing(office: Office, petition: Petition, who: str = "petition") -> tuple[str, date, str]:
    """Node, since when, in whose hand."""
    found = dispatch_of(office.town.user(who))
    lines = {line.row.petition: line for _, lines in found.units for line in lines}
    line = lines[petition]
    return line.node, line.since, line.unit


def test_a_petition_passes_every_node_of_the_list(
    office: Office, petition: Petition, at: Callable[[str], Any]
) -> None:
    unit = office.town.unit("guijian").short_name
    assert standing(office, petition) == ("登记", date(2026, 8, 3), "信访办")
    at("2026-08-04 09:00")
    office.accept(petition)
    assert standing(office, petition) == ("告知", date(2026, 8, 4), "信访办")
    at("2026-08-05 09:00")
    office.deliver(petition, "acceptance")
    assert standing(office, petition) == ("受理", date(2026, 8, 4), "信访办")
    at("2026-08-06 09:00")
    office.assign(petition)
    assert standing(office, petition) == ("交办", date(2026, 8, 6), unit)
    at("2026-08-07 09:00")
    office.move(petition, "sign_for", "department")
    assert standing(office, petition) == ("调查", date(2026, 8, 7), unit)
    at("2026-08-10 09:00")
    office.move(petition, "answer", "department", text="查过了")
    assert standing(office, petition) == ("调查", date(2026, 8, 10), "信访办")
    at("2026-08-11 09:00")
    office.answer_demands(petition)
    assert standing(office, petition) == ("意见", date(2026, 8, 11), "信访办")
    at("2026-08-12 09:00")
    office.move(petition, "reply", "director")
    assert standing(office, petition) == ("送达", date(2026, 8, 12), "信访办")
    office.deliver(petition, "opinion")
    assert dispatch_of(office.town.user("petition")).count == 0
    at("2026-08-20 09:00")
    office.move(petition, "review_requested")
    assert standing(office, petition) == ("复查", date(2026, 8, 20), "上级机关")
    office.move(petition, "review_decided", result="uphold", number="渝信复〔2026〕7号")
    assert dispatch_of(office.town.user("petition")).count == 0
    office.deliver(petition, "review")
    office.move(petition, "final_requested")
    assert standing(office, petition) == ("复核", date(2026, 8, 20), "上级机关")


def test_days_are_counted_from_the_day_after(
    office: Office, petition: Petition, at: Callable[[str], Any]
) -> None:
    at("2026-08-10 09:00")
    line = dispatch_of(office.town.user("peace")).units[0][1][0]
    assert line.days == 7
    page = desk(office, "peace").get("/petitions/dispatch/").content.decode()
    assert petition.title in page
    assert "7 天" in page


def test_who_went_elsewhere_stands_there_until_he_is_told(
    office: Office, petition: Petition
) -> None:
    office.move(petition, "forward", to="区信访办", reason="不属本街道")
    assert standing(office, petition)[0] == "告知"
    office.deliver(petition, "forward_notice")
    assert dispatch_of(office.town.user("petition")).count == 0


def test_each_reads_what_is_in_his_sight_and_nobody_an_accusation(
    office: Office, petition: Petition
) -> None:
    sealed = office.register("discipline", kind="accusation")
    for who, status in {"petition": 200, "director": 200, "peace": 200, "leader": 200,
                        "window": 404, "department": 404, "discipline": 404}.items():  # fmt: skip
        for place in ("dispatch", "backlog"):
            answer = desk(office, who).get(f"/petitions/{place}/")
            assert answer.status_code == status, (who, place)
            assert sealed.number not in answer.content.decode()
    assert petition.title in desk(office, "peace").get("/petitions/dispatch/").content.decode()
    leader = desk(office, "leader").get("/petitions/dispatch/").content.decode()
    assert petition.title not in leader


def test_the_backlog_has_one_line_for_a_matter_and_counts_no_visits(
    office: Office, petition: Petition, at: Callable[[str], Any]
) -> None:
    fresh = office.register()
    once = office.register()
    twice = office.register(repeats=once.pk)
    third = office.register(repeats=twice.pk)
    found = backlog_of(office.town.user("petition"))
    assert [(one.row.petition, one.why) for one in found] == [(third, "同一事项再次提出")]
    office.accept(petition, told_now=True)
    at("2026-10-05 09:00")  # three days after the sixtieth
    found = {one.row.petition: one.why for one in backlog_of(office.town.user("petition"))}
    assert found[petition] == "逾期 3 天"
    assert fresh in found  # nobody told it within fifteen days
    assert {once, twice} & set(found) == set()


def test_the_workbook_has_no_column_about_a_person(office: Office, petition: Petition) -> None:
    names = [one.name for one in petition.petitioners.all()]
    for place in ("dispatch", "backlog"):
        answer = desk(office, "petition").get(f"/petitions/{place}/list.xlsx?for=meeting")
        sheet = load_workbook(BytesIO(answer.content)).active
        head = [cell.value for cell in sheet[2]]
        assert head[:7] == ["承办单位", "编号", "事由", "村（社区）", "节点", "从哪天", "停留天数"]
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if any(name in cell for name in names)]
        assert (petition.number in cells) == (place == "dispatch")


def test_the_same_over_json(office: Office, petition: Petition) -> None:
    client = APIClient()
    client.force_login(office.town.user("director"))
    rows = client.get("/api/v1/petitions/dispatch/").json()
    assert [(one["petition"], one["node"], one["days"]) for one in rows] == [
        (petition.pk, "登记", 0)
    ]
    assert client.get("/api/v1/petitions/backlog/").json() == []
    client.force_login(office.town.user("window"))
    assert client.get("/api/v1/petitions/dispatch/").status_code == 404
