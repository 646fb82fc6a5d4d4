"""What a unit found: a zero is said in so many words, a correction says why (domain.md §1.3 D2, D5)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from grids.models import Category, SweepFinding, SweepReport, SweepUnit
from grids.selectors.sweeps import reports_for
from grids.services.sweeps.checks import check_begun, check_runs, locked_unit, not_yours
from grids.services.writing import words
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

LONGEST_ANALYSIS, LONGEST_WHY = 4_000, 200
MOST_FOUND = 9_999


def report(
    asked: SweepUnit,
    actor: User,
    *,
    analysis: str,
    form_key: UUID | str,
    is_zero: bool = False,
    findings: Mapping[str, int] | None = None,
    settled_count: int = 0,
    reason: str = "",
) -> SweepReport:
    """Hand in what a unit found, by category code; a later one corrects it and says why.

    The day of the first one says whether the unit was in time. The same form key gives the first
    one back. Raises `Refused`: not_yours · not_now · needs · invalid_number · invalid_choice.
    """
    may, behalf = reports_for(actor, asked.unit)
    if not may:
        raise not_yours("报这个单位的排查", f"由{asked.unit.short_name}来报")
    found = _counts(findings or {})
    total = sum(found.values())
    if is_zero and total:
        raise Refused("invalid_zero", "填了件数就不是零报告，请去掉其中一个。", field="is_zero")
    if not is_zero and not total:
        raise Refused("needs_counts", "没有排查出纠纷的，请勾选零报告。", field="is_zero")
    if not 0 <= settled_count <= total:
        raise Refused("invalid_number", "当场化解的不能比排查出的多。", field="settled_count")
    said = words(analysis, "analysis", LONGEST_ANALYSIS)
    with transaction.atomic():
        asked = locked_unit(asked)
        if known := SweepReport.objects.filter(form_key=form_key, asked=asked).first():
            return known
        check_runs(asked.round)
        check_begun(asked.round)
        if asked.excused_at is not None:
            raise Refused("not_now", "这一轮您单位免报。", instead="确实要报的，请告诉平安办")
        seq = asked.reports.count() + 1
        row = SweepReport.objects.create(
            centre=asked.centre,
            asked=asked,
            seq=seq,
            is_zero=is_zero,
            found_count=total,
            settled_count=settled_count,
            analysis=said,
            reason=words(reason, "reason", LONGEST_WHY) if seq > 1 else "",
            by=actor,
            on_behalf_of=behalf,
            at=clock.now(),
            filed_on=clock.today(),
            form_key=UUID(str(form_key)),
        )
        SweepFinding.objects.bulk_create(
            SweepFinding(centre=asked.centre, report=row, category=category, count=count)
            for category, count in found.items()
        )
    return row


def _counts(findings: Mapping[str, int]) -> dict[Category, int]:
    known = {one.code: one for one in Category.objects.filter(is_active=True)}
    found: dict[Category, int] = {}
    for code, count in findings.items():
        if code not in known:
            raise Refused("invalid_choice", "没有这个纠纷类别。", field="findings")
        if not 0 <= count <= MOST_FOUND:
            raise Refused("invalid_number", "件数请填 0 以上的数字。", field=f"c{code}")
        if count:
            found[known[code]] = count
    return found
