"""Who hears of returns and of the half-month's steps: rows, told at once (rules.md §10)."""

from collections.abc import Iterable
from datetime import date

from grids.enums import Role
from grids.models import Department, Division
from grids.selectors import committee_of, handling_people, heads_of, people_with_role
from grids.services.writing import day_words
from mediation.core import clock
from mediation.core.models import User
from mediation.core.notices import Row, notify_many
from reporting.models import HalfMonth, HalfMonthStep, VillageReturn

URGED, SENT_BACK, PREPARED = "return_urged", "return_sent_back", "return_prepared"
TO_REGISTER = "return_register"
SUBMITTED, APPROVED, GIVEN_BACK = "half_month_submitted", "half_month_approved", "half_month_back"


def page(cut_off: date, village: Division | None = None) -> str:
    """The village's return, or the half-month."""
    half_month = f"/reports/half-months/{cut_off:%Y-%m-%d}/"
    return f"{half_month}returns/{village.code}/" if village else half_month


def desk_of(village: Division, on: date | None = None) -> set[User]:
    """The people of the village's committee who may write its return."""
    unit = committee_of(village)
    return set() if unit is None else people_of(unit, on)


def people_of(unit: Department, on: date | None = None) -> set[User]:
    return set(handling_people(unit, on)) or set(heads_of(unit, on))


def urged(asked: VillageReturn) -> None:
    """At once, to the desk of the village."""
    text = f"{asked.division.short_name}截至{day_words(asked.due_on)}的半月报表还没有报，请尽快报"
    _tell(asked, desk_of(asked.division), URGED, f"{text}，没有的也要报一次（零报告）")


def sent_back(asked: VillageReturn, seq: int) -> None:
    """`seq` of the version: a second one of the same day is told too."""
    text = f"{asked.division.short_name}截至{day_words(asked.due_on)}的半月报表退回来了，请看退回的原因"
    _tell(asked, desk_of(asked.division), SENT_BACK, text, seq)


def to_register(asked: VillageReturn, number: int) -> None:
    text = (
        f"{asked.division.short_name}截至{day_words(asked.due_on)}的报表里有和系统不一样的数，"
        "请补登或者更正案件"
    )
    _tell(asked, desk_of(asked.division), TO_REGISTER, text, number)


def prepared(asked: VillageReturn, heads: Iterable[User], by: User, seq: int) -> None:
    text = f"{asked.division.short_name}截至{day_words(asked.due_on)}的半月报表填好了，等您确认"
    _tell(asked, {head for head in heads if head != by}, PREPARED, text, seq)


def _tell(asked: VillageReturn, people: Iterable[User], kind: str, text: str, of: int = 0) -> None:
    """Once a day for each thing (`of`: the version or the number) of which it speaks."""
    today = clock.today()
    notify_many(
        Row(
            user_id=user.pk,
            kind=kind,
            subject=f"return:{asked.pk}:{kind}:{today}:{of}",
            text=text,
            day=today,
            matter_key=f"return:{asked.pk}",
            url=page(asked.due_on, asked.division),
            is_urgent=True,
        )
        for user in sorted(people, key=lambda user: user.pk)
    )


def submitted(half_month: HalfMonth, step: HalfMonthStep) -> None:
    """To those who may approve it: nobody approves his own submission."""
    leading = {
        *people_with_role(Role.DIRECTOR, half_month.centre),
        *people_with_role(Role.LEADER, half_month.centre),
    }
    people = {user for user in leading if user.pk not in (step.by_id, step.on_behalf_of_id)}
    text = f"截至{day_words(half_month.cut_off)}的半月报提交了，等领导批准"
    _tell_of(half_month, people, SUBMITTED, text, step.seq)


def approved(half_month: HalfMonth, seq: int) -> None:
    text = f"截至{day_words(half_month.cut_off)}的半月报批准了，可以锁定"
    _tell_of(
        half_month, people_with_role(Role.PEACE_OFFICER, half_month.centre), APPROVED, text, seq
    )


def given_back(half_month: HalfMonth, seq: int) -> None:
    text = f"截至{day_words(half_month.cut_off)}的半月报退回来了，请看退回的原因"
    _tell_of(
        half_month, people_with_role(Role.PEACE_OFFICER, half_month.centre), GIVEN_BACK, text, seq
    )


def _tell_of(half_month: HalfMonth, people: Iterable[User], kind: str, text: str, seq: int) -> None:
    notify_many(
        Row(
            user_id=user.pk,
            kind=kind,
            subject=f"half_month:{half_month.pk}:{kind}:{seq}",
            text=text,
            matter_key=f"half_month:{half_month.pk}",
            url=page(half_month.cut_off),
        )
        for user in sorted(people, key=lambda user: user.pk)
    )
