"""Until when a claim may be brought: said aloud at registration and printed when it is near.

民法典188条 three years, 劳动争议调解仲裁法27条 one year; asking a people's mediation committee
interrupts it (诉讼时效规定12条; domain.md §1.2 T16).
"""

from dataclasses import dataclass
from datetime import date

from cases.enums import Status
from cases.models import Case

WARNED_BELOW_DAYS = 90
LABOUR = frozenset({"10", "11"})
GENERAL_YEARS, LABOUR_YEARS = 3, 1
# Where the claim may still have to be brought elsewhere.
STILL_MATTERS = frozenset(
    {
        Status.REGISTERED,
        Status.MEDIATING,
        Status.REFERRED,
        Status.TERMINATED,
        Status.DECLINED,
        Status.WITHDRAWN,
        Status.TRANSFERRED,
    }
)


@dataclass(frozen=True, slots=True)
class Limitation:
    """`is_hint`: reckoned from the day it happened, because nobody said the day itself."""

    on: date
    days: int
    is_hint: bool
    is_labour: bool

    @property
    def is_near(self) -> bool:
        return self.days < WARNED_BELOW_DAYS

    @property
    def words(self) -> str:
        """One sentence to say aloud and to print."""
        what = "劳动仲裁时效" if self.is_labour else "诉讼时效"
        where = "申请劳动仲裁" if self.is_labour else "向法院起诉"
        by = "按发生日期推算，" if self.is_hint else ""
        day = f"{self.on.year}年{self.on.month}月{self.on.day}日"
        if self.days < 0:
            return f"{by}{what}可能已在{day}届满。是否中断、中止请尽快咨询律师或拨打 12348。"
        return (
            f"{by}{what}到{day}，还剩 {self.days} 天。"
            f"调解不影响您{where}，请不要等过期。咨询拨打 12348。"
        )


def years_later(day: date, years: int) -> date:
    """The same day so many years on; 29 February falls on the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def limitation_of(case: Case, today: date) -> Limitation | None:
    """The recorded day, else a hint from the day it happened; None when neither is known."""
    is_labour = case.category.code in LABOUR
    if case.limitation_on is not None:
        on, is_hint = case.limitation_on, False
    elif case.occurred_on is not None:
        years = LABOUR_YEARS if is_labour else GENERAL_YEARS
        on, is_hint = years_later(case.occurred_on, years), True
    else:
        return None
    return Limitation(on, (on - today).days, is_hint, is_labour)


def limitation_warning(case: Case, today: date) -> str:
    """The sentence when less than 90 days are left and it still matters, else ""."""
    if case.status not in STILL_MATTERS:
        return ""
    found = limitation_of(case, today)
    return found.words if found is not None and found.is_near else ""
