"""Who hears of a warning: place, kind and numbers of matters; never a name or a word of a matter."""

from django.urls import reverse

from grids.enums import Role
from grids.models import Department
from grids.selectors import handling_people, heads_of, people_with_role, with_deputies
from mediation.core import notices
from mediation.core.models import User
from reporting.models import Warning, WarningAsk, WarningStep

RAISED, ASKED, RETURNED, URGED, ANSWERED, CLOSED = (
    "warning_raised",
    "warning_asked",
    "warning_returned",
    "warning_urged",
    "warning_answered",
    "warning_closed",
)


def people_of(unit: Department) -> list[User]:
    """Who answers for a unit: its heads and those who handle its matters."""
    people = [*heads_of(unit), *handling_people(unit)]
    return list(dict.fromkeys(people))


def tell_raised(one: Warning) -> None:
    """The asked units, each with its day, and 平安办."""
    for ask in one.asks.select_related("unit"):
        text = f"{one.reason}，请在{_day(ask)}前回复"
        _tell(one, RAISED, f"ask:{ask.pk}", people_of(ask.unit), text, None)
    peace = people_with_role(Role.PEACE_OFFICER, one.centre)
    _tell(one, RAISED, "raised", [*peace], one.reason, None)


def tell_asked(one: Warning, ask: WarningAsk, step: WarningStep) -> None:
    text = f"{one.reason}，平安办请您单位在{_day(ask)}前回复"
    _tell(one, ASKED, f"ask:{ask.pk}:{step.pk}", people_of(ask.unit), text, step.by)


def tell_returned(one: Warning, ask: WarningAsk, step: WarningStep) -> None:
    text = f"平安办请您单位再说明一下，{_day(ask)}前回复"
    _tell(one, RETURNED, f"ask:{ask.pk}:{step.pk}", people_of(ask.unit), text, step.by)


def tell_urged(one: Warning, ask: WarningAsk, step: WarningStep) -> None:
    text = f"还在等您单位的回复（{_day(ask)}到期）"
    _tell(one, URGED, f"ask:{ask.pk}:{step.pk}", people_of(ask.unit), text, step.by)


def tell_answered(one: Warning, ask: WarningAsk, step: WarningStep) -> None:
    peace = people_with_role(Role.PEACE_OFFICER, one.centre)
    _tell(one, ANSWERED, f"step:{step.pk}", [*peace], f"{ask.unit}回复了", step.by)


def tell_closed(one: Warning, step: WarningStep) -> None:
    people = [person for ask in one.asks.all() for person in people_of(ask.unit)]
    _tell(one, CLOSED, f"step:{step.pk}", people, f"已结束：{one.get_ending_display()}", step.by)


def place_of(one: Warning) -> str:
    """致远社区 邻里纠纷; leads say that they are leads."""
    kind = "" if one.series == "cases" else f"（{one.get_series_display()}）"
    return f"{one.division.short_name} {one.category.name}{kind}"


def _day(ask: WarningAsk) -> str:
    return f"{ask.due_on.month}月{ask.due_on.day}日"


def _tell(
    one: Warning, kind: str, subject: str, people: list[User], text: str, but: User | None
) -> None:
    notices.notify_many(
        notices.rows_of_act(
            with_deputies([(people, text, False)]),
            kind=kind,
            subject=f"{one.matter_key}:{subject}",
            head=f"预警 {place_of(one)}：",
            matter_key=one.matter_key,
            url=reverse("reporting:warning", args=[one.pk]),
            but=but,
        )
    )
