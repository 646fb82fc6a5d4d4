"""Reference data and the demo town."""

import io
from typing import Any

import pytest
from django.core.management import call_command

from grids.enums import DepartmentKind, Role
from grids.models import (
    Category,
    Department,
    Division,
    InstructionPreset,
    Post,
    Room,
    RoutingRule,
    Subtype,
)
from grids.selectors import heads_of, roles_of
from grids.services import ensure_demo_accounts, load_divisions, load_reference
from mediation.core import calendar
from mediation.core.models import Rule, User
from tests.factories import V1, V2, Town

# DESIGN §5.2, by hand: account, unit, role, head.
ACCOUNTS = {
    "window": ("centre", Role.WINDOW_CLERK, False),
    "village": (V1, Role.MEDIATOR, True),
    "village2": (V2, Role.MEDIATOR, True),
    "mediator": ("room", Role.MEDIATOR, True),
    "mediator2": ("room", Role.MEDIATOR, False),
    "leader": ("leadership", Role.LEADER, False),
    "leader2": ("leadership", Role.LEADER, False),
    "peace": ("peace", Role.PEACE_OFFICER, True),
    "justice": ("justice", Role.JUSTICE_OFFICER, True),
    "police": ("police", Role.POLICE_OFFICER, True),
    "department": ("guijian", Role.DEPARTMENT_OFFICER, True),
    "grid": (V1, Role.GRID_WORKER, False),
    "director": ("centre", Role.DIRECTOR, False),
    "petition": ("petition", Role.PETITION_OFFICER, False),
    "discipline": ("discipline", Role.DISCIPLINE, False),
    "auditor": ("centre", Role.AUDITOR, False),
    "secadmin": ("centre", Role.SECURITY_ADMIN, False),
    "sysadmin": ("centre", Role.SYSTEM_ADMIN, False),
}
TABLES = (Division, Department, Category, Subtype, RoutingRule, InstructionPreset, Room, Post, Rule)


def contents() -> dict[str, list[Any]]:
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_each_demo_account_has_its_one_post(town: Town, account: str) -> None:
    slug, role, is_head = ACCOUNTS[account]
    post = town.user(account).posts.get()
    assert (post.department, post.role, post.is_head) == (town.unit(slug), role, is_head)
    user = town.user(account)
    assert user.is_demo
    assert not user.must_change_password
    assert user.check_password("demo-2026")


def test_no_demo_account_exists_without_demo(db: None, settings: Any) -> None:
    load_reference()
    settings.DEMO = False
    assert ensure_demo_accounts() == []
    assert not User.objects.filter(is_demo=True).exists()
    settings.DEMO = True
    assert "window" in ensure_demo_accounts()


def test_every_village_has_a_committee_with_a_head(town: Town) -> None:
    committees = Department.objects.filter(kind=DepartmentKind.COMMITTEE)
    assert committees.count() == 19
    assert all(heads_of(unit).count() == 1 for unit in committees)
    assert len({unit.serial_label for unit in committees}) == 19
    assert town.unit(V1).serial_label == "李渡致远"


def test_every_unit_that_handles_cases_has_somebody(town: Town) -> None:
    handling = Department.objects.filter(is_handling=True)
    assert handling.count() == 38
    assert all(unit.posts.exists() for unit in handling)


def test_every_unit_knows_its_responsible_persons(town: Town) -> None:
    village = town.unit(V1)
    assert village.first_responsible == town.user("village")
    assert village.main_responsible == town.user("leader")
    assert town.unit("guijian").main_responsible == town.user("leader2")
    assert town.unit("centre").first_responsible == town.user("director")


def test_eighteen_categories_and_the_whole_table_of_the_standard(town: Town) -> None:
    codes = [f"{number:02}" for number in range(1, 18)] + ["99"]
    assert list(Category.objects.values_list("code", flat=True)) == codes
    assert Subtype.objects.count() == 95
    assert Subtype.objects.filter(parent=None).count() == 17
    assert town.subtype("0501").parent == town.subtype("05")
    assert town.subtype("0501").name == "教育机构"


def test_loading_again_changes_nothing(town: Town, settings: Any) -> None:
    before = contents()
    settings.DEMO = True
    load_reference()
    ensure_demo_accounts()
    assert contents() == before


def test_what_a_town_has_edited_survives(town: Town) -> None:
    Category.objects.filter(code="02").update(name="邻里矛盾")
    RoutingRule.objects.filter(category__code="02").update(lead=town.unit("minshe"))
    Department.objects.filter(code=town.unit("jingfa").code).update(short_name="经济办")
    load_reference()
    assert town.category("02").name == "邻里矛盾"
    assert RoutingRule.objects.get(category__code="02").lead == town.unit("minshe")
    assert town.unit("jingfa").short_name == "经济办"


def test_a_second_town_gets_its_own_units_in_its_own_words(town: Town) -> None:
    village = {
        "county": "紫阳县", "county_code": "610924000000", "town": "蒿坪镇",
        "town_code": "610924101000", "village_official": "蒿坪村委会",
        "village_short": "蒿坪村", "village_code": "610924101200",
    }  # fmt: skip
    load_divisions([village], town.centre.valid_from)
    load_reference()
    other = Division.objects.get(code="610924101000")
    units = Department.objects.filter(centre=other)
    assert units.get(kind=DepartmentKind.STREET_ROOM).short_name == "镇人民调解室"
    assert units.get(kind=DepartmentKind.PEACE_OFFICE).name == "蒿坪镇平安建设办公室"
    assert units.filter(kind=DepartmentKind.COMMITTEE).count() == 1
    assert RoutingRule.objects.filter(lead__centre=other).count() == 33
    assert not roles_of(town.user("window")) & {Role.PEACE_OFFICER}


def test_the_command_loads_everything_and_may_be_repeated(db: None, settings: Any) -> None:
    settings.DEMO = True
    call_command("load_reference", stdout=io.StringIO())
    before = contents()
    out = io.StringIO()
    call_command("load_reference", stdout=out)
    assert contents() == before
    assert "纠纷类别 18" in out.getvalue()
    assert calendar.load().is_announced(2025)


def test_the_command_can_be_tried_first(db: None) -> None:
    call_command("load_reference", "--dry-run", stdout=io.StringIO())
    assert not Division.objects.exists()
    assert not Rule.objects.exists()
