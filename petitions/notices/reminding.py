"""The rows of the running clocks of petitions, written in the one pass of the reminder engine.

A citizen's period lapses, the days to object lapse, and those of the body above are not ours: nobody
here is late for them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from django.db.models import QuerySet

from cases.labels import day as day_words
from cases.notices.addressees import UNSIGNED
from cases.notices.reminding import LONGEST_HOLIDAY, unsigned_on
from mediation.core import clock
from mediation.core.calendar import Calendar
from mediation.core.deadlines import WARN_DAYS, steps_due_between
from mediation.core.models import Rule
from mediation.core.notices import Row
from petitions.deadlines import Kind
from petitions.enums import Clock, DirectionKind, Letter, Status
from petitions.models import Deadline, Direction, IssuedLetter, Petition
from petitions.notices.addressees import KIND_OF, PetitionAddressees
from petitions.services.telling import SEALED_KIND, SEALED_WORDS

DAY = timedelta(days=1)
BATCH = 1000
UNTOLD = "extension_untold"
THINK_OF_EXTENDING = "before10"
OURS = frozenset({Kind.OFFICE, Kind.ORDER})
Steps = list[tuple[date, str]]


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto], told as things stand on the last of them."""
    people = PetitionAddressees(upto)
    yield from _of_clocks(after, upto, days, people)
    yield from _of_untold_extensions(after, upto, days, people)
    yield from _of_unsigned_assignments(after, upto, days, people)


# --- clocks -------------------------------------------------------------------------------------


def running() -> QuerySet[Deadline]:
    """Running clocks, with what their texts and addressees need."""
    return (
        Deadline.objects.filter(stopped_on__isnull=True)
        .select_related(
            "rule",
            "petition__centre",
            "petition__division",
            "petition__officer",
            "direction__to_unit",
            "direction__by",
        )
        .prefetch_related("extensions")
        .defer("petition__narrative", "petition__file_text", "direction__text")
    )


def steps_of(deadline: Deadline, after: date, upto: date, days: Calendar) -> Steps:
    """The steps of one running clock in the days (after, upto]."""
    warn_days = tuple(deadline.rule.warn_days) or WARN_DAYS
    steps = steps_due_between(deadline.due_on, after, upto, days, warn_days)
    if KIND_OF[deadline.clock] in OURS:
        return steps
    return [(day, step) for day, step in steps if not step.startswith("over")]


def _of_clocks(
    after: date, upto: date, days: Calendar, people: PetitionAddressees
) -> Iterator[Row]:
    @cache
    def has_a_step(due_on: date, warn_days: tuple[int, ...]) -> bool:
        return bool(steps_due_between(due_on, after, upto, days, warn_days))

    longest = max((max(one) for one in Rule.objects.values_list("warn_days", flat=True) if one),
                  default=max(WARN_DAYS))  # fmt: skip
    horizon = upto + longest * DAY + LONGEST_HOLIDAY
    near = running().filter(due_on__lte=horizon).order_by("due_on", "pk")
    for deadline in near.iterator(chunk_size=BATCH):
        if not has_a_step(deadline.due_on, tuple(deadline.rule.warn_days) or WARN_DAYS):
            continue
        for day, step in steps_of(deadline, after, upto, days):
            for user in sorted(people.of_step(deadline, step)):
                yield _row(
                    deadline.petition,
                    user,
                    kind=step,
                    subject=f"petition_deadline:{deadline.pk}:{step}",
                    text=clock_text(deadline, step, upto),
                    day=day,
                )


def clock_text(deadline: Deadline, step: str, today: date) -> str:
    """信63号 致远社区：信访办结还剩 3 天（10月2日到期）; never a name, never what is asked."""
    due_on = f"（{day_words(deadline.due_on)}到期）"
    left = (deadline.due_on - today).days
    if left < 0:
        said = f"{deadline.rule.label}逾期 {-left} 天{due_on}"
    elif left == 0:
        said = f"{deadline.rule.label}今天到期{due_on}"
    else:
        said = f"{deadline.rule.label}还剩 {left} 天{due_on}"
    return f"{matter(deadline.petition)}：{said}{_next_step(deadline, step)}"


def _next_step(deadline: Deadline, step: str) -> str:
    """What helps: object in time, think of the extension in time, send what is written."""
    if deadline.clock == Clock.OBJECT:
        return "，不属本单位职权的，请在期限内提出"
    if deadline.clock != Clock.CONCLUDE:
        return ""
    if deadline.petition.status == Status.REPLIED:
        return "，处理意见书送出才算办结"
    can_extend = deadline.rule.extension_limit > len(deadline.extensions.all())
    if step == THINK_OF_EXTENDING and can_extend:
        return "，到期前作不出处理意见的，请看要不要申请延期"
    return ""


def matter(petition: Petition) -> str:
    place = petition.division.short_name if petition.division else ""
    return f"{petition.aloud} {place}".strip()


# --- extensions nobody was told of --------------------------------------------------------------


def untold_extensions() -> QuerySet[IssuedLetter]:
    """条例34: the petitioner is told in writing; until F7 is on its way the extension is a fault."""
    return IssuedLetter.objects.filter(
        kind=Letter.EXTENSION,
        sent_on__isnull=True,
        petition__status=Status.HANDLING,
        petition__deadlines__clock=Clock.CONCLUDE,
        petition__deadlines__stopped_on__isnull=True,
        petition__deadlines__extensions__isnull=False,
    ).select_related("petition__centre", "petition__division", "petition__officer")


def _of_untold_extensions(
    after: date, upto: date, days: Calendar, people: PetitionAddressees
) -> Iterator[Row]:
    """Every working day after the one on which it was granted, to the officer and the director."""
    passed = [after + n * DAY for n in range(1, (upto - after).days + 1)]
    workdays = [day for day in passed if days.is_workday(day)]
    for letter in untold_extensions().order_by("pk") if workdays else ():
        petition = letter.petition
        told = people.officers(petition) | people.director(petition.centre)
        for day in workdays:
            if day <= clock.local_day(letter.issued_at):
                continue
            for user in sorted(told):
                yield _row(
                    petition,
                    user,
                    kind=UNTOLD,
                    subject=f"petition_letter:{letter.pk}",
                    text=f"{matter(petition)}：已批准延期，延期办理告知书还没有送给信访人",
                    day=day,
                )


# --- assignments nobody has signed for ----------------------------------------------------------


def unsigned_assignments() -> QuerySet[Direction]:
    return Direction.objects.filter(
        kind=DirectionKind.ASSIGNMENT,
        signed_at__isnull=True,
        answered_at__isnull=True,
        handed_back_at__isnull=True,
        petition__status=Status.HANDLING,
    ).select_related("to_unit", "by", "petition__centre", "petition__division")


def _of_unsigned_assignments(
    after: date, upto: date, days: Calendar, people: PetitionAddressees
) -> Iterator[Row]:
    """As for cases (rules.md §2 row 6): after one working day the unit's heads and 平安办, and who
    gave it."""
    fresh = unsigned_assignments().filter(on__gt=after - LONGEST_HOLIDAY)
    for one in fresh.order_by("pk"):
        told_on = unsigned_on(one.on, days)
        if not after < told_on <= upto:
            continue
        petition = one.petition
        told = people.heads(one.to_unit) | people.peace(petition.centre) | people.at_work(one.by)
        for user in sorted(told):
            yield _row(
                petition,
                user,
                kind=UNSIGNED,
                subject=f"petition_direction:{one.pk}",
                text=f"{matter(petition)}：{day_words(one.on)}交办到{one.to_unit.short_name}，"
                "还没有签收",
                day=told_on,
            )


def _row(petition: Petition, user: int, *, kind: str, subject: str, text: str, day: date) -> Row:
    """Of an accusation neither the clock nor the number is named."""
    if petition.is_sealed:
        kind, text, url = SEALED_KIND, SEALED_WORDS, "/petitions/"
    else:
        url = f"/petitions/{petition.pk}/"
    return Row(
        user_id=user,
        kind=kind,
        subject=subject,
        text=text,
        day=day,
        matter_key=f"petition:{petition.pk}",
        url=url,
    )
