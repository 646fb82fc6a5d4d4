"""Reading 评查: draws, what came out, how each stands; who reviews and who mends."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from cases import access
from cases.enums import Difficulty, Risk, StageOutcome
from cases.models import Case, Stage
from grids.access import SAMPLE_READERS
from grids.enums import Role
from grids.models import Department, Division
from grids.selectors import standings_today
from mediation.core import clock
from mediation.core.models import User
from reporting.models import SampledCase, SampleList, SampleReply, Sampling
from reporting.periods import Period
from reporting.review_enums import ReplyKind, SampleKind, SampleState

SAMPLERS = frozenset({Role.PEACE_OFFICER, Role.JUSTICE_OFFICER, Role.DIRECTOR})
# 积案: open for longer than this when the quarter ends.
OLD_AFTER = timedelta(days=90)
NOT_AGREED = (StageOutcome.ESCALATED, StageOutcome.TERMINATED, StageOutcome.REFERRED)
SHOWN = 20


def towns_sampled(user: User) -> frozenset[int]:
    """Ids of the towns where he draws and reviews."""
    return frozenset(
        post.department.centre_id
        for one in standings_today(user)
        for post in one.posts
        if post.role in SAMPLERS
    )


def may_read(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(SAMPLE_READERS)


def visible_samplings(user: User) -> QuerySet[Sampling]:
    """Draws of his towns, and those that drew from a list of his unit."""
    own = Q(lists__unit__in=access.standing(user).handling_units)
    return (
        Sampling.objects.filter(Q(centre__in=towns_sampled(user)) | own)
        .select_related("centre", "by")
        .distinct()
        .order_by("-first_on")
    )


def visible_samples(user: User) -> QuerySet[SampledCase]:
    """Drawn cases of his towns or of his unit, of those that he sees at all; `last_kind`: the last
    reply to its sheet, `last_due_on` by when it is to be mended again."""
    replies = SampleReply.objects.filter(sheet__sampled=OuterRef("pk")).order_by("-seq")
    return (
        SampledCase.objects.filter(
            Q(centre__in=towns_sampled(user))
            | Q(of__unit__in=access.standing(user).handling_units),
            case__in=access.visible_to(user).values("pk"),
        )
        .annotate(
            last_kind=Subquery(replies.values("kind")[:1], output_field=CharField()),
            last_due_on=Subquery(replies.values("due_on")[:1]),
        )
        .select_related("of__sampling", "of__unit__division", "case__category", "sheet")
        .order_by("of__unit__order", "of__unit__code", "of__pk", "place")
    )


def lists_of(user: User, found: Sampling) -> QuerySet[SampleList]:
    """Every list of a draw of his towns; of another those of which he sees what came out."""
    lists = found.lists.select_related("unit__division").order_by("unit__order", "unit__code", "pk")
    if reads_numbers(user, found):
        return lists
    seen = visible_samples(user).filter(of__sampling=found).order_by()
    return lists.filter(pk__in=seen.values("of"))


def reads_numbers(user: User, found: Sampling) -> bool:
    """Who draws in the town reads the numbers of every list, and can reckon the draw again."""
    return found.centre_id in towns_sampled(user)


def sample_of(user: User, pk: int) -> SampledCase:
    """One drawn case with its replies. Raises Http404."""
    replies = SampleReply.objects.select_related("by").order_by("seq")
    return get_object_or_404(
        visible_samples(user)
        .select_related("of__sampling__centre", "sheet__by")
        .prefetch_related(Prefetch("sheet__replies", replies)),
        pk=pk,
    )


def sheet_of(sampled: SampledCase) -> Any:
    """Its sheet, None while it waits for one."""
    return getattr(sampled, "sheet", None)


def state_of(sampled: SampledCase) -> SampleState:
    sheet = sheet_of(sampled)
    if sheet is None:
        return SampleState.TO_REVIEW
    last = sampled.last_kind  # type: ignore[attr-defined]
    if not sheet.has_to_mend or last == ReplyKind.ACCEPT:
        return SampleState.DONE
    return SampleState.TO_CHECK if last == ReplyKind.ANSWER else SampleState.TO_MEND


def due_of(sampled: SampledCase) -> date | None:
    """By when the unit mends; None while it need not."""
    if state_of(sampled) != SampleState.TO_MEND:
        return None
    return sampled.last_due_on or sheet_of(sampled).due_on  # type: ignore[attr-defined]


# --- who ----------------------------------------------------------------------------------------


def may_review(user: User, sampled: SampledCase) -> bool:
    """Who draws in the town, or the unit's head for his own unit's list (自查); he reads the file."""
    is_head = sampled.of.unit_id in access.standing(user).headed_units
    if sampled.centre_id not in towns_sampled(user) and not is_head:
        return False
    return access.level_of(user, sampled.case) >= access.FILE


def may_mend(user: User, sampled: SampledCase) -> bool:
    return sampled.of.unit_id in access.standing(user).handling_units


def may_check(user: User, sampled: SampledCase) -> bool:
    """Who draws in the town; the unit does not pass itself."""
    return sampled.centre_id in towns_sampled(user) and not may_mend(user, sampled)


# --- the lists ----------------------------------------------------------------------------------


def units_of(centre: Division) -> QuerySet[Department]:
    """Units that handle cases, in their order."""
    return Department.objects.filter(centre=centre, is_handling=True, is_active=True).order_by(
        "order", "code"
    )


def stages_of(centre: Division, period: Period, kind: str) -> QuerySet[Stage]:
    """The stays that put a case on a list: settled or not agreed there in the quarter, or there
    at its end and hard, red or older than ninety days."""
    stages = Stage.objects.filter(centre=centre)
    left = stages.filter(left_on__range=(period.first_on, period.last_on))
    if kind == SampleKind.SETTLED:
        return left.filter(outcome=StageOutcome.SETTLED)
    if kind == SampleKind.FAILED:
        return left.filter(outcome__in=NOT_AGREED)
    return stages.filter(
        Q(left_on__isnull=True) | Q(left_on__gt=period.last_on),
        Q(case__difficulty=Difficulty.HARD)
        | Q(case__risk=Risk.RED)
        | Q(case__received_on__lt=period.last_on - OLD_AFTER),
        entered_on__lte=period.last_on,
    )


def numbers_by_unit(centre: Division, period: Period, kind: str) -> dict[int, list[str]]:
    """Case numbers of a list by unit, in the order of the numbers."""
    found: dict[int, list[str]] = {}
    rows = stages_of(centre, period, kind).order_by("case__year", "case__short_number")
    for unit, number in rows.values_list("unit", "case__number").distinct():
        found.setdefault(unit, []).append(number)
    return found


def cases_by_number(centre: Division, numbers: list[str]) -> dict[str, int]:
    return dict(Case.objects.filter(centre=centre, number__in=numbers).values_list("number", "pk"))


# --- today ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """One section of `/`; see `grids.selectors.sweep_blocks`."""

    key: str
    title: str
    hint: str
    template: str
    rows: list[tuple[SampledCase, SampleState, date | None]]
    has_more: bool
    summary: str


def blocks(user: User) -> list[Block]:
    """On `/` (settings.TODAY_BLOCKS): what his unit is to mend, what he is to look at again."""
    units, towns = access.standing(user).handling_units, towns_sampled(user)
    if not may_read(user) or not (units or towns):
        return []
    to_mend = Q(last_kind__isnull=True) | Q(last_kind=ReplyKind.AGAIN)
    waiting = Q(of__unit__in=units) & to_mend | Q(centre__in=towns, last_kind=ReplyKind.ANSWER)
    found = visible_samples(user).filter(waiting, sheet__has_to_mend=True)
    rows = list(found.order_by("sheet__due_on", "pk")[: SHOWN + 1])
    if not rows:
        return []
    today = clock.today()
    late = sum((due_of(one) or today) < today for one in rows)
    return [
        Block(
            key="samples",
            title="评查要整改的",
            hint="改好了说一句；要看的看一眼",
            template="reporting/sampling/today.html",
            rows=[(one, state_of(one), due_of(one)) for one in rows[:SHOWN]],
            has_more=len(rows) > SHOWN,
            summary=f"{late} 件评查整改过期" if late else "",
        )
    ]


def sampling_of(user: User, pk: int) -> Sampling:
    """Raises Http404."""
    found = visible_samplings(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
