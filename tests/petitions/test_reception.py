"""接访日: visits, answers on the spot, 交办, and the table of seed 004 (domain.md §7 row 193)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from rest_framework.test import APIClient

from mediation.core import clock
from mediation.core.errors import Refused
from petitions import services
from petitions.models import IssuedLetter, Petition, Proposal, ReceptionDay
from petitions.selectors.receptions import rate, table_of
from petitions.services import receptions
from tests.cases.factories import some_text
from tests.factories import V1
from tests.petitions.factories import Office, registration
from tests.petitions.pages import desk
from tests.petitions.tables import answered, answers, arranged, concluded, given_away, visit

pytestmark = pytest.mark.django_db


def api(office: Office, who: str) -> APIClient:
    client = APIClient()
    client.force_login(office.town.user(who))
    return client


@pytest.fixture
def day(office: Office, at: Callable[[str], Any]) -> ReceptionDay:
    at("2026-08-03 09:00")
    return arranged(office)


def test_who_comes_is_registered_as_a_visit_of_that_day(office: Office, day: ReceptionDay) -> None:
    reception = visit(office, day, by="window")
    petition = reception.petition
    assert (petition.channel, petition.sender, petition.received_on) == (
        "visit",
        "",
        date(2026, 8, 3),
    )
    assert office.running(petition) == {"NOTIFY": date(2026, 8, 18)}
    assert reception.outcome == "registered"
    with pytest.raises(Refused) as refused:
        visit(office, day, kind="accusation")
    assert refused.value.code == "sealed"
    assert Petition.objects.count() == 1


def test_a_double_click_registers_once(office: Office, day: ReceptionDay) -> None:
    words = registration()
    words.pop("channel")
    first = receptions.take_in(day, office.town.user("petition"), **words)
    assert receptions.take_in(day, office.town.user("petition"), **words) == first
    assert Petition.objects.count() == 1


def test_an_answer_on_the_spot_goes_the_whole_way_of_the_law_on_one_day(
    office: Office, day: ReceptionDay
) -> None:
    """rules.md §3 rows 2, 12, 13: accepted and told, answered, signed by the head, handed over."""
    reception = visit(office, day)
    officer = office.town.user("petition")
    moved = receptions.answer_on_the_spot(reception, officer, answers(reception))
    reception.refresh_from_db()
    assert (reception.outcome, moved.petition.status) == ("on_the_spot", "handling")
    with pytest.raises(Refused) as refused:
        receptions.hand_over(reception, officer)
    assert refused.value.code == "not_signed"
    assert moved.proposal is not None
    services.sign(moved.proposal, office.town.user("director"))
    done = receptions.hand_over(reception, officer)
    assert (done.status, done.concluded_on) == ("replied", date(2026, 8, 3))
    assert office.running(done) == {"Z_REVIEW": date(2026, 9, 2)}
    verbs = list(done.events.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["register", "accept", "deliver", "answer_demand", "reply", "deliver"]
    kinds = set(IssuedLetter.objects.filter(petition=done).values_list("kind", flat=True))
    assert kinds == {"registration", "acceptance", "opinion", "reception"}


def test_what_is_given_to_a_unit_there_waits_for_its_answer(
    office: Office, day: ReceptionDay
) -> None:
    petition = given_away(office, visit(office, day))
    assert petition.status == "handling"
    assert office.running(petition) == {
        "CONCLUDE": date(2026, 10, 2),
        "ASSIGNMENT": date(2026, 8, 13),
    }
    reception = petition.receptions.get()
    assert (reception.outcome, reception.direction) == ("assigned", petition.directions.get())
    with pytest.raises(Refused) as refused:
        given_away(office, reception)
    assert refused.value.code == "settled"


def test_a_rate_of_nothing_is_a_dash(office: Office, day: ReceptionDay) -> None:
    assert rate(0, 0) is None
    assert rate(1, 3) == Decimal("33.33")
    assert rate(1, 8000) == Decimal("0.01")
    page = desk(office, "petition").get("/petitions/receptions/").content.decode()
    assert 'id="assigned_rate">—' in page
    given_away(office, visit(office, day))
    page = desk(office, "petition").get("/petitions/receptions/").content.decode()
    assert 'id="assigned_rate">0.00%' in page


def test_a_number_opens_to_exactly_its_petitions_in_sight(
    office: Office, day: ReceptionDay
) -> None:
    done = answered(office, visit(office, day))
    given = given_away(office, visit(office, day))
    only = visit(office, day).petition
    there = desk(office, "petition").get("/petitions/receptions/behind/on_the_spot/?year=2026")
    assert (done.title in there.content.decode(), given.title in there.content.decode()) == (
        True,
        False,
    )
    accepted = desk(office, "peace").get(f"/petitions/receptions/behind/accepted/?day={day.pk}")
    assert all(one.title in accepted.content.decode() for one in (done, given))
    assert only.title not in accepted.content.decode()
    leader = desk(office, "leader").get("/petitions/receptions/behind/accepted/?year=2026")
    assert "另 2 件不在您的查看范围" in leader.content.decode()
    assert done.title not in leader.content.decode()
    assert desk(office, "petition").get("/petitions/receptions/behind/visitors/").status_code == 404


def test_the_workbook_says_what_the_page_says(office: Office, day: ReceptionDay) -> None:
    concluded(office, given_away(office, visit(office, day)))
    answer = desk(office, "director").get("/petitions/receptions/table.xlsx?year=2026")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[2]][4:] == [
        "接待人次", "受理", "现场答复", "交办", "办结", "办结率", "受理办结率",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[3]][4:] == [0, 1, 0, 1, 1, 100, 100]
    told = [row[0].value for row in sheet.iter_rows(min_row=5) if row[0].value]
    assert "办结率：办结 ÷ 交办" in told
    assert "受理办结率：（现场答复 + 办结）÷ 受理" in told


def test_the_whole_day_at_the_table_by_the_page(office: Office, day: ReceptionDay) -> None:
    name, words = f"某{some_text(4)}", some_text()
    desk_of = desk(office, "petition")
    here = f"/petitions/receptions/{day.pk}/"
    form = {
        "form_key": "0b0ed5ee-7f0a-4c1c-a1ef-1f2a3b4c5d6e",
        "name": name,
        "head_count": "1",
        "kind": "claim",
        "content": "0501",
        "division": V1,
        "narrative": words,
    }
    missing = desk_of.post(f"{here}visits/new/", form)
    assert "有 1 处要改" in missing.content.decode()
    assert words in missing.content.decode()
    sent = desk_of.post(f"{here}visits/new/", form | {"demands": "修路\n补灯"})
    reception = day.receptions.get()
    assert sent.url == f"{here}visits/{reception.pk}/"
    one, two = reception.petition.demands.order_by("position")
    assert (one.text, two.text) == ("修路", "补灯")
    typed = {"do": "answer", f"d{one.pk}-finding": words, f"d{one.pk}-opinion": "support"}
    half = desk_of.post(sent.url, typed).content.decode()
    assert f'href="#id_d{two.pk}-finding"' in half
    assert reception.petition.status == "registered"
    for demand in (one, two):
        typed |= {
            f"d{demand.pk}-finding": words,
            f"d{demand.pk}-opinion": "support",
            f"d{demand.pk}-basis": words,
        }
    assert desk_of.post(sent.url, typed).status_code == 302
    assert "等中心主任签" in desk_of.get(sent.url).content.decode()
    services.sign(Proposal.objects.get(decided_at=None), office.town.user("director"))
    assert "当面交给他了" in desk_of.get(sent.url).content.decode()
    desk_of.post(sent.url, {"do": "hand_over"})
    assert Petition.objects.get().concluded_on == date(2026, 8, 3)
    assert name in desk_of.get(here).content.decode()


def test_the_same_over_json(office: Office, day: ReceptionDay) -> None:
    client = api(office, "petition")
    here = f"/api/v1/petitions/receptions/{day.pk}/"
    made = client.post(f"{here}visits/", registration(form_key=None) | {"form_key": str(day.pk)})
    assert made.status_code == 400
    words = registration()
    words["form_key"] = str(words["form_key"])
    made = client.post(f"{here}visits/", words, format="json").json()
    given = {
        "unit": office.town.unit("guijian").pk,
        "text": some_text(),
        "due_on": "2026-08-20",
    }
    done = client.post(f"{here}visits/{made['id']}/assign/", given, format="json")
    assert (done.status_code, done.json()["outcome"]) == (200, "assigned")
    table = client.get("/api/v1/petitions/receptions/?year=2026").json()
    assert (table["total"]["accepted"], table["total"]["assigned_rate"]) == (1, "0.00")
    assert table["columns"][5]["definition"] == "办结 ÷ 交办"
    again = client.post(f"{here}visits/{made['id']}/assign/", given, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "settled")


def test_who_arranges_and_who_reads(office: Office, day: ReceptionDay) -> None:
    for who, may in {"petition": 200, "director": 200, "peace": 200, "leader": 200, "window": 200,
                     "department": 404, "discipline": 404, "village": 404}.items():  # fmt: skip
        assert desk(office, who).get("/petitions/receptions/").status_code == may, who
    for who, may in {"petition": 200, "window": 404, "leader": 404}.items():
        assert desk(office, who).get("/petitions/receptions/new/").status_code == may, who
    with pytest.raises(Refused) as refused:
        receptions.arrange(
            office.town.user("window"), on=clock.today(), hours="9:00", place="x", leaders=[1]
        )
    assert refused.value.code == "not_yours"


def test_a_closed_day_takes_nobody_in_and_goes_on_with_the_rest(
    office: Office, day: ReceptionDay
) -> None:
    petition = given_away(office, visit(office, day))
    desk(office, "petition").post(f"/petitions/receptions/{day.pk}/close/")
    with pytest.raises(Refused) as refused:
        visit(office, day)
    assert refused.value.code == "closed"
    concluded(office, petition)
    assert table_of(office.town.user("peace"), 2026).total.concluded == 1


def test_the_numbers_of_a_year_have_no_gap(office: Office, at: Callable[[str], Any]) -> None:
    at("2026-12-30 09:00")
    assert [arranged(office).number for _ in range(3)] == [1, 2, 3]
    assert arranged(office, on=date(2027, 1, 8), kind="visit_down").number == 1
    with pytest.raises(Refused):
        arranged(office, kind="other")
    assert arranged(office).number == 4
