"""Who answers for the unit that handles a case stands on the case (李渡街道 scheme, two)."""

from typing import Any

import pytest

from cases.models import Case
from grids.models import Department
from mediation.core.models import User
from tests.cases.factories import Cast, register, some_text
from tests.factories import V1, make_user

pytestmark = pytest.mark.django_db


def page_of(browser: Any, user: User, case: Case) -> str:
    answer = browser(user).get(f"/cases/{case.pk}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_case_names_first_and_main_responsible_of_its_unit(scene: Cast, browser: Any) -> None:
    case = register(scene)
    first, main = make_user(some_text()), make_user(some_text())
    Department.objects.filter(pk=case.unit_id).update(
        first_responsible=first, main_responsible=main
    )
    head = scene.town.user("village")
    page = page_of(browser, head, case)
    assert f"第一责任人</span> {first.name}" in page
    assert f"主要责任人</span> {main.name}" in page
    assert f'href="/places/{V1}/"' in page
    User.objects.filter(pk=main.pk).update(is_active=False)
    page = page_of(browser, head, case)
    assert "主要责任人</span> 暂缺" in page
    assert f"第一责任人</span> {first.name}" in page
