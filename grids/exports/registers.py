"""A register as a workbook: the columns of its kind, as far as the reader sees its lines."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from grids.models import Register
from grids.registers import Kind
from grids.selectors.matters import Link
from grids.selectors.registers import cells
from mediation.core.privacy import mask_numbers_in
from mediation.core.workbooks import Cell, workbook

MOST_LINES = 5_000
WIDTHS = {"text": 50, "measures": 40, "result": 40, "title": 30, "external_number": 20}


def columns_of(kind: Kind) -> dict[str, int]:
    """Label → width, in the order of the sheet."""
    own = {column.label: WIDTHS.get(column.name, 14) for column in kind.columns}
    return {"编号": 26, "登记单位": 16} | own | {"登记人": 10, "状态": 10}


def line_of(entry: Register, shown: dict[str, Link]) -> list[Cell]:
    own = [_cell(cell.value) for cell in cells(entry, shown)]
    return [str(entry), entry.unit.short_name, *own, entry.by.name, entry.get_state_display()]


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, int | Decimal | date):
        return value
    return mask_numbers_in(str(value)) or None


def book_of(kind: Kind, lines: Iterable[Register], shown: dict[str, Link]) -> bytes:
    notes = [
        kind.about,
        f"从登记那一年年底起保管 {kind.kept_years} 年。",
    ]
    return workbook(kind.label, columns_of(kind), (line_of(one, shown) for one in lines), notes)
