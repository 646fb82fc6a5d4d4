"""平安办 draws a line for a rate; an earlier decision stays readable."""

from decimal import Decimal

from django.db import transaction

from grids.enums import Level
from grids.models import Division
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.access import reader
from reporting.figures.aims import AIMS
from reporting.models import Target
from reporting.selectors.targets import lines_of
from reporting.services.return_review import for_peace

LONGEST = 200
HUNDRED = Decimal(100)
EARLIEST = 2020


@transaction.atomic
def set_target(
    actor: User,
    centre: Division,
    figure: str,
    *,
    year: int,
    least: Decimal | None,
    reason: str,
    division: Division | None = None,
) -> Target:
    """Write down the line of a rate from a year on, for the town or for one village of it.

    `least` in per cent; None takes the line away (of a village: the town's holds again). Raises
    `Refused`: not_yours · invalid_figure · invalid_year · invalid_value · invalid_division ·
    needs_reason · nothing_changed.
    """
    who = reader(actor)
    if not who.may_lock or centre not in who.towns:
        raise Refused("not_yours", "目标值由平安办定。", who="平安办")
    if figure not in AIMS:
        raise Refused("invalid_figure", "这个指标不设目标，请从列出的里面选。", field="figure")
    if not EARLIEST <= year <= clock.today().year + 1:
        raise Refused(
            "invalid_year", f"年份请填 {EARLIEST} 到 {clock.today().year + 1}。", field="year"
        )
    if least is not None and not 0 <= least <= HUNDRED:
        raise Refused("invalid_value", "目标请填 0 到 100 之间的百分数。", field="least")
    if division is not None and (division.level != Level.VILLAGE or not division.is_under(centre)):
        raise Refused("invalid_division", "没有找到这个村（社区），请重新选。", field="division")
    reason = reason.strip()[:LONGEST]
    if not reason:
        raise Refused("needs_reason", "请写依据，比如哪份方案、哪次会议定的。", field="reason")
    # One at a time, so that of two who decide at once the second sees what the first wrote.
    Division.objects.select_for_update(no_key=True).get(pk=centre.pk)
    village = division.code if division else ""
    before = lines_of(centre, year).decisions.get((figure, village))
    if before is None and division is None:
        is_same = least == AIMS[figure].least
    else:
        is_same = (before.least if before else None) == least
    if is_same:
        raise Refused("nothing_changed", "现在就是这个目标，不用再定。", field="least")
    return Target.objects.create(
        centre=centre,
        division=division,
        figure=figure,
        year=year,
        least=least,
        reason=reason,
        by=actor,
        on_behalf_of=for_peace(actor),
        at=clock.now(),
    )
