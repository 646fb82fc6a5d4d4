"""Lead departments: seed 001's list, the table of domain.md §3.1, from the special to the general."""

from datetime import date

import pytest

from grids.models import Division, RoutingRule
from grids.selectors import lead_department, routing
from tests.factories import Town

# Category, lead, co-handlers, by hand from domain.md §3.1 and the issue.
TABLE = {
    "01": ("妇联", []),
    "02": ("司法所", []),
    "03": ("规建办", ["土地所"]),
    "04": ("司法所", []),
    "05": ("经发办", []),
    "06": ("司法所", []),
    "07": ("土地所", ["执法中队", "农服中心"]),
    "08": ("规建办", ["土地所", "执法中队"]),
    "09": ("环保站", ["执法中队"]),
    "10": ("劳保所", []),
    "11": ("劳保所", []),
    "12": ("文旅中心", []),
    "13": ("市监所", []),
    "14": ("市监所", []),
    "15": ("民社办", []),
    "16": ("应急办", ["交巡警中队"]),
    "17": ("规建办", []),
    "99": ("平安办", []),
}


@pytest.mark.parametrize("code", TABLE)
def test_each_category_has_its_lead_and_helpers(town: Town, code: str) -> None:
    found = routing(town.category(code), None, town.centre)
    assert found is not None
    lead, helpers = TABLE[code]
    assert found.lead.short_name == lead
    assert [unit.short_name for unit in found.co_departments] == helpers
    assert found.rule.source


@pytest.mark.parametrize(
    ("category", "subtype", "narrative", "lead"),
    [
        ("99", "0501", "", "教管中心"),
        ("06", "0501", "", "教管中心"),
        ("99", "08", "", "经发办"),
        ("99", "0802", "", "经发办"),
        ("04", "0804", "", "司法所"),
        ("04", "0802", "", "经发办"),
        ("06", "0502", "", "司法所"),
        ("15", "", "老人在养老院摔伤", "民社办"),
        ("06", "", "老人在养老机构摔伤", "民社办"),
        ("06", "", "老人在家中摔伤", "司法所"),
        ("04", "", "公司以高息揽钱，涉嫌非法集资", "经发办"),
        ("05", "", "工地赊欠的砂石款", "规建办"),
        ("05", "", "与超市的供货尾款", "市监所"),
        ("05", "", "两家加工厂的货款", "经发办"),
        ("02", "", "工地夜里施工吵闹", "司法所"),
        ("04", "", "商品房迟迟不交房", "规建办"),
        ("04", "", "借钱不还", "司法所"),
    ],
)
def test_the_special_comes_before_the_general(
    town: Town, category: str, subtype: str, narrative: str, lead: str
) -> None:
    found = lead_department(
        town.category(category), town.subtype(subtype) if subtype else None, town.centre, narrative
    )
    assert found is not None
    assert found.short_name == lead


def test_a_rule_counts_only_in_its_days(town: Town) -> None:
    rule = RoutingRule.objects.get(category__code="02", subtype=None, keyword="")
    rule.until = date(2026, 11, 13)
    rule.save()
    assert routing(town.category("02"), None, town.centre, on=date(2026, 11, 13)) is not None
    assert routing(town.category("02"), None, town.centre, on=date(2026, 11, 14)) is None
    RoutingRule.objects.create(
        category=town.category("02"), lead=town.unit("minshe"), since=date(2026, 11, 15)
    )
    assert routing(town.category("02"), None, town.centre, on=date(2026, 11, 14)) is None
    found = lead_department(town.category("02"), None, town.centre, on=date(2026, 11, 15))
    assert found == town.unit("minshe")


def test_a_closed_department_leads_and_helps_nothing(town: Town) -> None:
    helper = town.unit("zhifa")
    helper.is_active = False
    helper.save(update_fields=["is_active"])
    found = routing(town.category("07"), None, town.centre)
    assert found is not None
    assert [unit.short_name for unit in found.co_departments] == ["农服中心"]
    lead = town.unit("tudi")
    lead.is_active = False
    lead.save(update_fields=["is_active"])
    assert routing(town.category("07"), None, town.centre) is None


def test_another_towns_rules_are_not_ours(town: Town) -> None:
    other = Division.objects.create(
        code="500102099000", path="500102099", name="某镇", short_name="某镇", level="town",
        kind="town", parent=town.centre.parent,
    )  # fmt: skip
    assert routing(town.category("02"), None, other) is None
    assert routing(town.category("02"), None, town.centre) is not None


def test_the_number_of_queries_does_not_grow_with_the_rules(
    town: Town, django_assert_num_queries: object
) -> None:
    category = town.category("07")
    with django_assert_num_queries(2):  # type: ignore[operator]
        routing(category, None, town.centre)
