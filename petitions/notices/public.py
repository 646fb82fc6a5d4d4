"""Reminders of what was said from outside: complaints to the director, requests about own data."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from cases.labels import day as day_words
from mediation.core.calendar import Calendar
from mediation.core.deadlines import WARN_DAYS, steps_due_between
from mediation.core.models import Notice
from mediation.core.notices import Row
from petitions.models import DataRequest, PublicWord
from petitions.notices.addressees import PetitionAddressees

WORD, REQUEST = "public_word", "data_request"


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto], told as things stand on the last of them."""
    people = PetitionAddressees(upto)
    yield from _of_complaints(after, upto, days, people)
    yield from _of_requests(after, upto, days, people)


def _of_complaints(
    after: date, upto: date, days: Calendar, people: PetitionAddressees
) -> Iterator[Row]:
    waiting = PublicWord.objects.filter(due_on__isnull=False, answered_on__isnull=True)
    for one in waiting.select_related("centre", "petition", "case").order_by("pk"):
        due_on = one.due_on or one.on
        for step_on, step in steps_due_between(due_on, after, upto, days, WARN_DAYS):
            for user in sorted(people.director(one.centre)):
                yield Row(
                    user_id=user,
                    kind=step,
                    subject=f"{WORD}:{one.pk}:{step}",
                    text=f"{one.aloud}：对办理的意见等您答复{_left(due_on, upto)}",
                    day=step_on,
                    matter_key=f"{WORD}:{one.pk}",
                    url="/complaints/",
                )


def _of_requests(
    after: date, upto: date, days: Calendar, people: PetitionAddressees
) -> Iterator[Row]:
    waiting = DataRequest.objects.filter(decided_on__isnull=True).select_related(
        "petition__centre", "petition__officer"
    )
    for one in waiting.order_by("pk"):
        text = f"{one.petition.aloud}：有人要求{one.get_kind_display()}{_left(one.due_on, upto)}"
        for step_on, step in steps_due_between(one.due_on, after, upto, days, WARN_DAYS):
            told = people.officers(one.petition)
            if step.startswith("over"):
                told |= people.director(one.petition.centre)
            for user in sorted(told):
                yield Row(
                    user_id=user,
                    kind=step,
                    subject=f"{REQUEST}:{one.pk}:{step}",
                    text=text,
                    day=step_on,
                    matter_key=f"{REQUEST}:{one.pk}",
                    url=f"/petitions/{one.petition_id}/requests/",
                )


def _left(due_on: date, today: date) -> str:
    left, due = (due_on - today).days, f"（{day_words(due_on)}到期）"
    if left < 0:
        return f"，逾期 {-left} 天{due}"
    return f"，今天到期{due}" if left == 0 else f"，还剩 {left} 天{due}"


# --- is it still so? (settings.NOTICE_CHECKS) ----------------------------------------------------


def still_due(notices: Sequence[Notice]) -> set[int]:
    """Those of what was not answered since; of several steps for one person, only the last."""
    last: dict[tuple[int, str], Notice] = {}
    for notice in sorted(notices, key=lambda notice: (notice.day, notice.pk)):
        last[notice.user_id, notice.matter_key] = notice
    alive: set[int] = set()
    for kind, check in OPEN.items():
        some = [one for one in last.values() if one.matter_key.startswith(f"{kind}:")]
        waiting = check(_key(one) for one in some)
        alive |= {one.pk for one in some if _key(one) in waiting}
    return alive


def _key(notice: Notice) -> int:
    return int(notice.matter_key.split(":")[1])


def _open_words(keys: Iterable[int]) -> set[int]:
    found = PublicWord.objects.filter(pk__in=list(keys), answered_on__isnull=True)
    return set(found.values_list("pk", flat=True))


def _open_requests(keys: Iterable[int]) -> set[int]:
    found = DataRequest.objects.filter(pk__in=list(keys), decided_on__isnull=True)
    return set(found.values_list("pk", flat=True))


OPEN: dict[str, Callable[[Iterable[int]], set[int]]] = {
    WORD: _open_words,
    REQUEST: _open_requests,
}
