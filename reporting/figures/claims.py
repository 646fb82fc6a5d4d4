"""Whether a stated rate or sum follows from the numbers beside it.

The question is asked of what people write: a return's analysis, a report, a published sentence.
Only the name of what is stated, its parts, its denominator and the stated number are read. A rate
is held against ROUND_HALF_UP at the decimals that were written (domain.md §4); a number that was
cut off instead is told apart from one that is wrong. Source of the cases: published_stats.csv.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import Enum

WHOLE_NUMBER = Decimal(1)
# Of these the quotient itself is stated, not its hundredth part.
MEANS = ("日均", "月均", "年均", "人均", "件均", "平均")
AIMED_AT = "目标"


class Verdict(Enum):
    """What comes of working it out again; `is_right` where the number may stand."""

    ROUND = "round"  # the rate, rounded half up
    TRUNCATE = "truncate"  # the rate, cut off after its decimals
    MISMATCH = "mismatch"  # another rate comes out
    SUM_OK = "sum_ok"
    SUM_MISMATCH = "sum_mismatch"
    NO_STATED = "no_stated"  # parts without a stated number: nothing to judge
    TARGET = "target"  # a number that is aimed at
    NA = "na"  # too little to work it out from

    @property
    def is_right(self) -> bool:
        return self not in {Verdict.TRUNCATE, Verdict.MISMATCH, Verdict.SUM_MISMATCH}


@dataclass(frozen=True)
class Claim:
    """A stated number with what it is made of, as it was written."""

    words: str
    parts: tuple[str, ...]
    denominator: str
    stated: str

    @property
    def verdict(self) -> Verdict:
        return judge(self.words, self.parts, self.denominator, self.stated)

    @property
    def sentence(self) -> str:
        """What to tell the writer; empty where the number may stand."""
        verdict = self.verdict
        if verdict.is_right:
            return ""
        if verdict is Verdict.SUM_MISMATCH:
            return f"“{self.words}”：加起来是 {_plain(_sum(self.parts))}，写的是 {self.stated}。"
        found = expected(self.words, _sum(self.parts), Decimal(self.denominator), self.stated)
        unit = "" if is_mean(self.words) else "%"
        if verdict is Verdict.TRUNCATE:
            return (
                f"“{self.words}”：{_plain(_sum(self.parts))} ÷ {self.denominator} 四舍五入是 "
                f"{found}{unit}，写的 {self.stated}{unit} 是截去了尾数。"
            )
        return (
            f"“{self.words}”：{_plain(_sum(self.parts))} ÷ {self.denominator} 是 {found}{unit}，"
            f"写的是 {self.stated}{unit}。"
        )


def judge(metric: str, parts: Sequence[str], denominator: str, stated: str) -> Verdict:
    """The verdict on one stated number; every number as it was written, e.g. ["498"] "508" "98.03".

    Several parts without a denominator are a sum. `metric` tells a mean (日均) from a share, and an
    aim (目标) from a result. Raises InvalidOperation for what is no number.
    """
    if metric.startswith(AIMED_AT):
        return Verdict.TARGET
    if not stated:
        return Verdict.NO_STATED if parts else Verdict.NA
    if not denominator:
        if len(parts) < 2:
            return Verdict.NA
        return Verdict.SUM_OK if _sum(parts) == Decimal(stated) else Verdict.SUM_MISMATCH
    whole = Decimal(denominator)
    if not parts or whole == 0:
        return Verdict.NA
    given = Decimal(stated)
    if given == expected(metric, _sum(parts), whole, stated):
        return Verdict.ROUND
    if given == expected(metric, _sum(parts), whole, stated, ROUND_DOWN):
        return Verdict.TRUNCATE
    return Verdict.MISMATCH


def expected(
    metric: str, part: Decimal, whole: Decimal, stated: str, rounding: str = ROUND_HALF_UP
) -> Decimal:
    """What should be written, with as many decimals as the stated number has."""
    times = 1 if is_mean(metric) else 100
    return (part * times / whole).quantize(_unit(stated), rounding)


def is_mean(metric: str) -> bool:
    return metric.startswith(MEANS)


NUMBER = r"\d+(?:\.\d+)?"
# 98.03%（498/508） · 498÷508=98.03% · 123+508=631, with any mixture of full-width signs.
BEHIND = re.compile(rf"({NUMBER})[%％]\s*[（(]\s*({NUMBER})\s*[/／÷]\s*({NUMBER})\s*[)）]")
BEFORE = re.compile(rf"({NUMBER})\s*[/／÷]\s*({NUMBER})\s*[=＝]\s*({NUMBER})\s*[%％]")
ADDED = re.compile(rf"({NUMBER}(?:\s*[+＋]\s*{NUMBER})+)\s*[=＝]\s*({NUMBER})(?![\d.%％])")


def claims_in(text: str) -> Iterator[Claim]:
    """The rates and sums that a text states together with their parts, in its order."""
    found = [
        (hit.start(), Claim(hit[0], (hit[2],), hit[3], hit[1])) for hit in BEHIND.finditer(text)
    ]
    found += [
        (hit.start(), Claim(hit[0], (hit[1],), hit[2], hit[3])) for hit in BEFORE.finditer(text)
    ]
    found += [
        (hit.start(), Claim(hit[0], tuple(re.split(r"\s*[+＋]\s*", hit[1])), "", hit[2]))
        for hit in ADDED.finditer(text)
    ]
    return (claim for _, claim in sorted(found, key=lambda pair: pair[0]))


# Said before the name or after the number: it is of another time or place, an aim, no exact number.
OF_ANOTHER = (
    "上期",
    "上半月",
    "下期",
    "下半月",
    "今年",
    "本年",
    "全年",
    "年度",
    "去年",
    "同期",
    "以来",
    "累计",
    "目标",
    "力争",
    "争取",
    "确保",
    "全镇",
    "全街道",
    "全区",
    "全市",
)
NOT_EXACT = ("以上", "以下", "以内", "左右", "上下")
CLAUSES = re.compile(r"[，。；、,;\n]")


def rates_named_in(
    text: str, labels: Sequence[str], of_parts: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """(label, stated) of every rate that a text calls by one of these names: 化解率为84.8%.

    What is said of another period or place (上期化解率90%), of a part (`of_parts`, e.g. names of
    categories: 邻里纠纷化解率100%), as an aim or roughly (80%以上) is left out; the words for it
    stand in the clause itself or close the one before (今年以来，化解率92%).
    """
    named = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    if not named:
        return
    spoken = rf"({named})\s*(?:为|是|达到了|达到|达|：|:)?\s*({NUMBER})\s*[%％]"
    for hit in re.finditer(spoken, text):
        *earlier, clause = CLAUSES.split(text[: hit.start()])
        if any(word in clause for word in (*OF_ANOTHER, *of_parts)):
            continue
        if earlier and earlier[-1].rstrip().endswith(OF_ANOTHER):
            continue
        if not text[hit.end() :].lstrip().startswith(NOT_EXACT):
            yield hit[1], hit[2]


def _sum(parts: Sequence[str]) -> Decimal:
    return sum((Decimal(part) for part in parts), start=Decimal(0))


def _unit(stated: str) -> Decimal:
    """One in the last written place: 0.01 for 98.03."""
    return WHOLE_NUMBER.scaleb(Decimal(stated).as_tuple().exponent)  # type: ignore[arg-type]


def _plain(number: Decimal) -> str:
    return f"{number:f}"
