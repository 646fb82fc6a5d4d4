"""Lines of registers about a case: money asked for by case, and links only as far as one sees it."""

import random
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.models import Case
from grids.models import Register
from grids.services import registers
from mediation.core.errors import Refused
from tests.cases.factories import Cast, bring, some_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(scene: Cast) -> Case:
    return bring(scene, "mediating", "village")


def asked(case: Case, **more: Any) -> dict[str, Any]:
    return {
        "happened_on": "2026-03-02", "matter": case.number, "sort": "settling",
        "amount": f"{random.randint(1, 9000)}.50", "title": some_text(), "text": some_text(),
    } | more  # fmt: skip


def test_money_is_asked_for_by_case_and_another_approves(
    scene: Cast, case: Case, browser: Any
) -> None:
    peace, words = browser(scene.peace), asked(case)
    answer = peace.post("/registers/fund/new/", words)
    entry = Register.objects.get(kind="fund")
    assert answer["Location"] == f"/registers/fund/{entry.pk}/"
    assert (entry.state, entry.matter, str(entry.amount)) == (
        "asked", f"case:{case.pk}", words["amount"],
    )  # fmt: skip
    shown = peace.get(answer["Location"]).content.decode()
    assert f'<a href="/cases/{case.pk}/">{case.number}</a>' in shown
    peace.post(f"/registers/fund/{entry.pk}/act/", {"do": "approve", "words": ""})
    entry.refresh_from_db()
    assert entry.state == "asked"
    browser(scene.director).post(f"/registers/fund/{entry.pk}/act/", {"do": "approve", "words": ""})
    entry.refresh_from_db()
    assert (entry.state, entry.decided_by) == ("approved", scene.director)
    for given in ({"amount": "1.00"}, {"text": some_text()}):
        with pytest.raises(Refused) as refused:
            registers.amend(entry, scene.peace, **given)
        assert refused.value.code == "not_yours"
    registers.amend(entry, scene.peace, done_on=date(2026, 3, 2))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"matter": ""}, "matter"),
        ({"matter": "李矛调〔2026〕999号"}, "matter"),
        ({"matter": "case:987654321"}, "matter"),
        ({"amount": "0"}, "amount"),
        ({"amount": "12.345"}, "amount"),
        ({"sort": ""}, "sort"),
    ],
)
def test_money_without_a_case_or_an_amount_is_refused(
    scene: Cast, case: Case, browser: Any, given: dict[str, str], field: str
) -> None:
    peace = browser(scene.peace)
    answer = peace.post(
        "/api/v1/registers/fund/", asked(case) | given, content_type="application/json"
    )
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    right = peace.post("/api/v1/registers/fund/", asked(case), content_type="application/json")
    assert right.status_code == 201
    pk = right.json()["id"]
    for wrong in ({"matter": ""}, {"amount": 0}, {"state": "entered"}):
        with pytest.raises(IntegrityError, match="fund_of_a_matter"), transaction.atomic():
            Register.objects.filter(pk=pk).update(**wrong)


def test_who_does_not_see_the_case_is_not_told_which_it_is(
    scene: Cast, case: Case, browser: Any
) -> None:
    """A leader reads every review; of cases outside his villages he learns no number."""
    entry = registers.enter(
        "review", scene.committee, happened_on=date(2026, 3, 2), title=some_text(),
        matter=case.number, text=some_text(), measures=some_text(), result=some_text(),
    )  # fmt: skip
    stranger = scene.town.user("leader2")
    Case.objects.filter(pk=case.pk).update(owner=None)
    for path in (f"/registers/review/{entry.pk}/", f"/registers/review/{entry.pk}/print/",
                 "/registers/review/", f"/api/v1/registers/review/{entry.pk}/"):  # fmt: skip
        seen = browser(scene.stationed).get(path).content.decode()
        assert case.number in seen, path
        hidden = browser(stranger).get(path).content.decode()
        assert case.number not in hidden, path
        assert entry.title in hidden, path
    with pytest.raises(Refused) as refused:
        registers.enter(
            "video", scene.bystander, happened_on=date(2026, 3, 2), title="题",
            external_number="1", text="单位", result="定", matter=f"case:{case.pk + 1}",
        )  # fmt: skip
    assert refused.value.field == "matter"


def test_a_case_leads_to_its_own_lines_and_to_a_form_that_knows_it(
    scene: Cast, case: Case, browser: Any
) -> None:
    peace = browser(scene.peace)
    fund = registers.enter("fund", scene.peace, **asked(case))
    other = registers.enter("fund", scene.peace, **asked(bring(scene, "mediating", "village")))
    way = f"/registers/?matter=case:{case.pk}"
    assert way in peace.get(f"/cases/{case.pk}/").content.decode()
    page = peace.get(way).content.decode()
    assert f"/registers/fund/{fund.pk}/" in page
    assert f"/registers/fund/{other.pk}/" not in page
    assert f"/registers/fund/new/?matter=case:{case.pk}" in page
    form = peace.get(f"/registers/fund/new/?matter=case:{case.pk}").content.decode()
    assert f'value="{case.number}"' in form
    # The committee writes no fund and reads none, but it may write a review of its case.
    village = browser(scene.committee).get(way).content.decode()
    assert f"/registers/fund/{fund.pk}/" not in village
    assert "/registers/fund/new/" not in village
    assert f"/registers/review/new/?matter=case:{case.pk}" in village
    stranger = browser(scene.town.user("village2"))
    assert stranger.get(way).status_code == 404
    hidden = stranger.get(f"/registers/review/new/?matter=case:{case.pk}").content.decode()
    assert case.number not in hidden
