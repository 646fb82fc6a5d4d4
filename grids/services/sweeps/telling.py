"""Who hears of a sweep: the desk of each unit when it opens, is called off or urged (rules.md §10)."""

from collections.abc import Iterable
from datetime import date

from grids.models import Department, SweepRound, SweepUnit
from grids.selectors import handling_people, heads_of
from grids.services.writing import day_words
from mediation.core import clock
from mediation.core.models import User
from mediation.core.notices import Row, notify_many

OPENED, CALLED_OFF, URGED = "sweep_opened", "sweep_called_off", "sweep_urged"


def desk(unit: Department, on: date | None = None) -> set[User]:
    """The people of a unit who may report for it; a unit that handles no cases has its heads."""
    return set(handling_people(unit, on)) or set(heads_of(unit, on))


def page(asked: SweepUnit) -> str:
    return f"/sweeps/{asked.round_id}/units/{asked.pk}/"


def key(asked: SweepUnit) -> str:
    """The matter of a notice (settings.NOTICE_CHECKS)."""
    return f"sweep:{asked.pk}"


def opened(round_: SweepRound, units: Iterable[SweepUnit]) -> None:
    words = f"{round_.title}开始了：{day_words(round_.due_on)}前报，没有排查出纠纷的也要报一次（零报告）"
    notify_many(_row(one, user, OPENED, words) for one in units for user in desk(one.unit))


def called_off(round_: SweepRound, units: Iterable[SweepUnit], by: User) -> None:
    """Only to who has not reported: the others have nothing left to do."""
    words = f"{round_.title}撤销了，不用报了"
    notify_many(
        _row(one, user, CALLED_OFF, words, is_kept=True)
        for one in units
        for user in desk(one.unit)
        if user != by
    )


def urged(asked: SweepUnit) -> None:
    """At once, to the desk of the unit; the peace office's own words stand on the page."""
    due = day_words(asked.round.due_on)
    text = f"{asked.round.title}：{asked.unit.short_name}还没有报（{due}前报齐），请尽快报"
    today = clock.today()
    notify_many(
        Row(
            user_id=user.pk,
            kind=URGED,
            subject=f"sweep:{asked.pk}:urged:{today}",
            text=text,
            day=today,
            matter_key=key(asked),
            url=page(asked),
            is_urgent=True,
        )
        for user in desk(asked.unit)
    )


def _row(asked: SweepUnit, user: User, kind: str, text: str, *, is_kept: bool = False) -> Row:
    """`is_kept`: told whatever becomes of the line."""
    return Row(
        user_id=user.pk,
        kind=kind,
        subject=f"sweep:{asked.pk}:{kind}",
        text=text,
        matter_key="" if is_kept else key(asked),
        url=page(asked),
    )
