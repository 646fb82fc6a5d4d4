"""What was typed into registers and campaigns, read and checked; numbers of persons never stay.

Every function names the field that its refusal belongs to. Raises `Refused`: needs · invalid_….
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from grids.models import Department, Division, Post
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.privacy import find_private_numbers

LONGEST = 4_000
MOST = 9_999_999
FIRST_YEAR, LAST_YEAR = 1949, 9998


def words(value: Any, field: str, most: int = LONGEST, *, is_needed: bool = True) -> str:
    text = str(value if value is not None else "").strip()
    if not text and is_needed:
        raise _needed(field)
    if len(text) > most:
        raise Refused("invalid_text", f"最多 {most} 个字，请精简一些。", field=field)
    if find_private_numbers(text):
        raise Refused("invalid_text", "里面有电话或证件号，这里只写事，请把号码去掉。", field=field)
    return text


def day(
    value: Any,
    field: str,
    *,
    is_needed: bool = True,
    earliest: date | None = None,
    latest: date | None = None,
) -> date | None:
    if value in (None, ""):
        if is_needed:
            raise Refused("needs", "请选一个日期。", field=field)
        return None
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date) or not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Refused("invalid_day", "日期写成 2026-11-14 这样。", field=field)
    if earliest is not None and value < earliest:
        raise Refused("invalid_day", f"不能早于 {earliest:%Y-%m-%d}，请再看一眼。", field=field)
    if latest is not None and value > latest:
        raise Refused("invalid_day", f"不能晚于 {latest:%Y-%m-%d}，请再看一眼。", field=field)
    return value


def needed_day(value: Any, field: str, **bounds: Any) -> date:
    found = day(value, field, **bounds)
    if found is None:
        raise _needed(field)
    return found


def whole(value: Any, field: str, *, is_needed: bool = True, least: int = 0) -> int | None:
    if value in (None, ""):
        if is_needed:
            raise _needed(field)
        return None
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdecimal()) or len(text) > 8:
        raise Refused("invalid_number", "请只写数字。", field=field)
    if not least <= int(text) <= MOST:
        raise Refused("invalid_number", f"请填 {least} 到 {MOST} 的数字。", field=field)
    return int(text)


def decimal(
    value: Any,
    field: str,
    *,
    is_needed: bool = True,
    least: Decimal = Decimal(0),
    most: Decimal = Decimal("999999999999.99"),
    places: int = 2,
) -> Decimal | None:
    if value in (None, ""):
        if is_needed:
            raise _needed(field)
        return None
    try:
        number = Decimal(str(value))
        is_fine = number.is_finite() and number == number.quantize(Decimal(1).scaleb(-places))
    except InvalidOperation:  # no number, or one with more digits than can be reckoned with
        is_fine = False
    if not is_fine:
        raise Refused("invalid_number", f"请写数字，最多 {places} 位小数。", field=field)
    if not least <= number <= most:
        raise Refused("invalid_number", f"请填 {least} 到 {most} 的数字。", field=field)
    return number


def needed_decimal(value: Any, field: str, **bounds: Any) -> Decimal:
    found = decimal(value, field, **bounds)
    if found is None:
        raise _needed(field)
    return found


def choice(value: Any, field: str, codes: Collection[str], *, is_needed: bool = True) -> str:
    code = str(value or "")
    if not code:
        if is_needed:
            raise _needed(field)
        return ""
    if code not in codes:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field=field)
    return code


def unit(value: Any, centre: Division, field: str, *, is_needed: bool = True) -> Department | None:
    """A unit of the town, by row, key or code."""
    key = str(getattr(value, "pk", value) or "")
    if not key:
        if is_needed:
            raise Refused("needs", "请选一个单位。", field=field)
        return None
    units = Department.objects.filter(centre=centre, is_active=True)
    found = units.filter(code=key).first()
    if found is None and key.isascii() and key.isdecimal() and len(key) <= 18:
        found = units.filter(pk=int(key)).first()
    if found is None:
        raise Refused("invalid_choice", "请从列出的单位里选一个。", field=field)
    return found


def needed_unit(value: Any, centre: Division, field: str) -> Department:
    found = unit(value, centre, field)
    if found is None:
        raise _needed(field)
    return found


def post(value: Any, centre: Division, field: str) -> Post:
    """A post that somebody holds in the town today."""
    key = str(getattr(value, "pk", value) or "")
    posts = Post.objects.on(clock.today()).filter(
        department__centre=centre, department__is_active=True, user__is_active=True
    )
    found = None
    if key.isascii() and key.isdecimal() and len(key) <= 18:
        found = posts.filter(pk=int(key)).select_related("user", "department").first()
    if found is None:
        raise Refused("invalid_choice", "请从列出的岗位里选一个。", field=field)
    return found


def _needed(field: str) -> Refused:
    return Refused("needs", "这一格还没有填。", field=field)
