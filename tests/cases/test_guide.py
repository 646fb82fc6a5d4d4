"""分类导入: every combination of answers leads somewhere, the court stands beside every way, and
who is sent on leaves with one sheet (issue 5, Build 4)."""

import csv
import itertools
import re
from pathlib import Path
from typing import Any

import pytest

from cases.enums import VisitOutcome
from cases.models import Visit
from cases.services import visits
from cases.workflow.guide import TURNS, lead
from cases.workflow.guide_leaflets import LEAFLETS
from cases.workflow.guide_words import Public, Stage, Who
from grids.enums import GuideWay
from grids.models import GuidePlace
from mediation.core.models import Notice
from tests.cases.factories import Cast, register, some_text
from tests.cases.visiting import a_visit

TABLE = Path(__file__).parent.parent / "guide.csv"
# The clerk's words of the table, and the codes of the questions.
WHO = {
    "个人之间": "people", "商家等单位": "company", "用人单位": "employer",
    "土地承包": "contract_land", "土地山林权属": "tenure", "机关单位": "office",
    "不和谁争": "nobody",
}  # fmt: skip
PUBLIC = {"没有": "none", "不服决定": "decision", "要机关来管": "duty"}
STAGES = {
    "还没有走别的程序": "fresh", "法院已经立案": "at_court", "别处正在办": "elsewhere",
    "已有结果": "decided",
}  # fmt: skip


def table() -> dict[tuple[str, str, str], str]:
    """Answers and the way that a clerk wrote for them."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    stages = [STAGES[name] for name in rows[0][2:]]
    return {
        (WHO[row[0]], PUBLIC[row[1]], stage): way
        for row in rows[1:]
        for stage, way in zip(stages, row[2:], strict=True)
    }


ALL = list(itertools.product(Who.values, Public.values, Stage.values))


def test_every_combination_of_answers_leads_where_the_table_says() -> None:
    written = table()
    assert sorted(written) == sorted(ALL)
    found = {answers: GuideWay(lead(*answers).way).label for answers in ALL}
    assert found == written


def test_each_combination_is_said_by_one_line_of_the_code() -> None:
    lines = {answers: sum(one.fits(*answers) for one in TURNS) for answers in ALL}
    assert set(lines.values()) == {1}


def test_the_court_is_never_closed_by_the_guide() -> None:
    for answers in ALL:
        found = lead(*answers)
        assert found.way == "litigation" or "litigation" in found.also, answers
    for way in GuideWay:
        sheet = LEAFLETS[way]
        words = sheet.title + sheet.where if way == "litigation" else sheet.court
        assert "法院" in words, way
        assert all((sheet.how, sheet.limits, sheet.bring, sheet.law)), way


@pytest.mark.parametrize(
    ("way", "period"),
    [
        ("mediation", "三年"),  # 民法典188
        ("litigation", "三年"),
        ("reconsideration", "六十日"),  # 行政复议法20
        ("labour_arbitration", "一年"),  # 劳动争议调解仲裁法27
        ("land_arbitration", "二年"),  # 农村土地承包经营纠纷调解仲裁法18
        ("report", "两个月"),  # 行政诉讼法47
        ("petition", "六十日"),  # 信访工作条例34
    ],
)
def test_a_leaflet_says_the_period_to_watch(way: str, period: str) -> None:
    assert period in "".join(LEAFLETS[way].limits)


# --- the pages ----------------------------------------------------------------------------------

FRESH_LABOUR = {"who": "employer", "public": "none", "stage": "fresh"}


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_three_answers_lead_to_a_way_with_its_law_and_every_other_way_is_one_click(
    scene: Cast, browser: Any
) -> None:
    client = browser(scene.clerk)
    asked = text(client.get("/window/guide/"))
    assert "这件事是和谁的" in asked
    assert "申请劳动人事争议仲裁" not in asked
    page = text(client.get("/window/guide/", FRESH_LABOUR))
    assert "建议：<b>申请劳动人事争议仲裁</b>" in page
    for words in ("第27条", "第31条第二项", "起诉", "12333"):
        assert words in page
    for way in GuideWay.values:
        assert f"way={way}#way" in page
    other = text(client.get("/window/guide/", FRESH_LABOUR | {"way": "mediation"}))
    assert "您选的是：<b>申请人民调解</b>" in other
    assert "/cases/new/?category=11" in other


def test_a_word_that_is_no_answer_only_asks_again(scene: Cast, browser: Any) -> None:
    page = text(browser(scene.clerk).get("/window/guide/", FRESH_LABOUR | {"stage": some_text()}))
    assert "建议：" not in page
    assert "现在走到哪一步" in page


def test_only_the_windows_and_the_director_have_the_guide(scene: Cast, browser: Any) -> None:
    for user in (scene.clerk, scene.town.user("petition"), scene.justice, scene.director):
        assert browser(user).get("/window/guide/").status_code == 200
    for user in (scene.peace, scene.heads["village"], scene.police, scene.town.user("auditor")):
        assert browser(user).get("/window/guide/").status_code == 404
        assert browser(user).get("/window/guide/mediation/print/").status_code == 404


@pytest.mark.parametrize("way", GuideWay.values)
def test_every_leaflet_has_the_place_the_law_and_the_court(
    scene: Cast, browser: Any, way: str
) -> None:
    page = text(browser(scene.clerk).get(f"/window/guide/{way}/print/"))
    place = GuidePlace.objects.filter(way=way, centre=scene.town.centre).first()
    assert place is not None
    assert place.name in page
    assert LEAFLETS[way].law in page
    assert (LEAFLETS[way].court or "向人民法院起诉") in page
    assert "12348" in page
    assert "110" in page


def test_a_way_that_is_none_is_not_there(scene: Cast, browser: Any) -> None:
    assert browser(scene.clerk).get("/window/guide/nowhere/print/").status_code == 404


def test_the_register_form_begins_with_what_was_answered(scene: Cast, browser: Any) -> None:
    visit = a_visit(scene, scene.clerk)
    asked = FRESH_LABOUR | {"visit": visit.pk, "way": "mediation"}
    page = text(browser(scene.clerk).get("/window/guide/", asked))
    link = f"/cases/new/?visit={visit.pk}&amp;category=11"
    assert link in page
    form = text(browser(scene.clerk).get(link.replace("&amp;", "&")))
    assert visit.said in form
    assert re.search(r'<option value="11" selected', form)


# --- sent elsewhere -----------------------------------------------------------------------------


def send(client: Any, visit: Visit, way: str, **fields: Any) -> Any:
    posted = {"version": visit.version, "why": f"那里才能办 {some_text()}"} | fields
    return client.post(f"/window/guide/{way}/send/?visit={visit.pk}", posted)


def place_of(scene: Cast, way: str, *, is_resident: bool) -> GuidePlace:
    places = GuidePlace.objects.filter(centre=scene.town.centre, way=way)
    found = places.filter(unit__isnull=not is_resident).order_by("order").first()
    assert found is not None
    return found


def test_who_is_sent_elsewhere_leaves_with_where_and_why(scene: Cast, browser: Any) -> None:
    client, visit = browser(scene.clerk), a_visit(scene, scene.clerk)
    place, why = place_of(scene, "reconsideration", is_resident=False), f"要复议 {some_text()}"
    answer = send(client, visit, "reconsideration", place=place.pk, why=why)
    assert answer.status_code == 302
    assert f"visit={visit.pk}" in answer.url
    visit.refresh_from_db()
    assert (visit.outcome, visit.where_to, visit.outcome_words) == (
        VisitOutcome.ELSEWHERE, place.name, why,
    )  # fmt: skip
    sheet = text(client.get(answer.url))
    assert place.name in sheet
    assert why in sheet
    assert "转接单" not in sheet
    assert not Notice.objects.filter(kind="handover").exists()


def test_a_resident_unit_is_handed_the_visitor_with_a_note(scene: Cast, browser: Any) -> None:
    client, visit = browser(scene.clerk), a_visit(scene, scene.clerk)
    place = place_of(scene, "ruling", is_resident=True)
    assert place.unit is not None
    head = scene.town.hire("tudi", "department_officer", is_head=True)
    answer = send(client, visit, "ruling", place=place.pk)
    sheet = text(client.get(answer.url))
    assert "转接单" in sheet
    assert place.unit.name in sheet
    assert visit.said in sheet
    notice = Notice.objects.get(kind="handover", user=head)
    assert visit.label in notice.text
    assert visit.said not in notice.text


def test_without_a_place_or_a_reason_nobody_is_sent_away(scene: Cast, browser: Any) -> None:
    client, visit = browser(scene.clerk), a_visit(scene, scene.clerk)
    page = text(send(client, visit, "reconsideration"))
    assert "请选一个去处" in page
    place = place_of(scene, "reconsideration", is_resident=False)
    assert "请写一句为什么去那里" in text(
        send(client, visit, "reconsideration", place=place.pk, why="")
    )
    visit.refresh_from_db()
    assert visit.outcome == ""
    assert send(client, visit, "reconsideration", where_to="区住建委").status_code == 302
    visit.refresh_from_db()
    assert visit.where_to == "区住建委"


def test_who_is_served_at_another_window_is_not_sent_away_from_here(
    scene: Cast, browser: Any
) -> None:
    visit = a_visit(scene, scene.clerk)
    colleague = scene.town.user("petition")
    refused = text(send(browser(colleague), visit, "petition", where_to="信访办"))
    assert f"正由{scene.clerk.name}接待" in refused
    visit.refresh_from_db()
    assert visit.left_at is None
    visits.finish(visit, scene.clerk, VisitOutcome.GONE)
    assert Visit.objects.get(pk=visit.pk).left_at is not None


def test_what_was_added_to_a_matter_stands_on_no_leaflet(scene: Cast, browser: Any) -> None:
    """It is of the matter's record; whoever sits beside could ask for the sheet of any ticket."""
    case, said = register(scene), some_text()
    visit = a_visit(scene, scene.clerk)
    visits.finish(visit, scene.clerk, VisitOutcome.ADDED, matter_key=f"case:{case.pk}", words=said)
    sheet = f"/window/guide/mediation/print/?visit={visit.pk}"
    assert said not in text(browser(scene.town.user("petition")).get(sheet))
    other = a_visit(scene, scene.clerk)
    answer = send(browser(scene.clerk), other, "petition", where_to="信访办", why=f"去那里 {said}")
    assert said in text(browser(scene.clerk).get(answer.url))


def test_the_api_gives_the_same_advice_to_the_windows_alone(scene: Cast, browser: Any) -> None:
    client = browser(scene.clerk)
    found = client.get("/api/v1/guide/", FRESH_LABOUR).json()
    assert (found["way"], "litigation" in found["also"]) == ("labour_arbitration", True)
    assert found["places"][0]["phone"] == "12333"
    wrong = client.get("/api/v1/guide/", FRESH_LABOUR | {"who": some_text()})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["who"])
    assert browser(scene.peace).get("/api/v1/guide/", FRESH_LABOUR).status_code == 404
