"""指标口径: every figure says what it is, what is at its borders and where it comes from."""

import re
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from reporting import explained
from reporting.figures import CATALOGUE, FIGURES, catalogue, petitions, quality
from reporting.figures.queries import Count, Figure, Given, Total
from reporting.figures.words import ANY, in_words, unknown_fields
from reporting.selectors import assessment, overview
from tests.factories import Town

PAGE = "/reports/catalogue/"


def conditions() -> dict[str, Any]:
    """Every condition that a figure counts by, by the name of the figure."""
    found: dict[str, Any] = {}
    for figure in CATALOGUE.values():
        query = figure.query.shown if isinstance(figure.query, Total | Given) else figure.query
        if isinstance(query, Count):
            found[figure.name] = query.where(ANY)
    for one in petitions.CATALOGUE.values():
        if isinstance(one.query, petitions.Counted):
            found[f"petition {one.name}"] = one.query.where
    for each in quality.CATALOGUE.values():
        if isinstance(each.query, quality.Tally):
            found[f"quality {each.name}"] = each.query.where
    return found


@pytest.mark.parametrize(
    ("chapter", "entry"),
    [(chapter.code, entry) for chapter, entry in explained.entries()],
    ids=lambda one: one if isinstance(one, str) else one.name,
)
def test_every_figure_is_explained(chapter: str, entry: explained.Entry) -> None:
    missing = [name for name in entry.__slots__ if not getattr(entry, name).strip()]
    assert missing == [], f"{chapter}: {entry.name}"
    assert not re.search(r"[!?]|[a-z_]{3,}", entry.definition + entry.edges + entry.how)
    assert len(entry.edges) > 3
    if entry.unit == "%" and "提高" not in entry.source and entry.denominator != "—":
        assert "写“—”" in entry.edges


def test_no_table_has_a_figure_that_the_catalogue_leaves_out() -> None:
    named = {
        chapter.code: [entry.name for entry in chapter.entries] for chapter in explained.chapters()
    }
    assert named["half_month"] == [figure.name for figure in FIGURES]
    assert named["petition_month"] == [figure.name for figure in petitions.FIGURES]
    assert named["quality"] == [figure.name for figure in quality.FIGURES]
    assert named["assessment"] == [column.name for column in assessment.COLUMNS]
    assert {f"overview_{name}" for name, _, _ in overview.COLUMNS} <= set(named["registers"])
    for names in named.values():
        assert len(names) == len(set(names))


def test_a_figure_without_its_borders_is_noticed() -> None:
    bare = Figure("bare", "空", "什么也没说。", catalogue.moved(catalogue.NEW))
    entry = explained._of_half_month(bare)
    assert (entry.edges, entry.source) == ("", "")
    assert entry.how.endswith("种类是“新增”：件数")


def test_every_field_that_a_figure_asks_for_has_a_word() -> None:
    unknown = {name: unknown_fields(one) for name, one in conditions().items()}
    assert {name: fields for name, fields in unknown.items() if fields} == {}
    assert unknown_fields(catalogue.NEW & catalogue.Q(nobody__knows=1)) == {"nobody__knows"}


# Read off the queries by hand.
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("new", "种类是“新增”"),
        ("succeeded", "种类是“化解”，并且细分是“书面协议”、“口头协议”之一"),
        (
            "opening",
            "计入日期在本期第一天之前，并且种类是“未化解”，并且（没有转出日期，或者转出日期不早于本期第一天）",
        ),
        ("resolved_earlier", "种类是“化解”，并且计入日期在本期第一天之前"),
        ("handled_new", "种类是“新增”，并且不包括（本期不予受理或者移送）"),
        ("people_50_99", "种类是“新增”，并且案件的涉及人数从 50 到 99"),
        ("people_500_up", "种类是“新增”，并且案件的涉及人数不少于 500"),
        ("closing_red", "案件的风险等级是“红”"),
        (
            "judged",
            "（种类是“化解”，或者（种类是“分流”，并且细分是“引导诉讼”、“终止调解”、“撤回”之一））",
        ),
        ("petition accepted", "动作是“受理”"),
        ("petition group_visits", "信访形式是“来访”，并且人数不少于 5"),
        ("petition repeated_visits", "信访形式是“来访”，并且有同一事项以前的件"),
        ("quality found", "来源是“排查发现”、“网格员上报”之一"),
        ("quality new_all", "全部"),
    ],
)
def test_the_words_say_what_the_query_asks(name: str, words: str) -> None:
    assert words in in_words(conditions()[name])


def client_of(town: Town, account: str) -> Client:
    client = Client()
    client.force_login(town.user(account))
    return client


@pytest.mark.parametrize("account", ["peace", "village", "petition", "leader"])
def test_whoever_reads_figures_reads_what_they_mean(town: Town, account: str) -> None:
    text = client_of(town, account).get(PAGE).content.decode()
    for words in ("化解率", "应化解", "按期办结率", "万人成讼率", "主动发现率", "及时受理率"):
        assert words in text
    assert "不得据此阻止起诉" in text


@pytest.mark.parametrize("account", ["auditor", "secadmin", "discipline", "grid"])
def test_nobody_else_finds_the_page(town: Town, account: str, settings: Any) -> None:
    settings.DEMO = True
    assert client_of(town, account).get(PAGE).status_code == 404
    client = APIClient()
    client.force_authenticate(town.user(account))
    assert client.get(f"/api/v1{PAGE}").status_code == 404


def test_the_page_finds_a_figure_by_its_words(town: Town) -> None:
    text = client_of(town, "peace").get(PAGE, {"q": "万人"}).content.decode()
    assert "万人成讼率" in text
    assert "平均用时" not in text
    assert "没有找到" in client_of(town, "peace").get(PAGE, {"q": "鲸鱼"}).content.decode()


def test_the_api_says_what_the_page_says(town: Town) -> None:
    client = APIClient()
    client.force_authenticate(town.user("peace"))
    body = client.get(f"/api/v1{PAGE}").json()
    assert [one["code"] for one in body] == [one.code for one in explained.chapters()]
    (rate,) = [one for one in body[0]["entries"] if one["name"] == "resolve_rate"]
    assert rate["label"] == "化解率"
    assert rate["numerator"].startswith("化解：")
    assert rate["denominator"].startswith("应化解：")
    assert "四舍五入" in rate["how"]
