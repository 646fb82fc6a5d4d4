"""What must always hold between a case's history and the figures (`check_invariants`)."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from cases.models import Case
from grids.models import Division
from reporting import kept
from reporting.enums import IN, OUT, State
from reporting.figures import LINES
from reporting.models import HalfMonth, KeptForm, Stay
from reporting.movements import movements, stays
from reporting.periods import half_month
from reporting.selectors import last_lock
from reporting.selectors.sums import live_sums, locked_sums
from reporting.services.books import fact_of, line_of, place_of, stay_of
from reporting.services.forms import fingerprint

CHUNK = 500


def faults() -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    for centre in Division.objects.filter(pk__in=Case.objects.values("centre")):
        locked = last_lock(centre)
        cases = Case.objects.filter(centre=centre).prefetch_related(
            "bookings", "movements", "stays"
        )
        for case in cases.order_by("pk").iterator(chunk_size=CHUNK):
            yield from _of_case(case, locked.cut_off if locked else None)
    for each in HalfMonth.objects.filter(state=State.LOCKED).select_related("centre"):
        yield from _of_lock(each)
        yield from kept.own_faults(each)
    for form in KeptForm.objects.iterator(chunk_size=CHUNK):
        if fingerprint(form.numbers) != form.sha256:
            yield f"留存的{form}和它的指纹不符"


def _of_case(case: Case, last_locked: date | None) -> Iterator[str]:
    """Lines follow from bookings, stays from lines, and both agree with where the case stands."""
    facts = [fact_of(booking) for booking in case.bookings.all()]
    through = [fact.kind for fact in facts if fact.kind in IN | OUT]
    if not through:
        yield f"{case.number} 没有入账记录"
        return
    if (through[-1] in IN) is not case.is_open:
        yield f"{case.number} 的入账记录与状态不符"
    if any(a.booked_on > b.booked_on for a, b in pairwise(facts)):
        yield f"{case.number} 的入账日期倒着走"
    lines = [line_of(row) for row in case.movements.all()]
    frozen = [line for line in lines if last_locked and line.booked_on <= last_locked]
    expected = movements(facts, frozen, place_of(case), case.received_on, last_locked)
    if lines != [*frozen, *expected]:
        yield f"{case.number} 的统计变动与入账记录不符"
    if sum(line.change for line in lines) != case.is_open:
        yield f"{case.number} 的统计变动与状态不符"
    standing = [_spelled(row) for row in case.stays.all()]
    if standing != [_spelled(stay_of(case, stay)) for stay in stays(lines, facts)]:
        yield f"{case.number} 的在册时段与统计变动不符"


def _spelled(stay: Stay) -> tuple[object, ...]:
    return (
        stay.kind,
        stay.division_id,
        stay.category_id,
        stay.source,
        stay.entered_on,
        stay.left_on,
        stay.left_by,
    )


def _of_lock(locked: HalfMonth) -> Iterator[str]:
    """What was kept is still what the rows say."""
    stored = locked_sums(locked)
    live = live_sums(locked.centre, half_month(locked.cut_off))
    for cell in sorted(stored.keys() | live.keys()):
        for name in LINES:
            if stored.get(cell, {}).get(name, 0) != live.get(cell, {}).get(name, 0):
                yield f"截至{locked.cut_off}的半月报锁定后“{name}”与逐条进出不符"
