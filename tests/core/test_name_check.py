"""What a text must not hold when it is made public, and how it reads without it."""

import random

import pytest

from mediation.core import name_check

GIVEN = "伟芳秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂香"


def kinds(text, names=(), places=()):
    return [(one.kind, one.text) for one in name_check.findings(text, names, places)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("身份证11010519491231002X的人", "id_number", "11010519491231002X"),
        ("请打13800138000联系", "phone", "13800138000"),
        ("座机023-72221234有人接", "phone", "023-72221234"),
        ("转到6222020200112233445卡上", "account", "6222020200112233445"),
        ("车牌渝A12345停在门口", "plate", "渝A12345"),
        ("看李矛调〔2026〕12号", "number", "李矛调〔2026〕12号"),
        ("卷号（2026）李渡人调字第0007号", "number", "（2026）李渡人调字第0007号"),
        ("就是746号那件", "number", "746号"),
        ("致远社区3组的两户", "place", "3组"),
        ("第四村民小组", "place", "第四村民小组"),
        ("锦绣苑小区停车位", "place", "锦绣苑小区"),
        ("住2单元", "place", "2单元"),
        ("当事人陈国强与邻居", "likely_name", "陈国强"),
    ],
)
def test_what_names_somebody_or_his_door_is_found(text, kind, found):
    assert kinds(text) == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "11月5号以前回访",
        "依据国发〔2011〕5号和法释〔2016〕14号",
        "致远社区调委会化解邻里纠纷3件，金额12.5万元",
        "老旧小区物业纠纷上升",
        "当事人张某与李某甲各让一步",
        "村民代表会议",
        "2026年10月31日至11月14日",
    ],
)
def test_what_names_nobody_is_left_alone(text):
    assert kinds(text) == []


def test_a_known_name_is_found_wherever_it_stands_and_a_masked_one_is_not():
    name = "乜" + "".join(random.sample(GIVEN, 2))
    firm = "渝东" + "".join(random.sample(GIVEN, 3)) + "建筑公司"
    text = f"{firm}欠{name}工资，{name}来了三次；乜某同意分期。"
    assert kinds(text, [name, firm]) == [("name", firm), ("name", name), ("name", name)]
    assert kinds(text.replace(name, "乜某").replace(firm, "某单位"), [name, firm]) == []
    assert all(one.is_sure for one in name_check.findings(text, [name, firm]))


def test_people_of_one_surname_stay_apart_and_a_compound_surname_stays_whole():
    said = name_check.anonymous_names(["张三", "张小四", "欧阳明月", "李强", "东方红农机合作社"])
    assert said == {
        "张三": "张某甲",
        "张小四": "张某乙",
        "欧阳明月": "欧阳某",
        "李强": "李某",
        "东方红农机合作社": "某单位",
    }


def test_a_person_with_a_long_name_is_a_person_if_the_house_says_so():
    name, firm = "迪丽热巴·迪力木拉提", "东方红农机合作社"
    assert name_check.anonymous_names([firm], [name]) == {name: "迪某", firm: "某单位"}
    assert name_check.anonymous_names([name]) == {name: "某单位"}  # nothing says that it is one
    assert name_check.without_names(f"{name}找{firm}", [firm], people=[name]) == "迪某找某单位"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("乜秀英", ["乜秀英"]),
        ("乜秀英，电话 13800138000，关系：女儿，有授权委托书", ["乜秀英"]),
        ("母亲乜秀英", ["乜秀英"]),
        ("乜秀英（母亲）13800138000", ["乜秀英"]),
        ("法定监护人：乜秀英、乜强", ["乜秀英", "乜强"]),
        ("乜秀英 手语翻译", ["乜秀英"]),
        ("乜秀英的女儿", ["乜秀英"]),
        ("女儿", []),
        ("", []),
    ],
)
def test_a_line_about_who_stands_beside_a_party_gives_his_name(line, names):
    assert name_check.names_said_in(line) == names


def test_without_names_nothing_sure_is_left():
    name = "乜" + "".join(random.sample(GIVEN, 2))
    text = f"{name}住3组，电话13800138000，与当事人陈国强在李矛调〔2026〕12号里说好。"
    clean = name_check.without_names(text, [name])
    assert clean == "乜某住某处，电话＊＊＊，与当事人陈某在＊＊＊里说好。"
    assert name_check.findings(clean, [name]) == []
    assert name_check.findings(text, [name])


def test_a_finding_says_where_it_stands_and_what_it_is():
    (one,) = name_check.findings("请打13800138000")
    assert one.sentence == "第 3 个字起“13800138000”：电话号码"
