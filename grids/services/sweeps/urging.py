"""催报: asking a unit again for its report, kept and told at once (domain.md §7 row 3)."""

from django.db import transaction

from grids.models import SweepRound, SweepUnit, SweepUrge
from grids.services.sweeps import telling
from grids.services.sweeps.checks import check_begun, check_maker, check_runs, locked_unit
from grids.services.writing import words
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

LONGEST_WORDS = 200


@transaction.atomic
def urge(asked: SweepUnit, actor: User, text: str = "") -> SweepUrge:
    """Ask a unit again for its report, once a day at most; kept, and told to its desk at once.

    Raises `Refused`: not_yours · not_now · invalid_text.
    """
    asked = locked_unit(asked)
    check_maker(asked.round, actor, "催报")
    check_runs(asked.round)
    check_begun(asked.round)
    if asked.excused_at is not None or asked.reports.exists():
        raise Refused("not_now", "这个单位不用催：已经报了，或者免报。")
    if asked.urges.filter(on=clock.today()).exists():
        raise Refused("not_now", "今天已经催过这个单位。", instead="急的话可以打电话")
    said = words(text, "words", LONGEST_WORDS, is_needed=False)
    row = SweepUrge.objects.create(
        centre=asked.centre,
        asked=asked,
        words=said,
        by=actor,
        on=clock.today(),
        at=clock.now(),
    )
    telling.urged(asked)
    return row


@transaction.atomic
def urge_missing(round_: SweepRound, actor: User, text: str = "") -> int:
    """Urge every unit that has not reported and was not urged today; how many. Raises as `urge`."""
    check_maker(round_, actor, "催报")
    check_runs(round_)
    check_begun(round_)
    silent = round_.units.filter(reports__isnull=True, excused_at__isnull=True)
    waiting = list(silent.exclude(urges__on=clock.today()).order_by("pk"))
    for one in waiting:
        urge(one, actor, text)
    return len(waiting)
