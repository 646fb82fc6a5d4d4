"""等我补的: what a clerk left open on his own registrations, each with the page that mends it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models import prefetch_related_objects as fetch

from cases import access, enums
from cases.models import Case, Party, Stage
from cases.selectors.matters import BESIDE, joined
from cases.selectors.rows import level_of, title_of
from cases.selectors.waiting import waited
from cases.selectors.work import came_by
from grids.enums import DepartmentKind
from mediation.core import calendar, clock
from mediation.core.calendar import Calendar
from mediation.core.models import User

SHOWN = 6
RECEIPT, PHONE, HANDED_BACK, UNSIGNED = "receipt", "phone", "handed_back", "unsigned"
# The visitor is still near; later he asks at the window or in his village.
RECEIPT_DAYS = 3
# A unit that has not signed after this long is worth a telephone call.
SIGNING_MINUTES = 30

LEFT_STAGES: "Prefetch[str, QuerySet[Stage], str]" = Prefetch(
    "stages", Stage.objects.select_related("unit").order_by("seq")
)


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """One thing to mend on one matter; `what` and `hint` are ready to print, `page` is the name of
    the one address that mends it, with its `args`."""

    number: str
    what: str
    hint: str
    page: str
    args: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class LooseEnds:
    rows: list[LooseEnd]
    has_more: bool


def loose_ends(user: User) -> LooseEnds:
    """Of this person's own registrations, and what was handed back to the window; ten queries.

    At most SHOWN of each kind.
    """
    found = {kind: list(cases[: SHOWN + 1]) for kind, cases in _plans(user)}
    fetch([case for cases in found.values() for case in cases], *BESIDE, LEFT_STAGES)
    days = calendar.load()
    rows = [
        LooseEnd(case.aloud, *WORDS[kind](case, days), PAGES[kind], (case.pk, *MORE.get(kind, ())))
        for kind, cases in found.items()
        for case in cases[:SHOWN]
    ]
    return LooseEnds(rows, any(len(cases) > SHOWN for cases in found.values()))


def _plans(user: User) -> Iterator[tuple[str, QuerySet[Case]]]:
    seen = joined(access.visible_to(user)).order_by("registered_at", "pk")
    mine = seen.filter(registered_by=user, status__in=enums.OPEN)
    now = clock.now()
    since, _ = clock.day_bounds(clock.today() - timedelta(days=RECEIPT_DAYS - 1))
    no_phone = Party.objects.filter(case=OuterRef("pk"), phone_index="", no_phone_reason="")
    unsigned = Stage.objects.filter(
        case=OuterRef("pk"),
        left_at__isnull=True,
        signed_at__isnull=True,
        entered_at__lte=now - timedelta(minutes=SIGNING_MINUTES),
    )
    # In the order in which they are urgent: the visitor who is leaving comes first.
    yield (
        RECEIPT,
        mine.filter(
            is_window_registered=True, receipt_printed_at__isnull=True, registered_at__gte=since
        ),
    )
    at_centre = seen.filter(
        status__in=enums.OPEN, is_window_registered=True, unit__kind=DepartmentKind.CENTRE
    )
    yield HANDED_BACK, came_by(at_centre, enums.StageOutcome.HANDED_BACK)
    # Once a unit has taken the case up, its officer corrects the parties (rules.md §2 row 30).
    yield PHONE, mine.filter(Exists(no_phone), status=enums.Status.REGISTERED)
    yield UNSIGNED, mine.filter(Exists(unsigned)).exclude(unit__kind=DepartmentKind.CENTRE)


def _of_receipt(case: Case, days: Calendar) -> tuple[str, str]:
    return "回执没打印", f"{clock.local(case.registered_at):%H:%M} 登记，来访人走之前给他"


def _of_phone(case: Case, days: Calendar) -> tuple[str, str]:
    sides = [
        party.get_role_display()
        for party in case.parties.all()
        if not party.phone_index and not party.no_phone_reason
    ]
    whose = "、".join(dict.fromkeys(sides))
    return f"{whose}电话缺", f"{case.unit.short_name}约时间要用，没有就写个原因"


def _of_handed_back(case: Case, days: Calendar) -> tuple[str, str]:
    left = [stage for stage in case.stages.all() if stage.left_at]
    last = left[-1] if left else None
    if last is None or level_of(case) < access.FILE:
        return "被退回，请改派", title_of(case, is_file=False)
    return f"被{last.unit.short_name}退回", last.reason


def _of_unsigned(case: Case, days: Calendar) -> tuple[str, str]:
    since = next(
        (stage.entered_at for stage in case.stages.all() if not stage.left_at), case.registered_at
    )
    phone = f"，电话 {case.unit.phone}" if case.unit.phone else ""
    return f"{waited(since, days)}没签收", f"{case.unit.short_name}{phone}"


PAGES = {
    RECEIPT: "cases:receipt",
    HANDED_BACK: "cases:move",
    PHONE: "cases:parties",
    UNSIGNED: "cases:detail",
}
MORE = {HANDED_BACK: (enums.Verb.ASSIGN.value,)}
WORDS = {
    RECEIPT: _of_receipt,
    HANDED_BACK: _of_handed_back,
    PHONE: _of_phone,
    UNSIGNED: _of_unsigned,
}
