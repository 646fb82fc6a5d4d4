"""评查: drawing by lot, filling a sheet, mending, looking again. Written once, never changed."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from grids.models import Division
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting import sampling as lots
from reporting.models import SampledCase, SampleList, SampleReply, SampleSheet, Sampling
from reporting.review_enums import Mark, ReplyKind, SampleKind, SampleState
from reporting.selectors import sampling as reading
from reporting.spans import Span

LEAST, MOST = 1, 10
MEND_WITHIN = timedelta(days=15)  # 本镇规定
LONGEST = 2_000
ONCE_A_QUARTER = "sampling_once_a_quarter"  # the constraint


def draw(user: User, centre: Division, span: Span, size: int) -> Sampling:
    """Draw `size` cases of each list of each unit, once a quarter: hard ones first, then those not
    agreed, then settled ones; a case comes out once.

    Raises `Refused`: not_yours · invalid_span · too_early · invalid_size · drawn.
    """
    if centre.pk not in reading.towns_sampled(user):
        raise Refused("not_yours", "抽样由平安办、司法所或者中心主任来做。")
    period = span.period
    if not span.is_quarter:
        raise Refused("invalid_span", "评查按季度抽。", field="span")
    if period.last_on >= clock.today():
        raise Refused("too_early", f"{span.label}还没有过完。", instead="请过完这个季度再抽。")
    if not LEAST <= size <= MOST:
        raise Refused("invalid_size", f"每类抽 {LEAST} 到 {MOST} 件。", field="size")
    try:
        with transaction.atomic():
            found = Sampling.objects.create(
                centre=centre,
                first_on=period.first_on,
                last_on=period.last_on,
                size=size,
                seed=lots.new_seed(),
                by=user,
                at=clock.now(),
            )
            _draw_lists(found, centre, span)
    except IntegrityError as error:
        if ONCE_A_QUARTER not in str(error):
            raise
        raise Refused("drawn", f"{span.label}已经抽过，抽出来的不能重抽。") from error
    return found


def _draw_lists(found: Sampling, centre: Division, span: Span) -> None:
    """List by list: what came out of one is not on the next."""
    units = list(reading.units_of(centre))
    gone: set[str] = set()
    for kind in SampleKind.values:
        numbers = reading.numbers_by_unit(centre, span.period, kind)
        for unit in units:
            if unit.pk not in numbers:
                continue
            left = [number for number in numbers[unit.pk] if number not in gone]
            one = SampleList.objects.create(
                centre=centre, sampling=found, unit=unit, kind=kind, numbers=left
            )
            drawn = lots.drawn(found.seed, left, found.size)
            gone.update(drawn)
            keys = reading.cases_by_number(centre, drawn)
            SampledCase.objects.bulk_create(
                SampledCase(centre=centre, of=one, case_id=keys[number], place=place)
                for place, number in enumerate(drawn, start=1)
            )


@transaction.atomic
def fill(user: User, sampled: SampledCase, *, marks: dict[str, str], findings: str) -> SampleSheet:
    """Write the sheet of a drawn case. What is to be mended goes back to the unit with a day.

    Raises `Refused`: not_yours · filled · needs_marks · needs_findings.
    """
    sampled = _locked(user, sampled)
    if not reading.may_review(user, sampled):
        raise Refused("not_yours", "评查表由平安办、司法所或者本单位负责人来填。")
    if reading.sheet_of(sampled) is not None:
        raise Refused("filled", "这一件已经评查过。", instead="后面的情况写在整改里。")
    points = lots.points_of(sampled.of.kind)
    asked = {point.code for point in points}
    if set(marks) != asked or not set(marks.values()) <= set(Mark.values):
        missing = [point.words for point in points if marks.get(point.code) not in Mark.values]
        raise Refused("needs_marks", f"还有 {len(missing)} 个要点没有选。", field="marks")
    has_to_mend = Mark.FIX in marks.values()
    words = findings.strip()[:LONGEST]
    if not words:
        raise Refused("needs_findings", "请写一句评查情况。", field="findings")
    today = clock.today()
    return SampleSheet.objects.create(
        centre=sampled.centre,
        sampled=sampled,
        marks=marks,
        findings=words,
        is_own=sampled.centre_id not in reading.towns_sampled(user),
        has_to_mend=has_to_mend,
        due_on=today + MEND_WITHIN if has_to_mend else None,
        on=today,
        by=user,
        at=clock.now(),
    )


@transaction.atomic
def reply(
    user: User, sampled: SampledCase, kind: str, text: str = "", due_on: date | None = None
) -> SampleReply:
    """The unit says what it mended; who draws accepts it, or asks for more by a day.

    Raises `Refused`: not_now · not_yours · needs_text · invalid_day.
    """
    sampled = _locked(user, sampled)
    state = reading.state_of(sampled)
    waits_for = SampleState.TO_MEND if kind == ReplyKind.ANSWER else SampleState.TO_CHECK
    if kind not in ReplyKind.values or state != waits_for:
        raise Refused("not_now", f"这一件现在是“{state.label}”，这一步做不了。")
    is_his = reading.may_mend if kind == ReplyKind.ANSWER else reading.may_check
    if not is_his(user, sampled):
        who = "由办这件事的单位来写" if kind == ReplyKind.ANSWER else "由平安办、司法所来看"
        raise Refused("not_yours", "这一步您现在不能办。", who=who)
    words = text.strip()[:LONGEST]
    if not words and kind != ReplyKind.ACCEPT:
        raise Refused("needs_text", "请写一句说明。", field="text")
    today = clock.today()
    if kind == ReplyKind.AGAIN:
        due_on = due_on or today + MEND_WITHIN
        if due_on <= today:
            raise Refused("invalid_day", "再改的日子要在今天以后。", field="due_on")
    sheet = reading.sheet_of(sampled)
    return SampleReply.objects.create(
        centre=sampled.centre,
        sheet=sheet,
        seq=sheet.replies.count() + 1,
        kind=kind,
        text=words,
        due_on=due_on if kind == ReplyKind.AGAIN else None,
        by=user,
        at=clock.now(),
    )


def _locked(user: User, sampled: SampledCase) -> SampledCase:
    """Under its lock, read again: two who press at once come one after the other."""
    SampledCase.objects.select_for_update(no_key=True).get(pk=sampled.pk)
    return reading.sample_of(user, sampled.pk)
