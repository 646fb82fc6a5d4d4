"""What the rows beside the ladder (plans, listings, meetings …) ask of their writer and his words.

They are no moves of rules.md §2: each locks its case, asks here who may, and leaves a row with
`by` and `at`.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from cases import access, enums
from cases.models import Case
from grids.models import Department, Division, Post
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.privacy import find_private_numbers

LONGEST = 4_000


def check_may(case: Case, actor: User, who: Collection[str], what: str) -> frozenset[str]:
    """The actor's relations to the case, one of which is among `who`.

    Raises `Refused`: not_yours.
    """
    mine = access.relations(actor, case)
    if mine.isdisjoint(who):
        labels = dict(enums.Relation.choices)
        names = "、".join(labels[one] for one in enums.Relation.values if one in who)
        raise Refused(
            "not_yours",
            f"这一步您现在不能办：{what}。",
            who=f"要由{names}来办",
            instead="可以告诉他们，或写一句“卡在哪”让他们看到",
        )
    return mine


def check_status(case: Case, statuses: Collection[str], what: str) -> None:
    """Raises `Refused`: not_now."""
    if case.status not in statuses:
        raise Refused(
            "not_now",
            f"这件事现在是“{case.get_status_display()}”，不能{what}。",
            instead="请刷新页面，看看现在能办哪一步",
        )


def words(value: Any, field: str, most: int = LONGEST, *, is_needed: bool = True) -> str:
    """A text as typed; numbers of persons belong into the party's own sealed fields.

    Raises `Refused`: needs · invalid_text.
    """
    text = str(value or "").strip()
    if not text and is_needed:
        raise Refused("needs", "这一格还没有填。", field=field)
    if len(text) > most:
        raise Refused("invalid_text", f"最多 {most} 个字，请精简一些。", field=field)
    if find_private_numbers(text):
        raise Refused(
            "invalid_text", "里面有电话或证件号，请只写在当事人那一栏，这里写事就好。", field=field
        )
    return text


def day(
    value: Any, field: str, *, earliest: date | None = None, latest: date | None = None
) -> date:
    """A local day within the bounds. Raises `Refused`: needs · invalid_day."""
    if not value:
        raise Refused("needs", "请选一个日期。", field=field)
    if not isinstance(value, date):
        raise Refused("invalid_day", "日期写成 2026-11-14 这样。", field=field)
    if earliest is not None and value < earliest:
        raise Refused("invalid_day", f"不能早于 {earliest:%Y-%m-%d}，请再看一眼。", field=field)
    if latest is not None and value > latest:
        raise Refused("invalid_day", f"不能晚于 {latest:%Y-%m-%d}，请再看一眼。", field=field)
    return value


def unit_of(value: Any, centre: Division, field: str) -> Department:
    """A unit of the town, by row or key. Raises `Refused`: needs · invalid_choice."""
    key = getattr(value, "pk", value)
    if not key:
        raise Refused("needs", "请选一个单位。", field=field)
    found = None
    if str(key).isdecimal():
        found = Department.objects.filter(pk=key, centre=centre, is_active=True).first()
    if found is None:
        raise Refused("invalid_choice", "请从列出的单位里选一个。", field=field)
    return found


def staff_of(
    value: Any, centre: Division, field: str, unit: Department | None = None
) -> User | None:
    """A member of the town's staff (of the unit) by row or key, or None where none is named.

    Raises `Refused`: invalid_choice.
    """
    key = getattr(value, "pk", value)
    if not key:
        return None
    posts = Post.objects.on(clock.today()).filter(
        department__centre=centre, department__is_active=True, user__is_active=True
    )
    if unit is not None:
        posts = posts.filter(department=unit)
    found = None
    if str(key).isdecimal():
        found = posts.filter(user=key).select_related("user").first()
    if found is None:
        raise Refused("invalid_choice", "请从列出的工作人员里选一位。", field=field)
    return found.user
