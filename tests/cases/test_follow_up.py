"""回访: one follow-up answers every clock that is due (rules.md §2 row 19, §4)."""

from typing import Any

import pytest

from tests.cases.agreements import mediating, now, officer, owes, settle, sides
from tests.cases.factories import Cast, act
from tests.cases.reminders import Move

pytestmark = pytest.mark.django_db

# In force on Mon 2026-03-02, to be done by 03-27: FOLLOW_UP on 04-01 and, seven days after the
# last obligation, on 04-03; LOOK_BACK on 06-02. They warn from three days before, the second
# from the day before.
EFFECT, OBLIGATION, LOOK_BACK = "04-01", "04-03", "06-02"
LEFT = [
    ("2026-03-09", {OBLIGATION, LOOK_BACK}),  # nothing is due yet: the nearest
    ("2026-04-01", {OBLIGATION, LOOK_BACK}),
    ("2026-04-02", {LOOK_BACK}),
    ("2026-04-13", {LOOK_BACK}),
    ("2026-05-29", {LOOK_BACK}),
    ("2026-05-30", set()),
    ("2026-06-08", set()),
]


@pytest.mark.parametrize(("day", "left"), LEFT)
def test_one_follow_up_stops_all_that_are_due_else_the_nearest(
    scene: Cast, at: Move, day: str, left: set[str]
) -> None:
    case = mediating(scene)
    case = settle(scene, case, obligations=[owes(sides(case)[1], "2026-03-27")])
    clocks = case.deadlines.filter(clock__in=["FOLLOW_UP", "LOOK_BACK"])

    def running() -> set[str]:
        return {f"{one.due_on:%m-%d}" for one in clocks.filter(stopped_on=None)}

    assert running() == {EFFECT, OBLIGATION, LOOK_BACK}
    at(f"{day} 09:00")
    case = act(now(case), "follow_up", officer(scene), how="phone", performed="done")
    assert running() == left
    assert case.due_on is None or f"{case.due_on:%m-%d}" == min(left)


def test_the_next_follow_up_stops_what_is_left(scene: Cast, at: Any) -> None:
    case = mediating(scene)
    case = settle(scene, case, obligations=[owes(sides(case)[1], "2026-03-27")])
    for day, count in (("2026-03-09", 2), ("2026-03-10", 1), ("2026-03-11", 0)):
        at(f"{day} 09:00")
        case = act(now(case), "follow_up", officer(scene), how="visit", performed="done")
        running = case.deadlines.filter(clock__in=["FOLLOW_UP", "LOOK_BACK"], stopped_on=None)
        assert running.count() == count
