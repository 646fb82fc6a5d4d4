"""The counter's rules: tickets, calling, transferring, finishing (首接负责).

A visit is no case: it has no clocks and no graph, but its row is locked for each step, every step
is kept, and it is not left without an outcome. Four windows that call at once never get the same
ticket: the claim skips rows that another one holds.
"""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cases import access, enums
from cases.enums import VisitOutcome, VisitStepKind
from cases.models import Visit, VisitStep
from cases.models.visits import DRAFT_PREFIX, ticket_label
from cases.selectors.visits import WAITING, in_turn, may_read_window, may_serve, unfinished_before
from cases.services import writing
from cases.services.file import find_division
from grids.models import Division
from grids.selectors import centre_of
from mediation.core import clock, numbers
from mediation.core.errors import Refused
from mediation.core.models import Draft, User

LONGEST_NAME, LONGEST_SAID, LONGEST_PLACE = 20, 500, 100
AT_THE_WINDOW = "由窗口工作人员来办"


def take_ticket(
    user: User,
    *,
    window: str,
    form_key: UUID | str,
    said: str = "",
    name_to_call: str = "",
    division: Division | str | None = None,
    priority: str = "",
) -> Visit:
    """Hand out the next ticket of the day; the same form key again gives the first one back.

    `division`: a village or grid of the town, row or code. Tickets have no gaps: a failed
    transaction gives its number back.
    Raises `Refused`: not_yours · invalid_window · invalid_priority · invalid_division ·
    invalid_text.
    """
    centre = _centre_of(user)
    if known := _known(form_key, centre):
        return known
    _check_choice(window, enums.Window.values, "window", "请选一个窗口。")
    if priority:
        _check_choice(priority, enums.Priority.values, "priority", "请从列出的优先情形里选。")
    visit = Visit(
        centre=centre,
        window=window,
        priority=priority or "",
        name_to_call=writing.words(name_to_call, "name_to_call", LONGEST_NAME, is_needed=False),
        said=writing.words(said, "said", LONGEST_SAID, is_needed=False),
        division=find_division(division, centre) if division else None,
        form_key=UUID(str(form_key)),
    )
    try:
        with transaction.atomic():
            now = clock.now()
            visit.on, visit.taken_at = now.date(), now
            # One series per centre and day.
            visit.ticket = numbers.take(f"visit:{now:%m%d}", centre.code, now.year)
            visit.save(force_insert=True)
            _step(visit, VisitStepKind.TAKEN, user, to_window=window)
    except IntegrityError:
        if known := _known(form_key, centre):
            return known
        raise
    return visit


def _known(form_key: UUID | str, centre: Division) -> Visit | None:
    return Visit.objects.filter(form_key=form_key, centre=centre).first()


@transaction.atomic
def call_next(user: User, window: str) -> Visit | None:
    """Call who is next in a window's queue of today; None when nobody waits.

    Who has priority comes first, then who took his ticket first; a row that another window is
    just calling is skipped, not waited for.
    Raises `Refused`: not_yours · invalid_window · unfinished.
    """
    centre = _centre_of(user)
    _check_choice(window, enums.Window.values, "window", "请选一个窗口。")
    _check_finished(user)
    waiting = Visit.objects.filter(WAITING, centre=centre, on=clock.today(), window=window)
    visit = in_turn(waiting).select_for_update(skip_locked=True, no_key=True).first()
    return _serve(visit, user) if visit is not None else None


@transaction.atomic
def call(user: User, visit: Visit) -> Visit:
    """Call one particular visit of today; who has already called it gets it as it stands.

    Raises `Refused`: not_yours · finished · other_window · not_today · unfinished.
    """
    visit = _lock(visit, user)
    _check_open(visit)
    _check_not_elsewhere(visit, user)
    if visit.served_by_id == user.pk:
        return visit
    if visit.on != clock.today():
        raise Refused(
            "not_today",
            f"{visit.label} 是 {visit.on:%Y-%m-%d} 的号，不能再叫。",
            instead="请直接补上那天的结果",
        )
    _check_finished(user)
    return _serve(visit, user)


@transaction.atomic
def call_again(user: User, visit: Visit) -> Visit:
    """Call out once more whom the user has called. Raises `Refused`: not_yours · not_now…."""
    visit = _lock(visit, user)
    _check_open(visit)
    _check_not_elsewhere(visit, user)
    if visit.called_at is None:
        raise Refused("not_now", f"{visit.label} 还没有叫过。", instead="请先叫号")
    _step(visit, VisitStepKind.CALLED_AGAIN, user)
    return visit


@transaction.atomic
def transfer(visit: Visit, user: User, window: str, version: int | None = None) -> Visit:
    """To another window's queue, with everything kept: ticket, words, place, time of coming.

    He keeps his turn by the time he came, so he is not made to wait from the beginning.
    Raises `Refused`: not_yours · stale · finished · other_window · same_window · invalid_window ·
    not_today.
    """
    visit = _lock(visit, user, version)
    _check_open(visit)
    _check_not_elsewhere(visit, user)
    _check_choice(window, enums.Window.values, "window", "请选一个窗口。")
    if window == visit.window:
        raise Refused(
            "same_window", f"{visit.label} 已经在{visit.get_window_display()}窗口。", field="window"
        )
    if visit.on != clock.today():
        raise Refused(
            "not_today",
            f"{visit.label} 是 {visit.on:%Y-%m-%d} 的号，不能再转。",
            instead="请直接补上那天的结果",
        )
    before, visit.window = visit.window, window
    visit.called_at = visit.served_by = None
    _save(visit)
    _step(visit, VisitStepKind.TRANSFERRED, user, from_window=before, to_window=window)
    return visit


@transaction.atomic
def finish(
    visit: Visit,
    user: User,
    outcome: str,
    *,
    matter_key: str = "",
    where_to: str = "",
    words: str = "",
    version: int | None = None,
    forgets: bool = False,
) -> Visit:
    """Say what became of a visit; the same answer twice is one answer.

    `matter_key` ("case:12") is required where the outcome speaks of a matter; where somebody is
    sent elsewhere, where and why. Whoever finishes a visit that nobody called has served it.
    `forgets`: it became an accusation, whose words and names stand in its sealed content and
    nowhere else (条例30(3)), so the ticket keeps none of them.
    What was left open on an earlier day may be finished by any colleague and by the director.
    Raises `Refused`: not_yours · stale · finished · other_window · invalid_choice ·
    needs_matter · needs….
    """
    visit = _lock(visit, user, None, may_close=True)
    _check_choice(outcome, VisitOutcome.values, "outcome", "请选这次来访的结果。")
    if visit.left_at is not None and (visit.outcome, visit.matter_key) == (outcome, matter_key):
        return visit
    _check_version(visit, version)
    _check_open(visit)
    if visit.on == clock.today():
        _check_serves(user)
        _check_not_elsewhere(visit, user)
    kinds = enums.OUTCOME_MATTERS.get(outcome)
    if kinds is not None and matter_key.partition(":")[0] not in kinds:
        raise Refused(
            "needs_matter",
            f"“{VisitOutcome(outcome).label}”要写明是哪一件。",
            instead="请从查到的件或登记页上办完",
            field="matter_key",
        )
    is_elsewhere = outcome == VisitOutcome.ELSEWHERE
    visit.where_to = writing.words(where_to, "where_to", LONGEST_PLACE, is_needed=is_elsewhere)
    visit.outcome_words = writing.words(words, "words", LONGEST_SAID, is_needed=is_elsewhere)
    if forgets:
        visit.said = visit.name_to_call = visit.outcome_words = ""
        visit.division = None
    now = clock.now()
    if visit.called_at is None and outcome != VisitOutcome.GONE:
        visit.called_at, visit.served_by = now, user
    visit.outcome, visit.matter_key, visit.left_at = outcome, matter_key, now
    _save(visit)
    _step(visit, VisitStepKind.FINISHED, user)
    return visit


@transaction.atomic
def take_up_again(visit: Visit, user: User) -> Visit:
    """Take back the outcome of a visit of today: who was not called waits again at his old place,
    anybody else is served by who takes him up.

    Raises `Refused`: not_yours · not_now · not_today.
    """
    visit = _lock(visit, user)
    if visit.left_at is None:
        raise Refused("not_now", f"{visit.label} 还没有办完。", instead="请刷新页面看一看")
    if visit.on != clock.today():
        raise Refused(
            "not_today",
            f"{visit.label} 是 {visit.on:%Y-%m-%d} 的号，结果不能再改。",
            instead="人又来了的，请另取一个号",
        )
    visit.left_at = None
    visit.outcome = visit.outcome_words = visit.where_to = visit.matter_key = ""
    visit.appointment_on = visit.appointment_time = visit.appointment_met_at = None
    visit.appointment_window = ""
    if visit.called_at is not None:
        visit.served_by = user
    _save(visit)
    _step(visit, VisitStepKind.TAKEN_UP_AGAIN, user)
    return visit


def forget_drafts() -> int:
    """Forget the half-filled forms of tickets that ended before today; how many they were.

    Until then a ticket may be taken up again (`take_up_again`), and what was typed with it.
    """
    # A key is whatever a browser sent: only those that a ticket has are looked at.
    keys = Draft.objects.filter(key__regex=rf"^{DRAFT_PREFIX}[0-9]{{1,18}}$")
    named = {int(key.removeprefix(DRAFT_PREFIX)) for key in keys.values_list("key", flat=True)}
    ended = Visit.objects.filter(pk__in=named, left_at__isnull=False, on__lt=clock.today())
    return Draft.objects.filter(key__in=[visit.draft_key for visit in ended]).delete()[0]


# --- one step --------------------------------------------------------------------------------


def _serve(visit: Visit, user: User) -> Visit:
    visit.called_at, visit.served_by = clock.now(), user
    _save(visit)
    _step(visit, VisitStepKind.CALLED, user)
    return visit


def _save(visit: Visit) -> None:
    visit.version += 1
    visit.save()


def _step(visit: Visit, kind: str, user: User, **windows: str) -> None:
    VisitStep.objects.create(
        centre_id=visit.centre_id, visit=visit, kind=kind, at=clock.now(), by=user, **windows
    )


def _lock(
    visit: Visit, user: User, version: int | None = None, *, may_close: bool = False
) -> Visit:
    """The row, locked, for who works at the windows of its centre (`may_close`: or directs it)."""
    if not may_close:
        _check_serves(user)
    elif not may_read_window(user):
        raise Refused("not_yours", "这一步您现在不能办。", who=AT_THE_WINDOW)
    if visit.centre_id not in access.standing(user).centres:
        raise Refused("not_yours", "这一步您现在不能办。", who="由取号的中心来办")
    locked = Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
    _check_version(locked, version)
    return locked


# --- what is refused -------------------------------------------------------------------------


def _centre_of(user: User) -> Division:
    _check_serves(user)
    centre = centre_of(user)
    if centre is None:
        raise Refused("not_yours", "您还没有岗位，不能办窗口的事。", instead="请找安全管理员")
    return centre


def _check_serves(user: User) -> None:
    if not may_serve(user):
        raise Refused("not_yours", "这一步您现在不能办。", who=AT_THE_WINDOW)


def _check_choice(value: Any, known: list[str], field: str, message: str) -> None:
    if value not in known:
        raise Refused(f"invalid_{field}", message, field=field)


def _check_version(visit: Visit, version: int | None) -> None:
    if version is not None and version != visit.version:
        raise Refused(
            "stale",
            f"{visit.label} 刚才有变动。",
            instead="请看一眼现在的情形，再办这一步",
            current=_current(visit),
        )


def _check_open(visit: Visit) -> None:
    if visit.left_at is not None:
        raise Refused(
            "finished",
            f"{visit.label} 已经办完：{visit.get_outcome_display()}。",
            instead="当天办错了的，可以按“接着办”",
            current=_current(visit),
        )


def _check_not_elsewhere(visit: Visit, user: User) -> None:
    """Whom another one is serving today stays with him until he finishes or transfers."""
    if visit.served_by is not None and visit.served_by_id != user.pk:
        raise Refused(
            "other_window",
            f"{visit.label} 正由{visit.served_by.name}接待。",
            instead="需要接过来的，请他转到您的窗口",
            current=_current(visit),
        )


def _check_finished(user: User) -> None:
    """首接负责: what was called on an earlier day gets its outcome before anybody new is called."""
    left = list(unfinished_before(user, clock.today())[:3])
    if left:
        names = "、".join(f"{one.on.month}月{one.on.day}日 {one.label}" for one in left)
        raise Refused(
            "unfinished",
            f"您以前叫过的号还没有写结果：{names}。",
            instead="请先补上结果，再叫下一位",
        )


def _current(visit: Visit) -> dict[str, Any]:
    return {
        "version": visit.version,
        "label": ticket_label(visit.ticket),
        "window": visit.window,
        "outcome": visit.outcome,
        "served_by": visit.served_by.name if visit.served_by else "",
    }
