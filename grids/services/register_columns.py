"""What was typed into a register, column by column as its kind says (`grids.registers`)."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from grids.models import Division, Register
from grids.registers import KINDS, LONGEST, Column, Kind
from grids.selectors import matters
from grids.services import typed
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

LONGEST_TERM = timedelta(days=3 * 366)


def kind_of(code: str) -> Kind:
    """Raises Refused: invalid_kind."""
    if code not in KINDS:
        raise Refused("invalid_kind", "没有这一本台账。", field="kind")
    return KINDS[code]


def _value(actor: User, column: Column, kind: Kind, centre: Division, given: Any) -> Any:
    """One column as it is stored. Raises Refused: needs · invalid_…."""
    name, is_needed = column.name, column.is_required
    if column.type == "date":
        return typed.day(given, name, is_needed=is_needed)
    if column.type == "choice":
        codes = [code for code, _ in kind.sorts]
        return typed.choice(given, name, codes, is_needed=is_needed)
    if column.type == "integer":
        return typed.whole(given, name, is_needed=is_needed, least=1)
    if column.type == "decimal":
        least = Decimal("0.01") if kind.approvers else Decimal(0)
        return typed.decimal(given, name, is_needed=is_needed, least=least)
    if column.type == "unit":
        return typed.unit(given, centre, name, is_needed=is_needed)
    if column.type == "matter":
        return _matter(actor, given, name, is_needed=is_needed)
    return typed.words(given, name, LONGEST[name], is_needed=is_needed)


def _matter(actor: User, given: Any, name: str, *, is_needed: bool) -> str:
    text = typed.words(given, name, 40, is_needed=is_needed)
    if not text:
        return ""
    key = matters.find(actor, text)
    if not key:
        raise Refused("invalid_choice", "没有找到这一件，或者不在您的查看范围。", field=name)
    return key


def read(
    actor: User, kind: Kind, centre: Division, given: Mapping[str, Any], entry: Register | None
) -> dict[str, Any]:
    """Everything typed, by column; of an entry only what was given. Raises Refused."""
    unknown = sorted(set(given) - set(kind.names))
    if unknown:
        raise Refused("invalid_column", f"{kind.label}没有这一栏。", field=unknown[0])
    found = {}
    for column in kind.columns:
        if entry is not None and column.name not in given:
            continue
        if entry is not None and column.type == "matter" and given[column.name] == entry.matter:
            continue  # what another wrote, perhaps of a matter out of the writer's sight
        found[column.name] = _value(actor, column, kind, centre, given.get(column.name))
    _check_days(found, entry, kind)
    return found


def _check_days(found: Mapping[str, Any], entry: Register | None, kind: Kind) -> None:
    def of(name: str) -> Any:
        return found.get(name, getattr(entry, name, None))

    happened, today = of("happened_on"), clock.today()
    typed.day(happened, "happened_on", latest=today)
    if of("done_on"):
        typed.day(of("done_on"), "done_on", earliest=happened, latest=today)
        if "result" in kind.names and not of("result"):
            raise Refused("needs", "写了完成日期，请写一句是怎么办的。", field="result")
    if of("due_on"):
        typed.day(of("due_on"), "due_on", earliest=happened, latest=happened + LONGEST_TERM)
