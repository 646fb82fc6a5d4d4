"""Forms that have a line for each case: 工作台账 and the items of GB/T 31000 table 30.

A file leaves the house: people are 张某 in it, also where the story names them, and no number,
telephone or address of theirs is filled in, whatever the reader sees on the page (domain.md §5.2
last line, §3.2; 个保法 6, 28). Made as jobs, with a purpose, like every list (`lists`).
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from cases.access import FILE, visible_to
from cases.enums import RESOLVED_OUTCOMES, PartyKind
from cases.exports import CHUNK, Value, people
from cases.models import Case, Party
from cases.selectors.matters import for_lists
from cases.selectors.rows import level_of
from grids.models import Division
from mediation.core import clock
from mediation.core.models import User
from mediation.core.name_check import names_said_in, without_names
from mediation.core.privacy import mask_numbers_in
from reporting import periods, spans
from reporting.access import reader
from reporting.exports.drawing import ROUNDING
from reporting.figures import CATALOGUE
from reporting.periods import NotACutOff, Period
from reporting.selectors.behind import behind
from reporting.selectors.locks import half_month_of

TYPES_FILE = Path(__file__).parent.parent / "data" / "gb31000_types.csv"
GROUP_LABEL_NOTE = "第 15 项“主要当事人人员类别”留空：系统不给人贴类别。综治系统必填的，由有权的人依法判断后自己填。"
PERSON_NOTE = (
    "第 9—10、12—14、16 项是当事人本人的信息，不从系统导出，第 11 项只写“张某”；综治系统要的，"
    "由承办人对照案卷逐件录入。"
)
BY_HAND = "（由人录入）"
STILL_OPEN = "还在办理"


@dataclass(frozen=True, slots=True)
class Column:
    """How a cell is got, and how wide it is; `is_file`: only for who reads the file."""

    value: Callable[[Case], Value]
    width: int = 12
    is_file: bool = False


def anonymous(case: Case, text: str) -> str:
    """A text of the case without the names of its people, numbers and places below the village."""
    places = [case.place]
    if case.grid is not None:
        places += [case.grid.name, case.grid.short_name]
    return mask_numbers_in(without_names(text, (), places, people_of(case)))


def people_of(case: Case) -> list[str]:
    """Every person whom the case knows by name: its parties, then who stands beside one of them."""
    parties = parties_of(case)
    names = [party.name for party in parties if party.kind == PartyKind.PERSON]
    for party in parties:
        for line in (party.agent, party.guardian, party.interpreter, party.support_person):
            names += names_said_in(line)
    return names


def parties_of(case: Case) -> list[Party]:
    return list(case.parties.all())


def is_resolved(case: Case) -> bool:
    return case.outcome in RESOLVED_OUTCOMES


def compact(day: date | None) -> str:
    """YYYYMMDD, as the standard has dates."""
    return f"{day:%Y%m%d}" if day else ""


# --- 工作台账 -------------------------------------------------------------------------------------


def progress(case: Case) -> str:
    """Where it stands, and in its people's words what it waits for."""
    said = case.get_status_display()
    return f"{said}：{anonymous(case, case.stuck)}" if case.stuck else said


LEDGER: Mapping[str, Column] = {
    "案号": Column(lambda case: case.number, 20),
    "村（社区）": Column(lambda case: case.division.short_name),
    "类别": Column(lambda case: case.category.name, 14),
    "当事人": Column(people, 22),
    "简要情况": Column(lambda case: anonymous(case, case.narrative), 48, is_file=True),
    "风险色": Column(lambda case: case.get_risk_display()[:1], 7),
    "责任部门": Column(lambda case: (case.lead_department or case.unit).short_name, 18),
    "责任领导": Column(lambda case: case.owner.name if case.owner else "", 10),
    "责任人": Column(lambda case: case.officer.name if case.officer else "", 10),
    "化解时限": Column(lambda case: case.due_on),
    "进展": Column(progress, 30, is_file=True),
    "是否化解": Column(lambda case: "是" if is_resolved(case) else "否", 9),
}


def ledger_cases(user: User, params: Mapping[str, Any]) -> QuerySet[Case]:
    """应化解 of one half-month (`cut_off`), as far as the user sees it."""
    return _counted(user, "base", _half_month(params))


def ledger_above(user: User, params: Mapping[str, Any]) -> tuple[str, ...]:
    centre, period = _centre(user), _half_month(params)
    name = centre.name if centre else ""
    half_month = half_month_of(centre, period) if centre else None
    is_locked = half_month is not None and half_month.is_locked
    return (
        f"{name}矛盾纠纷“大排查大起底大化解”专项行动工作台账",
        f"填报单位（章）：{name}　统计期间：{period}　填报日期：{_today()}"
        f"　状态：{'已锁定' if is_locked else '草稿，未锁定'}",
        "列本期应化解的件（上期末未化解＋新增＋反弹重开±调整），进展和是否化解按生成时；"
        f"只列您能看到的件，当事人只写“张某”。{ROUNDING}",
    )


# --- GB/T 31000—2015 表30 -------------------------------------------------------------------------


def _types() -> dict[str, str]:
    with TYPES_FILE.open(encoding="utf-8", newline="") as file:
        return {row["category"]: row["subtype"] for row in csv.DictReader(file)}


TYPES = _types()


def event_type(case: Case) -> str:
    """5.56: the event type that was chosen, else what the kind always is; "" leaves it to people."""
    return case.subtype.code if case.subtype else TYPES.get(case.category.code, "")


def first_party(case: Case) -> Party | None:
    return next(iter(parties_of(case)), None)


def said_name(case: Case) -> str:
    party = first_party(case)
    if party is None:
        return ""
    return anonymous(case, party.name) if party.kind == PartyKind.PERSON else party.name


def organisations(case: Case) -> str:
    found = [party.name for party in parties_of(case) if party.kind == PartyKind.ORGANISATION]
    return "、".join(found)


def means(case: Case) -> str:
    """5.58 of the agreement in force; nothing while there is none."""
    return next((str(one.means) for one in case.agreements.all() if not one.is_undone), "")


def success(case: Case) -> Value:
    return None if case.is_open else int(is_resolved(case))


def how_it_ended(case: Case) -> str:
    if case.is_open or case.left_on is None:
        return STILL_OPEN
    return f"{case.left_on:%Y-%m-%d} {case.get_outcome_display()}"


def _left_out(_case: Case) -> None:
    """What the house does not give away, or does not keep."""
    return


# Items about a person keep the number of the standard and no name (tests/red_lines.py): who may, fills in.
GB31000: Mapping[str, Column] = {
    "1 事件名称": Column(
        lambda case: f"{case.division.short_name}{case.category.name}（{case.number}）", 34
    ),
    "2 发生日期": Column(lambda case: compact(case.occurred_on)),
    "3 发生地点": Column(lambda case: case.division.name, 18),
    "4 事件规模": Column(lambda case: case.scale, 9),
    "5 事件类别": Column(event_type, 9),
    "6 涉及人数": Column(lambda case: case.people_count, 9),
    "7 事件简述": Column(lambda case: anonymous(case, case.narrative), 48, is_file=True),
    "8 涉及单位": Column(organisations, 20, is_file=True),
    f"9 主要当事人{BY_HAND}": Column(_left_out, 14),
    f"10 主要当事人{BY_HAND}": Column(_left_out, 14),
    "11 主要当事人": Column(said_name),
    f"12 主要当事人{BY_HAND}": Column(_left_out, 14),
    f"13 主要当事人{BY_HAND}": Column(_left_out, 14),
    f"14 主要当事人{BY_HAND}": Column(_left_out, 14),
    f"15 人员类别{BY_HAND}": Column(_left_out, 14),
    f"16 主要当事人{BY_HAND}": Column(_left_out, 14),
    "17 化解时限": Column(lambda case: compact(case.due_on)),
    "18 化解方式": Column(means, 9, is_file=True),
    "19 化解组织": Column(lambda case: case.unit.name, 26),
    "20 化解责任人": Column(lambda case: case.officer.name if case.officer else ""),
    "21 化解责任人联系方式": Column(lambda case: case.unit.phone, 16),
    "22 化解是否成功": Column(success, 9),
    "23 化解情况": Column(how_it_ended, 28, is_file=True),
    "24 考评日期": Column(_left_out),
    "25 考评意见": Column(_left_out),
    "26 经度": Column(_left_out, 8),
    "27 纬度": Column(_left_out, 8),
}


def gb_cases(user: User, params: Mapping[str, Any]) -> QuerySet[Case]:
    """新增 of one month (`month`), as far as the user sees it."""
    return _counted(user, "new", _month(params))


def gb_above(user: User, params: Mapping[str, Any]) -> tuple[str, ...]:
    centre, period = _centre(user), _month(params)
    name = centre.name if centre else ""
    return (
        f"{name}矛盾纠纷排查化解数据项（GB/T 31000—2015 表30）",
        f"填报单位（章）：{name}　统计期间：{period}（本月新增，日子按入账日）　填报日期：{_today()}"
        "　状态：草稿，供综治系统录入前核对",
        f"{GROUP_LABEL_NOTE}{PERSON_NOTE}",
        "日期写成 YYYYMMDD；第 5 项没有选细类、又不能由类别定下来的留空，由人选；"
        f"第 22 项 1 成功、0 不成功，还在办理的留空。{ROUNDING}",
    )


# --- both -----------------------------------------------------------------------------------------


def lines_of(columns: Mapping[str, Column]) -> Callable[[QuerySet[Case]], Iterator[list[Value]]]:
    """One numbered line for each case; what the reader may not read is absent."""

    def lines(cases: QuerySet[Case]) -> Iterator[list[Value]]:
        for number, case in enumerate(cases.iterator(chunk_size=CHUNK), 1):
            is_file = level_of(case) >= FILE
            shown = columns.values()
            yield [
                number,
                *(_cell(one, case) if is_file or not one.is_file else None for one in shown),
            ]

    return lines


def widths_of(columns: Mapping[str, Column]) -> dict[str, int]:
    return {"序号": 6} | {label: column.width for label, column in columns.items()}


def _cell(column: Column, case: Case) -> Value:
    return column.value(case)


def _counted(user: User, figure: str, period: Period) -> QuerySet[Case]:
    centre = _centre(user)
    seen = for_lists(visible_to(user)).select_related(
        "centre", "division", "category", "subtype", "unit", "officer", "owner", "lead_department"
    )
    if centre is None:
        return seen.none()
    keys = behind(user, CATALOGUE[figure], centre, period).cases.order_by().values("pk")
    return seen.filter(pk__in=keys).prefetch_related("agreements").order_by("year", "short_number")


def _centre(user: User) -> Division | None:
    return reader(user).town_of(None)


def _half_month(params: Mapping[str, Any]) -> Period:
    try:
        return periods.half_month(date.fromisoformat(str(params.get("cut_off", ""))))
    except NotACutOff as refusal:
        raise ValidationError({"cut_off": [str(refusal)]}) from refusal
    except ValueError as error:
        raise ValidationError({"cut_off": ["截止日要写成 2026-11-14 这样。"]}) from error


def _month(params: Mapping[str, Any]) -> Period:
    span = spans.begun_span(str(params.get("month", "")))
    if span is None or not span.is_month:
        raise ValidationError({"month": ["月份要写成 2026-11 这样，并且已经开始。"]})
    return span.period


def _today() -> str:
    return f"{clock.today():%Y年%-m月%-d日}"
