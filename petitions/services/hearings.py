"""Days of a hearing in the final review: the only time that is not counted (条例36(2))."""

from datetime import date

from django.db import transaction

from mediation.core import clock
from mediation.core.deadlines.rows import refresh_face
from mediation.core.errors import Refused
from mediation.core.models import PauseGround, User
from petitions import access, enums
from petitions.enums import Beside, Clock
from petitions.models import Pause, Petition
from petitions.services import beside, clocks
from petitions.services.door import check_version, finish, lock

LONGEST = 60  # days, as `AbstractPause` has it


def may_hold_hearing(user: User, petition: Petition) -> bool:
    """The petition officer writes down what the body above held, while FINAL runs."""
    return (
        petition.status == enums.Status.FINAL_REVIEWING
        and enums.Relation.OFFICER in access.relations(user, petition)
    )


@transaction.atomic
def hold_hearing(
    petition: Petition, actor: User, *, from_on: date, to_on: date, version: int | None = None
) -> Pause:
    """The days from `from_on` to the day before `to_on` are not counted in FINAL.

    Raises Refused: stale · not_now · not_yours · invalid_day · overlaps.
    """
    petition = lock(petition)
    check_version(petition, version)
    if petition.status != enums.Status.FINAL_REVIEWING:
        raise Refused("not_now", "只有复核时听证所需的时间不计入期限（信访工作条例第36条）。")
    if not may_hold_hearing(actor, petition):
        raise Refused("not_yours", "复核机关的听证由信访接待员来记。", who="信访接待员")
    deadline = clocks.running(petition, Clock.FINAL)
    if deadline is None:
        raise Refused("not_now", "复核期限现在没有在走。")
    if from_on < deadline.start_on:
        raise Refused("invalid_day", "听证不能早于收到复核申请的那一天。", field="from_on")
    if to_on <= from_on:
        raise Refused("invalid_day", "恢复计算的日子要晚于开始的日子。", field="to_on")
    if (to_on - from_on).days > LONGEST:
        raise Refused("invalid_day", f"听证不能超过 {LONGEST} 天，请再看一眼。", field="to_on")
    if to_on > clock.today():
        raise Refused("invalid_day", "听证结束以后再记，日期不能晚于今天。", field="to_on")
    if petition.pauses.filter(from_on__lt=to_on, to_on__gt=from_on).exists():
        raise Refused("overlaps", "这几天已经记过听证了。", field="from_on")
    act = beside.begin(petition, Beside.HEARING, actor)
    pause = Pause.objects.create(
        centre=petition.centre,
        petition=petition,
        from_on=from_on,
        to_on=to_on,
        expected_on=to_on,
        ground=PauseGround.HEARING,
        reason="复核听证",
    )
    clocks.redate(deadline)
    refresh_face(petition)
    act.payload |= {"from_on": from_on, "to_on": to_on, "due_on": deadline.due_on}
    finish(act)
    return pause
