"""案件补贴: by the town's table, once for each case, approved by another, and each his own."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from openpyxl import load_workbook

from cases.models import Case, SubsidyItem, SubsidySheet
from cases.services import subsidies
from grids.models import Mediator
from mediation.core.errors import Refused
from tests.cases.factories import Cast, act, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(scene: Cast) -> Cast:
    """The village's officer is in the register; an oral agreement of a general case is 60 yuan."""
    Mediator.objects.create(
        user=scene.members["village"],
        unit=scene.members["village"].posts.get().department,
        kind="part_time",
        from_on=date(2026, 1, 1),
    )
    subsidies.set_rate(
        scene.director,
        difficulty="general",
        form="oral",
        amount=Decimal("60.00"),
        confirmed_amount=Decimal("40.00"),
        from_on=date(2026, 1, 1),
        basis="李渡府发〔2026〕1号",
    )
    return scene


def settled(scene: Cast) -> Case:
    case = act(register(scene), "accept", scene.members["village"])
    return act(case, "settle", scene.members["village"])


def draw_up(client: Client, month: str) -> Any:
    return client.post("/api/v1/subsidies/", {"month": month}, content_type="application/json")


def test_a_settled_case_is_paid_once_by_the_table(paid: Cast, browser: Any, at: Any) -> None:
    case = settled(paid)
    justice = browser(paid.justice)
    early = draw_up(justice, "2026-03-01")
    assert (early.status_code, early.json()["code"]) == (400, "invalid_month")
    at("2026-04-01 09:00")
    justice = browser(paid.justice)
    for _ in range(2):  # drawn up anew, not doubled
        made = draw_up(justice, "2026-03-15")
        assert made.status_code == 201, made.json()
        (line,) = justice.get(f"/api/v1/subsidies/{made.json()['id']}/").json()
        assert (line["case"], line["amount"], line["kind"]) == (case.number, "60.00", "settled")
    at("2026-05-01 09:00")
    justice = browser(paid.justice)
    later = draw_up(justice, "2026-04-01").json()["id"]
    assert justice.get(f"/api/v1/subsidies/{later}/").json() == []


def test_a_mediator_sees_his_own_and_no_other_one_the_sheet(
    paid: Cast, browser: Any, at: Any
) -> None:
    case = settled(paid)
    at("2026-04-01 09:00")
    sheet = subsidies.make_sheet(paid.justice, date(2026, 3, 1))
    mine, other = browser(paid.members["village"]), browser(paid.members["street"])
    assert [one["case"] for one in mine.get("/api/v1/subsidies/").json()] == [case.number]
    assert other.get("/api/v1/subsidies/").json() == []
    assert "60.00" in mine.get("/subsidies/").content.decode()
    assert "60.00 元" in mine.get("/subsidies/").content.decode()
    for client in (mine, other):
        assert client.get(f"/subsidies/{sheet.pk}/").status_code == 404
        assert client.get(f"/subsidies/{sheet.pk}/file/").status_code == 404
        assert client.get(f"/api/v1/subsidies/{sheet.pk}/file/").status_code == 404
    assert browser(paid.director).get(f"/subsidies/{sheet.pk}/").status_code == 200
    assert browser(paid.bystander).get("/subsidies/").status_code == 404


def test_another_one_approves_and_then_it_stands(paid: Cast, browser: Any, at: Any) -> None:
    settled(paid)
    at("2026-04-01 09:00")
    sheet = subsidies.make_sheet(paid.justice, date(2026, 3, 1))
    not_his = browser(paid.justice).post(f"/api/v1/subsidies/{sheet.pk}/")
    assert (not_his.status_code, not_his.json()["code"]) == (409, "not_yours")
    page = browser(paid.director)
    assert page.post(f"/subsidies/{sheet.pk}/").status_code == 302
    assert SubsidySheet.objects.get(pk=sheet.pk).state == "approved"
    for address in (f"/subsidies/{sheet.pk}/file/", f"/api/v1/subsidies/{sheet.pk}/file/"):
        lines = load_workbook(BytesIO(page.get(address, {"for": "check"}).content)).active.values
        assert [line[6] for line in lines][2] == 60
    assert page.post(f"/api/v1/subsidies/{sheet.pk}/file/").status_code == 405
    with pytest.raises(Refused) as refused:
        subsidies.make_sheet(paid.justice, date(2026, 3, 1))
    assert refused.value.code == "approved"
    for change in (
        lambda: SubsidyItem.objects.filter(sheet=sheet).update(amount=1),
        lambda: SubsidyItem.objects.filter(sheet=sheet).delete(),
        lambda: SubsidySheet.objects.filter(pk=sheet.pk).update(state="draft"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_new_rate_ends_the_one_before_and_old_cases_keep_theirs(
    paid: Cast, browser: Any, at: Any
) -> None:
    settled(paid)
    given = {
        "difficulty": "general",
        "form": "oral",
        "amount": "90",
        "from_on": "2026-03-10",
        "basis": "李渡府发〔2026〕2号",
    }
    assert browser(paid.justice).post("/subsidies/rates/", given).status_code == 200
    assert browser(paid.director).post("/subsidies/rates/", given).status_code == 302
    at("2026-03-12 09:00")
    settled(paid)
    at("2026-04-01 09:00")
    sheet = subsidies.make_sheet(paid.justice, date(2026, 3, 1))
    amounts = sheet.items.order_by("on").values_list("amount", flat=True)
    assert list(amounts) == [Decimal("60.00"), Decimal("90.00")]


def test_who_is_not_in_the_register_is_not_paid_by_the_case(paid: Cast, at: Any) -> None:
    Mediator.objects.filter(user=paid.members["village"]).update(to_on=date(2026, 2, 28))
    settled(paid)
    at("2026-04-01 09:00")
    sheet = subsidies.make_sheet(paid.justice, date(2026, 3, 1))
    assert not sheet.items.exists()
    with pytest.raises(Refused) as refused:
        subsidies.approve(sheet, paid.director)
    assert refused.value.code == "empty"


def test_the_table_is_read_and_changed_over_json(paid: Cast, browser: Any) -> None:
    given = {
        "difficulty": "general",
        "form": "oral",
        "amount": "90.00",
        "from_on": "2026-03-10",
        "basis": "李渡府发〔2026〕2号",
    }
    json = {"content_type": "application/json"}
    address = "/api/v1/subsidies/rates/"
    not_his = browser(paid.justice).post(address, given, **json)
    assert (not_his.status_code, not_his.json()["code"]) == (409, "not_yours")
    director = browser(paid.director)
    assert director.post(address, given, **json).status_code == 201
    early = director.post(address, given | {"from_on": "2026-03-01"}, **json)
    assert early.json()["code"] == "invalid_day"
    assert director.post(address, given | {"amount": "-1"}, **json).status_code == 400
    table = browser(paid.members["village"]).get(address).json()
    assert [(one["amount"], one["to_on"]) for one in table] == [
        ("90.00", None),
        ("60.00", "2026-03-09"),
    ]
    assert browser(paid.bystander).get(address).status_code == 404
