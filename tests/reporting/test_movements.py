"""Each sentence of rules.md §7.3 to §7.5, and the ten cases of §8, on the pure functions."""

from datetime import date

import pytest

from reporting.movements import Fact, Line, Place, Stay, booking_day, movements, stays

V1, V2 = 11, 1209
LAST_LOCK = date(2026, 10, 30)


def on(month: int, day: int) -> date:
    return date(2026, month, day)


def place(division: int = V1, category: int = 2, source: str = "visit") -> Place:
    return Place(division, category, source)


def fact(kind: str, day: date, sub: str = "", booked: date | None = None) -> Fact:
    return Fact(kind, day, booked or day, sub, "village", True)


def lines(facts, frozen=(), where=None, received=None, lock=None):
    return movements(facts, list(frozen), where or place(), received or facts[0].on, lock)


def said(result):
    return [(line.kind, line.booked_on, line.change) for line in result]


def test_a_new_case_is_one_line_in():
    assert said(lines([fact("new", on(11, 2))])) == [("new", on(11, 2), +1)]


def test_in_and_out_within_a_half_month_are_both():
    facts = [
        fact("new", on(11, 2)),
        fact("accepted", on(11, 3)),
        fact("ended", on(11, 10), "terminated"),
    ]
    assert said(lines(facts)) == [("new", on(11, 2), +1), ("ended", on(11, 10), -1)]


def test_out_and_in_again_within_a_half_month_is_neither():
    facts = [
        fact("new", on(11, 6)),
        fact("resolved", on(11, 9), "oral"),
        fact("reopened", on(11, 13), "relapse"),
    ]
    assert said(lines(facts)) == [("new", on(11, 6), +1)]


def test_carried_in_then_out_and_in_again_is_no_line_at_all():
    frozen = [Line("new", on(10, 8), place(), 1)]
    facts = [
        fact("new", on(10, 8)),
        fact("resolved", on(11, 9), "oral"),
        fact("reopened", on(11, 13), "relapse"),
    ]
    assert lines(facts, frozen, lock=LAST_LOCK) == []


def test_in_and_merged_within_a_half_month_is_neither():
    facts = [fact("new", on(11, 9)), fact("ended", on(11, 11), "merged")]
    assert lines(facts) == []


def test_merged_in_a_later_half_month_is_a_line_out():
    facts = [fact("new", on(11, 9)), fact("ended", on(11, 16), "merged")]
    assert said(lines(facts)) == [("new", on(11, 9), +1), ("ended", on(11, 16), -1)]


def test_a_relapse_in_a_later_half_month_is_reopened_there_and_the_earlier_line_stays():
    facts = [
        fact("new", on(10, 8)),
        fact("resolved", on(10, 22), "written"),
        fact("reopened", on(11, 8), "relapse"),
    ]
    assert said(lines(facts)) == [
        ("new", on(10, 8), +1),
        ("resolved", on(10, 22), -1),
        ("reopened", on(11, 8), +1),
    ]


def test_reopened_and_out_again_in_one_half_month_are_both():
    frozen = [Line("new", on(10, 8), place(), 1), Line("resolved", on(10, 22), place(), 1)]
    facts = [
        fact("new", on(10, 8)),
        fact("resolved", on(10, 22), "written"),
        fact("reopened", on(11, 3), "relapse"),
        fact("resolved", on(11, 5), "oral"),
        fact("reopened", on(11, 7), "relapse"),
        fact("ended", on(11, 12), "withdrawn"),
    ]
    result = lines(facts, frozen, lock=LAST_LOCK)
    assert said(result) == [("reopened", on(11, 3), +1), ("ended", on(11, 12), -1)]
    assert result[1].entered_on == on(11, 3)


def test_the_kind_out_is_the_last_one_of_the_half_month():
    facts = [
        fact("new", on(11, 2)),
        fact("ended", on(11, 4), "declined"),
        fact("reopened", on(11, 5), "mistake"),
        fact("resolved", on(11, 8), "written"),
    ]
    result = lines(facts)
    assert [(line.kind, line.sub) for line in result] == [
        ("new", ""),
        ("resolved", "written"),
    ]


def test_unlocked_half_months_read_as_if_the_village_had_always_been_so():
    facts = [fact("new", on(11, 12)), fact("resolved", on(11, 20), "oral")]
    assert {line.place for line in lines(facts, where=place(V2))} == {place(V2)}


@pytest.mark.parametrize("where", [place(V2), place(category=7), place(source="grid")], ids=str)
def test_a_case_carried_in_open_is_adjusted_on_the_first_unlocked_day(where):
    frozen = [Line("new", on(10, 25), place(), 1)]
    result = lines([fact("new", on(10, 25))], frozen, where, lock=LAST_LOCK)
    assert result == [
        Line("adjusted", on(10, 31), place(), -1),
        Line("adjusted", on(10, 31), where, 1),
    ]


def test_a_case_carried_in_unchanged_is_not_adjusted():
    frozen = [Line("new", on(10, 25), place(), 1)]
    assert lines([fact("new", on(10, 25))], frozen, lock=LAST_LOCK) == []


def test_a_case_that_was_out_at_the_lock_is_not_adjusted_and_comes_back_in_its_new_village():
    frozen = [Line("new", on(10, 8), place(), 1), Line("resolved", on(10, 22), place(), 1)]
    facts = [fact("new", on(10, 8)), fact("resolved", on(10, 22), "oral")]
    assert lines(facts, frozen, place(V2), lock=LAST_LOCK) == []
    facts.append(fact("reopened", on(11, 8), "relapse"))
    result = lines(facts, frozen, place(V2), lock=LAST_LOCK)
    assert [(line.kind, line.place) for line in result] == [("reopened", place(V2))]


def test_an_adjustment_once_locked_is_not_booked_again():
    frozen = [
        Line("new", on(10, 25), place(), 1),
        Line("adjusted", on(10, 31), place(), -1),
        Line("adjusted", on(10, 31), place(V2), 1),
    ]
    assert lines([fact("new", on(10, 25))], frozen, place(V2), lock=on(11, 14)) == []
    back = lines([fact("new", on(10, 25))], frozen, place(V1), lock=on(11, 14))
    assert [(line.place.division, line.booked_on, line.change) for line in back] == [
        (V2, on(11, 15), -1),
        (V1, on(11, 15), +1),
    ]


def test_an_adjusted_case_that_is_settled_leaves_from_its_new_row():
    frozen = [Line("new", on(10, 25), place(V2), 1)]
    facts = [fact("new", on(10, 25)), fact("resolved", on(11, 5), "oral")]
    result = lines(facts, frozen, place(V1), lock=LAST_LOCK)
    assert [(line.kind, line.place.division, line.change) for line in result] == [
        ("adjusted", V2, -1),
        ("adjusted", V1, +1),
        ("resolved", V1, -1),
    ]
    assert result[2].entered_on == on(10, 25)
    assert result[2].days == 11


def test_an_act_is_booked_on_its_own_day_while_that_is_unlocked():
    assert booking_day(on(11, 9), on(11, 12), LAST_LOCK, on(11, 2)) == on(11, 9)
    assert booking_day(on(11, 9), on(12, 12), None, None) == on(11, 9)


def test_an_act_of_a_locked_day_is_booked_on_the_day_it_was_typed():
    assert booking_day(on(10, 29), on(11, 2), LAST_LOCK, on(10, 21)) == on(11, 2)


def test_an_act_of_a_locked_day_falls_into_the_first_unlocked_half_month():
    assert booking_day(on(10, 29), on(10, 30), LAST_LOCK, on(10, 21)) == on(10, 31)
    assert booking_day(on(10, 29), on(11, 20), LAST_LOCK, on(10, 21)) == on(11, 14)


def test_an_act_is_never_booked_before_the_one_before_it():
    assert booking_day(on(11, 1), on(11, 5), LAST_LOCK, on(11, 4)) == on(11, 4)
    assert booking_day(on(11, 1), on(11, 5), None, None) == on(11, 1)


def test_a_referred_case_is_tracked_until_it_is_closed():
    facts = [fact("new", on(11, 4)), fact("ended", on(11, 12), "referred")]
    open_stay = Stay("open", place(), on(11, 4), on(11, 12), "ended")
    assert stays(lines(facts), facts) == [
        open_stay,
        Stay("tracked", place(), on(11, 12)),
    ]
    facts.append(fact("closed", on(12, 3)))
    assert stays(lines(facts), facts)[1] == Stay(
        "tracked", place(), on(11, 12), on(12, 3), "closed"
    )


def test_a_referred_case_is_tracked_until_it_comes_back():
    facts = [
        fact("new", on(11, 4)),
        fact("ended", on(11, 12), "referred"),
        fact("reopened", on(11, 20), "court_sent"),
    ]
    assert stays(lines(facts), facts) == [
        Stay("open", place(), on(11, 4), on(11, 12), "ended"),
        Stay("tracked", place(), on(11, 12), on(11, 20), "reopened"),
        Stay("open", place(), on(11, 20)),
    ]


def test_a_case_closed_and_reopened_before_it_was_referred_is_tracked():
    facts = [
        fact("new", on(11, 4)),
        fact("resolved", on(11, 6), "oral"),
        fact("closed", on(11, 6)),
        fact("reopened", on(11, 6), "mistake"),
        fact("ended", on(11, 6), "referred"),
    ]
    assert stays(lines(facts), facts)[-1] == Stay("tracked", place(), on(11, 6))


# rules.md §8. Each case: what was booked, its frozen lines, its place now, and its lines between
# 10-31 and 11-14 as the example's last column has them.
EXAMPLE = {
    "C1": (
        [fact("new", on(10, 20)), fact("accepted", on(10, 21))]
        + [fact("resolved", on(10, 29), "written", booked=on(11, 2))],
        [Line("new", on(10, 20), place(), 1)],
        place(),
        [("resolved", V1, -1)],
    ),
    "C2": (
        [fact("new", on(10, 25)), fact("accepted", on(10, 26))],
        [Line("new", on(10, 25), place(V2, 7, "grid"), 1)],
        place(V1, 7, "grid"),
        [("adjusted", V2, -1), ("adjusted", V1, +1)],
    ),
    "C3": (
        [fact("new", on(10, 31)), fact("accepted", on(11, 2))]
        + [fact("resolved", on(11, 6), "oral")],
        [],
        place(),
        [("new", V1, +1), ("resolved", V1, -1)],
    ),
    "C4": (
        [fact("new", on(11, 2)), fact("accepted", on(11, 3))]
        + [fact("ended", on(11, 10), "terminated")],
        [],
        place(V1, 1, "grid"),
        [("new", V1, +1), ("ended", V1, -1)],
    ),
    "C5": (
        [fact("new", on(11, 3)), fact("ended", on(11, 5), "declined")],
        [],
        place(V2, 10),
        [("new", V2, +1), ("ended", V2, -1)],
    ),
    "C6": (
        [fact("new", on(11, 4)), fact("accepted", on(11, 5))]
        + [fact("ended", on(11, 12), "referred")],
        [],
        place(V2, 7, "sweep"),
        [("new", V2, +1), ("ended", V2, -1)],
    ),
    "C7": (
        [fact("new", on(10, 8)), fact("resolved", on(10, 22), "oral")]
        + [fact("reopened", on(11, 8), "relapse"), fact("accepted", on(11, 9))],
        [Line("new", on(10, 8), place(V2), 1), Line("resolved", on(10, 22), place(V2), 1)],
        place(V2),
        [("reopened", V2, +1)],
    ),
    "C8": (
        [fact("new", on(11, 6)), fact("accepted", on(11, 7))]
        + [fact("resolved", on(11, 9), "oral"), fact("reopened", on(11, 13), "relapse")],
        [],
        place(V1, 2, "hotline"),
        [("new", V1, +1)],
    ),
    "C9": (
        [fact("new", on(11, 9)), fact("ended", on(11, 11), "merged")],
        [],
        place(V2),
        [],
    ),
    "C10": (
        [fact("new", on(11, 12))],
        [],
        place(V1, 2, "police"),
        [("new", V1, +1)],
    ),
}


@pytest.mark.parametrize("case", EXAMPLE)
def test_the_worked_example_gives_each_case_its_rows(case):
    facts, frozen, where, expected = EXAMPLE[case]
    result = lines(facts, frozen, where, lock=LAST_LOCK)
    assert [(line.kind, line.place.division, line.change) for line in result] == expected
    if case == "C1":
        assert result[0].booked_on == on(11, 2)
        assert result[0].days == 9


def test_the_worked_example_closes_with_four():
    stock = sum(
        line.change
        for facts, frozen, where, _ in EXAMPLE.values()
        for line in [*frozen, *lines(facts, frozen, where, lock=LAST_LOCK)]
    )
    assert stock == 4
