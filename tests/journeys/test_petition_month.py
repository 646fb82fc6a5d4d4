"""The monthly petition table is read at a desk and on a phone, and a number leads to its petition."""

from collections.abc import Callable

import pytest

from petitions.models import Petition
from petitions.services.reference import load_contents
from tests.factories import Town
from tests.journeys.browser import Desk
from tests.petitions.factories import Office

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("on_phone", [False, True], ids=["desk", "phone"])
def test_the_month_is_read_and_a_number_leads_to_its_petition(
    street: Town, sit_down: Callable[..., Desk], on_phone: bool
) -> None:
    load_contents()
    petition: Petition = Office(street).register(head_count=6)
    desk = sit_down(street.user("director"), on_phone=on_phone).go("/")
    assert desk.page.locator("a[href='/reports/petitions/']").count()
    desk.go("/reports/petitions/")
    assert "2026年11月收到信访 1 件 6 人次" in desk.text
    assert "同一事项以前来过" in desk.text  # what a number means stands beside it
    spill = "document.documentElement.scrollWidth - window.innerWidth"
    assert desk.page.evaluate(spill) <= 0
    desk.shot(f"petition-month{'-phone' if on_phone else ''}")
    desk.page.locator("a[href$='/cells/visits/']").click()
    desk.page.locator(f"a[href='/petitions/{petition.pk}/']").click()
    desk.page.wait_for_url(f"**/petitions/{petition.pk}/")
    desk.go("/reports/petitions/2026-11/cells/timely_rate/")
    assert "0 ÷ 0" in desk.text
    assert desk.page.evaluate(spill) <= 0
