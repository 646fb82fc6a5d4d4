"""What a query counts, in words: read off the query itself, so that the words cannot lie.

A condition is a Q; `FIELDS` says what its fields are called and how their values are read. A field
that is not in the table is shown by its own name, and a test asks that there is none.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from cases.enums import Outcome, Source, Tier
from cases.enums import Verb as CaseVerb
from petitions import enums as of_petitions
from reporting.enums import Kind, StayKind
from reporting.periods import Period

# A period that no figure has: its days stand for the first and the last day of whichever is shown.
ANY = Period(date(1949, 10, 1), date(1949, 10, 31))
DAYS = {ANY.first_on: "本期第一天", ANY.last_on: "本期最后一天"}
NUMBERS = int | float | Decimal
AND = "，并且"


@dataclass(frozen=True)
class Word:
    """What a field is called, and the words for its values; `yes` and `no` for a truth value."""

    label: str
    values: Mapping[str, str] | None = None
    yes: str = ""
    no: str = ""

    def value(self, value: Any) -> str:
        if isinstance(value, date) and value in DAYS:
            return DAYS[value]
        if isinstance(value, F):
            return word_of(value.name).label  # type: ignore[attr-defined]
        if isinstance(value, NUMBERS) or value is None:
            return str(value)
        return f"“{(self.values or {}).get(str(value), str(value))}”"


KINDS = dict(Kind.choices) | dict(StayKind.choices) | dict(of_petitions.Kind.choices)
FIELDS: dict[str, Word] = {
    "kind": Word("种类", KINDS),
    "sub": Word("细分", dict(Outcome.choices)),
    "tier": Word("层级", dict(Tier.choices)),
    "entered_on": Word("计入日期"),
    "left_on": Word("转出日期"),
    "left_by": Word("转出原因", KINDS),
    "stopped_on": Word("完成日期"),
    "stopped_by": Word("怎样完成", dict(CaseVerb.choices)),
    "agreed_amount": Word("协议金额"),
    "days": Word("用时（天）"),
    "is_first_rung": Word("", yes="在最先承办的一级", no="不在最先承办的一级"),
    "is_sent_away": Word("", yes="本期不予受理或者移送", no="本期没有不予受理、移送"),
    "case__risk": Word(
        "案件的风险等级", {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝"}
    ),
    "case__people_count": Word("案件的涉及人数"),
    "case__owner": Word("案件的包案领导"),
    "case__scale": Word("案件的规模"),
    "case__difficulty": Word("案件的难易程度"),
    # Of the work
    "source": Word("来源", dict(Source.choices)),
    "is_answered": Word("", yes="责任单位已经响应", no="责任单位还没有响应"),
    "is_case_late": Word("", yes="有一次超过了期限", no="没有超过期限"),
    "is_kept": Word("", yes="到期末全部履行完", no="到期末没有全部履行"),
    "is_reported": Word("", yes="已经上报", no="还没有上报"),
    # Of petitions
    "channel": Word("信访形式", dict(of_petitions.Channel.choices)),
    "sender": Word("来件机关", dict(of_petitions.Sender.choices)),
    "head_count": Word("人数"),
    "repeats": Word("同一事项以前的件"),
    "content": Word("内容分类"),
    "content__parent": Word("内容的上级分类"),
    "verb": Word("动作", dict(of_petitions.Verb.choices)),
    "level": Word("哪一级", dict(of_petitions.ReviewLevel.choices)),
    "outcome": Word("现场结果", dict(of_petitions.ReceptionOutcome.choices)),
    "office_grade": Word("对接待窗口的评价", dict(of_petitions.Grade.choices) | {"": "没有"}),
    "unit_grade": Word("对办理单位的评价", dict(of_petitions.Grade.choices) | {"": "没有"}),
    "is_in_time": Word("", yes="在期限内", no="不在期限内"),
    "is_concluded": Word("", yes="到本期末已经送出处理意见书", no="到本期末还没有送出处理意见书"),
    "came_again": Word("", yes="观察期内又来过或者重新办理", no="观察期内没有再来、没有重新办理"),
    "petition__accepted_on": Word("受理日期"),
    "petition__concluded_on": Word("办结日期"),
}
LOOKUPS: dict[str, Callable[[Word, Any], str]] = {
    "exact": lambda word, value: f"{word.label}是{word.value(value)}",
    "in": lambda word, value: f"{word.label}是{_one_of(word, value)}",
    "lt": lambda word, value: f"{word.label}在{word.value(value)}之前",
    "gt": lambda word, value: f"{word.label}在{word.value(value)}之后",
    "lte": lambda word, value: f"{word.label}不晚于{word.value(value)}",
    "gte": lambda word, value: f"{word.label}不早于{word.value(value)}",
    "range": lambda word, value: (
        f"{word.label}在{word.value(value[0])}到{word.value(value[1])}之间"
    ),
    "isnull": lambda word, value: f"没有{word.label}" if value else f"有{word.label}",
}
OF_NUMBERS = {"lt": "少于", "gt": "多于", "lte": "不多于", "gte": "不少于"}


def word_of(name: str) -> Word:
    return FIELDS.get(name, Word(name))


def unknown_fields(condition: Q) -> set[str]:
    """Fields of a condition that `FIELDS` does not know."""
    found: set[str] = set()
    for child in condition.children:
        if isinstance(child, Q):
            found |= unknown_fields(child)
        elif isinstance(child, tuple):
            name, _ = _split(child[0])
            found |= {name} - FIELDS.keys()
    return found


def in_words(condition: Q) -> str:
    """The condition as a Chinese clause; nothing asked is 全部."""
    if not condition.children:
        return "全部"
    parts = [_child(child) for child in condition.children]
    is_choice = condition.connector == Q.OR and len(parts) > 1
    if is_choice:
        text = "，或者".join(f"（{one}）" if AND in one else one for one in parts)
    else:
        text = AND.join(parts)
    if condition.negated:
        return f"不包括（{text}）"
    return f"（{text}）" if is_choice else text


def _child(child: Any) -> str:
    if isinstance(child, Q):
        return in_words(child)
    if not isinstance(child, tuple):
        return "符合定义里说的情形"  # a subquery: its figure says it in its definition
    name, lookup = _split(child[0])
    word, value = word_of(name), child[1]
    if isinstance(value, bool) and lookup == "exact":
        return word.yes if value else word.no
    if value is None and lookup == "exact":
        return f"没有{word.label}"
    if lookup == "range" and isinstance(value[0], NUMBERS):
        return f"{word.label}{_span(*value)}"
    if lookup in OF_NUMBERS and isinstance(value, NUMBERS):
        return f"{word.label}{OF_NUMBERS[lookup]} {value}"
    return LOOKUPS[lookup](word, value)


def _one_of(word: Word, values: Iterable[Any]) -> str:
    named = [word.value(one) for one in values]
    return named[0] if len(named) == 1 else f"{'、'.join(named)}之一"


def _span(least: NUMBERS, most: NUMBERS) -> str:
    if most == 2**31 - 1:
        return f"不少于 {least}"
    return f"从 {least} 到 {most}" if least else f"不多于 {most}"


def _split(path: str) -> tuple[str, str]:
    """A field and its lookup: `left_on__gte` is left_on and gte."""
    name, _, last = path.rpartition("__")
    return (name, last) if name and last in LOOKUPS else (path, "exact")
