"""A correction of a locked half-month: a new version with the difference, never a change."""

import hashlib
import json
from collections.abc import Sequence

from django.db import transaction

from grids.services.writing import words
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.models import Correction, CorrectionLine, HalfMonth
from reporting.selectors.corrections import Difference, differences, received_elsewhere
from reporting.services import gate
from reporting.services.return_review import check_keeper, for_peace

LONGEST_REASON = 200
NOTHING = "0" * 64


@transaction.atomic
def correct(half_month: HalfMonth, actor: User, reason: str) -> Correction:
    """Write down all that differs by now from what was locked, as the next version.

    Raises `Refused`: not_yours · not_now · needs · nothing_changed.
    """
    check_keeper(half_month.centre_id, actor, "更正半月报")
    gate.close(half_month.centre)
    half_month = HalfMonth.objects.select_related("centre").get(pk=half_month.pk)
    if not half_month.is_locked:
        raise Refused("not_now", "这一期还没有锁定，直接改案件就行。")
    said = words(reason, "reason", LONGEST_REASON)
    found = differences(half_month)
    sha256 = print_of(found)
    last = half_month.corrections.order_by("-seq").first()
    if sha256 == (last.sha256 if last else NOTHING):
        raise Refused(
            "nothing_changed",
            "和已经锁定、更正的数字没有差别，不用更正。",
            instead="漏报的案件先补登，填实际的日期" + _of_another_day(half_month),
        )
    correction = Correction.objects.create(
        centre=half_month.centre,
        half_month=half_month,
        seq=last.seq + 1 if last else 1,
        reason=said,
        sha256=sha256,
        by=actor,
        on_behalf_of=for_peace(actor),
        at=clock.now(),
    )
    CorrectionLine.objects.bulk_create(
        CorrectionLine(
            centre=half_month.centre,
            correction=correction,
            case_id=each.case,
            kind=each.kind,
            division_id=each.division,
            category_id=each.category,
            source=each.source,
            amount=each.amount,
        )
        for each in found
    )
    return correction


def _of_another_day(half_month: HalfMonth) -> str:
    """Says what no correction shows: cases received, as was found later, in another half-month."""
    many = received_elsewhere(half_month).count()
    if not many:
        return ""
    return f"。有 {many} 件的收到日期后来更正到了别的半月：锁定的新增不改，仍计在这一期"


def print_of(found: Sequence[Difference]) -> str:
    """The fingerprint of differences in their order; NOTHING of none."""
    if not found:
        return NOTHING
    said = [
        [each.division, each.category, each.source, each.case, each.kind, each.amount]
        for each in found
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
