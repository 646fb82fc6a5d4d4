"""What somebody asks of a lead, read into rows: texts, codes, places and units that are known.

Everything here raises `Refused` with the name of the field: needs_<field> · invalid_text ·
invalid_choice.
"""

from typing import Any

from grids.enums import Level
from grids.models import Category, Department, Division, Lead, SweepRound
from grids.selectors import leads as seen
from grids.selectors.sweeps import visible_rounds
from mediation.core.errors import Refused
from mediation.core.models import User


def words(value: str, field: str, most: int, *, is_needed: bool = True) -> str:
    text = str(value or "").strip()
    if not text and is_needed:
        raise Refused(f"needs_{field}", "这一格还没有写，写一句就行。", field=field)
    if len(text) > most:
        raise Refused("invalid_text", f"最多 {most} 个字，请精简一些。", field=field)
    return text


def code(value: str, choices: Any, field: str) -> str:
    if value not in choices.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field=field)
    return str(value)


def category(value: Category | str | None) -> Category | None:
    if not value or isinstance(value, Category):
        return value or None
    found = Category.objects.filter(code=value, is_active=True).first()
    if found is None:
        raise Refused("invalid_choice", "请从列出的类别里选一个。", field="category")
    return found


def place(user: User, value: Division | str) -> Division:
    if not value:
        raise Refused("needs_division", "请选一下在哪个网格或村（社区）。", field="division")
    code = value.code if isinstance(value, Division) else str(value)
    found = seen.places_for(user).filter(code=code).first()
    if found is None:
        raise Refused("invalid_choice", "请从列出的地方里选一个。", field="division")
    return found


def centre_of(place: Division) -> Division:
    return Division.objects.get(level=Level.TOWN, path=place.path[:9])


def sweep(user: User, centre: Division, value: SweepRound | int | str | None) -> SweepRound | None:
    if not value:
        return None
    key = str(value.pk if isinstance(value, SweepRound) else value)
    found = visible_rounds(user).filter(pk=key if key.isdecimal() else 0).first()
    if found is None or found.centre_id != centre.pk or found.is_called_off:
        raise Refused("invalid_choice", "没有这一轮排查，或者已经撤销。", field="sweep")
    return found


def unit(lead: Lead, value: Department | str) -> Department:
    if not value:
        raise Refused("needs_unit", "请选一个单位。", field="unit")
    code = value.code if isinstance(value, Department) else str(value)
    found = seen.units_to_pass_to(lead).filter(code=code).first()
    if found is None:
        raise Refused("invalid_choice", "请从列出的单位里选一个。", field="unit")
    return found
