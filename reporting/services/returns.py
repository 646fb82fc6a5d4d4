"""Returns of the villages: opened, prepared, confirmed; a typed-over number is kept beside.

No figure changes here: a half-month is only ever the sum of its movements. Source: issue 7, Build 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from cases.access import visible_to
from cases.models import Case
from grids.enums import Role
from grids.models import Category, Division
from grids.selectors import committee_of, heads_of, standings_today, towns
from grids.services.writing import day_words, words
from mediation.core import clock, drafts
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting import periods, stated
from reporting.access import desk
from reporting.enums import ReturnState, State
from reporting.models import (
    COUNTED_LINES,
    HalfMonth,
    ReturnVersion,
    TypedNumber,
    VillageReturn,
)
from reporting.periods import Period
from reporting.selectors.locks import locked_half_months
from reporting.selectors.returns import Numbers, due_villages, is_due, numbers_of, village_table
from reporting.services import return_notices as telling

DRAFT = "village-return"
ANALYSIS = {"features": "特点", "causes": "成因", "hotspots": "易发多发领域", "advice": "建议"}
LONGEST_ANALYSIS, LONGEST_WHY = 2_000, 200
MOST = 99_999


@dataclass(frozen=True)
class Typed:
    """A number that a village holds against the system's; `case` the short or whole number of one."""

    category: str
    line: str
    typed: int
    why: str
    case: str = ""


# --- opening ------------------------------------------------------------------------------------


def open_returns() -> int:
    """The returns of the half-month of today for every village in use; how many were missing.

    May run twice. Of an earlier half-month a return opens with its first writing.
    """
    period = periods.period_of(clock.today())
    return sum(open_half_month(centre, period) for centre in towns().order_by("code"))


@transaction.atomic
def open_half_month(centre: Division, period: Period) -> int:
    """The returns of one half-month that are not there yet, in one statement."""
    half_month, _ = HalfMonth.objects.get_or_create(centre=centre, cut_off=period.last_on)
    if half_month.is_locked:
        return 0
    known = set(half_month.returns.order_by().values_list("division", flat=True))
    rows = [
        _new_return(half_month, village)
        for village in due_villages(centre, period.last_on)
        if village.pk not in known
    ]
    VillageReturn.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _new_return(half_month: HalfMonth, village: Division) -> VillageReturn:
    return VillageReturn(
        centre_id=half_month.centre_id,
        half_month=half_month,
        division=village,
        due_on=half_month.cut_off,
        opened_at=clock.now(),
    )


def locked_return(centre: Division, period: Period, village: Division) -> VillageReturn:
    """The row of a return, its own and the half-month's lock held; it opens with the first writing.

    Raises `Refused`: not_now.
    """
    check_current(centre, period)
    if not is_due(village, centre, period.last_on):
        raise Refused("not_now", f"{village.short_name}这一期不用报。", instead="请看看别的期")
    HalfMonth.objects.get_or_create(centre=centre, cut_off=period.last_on)
    half_month = HalfMonth.objects.select_for_update().get(centre=centre, cut_off=period.last_on)
    VillageReturn.objects.bulk_create([_new_return(half_month, village)], ignore_conflicts=True)
    found = VillageReturn.objects.select_for_update().get(half_month=half_month, division=village)
    found.half_month = half_month
    return found


def is_current(centre: Division, period: Period) -> bool:
    """Whether returns are asked of a half-month: it has begun, and is none from before the books."""
    return not _why_never(centre, period)


def check_current(centre: Division, period: Period) -> None:
    """Raises `Refused` ("not_now") for a half-month of which no returns are asked."""
    if why := _why_never(centre, period):
        raise Refused("not_now", why, instead="请看看别的期")


def _why_never(centre: Division, period: Period) -> str:
    if period.first_on > clock.today():
        return f"这一期从{day_words(period.first_on)}开始，还没有到。"
    first = locked_half_months(centre).order_by("cut_off").first()
    if first is not None and period.last_on < first.cut_off:
        return f"系统从截至{day_words(first.cut_off)}的一期开始记，更早的不从这里报。"
    return ""


def check_open(half_month: HalfMonth) -> None:
    """Raises `Refused` ("not_now") where villages' returns no longer change."""
    if half_month.state == State.LOCKED:
        raise Refused(
            "not_now",
            "这一期已经锁定，数字不再变动。",
            instead="补录和更正记到下一期，要更正请找平安办",
        )
    if half_month.state != State.OPEN:
        raise Refused("not_now", "这一期已经提交，现在不能改。", instead="要改请平安办先请领导退回")


def is_late_first(half_month: str, asked: str) -> bool:
    """By two states: a village's first word on a half-month that was submitted without it.

    It is taken until the half-month is locked, so that its late day is on record; the numbers that
    were submitted stay.
    """
    return asked == ReturnState.WAITING and half_month in {State.SUBMITTED, State.APPROVED}


def _check_writable(asked: VillageReturn) -> None:
    if not is_late_first(asked.half_month.state, asked.state):
        check_open(asked.half_month)


# --- the village --------------------------------------------------------------------------------


@transaction.atomic
def file_return(
    village: Division,
    centre: Division,
    period: Period,
    actor: User,
    *,
    form_key: UUID | str,
    typed: Sequence[Typed] = (),
    reason: str = "",
    seen: str = "",
    **analysis: str,
) -> ReturnVersion:
    """Confirm a village's half-month; a later version says why, unless it was sent back.

    `analysis` are the four texts of ANALYSIS; a return without any movement is a zero report and
    needs none. Rates and sums that they state must follow (`stated`). `seen` is `seen_of` the
    numbers on the writer's screen: where the system has others by now, nothing is confirmed
    unread. The same form key gives the first one back. After 平安办 submitted a village that is
    missing may still confirm the system's numbers (`is_late_first`). Raises
    `Refused`: not_yours · not_now · stale · needs… · invalid….
    """
    signs, behalf = _signs(actor, village)
    if not signs:
        raise Refused("not_yours", "报表由负责人确认。", instead="可以先填好存着，请负责人来确认")
    asked = locked_return(centre, period, village)
    known = ReturnVersion.objects.filter(form_key=form_key).first()
    if known is not None and known.of_id != asked.pk:
        raise Refused("invalid_form_key", "这张表单已经用来报了别的，请刷新页面再报。")
    if known is not None:
        return known
    _check_writable(asked)
    figures = village_table(centre, period, village)
    numbers = numbers_of(figures)
    if seen and seen != seen_of(numbers):
        raise Refused(
            "stale",
            "您填的时候系统里的数变了，请把新的数再看一遍，然后确认。",
            current={"numbers": numbers, "seen": seen_of(numbers)},
        )
    rows = _typed_rows(typed, numbers, actor, village)
    if rows and asked.half_month.state != State.OPEN:
        raise Refused(
            "not_now",
            "这一期已经提交，现在只能照系统的数报。",
            instead="系统的数不对的，请平安办先请领导退回，再改",
        )
    is_zero = not numbers and not any(row.typed for row in rows)
    said = {
        name: words(analysis.get(name, ""), name, LONGEST_ANALYSIS, is_needed=False)
        for name in ANALYSIS
    }
    if not is_zero and not said["features"]:
        raise Refused("needs_analysis", "请写写这半个月纠纷的特点。", field="features")
    stated.check(said, stated.together(figures.rows))
    seq = asked.versions.count() + 1
    needs_reason = seq > 1 and asked.state != ReturnState.SENT_BACK
    version = ReturnVersion.objects.create(
        centre=centre,
        of=asked,
        seq=seq,
        numbers=numbers,
        is_zero=is_zero,
        reason=words(reason, "reason", LONGEST_WHY, is_needed=needs_reason) if seq > 1 else "",
        by=actor,
        on_behalf_of=behalf,
        at=clock.now(),
        filed_on=clock.today(),
        form_key=UUID(str(form_key)),
        **said,
    )
    for row in rows:
        row.centre, row.version = centre, version
    TypedNumber.objects.bulk_create(rows)
    asked.state = ReturnState.FILED
    asked.first_filed_on = asked.first_filed_on or version.filed_on
    asked.save(update_fields=["state", "first_filed_on"])
    drafts.clear_shared(draft_key(centre, period, village))
    return version


@transaction.atomic
def prepare_return(
    village: Division, centre: Division, period: Period, actor: User, data: Mapping[str, Any]
) -> None:
    """Keep what a member of the committee filled in, for its head to confirm, and tell him.

    Raises `Refused`: not_yours · not_now.
    """
    if village.pk not in desk(actor).written:
        raise not_yours("填这个村（社区）的报表", "由村（社区）调委会来填")
    asked = locked_return(centre, period, village)
    _check_writable(asked)
    drafts.save(actor, DRAFT, dict(data), draft_key(centre, period, village))
    unit = committee_of(village)
    telling.prepared(asked, heads_of(unit) if unit else [], actor, asked.versions.count() + 1)


def draft_key(centre: Division, period: Period, village: Division) -> str:
    return f"{centre.code}-{period.last_on:%Y%m%d}-{village.code}"


def may_write(user: User, village: Division) -> bool:
    return village.pk in desk(user).written


def signs(user: User, village: Division) -> bool:
    """Whether the user confirms for the village: its head; any member where it has no head."""
    return _signs(user, village)[0]


def _signs(user: User, village: Division) -> tuple[bool, User | None]:
    """Whether he confirms, and for whom he stands in doing it (None: for himself)."""
    own = desk(user)
    if village.pk not in own.written:
        return False, None
    unit = committee_of(village)
    heads = set(heads_of(unit).values_list("pk", flat=True)) if unit else set()
    if village.pk not in own.signed and heads and user.pk not in heads:
        return False, None
    first, *others = standings_today(user)
    if any(post.role == Role.MEDIATOR for post in first.posts):
        return True, None
    return True, next(
        (each.user for each in others if any(p.role == Role.MEDIATOR for p in each.posts)), None
    )


def seen_of(numbers: Numbers) -> str:
    """The numbers on a screen in one word, to be sent back with what was typed."""
    return (
        ".".join(
            f"{code}-{line}-{count}"
            for code, lines in sorted(numbers.items())
            for line, count in sorted(lines.items())
        )
        or "0"
    )


def _typed_rows(
    typed: Sequence[Typed], numbers: Numbers, actor: User, village: Division
) -> list[TypedNumber]:
    """Only what differs from the system's is kept, with its reason."""
    categories = {each.code: each for each in Category.objects.all()}
    places = [(each.category, each.line) for each in typed]
    if len(set(places)) < len(places):
        raise Refused("invalid_choice", "同一类别的同一栏只能写一个数。", field="typed")
    rows = []
    for each in typed:
        category = categories.get(each.category)
        if category is None or each.line not in COUNTED_LINES:
            raise Refused("invalid_choice", "没有这一栏。", field="typed")
        if not 0 <= each.typed <= MOST:
            raise Refused(
                "invalid_number", "件数请填 0 以上的数字。", field=f"{each.line}-{each.category}"
            )
        system = numbers.get(each.category, {}).get(each.line, 0)
        if each.typed == system:
            continue
        why = words(each.why, f"why-{each.category}", LONGEST_WHY, is_needed=False)
        if not why:
            raise Refused(
                "needs_reason",
                f"{category.short_name}填的和系统的不一样，请写写为什么。",
                field=f"why-{each.category}",
            )
        rows.append(
            TypedNumber(
                category=category,
                line=each.line,
                system=system,
                typed=each.typed,
                why=why,
                case=_case_named(each, actor, village),
            )
        )
    return rows


def _case_named(typed: Typed, actor: User, village: Division) -> Case | None:
    """The case of which the village speaks: its whole number, or its short one of this year."""
    said = typed.case.strip().removesuffix("号")
    if not said:
        return None
    cases = visible_to(actor)
    if said.isascii() and said.isdecimal():
        cases = cases.filter(short_number=int(said[:9]), division__in=desk(actor).written)
    else:
        cases = cases.filter(number=typed.case.strip())
    found = cases.order_by("-year", "-pk").first()
    if found is None:
        raise Refused(
            "invalid_case",
            "没有找到这个案号。",
            instead="不清楚的可以空着",
            field=f"case-{typed.category}",
        )
    return found


def not_yours(what: str, who: str) -> Refused:
    return Refused("not_yours", f"这一步您现在不能办：{what}。", who=who)
