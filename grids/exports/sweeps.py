"""The coverage of a year as a workbook: units × rounds, numbers and states, no names."""

from grids.enums.sweeps import UnitState
from grids.selectors.sweeps import RATE, Cell, Counts, Coverage
from mediation.core import workbooks

MARKS = "“缺报”到期没有报，“逾期”过了期才报，数字是排查出几件（0 是零报告）。"


def coverage_book(coverage: Coverage) -> bytes:
    title = f"{coverage.year}年排查覆盖表"
    columns = {"单位": 24}
    for place, one in enumerate(coverage.rounds, start=1):
        columns[f"{place}. {one.title}"] = 16
    columns |= {
        "应排查": 10,
        "已报": 10,
        "按时": 10,
        "缺报": 10,
        "排查出（件）": 12,
        "排查率（%）": 12,
    }
    lines: list[list[workbooks.Cell]] = [
        [row.name, *(cell_words(cell) for cell in row.cells), *numbers(row.counts)]
        for row in coverage.rows
    ]
    lines.append(
        [
            "排查率（%）",
            *(None if one.rate is None else one.rate for one in coverage.feet),
            *numbers(coverage.total),
        ]
    )
    return workbooks.workbook(title, columns, lines, [RATE, MARKS])


def numbers(counts: Counts) -> list[workbooks.Cell]:
    return [
        counts.asked,
        counts.reported,
        counts.on_time,
        counts.missing,
        counts.found,
        counts.rate,
    ]


def cell_words(cell: Cell) -> workbooks.Cell:
    """The number where it came in time; a late one says so."""
    if cell.state == UnitState.ON_TIME:
        return cell.found
    if cell.state == UnitState.LATE:
        return f"{cell.found}（逾期）"
    return "" if cell.state == UnitState.NOT_ASKED else str(cell.state.label)
