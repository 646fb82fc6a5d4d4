"""The table of registers (台账): a kind is one row; page, form, filter, export, API and the printed
sheet are made of it.

No kind is about a person: no name, no number of one, no list of those present is a column. How
long an entry is kept follows 《机关文件材料归档范围和文书档案保管期限规定》(国家档案局令第8号): ten or
thirty years; where the town's list says more, it is changed here.
"""

from grids.registers.shape import COLUMN_TYPES, LONGEST, Column, Elsewhere, Kind
from grids.registers.table import ELSEWHERE, KINDS

__all__ = ["COLUMN_TYPES", "ELSEWHERE", "KINDS", "LONGEST", "Column", "Elsewhere", "Kind"]
