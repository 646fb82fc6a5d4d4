"""180 published figures worked out again: which are rounded, which cut off, which are wrong."""

import random
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from reporting.figures import rate
from reporting.figures.claims import Verdict, claims_in, judge, rates_named_in
from reporting.selectors import Row
from reporting.stated import faults_in
from tests.reporting.acts import table_of

PUBLISHED = table_of(str(Path("data") / "published_stats.csv"))
# What the verdict may be made from.
READ = ("metric", "numerator_or_parts", "denominator", "stated")


def verdict_of(row: dict[str, str]) -> Verdict:
    metric, parts, denominator, stated = (row[name] for name in READ)
    return judge(metric, parts.split("+") if parts else [], denominator, stated)


def test_every_published_figure_gets_the_verdict_that_was_found_by_hand() -> None:
    wrong = [
        (row["check_id"], row["verdict"], found.value)
        for row in PUBLISHED
        if (found := verdict_of(row)).value != row["verdict"]
    ]
    assert wrong == []
    assert Counter(row["verdict"] for row in PUBLISHED) == {
        "round": 120,
        "sum_ok": 31,
        "mismatch": 9,
        "truncate": 7,
        "no_stated": 4,
        "sum_mismatch": 3,
        "na": 3,
        "target": 3,
    }


def test_the_house_rounds_as_the_published_rates_that_are_right() -> None:
    seen = 0
    for row in PUBLISHED:
        if row["verdict"] == "round" and not row["metric"].startswith("日均"):
            ours = rate(Decimal(row["numerator_or_parts"]), Decimal(row["denominator"]))
            assert ours is not None
            if len(row["stated"].partition(".")[2]) == 2:
                assert ours == Decimal(row["stated"])
                seen += 1
    assert seen > 30


@pytest.mark.parametrize(
    ("part", "whole", "stated", "verdict"),
    [
        ("1", "8", "12.5", "round"),
        ("1", "8", "13", "round"),  # 12.5: half goes up
        ("1", "8", "12", "truncate"),
        ("5", "800", "0.63", "round"),  # 0.625
        ("5", "800", "0.62", "truncate"),
        ("7", "7", "100", "round"),
        ("6", "7", "100", "mismatch"),
        ("0", "7", "0", "round"),
        ("7", "5", "140.00", "round"),  # 当期化解比 may be more than all
        ("7", "0", "100", "na"),
    ],
)
def test_halves_go_up_and_nothing_is_judged_on_a_base_of_nothing(
    part: str, whole: str, stated: str, verdict: str
) -> None:
    assert judge("某率", [part], whole, stated).value == verdict


def test_any_rate_of_the_house_is_right_and_a_hundredth_more_is_wrong() -> None:
    for _ in range(200):
        whole = random.randint(1, 9_999)
        part = random.randint(0, whole)
        stated = f"{rate(part, whole)}"
        assert judge("某率", [f"{part}"], f"{whole}", stated) is Verdict.ROUND
        more = f"{Decimal(stated) + Decimal('0.01')}"
        assert not judge("某率", [f"{part}"], f"{whole}", more).is_right


def test_a_written_analysis_is_checked_where_it_says_what_a_number_is_made_of() -> None:
    text = (
        "本期调处成功率98.03%（498/508），主动调解 28÷29＝96.5％，"
        "各村合计 12＋7+3=23，来访 5+6=11 件，化解率 39/46=90%。"
    )
    said = [claim.sentence for claim in claims_in(text)]
    assert said == [
        "",
        "“28÷29＝96.5％”：28 ÷ 29 四舍五入是 96.6%，写的 96.5% 是截去了尾数。",
        "“12＋7+3=23”：加起来是 22，写的是 23。",
        "",
        "“39/46=90%”：39 ÷ 46 是 85%，写的是 90%。",
    ]
    assert list(claims_in("化解率90%，比上期好。")) == []


def test_a_rate_that_is_called_by_its_name_is_found_with_what_is_said_of_it() -> None:
    text = "化解率为84.78%，办结成功率达到 91%，成功率：90.5％，满意率99%"
    labels = ["成功率", "办结成功率", "化解率"]
    assert list(rates_named_in(text, labels)) == [
        ("化解率", "84.78"),
        ("办结成功率", "91"),
        ("成功率", "90.5"),
    ]
    others = "上期化解率90%，化解率保持在80%以上，去年同期的成功率为91%，化解率达80％ 左右"
    assert list(rates_named_in(others, labels)) == []


def test_what_a_return_says_of_its_own_rates_is_held_against_the_table() -> None:
    row = Row("", "合计", {"resolved": 39, "base": 46, "succeeded": 0, "handled": 0, "new": 39})
    said = ["本期化解率84.78%，邻里 12+7=18。", "化解率84.7%，成功率100%，当期化解比100%"]
    assert list(faults_in(said, row)) == [
        "“12+7=18”：加起来是 19，写的是 18。",
        "“化解率84.7%”：39 ÷ 46 四舍五入是 84.8%，写的是截去了尾数。",
        "“成功率100%”：本期底数是 0，这个率写“—”。",
    ]
    assert list(faults_in(["化解率90%"], row)) == ["“化解率90%”：系统里是 39 ÷ 46，算出来是 85%。"]


@pytest.mark.parametrize(
    ("part", "whole", "right", "twice_rounded"),
    # 54.545… is 54.55, and that is 54.6; 84.848… is 84.85 and 84.9; 4.545… is 4.55 and 4.6.
    [(6, 11, "54.5", "54.6"), (28, 33, "84.8", "84.9"), (1, 22, "4.5", "4.6")],
)
def test_a_rate_is_rounded_once_from_its_counts(
    part: int, whole: int, right: str, twice_rounded: str
) -> None:
    row = Row("", "合计", {"resolved": part, "base": whole})
    assert list(faults_in([f"化解率{right}%"], row)) == []
    assert list(faults_in([f"化解率{twice_rounded}%"], row)) == [
        f"“化解率{twice_rounded}%”：系统里是 {part} ÷ {whole}，算出来是 {right}%。"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "邻里纠纷化解率100%",
        "今年化解率92%",
        "今年以来，化解率92%",
        "本年化解率92%",
        "力争下半月化解率达到95%",
        "争取化解率达到95%",
        "下期确保化解率达到95%",
    ],
)
def test_what_is_said_of_a_part_of_a_year_or_as_an_aim_is_no_rate_of_this_return(
    words: str,
) -> None:
    categories = ["邻里", "合同"]
    assert list(rates_named_in(words, ["化解率"], categories)) == []
    beside = f"{words}。致远社区化解率50%，本期化解率60%"
    assert list(rates_named_in(beside, ["化解率"], categories)) == [
        ("化解率", "50"),
        ("化解率", "60"),
    ]
