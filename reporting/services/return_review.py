"""What 平安办 does with returns: sends them back, urges, decides on typed numbers (screen h)."""

from django.db import transaction

from grids.enums import Role
from grids.models import Division
from grids.selectors import in_whose_role
from grids.services.writing import words
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.access import desk
from reporting.enums import Decided, ReturnState
from reporting.models import (
    HalfMonth,
    NumberDecision,
    ReturnSendBack,
    ReturnUrge,
    TypedNumber,
    VillageReturn,
)
from reporting.periods import Period
from reporting.selectors.returns import due_villages
from reporting.services import return_notices as telling
from reporting.services.returns import (
    LONGEST_WHY,
    check_current,
    check_open,
    locked_return,
    not_yours,
    open_half_month,
)


@transaction.atomic
def send_back(asked: VillageReturn, actor: User, reason: str) -> ReturnSendBack:
    """Give a filed return back to its village, with the reason; told at once.

    Raises `Refused`: not_yours · not_now · needs.
    """
    asked = _held(asked, actor, "退回报表")
    version = asked.versions.order_by("-seq").first()
    if version is None or asked.state != ReturnState.FILED:
        raise Refused("not_now", "这个村（社区）现在没有报上来的报表可以退。")
    row = ReturnSendBack.objects.create(
        centre=asked.centre,
        version=version,
        reason=words(reason, "reason", LONGEST_WHY),
        by=actor,
        on_behalf_of=for_peace(actor),
        at=clock.now(),
    )
    asked.state = ReturnState.SENT_BACK
    asked.save(update_fields=["state"])
    telling.sent_back(asked, version.seq)
    return row


@transaction.atomic
def urge(village: Division, centre: Division, period: Period, actor: User) -> ReturnUrge:
    """Ask a village for its return, once a day at most; told at once.

    Raises `Refused`: not_yours · not_now.
    """
    check_keeper(centre.pk, actor, "催报")
    asked = locked_return(centre, period, village)
    check_open(asked.half_month)
    if asked.state == ReturnState.FILED:
        raise Refused("not_now", f"{village.short_name}已经报了，不用催。")
    today = clock.today()
    if asked.urges.filter(on=today).exists():
        raise Refused("not_now", f"今天已经催过{village.short_name}。", instead="急的话可以打电话")
    row = ReturnUrge.objects.create(
        centre=centre, of=asked, on=today, by=actor, on_behalf_of=for_peace(actor), at=clock.now()
    )
    telling.urged(asked)
    return row


@transaction.atomic
def urge_all(centre: Division, period: Period, actor: User) -> int:
    """Urge every village that owes its return and was not urged today; how many. Raises as `urge`."""
    check_keeper(centre.pk, actor, "催报")
    check_current(centre, period)
    open_half_month(centre, period)
    silent = VillageReturn.objects.filter(
        centre=centre,
        due_on=period.last_on,
        division__in=due_villages(centre, period.last_on),
    ).exclude(state=ReturnState.FILED)
    waiting = list(
        silent.exclude(urges__on=clock.today())
        .select_related("division")
        .order_by("division__code")
    )
    for each in waiting:
        urge(each.division, centre, period, actor)
    return len(waiting)


@transaction.atomic
def decide(number: TypedNumber, actor: User, how: str, text: str = "") -> NumberDecision:
    """Settle a typed number: the system's holds, or the village registers or amends the case.

    Raises `Refused`: not_yours · not_now · invalid_choice.
    """
    if how not in Decided.values:
        raise Refused("invalid_choice", "请选怎么定。", field="how")
    asked = _held(number.version.of, actor, "定手工改过的数")
    latest = asked.versions.order_by("-seq").first()
    if latest is None or latest.pk != number.version_id:
        raise Refused("not_now", "村里已经重新报了，请看最近的一版。")
    row = NumberDecision.objects.create(
        centre=asked.centre,
        number=number,
        seq=number.decisions.count() + 1,
        how=how,
        words=words(text, "words", LONGEST_WHY, is_needed=False),
        by=actor,
        on_behalf_of=for_peace(actor),
        at=clock.now(),
    )
    if how == Decided.REGISTER:
        telling.to_register(asked, number.pk)
    return row


def _held(asked: VillageReturn, actor: User, what: str) -> VillageReturn:
    """The return with its half-month, both locked. Raises `Refused`: not_yours · not_now."""
    check_keeper(asked.centre_id, actor, what)
    half_month = HalfMonth.objects.select_for_update().get(pk=asked.half_month_id)
    found = (
        VillageReturn.objects.select_for_update(of=("self",))
        .select_related("division", "centre")
        .get(pk=asked.pk)
    )
    found.half_month = half_month
    check_open(half_month)
    return found


def check_keeper(centre: int, actor: User, what: str) -> None:
    if centre not in desk(actor).kept:
        raise not_yours(what, "由平安办来办")


def for_peace(actor: User) -> User | None:
    return in_whose_role(actor, {Role.PEACE_OFFICER})
