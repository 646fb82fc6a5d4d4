"""A case at rest while others work on it: an appraisal, a public notice (rules.md §2 rows 26–27).

Only RUNG and MEDIATION rest, each as far as its rule lets this ground stop it (§4). A pause does
not end by itself; only the case's leaving mediation ends it.
"""

from datetime import timedelta

from cases.enums import Clock, PauseReason, Status
from cases.models import Pause
from cases.services import clocks
from cases.services.act import Act
from mediation.core.errors import Refused
from mediation.core.models.deadlines import LONGEST_PAUSE

RESTING = (Clock.RUNG, Clock.MEDIATION)
DAY = timedelta(days=1)


def pause(act: Act) -> None:
    """From the day of the act, inclusive. Raises Refused: invalid_choice · invalid_day."""
    ground = act.one_of("ground", PauseReason)
    expected_on = act.day("expected_on")
    if not act.on + DAY <= expected_on <= act.on + LONGEST_PAUSE:
        raise Refused(
            "invalid_day",
            f"预计恢复的日子要在 {act.on + DAY:%Y-%m-%d} 到 {act.on + LONGEST_PAUSE:%Y-%m-%d} 之间。",
            instead="到时还没有结果的，恢复以后可以再申请。",
            field="expected_on",
        )
    Pause.objects.create(
        centre=act.case.centre,
        case=act.case,
        ground=ground,
        reason=act.text("reason"),
        from_on=act.on,
        expected_on=expected_on,
    )
    redate(act)
    act.payload |= {"ground": ground, "from": act.on, "expected_on": expected_on}


def resume(act: Act) -> None:
    """The day of the act counts again."""
    rest = end_pause(act)
    act.payload |= {"from": rest.from_on, "to": act.on, "days": (act.on - rest.from_on).days}


def end_pause(act: Act) -> Pause:
    rest = act.case.pauses.get(to_on__isnull=True)
    rest.to_on = act.on
    rest.save(update_fields=["to_on"])
    redate(act)
    return rest


def redate(act: Act) -> None:
    """Reckon anew what rests; the other clocks run on."""
    running = act.case.deadlines.filter(clock__in=RESTING, stopped_on__isnull=True)
    for deadline in running.select_related("case", "rule").order_by("pk"):
        clocks.redate(deadline)


def end_with_mediation(act: Act) -> None:
    """A case that is no longer being mediated is not at rest either."""
    is_over = act.status_before == Status.MEDIATING != act.case.status
    if is_over and act.case.pauses.filter(to_on__isnull=True).exists():
        end_pause(act)
