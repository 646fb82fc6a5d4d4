"""No cell of 1 or 2 on a public table, and none that the totals give away."""

import itertools

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reporting.small_cells import DOT, publish

TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 4), min_size=width, max_size=width), min_size=1, max_size=3
    )
)


def could_be(shown, *, has_column_totals=True):
    """Every table that a reader may still think of: each "·" is a 1 or a 2."""
    width = len(shown.cells[0])
    dots = [
        (r, c) for r, line in enumerate(shown.cells) for c, one in enumerate(line) if one == DOT
    ]
    for values in itertools.product((1, 2), repeat=len(dots)):
        guess = [list(line) for line in shown.cells]
        for (row, column), value in zip(dots, values, strict=True):
            guess[row][column] = value
        sums = [sum(line) for line in guess]
        columns = [sum(line[c] for line in guess) for c in range(width)]
        if (
            all(fits(said, real) for said, real in zip(shown.row_totals, sums, strict=True))
            and fits(shown.total, sum(sums))
            and (
                not has_column_totals
                or all(
                    fits(said, real)
                    for said, real in zip(shown.column_totals, columns, strict=True)
                )
            )
        ):
            yield guess


def fits(said, real):
    return said in (DOT, real)


@settings(max_examples=150, deadline=None)
@given(TABLES)
@example([[1, 5]])
@example([[1, 1], [3, 0]])
@example([[1, 2], [2, 1]])
@example([[2, 2], [2, 2]])
def test_every_dot_may_be_a_one_as_well_as_a_two(cells):
    shown = publish(cells)
    guesses = list(could_be(shown))
    assert cells in guesses
    for row, line in enumerate(cells):
        for column, value in enumerate(line):
            if value in (1, 2):
                assert shown.cells[row][column] == DOT
                assert {guess[row][column] for guess in guesses} == {1, 2}
            else:
                assert shown.cells[row][column] == value


def test_totals_stay_where_they_betray_nothing():
    # Rows 3 and 3, columns 3 and 3: the ones and twos may stand crosswise either way.
    shown = publish([[1, 2], [2, 1]])
    assert shown.row_totals == (3, 3)
    assert shown.column_totals == (3, 3)
    assert shown.total == 6
    plain = publish([[3, 0], [4, 5]])
    assert plain.cells == ((3, 0), (4, 5))
    assert (plain.row_totals, plain.column_totals, plain.total) == ((3, 9), (7, 5), 12)


def test_a_row_that_would_betray_its_only_small_cell_has_no_total():
    shown = publish([[1, 5], [4, 6]])
    assert shown.cells == ((DOT, 5), (4, 6))
    assert shown.row_totals[0] == DOT
    assert shown.column_totals[0] == DOT
    assert shown.total == DOT


def test_a_list_beside_its_sum_keeps_the_sum_back():
    assert publish([[11, 7, 2]], has_column_totals=False).total == DOT
    assert publish([[11, 7, 3]], has_column_totals=False).total == 21
    both = publish([[11, 1, 2]], has_column_totals=False)
    assert both.cells == ((11, DOT, DOT),)
    assert both.row_totals == (14,)
