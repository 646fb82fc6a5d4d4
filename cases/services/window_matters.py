"""What the window does with a matter of any kind: find it, and write a new visit down on it.

Cases are here; petitions, which stand on an upper floor, come in by `settings.WINDOW_MATTERS`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils.module_loading import import_string

from cases import access, enums
from cases.models import Case, Visit
from cases.selectors.matters import for_lists
from cases.selectors.visits import may_read_window
from cases.selectors.window_search import LONGEST_QUERY, MOST, Hit, hits_of, search_cases
from cases.services import visits, writing
from cases.services.act import Act
from cases.services.door import finish, lock
from cases.services.finding import TAIL, find_by_number
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.numbers import parse_number
from mediation.core.privacy import fold, normalise

KEY = re.compile(r"([a-z]{1,20}):(\d{1,18})")
ID_LENGTHS = (15, 18)
SHORTEST = 7
# So many digits together are a telephone or an ID number, and never travel in an address.
PRIVATE_DIGITS = re.compile(r"(?:\d[\s-]?){7}")


class Matters(Protocol):
    """What the window asks of one kind of matter."""

    def search(self, user: User, q: str) -> Sequence[Hit]:
        """By number, words, first letters; in the reader's sight, at most ten."""

    def by_number(self, user: User, *, phone: str, id_number: str) -> Sequence[Hit]:
        """By a whole telephone or ID number, or the last four; each look is written down."""

    def find(self, user: User, pk: int) -> Hit | None:
        """The one, if he may see its card."""

    def add(self, user: User, pk: int, visit: Visit) -> None:
        """An event of this visit on the open matter; raises Http404 below card, Refused: not_now."""

    def typed(self, key: str) -> tuple[Mapping[str, Any], Any] | None:
        """What was typed for a visit in this kind's form, in the names of a case's form, and when."""


class WindowCases:
    def search(self, user: User, q: str) -> Sequence[Hit]:
        return search_cases(user, q)

    def by_number(self, user: User, *, phone: str, id_number: str) -> Sequence[Hit]:
        return hits_of(find_by_number(user, phone=phone, id_number=id_number))

    def find(self, user: User, pk: int) -> Hit | None:
        found = hits_of(list(for_lists(access.visible_to(user)).filter(pk=pk)))
        return found[0] if found else None

    def add(self, user: User, pk: int, visit: Visit) -> None:
        """No new number, no clock, no other status: only the history and who is told."""
        seen: Case | None = access.visible_to(user).filter(pk=pk).first()
        if seen is None:
            raise Http404
        case = lock(seen)
        if not case.is_open:
            raise Refused(
                "not_now",
                f"{case.aloud}现在是“{case.get_status_display()}”，不能再并进去。",
                instead="事情又起来的，请打开它办“重新办理”，或者新登记一件",
            )
        now = clock.now()
        today = clock.local_day(now)
        act = Act(case=case, verb=enums.Beside.VISITED, actor=user, on=today, now=now)
        act.on_behalf_of = access.stood_for(user, case)
        act.tier_before, act.status_before = case.tier, case.status
        act.payload["visit"] = visit.pk
        finish(act)

    def typed(self, key: str) -> None:
        return None


CASES = WindowCases()


def matters() -> dict[str, Matters]:
    """Kind of matter → what the window asks of it."""
    return {"case": CASES} | {
        kind: import_string(dotted) for kind, dotted in settings.WINDOW_MATTERS.items()
    }


def search(user: User, q: str) -> list[Hit]:
    """Matters of every kind, newest first. Raises Refused: number_in_address."""
    if parse_number(q) is None and PRIVATE_DIGITS.search(fold(q)):
        raise Refused(
            "number_in_address",
            "电话和证件号不在这一格查。",
            instead="请填在“按电话或证件号”那一格，号码就不会留在网址里",
            field="q",
        )
    q = q.strip()[:LONGEST_QUERY]
    if not q or not may_read_window(user):
        return []
    return _newest(one for kind in matters().values() for one in kind.search(user, q))


def search_by_number(user: User, number: str) -> list[Hit]:
    """By a whole telephone or ID number, or its last four signs: exact, written down for each
    matter found, at most ten. Petitions are never found by an ID number (rules.md §6).

    Raises `Refused`: needs · invalid_number.
    """
    plain = normalise(number)
    if not plain:
        raise Refused("needs", "请填电话或证件号码。", field="number")
    if len(plain) != TAIL and len(plain) < SHORTEST:
        raise Refused("invalid_number", "请填完整的号码，或者正好后 4 位。", field="number")
    is_id = len(plain) in ID_LENGTHS or not plain.isdigit()
    asked = {
        "phone": "" if is_id else plain,
        "id_number": plain if is_id or len(plain) == TAIL else "",
    }
    if not may_read_window(user):
        return []
    found = (one for kind in matters().values() for one in kind.by_number(user, **asked))
    return _newest(found)


def _newest(found: Any) -> list[Hit]:
    """Ten lines at most, whatever they are."""
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]


def find(user: User, key: str) -> Hit:
    """The matter of a key ("case:12") in the user's sight. Raises Http404."""
    kind, pk = parse(key)
    found = matters()[kind].find(user, pk)
    if found is None:
        raise Http404
    return found


def parse(key: str) -> tuple[str, int]:
    """Raises Http404 for what is no key, or of a kind that nobody knows."""
    asked = KEY.fullmatch(key)
    if asked is None or asked[1] not in matters():
        raise Http404
    return asked[1], int(asked[2])


@transaction.atomic
def add_visit(
    user: User, visit: Visit, key: str, said: str, *, version: int | None = None
) -> Visit:
    """并入: this visit belongs to a matter that is here already. The visit ends with it; what was
    newly said stays sealed with the visit, and the matter's history names it.

    The same answer twice is one. Raises Http404 below card; `Refused`: not_now · needs ·
    invalid_text, and what `visits.finish` refuses.
    """
    kind, pk = parse(key)
    words = writing.words(said, "said", visits.LONGEST_SAID)
    before = Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
    if (before.outcome, before.matter_key) == (enums.VisitOutcome.ADDED, key):
        return before
    done = visits.finish(
        visit,
        user,
        enums.VisitOutcome.ADDED,
        matter_key=f"{kind}:{pk}",
        words=words,
        version=version,
    )
    matters()[kind].add(user, pk, done)
    return done


@transaction.atomic
def add_without_ticket(
    user: User, key: str, said: str, *, window: str, form_key: UUID | str
) -> Visit:
    """The same for somebody who took no ticket: his visit is written down here."""
    visit = visits.take_ticket(user, window=window, form_key=form_key)
    return add_visit(user, visit, key, said)
